"""Documents -> Page: .hwpx, .docx and .pdf, the files press releases come in.

``published`` is None in all three: a document says when its file was made, often its template's,
never when it was published. A title is taken from the properties only where the text has it too,
a reporter only where the text calls that name 기자. What a file cannot give is a Failure.
"""

from __future__ import annotations

import importlib
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from extract.reading.page import Page
from extract.writing import Failure

MAX_BYTES = 64 * 2**20
"""What the members that are read of one file may come to, unpacked."""
MAX_TREE = MAX_BYTES // 4
"""The same for .docx: its parser keeps all XML in memory, at twenty times its size."""
MAX_MEMBERS = 5000
MAX_DEPTH = 256
"""Levels of XML; a table in a table costs six."""
TITLE_CHARS = 8
"""A shorter title is a kind of document, not a headline."""
TOP_CHARS = 2000
"""A headline stands in the first so many characters."""

SAVE = "fetch it again, or open it and save it anew"
LOCKED = ("encrypted", "save it without a password")
_DECLARED = ("its XML declares a DTD or entities", "do not trust it")
OCR = ("no text: its pages are pictures", "run OCR on it first")
_OLD = {
    ".hwpx": ("an old .hwp file", "save it as .hwpx"),
    ".docx": ("an old .doc file", "save it as .docx"),
    ".pdf": ("no PDF: an old .hwp or .doc file", "save it as .hwpx, .docx or .pdf"),
}
_NEEDS = {".hwpx": "defusedxml", ".docx": "docx", ".pdf": "pdfminer"}
ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")
BLANKS = re.compile("[ \t\xa0\u3000]+")
_KIND = re.compile(r"(?:자료|양식|서식|문서)\d*$|\.[A-Za-z]{2,4}$")


@dataclass(slots=True)
class Found:
    """What a reader got out of a file, before it is judged."""

    lines: list[str] = field(default_factory=list)
    title: str | None = None
    author: str | None = None
    pictures: bool = False
    warnings: list[str] = field(default_factory=list)


def hwpx(data: bytes, file: str) -> Page:
    """The text of a Hangul document: a line per paragraph, a table's row a line with tabs.

    A row of one cell keeps the cell's lines. Notes, captions and text boxes follow the paragraph
    they stand in; headers, footers, comments and deleted text are left out. Raises Failure.
    """
    return _page(".hwpx", _hwpx, data, file)


def docx(data: bytes, file: str) -> Page:
    """The text of a Word document, in lines as those of ``hwpx``; footnotes are left out.

    Raises Failure.
    """
    return _page(".docx", _docx, data, file)


def pdf(data: bytes, file: str) -> Page:
    """The text of a PDF: a line per paragraph as far as the page shows where one ends.

    Columns are read one after the other, page numbers left out; tables come cell by cell.
    Raises Failure.
    """
    from extract.reading import pdf

    return _page(".pdf", pdf.read, data, file)


READERS = {"hwpx": hwpx, "docx": docx, "pdf": pdf}


def _page(kind: str, read: Callable[[bytes, str], Found], data: bytes, file: str) -> Page:
    if not data:
        raise Failure(file, "empty", "fetch it again")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Failure(file, *LOCKED)
        raise Failure(file, *_OLD[kind])
    try:
        importlib.import_module(_NEEDS[kind])
        found = read(data, file)
    except Failure:
        raise
    except ImportError as error:
        raise Failure(
            file,
            f"reading {kind} needs packages that are not installed",
            "pip install 'gisa[documents]'",
        ) from error
    except Exception as error:  # parsers fail on foreign bytes in ways of their own
        raise Failure(file, f"damaged ({type(error).__name__})", SAVE) from error
    text = "\n".join(found.lines)
    if not text.strip():
        if found.warnings:
            raise Failure(file, f"damaged: {found.warnings[0]}", SAVE)
        raise Failure(file, *(OCR if found.pictures else ("empty", "remove it")))
    return Page(
        text,
        title=_title(found.title, text),
        reporter=_reporter(found.author, text),
        warnings=found.warnings,
    )


def _title(title: str | None, text: str) -> str | None:
    """A title that the text bears out: not a template's, a file's name or ``보도자료``."""
    title = " ".join(ODD.sub(" ", title or "").split())
    bare = title.replace(" ", "")
    plausible = len(bare) >= TITLE_CHARS and not _KIND.search(bare)
    return title if plausible and bare in "".join(text[:TOP_CHARS].split()) else None


