"""Names that a suffix makes: 미국심장협회, 가나건설."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from extract.found import Found
from extract.morphemes import Morphemes
from extract.organizations.candidates import ABROAD, Candidate
from extract.organizations.edges import MAX_NAME, WORD, Edges, left_edge
from extract.organizations.registry import Registry
from extract.organizations.triggers import Hits, Triggers, word_before
from extract.wording import any_of

LONG_SUFFIX = 3
"""Characters of a suffix that makes a name of a generic stem too."""
LONG_STEM = 4
"""Characters of a stem, or of a morpheme in it, that hardly is a mere kind."""
ASSOCIATION = "association"
SCHOOL = 3
"""Letters of a school's short name, at least."""
PLACE_CHARS = 30
"""Characters of a place's name, at most."""
NAMES = ("NNP", "SL", "SH")
"""Kiwi's tags of names; the next ones are never in a stem."""
NO_NAMES = ("XSV", "XSA", "VCP", "MAG", "MM", "SN", "NP")
_NOUNS = {"NNG", "NNP"}
_PARTS = _NOUNS | {"SL", "XPN", "XSN", "NNB", "SP", "MM"}
_LETTER = re.compile(f"[{WORD}&]")


class Suffixes:
    """Finds names by their suffixes, and tells the category that a name's suffix gives."""

    def __init__(
        self, table: dict[str, Any], registry: Registry, edges: Edges, triggers: Triggers
    ) -> None:
        self._registry = registry
        self._categories = {
            suffix: category
            for category, suffixes in table["suffixes"].items()
            for suffix in suffixes
        }
        triggers.add("suffix", self._categories)
        self._follows = re.compile(rf"{edges.titles}{edges.particles}(?![{WORD}&])")
        self._last = re.compile(rf"{any_of(self._categories)}(?={edges.titles}{edges.particles}$)")
        self._countries: dict[str, str] = table["countries"]["hanja"]
        self._served = tuple(table["local"]["offices"])
        self._never = tuple(table["loose"]["never"])
        self._abroad = tuple(table["abroad"]["stems"])
        self._heads = tuple(table["units"]["heads"])
        self._sure = frozenset(table["sure"]["suffixes"])
        schools = table["schools"]
        self._edges = edges
        self._schools = tuple(schools["endings"])
        self._no_schools = frozenset(schools["never"])
        committees = table["committees"]
        ending = committees["ending"]
        triggers.add("committee", [stem + ending for stem in committees["stems"]])
        self._loose = frozenset(table["loose"]["suffixes"])
        self._long_stem = frozenset(table["loose"]["long_stem"])
        self._generic = frozenset(table["stems"]["generic"])

    def category(self, name: str, other: str) -> str:
        """The category that the name's suffix gives, or another where it has no suffix."""
        suffixes = self._last.findall(name)
        return self._of(name, self._categories[suffixes[-1]] if suffixes else other)

    def _of(self, name: str, category: str) -> str:
        """An association of all the world is an international body."""
        abroad = category == ASSOCIATION and name.startswith(self._abroad)
        return ABROAD if abroad else category

    def find(self, found: Found, hits: dict[str, Hits]) -> Iterator[Candidate]:
        """The names of an article that end in a suffix."""
        text = found.text
        for start, end, suffix in self._words(text, hits.get("suffix", [])):
            name = text[start:end]
            category = self._of(name, self._categories[suffix])
            served = name.endswith(self._served)
            place = self._place(text, start) if served else ""
            stem = name.removesuffix(suffix)
            if not (place and served) and not self._proper(found.morphemes, start, stem, suffix):
                continue
            if name.endswith(self._never) or self._unit_of(name):
                continue
            if place:
                yield _candidate(start - len(place) - 1, end, f"{place} {name}", category)
            name = self._countries.get(name[0], name[0]) + name[1:]
            yield _candidate(start, end, name, category)
        yield from self._shortened(found, hits.get("committee", []))

    def _shortened(self, found: Found, hits: Hits) -> Iterator[Candidate]:
        """Schools and committees under their everyday short names: 한빛고, 인수위."""
        m, text = found.morphemes, found.text
        for i, tag in enumerate(m.tags):
            if tag != "NNP" or m.ends[i] - m.starts[i] < SCHOOL:
                continue
            start, end = m.starts[i], m.ends[i]
            name = text[start:end]
            if name.endswith(self._schools) and name not in self._no_schools:
                alone = left_edge(text, start) and self._edges.ends_titled(text, end)
                if alone and not self.is_place(name):
                    yield _candidate(start, end, name, "education")
        for _, end, _ in hits:
            start = word_before(text, end)
            if self._edges.ends_titled(text, end) and _nouns(m, start, end):
                yield _candidate(start, end, text[start:end], ASSOCIATION)

    def _unit_of(self, name: str) -> bool:
        """Whether a government's name and a unit's make it: 가평군농업기술센터."""
        return name.endswith(self._heads) and any(
            form.kind in ("short", "full")
            for head in self._heads
            if name.endswith(head)
            for form in self._registry.governments.get(name.removesuffix(head), ())
        )

    def is_place(self, name: str) -> bool:
        """Whether a name is that of a local government, in any form."""
        return name in self._registry.governments

    def _words(self, text: str, hits: Hits) -> Iterator[tuple[int, int, str]]:
        """The words that end in a suffix, up to the end of the last one: start, end, suffix."""
        words: dict[int, tuple[int, str]] = {}
        reached = 0
        for begin, end, suffix in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
            follows = self._follows.match(text, end) if begin >= reached else None
            if follows is None:
                continue
            reached = end
            start = begin
            first = max(0, follows.end() - MAX_NAME - 1)
            while start > first and _LETTER.match(text, start - 1):
                start -= 1
            if follows.end() - start > MAX_NAME:
                continue  # a longer run of letters is no name
            if text[start - 1 : start] in self._countries and left_edge(text, start - 1):
                start -= 1
            words[start] = end, suffix
        for start, (end, suffix) in words.items():
            yield start, end, suffix

    def _place(self, text: str, start: int) -> str:
        """The local government that is the word before; empty where there is none."""
        if text[start - 1 : start] != " ":
            return ""
        place = text[max(0, start - 1 - PLACE_CHARS) : start - 1].rpartition(" ")[2]
        return place if self.is_place(place) else ""

    def _proper(self, m: Morphemes, start: int, stem: str, suffix: str) -> bool:
        """Whether the stem makes a name of the suffix: not a mere kind, nor a clause."""
        middle = start + len(stem)
        short = len(suffix) < LONG_SUFFIX
        if len(stem) < 2 or (short and stem in self._generic):
            return False
        whole = m.at(start)
        if _inside(m, start, middle, middle + len(suffix)):
            # Kiwi knows the whole as a name (대우노조), or its beginning (아주대+병원)
            known = whole is not None and m.tags[whole] == "NNP" and m.ends[whole] > middle
            return known and suffix not in self._loose
        if suffix in self._sure and stem not in self._generic:
            return True
        tags = [m.tags[j] for j in m.within(start, middle)]
        forms = [m.forms[j] for j in m.within(start, middle)]
        if any(
            (tag[0] in "JE" and tag != "ETN") or tag in NO_NAMES for tag in tags
        ) and not _described(tags):
            return False
        if short and all(form in self._generic for form in forms):
            return False
        named = any(tag in NAMES for tag in tags)
        if suffix in self._loose and not any(tag in ("NNP", "SH") for tag in tags):
            return len(stem) >= LONG_STEM and suffix in self._long_stem
        return named or len(forms) > 1 or any(len(form) >= LONG_STEM for form in forms)


def _candidate(start: int, end: int, name: str, category: str) -> Candidate:
    return Candidate(start, end, "name", "organizations.suffix", name=name, category=category)


def _described(tags: list[str]) -> bool:
    """Whether an adjective and its noun make the stem: 푸른+숲, written as one word."""
    return (
        len(tags) > 2 and tags[0].startswith("VA") and tags[1] == "ETM" and set(tags[2:]) <= _NOUNS
    )


def _nouns(m: Morphemes, start: int, end: int) -> bool:
    """Whether nouns begin and end where a word does, and nothing else is in it."""
    inside = list(m.within(start, end))
    return bool(inside) and m.ends[inside[-1]] == end and all(m.tags[j] in _PARTS for j in inside)


def _inside(m: Morphemes, start: int, middle: int, end: int) -> bool:
    """Whether the suffix is only the end of a morpheme: 스마트 ends in 마트, but is no shop."""
    if m.is_start(middle):
        return False
    first = m.after(start) - (not m.is_start(start))
    return first < 0 or m.ends[first] < end
