"""An HTML page of a news site -> its text and what it says of itself.

How sites build their pages is told by the CSS selectors in ``rules/pages.toml``; a page that none
of them fits is left to trafilatura. Nothing of a page is run, fetched or used as a path.
"""

from __future__ import annotations

import json
import logging
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from html import unescape
from itertools import combinations, islice, pairwise
from typing import Any
from urllib.parse import urlsplit

from cssselect import SelectorError
from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.html import HTMLParser, document_fromstring

from extract.reading.days import day
from extract.reading.decoding import decode, whole
from extract.reading.layout import outlets
from extract.reading.page import Page
from extract.wording import any_of, plain
from extract.writing import Failure
from rules import Rules, RulesError

ENOUGH = 40
"""Syllables of Hangul from which an element is taken for an article's body."""
TRIES = 5
"""Elements of one selector that are looked at: a page may be nothing but such elements."""
TAGS = 500_000
"""With more it is no page, and would take a gigabyte."""
WEIGHT = 400_000
"""The depths of all elements: with more nothing is looked for, and all the text is taken."""
GUESSED_WEIGHT, GUESSED_CHARS = 150_000, 150_000
"""Up to these trafilatura, which is not linear, gets a page."""
COMPARED_LINES = 2_000
"""Up to so many it compares its result with that of other ways, which are quadratic in them."""
CELLS_CHARS, CELL_LINES = 300, 3
"""Up to these a row of a table is data and stands on one line; beyond it lays out the page."""
TITLE_CHARS, NAME_CHARS = 300, 30
"""Longer values are no title and no name."""
TAG_CHARS = 2_000
"""A tag that is longer loses its long attributes or all: the parser's cost is quadratic in them."""
VALUE_STEPS = 400
"""Of an element that is to hold a mere value, so much is walked through."""

PARTS = ("title", "published", "publisher", "reporter")

# names of HTML and, behind the blank line, of what trafilatura makes of it
_DROPPED = (
    "script", "style", "noscript", "template", "iframe", "svg", "button", "nav", "aside", "footer",
    "head", "object", "embed", "canvas", "audio", "video", "select", "textarea", "dialog", "math",
)  # fmt: skip
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol",
    "option", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "title", "tr", "ul",

    "cell", "graphic", "head", "item", "lb", "list", "quote", "row",
))  # fmt: skip
_ROWS = ("tr", "row")
_CELLS = ("td", "th", "cell")

_SYLLABLES = re.compile("[가-힣]{2,4}")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
    "\ud800-\udfff\ufffe\uffff]"
)
_BLANKS = re.compile(r"\s+")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?:script|style)\b.*?(?:</(?:script|style)|\Z)"
    r"|<([a-z][^\s/>]*+)((?:=\s*+(?:\"[^\"]*+\"?|'[^']*+'?)|[^>])*+)",
    re.I | re.S,
)
_LONG_VALUE = re.compile(r"\"[^\"]{200,}+\"|'[^']{200,}+'")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_CHARSET = re.compile(
    rb"<(?:meta\b[^>]{0,300}?charset|\?xml\b[^>]{0,100}?encoding)\s*=\s*[\"']?\s*([\w-]{1,40})",
    re.I,
)
_HEAD_BYTES = 8192
_CODECS = {
    **dict.fromkeys(
        ("euc-kr", "euckr", "ks_c_5601-1987", "ks_c_5601-1989", "ksc5601", "ksc_5601", "cp949",
         "ms949", "uhc", "windows-949", "x-windows-949", "korean", "iso-ir-149", "csksc56011987"),
        "cp949",
    ),
    "johab": "johab",
}  # fmt: skip
"""Names under which pages go by an encoding; others are left to the guess."""
_ATTRIBUTE = re.compile(r"(.+)::attr\(([\w-]+)\)")
_SEPARATOR = re.compile(r"\s+[|｜:：\-–—·<>«»~]{1,3}\s+|\s*(?:[|｜]|::+)\s*")
_ADDRESS = re.compile(
    r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]*|(?:https?:)?//\S+|(?:[a-z0-9-]+\.)+[a-z]{2,}(?![a-z])", re.I
)

