"""Stretches of text that do not overlap."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable


class Spans:
    """Half-open spans in the order of the text, none over another; asked in logarithmic time."""

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in spans:
            self.add(start, end)

    def add(self, start: int, end: int) -> bool:
        """Take a span in; False, and nothing done, where it meets one that is there."""
        if not self._ends or start >= self._ends[-1]:  # most come in order
            self._starts.append(start)
            self._ends.append(end)
            return True
        if self.meets(start, end):
            return False
        i = bisect_right(self._ends, start)
        self._starts.insert(i, start)
        self._ends.insert(i, end)
        return True

    def meets(self, start: int, end: int) -> bool:
        """Whether a span shares a character with ``start:end``."""
        i = bisect_right(self._ends, start)  # the first that ends behind the start
        return i < len(self._starts) and self._starts[i] < end

    def covers(self, offset: int) -> bool:
        """Whether the character at an offset lies in a span."""
        return self.meets(offset, offset + 1)
