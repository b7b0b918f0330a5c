"""Files of many articles: JSON, JSON lines, CSV and Parquet, a row each."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Any

from extract.reading.days import day
from extract.reading.decoding import MARKS, decode, legible
from extract.reading.formats import MAX_BYTES, MAX_FILE, too_big
from extract.reading.page import Page
from extract.writing import Failure

if TYPE_CHECKING:
    from extract.reading.files import Entry
    from rules import Rules

COLUMNS = ("text", "id", "published", "title", "publisher", "reporter")
BATCH = 64
"""Rows of a Parquet file that are in memory at once."""
MAX_LINE = 4 * MAX_BYTES
"""Bytes of a JSON line; its text may be written in escapes of six for three."""
_MARKUP = re.compile(
    r"</(?:p|div|span|strong|b|a|td|li|figure)>|<(?:br|p)\s*/?>|<img\s"
    r"|&(?:quot|nbsp|amp|lt|gt|[lr][sd]quo|middot|hellip|#\d{2,5});",
    re.I,
)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_TOLD = re.compile(r"\s|[가-힣]{2}")
"""What a text has, and a code or an address has not."""
Row = Mapping[str, Any]


@dataclass(slots=True)
class Numbered:
    """A row with its place in the file and what was odd about it.

    The place is its line or its number; None where the file is one article.
    """

    place: int | None
    row: Row
    odd: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Fields:
    """Which field of a row is what; each the names to look for, the first that is there counts."""

    names: dict[str, list[str]]
    role: str

    @classmethod
    def of(cls, rules: Rules, **asked: str | None) -> Fields:
        """Those of ``rules/fields.toml``, or the one that was asked for (``text="a.b"``)."""
        table = rules.tables["fields"]
        names = {field: table[field] for field in COLUMNS}
        names |= {field: [name] for field, name in asked.items() if name}
        return cls(names, table["role"])

    def get(self, row: Row, field: str) -> Any:
        """The value of a field; None where the row has none, or an empty one."""
        return next((v for n in self.names[field] if (v := _value(row, n)) not in (None, "")), None)

    def text(self, row: Row) -> str | None:
        """The first field with a text, rather than with a code or an address; ``""`` if empty."""
        found = [text for n in self.names["text"] if (text := _text(_value(row, n))) is not None]
        full = [text for text in found if text.strip()]
        told = (text for text in full if _TOLD.search(text.strip()))
        return next(told, full[0] if full else "" if found else None)

    def among(self, columns: list[str]) -> list[str]:
        """Those of the columns of a table that may be asked for."""
        names = {name.casefold() for names in self.names.values() for name in names}
        wanted = names | {name.partition(".")[0] for name in names}
        return [column for column in columns if column.strip().casefold() in wanted]

    def rows(self, value: Any, depth: int = 4) -> list[Any] | None:
        """The list of articles in an object, however deep."""
        values = value if isinstance(value, list) else [*value.values()]
        if isinstance(value, list) and any(
            isinstance(row, Mapping) and self.text(row) for row in value[:BATCH]
        ):
            return value
        inner = (v for v in values if isinstance(v, Mapping | list)) if depth else ()
        return next((rows for v in inner if (rows := self.rows(v, depth - 1)) is not None), None)

    def bare(self, reporter: str) -> str | None:
        """The first name of a byline, without what the reporter is."""
        first = re.split(r"[,;|·/(\[<]|\S+@", reporter)[0].strip()
        return re.sub(self.role, "", first).strip() or None


def _value(row: Any, name: str) -> Any:
    """A field by its name, its name in other cases, or its path; through a list, a list."""
    if isinstance(row, list):
        return [value for item in row if (value := _value(item, name)) is not None] or None
    if not isinstance(row, Mapping):
        return None
    if name in row:
        return row[name]
    for key, value in row.items():
        if isinstance(key, str) and key.strip().casefold() == name.casefold():
            return value
    head, _, rest = name.partition(".")
    inner = _value(row, head) if rest else None
    return _value(inner, rest) if inner is not None else None


def pages(
    stream: io.BufferedReader[Any], kind: str, entry: Entry, fields: Fields
) -> Iterator[Page | Failure]:
    """The articles of an open file in order, and a Failure for each row that holds none.

    Raises Failure where nothing more of the file can be read.
    """
    readers = {"json": _json, "jsonl": _json_lines, "csv": _csv, "parquet": _parquet}
    for row in readers[kind](stream, entry.source, fields):
        yield row if isinstance(row, Failure) else page(row, entry.source, fields)


def page(numbered: Numbered, file: str, fields: Fields) -> Page | Failure:
    """The article in a row."""
    row = numbered.row
    where = file if numbered.place is None else f"{file}:{numbered.place}"
    id = _line(fields.get(row, "id")) or str(numbered.place)
    text = fields.text(row)
    if text is None:
        there = ", ".join(str(key) for key in row)[:200]
        wanted = " or ".join(fields.names["text"][:3])
        return Failure(
            where,
            f"no text: it has no field {wanted}",
            f"name the field with --text-field; there are {there}" if there else "it is empty",
            id=id,
        )
    if not text.strip():
        return Failure(where, "empty", "remove it, or fetch the article again", id=id)
    if len(text) > MAX_BYTES:
        return too_big(where, len(text))
    if _MARKUP.search(text):
        from extract.reading.html import text_of

        text = text_of(text)
        numbered.odd.append("read as HTML, which its text is")
    article = Page(text, place=numbered.place, warnings=numbered.odd)
    article.id = id
    said = fields.get(row, "published")
    article.published = day(said)
    if said is not None and article.published is None:
        article.warnings.append(f"its date cannot be read: {str(said)[:40]!r}")
    article.title = _line(fields.get(row, "title"))
    article.publisher = _line(fields.get(row, "publisher"))
    article.reporter = fields.bare(_line(fields.get(row, "reporter")) or "")
    return article


def _text(value: Any) -> str | None:
    """A text; paragraphs in a list become lines."""
    if isinstance(value, list):
        parts = [part for item in value if (part := _text(item)) is not None]
        return "\n".join(parts) if parts else None
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if isinstance(value, str) else None


def _line(value: Any) -> str | None:
    """A value in one line, without tags and entities; of several the first."""
    value = value[0] if isinstance(value, list) and value else value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool | Mapping) or value is None or value != value:
        return None
    text = legible(unescape(_TAG.sub("", str(value))))
    return " ".join(text.split()) or None


def _json(
    stream: io.BufferedReader[Any], file: str, fields: Fields
) -> Iterator[Numbered | Failure]:
    data = stream.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise Failure(
            file,
            f"too big to be read at once (more than {MAX_FILE >> 20} MB)",
            "write it as JSON lines, for example with jq -c '.[]'",
        )
    text, odd = decode(data, file)
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        # JSON lines are often named .json
        if is_line(data):
            yield from _json_lines(io.BufferedReader(io.BytesIO(data)), file, fields)
            return
        raise Failure(file, f"no JSON ({error or 'too deep'})", "fetch it again") from error
    if isinstance(value, Mapping | list):
        value = fields.rows(value) or value
    if isinstance(value, Mapping):
        yield Numbered(None, value, odd)
        return
    for place, row in enumerate(value if isinstance(value, list) else [value], 1):
        yield _checked(row, place, file, odd)


def _checked(row: Any, place: int, file: str, odd: list[str]) -> Numbered | Failure:
    if isinstance(row, Mapping):
        return Numbered(place, row, [*odd])
    return Failure(f"{file}:{place}", "no article: it has no fields", "give an object")


def _json_lines(
    stream: io.BufferedReader[Any], file: str, fields: Fields
) -> Iterator[Numbered | Failure]:
    for place, line in enumerate(_lines(stream), 1):
        if isinstance(line, int):
            yield too_big(f"{file}:{place}", line, MAX_LINE)
            continue
        where = f"{file}:{place}"
        try:
            text, odd = (line, []) if isinstance(line, str) else decode(line, where)
            if text.strip():
                yield _checked(json.loads(text, strict=False), place, file, odd)
        except Failure as error:
            yield error
        except (ValueError, RecursionError) as error:
            yield Failure(where, f"no JSON ({error or 'too deep'})", "mend or remove the line")


def _lines(stream: io.BufferedReader[Any]) -> Iterator[bytes | str | int]:
    """The lines of a file; of one that is too long only its size."""
    head = stream.peek(4)
    encoding = next((e for mark, e in MARKS if head.startswith(mark) and e != "utf_8"), None)
    if encoding is not None:
        buffered = io.BufferedReader(_Open(stream))
        yield from io.TextIOWrapper(buffered, encoding.rsplit("_", 1)[0], errors="replace")
        return
    while line := stream.readline(MAX_LINE):
        size = len(line)
        if size == MAX_LINE:
            while not line.endswith(b"\n") and (line := stream.readline(MAX_LINE)):
                size += len(line)
            yield size
        else:
            yield line


class _Open(io.RawIOBase):
    """A stream that its wrapper does not close."""

    def __init__(self, stream: io.BufferedReader[Any]) -> None:
        self.stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def is_line(data: bytes) -> bool:
    """Whether the first line is JSON by itself."""
    try:
        return isinstance(json.loads(data.split(b"\n", 1)[0]), dict)
    except (ValueError, RecursionError):
        return False


def is_header(head: bytes, fields: Fields) -> bool:
    """Whether the first line names columns, that of the text among them."""
    try:
        line = decode(head.split(b"\n", 1)[0], "")[0] if head.strip() else ""
        cells = next(csv.reader([line.rstrip()], delimiter=_delimiter(line)), [])
    except (Failure, csv.Error):
        return False
    return len(cells) > 1 and fields.get(dict.fromkeys(cells, "x"), "text") is not None


def _delimiter(header: str) -> str:
    return max("\t;,", key=header.count) if header else ","


def _csv(stream: io.BufferedReader[Any], file: str, fields: Fields) -> Iterator[Numbered | Failure]:
    csv.field_size_limit(MAX_LINE)
    odd: list[str] = []  # about the lines of the row that is being read
    lines = _legible(stream, file, odd)
    first = next(lines, "")
    names = next(csv.reader([first], delimiter=(delimiter := _delimiter(first))), [])
    names = [name.strip() for name in names]
    if fields.get(dict.fromkeys(names, "x"), "text") is None:
        wanted = " or ".join(fields.names["text"][:3])
        raise Failure(
            file,
            f"its first line names no column {wanted}",
            f"name the column with --text-field; there are {', '.join(names)[:200]}",
        )
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        place = reader.line_num + 2
        odd.clear()
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield Failure(f"{file}:{place}", f"no CSV ({error})", "check the quotes there")
            continue
        if cells is None:
            return
        if not any(cells):
            continue
        if len(cells) != len(names):
            amount = "more" if len(cells) > len(names) else "fewer"
            yield Failure(
                f"{file}:{place}",
                f"{amount} cells ({len(cells)}) than the first line names ({len(names)})",
                "check the quotes there",
            )
            continue
        row = dict(zip(names, cells, strict=True))
        yield Numbered(place, row, [*dict.fromkeys(odd)])


def _legible(stream: io.BufferedReader[Any], file: str, odd: list[str]) -> Iterator[str]:
    """The lines of a table as text; what is odd about each goes into ``odd``."""
    for line in _lines(stream):
        if not isinstance(line, bytes):
            yield line if isinstance(line, str) else "\n"
            continue
        try:
            text, warnings = decode(line.replace(b"\0", b""), file)
        except Failure as error:
            text, warnings = line.decode("utf-8", "replace"), [error.error]
        odd.extend(warnings)
        yield from io.StringIO(text, newline="")  # a lone \r ends a line, too


def _parquet(
    stream: io.BufferedReader[Any], file: str, fields: Fields
) -> Iterator[Numbered | Failure]:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise Failure(
            file,
            "reading .parquet needs a package that is not installed",
            "pip install 'gisa[parquet]'",
        ) from error
    source: Any = stream
    if not stream.seekable():
        source = io.BytesIO(stream.read(MAX_FILE + 1))
    try:
        table = ParquetFile(source)
        columns = fields.among(table.schema_arrow.names)
        place = 0
        for batch in table.iter_batches(batch_size=BATCH, columns=columns):
            for row in rows(batch):
                place += 1
                yield Numbered(place, row)
    except (ArrowException, OSError, ValueError) as error:  # text that is no UTF-8 among them
        message = " ".join(str(error).split())[:200]
        raise Failure(file, f"no Parquet ({message})", "fetch it again") from error


def rows(batch: Any) -> list[Row]:
    """The rows of a pyarrow.RecordBatch."""
    from pyarrow import timestamp
    from pyarrow.types import is_timestamp

    for i, column in enumerate(batch.schema):
        if is_timestamp(column.type):  # Python knows no nanoseconds
            cast = batch.column(i).cast(timestamp("us", column.type.tz), safe=False)
            batch = batch.set_column(i, column.name, cast)
    found: list[Row] = batch.to_pylist()
    return found
