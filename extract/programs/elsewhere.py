"""What other places of a name in the article say of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from extract.programs.occurrences import compact, without_blanks
from extract.programs.vocabulary import Vocabulary
from extract.quotations import CLOSING, OPENING

MIN_USED = 4
"""Letters of a name whose other places count as its own."""
BEFORE, BEHIND = 10, 24
"""Characters around another place that tell how the name is used there."""
SIGNS = ",·‘'△▲"
"""Signs before a name that stands on its own."""


class Uses:
    """Where names stand with a class noun, or as the object of being made or run."""

    def __init__(self, text: str, names: Iterable[str], vocabulary: Vocabulary) -> None:
        self._text = text
        self._names = {name for name in names if len(name) >= MIN_USED}
        self._vocabulary = vocabulary
        self._starts: dict[str, set[int]] | None = None

    def elsewhere(self, name: str, here: int) -> bool:
        """Whether a name is used so, written alike, at an offset other than ``here``."""
        if self._starts is None:  # few articles ask
            self._starts = self._read()
        return any(start != here for start in self._starts.get(name, ()))

    def _read(self) -> dict[str, set[int]]:
        text = self._text
        starts: dict[str, set[int]] = defaultdict(set)
        for start, end, _ in without_blanks(text).hits(self._names):
            before = text[max(0, start - BEFORE) : start].rstrip(OPENING)
            behind = text[end : end + BEHIND].lstrip(CLOSING)
            if self._vocabulary.class_before(before) or self._vocabulary.made(behind):
                starts[text[start:end]].add(start)
        return starts


class Alone:
    """Where names stand on their own: at the head of a line, or set apart in a list."""

    def __init__(self, text: str, names: Iterable[str]) -> None:
        self._reach: dict[str, tuple[int, int]] = {}
        """By compact name, the first such offset and the last."""
        for start, end, name in without_blanks(text).hits(names):
            at = _set_apart(text, start)
            if at is not None and not "가" <= text[end : end + 1] <= "힣":
                first, last = self._reach.get(name, (at, at))
                self._reach[name] = min(first, at), max(last, at)

    def elsewhere(self, name: str, here: int) -> bool:
        """Whether a name stands so, blanks aside, further from ``here`` than it is long."""
        reach = self._reach.get(compact(name))
        return reach is not None and (here - reach[0] > len(name) or reach[1] - here > len(name))


def _set_apart(text: str, start: int) -> int | None:
    """The offset of the sign before a name, or of the name at the head of a line; else None."""
    blank = start > 0 and text[start - 1].isspace()
    sign = start - 2 if blank else start - 1
    if sign >= 0 and text[sign] in SIGNS:
        return sign
    return start if start == 0 or text[start - 1] == "\n" else None
