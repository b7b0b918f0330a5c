"""What is known of articles beside their text: a CSV file with one row for each article."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extract.reading.decoding import decode
from extract.reading.files import Entry, UsageError, printable
from extract.writing import Failure

COLUMNS = ("file", "published", "publisher", "title", "reporter", "url")
"""``url`` is allowed, since most crawlers have it, and not used."""
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def published(value: str) -> str:
    """Check a publication date: ``2023-03-08``, ``2022-02`` or ``2021``. Raises ValueError."""
    match = _DATE.fullmatch(value)
    try:
        if match is None:
            raise ValueError
        year, month, day = (int(part or 1) for part in match.groups())
        dt.date(year, month, day)
    except ValueError:
        raise ValueError(
            f"{value!r} is no publication date; write it as 2023-03-08, 2022-02 or 2021"
        ) from None
    return value


@dataclass(slots=True)
class Metadata:
    """The rows by their ``file``: a file's name, or its path below the input."""

    path: str
    rows: dict[str, tuple[int, dict[str, str]]] = field(default_factory=dict)
    unused: set[str] = field(default_factory=set)

    def of(self, entry: Entry) -> dict[str, str]:
        """What the table says of an article; empty where it has no row."""
        relative = unicodedata.normalize("NFC", entry.relative)
        for key in (relative, os.path.basename(relative)):
            if key in self.rows:
                self.unused.discard(key)
                return self.rows[key][1]
        return {}

    def strays(self) -> Iterator[str]:
        """A line for each row whose file has not been asked for."""
        for key, (line, _) in self.rows.items():
            if key in self.unused:
                yield f"{self.path}:{line}: there is no article {key!r}; check the name"


def load(path: str | Path) -> Metadata:
    """Read a table. Raises UsageError, which names file and line, where it cannot be used."""
    name = printable(os.fspath(path))
    try:
        text, _ = decode(Path(path).read_bytes(), name)
    except OSError as error:
        raise UsageError(f"{name}: cannot be read ({error.strerror})") from error
    except Failure as error:
        raise UsageError(str(error)) from error
    reader = csv.DictReader(io.StringIO(text, newline=""), skipinitialspace=True, strict=True)
    table = Metadata(name)
    try:
        columns = [column.strip() for column in reader.fieldnames or ()]
        reader.fieldnames = columns
        if "file" not in columns:
            raise UsageError(
                f"{name}: the first line names no column 'file'; columns are {', '.join(COLUMNS)}"
            )
        for column in columns:
            if column not in COLUMNS or columns.count(column) > 1:
                fault = "is unknown" if column not in COLUMNS else "stands twice"
                raise UsageError(
                    f"{name}: column {column!r} {fault}; columns are {', '.join(COLUMNS)}"
                )
        for cells in reader:
            _add(table, cells, reader.line_num)
    except csv.Error as error:
        raise UsageError(f"{name}:{reader.line_num}: no CSV ({error}); check the quotes") from error
    table.unused = set(table.rows)
    return table


def _add(table: Metadata, cells: dict[str, str], line: int) -> None:
    where = f"{table.path}:{line}"
    if None in cells or None in cells.values():
        amount = "more" if None in cells else "fewer"
        raise UsageError(f"{where}: {amount} cells than the first line names; check the commas")
    row = {column: value.strip() for column, value in cells.items() if value.strip()}
    if not row:
        return
    file = unicodedata.normalize("NFC", row.pop("file", "")).replace("\\", "/")
    file = file.removeprefix("./")
    if not file:
        raise UsageError(f"{where}: no file is named")
    if file in table.rows:
        raise UsageError(f"{where}: {file!r} stands in line {table.rows[file][0]} already")
    if "published" in row:
        try:
            published(row["published"])
        except ValueError as error:
            raise UsageError(f"{where}: {error}") from None
    row.pop("url", None)
    table.rows[file] = (line, row)
