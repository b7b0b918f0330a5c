"""File -> articles: one for a text, a page or a document, many for a table or JSON lines."""

from __future__ import annotations

import gzip
import io
import os
import re
import stat
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from extract.reading.decoding import decode
from extract.reading.page import Page
from extract.writing import Failure

if TYPE_CHECKING:
    from extract.reading.files import Entry
    from extract.reading.tables import Fields
    from rules import Rules

STDIN = "-"
SUFFIXES = {
    ".txt": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".hwpx": "hwpx",
    ".docx": "docx",
    ".pdf": "pdf",
}
"""What is read, in the order in which files of one stem are named; each may end in ``.gz``, too."""
ROWS = ("jsonl", "csv", "parquet")
"""Formats whose files hold an article in each row."""
MANY = ("json", *ROWS)
"""Those and JSON, which may hold one or many."""
DOCUMENTS = ("hwpx", "docx", "pdf")
MAX_BYTES = 10 << 20
"""Of one article's text: more is no article, and Kiwi would take minutes."""
MAX_FILE = 100 << 20
"""Of a document, whose pictures are no text, and of what must be read as a whole."""
BUFFER = 1 << 16
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,1000}?-->\s*){0,3}"
    rb"<(?:!doctype\s+html|html[\s>]|head>)",
    re.I | re.S,
)


def format_of(name: str) -> str | None:
    """The format of a file by its ending; None where gisa does not read it."""
    return SUFFIXES.get(os.path.splitext(name.lower().removesuffix(".gz"))[1])


def stem(name: str) -> str:
    """A file's name without its ending (``x.jsonl.gz`` has two)."""
    packed = name[-3:].lower() == ".gz" and format_of(name) is not None
    return os.path.splitext(name[:-3] if packed else name)[0]


MISSING = "check that it is there, whole, and its permissions"
"""What to do about a file that cannot be read."""


@dataclass(slots=True)
class Item:
    """An article on its way in: what it is made from, and how.

    ``source`` is the file, with the line or row behind it where it holds ``many`` (``x.csv:17``).
    ``page`` raises Failure where the bytes hold no article.
    """

    id: str
    source: str
    data: bytes
    page: Callable[[], Page]
    many: bool = False
    about: str = ""
    """What beside the bytes goes into its records."""


def items(entry: Entry, fields: Fields, rules: Rules) -> Iterator[Item | Failure]:
    """The articles of a file, one after the other. Raises Failure where it cannot be read (on)."""
    try:
        with _opened(entry) as stream:
            kind = entry.format or _sniffed(stream, fields)
            if kind in MANY:
                from extract.reading import tables

                for page in tables.pages(stream, kind, entry, fields):
                    yield page if isinstance(page, Failure) else _row(entry, page)
                return
            most = MAX_FILE if kind in DOCUMENTS else MAX_BYTES
            data = stream.read(most + 1)
            if len(data) > most:
                raise too_big(entry.source, max(len(data), _size(stream)), most)
    except OSError as error:  # gzip's own among them
        raise Failure(
            entry.source,
            f"cannot be read ({error.strerror or error})",
            MISSING,
        ) from error
    except (EOFError, zlib.error) as error:
        raise Failure(entry.source, f"broken gzip ({error})", "fetch it again") from error
    yield Item(entry.id, entry.source, data, lambda: page_of(data, kind, entry.source, rules))


def _row(entry: Entry, page: Page) -> Item:
    data = page.text.encode("utf-8", "surrogatepass")
    if page.place is None:
        return Item(entry.id, entry.source, data, lambda: page)
    id = page.id or str(page.place)
    said = (id, page.title, page.published, page.publisher, page.reporter)
    source = f"{entry.source}:{page.place}"
    return Item(id, source, data, lambda: page, many=True, about=str(said))


def page_of(data: bytes, kind: str, file: str, rules: Rules) -> Page:
    """The article in the bytes of a text, a page or a document. Raises Failure."""
    odd: list[str] = []
    if kind == "text" and _HTML.match(data):
        kind = "html"
        odd = ["read as HTML, which it is"]
    if kind == "html":
        from extract.reading import html

        page = html.page(data, file, rules)
    elif kind in DOCUMENTS:
        from extract.reading import documents

        page = documents.READERS[kind](data, file)
    else:
        text, warnings = decode(data, file)
        page = Page(text, warnings=warnings)
    page.warnings[:0] = odd
    return page


def too_big(file: str, size: int, most: int = MAX_BYTES) -> Failure:
    """What is told of an article that is none."""
    return Failure(
        file,
        f"too big for one article ({size / (1 << 20):.0f} MB, at most {most >> 20} MB)",
        "split it into its articles",
    )


@contextmanager
def _opened(entry: Entry) -> Iterator[io.BufferedReader[Any]]:
    path = entry.copy or entry.path
    if path == STDIN:
        stream: io.BufferedReader[Any] = io.BufferedReader(sys.stdin.buffer, BUFFER)
        try:
            if stream.peek(2).startswith(b"\x1f\x8b"):
                with gzip.open(stream) as packed, io.BufferedReader(packed, BUFFER) as unpacked:
                    yield unpacked
            else:
                yield stream
        finally:
            stream.detach()
        return
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise Failure(entry.source, "no regular file", "remove it from the input")
    with io.BufferedReader(open(path, "rb", buffering=0), BUFFER) as file:
        if not path.lower().endswith(".gz"):
            yield file
            return
        with gzip.open(file) as packed, io.BufferedReader(packed, BUFFER) as unpacked:
            yield unpacked


def _size(stream: IO[bytes]) -> int:
    try:
        return os.fstat(stream.fileno()).st_size
    except OSError:  # it has no file
        return 0


def _sniffed(stream: io.BufferedReader[Any], fields: Fields) -> str:
    """The format of what has no name, by how it begins."""
    head = stream.peek(BUFFER)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    first = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"%PDF"):
        return "pdf"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK"):
        return "docx" if b"word/" in head or b"[Content_Types]" in head else "hwpx"
    if _HTML.match(head):
        return "html"
    if re.match(rb"\{|\[\s*\{", first):
        from extract.reading.tables import is_line

        return "jsonl" if is_line(first) else "json"
    from extract.reading.tables import is_header

    return "csv" if is_header(head, fields) else "text"
