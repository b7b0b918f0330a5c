"""Where a name may begin and end, and how lists of words become patterns."""

from __future__ import annotations

import re
from typing import Any

from extract.wording import any_of

WORD = "가-힣A-Za-z0-9"
"""What goes on a word in front of or behind a name, as in a set of characters."""
TOPIC = "(?:은|는|도)"
SUBJECT = "(?:은|는|이|가|도)"
WITH = "(?:와|과)"
AT = "에서"
TO = "에게"
MAX_NAME = 24
"""Characters of a name that no registry has; bounds the search to the left of a suffix."""


def left_edge(text: str, start: int) -> bool:
    """Whether no letter or digit stands right before."""
    if start == 0:
        return True
    before = text[start - 1]
    return not ("가" <= before <= "힣" or (before.isascii() and before.isalnum()))


def in_order(short: str, name: str) -> bool:
    """Whether the letters of a short form stand in a name in this order: 한전 in 한국전력공사."""
    letters = iter(name)
    return all(letter in letters for letter in short)


class Edges:
    """What may follow a name in the same word.

    The attributes are patterns that other patterns are built of, the methods tests at an offset.
    """

    def __init__(self, table: dict[str, Any]) -> None:
        edges = table["edges"]
        first, second = map(any_of, (edges["particles"], edges["second_particles"]))
        award = re.escape(edges["award"])
        heads = rf"{any_of(edges['government_titles'])}(?:{award})?"
        self.titles = rf"(?:{any_of(edges['titles'])}(?:{award})?)?"
        self.particle = rf"{first}{second}?"
        self.particles = rf"(?:{self.particle})?"
        self.plain = rf"{self.particles}(?![{WORD}])"
        self.titled = rf"{self.titles}{self.plain}"
        works = table["registered"]["works"]
        self._works: str = works["noun"]
        self._no_works = re.compile(
            rf"{any_of(works['follows'])}|{SUBJECT}\s(?:[가-힣]+\s)?{any_of(works['deeds'])}"
        )
        self._plain = re.compile(self.plain)
        self._titled = re.compile(self.titled)
        self._governed = re.compile(heads + self.plain)

    def ends(self, text: str, end: int) -> bool:
        """Whether a name may end here: only particles follow in its word."""
        return self._plain.match(text, end) is not None

    def ends_titled(self, text: str, end: int) -> bool:
        """Whether a name may end here: a title or only particles follow in its word."""
        return self._titled.match(text, end) is not None

    def works(self, text: str, end: int) -> bool:
        """Whether what ends here are construction works and no corporation: 도로공사로 막혔다."""
        return text.endswith(self._works, 0, end) and self._no_works.match(text, end) is not None

    def governed(self, text: str, end: int) -> bool:
        """Whether the title of a local government's head or member follows: 경남도+지사."""
        return self._governed.match(text, end) is not None
