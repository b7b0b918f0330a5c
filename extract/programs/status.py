"""How far a program is, by the verbs around its name."""

from __future__ import annotations

import re

LEADING = 40
"""Characters before a name that lead up to it."""

_CLAUSE_END = re.compile(r"(?<=[가-힣])(?:고|며|는데|지만|으나)[,\s]|\.\s")


def clause(behind: str) -> str:
    """What stands behind a name up to the end of its clause."""
    return _CLAUSE_END.split(behind, maxsplit=1)[0]


class Statuses:
    """Tells the status with the patterns of each."""

    def __init__(self, patterns: dict[str, list[str]]) -> None:
        self._patterns = {s: re.compile("|".join(list_)) for s, list_ in patterns.items()}

    def read(self, ahead: str, behind: str) -> str | None:
        """The clause behind the name decides, then what leads up to it, then what is left."""
        return (
            self._nearest(clause(behind))
            or self._nearest(ahead[-LEADING:], leading=True)
            or self._nearest(behind)
        )

    def _nearest(self, part: str, leading: bool = False) -> str | None:
        """The status that is told nearest to the name; what is planned counts as next to it."""
        told = [
            (-1 if status == "planned" else -match.start() if leading else match.start(), i, status)
            for i, (status, pattern) in enumerate(self._patterns.items())
            for match in pattern.finditer(part)
        ]
        return min(told)[2] if told else None
