"""Where organizations are mentioned by name: all kinds of candidates put together."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterable

from extract.found import Found
from extract.organizations.anaphors import Anaphors
from extract.organizations.authorities import Authorities
from extract.organizations.candidates import Candidate, longest
from extract.organizations.edges import Edges
from extract.organizations.learned import LearnedNames
from extract.organizations.nations import Nations
from extract.organizations.places import Places
from extract.organizations.registered import RegisteredNames
from extract.organizations.registry import Registry
from extract.organizations.suffixes import Suffixes
from extract.organizations.triggers import Triggers
from extract.organizations.units import Units
from extract.organizations.unregistered import UnregisteredNames
from rules import Rules


class Finder:
    """Finds candidates with the tables of a set of rules.

    Raises rules.RulesError where a row of a registry is broken.
    """

    def __init__(self, rules: Rules) -> None:
        table = rules.tables["organizations"]
        edges = Edges(table)
        self.registry = Registry(rules)
        self._triggers = Triggers()
        self._units = Units(table, edges, self._triggers)
        places = Places(table, edges, self._units)
        self._registered = RegisteredNames(table, self.registry, edges, places, self._triggers)
        self._suffixes = Suffixes(table, self.registry, edges, self._triggers)
        self._unregistered = UnregisteredNames(table, self._suffixes, edges, self._triggers)
        self._learned = LearnedNames(table, edges)
        self._nations = Nations(table, rules.rows["countries"], edges, self._triggers)
        self._authorities = Authorities(table, edges, self._triggers)
        self._anaphors = Anaphors(table, edges, self._units, self._triggers)

    def find(self, found: Found) -> tuple[list[Candidate], list[Candidate]]:
        """All candidates of an article: names, and anaphors that overlap none of them.

        Both are in order.
        """
        hits = self._triggers.find(found.text)
        masked = _masked(found)
        taken: list[Candidate] = []

        def take(*candidates: Iterable[Candidate]) -> None:
            seen = [c for some in candidates for c in some if not _within(masked, c.start)]
            if seen:
                taken[:] = longest([*taken, *seen])

        alone = list(self._units.alone(found, hits))
        take(
            self._registered.find(found, hits.get("registered", [])),
            self._unregistered.find(found, hits),
            self._suffixes.find(found, hits),
            self._nations.find(found, hits),
            self._authorities.find(found, hits.get("authority", [])),
        )
        take(self._nations.extended(found, taken))
        take(self._units.behind(found, taken), alone)
        known = [*taken]
        take(self._unregistered.together(found, taken))
        explained = list(self._learned.abbreviations(found, taken))
        own = {found.text[c.start : c.end] for c in explained if not c.forms}
        # what the article explains itself is no other's: 한국시험연구원(KTR)
        taken[:] = [c for c in taken if found.text[c.start : c.end] not in own]
        take(explained)
        take(self._learned.again(found, taken))
        if taken != known:  # else their units are known as well
            take(self._units.behind(found, taken), alone)
        return taken, self._anaphors.find(found, taken, hits)


def _masked(found: Found) -> list[tuple[int, int]]:
    """Spans without mentions, in order: page furniture, and datelines up to their sign."""
    text, lines = found.text, found.layout.lines
    signed = [*found.layout.datelines, *((b.start, b.end) for b in lines if b.kind == "byline")]
    spans = [(start, text.find("=", start, end) + 1) for start, end in signed]
    spans += [(line.start, line.end) for line in lines if line.kind == "chrome"]
    return sorted(span for span in spans if span[0] < span[1])


def _within(spans: list[tuple[int, int]], at: int) -> bool:
    i = bisect_right(spans, (at, sys.maxsize)) - 1
    return i >= 0 and at < spans[i][1]
