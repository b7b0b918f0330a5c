"""What a run has written, read back: records, and the text that they point into."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from extract.reading import formats
from extract.reading.files import UsageError, walk
from extract.reading.tables import Fields
from extract.writing import DONE, LEDGERS, Failure
from rules import load as load_rules
from schemas import LINE, MODELS, SCHEMA_VERSION, ArticleLine

Line = dict[str, Any]
"""A record as it stands in a file; its fields are those of its model in ``schemas``."""
KINDS = (*MODELS,)
ANEW = "run gisa again into this folder"
KEEP = "run gisa again, with --keep-text"
_FIELDS = {kind: {*m.model_fields} for kind, m in {"article": ArticleLine, **MODELS}.items()}
_ROW = re.compile(r":\d+$")


@dataclass(slots=True)
class Output:
    """An article's records. ``name`` tells it apart in its folder: the path there, no ending."""

    name: str
    article: Line
    records: list[Line]

    def of(self, kind: str) -> list[Line]:
        """The records of one type, in the order of the text."""
        return [record for record in self.records if record["type"] == kind]

    @property
    def by_id(self) -> dict[str, Line]:
        """The records by their ids."""
        return {record["id"]: record for record in self.records}


def outputs(out: Path, *, whole: bool = True) -> Iterator[Output | Failure]:
    """The articles in a folder that ``gisa run`` wrote, by name; shards of a cluster's, too.

    A file that holds no records is a Failure, and the others go on; so is one whose records lack
    fields, if they are to be ``whole``. Raises UsageError where there is no such folder, or
    nothing in it.
    """
    if not out.is_dir():
        raise UsageError(f"{out}: no such folder; give the one that gisa run wrote to")
    inner = {path.parent for path in out.rglob(DONE)} - {out}  # of runs of their own
    found = False
    for path, name in named_files(out, ".jsonl", ".parquet"):
        if inner & {*path.parents}:
            continue
        found = True
        try:
            yield from _articles(path, name, whole)
        except (ValueError, KeyError, TypeError, OSError) as error:  # pyarrow's are of these
            reason = " ".join(str(error).split())[:200]
            hint = f"mend or remove it, or {ANEW}"
            yield Failure(str(path), f"no records as gisa run writes them ({reason})", hint)
    if not found:
        raise UsageError(f"{out}: no records; give the folder that gisa run wrote to")


def named_files(folder: Path, *endings: str) -> Iterator[tuple[Path, str]]:
    """The files with records below a folder, sorted, each with the name of its article.

    Ledgers of runs, those of a cluster in folders, and what is hidden are left out.
    """
    paths = (path for ending in endings for path in folder.rglob(f"*{ending}"))
    for path in sorted(paths):
        relative = path.relative_to(folder)
        ledger = path.name in LEDGERS or f"{relative.parts[0]}.jsonl" in LEDGERS
        if not ledger and not any(part.startswith(".") for part in relative.parts):
            yield path, relative.with_suffix("").as_posix()


def _articles(path: Path, name: str, whole: bool) -> Iterator[Output]:
    """The articles of a file: one, or those of a shard, whose lines say which they are of."""
    lines = _jsonl(path, name) if path.suffix == ".jsonl" else _parquet(path)
    some = False
    for key, group in groupby(lines, lambda line: line[0]):
        some = True
        head, *records = (line for _, line in group)
        version = head.get("schema_version", SCHEMA_VERSION)
        if version != SCHEMA_VERSION:
            raise ValueError(f"schema version {version}, not {SCHEMA_VERSION}")
        for line in (head, *records):
            if line["type"] not in (KINDS if line is not head else ("article",)):
                raise ValueError(f"{key}: a line of the type {line['type']!r}")
            if whole:
                _check(key, line)
        ids = {record["id"] for record in records} if whole else set()
        for record in records if whole else ():
            if record.get("compared_to") is not None and record["compared_to"] not in ids:
                raise ValueError(f"{key}: there is no record {record['compared_to']}")
        yield Output(key, head, records)
    if not some and path.stat().st_size == 0:
        raise ValueError("empty")


