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
from extract.organizations.edges import MAX_NAME, SUBJECT, WITH, WORD, Edges, in_order
from extract.organizations.suffixes import Suffixes
from extract.organizations.triggers import Hits, Triggers, word_before
from extract.quotations import CLOSING, OPENING
from extract.wording import any_of

CONTEXT = "organizations.context"
MAX_TOLD = 15
"""Characters of a name that its context tells."""
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

    def __init__(
        self, table: dict[str, Any], suffixes: Suffixes, edges: Edges, triggers: Triggers
    ) -> None:
        self._suffixes = suffixes
        firms, winners, together = table["firms"], table["winners"], table["together"]
        contexts = table["contexts"]
        behind, sources = any_of(contexts["behind"]), any_of(contexts["sources"])
        quote = f"[{OPENING}{CLOSING}]"
        triggers.add("bracket", ["("])
        self._head = re.compile(
            rf"\((?:[^()·]{{1,30}}·)?{any_of(table['heads']['titles'])}\s?[가-힣]{{2,4}}\)"
        )
        self._short = re.compile(
            rf"\({any_of(contexts['hereafter'])}\s(?P<short>[{WORD}]{{2,10}})\)"
        )
        self._letters = re.compile(r"\([A-Z]{2,8}\)")
        self._lettered = tuple(table["abbreviations"]["heads"])
        triggers.add("mark", [*firms["marks"], *firms["marks_before"]])
        self._marks_before = frozenset(firms["marks_before"])
        self._marked = re.compile(rf"\s?(?P<name>[{WORD}]{{2,20}})")
        triggers.add("class", contexts["classes"])
        self._classed = re.compile(
            rf"(?:인|들인)?\s{quote}?(?P<name>[{WORD}&]{{2,15}}?)"
            rf"(?={quote}?\(|{quote}?{edges.particle}(?![{WORD}])|{quote}?\s{behind})"
        )
        triggers.add("head", firms["heads"])
        self._led = re.compile(rf"{any_of(firms['heads'])}{SUBJECT}(?![가-힣])")
        self._person_before = re.compile(r"(?:^|[^가-힣A-Za-z0-9])[가-힣]{2,4}\s$")
        triggers.add("behind", [f" {word}" for word in contexts["behind"]])
        triggers.add("source", contexts["sources"])
        self._sourced = re.compile(rf"\s{behind}|{sources}")
        triggers.add("group", firms["groups"])
        self._person = re.compile(rf"{any_of(firms['surnames'])}[가-힣]{{1,2}}")
        self._no_firm = frozenset(firms["not"])
        self._grouped = re.compile(rf"(?<![{WORD}]){any_of(firms['groups'])}[가-힣]{{2,12}}")
        triggers.add("prize", winners["prizes"])
        winner = r"[가-힣A-Za-z&]{2,15}"
        self._winners = re.compile(
            rf"\s?[-:|]?\s?"
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

    def find(self, found: Found, hits: dict[str, Hits]) -> Iterator[Candidate]:
        """The names of an article that it tells by a bracket, a firm, a list or a group."""
        text, morphemes = found.text, found.morphemes
        yield from self._bracketed(found, hits.get("bracket", []))
        yield from self._with_mark(found, hits.get("mark", []))
        yield from self._told(found, hits)
        yield from self._won(text, hits.get("prize", []))
        for start, _, _ in hits.get("group", ()):
            if match := self._grouped.match(text, start):
                name = _trimmed(morphemes, start, match[0])
                yield self._name(start, name, "organizations.group")

    def _bracketed(self, found: Found, hits: Hits) -> Iterator[Candidate]:
        """Names told by the bracket behind them: a head, a short form, their letters."""
        text, m = found.text, found.morphemes
        for at, _, _ in hits:
            end = at - 1 if text[at - 1 : at] == " " else at
            start = word_before(text, end)
            name = text[start:end]
            if len(name) < 2 or name.isdigit() or end - start == MAX_NAME:
                continue
            if self._head.match(text, at):
                if end == at:
                    yield self._name(start, name, "organizations.head_in_brackets")
                continue
            short = self._short.match(text, at) if end == at else None
            if short:
                told = len(name) > 2 and in_order(short["short"], name)
            else:
                told = name.endswith(self._lettered) and self._letters.match(text, at) is not None
            if told and _nominal(m, start, end):
                yield self._name(start, name, CONTEXT, "association")

    def _with_mark(self, found: Found, hits: Hits) -> Iterator[Candidate]:
        """Names with a firm's mark on either side."""
        text = found.text
        for start, end, mark in hits:
            before = word_before(text, start)
            if mark not in self._marks_before and start - before > 1:
                name = text[before:start]
                name = _trimmed(found.morphemes, before, name)
                yield _candidate(before, name, FIRM, "company")
            elif match := self._marked.match(text, end):
                if text[end] == " " and mark not in self._marks_before:
                    continue
                at = match.start("name")
                name = _trimmed(found.morphemes, at, match["name"])
                yield _candidate(at, name, FIRM, "company")

    def together(self, found: Found, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
        """A name that acts together with a candidate: 대한의학회와 X가 공동 수여하는."""
        for candidate in candidates:
            match = self._together.match(found.text, candidate.end)
            if match and not candidate.place:
                yield self._name(match.start("name"), match["name"], "organizations.together")

    def _told(self, found: Found, hits: dict[str, Hits]) -> Iterator[Candidate]:
        """Names told by a class in front of them, by a head or one who speaks for them behind."""
        text = found.text
        for _, end, _ in hits.get("class", ()):
            if match := self._classed.match(text, end):
                yield from self._by_context(found, match.start("name"), match["name"], FIRM)
        for start, _, _ in hits.get("head", ()):
            if text[start - 1 : start] == " " and self._led.match(text, start):
                first = word_before(text, start - 1)
                if self._person_before.search(text, max(0, first - 6), first):
                    name = text[first : start - 1]
                    if len(name) > 2 and not self._person.fullmatch(name):
                        yield from self._by_context(found, first, name, FIRM)
        for start, _, _ in (*hits.get("behind", ()), *hits.get("source", ())):
            first = word_before(text, start)
            if 1 < start - first <= MAX_TOLD and self._sourced.match(text, start):
                yield from self._by_context(found, first, text[first:start], CONTEXT)

    def _by_context(self, found: Found, start: int, name: str, rule: str) -> Iterator[Candidate]:
        """The name where it can be one: no person, no place, no common noun."""
        person = len(name) == PERSON and self._person.fullmatch(name)
        if name in self._no_firm or name.isdigit() or not _named(found.morphemes, start, name):
            return
        if rule == CONTEXT and (person or self._suffixes.is_place(name)):
            return
        yield self._name(start, name, rule)

    def _won(self, text: str, hits: Hits) -> Iterator[Candidate]:
        """The names in lists of winners."""
        for _, end, _ in hits:
            if match := self._winners.match(text, end):
                for part in _WINNER.finditer(text, *match.span("names")):
                    if part[0] not in self._no_firm and not self._nobody.search(part[0]):
                        yield self._name(part.start(), part[0], "organizations.listed")

    def _name(self, start: int, name: str, rule: str, other: str = "company") -> Candidate:
        """A name of the category that its suffix gives, or of another where it has none."""
        return _candidate(start, name, rule, self._suffixes.category(name, other))


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


def _nominal(m: Morphemes, start: int, end: int) -> bool:
    """Whether a span has no particle, no ending and no verb in it but an adjective's (푸른숲)."""
    tags = [m.tags[j] for j in m.within(start, end)]
    return bool(tags) and not any(tag[0] in "JM" or tag in _VERBAL for tag in tags)
