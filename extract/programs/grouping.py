"""Which mentions belong to one program, and what its name is."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache

from extract.occurrences import Searcher
from extract.programs.mention import Mention

MIN_PART = 4
"""Letters that a part of a longer name must have to stand for it."""

_LOOSE = re.compile(r"[\s·ㆍ'\"‘’“”-]")
_YEAR = re.compile(r"^\d{4}년?도?\s")


@lru_cache(1 << 10)
def key(name: str) -> str:
    """A name without blanks, dots, marks and case, which differ from mention to mention."""
    return _LOOSE.sub("", name).casefold()


def grouped(mentions: list[Mention]) -> list[list[Mention]]:
    """Mentions of one program together: the same letters, or a part of one longer name.

    The groups stand in the order of their first mentions.
    """
    whole = _whole({key(mention.name) for mention in mentions})
    groups: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[whole[key(mention.name)]].append(mention)
    return list(groups.values())


def _whole(keys: set[str]) -> dict[str, str]:
    """For each key, that of the whole name: its own, where no longer one, or more, hold it."""
    searcher = Searcher(keys)
    longer: dict[str, set[str]] = defaultdict(set)
    whole = {}
    for name in sorted(keys, key=len, reverse=True):
        if len(longer[name]) == 1:
            (whole[name],) = longer[name]
            continue
        whole[name] = name
        for start, end, part in searcher.hits(name):
            if part != name and _stands_for(part, name, start, end):
                longer[part].add(name)
    return whole


def _stands_for(part: str, name: str, start: int, end: int) -> bool:
    """Whether a part ``start:end`` of a longer name is enough to name it."""
    if start == 0 and len(part) >= MIN_PART - 1 and name.startswith(":", end):
        return True
    return len(part) >= MIN_PART and (end == len(name) or len(part) * 3 >= len(name))


def full_name(group: list[Mention]) -> str:
    """The longest quoted form; of unquoted ones the one that stands most often on its own."""
    quoted = [mention.name for mention in group if mention.rule == "programs.quoted"]
    undated = [name for name in quoted if not _YEAR.match(name)]
    plain = set(undated)
    if any(_YEAR.sub("", name) in plain for name in set(quoted) - plain):
        quoted = undated  # the edition of a year, and the thing itself
    if quoted:
        return max(quoted, key=lambda name: (len(key(name)), -len(name)))
    counts = Counter(mention.name for mention in group)
    return max(counts, key=lambda name: (counts[name], -len(key(name))))