Element = Any
"""lxml has no types."""


def page(data: bytes, file: str, rules: Rules) -> Page:
    """The article of an HTML page.

    Its text is the headline, a blank line and the body, one line for each paragraph. Raises
    Failure where the bytes are no text or the page has no Korean text of its own, RulesError
    where a selector is none.
    """
    site = layouts(rules)
    text, warnings = _decoded(data, file)
    tree, cut = _parsed(text, file)
    if cut:
        warnings.append("nested too deeply: what stands in there was left out")
    return _Reader(tree, file, site, warnings).page()


@dataclass(frozen=True, slots=True)
class Selector:
    """What a CSS selector finds: elements, and their text or an attribute of theirs."""

    find: CSSSelector
    attribute: str | None

    def values(self, tree: Element) -> Iterator[str]:
        for element in self.find(tree)[: 4 * TRIES]:
            if self.attribute is None:
                yield " ".join(_lines(element, (), (), VALUE_STEPS))[: 4 * TITLE_CHARS]
            else:
                yield element.get(self.attribute, "")


Site = dict[str, list[Selector]]
"""The selectors of a site by what they find: ``body``, ``title`` … ``drop``."""


class Layouts:
    """What ``rules/pages.toml`` says, ready for use; raises RulesError for a selector that is none.

    Reads a page's values, too: a title without the site's name, a bare name, a day.
    """

    def __init__(self, rules: Rules) -> None:
        table, layout = rules.tables["pages"], rules.tables["layout"]
        self.hosts: dict[str, list[str]] = {n: s["hosts"] for n, s in table["sites"].items()}
        self.sites: dict[str, Site] = {
            name: {
                part: [_selector(css, f"{name}.{part}") for css in site[part]]
                for part in ("body", *PARTS, "drop")
            }
            for name, site in {**table["sites"], "generic": table["generic"]}.items()
        }
        self.lines = [_selector(css, "lines") for css in table["lines"]]
        self.meta: dict[str, list[str]] = table["meta"]
        self.json_types = frozenset(table["json_types"])
        self._portals = {plain(name) for name in table["portals"]}
        self._tails = re.compile("|".join(table["title_tails"]))
        self._no_publisher = re.compile("|".join(table["no_publishers"]), re.I)
        self._masthead = re.compile(layout["masthead"])
        self._media = outlets(rules)
        date = r"[\d.\-/:\s,년월일시분초오전후()화수목금토]+"
        self._changed = re.compile(rf"{any_of(table['changed'])}[^\d\n]{{0,10}}{date}")
        self._first = re.compile(rf"{any_of(table['first'])}\D{{0,8}}(?=\d)")
        roles = any_of(table["roles"])
        self._role = re.compile(rf"{roles}|([가-힣]{{2,4}}){roles}")
        chrome = any_of(layout["chrome_words"])
        self._no_name = re.compile("|".join([chrome, *table["no_reporters"]]))
        surnames = rules.tables["organizations"]["firms"]["surnames"]
        self._name = re.compile(rf"{any_of(surnames)}[가-힣]{{2}}")

    def home(self, url: str) -> list[str]:
        """The names of the sites that an address belongs to."""
        try:
            host = f".{urlsplit(url).hostname}"
        except ValueError:
            return []
        return [n for n, hosts in self.hosts.items() if any(host.endswith(f".{h}") for h in hosts)]

    def published(self, value: object) -> str | None:
        """The day, of several labelled ones that of the first publication."""
        if not isinstance(value, str):
            return day(value)
        text = self._changed.sub(" ", value[: 4 * TITLE_CHARS])
        label = self._first.search(text)
        return (label and day(text[label.end() :])) or day(text)

    def labelled(self, lines: Iterable[str]) -> Iterator[str]:
        """Of a page's lines those that tell when it was published."""
        return (line for line in lines if len(line) < 100 and self._first.search(line))

    def publisher(self, value: str) -> str | None:
        """The outlet's name; None for a portal, an address or a person."""
        for part in _SEPARATOR.split(_bare_text(value)):
            name = self._no_publisher.sub(" ", part).strip(" .,:·-_")
            if (
                1 < len(name) <= NAME_CHARS
                and "@" not in name
                and not _ADDRESS.search(name)
                and re.search("[가-힣A-Za-z]", name)
                and plain(name) not in self._portals
                and (self._outlet(name) or self.reporter(name) is None)
            ):
                return name
        return None

    def outlets(self, title: str) -> Iterator[str]:
        """The parts of a page's title that name an outlet."""
        return filter(self._outlet, _SEPARATOR.split(_bare_text(title)))

    def title(self, value: str, publisher: str | None, lines: Callable[[], set[str]]) -> str | None:
        """The headline without what a site puts around it; None where nothing else is in it.

        Of several parts that with the longest which is one of the page's ``lines`` is the headline.
        """
        title = self._tails.sub("", _bare_text(value))
        if publisher:
            title = re.sub(rf"\s*[-|:·<]\s*{re.escape(publisher)}$", "", title)
        own = {plain(publisher or ""), *self._portals}
        cuts = [(0, 0), *(m.span() for m in _SEPARATOR.finditer(title)), (len(title),) * 2]
        while len(cuts) > 1 and plain(title[cuts[0][1] : cuts[1][0]]) in own:
            del cuts[0]
        while len(cuts) > 1:
            part = title[cuts[-2][1] : cuts[-1][0]]
            if plain(part) not in own and not (len(cuts) > 2 and self._outlet(part)):
                break
            del cuts[-1]
        headline = title[cuts[0][1] : cuts[-1][0]]
        if 2 < len(cuts) < 9:
            part = max((title[a[1] : b[0]] for a, b in pairwise(cuts)), key=len)
            ranges = [title[a[1] : b[0]] for a, b in combinations(cuts, 2)]
            seen = lines()
            there = (r for r in ranges if part in r and plain(r) in seen)
            headline = max(there, key=len, default=headline)
        title = headline.strip()
        named = self._outlet(title) or not re.search(r"[^\W\d]", title)
        return None if named or len(title) > TITLE_CHARS else title

    def reporter(self, value: str) -> str | None:
        """The first bare name; None for outlets, desks and addresses."""
        text = _ADDRESS.sub(" ", _bare_text(value[: 4 * TITLE_CHARS])).rpartition("=")[2]
        groups = [
            [chunk.split() for chunk in re.split("[·,/ㆍ&;・]", group)]
            for group in re.split(r"[()\[\]<>【】|]", text)
        ]
        signed = [g for g in groups if any(map(self._role.fullmatch, (w for c in g for w in c)))]
        names = (self._person(chunk) for group in signed or groups for chunk in group)
        return next(filter(None, names), None)

    def _person(self, words: list[str]) -> str | None:
        """The name in ``가나일보 홍길동 기자``; without a role, only what is nothing but a name."""
        names: list[str] = []
        for word in words:
            role = self._role.fullmatch(word)
            if role and role[1]:
                word = role[1]
            if not (role and not role[1]) and not self._other(word):
                names.append(word)
            if role:
                likely = [n for n in names if self._name.fullmatch(n)] or names
                return likely[-1] if likely and _SYLLABLES.fullmatch(likely[-1]) else None
        return names[0] if len(names) == 1 and self._name.fullmatch(names[0]) else None

    def _other(self, word: str) -> bool:
        return bool(self._no_name.fullmatch(word)) or self._outlet(word)

    def _outlet(self, name: str) -> bool:
        return name in self._media or bool(self._masthead.match(name))


