"""One article as those who look for names ask about it."""

from __future__ import annotations

from extract.found import Found
from extract.programs.lists import Listing, Lists
from extract.programs.spans import Spans
from extract.sentences import Discourse, Sentence

_NAMES = ("NNP", "SL", "SH", "W_SERIAL", "UN")
"""Kiwi's tags for names, foreign letters, hanja and what it does not know."""


class Context:
    """What covers an offset, and what a sentence lists."""

    def __init__(self, found: Found, discourse: Discourse, lists: Lists) -> None:
        self.found = found
        self.text = found.text
        self.sentences = discourse.list
        self.quotes = discourse.quotes
        self.quoted = Spans((q.outer_start, q.outer_end) for q in discourse.quotes)
        self.dated = Spans((date.start, date.end) for date in found.dates)
        self.organized = Spans(
            (actor.start, actor.end)
            for actor in discourse.actors
            if actor.organization.category != "local_government"
        )
        """Where organizations are named that are no places."""
        self._lists = lists
        self._listings: dict[int, Listing] = {}

    def listing(self, sentence: Sentence) -> Listing:
        """What a sentence lists; read once."""
        listing = self._listings.get(sentence.start)
        if listing is None:
            listing = self._listings[sentence.start] = self._lists.read(sentence)
        return listing

    def proper(self, start: int, end: int, common: frozenset[str]) -> bool:
        """Whether a morpheme in ``start:end`` is a name, foreign or unknown, and not ``common``."""
        m = self.found.morphemes
        return any(m.tags[i] in _NAMES and m.forms[i] not in common for i in m.within(start, end))
