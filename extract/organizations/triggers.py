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
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
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
                self._automaton.add_word(_halves(word), (len(word), word, kinds))
            self._automaton.make_automaton()
        found: defaultdict[str, Hits] = defaultdict(list)
        for last, (length, word, kinds) in self._automaton.iter(_halves(text)):
            if last % 2:  # the second half of a character
                end = (last + 1) // 2
                hit = end - length, end, word
                for kind in kinds:
                    found[kind].append(hit)
        return dict(found)


def _halves(text: str) -> str:
    """Each character as two: an automaton tries the letters at a place one by one.

    Characters beyond the Basic Multilingual Plane, of which no word has any, are all alike.
    """
    halves = text.encode("utf-16-be", "surrogatepass")
    if len(halves) != 2 * len(text):
        halves = _BEYOND.sub("\ufffd", text).encode("utf-16-be", "surrogatepass")
    return halves.decode("latin-1")


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