@cache
def layouts(rules: Rules) -> Layouts:
    """The layouts of a set of rules. Raises RulesError where a selector is none."""
    return Layouts(rules)


def _selector(css: str, where: str) -> Selector:
    match = _ATTRIBUTE.fullmatch(css)
    try:
        find = CSSSelector(match[1] if match else css, translator="html")
    except (SelectorError, etree.XPathError, ValueError) as error:
        message = f"pages.toml: {where}: not a CSS selector: {css!r} ({error})"
        raise RulesError(message) from error
    return Selector(find, match[2] if match else None)


class _Reader:
    """One page."""

    def __init__(self, tree: Element, file: str, layouts: Layouts, warnings: list[str]) -> None:
        self.tree = tree
        self.file = file
        self.layouts = layouts
        self.warnings = warnings
        self.weight = _weight(tree)
        self.dropped = _dropped(tree)
        self.breaks: set[Element] = set()
        self.sites: list[Site] = []  # whose selectors tell of this page
        self.meta: dict[str, list[str]] = {}
        for tag in tree.iter("meta"):
            for key in ("property", "name", "itemprop"):
                if tag.get(key) and tag.get("content"):
                    self.meta.setdefault(tag.get(key).strip().lower(), []).append(
                        tag.get("content")
                    )
        self.heading = (tree.findtext("head/title") or "")[: 20 * TITLE_CHARS]
        scripts = (e for e in tree.iter("script") if "ld+json" in e.get("type", ""))
        self.scripts = list(islice(scripts, 4 * TRIES))
        self.articles, self.nodes = _json(self.scripts, layouts.json_types)

    def page(self) -> Page:
        lines = self.body()  # first, for it decides on the site
        page = self.about()
        lines = lines or self.guessed() or self.whole(page.title)
        if page.title is not None:
            same = plain(page.title)
            lines = [x for i, x in enumerate(lines) if i >= 3 or plain(x) != same]
            lines[:0] = [page.title, ""]
        page.text = "\n".join(lines) + "\n"
        return page

    def body(self) -> list[str]:
        """The lines of what the first fitting selector finds; empty where none fits."""
        layouts = self.layouts
        if self.weight > WEIGHT:
            return []
        self.breaks = {e for s in layouts.lines for e in s.find(self.tree)}
        home = layouts.home(self.url)
        self.sites = [layouts.sites[name] for name in (*home, "generic")]
        counted: dict[Element, int] = {}
        for name in dict.fromkeys((*home, *layouts.sites)):
            site = layouts.sites[name]
            for selector in site["body"]:
                found = selector.find(self.tree)[:TRIES]
                for element in found:
                    if element not in counted:
                        counted[element] = _korean(_lines(element, self.dropped, ()))
                most = max((counted[e] for e in found), default=0)
                for element in found:
                    if counted[element] >= ENOUGH and 2 * counted[element] >= most:
                        lines = self.lines(element, site)
                        if _korean(lines) >= ENOUGH:
                            self.sites = list({id(s): s for s in (site, *self.sites)}.values())
                            return lines
                        counted[element] = 0
        return []

    def lines(self, body: Element, site: Site) -> list[str]:
        for selector in (s for any_ in (site, *self.sites) for s in any_["drop"]):
            self.dropped.update(selector.find(body))
        return _lines(body, self.dropped, self.breaks)

    def about(self) -> Page:
        """A page that has no text yet: what the page tells of itself."""
        read = self.layouts
        publisher = next(filter(None, map(read.publisher, self.told("publisher"))), None)
        titles = (read.title(v, publisher, self.seen) for v in self.told("title"))
        page = Page(
            "",
            title=next(filter(None, titles), None),
            published=next(filter(None, map(read.published, self.told("published"))), None),
            publisher=publisher,
            reporter=next(filter(None, map(read.reporter, self.told("reporter"))), None),
            warnings=self.warnings,
        )
        if not all(getattr(page, part) for part in PARTS) and self.guessable:
            self.empty()
            trafilatura = _trafilatura()
            try:
                found = trafilatura.extract_metadata(self.tree, extensive=False)
            except Exception:  # made for any page, it fails on some
                return page
            if _HANGUL.search(found.sitename or ""):  # not a host or somebody's handle
                page.publisher = publisher or read.publisher(found.sitename)
            page.title = page.title or read.title(found.title or "", page.publisher, self.seen)
            page.published = page.published or self.confirmed(day(found.date))
            page.reporter = page.reporter or read.reporter(found.author or "")
        return page

    def confirmed(self, found: str | None) -> str | None:
        """A day that was guessed, if it is in the address or no other is in the page."""
        if found and found.replace("-", "") in re.sub(r"\D", "", self.url):
            return found
        days = {day(line) for line in self.visible if len(line) < 100} - {None}
        return found if days == {found} else None

    def told(self, part: str) -> Iterator[Any]:
        """What the page says for a part, the surest first."""
        for article in self.articles:
            match part:
                case "title":
                    yield from _texts(article.get("headline") or article.get("name"))
                case "published":
                    yield article.get("datePublished")
                case "publisher":
                    yield from _texts(article.get("publisher"), self.nodes)
                case "reporter":
                    yield ", ".join(_texts(article.get("author"), self.nodes, "Organization"))
        for name in self.layouts.meta[part]:
            yield from self.meta.get(name, ())
        for site in self.sites:
            for selector in site[part]:
                yield from selector.values(self.tree)
        if part == "published":
            yield from self.layouts.labelled(self.visible)
        if part == "publisher":
            yield from self.layouts.outlets(self.heading)
        if part == "title":
            yield self.heading

    @cached_property
    def url(self) -> str:
        """Where the page says it is from."""
        links = (e.get("href") for e in self.tree.iter("link") if e.get("rel") == "canonical")
        return next(filter(None, (*self.meta.get("og:url", ()), *islice(links, TRIES))), "")

    @cached_property
    def visible(self) -> list[str]:
        """All lines of the page."""
        body = self.tree.find("body")
        return _lines(self.tree if body is None else body, self.dropped, self.breaks)

    def seen(self) -> set[str]:
        """What the lines say, however they are written."""
        return {plain(line) for line in self.visible if len(line) <= TITLE_CHARS}

    @cached_property
    def guessable(self) -> bool:
        """Whether trafilatura can be given the page."""
        chars = sum(map(len, self.visible))
        return self.weight <= GUESSED_WEIGHT and 0 < chars <= GUESSED_CHARS

    def empty(self) -> None:
        """Leave of what is dropped only where it stood: trafilatura takes it out one by one."""
        kept = [s for s in self.scripts if len(s.text or "") <= GUESSED_CHARS]
        for element in self.dropped:
            if element.tag != "head" and element not in kept:
                element.clear(keep_tail=True)
                element.tag = "hr" if element.tag in _BLOCKS else "wbr"

    def guessed(self) -> list[str]:
        """The lines that trafilatura or the JSON-LD has, whichever has more; empty if too few."""
        said = (a["articleBody"] for a in self.articles if isinstance(a.get("articleBody"), str))
        best = max(self.extracted(), _inner(next(said, "")), key=_korean)
        return best if _korean(best) >= ENOUGH else []

    def extracted(self) -> list[str]:
        if not self.guessable:
            return []
        self.empty()
        for element in list(self.tree.iter("figure", "figcaption")):
            element.tag = "div"  # trafilatura would drop the caption
        trafilatura = _trafilatura()
        try:
            found = trafilatura.bare_extraction(
                self.tree,
                fast=len(self.visible) > COMPARED_LINES,
                favor_recall=True,
                include_comments=False,
                include_tables=True,
            )
            return _lines(found.body, (), ()) if found else []
        except Exception:
            return []

    def whole(self, title: str | None) -> list[str]:
        """All lines from the headline on. Raises Failure where nothing in them is Korean."""
        lines = self.visible
        if not _korean(lines):
            if next(self.tree.iter("frame", "frameset"), None) is not None:
                raise Failure(
                    self.file,
                    "no article text: the page is a set of frames",
                    "save the frame that shows the article",
                )
            raise Failure(
                self.file,
                "no article text: the page has no Korean text, or a script is to put it in",
                "save the page from a browser that shows the article",
            )
        self.warnings.append("no article was found in the page: all its text was taken")
        same = plain(title or "-")
        start = next((i for i, line in enumerate(lines) if same and plain(line) == same), 0)
        return lines[start:]


