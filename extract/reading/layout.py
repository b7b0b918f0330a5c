"""The layout of a news page as plain text: which line is what, and what the page says of itself.

Works on lines, before any morpheme is known. Patterns are in ``rules/layout.toml``.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.wording import any_of
from rules import Rules

BODY_CHARS = 60
"""A line this long is body text, whatever it looks like."""
REPEAT_CHARS = 20
"""Shorter lines may stand twice without being a repeated block."""
TOP_LINES = 8
"""A headline stands in the first lines or nowhere."""
_LETTER = re.compile("[가-힣A-Za-z]")
_SENTENCE = re.compile(r"[다요]\.[”\"'’)]{0,2}$")


@dataclass(slots=True)
class Line:
    """One line that is not blank; ``repeat`` where the same line stood before."""

    start: int
    end: int
    kind: str  # title, subhead, body, caption, header, byline, chrome
    repeat: bool = False


@dataclass(slots=True)
class Layout:
    """The lines in order, and what headers and bylines say."""

    lines: list[Line] = field(default_factory=list)
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    reporter: str | None = None
    datelines: list[tuple[int, int]] = field(default_factory=list)
    """Spans of ``(부산=연합뉴스)``: the place in them is no organization."""
    starts: list[int] = field(default_factory=list)

    def line(self, offset: int) -> Line | None:
        """The line around an offset."""
        i = bisect_right(self.starts, offset) - 1
        return self.lines[i] if i >= 0 and offset <= self.lines[i].end else None

    def kind(self, offset: int) -> str:
        """The kind of the line around an offset; ``blank`` between lines."""
        line = self.line(offset)
        return line.kind if line else "blank"

    def analysed(self) -> Iterator[tuple[int, int]]:
        """The spans that hold language: everything but chrome."""
        for line in self.lines:
            if line.kind != "chrome":
                yield line.start, line.end


class LayoutReader:
    """Reads layouts with the patterns of a set of rules."""

    def __init__(self, rules: Rules) -> None:
        table = rules.tables["layout"]
        words = any_of(table["chrome_words"], blank=" ")
        self.furniture = re.compile(rf"(?:{words}(?![가-힣])|[\d\W_])+")
        self.worded = re.compile(words)
        self.chrome = _any(table["chrome"])
        self.related = _any(table["related"])
        self.tags = re.compile(table["tags"])
        self.signed = re.compile(table["signed"])
        self.published = [re.compile(p) for p in table["published"]]
        self.dateline = [re.compile(p) for p in table["dateline"]]
        self.byline = [re.compile(p) for p in table["byline"]]
        self.copyright = re.compile(table["copyright"])
        self.masthead = re.compile(table["masthead"])
        self.caption = _any(table["caption"])
        self.media = {
            name
            for row in rules.rows["organizations"]
            if row.get("category") == "media"
            for name in (row["name"], *row.many("aliases"))
        }

    def read(self, text: str) -> Layout:
        """Classify the lines of a text; the text itself is not changed."""
        layout = Layout()
        seen: set[str] = set()
        related = False
        offset = 0
        for raw in text.splitlines(keepends=True):
            start = offset
            offset += len(raw)
            content = raw.strip()
            if not content:
                continue
            start += raw.index(content[0])
            kind = self._kind(content, layout, start)
            if related:
                related = kind != "body"
                kind = "chrome" if related and kind != "header" else kind
            if len(content) < BODY_CHARS and self.related.search(content):
                kind, related = "chrome", True
            repeat = len(content) >= REPEAT_CHARS and content in seen
            seen.add(content)
            layout.lines.append(Line(start, start + len(content), kind, repeat))
        layout.starts = [line.start for line in layout.lines]
        self._title(text, layout)
        self._masthead(text, layout)
        return layout

    def _kind(self, content: str, layout: Layout, start: int) -> str:
        for pattern in self.published:
            match = pattern.search(content[:120])
            if match is None:
                continue
            rest = len(content) - (match.end() - match.start())
            if rest >= BODY_CHARS and match.start() > 0:
                continue
            layout.published = layout.published or _iso(match)
            layout.publisher = layout.publisher or match.groupdict().get("publisher")
            if rest < BODY_CHARS:
                self._signed(content, layout)
                return "header"
            break
        short = len(content) < 200
        if short and self.chrome.search(content):
            match = self.copyright.search(content)
            if match:
                layout.publisher = layout.publisher or match["publisher"].strip()
            return "chrome"
        for pattern in self.dateline:
            match = pattern.match(content[:100])
            if match:
                layout.datelines.append((start, start + match.end()))
                layout.publisher = layout.publisher or match["publisher"]
                layout.reporter = layout.reporter or match["reporter"]
                break
        if len(content) < 100:
            if self.furniture.fullmatch(content) and self._bare(content):
                return "chrome"
            if self.tags.match(content):
                return "chrome"
            if not _SENTENCE.search(content) and self._signed(content, layout, first=True):
                return "byline"
            for pattern in self.byline:
                match = pattern.match(content)
                if match:
                    layout.reporter = layout.reporter or match.groupdict().get("reporter")
                    return "byline"
            name = content.strip("•·-*[]()<> \t")
            if name in self.media or self.masthead.match(name):
                layout.publisher = layout.publisher or name
                return "header"
        if short and self.caption.search(content):
            return "caption"
        if len(content) < BODY_CHARS and not _SENTENCE.search(content):
            return "subhead"
        return "body"

    def _signed(self, content: str, layout: Layout, *, first: bool = False) -> bool:
        """Whether a line names the publisher and the reporter, perhaps first; notes both."""
        match = self.signed.search(content)
        if match is None or (first and _LETTER.search(content, 0, match.start())):
            return False
        layout.publisher = layout.publisher or match["publisher"]
        layout.reporter = layout.reporter or match["reporter"]
        return True

    def _bare(self, content: str) -> bool:
        """Furniture words, or marks and a count: not a line of figures."""
        return bool(self.worded.search(content)) or not re.search(r"\d{3}|\d\W+\d", content)

    def _title(self, text: str, layout: Layout) -> None:
        for line in layout.lines[:TOP_LINES]:
            if line.kind in ("chrome", "byline"):
                continue
            content = text[line.start : line.end]
            match = next((m for p in self.published if (m := p.match(content))), None)
            if match:
                content = content[match.end() :].strip()
            elif line.kind == "header":
                continue
            ended = re.search(r"다\.[”\"'’)]*$", content)
            dated = any(start == line.start for start, _ in layout.datelines)
            marked = content.startswith(("▲", "△", "▶"))  # a caption, be it ever so short
            if content and line.kind != "caption" and not (ended or dated or marked):
                line.kind = "title"
                layout.title = content
            return

    def _masthead(self, text: str, layout: Layout) -> None:
        """A single word right above the date names the publisher."""
        for line, after in zip(layout.lines[:TOP_LINES], layout.lines[1:], strict=False):
            content = text[line.start : line.end]
            if (
                layout.publisher in (None, content)
                and line.kind == "subhead"
                and after.kind == "header"
                and re.fullmatch(r"[가-힣A-Za-z0-9]{2,12}", content)
            ):
                layout.publisher = content
                line.kind = "header"


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns))


def _iso(match: re.Match[str]) -> str | None:
    """The day of a ``published`` match in ISO 8601; None where there is no such day."""
    part = match.groupdict()
    year = int(part["y"])
    year += 2000 if year < 100 else 0
    month, day = int(part["m"]), part.get("d")
    try:
        date = dt.date(year, month, int(day or 1))
    except ValueError:
        return None
    return date.isoformat() if day else f"{year:04}-{month:02}"
