"""Sentences with their actors: what programs and awards read their slots from.

An actor is a mention of an organization with the particle behind it, which tells its role:
은/는/이/가 who does, 에/에게 who gets, 의 whose, none in a list or before a noun (행안부 주관).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from extract.found import DateMention, Found, OrganizationFound
from extract.quotations import Quotation, quotations
from extract.reading.layout import Line

PARTICLE = re.compile(
    r"(?:청장|장관|차관|지사|시장|군수|의장|위원장|이사장|사장|원장|총장|회장|본부장|센터장|국장|과장|실장|교육감|장|수)?"
    r"(?:\s?\([^()\n]{0,60}\))*(?P<particle>에서는|에서도|에게는|으로부터|로부터|에서|에게|에는|에도|은|는|이|가|도|을|를|의|에|와|과|로)?"
    r"(?![가-힣])"
)
TOPIC = frozenset({"은", "는", "이", "가", "도", "에서는", "에서도"})
OPENING = frozenset({"은", "는", "도"})
HEAD_CHARS = 45
"""A topic this near to the beginning of a paragraph is what the paragraph is about."""


@dataclass(slots=True)
class Actor:
    """A mention of an organization; ``after`` is the offset behind its brackets and particle."""

    start: int
    end: int
    organization: OrganizationFound
    particle: str
    after: int


@dataclass(slots=True)
class Sentence:
    """A sentence of the article with what was found in it; offsets are the article's."""

    start: int
    end: int
    text: str
    line: Line
    actors: list[Actor]
    dates: list[DateMention]

    def topic(self, before: int) -> Actor | None:
        """The last actor before an offset that is marked as the one who does."""
        for actor in reversed(self.actors):
            if actor.end <= before and actor.particle in TOPIC:
                return actor
        return None


class Discourse:
    """The sentences of an article in order, and who each part of it is about."""

    def __init__(self, found: Found) -> None:
        self.found = found
        text = found.text
        self.actors: list[Actor] = []
        for mention, organization in found.actors():
            match = PARTICLE.match(text, mention.end)
            particle = (match["particle"] or "") if match else "?"
            after = match.end() if match else mention.end
            self.actors.append(Actor(mention.start, mention.end, organization, particle, after))
        self.actors.sort(key=lambda a: a.start)
        self.quotes: list[Quotation] = quotations(text)
        self._starts = [a.start for a in self.actors]
        self._dates = [d.start for d in found.dates]
        self.list: list[Sentence] = list(self._sentences())
        # anaphors count most: 도는, 공사는 go back to whom the article is about
        counts: Counter[int] = Counter()
        for mention, organization in found.actors():
            if organization.category != "media":
                counts[id(organization)] += 2 if mention.kind == "anaphor" else 1
        ranked = [o for o in found.organizations if id(o) in counts]
        self.main = max(ranked, key=lambda o: counts[id(o)], default=None)

    def _sentences(self) -> Iterator[Sentence]:
        found = self.found
        spans = found.morphemes.sentences
        i = 0
        for line in found.layout.lines:
            if line.kind in ("chrome", "header", "byline"):
                continue
            while i < len(spans) and spans[i][1] <= line.start:
                i += 1
            parts = []
            while i < len(spans) and spans[i][0] < line.end:
                parts.append((max(spans[i][0], line.start), min(spans[i][1], line.end)))
                i += 1
            if line.kind in ("title", "subhead") or not parts:
                parts = [(line.start, line.end)]
            for start, end in parts:
                actors = self.actors[
                    bisect_left(self._starts, start) : bisect_left(self._starts, end)
                ]
                dates = found.dates[bisect_left(self._dates, start) : bisect_left(self._dates, end)]
                yield Sentence(start, end, found.text[start:end], line, actors, dates)

    def about(self, sentence: Sentence, before: int | None = None) -> OrganizationFound | None:
        """Who a sentence is about: its own topic, else its paragraph's, else the one before's."""
        topic = sentence.topic(sentence.end if before is None else before)
        if topic is not None and topic.organization.category != "media":
            return topic.organization
        i = bisect_left(self._starts, sentence.start)
        for actor in reversed(self.actors[max(0, i - 200) : i]):
            if actor.organization.category != "media" and actor.particle in TOPIC:
                line = self.found.layout.line(actor.start)
                inside = actor.start >= sentence.line.start and actor.start == self._first(actor)
                opens = line is not None and actor.start - line.start < HEAD_CHARS
                heads = line is not None and actor.start - line.start < 10
                if inside or (opens and actor.particle in OPENING) or heads:
                    return actor.organization
        return self.main

    def _first(self, actor: Actor) -> int:
        """Where the first actor of the sentence of this one stands."""
        start = self.found.morphemes.sentence(actor.start)[0]
        return self._starts[bisect_left(self._starts, start)]
