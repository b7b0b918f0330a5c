"""What the readers of awards hand each other. All offsets are the article's."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.found import DateMention, Found, OrganizationFound, Recipient
from extract.quotations import Quotation
from extract.sentences import Discourse, Sentence

LIST = "awards.list"
SENTENCE = "awards.sentence"
HEADLINE = "awards.headline"


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
    edition: int | None = None
    year: int | None = None
    grantors: list[OrganizationFound] = field(default_factory=list)
    announced: DateMention | None = None
    ceremony: DateMention | None = None

    def holds(self, offset: int) -> bool:
        """Whether an offset lies within the name, its edition and year."""
        return self.outer_start <= offset < self.outer_end


@dataclass(slots=True)
class Passage:
    """A sentence in its article, with its award names and the quotations that reach into it."""

    discourse: Discourse
    sentence: Sentence
    quotes: list[Quotation]
    names: list[Name] = field(default_factory=list)
    _matches: dict[int, list[re.Match[str]]] = field(default_factory=dict, init=False, repr=False)

    @property
    def found(self) -> Found:
        """What was found in the article so far."""
        return self.discourse.found

    @property
    def text(self) -> str:
        """The article's text, not the sentence's: offsets are the article's."""
        return self.discourse.found.text

    @property
    def headline(self) -> bool:
        """Whether the sentence is a title or a subhead, where verbs may be missing."""
        return self.sentence.line.kind in ("title", "subhead")

    def quoted(self, offset: int) -> Quotation | None:
        """The quotation that the character at an offset belongs to, its marks included."""
        i = bisect_right(self.quotes, offset, key=lambda quote: quote.outer_start) - 1
        return self.quotes[i] if i >= 0 and offset < self.quotes[i].outer_end else None

    def first(self, pattern: re.Pattern[str], start: int, end: int) -> re.Match[str] | None:
        """The first match of a pattern in the sentence after ``start``, if it ends by ``end``."""
        matches = self._all(pattern)
        i = bisect_left(matches, start, key=re.Match.start)
        return matches[i] if i < len(matches) and matches[i].end() <= end else None

    def last(self, pattern: re.Pattern[str], start: int, end: int) -> re.Match[str] | None:
        """The last match of a pattern in the sentence that lies in ``start:end``."""
        matches = self._all(pattern)
        i = bisect_right(matches, end, key=re.Match.end) - 1
        return matches[i] if i >= 0 and matches[i].start() >= start else None

    def _all(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        # a sentence may have a thousand prizes: it is searched once, not once for each of them
        matches = self._matches.get(id(pattern))
        if matches is None:
            start, end = self.sentence.start, self.sentence.end
            matches = self._matches[id(pattern)] = [*pattern.finditer(self.text, start, end)]
        return matches


def passages(discourse: Discourse) -> Iterator[Passage]:
    """The sentences of an article in order."""
    quotes, first = discourse.quotes, 0
    for sentence in discourse.list:
        while first < len(quotes) and quotes[first].outer_end <= sentence.start:
            first += 1
        last = first
        while last < len(quotes) and quotes[last].outer_start < sentence.end:
            last += 1
        yield Passage(discourse, sentence, quotes[first:last])


@dataclass(slots=True, frozen=True)
class Prize:
    """What can be won, at ``start:end``; ``text`` is None where the award itself is won."""

    start: int
    end: int
    text: str | None


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
    passive: bool
    """The recipient stands in 에, 에게."""
    gives: bool
    """The subject is who gives."""
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
    grantors: list[OrganizationFound] = field(default_factory=list)
    date: DateMention | None = None
    announced: DateMention | None = None
    sentence: int | None = None

    @property
    def headline(self) -> bool:
        """Whether a title or a subhead states it."""
        return self.rule == HEADLINE