def _reporter(author: str | None, text: str) -> str | None:
    author = (author or "").strip()
    plausible = re.fullmatch("[가-힣]{2,4}", author) and re.search(f"{author} ?기자", text)
    return author if plausible else None


# Packages of XML: .hwpx and .docx


def _members(data: bytes, file: str, kind: str, wanted: str, most: int) -> dict[str, bytes]:
    """All members of a zip; only those whose name matches ``wanted`` with their content."""
    members: dict[str, bytes] = {}
    left = most
    try:
        with ZipFile(BytesIO(data)) as archive:
            if len(archive.infolist()) > MAX_MEMBERS:
                raise Failure(file, f"more than {MAX_MEMBERS:,} members", SAVE)
            for info in archive.infolist():
                members[info.filename] = b""
                if not re.fullmatch(wanted, info.filename):
                    continue
                if info.flag_bits & 1:
                    raise Failure(file, *LOCKED)
                if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                    raise Failure(file, "packed in a way that is not read", SAVE)
                with archive.open(info) as member:
                    content = member.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise Failure(
                        file,
                        f"more than {most // 2**20} MiB unpacked",
                        "split it, or do not trust it",
                    )
                members[info.filename] = content
    except (BadZipFile, EOFError, zlib.error) as error:
        raise Failure(file, f"no {kind} file, or cut short", SAVE) from error
    return members


_SKIPPED = frozenset(
    [
        *("header", "footer", "hiddenComment", "fieldBegin", "default"),  # .hwpx: fields hold memos
        *("pPr", "sectPr", "del", "moveFrom", "Fallback", "rt"),  # .docx
    ]
)
_TEXT = frozenset(["t", "mainText"])
_SIGNS = {
    **{"tab": "\t", "lineBreak": "\n", "br": "\n", "cr": "\n"},
    **{"nbSpace": " ", "fwSpace": " ", "hyphen": "-", "noBreakHyphen": "-"},
}


class _Lines:
    """Start tags, text and end tags of a document -> its lines. Tags of the two formats differ.

    A paragraph's lines go to the cell or paragraph it stands in. What stands in a paragraph
    comes before its text or after it, never within: a sentence stays whole.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.blocks = [_Block("")]
        self.depth = 0
        self.skipped: int | None = None  # the level of what is skipped
        self.texts = 0
        self.deleted = 0

    def start(self, tag: str, attributes: object = None) -> None:
        tag = tag.rpartition("}")[2]
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Failure(self.file, f"its XML is nested over {MAX_DEPTH} levels deep", SAVE)
        if self.skipped is not None:
            return
        if tag in _SKIPPED:
            self.skipped = self.depth
        elif tag in ("p", "tr", "tc"):
            self.blocks.append(_Block(tag))
        elif tag in _TEXT:
            self.texts += 1
        elif tag in _SIGNS:
            if not self.deleted:
                self.blocks[-1].text.append(_SIGNS[tag])
        elif tag == "deleteBegin":
            self.deleted += 1
        elif tag == "deleteEnd":
            self.deleted = max(0, self.deleted - 1)

    def data(self, text: str) -> None:
        if self.texts and self.skipped is None and not self.deleted:
            block = self.blocks[-1]
            block.text.append(ODD.sub(" ", text.replace("\n", " ").replace("\t", " ")))
            block.said = block.said or not text.isspace()

    def end(self, tag: str) -> None:
        tag = tag.rpartition("}")[2]
        self.depth -= 1
        if self.skipped is not None:
            if self.depth < self.skipped:
                self.skipped = None
        elif tag in _TEXT:
            self.texts -= 1
        elif tag in ("p", "tr", "tc"):
            self._close()

    def taken(self) -> list[str]:
        """The lines of a part, also where it broke off; the next part starts anew."""
        while len(self.blocks) > 1:
            self._close()
        self.depth = self.texts = self.deleted = 0
        self.skipped = None
        lines, self.blocks = self.blocks[0].lines, [_Block("")]
        return lines

    def _close(self) -> None:
        block = self.blocks.pop()
        above = self.blocks[-1]
        if block.tag == "tc" and above.tag == "tr":
            above.cells.append(block.lines)
            return
        if block.tag == "p":
            lines = "".join(block.text).split("\n")
            block.lines += [line.strip() for line in lines if line.strip()]
            block.lines += block.after
        elif len(block.cells) == 1:
            block.lines += block.cells[0]
        elif block.cells:
            row = "\t".join(BLANKS.sub(" ", " ".join(cell)).strip() for cell in block.cells)
            block.lines += [row.rstrip("\t")] if row.strip() else []
        (above.after if above.said else above.lines).extend(block.lines)


class _Block:
    """A paragraph, row or cell that is open, or the document."""

    __slots__ = ("after", "cells", "lines", "said", "tag", "text")

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.lines: list[str] = []
        self.text: list[str] = []
        self.said = False
        self.after: list[str] = []
        self.cells: list[list[str]] = []


class _Package:
    """The title, creator and order of parts in a content.hpf."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.order: list[str] = []
        self.said: dict[str, str] = {}
        self.key = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition("}")[2]
        if tag == "item":
            self.names[attributes.get("id", "")] = attributes.get("href", "").rpartition("/")[2]
        elif tag == "itemref":
            self.order.append(self.names.get(attributes.get("idref", ""), ""))
        self.key = attributes.get("name", tag)

    def data(self, text: str) -> None:
        if self.key in ("title", "creator"):
            self.said[self.key] = self.said.get(self.key, "") + text

    def end(self, tag: str) -> None:
        self.key = ""


