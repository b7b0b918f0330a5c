"""What a domain expert edits: registries, units, patterns and word lists. Data only.

``load()`` gives the tables of this package; ``load(directory)`` lays the tables of a directory
of one's own over them: rows of a CSV file are added or replace those with the same key
(the columns before the first one that may differ, see ``KEYS``), lists in a TOML file are
extended, other values replaced.
"""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
KEYS = {
    "organizations": ("name", "valid_from"),
    "countries": ("name",),
    "units": ("unit", "forms"),
    "domains": ("domain",),
}
"""The columns that tell two rows of a table apart."""


class RulesError(ValueError):
    """A table of rules that cannot be used; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Row(Mapping[str, str]):
    """One row of a CSV table, which knows where it stands."""

    cells: dict[str, str]
    where: str

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def __iter__(self) -> Iterator[str]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)

    def many(self, column: str) -> list[str]:
        """The values of a cell that ``|`` separates."""
        return [v for v in self.cells.get(column, "").split("|") if v]


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """All tables: TOML files by stem, CSV rows by stem (those of a folder by the folder's name)."""

    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    fingerprint: str = ""


@cache
def load(directory: str | None = None) -> Rules:
    """The rules of this package, with those of ``directory`` laid over them.

    Raises RulesError where a file cannot be read, FileNotFoundError where there is no directory.
    """
    rules = Rules()
    digest = hashlib.sha256()
    if directory is not None and not Path(directory).is_dir():
        raise FileNotFoundError(f"{directory}: no such folder of rules")
    for root in (HERE, *([Path(directory)] if directory is not None else [])):
        for path in sorted([*root.glob("*.toml"), *root.glob("*.csv"), *root.glob("*/*.csv")]):
            content = path.read_bytes()
            name = path.stem if path.parent == root else path.parent.name
            digest.update(f"{path.relative_to(root)}\0".encode() + content)
            if path.suffix == ".toml":
                try:
                    table = tomllib.loads(content.decode("utf-8-sig"))
                except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
                    raise RulesError(f"{path}: {error}") from error
                rules.tables[name] = _merge(rules.tables.get(name, {}), table)
            else:
                _lay(rules.rows.setdefault(name, []), read(path, content), KEYS.get(name))
    return Rules(rules.tables, rules.rows, digest.hexdigest()[:12])


def read(path: Path, content: bytes) -> list[Row]:
    """The rows of a CSV table. Raises RulesError where a row does not fit the header."""
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise RulesError(f"{path}: not UTF-8 ({error}); save it as UTF-8") from error
    reader = csv.DictReader(lines)
    rows = []
    for cells in reader:
        where = f"{path}:{reader.line_num}"
        if None in cells or None in cells.values():
            raise RulesError(
                f"{where}: {'more' if None in cells else 'fewer'} cells than the header names"
            )
        rows.append(Row({k: v.strip() for k, v in cells.items()}, where))
    return rows


def _lay(rows: list[Row], more: list[Row], key: tuple[str, ...] | None) -> None:
    if key is None or not rows:
        rows.extend(more)
        return
    place = {tuple(row.cells.get(k, "") for k in key): i for i, row in enumerate(rows)}
    for row in more:
        at = place.get(tuple(row.cells.get(k, "") for k in key))
        if at is None:
            rows.append(row)
        else:
            rows[at] = row


def _merge(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            merged[key] = _merge(old, value)
        elif isinstance(old, list) and isinstance(value, list):
            merged[key] = old + [v for v in value if v not in old]
        else:
            merged[key] = value
    return merged
