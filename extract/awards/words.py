"""Word lists of the rules -> patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """A group that matches any of the words, the longest first; a blank is any white space."""
    longest = sorted(map(re.escape, words), key=len, reverse=True)
    return f"(?:{'|'.join(longest)})".replace(r"\ ", r"\s")
