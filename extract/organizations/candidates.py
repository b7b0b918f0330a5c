"""A span that may be a mention of an organization."""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extract.organizations.registry import Form

# The names of rules that more than one module has to know.
GOVERNMENT = "organizations.local"
ABBREVIATION = "organizations.abbreviation"
UNIT = "organizations.unit"
LEVEL = "organizations.anaphor_level"
BODY = "organizations.council"
ABROAD = "international"
"""The category of foreign states and their bodies, and of bodies of several states."""
FIRM = "organizations.firm"
BOTH = "organizations.anaphor_both"
AUTHORITY = "organizations.authority"


@dataclass(slots=True, eq=False)
class Candidate:
    """A span of an article that may be a mention, and what is known of whom it means.

    ``forms`` are those of the registry; without them ``name`` is the name that no registry has,
    or the noun of an anaphor.
    """

    start: int
    end: int
    kind: str  # name, alias, anaphor
    rule: str
    forms: list[Form] = field(default_factory=list)
    name: str = ""
    category: str = "other"
    place: bool = False
    """It only locates: evidence for the others, but no mention."""
    composed: bool = False
    """Its parent stands in front of it."""
    parent: Candidate | None = None
    unit: str = ""
    """The own name of a unit, whose full name is its parent's with this behind."""
    past: bool = False
    """It is told to be gone: 옛 청원군."""
    that: bool = False
    """A demonstrative stands before it: 이 회사."""
    body: str = ""
    """The body that makes it another organization than its forms say: 의회."""

    def elsewhere(
        self, start: int, end: int, kind: str | None = None, rule: str | None = None
    ) -> Candidate:
        """The same organization at another span, under the same name or a short form."""
        return Candidate(
            start,
            end,
            kind or self.kind,
            rule or self.rule,
            self.forms,
            self.name,
            self.category,
            parent=self.parent,
            unit=self.unit,
            composed=self.composed,
        )


def longest(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates in order, the longer (then the earlier found) where two overlap."""
    kept: list[Candidate] = []
    starts: list[int] = []
    for candidate in sorted(candidates, key=lambda c: c.start - c.end):
        i = bisect_left(starts, candidate.start)
        if i < len(kept) and kept[i].start < candidate.end:
            continue
        if i > 0 and kept[i - 1].end > candidate.start:
            continue
        kept.insert(i, candidate)
        starts.insert(i, candidate.start)
    return kept


def overlaps(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the spans, which are in order, shares a character with ``start:end``."""
    i = bisect_right(spans, (start, sys.maxsize))
    return (i > 0 and spans[i - 1][1] > start) or (i < len(spans) and spans[i][0] < end)
