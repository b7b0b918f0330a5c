"""Sentences with their actors: what programs and awards read their slots from.

An actor is a mention of an organization with the particle behind it, which tells its role:
은/는/이/가 who does, 에/에게 who gets, 의 whose, none in a list or before a noun (행안부 주관).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from extract.found import DateMention, Found, OrganizationFound
from extract.quotations import Quotation, quotations
from extract.reading.layout import Line

# an office may stand between the name and its particle: 행안부 장관은, 부산시장(사진)이
OFFICES = (
    "청장|장관|차관|지사|시장|군수|의장|위원장|이사장|사장|원장|총장|회장|본부장|센터장|국장|과장|실장"
    "|교육감|장|수"
)
PARTICLES = (
    "에서는|에서도|에게서|에게는|으로부터|로부터|에서|에게|에는|에도"
    "|은|는|이|가|도|을|를|의|에|와|과|로"
)
TOPIC = frozenset({"은", "는", "이", "가", "도", "에서는", "에서도"})
"""Particles of the one who does."""
OPENING = frozenset({"은", "는", "도"})
"""Those of them that say what the following is about."""
HEAD_CHARS = 45
"""A topic this near to the beginning of a paragraph is what the paragraph is about."""
FIRST_CHARS = 10
"""This near to it, whoever does is."""
CLAUSE = 40
"""Morphemes behind a subject that hold its verb."""
BULLETS = "△▲▽▼○●◇◆□■▷▶"
"""Signs of a list: what they lead goes with the sentence before, if it is in the same line."""
NEAR = 200
"""Actors further back than so many have no say: keeps an endless list from costing its square."""

_LINK = re.compile(r"[\s·,]*")
_BEHIND = re.compile(
    rf"(?:\s?(?:{OFFICES}))?(?:\s?\([^()\n]{{0,60}}\)){{0,4}}"
    rf"(?:\s등(?:\s?\d{{1,3}}\s?[가-힣]{{1,5}}?)?)?(?P<particle>{PARTICLES})?(?![가-힣])"
)


@dataclass(slots=True)
class Actor:
    """A mention of an organization; ``after`` is the offset behind its brackets and particle.

    ``particle`` is empty where none stands there, ``?`` where the word goes on.
    """

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
        i = bisect_left(self.actors, before, key=lambda actor: actor.start)
        for actor in reversed(self.actors[max(0, i - NEAR) : i]):
            if actor.end <= before and actor.particle in TOPIC:
                return actor
        return None


class Discourse:
    """The sentences of an article in order, and who each part of it is about.

    ``list`` has the sentences, ``actors`` and ``quotes`` those of the whole article in order;
    ``main`` is the first mention of the organization that the article names most, None where it
    names none.
    """

    def __init__(self, found: Found) -> None:
        self.found = found
        self.actors: list[Actor] = sorted(_actors(found), key=lambda actor: actor.start)
        self.quotes: list[Quotation] = quotations(found.text)
        self._starts = [actor.start for actor in self.actors]
        self._dates = [date.start for date in found.dates]
        self.list: list[Sentence] = list(self._sentences())
        self.main = self._main()

    @classmethod
    def of(cls, found: Found) -> Discourse:
        """That of an article whose dates and organizations are known; read once."""
        if found.discourse is None:
            found.discourse = cls(found)
        return found.discourse

    def about(self, sentence: Sentence, before: int | None = None) -> Actor | None:
        """Who a sentence is about: its own topic, else its paragraph's, else the one before's.

        Only what stands before the offset ``before`` counts as its own topic.
        """
        topic = sentence.topic(sentence.end if before is None else before)
        if topic is not None and topic.organization.category != "media":
            return topic
        i = bisect_left(self._starts, sentence.start)
        for actor in reversed(self.actors[max(0, i - NEAR) : i]):
            if (
                actor.organization.category != "media"
                and actor.particle in TOPIC
                and not self._subordinate(actor)
                and self._leads(actor, sentence)
            ):
                return actor
        return self.main

    def _subordinate(self, actor: Actor) -> bool:
        """Whether a subject is only that of a clause before a noun: 협회가 발표한 평가에서.

        Whom the article is about, and local governments, do what follows as well.
        """
        own = actor.organization.category == "local_government"
        if self.main is not None:
            own = own or actor.organization is self.main.organization
        if own or actor.particle not in ("이", "가"):
            return False
        m = self.found.morphemes
        first = m.after(actor.after)
        for i in range(first, min(first + CLAUSE, len(m))):
            if m.tags[i].startswith("E") and m.tags[i] not in ("EP", "ETN"):
                return m.tags[i] == "ETM" and m.tags[i + 1 : i + 2] != ["NNB"]
        return False

    def between(self, start: int, end: int) -> list[Actor]:
        """The actors that begin in a stretch of the text."""
        return self.actors[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _leads(self, actor: Actor, sentence: Sentence) -> bool:
        """Whether one who does in an earlier sentence is whom this one is about as well."""
        if actor.start >= sentence.line.start and actor.start == self._first(actor):
            return True
        line = self.found.layout.line(actor.start)
        if line is None:
            return False
        at = actor.start - line.start
        return at < FIRST_CHARS or (at < HEAD_CHARS and actor.particle in OPENING)

    def _first(self, actor: Actor) -> int:
        """Where the first actor of the sentence of this one stands."""
        start = self.found.morphemes.sentence(actor.start)[0]
        return self._starts[bisect_left(self._starts, start)]

    def _main(self) -> Actor | None:
        named = [o for o in self.found.organizations if o.mentions and o.category != "media"]
        main = max(named, key=_weight, default=None)
        return next((actor for actor in self.actors if actor.organization is main), None)

    def _sentences(self) -> Iterator[Sentence]:
        """Kiwi's sentences, cut at the ends of lines; headlines are sentences as they stand."""
        spans = self.found.morphemes.sentences
        i = 0
        for line in self.found.layout.lines:
            if line.kind in ("chrome", "header", "byline"):
                continue
            while i < len(spans) and spans[i][1] <= line.start:
                i += 1
            parts: list[tuple[int, int]] = []
            while i < len(spans) and spans[i][0] < line.end:
                start, end = max(spans[i][0], line.start), min(spans[i][1], line.end)
                if parts and self.found.text[start] in BULLETS:  # … 다음과 같다. △가시 △나군
                    start = parts.pop()[0]
                parts.append((start, end))
                i += 1
            if line.kind in ("title", "subhead") or not parts:
                parts = [(line.start, line.end)]
            for start, end in parts:
                yield self._sentence(start, end, line)

    def _sentence(self, start: int, end: int, line: Line) -> Sentence:
        found, starts, dates = self.found, self._starts, self._dates
        return Sentence(
            start,
            end,
            found.text[start:end],
            line,
            self.actors[bisect_left(starts, start) : bisect_left(starts, end)],
            found.dates[bisect_left(dates, start) : bisect_left(dates, end)],
        )


def adjoins(text: str, actor: Actor, later: Actor) -> bool:
    """Whether nothing but blanks and signs of a list stands between two actors."""
    return _LINK.fullmatch(text, actor.after, later.start) is not None


def _weight(organization: OrganizationFound) -> int:
    """How often it is named; anaphors count most: 도는, 공사는 go back to whom it is all about."""
    return sum(2 if mention.kind == "anaphor" else 1 for mention in organization.mentions)


def _actors(found: Found) -> Iterator[Actor]:
    for mention, organization in found.actors():
        match = _BEHIND.match(found.text, mention.end)
        particle = (match["particle"] or "") if match else "?"
        after = match.end() if match else mention.end
        yield Actor(mention.start, mention.end, organization, particle, after)