def _decoded(data: bytes, file: str) -> tuple[str, list[str]]:
    """As ``decode``, but where UTF-8 fails the encoding that the page names comes first."""
    named = _CHARSET.search(data[:_HEAD_BYTES])
    codec = _CODECS.get(named[1].decode().lower()) if named else None
    if codec and not data.startswith((BOM_UTF8, BOM_UTF16_LE, BOM_UTF16_BE)):
        try:
            data.decode()
        except UnicodeDecodeError:
            text = data.decode(codec, "replace")
            if "\0" not in text and whole(text):
                odd = [f"read as {codec}: it is not UTF-8"]
                if broken := text.count("\ufffd"):
                    odd.append(f"characters that are broken and stand as U+FFFD: {broken}")
                return text, odd
    return decode(data, file)


def _parsed(text: str, file: str) -> tuple[Element, bool]:
    """The tree of a page, and whether something is nested too deeply to be in it."""
    if (tags := text.count("<")) > TAGS:
        error = f"no article text: the page has {tags} tags"
        raise Failure(file, error, "save the article by itself")
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        short = _MARKUP.sub(_short, text).encode("utf-8", "replace")
        tree = document_fromstring(short, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        hint = "remove it, or fetch the article again"
        raise Failure(file, "no article text: the page is empty", hint) from error
    return tree, any(e.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for e in parser.error_log)


def _short(match: re.Match[str]) -> str:
    """A tag without what makes it too long."""
    name, rest = match[1], match[2]
    if name is None or len(rest) <= TAG_CHARS:
        return match[0]
    rest = _LONG_VALUE.sub('""', rest)
    return f"<{name}{rest if len(rest) <= TAG_CHARS else ''}"


def _trafilatura() -> Any:
    """The module, which takes long to load and is to keep its complaints to itself."""
    import trafilatura

    for name in ("trafilatura", "htmldate"):
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
    return trafilatura


def _weight(tree: Element) -> int:
    """The depths of all elements, which is what a search for one in another costs."""
    weight = depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        weight += depth if event == "start" else 0
        if weight > WEIGHT:  # as good as any more
            break
    return weight


def _dropped(tree: Element) -> set[Element]:
    """What is no text of the page, whoever made it."""
    dropped = set(tree.iter(*_DROPPED))
    for element in tree.xpath("//*[@hidden or @aria-hidden or @style]"):
        if (
            "hidden" in element.attrib
            or element.get("aria-hidden", "").strip().lower() == "true"
            or _HIDDEN.search(element.get("style", ""))
        ):
            dropped.add(element)
    if forms := list(tree.iter("form")):
        total = _korean(_lines(tree, dropped, ()))
        for i, form in enumerate(forms):  # some sites put the whole page into one
            if i >= TRIES or 2 * _korean(_lines(form, dropped, ())) < total:
                dropped.add(form)
    return dropped


def _lines(
    root: Element,
    dropped: Container[Element],
    breaks: Container[Element],
    most: int | None = None,
) -> list[str]:
    """The text below an element, without what is dropped, each block and each of ``breaks`` a line.

    With ``most`` only so many steps of the walk are made, and no long text is taken.
    """
    frames: list[list[str]] = [[]]  # the lines of the root and of the open cells
    rows: list[list[list[str]]] = []  # the cells of the open rows
    buffer: list[str] = []
    pre = 0

    def end() -> None:
        line = _clean("".join(buffer))
        buffer.clear()
        if line:
            frames[-1].append(line)

    def add(text: str | None) -> None:
        if text and most:
            text = text[: 4 * TITLE_CHARS]
        if text and pre:
            *ended, text = text.split("\n")
            for line in ended:
                buffer.append(line)
                end()
        if text:
            buffer.append(text)

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in islice(walk, most):
        tag = element.tag
        if tag in _BLOCKS or element in breaks:
            end()
        if element in dropped and element is not root:
            if event == "start":
                walk.skip_subtree()
            else:
                add(element.tail)
        elif event == "start":
            if tag in _CELLS:
                frames.append([])
            elif tag in _ROWS:
                rows.append([])
            pre += tag == "pre"
            add(element.text)
        else:
            pre -= tag == "pre"
            if tag in _CELLS:
                cell = frames.pop()
                if rows and element is not root and element.getparent().tag in _ROWS:
                    rows[-1].append(cell)
                else:
                    frames[-1] += cell
            elif tag in _ROWS:
                frames[-1] += _row(rows.pop())
            if element is not root:
                add(element.tail)
    end()
    return [line for frame in frames for line in frame]


def _row(cells: list[list[str]]) -> list[str]:
    """A row of data is one line, a row that only lays out the page the lines of its cells."""
    few = all(len(cell) <= CELL_LINES for cell in cells) and sum(map(bool, cells)) > 1
    if few and sum(len(line) for cell in cells for line in cell) <= CELLS_CHARS:
        return [_clean(" | ".join(map(" ".join, cells)))]
    return [line for cell in cells for line in cell]


def text_of(markup: str) -> str:
    """The text of a piece of HTML, as news APIs hand out bodies: each block a line."""
    try:
        tree = _parsed(markup, "")[0]
    except Failure:
        return markup
    return "\n".join(_lines(tree, _dropped(tree), ()))


def _inner(text: str) -> list[str]:
    """The lines of a text that may be HTML."""
    text = unescape(text)
    if _TAG.search(text):
        try:
            return _lines(_parsed(text, "")[0], (), ())
        except Failure:
            return []
    return [line for line in map(_clean, text.splitlines()) if line]


def _json(
    scripts: list[Element], types: frozenset[str]
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The articles in JSON-LD, and its nodes by ``@id``."""
    articles: list[dict[str, Any]] = []
    nodes: dict[str, Any] = {}
    open_: deque[Any] = deque()
    decoder = json.JSONDecoder(strict=False)
    for script in scripts:
        text = script.text or ""
        start = re.search(r"(?<![!A])[\[{]", text)  # behind <![CDATA[
        try:
            open_.append(decoder.raw_decode(text, start.start() if start else 0)[0])
        except (ValueError, RecursionError):
            continue
    while open_:
        node = open_.popleft()
        if isinstance(node, list):
            open_.extendleft(reversed(node))
        elif isinstance(node, dict):
            kinds = node.get("@type")
            if types.intersection(k for k in _listed(kinds) if isinstance(k, str)):
                articles.append(node)
            if isinstance(node.get("@id"), str):
                nodes.setdefault(node["@id"], node)
            open_.extendleft(node[key] for key in ("mainEntity", "@graph") if key in node)
    return articles, nodes


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _texts(value: Any, nodes: dict[str, Any] | None = None, no: str = "") -> Iterator[str]:
    """The texts or the names of a value of JSON-LD, but for things of the type ``no``."""
    for item in _listed(value):
        if isinstance(item, dict):
            if "name" not in item and isinstance(item.get("@id"), str):
                item = (nodes or {}).get(item["@id"], item)
            item = None if no and no in str(item.get("@type")) else item.get("name")
        if isinstance(item, str):
            yield item


def _korean(lines: Iterable[str]) -> int:
    """How many syllables of Hangul there are."""
    return sum(len(_HANGUL.findall(line)) for line in lines)


def _clean(text: str) -> str:
    """One line: blanks are one space each, what cannot be seen is left out."""
    return _BLANKS.sub(" ", _INVISIBLE.sub("", text)).strip()


def _bare_text(value: str) -> str:
    """A value without tags and entities, which some sites write twice."""
    return _clean(_TAG.sub(" ", unescape(value[: 20 * TITLE_CHARS])))
