"""Word lists of the rules -> patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(words: Iterable[str], *, blank: str = r"\s") -> str:
    """A group that matches any of the words, the longest first; nothing where there are none.

    ``blank`` is what a blank in a word may be in the text.
    """
    longest_first = sorted(dict.fromkeys(words), key=len, reverse=True)
    escaped = (re.escape(word).replace(r"\ ", blank) for word in longest_first)
    return f"(?:{'|'.join(escaped) or '(?!)'})"
