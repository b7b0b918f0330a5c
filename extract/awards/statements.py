"""What the readers of awards hand each other. All offsets are the article's."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from extract.awards.actors import SUBJECT
from extract.found import (
    DateMention,
    Evidence,
    Found,
    OrganizationFound,
    ProgramFound,
    Recipient,
)
from extract.quotations import Quotation
from extract.sentences import NEAR, Actor, Discourse, Sentence
from extract.wording import Rare

LIST = "awards.list"
SENTENCE = "awards.sentence"
HEADLINE = "awards.headline"

Pattern = re.Pattern[str] | Rare


@dataclass(slots=True)
class Name:
    """An award's name: ``start:end`` without edition, year and marks; ``outer_*`` with them.

    ``grantors``, ``announced`` and ``ceremony`` are what a sentence without a winner tells of it.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    text: str
    rule: str
    edition: int | None = None
    year: int | None = None
    grantors: list[tuple[OrganizationFound, Evidence]] = field(default_factory=list)
    announced: DateMention | None = None
    ceremony: DateMention | None = None
    evidence: list[Evidence] = field(default_factory=list)

    def holds(self, offset: int) -> bool:
        """Whether an offset lies within the name, its edition and year."""
        return self.outer_start <= offset < self.outer_end


@dataclass(slots=True)
class Passage:
    """A sentence in its article, with its award names and the quotations that reach into it."""

    discourse: Discourse
    text: str
    """The article's text, not the sentence's: offsets are the article's."""
    sentence: Sentence
    quotes: list[Quotation]
    programs: list[tuple[int, int, ProgramFound]]
    """Start, end and program of each mention that begins in the sentence, by programs."""
    names: list[Name] = field(default_factory=list)
    _matches: dict[int, list[re.Match[str]]] = field(default_factory=dict, init=False, repr=False)

    @property
    def found(self) -> Found:
        """What was found in the article so far."""
        return self.discourse.found

    @property
    def headline(self) -> bool:
        """Whether the sentence is a title or a subhead, where verbs may be missing."""
        return self.sentence.line.kind in ("title", "subhead")

    def between(self, start: int, end: int) -> list[Actor]:
        """The actors of the sentence that begin in a stretch of it."""
        actors = self.sentence.actors
        low = bisect_left(actors, start, key=lambda actor: actor.start)
        return actors[low : bisect_left(actors, end, lo=low, key=lambda actor: actor.start)]

    def around(self, offset: int) -> list[Actor]:
        """The actors of the sentence, as far from an offset as they count."""
        actors = self.sentence.actors
        i = bisect_left(actors, offset, key=lambda actor: actor.start)
        return actors[max(0, i - NEAR) : i + NEAR]

    def names_around(self, offset: int) -> list[Name]:
        """The same for the award names of the sentence."""
        i = bisect_left(self.names, offset, key=lambda name: name.start)
        return self.names[max(0, i - NEAR) : i + NEAR]

    def quotes_before(self, offset: int) -> list[Quotation]:
        """The quotations before an offset, as far back as they count."""
        i = bisect_left(self.quotes, offset, key=lambda quote: quote.outer_end)
        return self.quotes[max(0, i - NEAR) : i + 1]

    def quoted(self, offset: int) -> Quotation | None:
        """The quotation that the character at an offset belongs to, its marks included."""
        i = bisect_right(self.quotes, offset, key=lambda quote: quote.outer_start) - 1
        return self.quotes[i] if i >= 0 and offset < self.quotes[i].outer_end else None

    def first(self, pattern: Pattern, start: int, end: int) -> re.Match[str] | None:
        """The first match of a pattern in the sentence after ``start``, if it ends by ``end``."""
        matches = self.matches(pattern)
        i = bisect_left(matches, start, key=re.Match.start)
        return matches[i] if i < len(matches) and matches[i].end() <= end else None

    def last(self, pattern: Pattern, start: int, end: int) -> re.Match[str] | None:
        """The last match of a pattern in the sentence that lies in ``start:end``."""
        matches = self.matches(pattern)
        i = bisect_right(matches, end, key=re.Match.end) - 1
        return matches[i] if i >= 0 and matches[i].start() >= start else None

    def matches(self, pattern: Pattern) -> list[re.Match[str]]:
        """The matches of a pattern in the sentence."""
        # a sentence may have a thousand prizes: it is searched once, not once for each of them
        matches = self._matches.get(id(pattern))
        if matches is None:
            start, end = self.sentence.start, self.sentence.end
            matches = self._matches[id(pattern)] = [*pattern.finditer(self.text, start, end)]
        return matches


