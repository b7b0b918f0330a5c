"""Word lists of the rules -> patterns and sets."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator

from rules import Rules

COPULA = "이었다|였다|이다"
"""The forms of 이다 that end a sentence, as a pattern."""


def any_of(words: Iterable[str], *, blank: str = r"\s") -> str:
    """A group that matches any of the words, the longest first; nothing where there are none.

    ``blank`` is what a blank in a word may be in the text.
    """
    # one branch for each first letter: at most places none of the words is tried any further
    by_letter: dict[str, list[str]] = {}
    for word in sorted(dict.fromkeys(words), key=len, reverse=True):
        first, rest = (re.escape(part).replace(r"\ ", blank) for part in (word[:1], word[1:]))
        by_letter.setdefault(first, []).append(rest)
    branches = (
        first + (f"(?:{'|'.join(rests)})" if len(rests) > 1 else rests[0])
        for first, rests in by_letter.items()
    )
    return f"(?:{'|'.join(branches) or '(?!)'})"


class Rare:
    """A pattern each of whose matches holds a ``core``, which is found sooner.

    A stretch without one, as most are, is not searched for the whole.
    """

    def __init__(self, core: str, whole: str) -> None:
        self._core = re.compile(core)
        self._whole = re.compile(whole)
        self.match = self._whole.match
        self.fullmatch = self._whole.fullmatch

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """``search`` of the whole."""
        found = self._core.search(text, start, end)
        return self._whole.search(text, start, end) if found else None

    def finditer(
        self, text: str, start: int = 0, end: int = sys.maxsize
    ) -> Iterator[re.Match[str]]:
        """``finditer`` of the whole."""
        found = self._core.search(text, start, end)
        return self._whole.finditer(text, start, end) if found else iter(())


def words_with(
    core: re.Pattern[str],
    whole: re.Pattern[str],
    text: str,
    start: int,
    end: int,
    *,
    inner: str,
    breaks: str = "",
) -> Iterator[re.Match[str]]:
    """``whole.finditer``, for a pattern that begins with a word and holds a ``core`` in it.

    Looks at the words alone that have a core: to try each word of a text costs far more. Words
    are of Hangul, letters, figures and the signs of ``inner``; of these ``breaks`` are such that
    ``whole`` may begin behind them.
    """
    at = start
    while hit := core.search(text, at, end):
        begin = hit.start()
        starts = []
        while begin > at and _in_word(text[begin - 1], inner):
            if text[begin - 1] in breaks:
                starts.append(begin)
            begin -= 1
        for i in (begin, *reversed(starts)):
            if match := whole.match(text, i, end):
                yield match
                at = max(match.end(), hit.start() + 1)
                break
        else:
            at = hit.start() + 1
            while at < end and _in_word(text[at], inner):
                at += 1


def _in_word(c: str, inner: str) -> bool:
    return "가" <= c <= "힣" or c in inner or (c.isascii() and c.isalnum())


def regions(rules: Rules) -> set[str]:
    """Names of regions, bare and in full: 천안, 천안시, 충남."""
    names = set()
    for row in rules.rows["organizations"]:
        if row.get("level"):
            for name in (row["name"].split()[-1], *row.many("short")):
                names |= {name, name[:-1]} if len(name) > 2 else {name}
    return names


def verbs(words: Iterable[str]) -> list[str]:
    """How the words of a list of verbs begin in a text: 거머쥐다 as 거머쥐, 거머쥔, 거머쥘 …

    A word that is no dictionary form (수상, 쾌거) stands as it is.
    """
    return [form for word in words for form in (_forms(word) if word[-1:] == "다" else [word])]


# medial vowel of an open stem -> that of its form in 어: 챙기- 챙겨, 이루- 이뤄, 보- 봐, 되- 돼
_FUSED = {20: 6, 13: 14, 8: 9, 11: 10, 18: 4}
_HANGUL, _MEDIALS, _FINALS = 0xAC00, 21, 28
_RIEUL, _PAST = 8, 20
_ADDED = (4, 8, 16, 17)
"""Final consonants that an open stem takes: ㄴ, ㄹ, ㅁ, ㅂ."""


def _forms(verb: str) -> list[str]:
    """The beginnings of a verb's forms, by how stem and ending fuse."""
    front, last = verb[:-2], ord(verb[-2]) - _HANGUL
    final = last % _FINALS
    medial = last // _FINALS % _MEDIALS
    stem = verb[:-1]
    if final == _RIEUL:  # 만들다: 만든, 만드는
        return [stem, *(front + chr(_HANGUL + last - _RIEUL + i) for i in (0, 4, 10, 17))]
    if final:
        return [stem]
    forms = [stem, *(front + chr(_HANGUL + last + i) for i in _ADDED)]
    if stem.endswith("하"):
        return [*forms, front + "해", front + "했"]
    if stem.endswith("르") and front:  # 오르다: 올라, 올랐
        before = ord(front[-1]) - _HANGUL
        dark = "라" if before // _FINALS % _MEDIALS in (0, 8) else "러"
        doubled = front[:-1] + chr(_HANGUL + before + _RIEUL) + dark
        return [*forms, doubled, doubled[:-1] + chr(ord(doubled[-1]) + _PAST)]
    fused = last + (_FUSED.get(medial, medial) - medial) * _FINALS
    return [*forms, front + chr(_HANGUL + fused), front + chr(_HANGUL + fused + _PAST)]


def plain(text: str) -> str:
    """A text without blanks and marks, in one case: what decides whether two say the same."""
    return re.sub(r"[\W_]", "", text).casefold()
