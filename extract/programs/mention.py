"""What finding hands on to resolving."""

from __future__ import annotations

from dataclasses import dataclass

from extract.sentences import Sentence


@dataclass(slots=True)
class Mention:
    """One place where a program is named; offsets are the article's.

    ``outer_start`` is that of the opening mark, ``outer_end`` lies behind the closing mark and a
    class noun there. ``category`` is None where nothing there decides it. ``tail`` is set in a
    list: the offset behind its last item, where stands what is said of all.
    """

    start: int
    end: int
    name: str
    category: str | None
    rule: str
    sentence: Sentence
    outer_start: int
    outer_end: int
    tail: int | None = None
