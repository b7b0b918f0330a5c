"""What in a text may belong to an organization, found in one pass for all who look for it.

Every finder says before which words it wants to know of; an article is then read once, and each
looks only at the places of its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import ahocorasick

from extract.organizations.edges import MAX_NAME, WORD

Hits = list[tuple[int, int, str]]
"""Where words stand: start, end and the word, by their ends."""
_LETTER = re.compile(f"[{WORD}&]")


class Triggers:
    """An Aho-Corasick automaton whose words are of one or more kinds."""

    def __init__(self) -> None:
        self._kinds: dict[str, list[str]] = {}
        self._automaton: ahocorasick.Automaton | None = None

    def add(self, kind: str, words: Iterable[str]) -> None:
        """Look for words from now on; to be called before the first ``find``."""
        for word in words:
            kinds = self._kinds.setdefault(word, [])
            if word and kind not in kinds:
                kinds.append(kind)

    def find(self, text: str) -> dict[str, Hits]:
        """All words in a text by their kinds, overlapping ones too."""
        if self._automaton is None:
            self._automaton = ahocorasick.Automaton()
            for word, kinds in self._kinds.items():
                self._automaton.add_word(word, (len(word), word, kinds))
            self._automaton.make_automaton()
        found: defaultdict[str, Hits] = defaultdict(list)
        for last, (length, word, kinds) in self._automaton.iter(text):
            hit = last + 1 - length, last + 1, word
            for kind in kinds:
                found[kind].append(hit)
        return dict(found)


def longest(hits: Hits) -> Iterator[tuple[int, int, str]]:
    """The hits that overlap none before them, the earlier and then the longer first."""
    reached = 0
    for start, end, word in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        if start >= reached:
            reached = end
            yield start, end, word


def around(
    pattern: re.Pattern[str], text: str, hits: Hits, back: int, ahead: int
) -> Iterator[re.Match[str]]:
    """The matches of a pattern near hits: from ``back`` characters before to ``ahead`` behind."""
    seen = -1
    for start, end, _ in hits:
        for match in pattern.finditer(text, max(0, start - back, seen), end + ahead):
            seen = max(seen, match.end())
            yield match


def word_before(text: str, end: int) -> int:
    """Where the run of letters begins that ends at an offset, at most a name's length before."""
    start, first = end, max(0, end - MAX_NAME)
    while start > first and _LETTER.match(text, start - 1):
        start -= 1
    return start
