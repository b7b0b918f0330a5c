"""Many words found in a text in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import ahocorasick


class Gazetteer:
    """An Aho-Corasick automaton: its cost does not grow with the number of words."""

    def __init__(self, words: Iterable[str]) -> None:
        self._automaton = ahocorasick.Automaton()
        for word in words:
            self._automaton.add_word(word, word)
        self._automaton.make_automaton()

    def hits(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Every word in a text as ``(start, end, word)``, by their ends, overlapping ones too."""
        if not len(self._automaton):
            return
        for last, word in self._automaton.iter(text):
            yield last + 1 - len(word), last + 1, word

    def longest(self, text: str) -> list[tuple[int, int, str]]:
        """Every word in a text as ``(start, end, word)``, by their starts, longer ones first."""
        return sorted(self.hits(text), key=lambda hit: (hit[0], -hit[1]))