def _check(key: str, line: Line) -> None:
    """Raise ValueError where a line is none of ``schemas``."""
    if line.keys() != _FIELDS[line["type"]]:
        wrong = ", ".join(sorted(line.keys() ^ _FIELDS[line["type"]]))
        raise ValueError(f"{key}: {line.get('id')} has too few or too many fields: {wrong}")
    try:
        LINE.validate_python(line)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"][1:]))
        raise ValueError(f"{key}: {line['id']}: {place}: {first['msg']}") from None
    for name in ("start", "end"):  # which pydantic takes from text, too
        if not isinstance(line.get(name, 0), int):
            raise ValueError(f"{key}: {line['id']}: {name}: no whole number")


def _jsonl(path: Path, name: str) -> Iterator[tuple[str, Line]]:
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            record = json.loads(line)
            if not isinstance(record, dict):
                raise ValueError("a line that is no object")
            yield record.pop("article", name), record


def _parquet(path: Path) -> Iterator[tuple[str, Line]]:
    from pyarrow import parquet

    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(columns=["article", "record"]):
            for row in batch.to_pylist():
                yield row["article"], json.loads(row["record"])


def readable(out: Path, failures: list[Failure], *, whole: bool = True) -> Iterator[Output]:
    """The articles of ``outputs``; what cannot be read is added to ``failures``."""
    for output in outputs(out, whole=whole):
        if isinstance(output, Failure):
            failures.append(output)
        else:
            yield output


@dataclass(slots=True)
class Texts:
    """Articles' texts, in which their records' offsets count.

    They stand beside the records (``gisa run --keep-text``), or are read again from the input, by
    the path that the run was given: below the present folder, or below the one that holds ``out``.
    ``rules`` is the folder that the run had, if any.
    """

    out: Path
    rules: str | None = None
    _file: str = ""
    _rows: dict[str, formats.Item] = field(default_factory=dict)

    def of(self, output: Output) -> str | Failure:
        """The text; a Failure says why it cannot be had."""
        kept = self.out / f"{output.name}.txt"
        source = output.article.get("source") or output.name
        unfit = Failure(source, "is not what its records point into", KEEP)
        there = kept.is_file()
        try:
            if there:
                text = kept.read_bytes().decode("utf-8", "surrogatepass")
                if _fits(text, output):
                    return text
            text = self._again(output)  # what stood there may be an earlier run's
        except Failure as failure:
            return unfit if there else failure
        except (OSError, ValueError) as error:
            return Failure(str(kept), str(error), ANEW)
        return text if _fits(text, output) else unfit

    def _again(self, output: Output) -> str:
        source = output.article.get("source")
        if source is None:
            raise Failure(output.name, "its text is in no file", KEEP)
        for top in (Path(), self.out.parent):
            for name in (source, _ROW.sub("", source)):
                path = top / name
                if path.is_file():
                    item = self._item(path, _ROW.search(source) if name != source else None)
                    if item is None or _sha256(item) != output.article.get("sha256"):
                        fault = "is not what the run read, or was read with other options"
                        raise Failure(source, fault, KEEP)
                    return item.page().text
        hint = "go to the folder in which gisa ran, or run it with --keep-text"
        raise Failure(source, "no such file here", hint)

    def _item(self, path: Path, row: re.Match[str] | None) -> formats.Item | None:
        """The article of a file, or of one of its rows."""
        if row is None:
            return next(iter(_items(path, self.rules)), None)
        if self._file != str(path):
            self._rows = {item.source: item for item in _items(path, self.rules)}
            self._file = str(path)
        return self._rows.get(f"{path}{row[0]}")


def _fits(text: str, output: Output) -> bool:
    return output.article.get("chars", len(text)) == len(text) and all(
        text[record["start"] : record["end"]] == record["text"] for record in output.records
    )


def _items(path: Path, rules: str | None) -> Iterable[formats.Item]:
    loaded = load_rules(rules)
    for entry in walk([path], ""):
        if not isinstance(entry, Failure):
            for item in formats.items(entry, Fields.of(loaded), loaded):
                if not isinstance(item, Failure):
                    yield item


def _sha256(item: formats.Item) -> str:
    return hashlib.sha256(item.data).hexdigest()
