"""Where many names stand in a text, in one pass for all of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate

import ahocorasick

_NO_SPACE = re.compile(r"[^\S ]")
"""A blank that is no space."""


class Searcher:
    """Finds every place of every word, in time linear in the text."""

    def __init__(self, words: Iterable[str]) -> None:
        self._automaton = ahocorasick.Automaton()
        self._any = False
        for word in words:
            if word:
                self._automaton.add_word(word, word)
                self._any = True
        self._automaton.make_automaton()

    def hits(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and word, overlapping ones too, in the order of their ends."""
        if self._any:  # an automaton without words cannot be asked
            for last, word in self._automaton.iter(text):
                yield last + 1 - len(word), last + 1, word


def compact(name: str) -> str:
    """A name without its blanks, which writers set as they like."""
    return "".join(name.split())


@lru_cache(1)
def without_blanks(text: str) -> Blanks:
    """The text whose blanks do not count; several ask for that of one article in a row."""
    return Blanks(text)


class Blanks:
    """A text whose blanks do not count: 온마을톡 is found as 온 마을톡, too."""

    def __init__(self, text: str) -> None:
        self._words = _NO_SPACE.sub(" ", text).split(" ")
        """One blank stands between two of them, an empty one between two blanks."""
        self._compact = "".join(self._words)
        self._starts = [0, *accumulate(map(len, self._words))]
        """Where each word begins in the compact text."""

    def hits(self, names: Iterable[str]) -> Iterator[tuple[int, int, str]]:
        """Start and end in the text, and the compact name, of every place of every name.

        Within a place, one blank at most stands between two characters.
        """
        for start, end, name in Searcher(map(compact, names)).hits(self._compact):
            place = self._place(start, end)
            if place is not None:
                yield *place, name

    def first(self, name: str, before: int) -> tuple[int, int] | None:
        """Start and end of the first place of a compact name that ends before an offset."""
        at = self._compact.find(name)
        while at >= 0 and (place := self._place(at, at + len(name))) is None:
            at = self._compact.find(name, at + 1)
        return place if at >= 0 and place is not None and place[1] <= before else None

    def _place(self, start: int, end: int) -> tuple[int, int] | None:
        """A stretch of the compact text in the text; None where two blanks stand in it."""
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, end - 1, lo=first) - 1
        return (start + first, end + last) if all(self._words[first:last]) else None