def _parse(xml: bytes, file: str, target: _Lines | _Package) -> bool:
    """Feed XML to a target; False where it breaks off."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser, ParseError

    try:
        parser = DefusedXMLParser(target=target, forbid_dtd=True)
        parser.feed(xml)
        parser.close()
    except DefusedXmlException as error:
        raise Failure(file, *_DECLARED) from error
    except ParseError:
        return False
    return True


def _hwpx(data: bytes, file: str) -> Found:
    wanted = r"META-INF/manifest\.xml|Contents/(?:content\.hpf|section\d+\.xml)"
    members = _members(data, file, ".hwpx", wanted, MAX_BYTES)
    if b"encryption-data" in members.get("META-INF/manifest.xml", b""):
        raise Failure(file, *LOCKED)
    sections = [name for name in members if re.fullmatch(r"Contents/section\d+\.xml", name)]
    if not sections:
        raise Failure(file, "no .hwpx document: it has no sections", "save it as .hwpx")
    sections.sort(key=lambda name: (len(name), name))
    package = _Package()
    if _parse(members.get("Contents/content.hpf", b""), file, package):
        named = [f"Contents/{name}" for name in package.order if name.startswith("section")]
        sections = list(dict.fromkeys(named)) or sections
    found = Found(title=package.said.get("title"), author=package.said.get("creator"))
    if missing := sum(name not in members for name in sections):
        found.warnings.append(f"sections that are missing: {missing}")
    lines = _Lines(file)
    for name in sections:
        if name in members and not _parse(members[name], file, lines):
            found.warnings.append(f"{name} breaks off: text is missing behind it")
        found.lines += lines.taken()
    found.pictures = any(name.startswith("BinData/") for name in members)
    return found


def _docx(data: bytes, file: str) -> Found:
    import docx
    from lxml import etree

    members = _members(data, file, ".docx", r".*\.(?:xml|rels|psmdcp)", MAX_TREE)
    if any(re.search(rb"<\0?!\0?D\0?O\0?C\0?T", content) for content in members.values()):
        raise Failure(file, *_DECLARED)
    bare = BytesIO()  # pictures left out: they would be unpacked without a limit
    with ZipFile(bare, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    try:
        document = docx.Document(bare)
    except (KeyError, ValueError) as error:  # a part is missing, or it is another kind of package
        raise Failure(file, "no .docx document", "save it as .docx") from error
    lines = _Lines(file)
    # python-docx passes over paragraphs in content controls and text added while tracking changes
    for event, element in etree.iterwalk(document.element.body, events=("start", "end")):
        if event == "end":
            lines.end(element.tag)
            continue
        lines.start(element.tag)
        if lines.texts:  # python-docx makes up a .text for whole paragraphs, too
            lines.data(element.text or "")
    properties = document.core_properties
    return Found(
        lines.taken(),
        properties.title,
        properties.author,
        pictures=any(name.startswith("word/media/") for name in members),
    )
