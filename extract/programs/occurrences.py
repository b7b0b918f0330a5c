"""Where many names stand in a text, in one pass for all of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

import ahocorasick

_WORD = re.compile(r"\S+")


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
        self._words = [match.span() for match in _WORD.finditer(text)]
        self._compact = compact(text)
        self._starts: list[int] = []
        """Where each word begins in the compact text."""
        at = 0
        for start, end in self._words:
            self._starts.append(at)
            at += end - start

    def hits(self, names: Iterable[str]) -> Iterator[tuple[int, int, str]]:
        """Start and end in the text, and the compact name, of every place of every name.

        Within a place, one blank at most stands between two characters.
        """
        words, starts = self._words, self._starts
        for start, end, name in Searcher(map(compact, names)).hits(self._compact):
            first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
            if all(words[i + 1][0] - words[i][1] == 1 for i in range(first, last)):
                begin = words[first][0] + start - starts[first]
                yield begin, words[last][0] + end - starts[last], name
