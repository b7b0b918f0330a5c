"""Bare nouns that may stand for an organization: 구는, 시청, 공사가, 이 지자체는, 도의회."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from extract.found import Found
from extract.organizations.candidates import BODY, BOTH, LEVEL, UNIT, Candidate, longest, overlaps
from extract.organizations.edges import WORD, Edges, left_edge
from extract.organizations.gazetteer import Gazetteer
from extract.organizations.triggers import Hits, Triggers
from extract.organizations.units import Units
from extract.wording import any_of

SILENT = ("chrome", "byline", "header", "blank")
"""Kinds of lines without anaphors."""
THAT = "organizations.anaphor_that"
UNIT_CHARS = 3
"""Characters of a unit's name that may stand without its parent's."""


class Anaphors:
    """Finds bare nouns; whom they mean, ``antecedents`` says."""

    def __init__(
        self, table: dict[str, Any], edges: Edges, units: Units, triggers: Triggers
    ) -> None:
        self._edges = edges
        self._units = units
        anaphors = table["anaphors"]
        self._misread: dict[str, str] = anaphors["misread"]
        self._levels, self._patterns = _patterns(table, edges)
        nouns = [*anaphors["governments"], *anaphors["that_nouns"], *anaphors["nouns"]]
        triggers.add("noun", nouns)
        triggers.add("both", anaphors["both"])
        self._words = frozenset(anaphors["words"])
        self._that = tuple(f"{word} " for word in anaphors["demonstratives"])

    def find(
        self, found: Found, names: Sequence[Candidate], hits: dict[str, Hits]
    ) -> list[Candidate]:
        """The anaphors of an article that overlap no name, in order; among them 구 건설과.

        ``names`` and the hits of nouns are what ``Finder.find`` gives.
        """
        anaphors = [
            self._with_unit(found, anaphor) for anaphor in self._bare(found, hits.get("noun", []))
        ]
        anaphors += self._both(found, hits.get("both", []))
        anaphors += self._bare_units(found, names)
        spans = [(c.start, c.end) for c in names]
        return [c for c in longest(anaphors) if not overlaps(spans, c.start, c.end)]

    def _bare(self, found: Found, hits: Hits) -> Iterator[Candidate]:
        text = found.text
        # a noun that stands on its own, perhaps behind a demonstrative
        nouns = [start for start, _, _ in hits if left_edge(text, start)]
        levels = [match.start() for match in self._levels.finditer(text)]
        for pattern, rule, level in self._patterns:
            for spot in levels if level else nouns:
                match = pattern.match(text, spot)
                if match is None:
                    continue
                start, end = match.span("mention")
                noun, body = match["noun"], match.groupdict().get("body", "")
                that = text.endswith(self._that, 0, start)
                if rule == THAT and not that:
                    continue
                if self._is_noun(found, start, end, noun):
                    yield Candidate(start, end, "anaphor", rule, name=noun, body=body, that=that)

    def _both(self, found: Found, hits: Hits) -> Iterator[Candidate]:
        for start, end, word in hits:
            silent = found.layout.kind(start) in SILENT
            if not silent and left_edge(found.text, start) and self._edges.ends(found.text, end):
                yield Candidate(start, end, "anaphor", BOTH, name=word)

    def _is_noun(self, found: Found, start: int, end: int, noun: str) -> bool:
        """Whether a noun is all that stands here, in a line that may have anaphors."""
        m = found.morphemes
        i = m.at(start)
        if i is None or found.layout.kind(start) in SILENT:
            return False
        ending = self._misread.get(noun)
        misread = ending is not None and not found.text.startswith(ending, max(0, start - 2))
        if self._edges.works(found.text, end):
            return False
        word = found.text[start : m.ends[i]]
        return misread or (
            m.tags[i].startswith("N") and (m.ends[i] <= end or word not in self._words)
        )

    def _with_unit(self, found: Found, anaphor: Candidate) -> Candidate:
        """The unit that stands behind a bare noun of a government, else the noun itself."""
        if (anaphor.rule == LEVEL or anaphor.body) and found.text.startswith(" ", anaphor.end):
            unit = self._units.at(found.text, anaphor.end)
            if unit and self._units.section(found, unit, anywhere=True):
                return Candidate(
                    anaphor.start,
                    unit.end(),
                    "name",
                    UNIT,
                    parent=anaphor,
                    unit=unit["unit"],
                )
        return anaphor

    def _bare_units(self, found: Found, names: Iterable[Candidate]) -> Iterator[Candidate]:
        """Units without their parents' names, after the first mention that has one."""
        text = found.text
        first: dict[str, Candidate] = {}
        for candidate in names:
            if candidate.parent and len(candidate.unit) >= UNIT_CHARS:
                first.setdefault(candidate.unit, candidate)
        for start, end, unit in Gazetteer(first).longest(text):
            inside = "가" <= text[start - 1 : start] <= "힣"
            if start > first[unit].end and not inside and self._edges.ends_titled(text, end):
                yield Candidate(
                    start,
                    end,
                    "anaphor",
                    "organizations.anaphor_unit",
                    name=unit,
                    parent=first[unit],
                )


