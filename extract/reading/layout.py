"""The layout of a news page as plain text: which line is what, and what the page says of itself.

Works on lines, before any morpheme is known. Patterns are in ``rules/layout.toml``. Each line is
judged by itself first; then the place of the article is found, from its first sentence to its
last, and what lies above and behind it is judged by that: a short line behind the article is the
title of another one, one above the headline a menu.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from extract.wording import plain
from rules import Rules

BODY_CHARS = 60
"""A line this long is body text, whatever it looks like."""
SHORT_CHARS = 200
"""A longer line is no furniture."""
TITLE_CHARS = 8
"""A shorter line is no headline."""
LONG_TITLE = 20
"""Most headlines are at least as long, most subheads and names of outlets shorter."""
TITLE_SCORE = 0.35
"""What a headline reaches by the share of its words that the article has, its length and place."""
REST = 0.15
"""The share of an article's sentences that may stand behind its end."""
MAX_WORD = 20
"""Letters of a longer word are not looked at."""
SAME = 30
"""Characters from which a line is the same as one before."""
TOP_LINES = 40
"""Lines above the first sentence in which the headline is looked for."""
HEADER_LETTERS = 16
"""Letters of names beside a date in a header."""
_LETTER = re.compile("[가-힣A-Za-z]")
_WORD = re.compile("[가-힣]+|[A-Za-z]+|[0-9]+")
_SENTENCE = re.compile(
    r"[.?!](?:(?<=[다요까죠].)|(?<=[a-z]{2}.))[”\"'’)\]]{0,2}(?:\s?[가-힣/=·]{2,12}\s?기자.{0,40})?$"
)
_POLITE = re.compile(r"(?:니다|세요|니까|시오|요)[.?!]?[”\"'’)]{0,2}$")
_TOLD = re.compile(r"다(?<!니다)[.?!][”\"'’)\]]{0,2}(?:\s|$)")
_MARKED = re.compile(r"\s*[▲△▼▶◀◆□○■◇※*]")
_HEADED = re.compile(r"[^\w\s(‘’“”'\"-]")
_DIGITS = re.compile(r"\d\d")
_COUNT = re.compile(r"[\d,.]+\s?(?:개|건|명|회|위)?(?![가-힣])")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
HEADLINE_MARKS = ("▲", "△", "▶")


@dataclass(slots=True)
class Line:
    """One line that is not blank."""

    start: int
    end: int
    kind: str  # title, subhead, body, caption, header, byline, chrome


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


@dataclass(slots=True)
class _Judged:
    """A line and what it is by itself; ``kind`` is empty where only its place can tell."""

    start: int
    text: str
    kind: str = ""
    core: bool = False  # a sentence of the article
    ends: bool = False  # the article may end above it
    spoken: bool = False  # in the style of speech: 습니다, 하세요
    dated: bool = False  # a header only outside the article
    titled: bool = False  # a date with words that are no names
    furniture: float = 0.0  # the share of its words that are furniture


@dataclass(slots=True)
class _Claim:
    """What a line says of publication: the lowest rank counts, then the first."""

    rank: int
    at: int
    value: str


class _Page:
    """The lines of one page, and what each says of publisher, reporter and date."""

    def __init__(self) -> None:
        self.lines: list[_Judged] = []
        self.claims: dict[str, list[_Claim]] = {"published": [], "publisher": [], "reporter": []}
        self.layout = Layout()

    def claim(self, field: str, rank: int, value: str | None, at: int | None = None) -> None:
        """Note a value for the line at hand."""
        if value:
            at = len(self.lines) if at is None else at
            self.claims[field].append(_Claim(rank, at, value.strip()))

    def best(self, field: str) -> str | None:
        """The value that counts."""
        claims = self.claims[field]
        return min(claims, key=lambda c: (c.rank, c.at)).value if claims else None


def outlets(rules: Rules) -> frozenset[str]:
    """The names of the media that the registries list."""
    return frozenset(
        name
        for row in rules.rows["organizations"]
        if row.get("category") == "media"
        for name in (row["name"], *row.many("aliases"))
    )


