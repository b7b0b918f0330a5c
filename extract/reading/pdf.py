"""A PDF -> its paragraphs, title and author.

pdfminer.six has the CMaps of Korean fonts that are not embedded (pypdf reads KSC-EUC-H and
KSCms-UHC-H as UTF-16) and says where each letter stands, which joining lines needs.
"""

from __future__ import annotations

import contextlib
import json
import logging
import re
import statistics
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from extract.reading.documents import BLANKS, LOCKED, OCR, ODD, SAVE, Found
from extract.writing import Failure

if TYPE_CHECKING:
    from pdfminer.layout import LTTextLine

SECONDS = 30
"""CPU time for one .pdf: its last pages are given up at half of it, the file at the end of it."""
MEMORY = 2**30
"""Bytes for one .pdf."""
BROKEN = 0.5
"""The share of letters without a meaning from which a .pdf has no text."""
_GLYPHS = str.maketrans(
    {"\n": "", "\xad": "-", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
)


def read(data: bytes, file: str) -> Found:
    """Read in a process of its own: nothing else bounds what pdfminer takes for a hostile file."""
    if b"%PDF-" not in data[:1024]:
        raise Failure(file, "no PDF, or damaged", SAVE)
    code = "import sys; sys.path[:] = sys.argv[3:]\n"
    code += f"from {__name__} import child; child(*map(int, sys.argv[1:3]))"
    limits = [str(limit) for limit in (SECONDS, MEMORY)]
    try:
        process = subprocess.run(
            [sys.executable, "-c", code, *limits, *sys.path],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=4 * SECONDS,
        )
        answer = json.loads(process.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:  # it was ended by its limits
        raise Failure(
            file, "takes too much time or memory to read", "print it to a new PDF"
        ) from error
    if "fault" in answer:
        raise Failure(file, *answer["fault"])
    return Found(**answer)


def child(seconds: int, memory: int) -> None:
    """Read the PDF on stdin within the limits; print what was found, or the fault, as JSON."""
    logging.disable()
    with contextlib.suppress(ImportError):  # not on every system
        import resource

        for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
            with contextlib.suppress(ValueError, OSError):  # a lower one is set
                resource.setrlimit(kind, (most, most))
    answer: dict[str, Any]
    try:
        answer = asdict(_text(sys.stdin.buffer.read(), seconds / 2))
    except Failure as failure:
        answer = {"fault": (failure.error, failure.hint)}
    except MemoryError:
        return
    except Exception as error:
        answer = {"fault": (f"damaged ({type(error).__name__})", SAVE)}
    print(json.dumps(answer))


def _text(data: bytes, seconds: float) -> Found:
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.layout import LAParams, LTFigure
    from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError
    from pdfminer.pdffont import PDFFont
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.pdftypes import resolve1
    from pdfminer.psparser import LIT, PSLiteral
    from pdfminer.utils import decode_text

    class Fonts(PDFResourceManager):
        def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
            encoding = spec.get("Encoding")
            if isinstance(encoding, PSLiteral) and "-UCS2-" in str(encoding.name):
                # the older table lacks ``·``, which files write all the same
                spec = {**spec, "Encoding": LIT(str(encoding.name).replace("UCS2", "UTF16"))}
            return super().get_font(objid, spec)

    try:
        document = PDFDocument(PDFParser(BytesIO(data)))
    except PDFEncryptionError as error:
        raise Failure("", *LOCKED) from error
    document.catalog.pop("PageLabels", None)  # a tree that may be endless, and of no use
    found = Found()
    fonts = Fonts()
    # Korean is set with lines far apart, letters a little, and blanks stretched to fill the line
    margins = LAParams(line_margin=1.3, word_margin=0.2, char_margin=3.0, all_texts=True)
    sheets: list[_Sheet] = []
    pages = PDFPage.create_pages(document)
    number = 0
    until = time.process_time() + seconds
    while True:
        if time.process_time() > until:
            found.warnings.append(f"only its first {number} pages are read: it takes too long")
            break
        try:
            page = next(pages, None)
            if page is None:
                break
            number += 1
            device = PDFPageAggregator(fonts, laparams=margins)
            PDFPageInterpreter(fonts, device).process_page(page)
            layout = device.get_result()
            sheets.append(_Sheet(layout.width, _numberless(list(_boxes(layout)))))
            found.pictures |= any(isinstance(item, LTFigure) for item in layout)
        except Exception as error:
            found.warnings.append(f"page {number} cannot be read ({type(error).__name__})")
    found.lines = _paragraphs(sheets)
    said = {key: resolve1(value) for info in document.info for key, value in info.items()}
    found.title, found.author = (
        decode_text(said[key]) if isinstance(said.get(key), bytes) else None
        for key in ("Title", "Author")
    )
    text = "".join(found.lines)
    broken = text.count("\ufffd")
    if broken > BROKEN * len(text):
        raise Failure("", "no text: its fonts do not say which letters they show", OCR[1])
    if broken:
        found.warnings.append(f"characters that are broken and stand as U+FFFD: {broken}")
    if not number:
        raise Failure("", "damaged: it has no pages", SAVE)
    return found


@dataclass(slots=True)
class _Line:
    """A line on a page; lengths in points, ``raw`` with the blanks at its ends."""

    raw: str
    x0: float
    x1: float
    y: float
    size: float
    word: float  # the width of its first word
    slack: float  # its width less its letters and blanks as they are when nothing is stretched

    @property
    def text(self) -> str:
        return self.raw.strip()


@dataclass(slots=True)
class _Sheet:
    width: float
    boxes: list[list[_Line]]


def _boxes(layout: Iterable[object]) -> Iterator[list[_Line]]:
    """The lines of the boxes in reading order, those in figures last."""
    from pdfminer.layout import LTFigure, LTTextBox

    for item in layout:
        if isinstance(item, LTTextBox):
            lines = [made for line in item if (made := _line(line))]
            if lines:
                yield lines
        elif isinstance(item, LTFigure):
            yield from _boxes(item)


def _numberless(boxes: list[list[_Line]]) -> list[list[_Line]]:
    """A page without its number: a line of its own at the top or bottom."""
    rows = [line.y for box in boxes for line in box]
    ends = {y for y in (min(rows, default=0), max(rows, default=0)) if rows.count(y) == 1}
    kept = (
        [line for line in b if not (line.y in ends and _NUMBER.fullmatch(line.text))] for b in boxes
    )
    return [box for box in kept if box]


def _line(line: LTTextLine) -> _Line | None:
    from pdfminer.layout import LTChar

    raw = ""
    letters: list[LTChar] = []
    word = 0
    for item in line:
        text = item.get_text()
        text = "\ufffd" if text.startswith("(cid:") else ODD.sub(" ", text)
        if text.strip() and isinstance(item, LTChar):
            letters.append(item)
        elif letters and not word:
            word = len(letters)
        raw += text
    if not letters:
        return None
    raw = raw.encode("utf-16", "surrogatepass").decode("utf-16", "replace").translate(_GLYPHS)
    raw = BLANKS.sub(" ", unicodedata.normalize("NFC", raw))
    size = statistics.median(letter.size for letter in letters)
    x0, x1 = letters[0].x0, letters[-1].x1
    blanks = len(raw.split()) - 1
    slack = x1 - x0 - sum(letter.width for letter in letters) - blanks * size / 3
    return _Line(raw, x0, x1, line.y0, size, letters[(word or len(letters)) - 1].x1 - x0, slack)


_ENDED = re.compile(r"(?:[^\d\s][.!?]|。)[\"”’')\]」』]*$")
_HEAD = re.compile(
    r"[□■○●◦◇◆▪▫▲△▶▷►☞※ㅇ❍❏①-⑳#ⓒ©☎]|[-–*•·‧∙] |[가나라마바사아자차카타파하]\. "
    r"|\d{1,2}[.)] [^\d]|\(\d{1,2}\) |[<【]|\[?붙임|[\[(][^\s=]{2,8}="
)
_LISTED = re.compile("[▲△▶◆]")
_PAUSED = re.compile(r"[,;·…!?]$")
_OPENS = re.compile(r"[\dA-Za-z‘“\"'「『<《▲△]")
_SYLLABLE = re.compile("[가-힣]")
_NUMBER = re.compile(r"[-–—]? ?\d{1,3}(?: ?/ ?\d{1,3})? ?[-–—]?")


def _paragraphs(sheets: list[_Sheet]) -> list[str]:
    """Lines joined where the page broke a sentence.

    Whether a break between two syllables stands for a blank no file says. It does where one is
    written at such a break, or at all of them where the lines are broken at words, which leaves
    ends that differ by more than a letter. Else none is put there: three of ten would be right,
    and Kiwi reads a text without blanks almost as well, one with blanks in its words badly.
    """
    paragraphs: list[list[_Line]] = []
    rooms: list[float] = []
    written = False
    last: _Line | None = None
    edge = 0.0
    for sheet in sheets:
        lines = [line for box in sheet.boxes for line in box]
        margin = sheet.width - min((line.x0 for line in lines), default=0.0)
        turned = True
        for box in sheet.boxes:
            shared = _edge(box)
            for line in box:
                if last and _goes_on(last, line, edge, turned):
                    paragraphs[-1].append(line)
                    if _SYLLABLE.match(last.text[-1]) and _SYLLABLE.match(line.text):
                        rooms.append((edge - last.x1 + last.slack) / last.size)
                        written = written or _blank(last, line)
                else:
                    paragraphs.append([line])
                last, turned = line, False
                near = [other for other in lines if abs(other.x0 - line.x0) < 6 * line.size]
                edge = shared or _edge(near) or margin
    spread = statistics.quantiles(rooms, n=10, method="inclusive") if len(rooms) > 1 else [0.0]
    words = not written and spread[-1] - spread[0] > 1.5
    return [_joined(lines, words) for lines in paragraphs]


def _edge(lines: list[_Line]) -> float | None:
    """The right edge of a column: where two lines end, the farthest such place."""
    ends = sorted(((line.x1, line.size) for line in lines), reverse=True)
    pairs = pairwise(ends)
    return next((end for (end, size), (other, _) in pairs if end - other < 1.5 * size), None)


def _goes_on(line: _Line, after: _Line, edge: float, turned: bool) -> bool:
    """Whether a line was broken off for want of room, and goes on in the next.

    ``turned`` where a new page is between them.
    """
    size = line.size
    below = 0 < line.y - after.y < 2.6 * size and -3 * size < after.x0 - line.x0 < 4 * size
    listed = _LISTED.match(after.text) and after.text[0] in line.text[1:]
    return (
        (below or turned or (after.y > line.y and after.x0 > line.x1))  # the last: a new column
        and 0.85 < after.size / size < 1.18
        and edge - line.x0 > 12 * size
        and line.x1 + after.word + 0.6 * size > edge
        and not _ENDED.search(line.text)
        and (bool(listed) or not _HEAD.match(after.text))
    )


def _blank(line: _Line, after: _Line) -> bool:
    return line.raw.endswith(" ") or after.raw.startswith(" ")


def _joined(lines: list[_Line], words: bool) -> str:
    text = lines[0].text
    for line, after in pairwise(lines):
        marked = _PAUSED.search(line.text) or _OPENS.match(after.text)
        text += " " * bool(words or marked or _blank(line, after)) + after.text
    return text
