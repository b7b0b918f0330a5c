"""Names that no registry has, told by what stands around or in them.

A bracket with a head (대표 …), the mark or the class of a firm, the letters of a group, a list
of winners, an organization that acts together with them. Names that a suffix makes come from
``suffixes.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from extract.found import Found
from extract.morphemes import Morphemes
from extract.organizations.candidates import FIRM, Candidate
from extract.organizations.edges import MAX_NAME, SUBJECT, WITH, WORD, Edges
from extract.organizations.suffixes import Suffixes
from extract.wording import any_of

MAX_WINNERS = 60
"""Names in one list of winners; bounds the search."""
# Kiwi's tags of endings bound to a noun, and of what is in no name
_BOUND = ("XSV", "XSA", "VCP")
_NO_NAMES = ("NP", "NNB", "XSV", "XSA")
PERSON = 3
"""Letters of most persons' names."""
_VERBAL = ("EC", "EF", "EP", "VV", "XSV")
_WINNER = re.compile(rf"[{WORD}&]{{3,}}")


class UnregisteredNames:
    """Finds names that no registry has by what stands around them."""

    def __init__(self, table: dict[str, Any], suffixes: Suffixes, edges: Edges) -> None:
        self._suffixes = suffixes
        firms, winners, together = table["firms"], table["winners"], table["together"]
        self._headed = re.compile(
            rf"(?<![{WORD}])(?P<name>[{WORD}&]{{2,{MAX_NAME}}})\((?:[^()·]{{1,30}}·)?"
            rf"{any_of(table['heads']['titles'])}\s?[가-힣]{{2,4}}\)"
        )
        marks = any_of(firms["marks"])
        self._marked = re.compile(
            rf"(?:{marks}|{any_of(firms['marks_before'])}\s?)(?P<name>[{WORD}]{{2,20}})"
            rf"|(?<![{WORD}])(?P<before>[{WORD}]{{2,20}}){marks}"
        )
        self._classed = re.compile(
            rf"(?<![{WORD}])[가-힣]*{any_of(firms['classes'])}인?\s"
            rf"(?P<name>[{WORD}&]{{2,15}}?)(?=\(|{edges.particle}(?![{WORD}]))"
        )
        self._led = re.compile(
            rf"(?<![{WORD}])[가-힣]{{2,4}}\s(?P<name>[{WORD}&]{{3,15}})"
            rf"(?=\s{any_of(firms['heads'])}{SUBJECT}(?![가-힣]))"
        )
        contexts = table["contexts"]
        quote = "[‘’'\"“”]"
        self._classed_name = re.compile(
            rf"(?<![{WORD}])[가-힣]*{any_of(contexts['classes'])}(?:인|들인)?\s{quote}?"
            rf"(?P<name>[{WORD}&]{{2,15}}?)(?={quote}?\(|{quote}?{edges.particle}(?![{WORD}])"
            rf"|{quote}?\s{any_of(contexts['behind'])})"
        )
        self._sourced = re.compile(
            rf"(?<![{WORD}])(?P<name>[{WORD}&]{{2,15}})"
            rf"(?=\s{any_of(contexts['behind'])}|{any_of(contexts['sources'])})"
        )
        self._shortly = re.compile(
            rf"(?<![{WORD}])(?P<name>[{WORD}&]{{3,{MAX_NAME}}})"
            rf"\({any_of(contexts['hereafter'])}\s(?P<short>[{WORD}]{{2,10}})\)"
        )
        heads = any_of(table["abbreviations"]["heads"])
        self._lettered = re.compile(
            rf"(?<![{WORD}])(?P<name>[가-힣]{{2,16}}{heads})\s?\([A-Z]{{2,8}}\)"
        )
        self._person = re.compile(rf"{any_of(firms['surnames'])}[가-힣]{{1,2}}")
        self._no_firm = frozenset(firms["not"])
        self._grouped = re.compile(rf"(?<![{WORD}]){any_of(firms['groups'])}[가-힣]{{2,12}}")
        winner = r"[가-힣A-Za-z&]{2,15}"
        self._winners = re.compile(
            rf"{any_of(winners['prizes'])}\s?[-:|]?\s?"
            rf"(?P<names>{winner}(?:\s?[·,]\s?{winner}){{0,{MAX_WINNERS}}})"
            r"(?=\s?(?:[|/△▲■◇○●]|$))",
            re.MULTILINE,
        )
        self._nobody = re.compile(
            rf"{any_of(winners['nobody'])}|[가-힣]{any_of(winners['nobody_ends'])}$"
        )
        self._together = re.compile(
            rf"(?:{WITH}|,|·)\s?(?P<name>[{WORD}&]{{3,20}}?)(?:이|가)\s"
            rf"(?={any_of(together['adverbs'])}\s?{any_of(together['deeds'])}"
            rf"|{any_of(together['alone'])})"
        )

    def find(self, found: Found) -> Iterator[Candidate]:
        """The names of an article that it tells by a bracket, a firm, a list or a group."""
        text, morphemes = found.text, found.morphemes
        for match in self._headed.finditer(text):
            if not match["name"].isdigit():
                yield self._name(match.start(), match["name"], "organizations.head_in_brackets")
        for match in self._marked.finditer(text):
            group = "name" if match["name"] else "before"
            start = match.start(group)
            yield _candidate(start, _trimmed(morphemes, start, match[group]), FIRM, "company")
        yield from self._told(found)
        yield from self._spoken_of(found)
        yield from self._won(text)
        for match in self._grouped.finditer(text):
            name = _trimmed(morphemes, match.start(), match[0])
            yield self._name(match.start(), name, "organizations.group")

    def together(self, found: Found, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
        """A name that acts together with a candidate: 대한의학회와 X가 공동 수여하는."""
        for candidate in candidates:
            match = self._together.match(found.text, candidate.end)
            if match and not candidate.place:
                yield self._name(match.start("name"), match["name"], "organizations.together")

    def _told(self, found: Found) -> Iterator[Candidate]:
        """Firms told by a class in front of them or a head behind them."""
        for pattern in (self._classed, self._led):
            for match in pattern.finditer(found.text):
                name, start = match["name"], match.start("name")
                person = pattern is self._led and self._person.fullmatch(name)
                if (
                    name not in self._no_firm
                    and not person
                    and _named(found.morphemes, start, name)
                ):
                    yield self._name(start, name, FIRM)

    def _spoken_of(self, found: Found) -> Iterator[Candidate]:
        """Names told by a class in front, by who speaks for them, by their letters in brackets."""
        text, m = found.text, found.morphemes
        for pattern in (self._classed_name, self._sourced):
            for match in pattern.finditer(text):
                name, start = match["name"], match.start("name")
                if (
                    name not in self._no_firm
                    and not name.isdigit()
                    and not (len(name) == PERSON and self._person.fullmatch(name))
                    and not self._suffixes.is_place(name)
                    and _named(m, start, name)
                ):
                    yield self._name(start, name, "organizations.context")
        for pattern in (self._shortly, self._lettered):
            for match in pattern.finditer(text):
                name, start = match["name"], match.start("name")
                if not _in_order(match.groupdict().get("short", ""), name):
                    continue
                if _nominal(m, start, start + len(name)):
                    yield self._name(start, name, "organizations.context", "association")

    def _won(self, text: str) -> Iterator[Candidate]:
        """The names in lists of winners."""
        for match in self._winners.finditer(text):
            for part in _WINNER.finditer(text, *match.span("names")):
                if part[0] not in self._no_firm and not self._nobody.search(part[0]):
                    yield self._name(part.start(), part[0], "organizations.listed")

    def _name(self, start: int, name: str, rule: str, other: str = "company") -> Candidate:
        """A name of the category that its suffix gives, or of another where it has none."""
        return _candidate(start, name, rule, self._suffixes.category(name) or other)


def _candidate(start: int, name: str, rule: str, category: str) -> Candidate:
    return Candidate(start, start + len(name), "name", rule, name=name, category=category)


def _trimmed(m: Morphemes, start: int, name: str) -> str:
    """A run of letters without the particles and endings at its end."""
    for j in m.within(start + 2, start + len(name)):
        if m.tags[j][0] in "JE" or m.tags[j] in _BOUND:
            return name[: m.starts[j] - start]
    return name


def _named(m: Morphemes, start: int, name: str) -> bool:
    """Whether a run of letters is a name: nouns only, and one that Kiwi holds for a name."""
    tags = [m.tags[j] for j in m.within(start, start + len(name))]
    return all(tag[0] in "NSX" and tag not in _NO_NAMES for tag in tags) and any(
        tag in ("NNP", "SL") for tag in tags
    )


def _in_order(short: str, name: str) -> bool:
    """Whether the letters of a short form stand in the name in this order."""
    letters = iter(name)
    return all(letter in letters for letter in short)


def _nominal(m: Morphemes, start: int, end: int) -> bool:
    """Whether a span has no particle, no ending and no verb in it but an adjective's (푸른숲)."""
    tags = [m.tags[j] for j in m.within(start, end)]
    return bool(tags) and not any(tag[0] in "JM" or tag in _VERBAL for tag in tags)
