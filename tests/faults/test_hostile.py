"""Every stage takes linear time on 1 MB of text made to cost more."""

import time
from itertools import pairwise

import pytest

import rules
from extract.found import Found, Known
from extract.morphemes import clean, collect
from extract.pipeline import STAGES, Pipeline
from extract.reading.decoding import decode
from extract.reading.layout import LayoutReader

SIZE = 1_000_000
"""Bytes."""
READER = LayoutReader(rules.load())
UNITS = ["‘가’", "가·", "|", "대상을 받았다 ", "(미국 관계자에 따르면 ", "[가="]
LINES = ["?", "a@b.kr", "입력 2023", "\u200b"]


def grows(small: float, large: float) -> bool:
    """Whether four times the input cost much more than four times the time."""
    return large > 4 * small * 2.5 + 0.3


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.usefixtures("steady")
def test_stages(gisa: Pipeline, unit: str) -> None:
    """The morphemes are left out: Kiwi has a test of its own, and takes ten times as long."""

    def seconds(size: int) -> list[float]:
        text, offsets = clean(unit * (size // len(unit.encode())))
        steps = [time.process_time()]
        layout = READER.read(READER.lost.sub("·", text))
        steps.append(time.process_time())
        morphemes = collect(text, [(0, len(text))], [[]])
        found = Found(text, layout, morphemes, Known(), text, offsets)
        for stage in gisa.stages:
            stage.read(found)
            steps.append(time.process_time())
        return [b - a for a, b in pairwise(steps)]

    pairs = zip(("layout", *STAGES), seconds(SIZE // 4), seconds(SIZE), strict=True)
    assert not [name for name, small, large in pairs if grows(small, large)]


@pytest.mark.parametrize("unit", LINES)
@pytest.mark.usefixtures("steady")
def test_lines(unit: str) -> None:
    """A page of a million short lines, and its signs that are taken out."""

    def seconds(size: int) -> float:
        data = (unit.rstrip() + "\n").encode() * (size // (1 + len(unit.encode())))
        begin = time.process_time()
        READER.read(clean(decode(data, "x")[0])[0])
        return time.process_time() - begin

    assert not grows(seconds(SIZE // 4), seconds(SIZE))


@pytest.mark.parametrize("unit", [b"\xff", b"\xea\xb0", b"\xb0\xa1\n", b"\xea\xb0\x80\n\xb0\xa1\n"])
@pytest.mark.usefixtures("steady")
def test_bytes(unit: bytes) -> None:
    def seconds(size: int) -> float:
        begin = time.process_time()
        try:
            decode(unit * (size // len(unit)), "x")
        except Exception as error:
            assert type(error).__name__ == "Failure"
        return time.process_time() - begin

    seconds(1000)
    assert not grows(seconds(SIZE // 4), seconds(SIZE))
