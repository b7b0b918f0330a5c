"""One article as those who look for names ask about it."""

from __future__ import annotations

import re

from extract.found import Found
from extract.programs.lists import Listing, Lists
from extract.programs.spans import Spans
from extract.sentences import Discourse, Sentence

_NAMES = ("NNP", "SL", "SH", "W_SERIAL", "UN")
"""Kiwi's tags for names, foreign letters, hanja and what it does not know."""


MAX_PLACES = 40
"""Characters at the beginning of a phrase that hold the places it is named by."""
_LEVEL = re.compile(r"(?:특별자치시|특별자치도|특별시|광역시|[시도군구])$")


def _short(name: str) -> str:
    return _LEVEL.sub("", name)


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
        self.names = {found.text[actor.start : actor.end] for actor in discourse.actors}
        """How the article names organizations."""
        self._ends = {actor.end for actor in discourse.actors}
        self._parents = {
            found.text[m.start : m.end].split()[0]
            for organization in found.organizations
            if organization.category == "local_government"
            for m in organization.mentions
        }
        self._naming = {
            actor.start: actor.end
            for actor in discourse.actors
            if actor.organization.category not in ("local_government", "central_government")
            and (actor.organization.category == "company" or found.text[actor.start].isascii())
        }
        self.places = tuple(
            short
            for organization in found.organizations
            if organization.category == "local_government"
            for short in [_short(organization.name.split()[-1])]
            if len(short) > 1
        )
        """The short names of the local governments of the article: 수성 of 수성구."""
        self._lists = lists
        self._listings: dict[int, Listing] = {}

    def ends_organization(self, end: int) -> bool:
        """Whether an organization's name ends at an offset."""
        return end in self._ends

    def local(self, start: int) -> int:
        """Where a phrase begins without the government before its own place: 횡성군 횡성 …."""
        stretch = self.text[start : start + MAX_PLACES]
        words = stretch.split(" ")
        count = next((i for i, word in enumerate(words) if not self.is_place(word)), len(words))
        if count < 2 or _short(words[count - 1]) not in {_short(w) for w in words[: count - 1]}:
            return start
        return start + len(" ".join(words[: count - 1])) + 1

    def is_place(self, word: str) -> bool:
        """Whether a word is a local government of the article, or the province it lies in."""
        return word in self.places or _short(word) in self.places or word in self._parents

    def named_by(self, start: int, end: int) -> bool:
        """Whether a word is an organization by which its undertakings are called: KT …, LH …."""
        return self._naming.get(start) == end

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
