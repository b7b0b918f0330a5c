"""What other places of a name in the article say of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from extract.occurrences import compact, without_blanks
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
        self._places: dict[str, list[tuple[int, int]]] | None = None
        self._used: dict[str, set[int]] = {}

    def elsewhere(self, name: str, here: int) -> bool:
        """Whether a name is used so, written alike, at an offset other than ``here``."""
        if name not in self._names:
            return False
        if self._places is None:  # few articles ask
            self._places = self._read()
        places = self._places.get(name, [])
        if len(places) > 1 and name not in self._used:  # most names stand in one place
            self._used[name] = {start for start, end in places if self._is_used(start, end)}
        return any(start != here for start in self._used.get(name, ()))

    def _read(self) -> dict[str, list[tuple[int, int]]]:
        places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for start, end, _ in without_blanks(self._text).hits(self._names):
            places[self._text[start:end]].append((start, end))
        return places

    def _is_used(self, start: int, end: int) -> bool:
        before = self._text[max(0, start - BEFORE) : start].rstrip(OPENING)
        behind = self._text[end : end + BEHIND].lstrip(CLOSING)
        return bool(self._vocabulary.class_before(before)) or self._vocabulary.made(behind)


class Alone:
    """Where names stand on their own: at the head of a line, or set apart in a list."""

    def __init__(self, text: str, names: Collection[str]) -> None:
        self._reach: dict[str, tuple[int, int]] = {}
        """By compact name, the first such offset and the last."""
        for start, end, name in without_blanks(text).hits(names) if names else ():
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
