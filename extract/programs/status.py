"""How far a program is, by the verbs around its name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.wording import any_of, verbs

SINCE = re.compile(r"\s?\d{1,3}\s?(?:주년|년|개월|돌)")
"""Behind a verb: it tells how long ago that was (개관 1년)."""
LEADING = 40
"""Characters before a name that lead up to it."""

_CLAUSE_END = re.compile(r"(?<=[가-힣])(?:고|며|는데|지만|으나)[,\s]|\.\s")


def clause(text: str, start: int, end: int) -> int:
    """Where the clause that goes on behind a name ends."""
    match = _CLAUSE_END.search(text, start, end)
    return match.start() if match else end


@dataclass(slots=True, frozen=True)
class Said:
    """A status with the words ``start:end`` that say so."""

    status: str
    start: int
    end: int


class Statuses:
    """Tells the status with the patterns of each."""

    def __init__(self, patterns: dict[str, list[str]], chosen: list[str]) -> None:
        self._patterns = {s: re.compile("|".join(list_)) for s, list_ in patterns.items()}
        self._chosen = re.compile(
            rf"(?:이|가|은|는)\s(?:[가-힣0-9]+\s){{0,4}}?(?P<verb>{any_of(verbs(chosen))})"
        )

    def read(self, text: str, start: int, before: int, after: int, end: int) -> Said | None:
        """The status of a name at ``before:after`` in the sentence ``start:end``.

        The clause behind the name decides, then what leads up to it, then what is left.
        """
        chosen = self._chosen.match(text, after, end)
        if chosen:
            return Said("selected", *chosen.span("verb"))
        return (
            self._nearest(text, after, clause(text, after, end))
            or self._nearest(text, max(start, before - LEADING), before, leading=True)
            or self._nearest(text, after, end)
        )

    def _nearest(self, text: str, start: int, end: int, leading: bool = False) -> Said | None:
        """What is told nearest to the name; what is planned counts as next to it."""
        told = [
            (-1 if status == "planned" else -match.start() if leading else match.start(), i, said)
            for i, (status, pattern) in enumerate(self._patterns.items())
            for match in pattern.finditer(text, start, end)
            if not SINCE.match(text, match.end())
            for said in [Said(status, *match.span())]
        ]
        return min(told, key=lambda item: item[:2])[2] if told else None
