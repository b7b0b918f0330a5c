"""Numerals: forms by hand, and every number below 10^16 in every way of writing it."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.numerals import HANGUL, MIXED, NATIVE, NATIVE_WORD, NUMBER, bounds, magnitude, parse

BIG = ["", "만", "억", "조"]
SMALL = ["", "십", "백", "천"]
DIGITS = "영일이삼사오육칠팔구"


def groups(number: int) -> list[int]:
    """The number in groups of four digits, lowest first."""
    out = []
    while number:
        number, rest = divmod(number, 10_000)
        out.append(rest)
    return out


def mixed(number: int) -> str:
    """``12만4000``: digits up to ten thousand."""
    parts = [f"{n}{BIG[i]}" for i, n in enumerate(groups(number)) if n]
    return "".join(reversed(parts)) or "0"


def thousands(number: int) -> str:
    """``3천677``, ``25억6천100만``: 천 apart, as newspapers write."""
    parts = []
    for i, n in enumerate(groups(number)):
        thousand, rest = divmod(n, 1000)
        if n:
            part = f"{thousand}천{rest or ''}" if thousand else str(rest)
            parts.append(part + BIG[i])
    return "".join(reversed(parts)) or "0"


def hangul(number: int) -> str:
    """``이천이십삼``."""
    parts = []
    for i, n in enumerate(groups(number)):
        part = ""
        for power in (3, 2, 1, 0):
            digit = n // 10**power % 10
            if digit:
                part += ("" if digit == 1 and power else DIGITS[digit]) + SMALL[power]
        if part:
            parts.append(part + BIG[i])
    return "".join(reversed(parts)) or "영"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3천677", 3677),
        ("2천8백", 2800),
        ("12만4000", 124_000),
        ("1조 2천억", 1_200_000_000_000),
        ("25억6천100만", 2_561_000_000),
        ("3,677", 3677),
        ("17.93", 17.93),
        ("수십만", None),
        ("열두", 12),
        ("스물다섯", 25),
        ("이천이십삼", 2023),
        ("백이십", 120),
        ("１２３", 123),
        ("1.5조", 1_500_000_000_000),
        ("2.5", 2.5),
        ("1만 1천590", 11_590),
        ("천만", 10_000_000),
        ("백열두", 112),
        ("이공이삼", 2023),
        ("스무", 20),
        ("영", 0),
        ("4천15억", 401_500_000_000),
        ("1경 3조", 10_003_000_000_000_000),
        ("0.1", 0.1),
        ("30.0", 30),
        ("서너", None),
        ("", None),
        ("억만", None),
        ("2만3만", None),
        ("구구", None),
        ("개", None),
        ("3.1.4", None),
        ("1" * 100, None),
        ("일 ", 1),
    ],
)
def test_forms(text: str, value: float | None) -> None:
    assert parse(text) == value
    assert type(parse(text)) is type(value)


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("서너", (3, 4)),
        ("두세", (2, 3)),
        ("대여섯", (5, 6)),
        ("이삼십", (20, 30)),
        ("삼사백만", (3_000_000, 4_000_000)),
        ("셋", None),
        ("10", None),
    ],
)
def test_bounds(text: str, pair: tuple[int, int] | None) -> None:
    assert bounds(text) == pair


def test_native() -> None:
    assert [NATIVE[w] for w in ("하나", "한", "두", "열", "열한", "스물하나", "아흔아홉")] == [
        1,
        1,
        2,
        10,
        11,
        21,
        99,
    ]
    assert all(re.fullmatch(NATIVE_WORD, word) for word in NATIVE)


def test_magnitude() -> None:
    assert (magnitude("3만"), magnitude("2천억"), magnitude("15")) == (10**4, 10**11, 1)


@given(st.integers(0, 10**16 - 1))
def test_round_trip(number: int) -> None:
    for write, pattern in ((str, MIXED), (mixed, MIXED), (thousands, MIXED), (hangul, HANGUL)):
        text = write(number)
        assert parse(text) == number
        if write is not hangul or len(text) <= 40:
            assert re.fullmatch(pattern, text)
    assert parse(f"{number:,}") == number


@given(st.decimals(0, 10**9, places=2))
def test_decimals(number) -> None:
    assert parse(str(number)) == pytest.approx(float(number))


@given(st.text(max_size=40))
def test_any_text(text: str) -> None:
    parse(text)
    bounds(text)
    for match in re.finditer(NUMBER, text):
        assert match.group()


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "구",
        "1,",
        "억만",
        "1,111",
        ",111",
        "1.",
        "1조",
        "1만 ",
        "3천",
        "수십",
        "열두",
        "천백",
        "1조 1억 1만 ",
    ],
)
@pytest.mark.usefixtures("steady")
def test_linear_time(piece: str) -> None:
    def cost(length: int) -> float:
        text = piece * (length // len(piece))
        start = time.perf_counter()
        for match in re.finditer(NUMBER, text):
            parse(match.group())
        return time.perf_counter() - start

    small, large = cost(50_000), cost(200_000)
    assert large < max(0.5, 8 * small)
