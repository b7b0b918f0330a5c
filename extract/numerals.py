"""Korean numbers, exactly: digits, Hangul, both mixed, and native counting words.

>>> parse("12만4000"), parse("1조 2천억"), parse("1.5조"), parse("이천이십삼"), parse("열두")
(124000, 1200000000000, 1500000000000, 2023, 12)
>>> parse("17.93"), parse("수십만"), bounds("서너"), bounds("이삼십")
(17.93, None, (3, 4), (20, 30))

The patterns are sources for expressions of one's own. None of them has a group, and each takes
linear time. They match a number wherever one can stand, so the caller checks what is beside it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

LONGEST = 60
"""Longer expressions are no numbers of a text (and cost more than linear time to convert)."""

DIGIT = {"영": 0, "공": 0, "일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "륙": 6}
DIGIT |= {"칠": 7, "팔": 8, "구": 9}
SMALL = {"십": 10, "백": 100, "천": 1000}
BIG = {"만": 10**4, "억": 10**8, "조": 10**12, "경": 10**16}

ONES = {"하나": 1, "한": 1, "둘": 2, "두": 2, "셋": 3, "세": 3, "석": 3, "넷": 4, "네": 4, "넉": 4}
ONES |= {"다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9}
TENS = {"열": 10, "스물": 20, "스무": 20, "서른": 30, "마흔": 40, "쉰": 50, "예순": 60}
TENS |= {"일흔": 70, "여든": 80, "아흔": 90}
NATIVE: dict[str, int] = (
    ONES | TENS | {t + o: n + m for t, n in TENS.items() if t != "스무" for o, m in ONES.items()}
)
"""Native numerals, free (``하나``) and before a counter (``한``), up to 99."""

NATIVE_RANGE: dict[str, tuple[int, int]] = {
    "한두": (1, 2),
    "두세": (2, 3),
    "두서너": (2, 4),
    "두어": (2, 3),
    "서너": (3, 4),
    "너댓": (4, 5),
    "네댓": (4, 5),
    "네다섯": (4, 5),
    "너덧": (4, 5),
    "네대여섯": (4, 6),
    "대여섯": (5, 6),
    "대엿": (5, 6),
    "예닐곱": (6, 7),
    "일고여덟": (7, 8),
    "일여덟": (7, 8),
    "엳아홉": (8, 9),
    "여덟아홉": (8, 9),
}
"""Native numerals that name two neighbours: ``서너`` is three or four."""


def _either(words: dict[str, int] | dict[str, tuple[int, int]]) -> str:
    return "|".join(sorted(words, key=lambda w: (-len(w), w)))


_BLANK = "[ \u00a0]"
_UNITS = "십백천만억조경"
_HANGUL_DIGIT = "일이삼사오육륙칠팔구"

# Repeats are bounded or possessive: nothing is scanned twice from neighbouring starts.
DIGITS = r"(?:\d{1,3}(?:[,，]\d{3}){1,6}+(?![,，]?\d)|\d++)"
"""A whole number in digits, with or without commas: ``3,677``."""
DECIMAL = rf"{DIGITS}(?:[.．]\d++)?"
"""A number in digits: ``17.93``."""
_BELOW = r"\d{1,3}+"
_SECTION = (
    rf"(?>{DECIMAL}(?:천(?:{_BLANK}?\d백)?(?:\d십)?(?:{_BELOW})?"
    r"|백(?:\d십)?(?:\d{1,2}+)?|십\d?)?)"
)
_THOUSANDS = r"\d[,，]\d{3}(?![\d,，])"
_TAIL = (
    rf"(?:{_THOUSANDS}|\d천(?:\d백)?(?:\d십)?(?:{_BELOW})?|\d백(?:\d십)?\d{{0,2}}|\d십\d?"
    r"|\d{1,4}+)"
)
# 1만 1천590, not 3만 20
_APART = rf"{_BLANK}(?:{_THOUSANDS}|\d천(?:\d백)?(?:\d십)?(?:{_BELOW})?|\d{{4}}+)"
MIXED = (
    rf"(?:{_SECTION}(?:"
    rf"경(?:{_BLANK}?{_SECTION}조)?(?:{_BLANK}?{_SECTION}억)?(?:{_BLANK}?{_SECTION}만)?"
    rf"(?:{_TAIL})?|조(?:{_BLANK}?{_SECTION}억)?(?:{_BLANK}?{_SECTION}만)?(?:{_TAIL})?"
    rf"|억(?:{_BLANK}?{_SECTION}만)?(?:{_TAIL})?"
    rf"|만(?:{_TAIL}|{_APART})?)?)"
)
"""A number that begins with a digit: ``3천677``, ``12만4000``, ``25억6천100만``, ``1.5조``."""
HANGUL = rf"(?:(?:[{_HANGUL_DIGIT}]?[{_UNITS}]){{1,20}}+[{_HANGUL_DIGIT}]?|[{_HANGUL_DIGIT}영공])"
"""A Sino-Korean number in Hangul: ``이천이십삼``, ``백이십``, ``천만``."""
NEIGHBOURS = (
    r"(?:일이|이삼|삼사|사오|오륙|오육|육칠|칠팔|팔구)"
    r"(?:십|백|천)?(?:만|억|조)?"
)
"""Two neighbours at once in Hangul: ``이삼십``, ``삼사백만``."""
VAGUE = r"(?:(?:수|몇)(?:십|백|천)?(?:만|억|조)|(?:수|몇)(?:십|백|천)|몇|십수)"
"""A number that is not said: ``수십만``, ``몇백``, ``몇``."""
NATIVE_WORD = (
    rf"(?:{_either(NATIVE_RANGE)}|(?:[{_HANGUL_DIGIT}]?천)?(?:[{_HANGUL_DIGIT}]?백)?"
    rf"(?:{_either(NATIVE)}))"
)
"""A native numeral: ``열두``, ``스물다섯``, ``서너``."""
NUMBER = rf"(?:{MIXED}|{VAGUE}|{NATIVE_WORD}|{NEIGHBOURS}|{HANGUL})"
"""Any of them."""

_TOKEN = re.compile(rf"(\d+(?:\.\d+)?)|([{_HANGUL_DIGIT}영공])|([십백천])|([만억조경])")
_BLANKS = re.compile(r"[\s,，\u00a0]+")
_POSITIONAL = re.compile(rf"[{_HANGUL_DIGIT}영공]{{3,}}")
_NEIGHBOURS = re.compile(NEIGHBOURS)


@lru_cache(1 << 12)
def parse(text: str) -> int | float | None:
    """The value of a number expression: int where it is whole, else float.

    ``text`` is the number alone, without its unit or ``여``. None where it is no number, or
    one without a single value (``수십만``, ``서너``: see ``bounds``). Never raises.
    """
    if len(text) > LONGEST:
        return None
    text = _BLANKS.sub("", text).replace("．", ".")
    if text in NATIVE:
        return NATIVE[text]
    value = _sino(text)
    if value is None:
        value = _sino_and_native(text)
    if value is None:
        return None
    whole = int(value)
    return whole if whole == value else float(value)


@lru_cache(1 << 12)
def bounds(text: str) -> tuple[int, int] | None:
    """The two values of a numeral that names neighbours: ``두세`` -> (2, 3); else None."""
    text = _BLANKS.sub("", text[:LONGEST])
    if text in NATIVE_RANGE:
        return NATIVE_RANGE[text]
    if _NEIGHBOURS.fullmatch(text):
        low, high = parse(text[0] + text[2:]), parse(text[1] + text[2:])
        if isinstance(low, int) and isinstance(high, int):
            return low, high
    return None


def magnitude(text: str) -> int:
    """What the last digit of ``text`` counts: 10000 for ``3만``, 10**8 for ``2천억``: 10**11."""
    factor, at = 1, len(text)
    while at and text[at - 1] in SMALL | BIG:
        factor *= (SMALL | BIG)[text[at - 1]]
        at -= 1
    return factor


def _sino(text: str) -> Decimal | None:
    """Digits and Sino-Korean numerals by place value; None where the places do not descend."""
    if _POSITIONAL.fullmatch(text):  # 이공이삼, read digit by digit
        return Decimal("".join(str(DIGIT[c]) for c in text))
    total = section = Decimal(0)
    count: Decimal | None = None  # read, but not yet placed
    big, small = 10**20, 10**4  # the places still free are below these
    at = 0
    for token in _TOKEN.finditer(text):
        if token.start() != at:
            return None
        at = token.end()
        digits, hangul, ten, myriad = token.groups()
        if digits or hangul:
            if count is not None:
                return None
            count = Decimal(digits) if digits else Decimal(DIGIT[hangul])
            if (section and count >= small) or (total and count >= 10**4):
                return None
        elif ten:
            if SMALL[ten] >= small:
                return None
            small = SMALL[ten]
            section += (Decimal(1) if count is None else count) * small
            count = None
        else:
            if BIG[myriad] >= big or (total and count is None and not section):
                return None
            big, small = BIG[myriad], 10**4
            section += count or 0
            total += (section if section or count is not None else Decimal(1)) * big
            section, count = Decimal(0), None
    if at != len(text) or not text:
        return None
    return total + section + (count or 0)


def _sino_and_native(text: str) -> Decimal | None:
    """``백열두``, ``천스물다섯``: hundreds are never native."""
    for at in range(1, len(text)):
        if text[at:] in NATIVE and text[at - 1] in "백천만":
            head = _sino(text[:at])
            return None if head is None else head + NATIVE[text[at:]]
    return None
