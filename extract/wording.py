"""Word lists of the rules -> patterns and sets."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rules import Rules


def any_of(words: Iterable[str], *, blank: str = r"\s") -> str:
    """A group that matches any of the words, the longest first; nothing where there are none.

    ``blank`` is what a blank in a word may be in the text.
    """
    longest_first = sorted(dict.fromkeys(words), key=len, reverse=True)
    escaped = (re.escape(word).replace(r"\ ", blank) for word in longest_first)
    return f"(?:{'|'.join(escaped) or '(?!)'})"


def regions(rules: Rules) -> set[str]:
    """Names of regions, bare and in full: 천안, 천안시, 충남."""
    names = set()
    for row in rules.rows["organizations"]:
        if row.get("level"):
            for name in (row["name"].split()[-1], *row.many("short")):
                names |= {name, name[:-1]} if len(name) > 2 else {name}
    return names