def _patterns(
    table: dict[str, Any], edges: Edges
) -> tuple[re.Pattern[str], list[tuple[re.Pattern[str], str, bool]]]:
    """A pattern for the levels of governments that stand on their own, and those of anaphors.

    These have the groups ``mention`` and ``noun``, perhaps ``body``. With each comes its rule, and
    whether to match it where a level stands, not another noun.
    """
    anaphors, government = table["anaphors"], table["government"]
    levels = any_of(end for ends in government["levels"].values() for end in ends)
    noun = rf"(?P<noun>{any_of(anaphors['nouns'])})"
    either = any_of([*anaphors["governments"], *anaphors["that_nouns"], *anaphors["nouns"]])
    office = re.escape(government["office"])
    bodies = any_of(government["bodies"])

    def unless(before: str, words: Iterable[str]) -> str:
        return "".join(rf"(?<!{before}{re.escape(word)} )" for word in words)

    def followed(particles: Iterable[str], nouns: Iterable[str]) -> str:
        hanja = r"(?:\([一-龥]{1,24}\))?"
        return rf"(?={hanja}{any_of(particles)}(?![가-힣])|\s{any_of(nouns)})"

    few = unless("", [*anaphors["counted"], *anaphors["kinds"]])
    few += unless("", anaphors["numbers"]) + unless(r"\d", anaphors["counters"])
    follow = followed(anaphors["particles"], anaphors["followers"])
    particles = [*anaphors["particles"], *anaphors["level_particles"]]
    level_follow = followed(particles, government["followers"])
    hereafter = [re.escape(word) for word in table["contexts"]["hereafter"]]
    before = "".join(rf"(?<!{re.escape(word)} .)" for word in anaphors["counted"])
    # the noun before the looks behind it: most letters are passed over at once
    alone = rf"(?P<noun>{levels})(?<![{WORD}].)"
    of_levels = {
        LEVEL: rf"(?P<mention>{alone}(?<!·.){before}(?:{office})?){level_follow}",
        "organizations.anaphor_office": rf"(?P<mention>{alone}{office})(?={edges.plain})",
        BODY: rf"(?P<mention>{alone}(?<!·.)(?P<body>{bodies}))(?={edges.titled})",
    }
    after = "".join(rf"(?<=\({word}\s)|" for word in hereafter).rstrip("|")
    of_nouns = {
        "organizations.anaphor_noun": rf"{few}(?P<mention>{noun}){follow}",
        THAT: rf"(?P<mention>(?P<noun>{either})){follow}",
        "organizations.anaphor_hereafter": rf"(?:{after})(?P<mention>{noun})(?=\))",
    }
    patterns = [(re.compile(pattern), rule, True) for rule, pattern in of_levels.items()]
    patterns += [(re.compile(pattern), rule, False) for rule, pattern in of_nouns.items()]
    return re.compile(alone), patterns