def passages(discourse: Discourse) -> Iterator[Passage]:
    """The sentences of an article in order."""
    text, quotes, first = discourse.found.text, discourse.quotes, 0
    programs = discourse.found.programs
    places = sorted((m.start, i, m.end) for i, p in enumerate(programs) for m in p.mentions)
    starts = [start for start, _, _ in places]
    for sentence in discourse.list:
        while first < len(quotes) and quotes[first].outer_end <= sentence.start:
            first += 1
        last = first
        while last < len(quotes) and quotes[last].outer_start < sentence.end:
            last += 1
        inside = places[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        named = sorted((i, start, end) for start, i, end in inside)
        mentions = [(start, end, programs[i]) for i, start, end in named]
        yield Passage(discourse, text, sentence, quotes[first:last], mentions)


@dataclass(slots=True, frozen=True)
class Prize:
    """What can be won, at ``start:end``; ``text`` is None where the award itself is won."""

    start: int
    end: int
    text: str | None


@dataclass(slots=True, frozen=True)
class Frame:
    """A case frame: by which particles a verb marks who gets something and who gives it."""

    name: str
    recipient: frozenset[str]
    grantors: frozenset[str]

    @property
    def gives(self) -> bool:
        """The subject is who gives."""
        return bool(self.grantors & SUBJECT)

    @property
    def passive(self) -> bool:
        """The subject is the prize."""
        return not self.gives and not self.recipient & SUBJECT


@dataclass(slots=True, frozen=True)
class Clause:
    """The clause that tells what became of a prize.

    ``since`` is where the prize before it in the sentence ends, ``verb:verb_end`` the verb of
    winning (both the prize's end where a headline has none), ``end`` the clause's end.
    """

    since: int
    verb: int
    verb_end: int
    end: int
    frame: Frame | None
    """None where a headline has no verb."""
    failed: bool


@dataclass(slots=True)
class Statement:
    """What one sentence says of one honour, whose prize stands at ``start:end``.

    ``name`` is None where only the sentences before tell it; ``recipient`` is empty until it is
    known. ``sentence`` is the offset of the sentence, None for an item of a bullet list.
    """

    start: int
    end: int
    rule: str
    recipient: Recipient = ""
    name: Name | None = None
    prize: str | None = None
    category: str | None = None
    rank: int | None = None
    streak: int | None = None
    year: int | None = None
    grantors: list[tuple[OrganizationFound, Evidence]] = field(default_factory=list)
    date: DateMention | None = None
    announced: DateMention | None = None
    sentence: int | None = None
    evidence: list[Evidence] = field(default_factory=list)

    def because(self, slot: str, start: int, end: int, rule: str) -> None:
        """Note the words that fill a slot."""
        self.evidence.append(Evidence(slot, start, end, rule))

    def to(self, recipient: Recipient, why: Evidence) -> Statement:
        """The statement of this recipient; ``why`` are the words that name it."""
        return replace(
            self,
            recipient=recipient,
            grantors=[*self.grantors],
            evidence=[*self.evidence, why],
        )

    @property
    def headline(self) -> bool:
        """Whether a title or a subhead states it."""
        return self.rule == HEADLINE
