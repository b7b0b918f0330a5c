"""Where many names stand in a text, in one pass for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise

import ahocorasick


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


class Blanks:
    """A text whose blanks do not count: 온마을톡 is found as 온 마을톡, too."""

    def __init__(self, text: str) -> None:
        self._compact = compact(text)
        self._offsets = [i for i, char in enumerate(text) if not char.isspace()]
        gaps = (b - a > 2 for a, b in pairwise(self._offsets))
        self._gaps = [0, *accumulate(gaps)]
        """For each character, how often more than one blank stands before it."""

    def hits(self, names: Iterable[str]) -> Iterator[tuple[int, int, str]]:
        """Start and end in the text, and the compact name, of every place of every name.

        Within a place, one blank at most stands between two characters.
        """
        for start, end, name in Searcher(map(compact, names)).hits(self._compact):
            if self._gaps[start] == self._gaps[end - 1]:
                yield self._offsets[start], self._offsets[end - 1] + 1, name