class LayoutReader:
    """Reads layouts with the patterns of a set of rules."""

    def __init__(self, rules: Rules) -> None:
        table = rules.tables["layout"]
        self.furniture = frozenset(table["chrome_words"])
        self.sections = frozenset(table["sections"])
        self._known = lru_cache(1 << 14)(self._word)
        self.header_words = frozenset(table["header_words"])
        self.chrome, self.ends, self.related, self.caption = (
            _any(table[name], table.get(f"{name}_begins", []))
            for name in ("chrome", "ends", "related", "caption")
        )
        self.labelled = [re.compile(p) for p in table["labelled"]]
        self.dated = [re.compile(p) for p in table["dated"]]
        self.dateline = [re.compile(p) for p in table["dateline"]]
        self.byline = [re.compile(p) for p in table["byline"]]
        self.copyright = [re.compile(p) for p in table["copyright"]]
        self.tags, self.changed, self.signed, self.signature = (
            re.compile(table[name]) for name in ("tags", "changed", "signed", "signature")
        )
        self.mail, self.masthead, self.lost, self.label = (
            re.compile(table[name]) for name in ("mail", "masthead", "lost", "title_label")
        )
        self.outlet, self.inline, self.sign_off, self.bars, self.beside = (
            re.compile(table[name]) for name in ("outlet", "inline", "sign_off", "bars", "beside")
        )
        self.domains = {row["domain"]: row["publisher"] for row in rules.rows["domains"]}
        self.media = outlets(rules)

    def read(self, text: str) -> Layout:
        """Classify the lines of a text; the text itself is not changed."""
        page = _Page()
        offset = 0
        for raw in text.splitlines(keepends=True):
            content = raw.strip()
            if content:
                line = _Judged(offset + raw.index(content[0]), content)
                self._judge(line, page)
                page.lines.append(line)
            offset += len(raw)
        self._place(page)
        layout = page.layout
        layout.lines = [Line(x.start, x.start + len(x.text), x.kind) for x in page.lines]
        layout.starts = [line.start for line in layout.lines]
        layout.published = page.best("published")
        layout.publisher = self._publisher(page)
        layout.reporter = page.best("reporter")
        return layout

    # -- a line by itself

    def _judge(self, line: _Judged, page: _Page) -> None:
        content = line.text
        short = len(content) < SHORT_CHARS
        # a sentence that is told, not addressed to the reader, is no furniture
        plain = bool(_TOLD.search(content))
        ended = bool(_SENTENCE.search(content[-SHORT_CHARS:]))
        self._says(content, page)
        if (not plain or not page.lines) and self._header(line, page, ended):
            return
        if short and not plain and self._chrome(line, page):
            return
        if content[0] in "([【":
            self._dateline(line, page)
        if not plain and self._byline(line, page, ended):
            return
        if short and self.caption.search(content):
            line.kind = "caption"
            return
        line.core = ended or plain or len(content) >= SHORT_CHARS // 2
        if not plain and ended:
            line.spoken = bool(_POLITE.search(content[-SHORT_CHARS:])) and not (
                re.search('[“"]', content)
            )
        if match := self.signature.search(content[-BODY_CHARS * 2 :]):
            page.claim("reporter", 2, match["reporter"])

    def _chrome(self, line: _Judged, page: _Page) -> bool:
        """Whether a short line is furniture, wherever it stands; notes how much of it is."""
        content = line.text
        if self.ends.search(content) or self.related.search(content):
            line.kind, line.ends = "chrome", True
            for pattern in self.copyright:
                if match := pattern.search(content):
                    name = match["publisher"]
                    page.claim("publisher", 2 if re.search("[가-힣]", name) else 5, name)
                    break
            return True
        line.furniture = max(self._furniture(content), 0.5 if self.bars.match(content) else 0.0)
        if line.furniture == 1 or self.chrome.search(content) or self.tags.match(content):
            line.kind = "chrome"
        return bool(line.kind)

    def _dateline(self, line: _Judged, page: _Page) -> None:
        for pattern in self.dateline:
            if match := pattern.match(line.text[:100]):
                page.layout.datelines.append((line.start, line.start + match.end()))
                page.claim("publisher", 0, match["publisher"])
                page.claim("reporter", 0, match["reporter"])
                return

    def _furniture(self, content: str) -> float:
        """The share of a line's words that are page furniture; 1 for a mark or a small count."""
        words = _WORD.findall(content)
        letters = [word for word in words if not word.isdigit()]
        if not letters:
            return 0.0 if re.search(r"\d{3}|\d\W+\d", content) else 1.0
        known = sum(map(self._known, letters))
        weak = sum(word in self.sections for word in letters)
        if known and _COUNT.search(content):
            weak += letters[-1] in ("개", "건", "명", "회")
        return 1.0 if known + weak == len(letters) else known / len(letters)

    def _word(self, word: str) -> bool:
        """Whether a word is furniture, two such words written together, or one with a particle."""
        return word in self.furniture or any(
            (word[:i] in self.furniture or (word[:i] in self.sections and i > 1))
            and (word[i:] in self.furniture or word[i:] in ("으로", "로"))
            for i in range(1, min(len(word), MAX_WORD))
        )

    def _says(self, content: str, page: _Page) -> None:
        """Note the outlet of a mail address."""
        if "@" in content and (match := self.mail.search(content[-SHORT_CHARS:])):
            domain = match["domain"].lower()
            while domain:
                if domain in self.domains:
                    page.claim("publisher", 6, self.domains[domain])
                    return
                domain = domain.partition(".")[2]

    def _header(self, line: _Judged, page: _Page, ended: bool) -> bool:
        """Whether a line states publication or the outlet's name, and nothing else."""
        content = line.text
        head = content[:120]
        dated = (0, self.labelled), (1, self.dated)
        for rank, patterns in dated if _DIGITS.search(head) else ():
            for pattern in patterns:
                match = pattern.search(head)
                if match is None:
                    continue
                rest = len(content) - (match.end() - match.start())
                if rest >= BODY_CHARS and (match.start() > 0 or rank):
                    continue
                names = [
                    word
                    for word in _WORD.findall(
                        content[: match.start()] + " " + content[match.end() :]
                    )
                    if not word.isdigit() and word not in self.header_words
                ]
                whole = sum(map(len, names)) <= (HEADER_LETTERS if rank else 2 * HEADER_LETTERS)
                if rank and (ended or not whole or (names and _MARKED.match(content))):
                    continue
                late = 6 if self.changed.search(content[: match.start()]) else 0
                outlet = any(map(self._is_outlet, names))
                page.claim("published", 2 * rank + late - outlet, _iso(match))
                page.claim("publisher", 1, match.groupdict().get("publisher"))
                if rest < BODY_CHARS and whole:
                    line.kind, line.dated = "header", bool(rank)
                    line.titled = sum(map(len, names)) > TITLE_CHARS and not outlet
                    self._names(content, names, page)
                    return True
                return False
        if match := self.outlet.match(content):
            page.claim("publisher", 1, match["publisher"])
            line.kind = "header"
            return True
        name = content.strip("•·-*[]()<>=| \t")
        if self._is_outlet(name):
            page.claim("publisher", 4, name)
            line.kind = "header"
            return True
        return False

    def _is_outlet(self, name: str) -> bool:
        """A known outlet, or a name that is formed like one, not of furniture: 지역뉴스."""
        if name in self.media or not self.masthead.match(name):
            return name in self.media
        words = self.furniture | self.sections
        cuts = range(1, len(name))
        return name not in words and not any(name[:i] in words and name[i:] in words for i in cuts)

    def _names(self, content: str, names: list[str], page: _Page) -> None:
        """Note who is named beside a date."""
        if match := self.signed.search(content):
            page.claim("publisher", 3, match["publisher"])
        if match := self.beside.search(content):
            page.claim("reporter", 1, match["reporter"])
        for name in filter(self._is_outlet, names):
            page.claim("publisher", 3, name)

    def _byline(self, line: _Judged, page: _Page, ended: bool) -> bool:
        content = line.text
        if len(content) >= SHORT_CHARS // 2:
            return False
        match = self.signed.search(content)
        if match and not ended and not _LETTER.search(content, 0, match.start()):
            page.claim("publisher", 3, match["publisher"])
            page.claim("reporter", 1, match["reporter"])
            line.kind = "byline"
            return True
        for pattern in self.byline:
            if match := pattern.match(content):
                page.claim("reporter", 1, match.groupdict().get("reporter"))
                line.kind = "byline"
                return True
        return False

    # -- the place of the article

    def _place(self, page: _Page) -> None:
        """Judge the lines by where the article begins and ends."""
        lines = page.lines
        spoken = [x for x in lines if x.core and x.spoken]
        told = [x for x in lines if x.core and not x.spoken]
        if len(spoken) <= len(told):  # nobody speaks to the reader in such an article
            for line in spoken:
                line.core = False
        cores = [i for i, line in enumerate(lines) if line.core]
        if not cores:  # lists: results, appointments
            cores = [i for i, line in enumerate(lines) if _listed(line)]
        first = cores[0] if cores else len(lines)
        weight = [min(len(line.text), SHORT_CHARS) if line.core else 0 for line in lines]
        left, total = sum(weight), sum(weight)
        end = len(lines)
        for i, line in enumerate(lines):
            left -= weight[i]
            if line.ends and i > first and left <= REST * total:
                end = i
                break
        last = max((i for i in cores if i < end), default=first - 1)
        title = self._title(page, first)
        if title == first:  # a date and the headline in one line
            lines[first].kind = "title"
            first = next((i for i in cores if i > first), len(lines))
        self._above(lines, first, title)
        self._signed_off(lines, page)
        related = False
        for line in lines[first : last + 1]:
            related = (related or bool(line.kind and self.related.search(line.text))) and not (
                line.core
            )
            if line.kind == "header" and line.dated:
                line.kind = ""
            line.kind = line.kind or ("chrome" if related else _within(line))
        behind = False
        told_before = {line.text[:SAME] for line in lines[first : last + 1] if line.core}
        for line in lines[last + 1 :]:
            if line.text[:SAME] in told_before:  # pages repeat what they say
                line.kind = "body"
                continue
            behind = behind or line.kind in ("byline", "chrome")
            if line.kind not in ("header", "byline", "chrome") or (line.dated and line.titled):
                line.kind = "chrome" if behind else line.kind or _within(line)
        dated = {i for i in range(first, last + 1) if lines[i].dated and lines[i].kind != "header"}
        page.claims["published"] = [c for c in page.claims["published"] if c.at not in dated]
        same = page.layout.title and plain(page.layout.title)
        for line in lines[:first] + lines[last + 1 :]:
            if same and line.kind in ("chrome", "subhead") and plain(line.text) == same:
                line.kind = "title"
        self._masthead(lines[:first], page)

    def _title(self, page: _Page, first: int) -> int | None:
        """The headline's line: above the first sentence, and of its words."""
        lines = page.lines
        body = plain(" ".join(line.text for line in lines[first:] if line.core)[: 1 << 14])
        best, chosen, spare = TITLE_SCORE, None, None
        handicap = 0.0
        for i, line in enumerate(lines[: min(first + 1, TOP_LINES)]):
            content = line.text
            if line.kind == "caption" and content.startswith(HEADLINE_MARKS):
                break
            label = self.label.match(content)
            dated = next((m for p in self.labelled if (m := p.match(content))), None)
            if match := label or (dated if not line.kind else None):
                page.layout.title = content[match.end() :].strip() or None
                if page.layout.title and not self._inline(line, page, i, match.end()):
                    return i
                if page.layout.title:
                    return None
                continue
            marked = content.startswith(("-", *HEADLINE_MARKS))
            small = line.furniture >= 0.5 or len(content) < TITLE_CHARS
            if line.kind or marked or small or i == first:
                continue
            words = [word for word in _WORD.findall(content) if len(word) > 1 or word.isdigit()]
            if len(words) < 2:
                continue
            found = sum(word[:2].casefold() in body for word in words) / len(words)
            quoted = bool(re.search("[“‘'\"…\\[]", content))
            long = len(content) >= LONG_TITLE
            after = next((x.kind for x in lines[i + 1 :] if x.kind != "chrome"), "")
            signed = after in ("header", "byline")
            score = min(found, 0.6) + 0.4 * long + 0.2 * quoted + 0.2 * signed
            spare = i if spare is None else spare
            if score - handicap > best:
                best, chosen = score - handicap, i
            if score > 2 * TITLE_SCORE:
                handicap += 0.4  # the headline stands above the subheads
        if (chosen := spare if chosen is None else chosen) is not None:
            page.layout.title = lines[chosen].text
        elif first < len(lines):
            self._run_on(lines[first], page, first)
        return chosen

    def _run_on(self, line: _Judged, page: _Page, at: int) -> None:
        """Headline, outlet, date and reporter in front of the first sentence, in one line."""
        if self._inline(line, page, at):
            return
        head, *parts = re.split(r"\s*[|ㅣ]\s*", line.text[: 2 * SHORT_CHARS])
        if len(parts) < 2 or not 0 < len(head) < SHORT_CHARS:
            return
        page.layout.title = head
        for part in parts[:-1]:
            if match := next((m for p in self.dated if (m := p.match(part))), None):
                page.claim("published", 1, _iso(match), at)
            elif match := next((m for p in self.byline if (m := p.match(part))), None):
                page.claim("reporter", 1, match.groupdict().get("reporter"), at)
            elif re.fullmatch(r"[가-힣A-Za-z0-9]{2,12}", part):
                page.claim("publisher", 3, part, at)

    def _inline(self, line: _Judged, page: _Page, at: int, since: int = 0) -> bool:
        """Whether a line has the headline, then outlet and reporter in brackets, then the text."""
        match = self.inline.search(line.text[: 2 * SHORT_CHARS], since)
        if match is None or match.start() - since <= TITLE_CHARS:
            return False
        page.layout.title = line.text[since : match.start()].strip()
        page.claim("publisher", 3, match["publisher"], at)
        page.claim("reporter", 1, match["reporter"], at)
        return True

    def _above(self, lines: list[_Judged], first: int, title: int | None) -> None:
        for i, line in enumerate(lines[:first]):
            if line.kind:
                continue
            words = _WORD.findall(line.text)
            letters = sum(map(len, words))
            slight = letters < 5 or (len(words) == 1 and letters < TITLE_CHARS)
            slight = slight and title is not None and not _HEADED.match(line.text)
            if i == title:
                line.kind = "title"
            elif (title is not None and i < title) or line.furniture >= 0.5 or slight:
                line.kind = "chrome"
            else:
                line.kind = "subhead"

    def _signed_off(self, lines: list[_Judged], page: _Page) -> None:
        """``한빛뉴스 홍길동입니다.``, where the page names the outlet elsewhere, too."""
        outlets = [c.value for c in page.claims["publisher"]]
        for i, line in enumerate(lines):
            match = self.sign_off.match(line.text) if line.core else None
            known = match and any(x in match[1] or match[1].startswith(x[:2]) for x in outlets)
            if match and (known or self.masthead.match(match[1])):
                line.kind, line.core = "byline", False
                page.claim("reporter", 1, match["reporter"], i)
                page.claim("publisher", 4, match["publisher"], i)

    def _masthead(self, top: list[_Judged], page: _Page) -> None:
        """A single word right above the date or the headline names the publisher."""
        for line, after in pairwise(top):
            if (
                line.kind == "chrome"
                and not line.furniture
                and line.text not in self.header_words
                and after.kind in ("header", "title")
                and re.fullmatch(r"[가-힣A-Za-z0-9]{3,12}", line.text)
            ):
                page.claim("publisher", 5, line.text, 0)
                line.kind = "header"

    def _publisher(self, page: _Page) -> str | None:
        """The name that counts, in the longer form where a masthead has one: NBN, NBN뉴스."""
        name = page.best("publisher")
        longer = (c.value for c in page.claims["publisher"] if c.rank in (3, 4))
        return next((x for x in longer if name and x.startswith(name)), name)


def _listed(line: _Judged) -> bool:
    return line.kind in ("", "caption") and bool(
        len(line.text) >= BODY_CHARS or _MARKED.match(line.text)
    )


def _within(line: _Judged) -> str:
    """The kind of a line of the article."""
    return "body" if line.core or len(line.text) >= BODY_CHARS else "subhead"


def _any(patterns: list[str], begins: list[str]) -> re.Pattern[str]:
    """Any of the patterns, or of those that are tried only where a line begins."""
    at_once = [f"^(?:{'|'.join(begins)})"] if begins else []
    return re.compile("|".join([*at_once, *(f"(?:{p})" for p in patterns)]))


def _iso(match: re.Match[str]) -> str | None:
    """The day of a date's match in ISO 8601; None where there is no such day."""
    part: dict[str, Any] = match.groupdict()
    year = int(part["y"])
    year += 2000 if year < 100 else 0
    month = part.get("m") or _MONTHS.index(part["month"]) + 1
    day = part.get("d")
    try:
        date = dt.date(year, int(month), int(day or 1))
    except ValueError:
        return None
    return date.isoformat() if day else f"{year:04}-{int(month):02}"
