"""Dates, times, durations and sets: a table of forms, resolution, inference, any text at all."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.dates import Dates
from extract.dates.moments import Moment, exists, month_from, week
from extract.dates.resolve import Published
from extract.found import DateMention, Found, Known
from extract.morphemes import Morphemes
from extract.pipeline import Reader as Texts
from extract.pipeline import Source
from extract.reading.layout import Layout, Line
from rules import RulesError, load
from schemas.date import Date

CASES = Path(__file__).parent / "cases" / "dates.tsv"
Reader = Callable[..., Found]


def cases() -> list[tuple[str, str | None, list[tuple[str, ...]]]]:
    rows = []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, published, expected = line.split("\t")
            mentions = [tuple(part.split("|")) for part in expected.split("; ") if part]
            rows.append((text, published or None, mentions))
    return rows


@pytest.fixture(scope="session")
def dates() -> Dates:
    return Dates(load())


@pytest.fixture(scope="session")
def read(dates: Dates) -> Reader:
    """Reads a text as the pipeline would, up to its dates."""
    texts = Texts(load())

    def run(text: str, published: str | None = None) -> Found:
        source = Source(text, known=Known(published=published))
        _, found = next(texts.stream([source]))
        dates.read(found)
        return found

    return run


def told(found: Found) -> list[tuple[str, str, str, str]]:
    return [(found.text[d.start : d.end], d.timex, d.value, d.mod or "-") for d in found.dates]


@pytest.mark.parametrize(("text", "published", "expected"), cases())
def test_cases(read: Reader, text: str, published: str | None, expected: list) -> None:
    assert told(read(text, published)) == expected


def test_there_are_enough_cases() -> None:
    assert len(cases()) >= 300


# ---- layout ---------------------------------------------------------------------------------


def test_header_gives_one_time_and_chrome_none(read: Reader) -> None:
    text = (
        "시청, 새 사업 시작\n입력 2023년 3월 8일 03시 00분\n\n시는 7일 이같이 밝혔다.\n"
        "<저작권자 ⓒ 한빛일보 2023년, 무단전재 및 재배포 금지>\n"
    )
    found = read(text)
    assert [(d.timex, d.value) for d in found.dates] == [
        ("TIME", "2023-03-08T03:00"),
        ("DATE", "2023-03-07"),
    ]


def test_header_with_seconds(read: Reader) -> None:
    found = read("등록 2024.12.19 10:42:15  수정 2024.12.19 11:08:40\n", "2024-12-19")
    assert [d.value for d in found.dates] == ["2024-12-19T10:42:15", "2024-12-19T11:08:40"]


# ---- days covered ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("시는 지난해 하반기 시작했다.", "2023-07-01", "2023-12-31"),
        ("시는 1분기 시작했다.", "2024-01-01", "2024-03-31"),
        ("시는 2024년 2월 시작했다.", "2024-02-01", "2024-02-29"),
        ("시는 1990년대 시작했다.", "1990-01-01", "1999-12-31"),
        ("시는 17세기 시작했다.", "1601-01-01", "1700-12-31"),
        ("시는 2022년 겨울 시작했다.", "2022-12-01", "2023-02-28"),
        ("시는 지난주 시작했다.", "2024-05-06", "2024-05-12"),
        ("시는 3년간 준비했다.", None, None),
        ("시는 매년 연다.", None, None),
    ],
)
def test_days(read: Reader, text: str, earliest: str | None, latest: str | None) -> None:
    (mention,) = read(text, "2024-05-17").dates
    day = dt.date.fromisoformat
    assert mention.earliest == (day(earliest) if earliest else None)
    assert mention.latest == (day(latest) if latest else None)


@pytest.mark.parametrize(
    ("text", "relative"),
    [
        ("2013년 10월 30일이다.", False),
        ("지난해다.", True),
        ("30일이다.", True),
        ("3년이다.", False),
    ],
)
def test_relative(read: Reader, text: str, relative: bool) -> None:
    (mention,) = read(text, "2013-10-31").dates
    assert mention.relative is relative


def test_rules_are_named(read: Reader) -> None:
    (mention,) = read("시는 2013년 10월 30일 열었다.", "2013-10-31").dates
    assert mention.rule == "dates.year_month_day"


# ---- discourse ------------------------------------------------------------------------------


def test_a_headline_takes_its_day_from_the_body(read: Reader) -> None:
    text = (
        "고성군 축제 22일 개막\n\n"
        "고성군은 이달 22일(금)부터 24일(일)까지 축제를 연다고 4일 밝혔다.\n\n"
        "23일 낮 12시에는 혼례가 열린다.\n"
    )
    values = [d.value for d in read(text, "2023-09-04").dates]
    assert values == [
        "2023-09-22",
        "2023-09-22",
        "2023-09-24",
        "2023-09-04",
        "2023-09-23T12:00",
    ]


def test_this_day_is_that_of_the_announcement(read: Reader) -> None:
    text = (
        "공사는 상을 받았다고 27일 밝혔다.\n\n공사는 지난 9월에도 상을 받았다.\n\n"
        "공사는 이날 협약을 맺었다.\n"
    )
    assert [d.value for d in read(text, "2025-11-28").dates] == [
        "2025-11-27",
        "2025-09",
        "2025-11-27",
    ]


def test_a_month_goes_on_from_the_year_before_it(read: Reader) -> None:
    text = "센터는 2021년 3월 착공했다. 9월에는 문을 열었다."
    assert [d.value for d in read(text, "2024-05-17").dates] == ["2021-03", "2021-09"]


# ---- publication ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("1998년 제정 뒤 24년 만에 처음이다.", "2022"),
        ("시는 2021년부터 3년 연속 상을 받았다.", "2023"),
        ("시는 2011년도와 2012년도 상을 받은 데 이어 올해 대상을 받았다.", "2013"),
        ("시는 ‘2023 전국 경진대회’에서 대상을 받았다. 책자는 다음 달인 8월 펴낸다.", "2023-07"),
        (
            "▲ 2022년 11월 6일 시상식 모습.\n\n병원은 지난 6일 상을 받았다고 9일 밝혔다.",
            "2022-11-09",
        ),
        ("시는 2005년 공단을 설립했다.", None),
        ("시는 30일 대상을 받았다.", None),
        ("시는 2030년까지 200곳으로 늘린다.", None),
    ],
)
def test_publication_inferred(read: Reader, text: str, published: str | None) -> None:
    found = read(text)
    assert found.known.published == published
    assert found.known.published_from == ("text" if published else None)


@pytest.mark.parametrize(
    ("iso", "known"),
    [
        ("2013-10-30T09:00", (2013, 10, 30)),
        ("2013-10", (2013, 10, None)),
        ("2013", (2013, None, None)),
        ("2013-02-31", (2013, None, None)),
        ("gestern", (None, None, None)),
        (None, (None, None, None)),
    ],
)
def test_published(iso: str | None, known: tuple) -> None:
    published = Published.read(iso)
    assert (published.year, published.month, published.day) == known


def test_a_folder_of_ones_own_adds_words(tmp_path: Path) -> None:
    (tmp_path / "dates.toml").write_text('[words.published.year]\n"저지난해" = -2\n')
    assert Dates(load(str(tmp_path))).finder.words.shifts["저지난해"] == ("published", "year", -2)


def test_a_broken_pattern_is_named(tmp_path: Path) -> None:
    (tmp_path / "dates.toml").write_text("[cues]\nuntil = '('\n")
    with pytest.raises(RulesError, match="until"):
        Dates(load(str(tmp_path)))


# ---- the calendar ---------------------------------------------------------------------------


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2100, 12, 31)))
def test_a_week_holds_its_day(day: dt.date) -> None:
    first, last = week(day).days() or (None, None)
    assert first is not None and last is not None and first <= day <= last


@given(st.integers(1000, 3000), st.integers(1, 12), st.integers(-60, 60))
def test_months_count_back(year: int, month: int, offset: int) -> None:
    assert month_from(*month_from(year, month, offset), -offset) == (year, month)


@given(st.integers(1, 9998), st.integers(1, 12), st.integers(1, 31))
def test_days_exist(year: int, month: int, day: int) -> None:
    if exists(year, month, day):
        date = dt.date(year, month, day)
        assert Moment(year, month, day).days() == (date, date)


# ---- any text -------------------------------------------------------------------------------

PIECES = [
    "년", "월", "일", "시", "분", "초", "주", "달", "해", "간", "반", "여", "전", "뒤", "부터",
    "까지", "~", "·", ",", " ", "  ", "\n", "(", ")", "(금)", "'", "’", "‘", ".", "-", "/", ":",
    "제", "지난", "오는", "올", "이날", "그해", "이듬해", "지난해", "같은 기간", "같은 달",
    "전년", "내년", "하루", "매주", "매월", "오전", "오후", "밤", "금요일", "주말", "분기",
    "상반기", "말", "추석", "설", "연말", "둘째 주", "이번 주", "2박3일", "한 달", "서너 시간",
    "만에", "이내", "밝혔다", "예정", "열린", "연다",
]  # fmt: skip
TEXTS = st.lists(
    st.sampled_from(PIECES) | st.integers(0, 10_000).map(str) | st.text(max_size=3), max_size=30
).map("".join)
DAYS = st.none() | st.sampled_from(
    ["2024", "2024-02", "2024-02-29", "0002-01-01", "9988-12-31", "x"]
)


def bare(text: str, published: str | None) -> Found:
    """A found text of one line per line, with blanks for edges of morphemes."""
    lines, morphemes, at = [], Morphemes(), 0
    for line in text.splitlines(keepends=True):
        content = line.rstrip("\r\n")
        if content.strip():
            lines.append(Line(at, at + len(content), "body"))
            morphemes.sentences.append((at, at + len(content)))
        at += len(line)
    for i, char in enumerate(text):
        if not char.isspace():
            morphemes.starts.append(i)
            morphemes.ends.append(i + 1)
            morphemes.forms.append(char)
            morphemes.tags.append("NNG")
    layout = Layout(lines, starts=[line.start for line in lines])
    return Found(text, layout, morphemes, Known(published=published), text)


def check(found: Found) -> None:
    """What holds of the mentions in any text."""
    end = 0
    for mention in found.dates:
        assert end <= mention.start < mention.end <= len(found.text)
        assert "\n" not in found.text[mention.start : mention.end]
        end = mention.end
        record(mention, found.text)


def record(mention: DateMention, text: str) -> Date:
    """The record that a mention becomes; raises where it would not be valid."""
    return Date(
        id="date1",
        text=text[mention.start : mention.end],
        start=mention.start,
        end=mention.end,
        rule=mention.rule,
        timex=mention.timex,
        value=mention.value,
        mod=mention.mod,
        earliest=mention.earliest,
        latest=mention.latest,
        relative=mention.relative,
    )


@given(TEXTS, DAYS)
@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text(dates: Dates, text: str, published: str | None) -> None:
    found = bare(text, published)
    dates.read(found)
    check(found)


HOSTILE = [
    "년", "1,1,1,", "1", "1~", "12일", "3월", "'21년", "‘21년 ", "지난 ", "1년 전 ",
    "지난해 같은 기간 ", "오후 3시 ", "이날 ", "2020년 3월 ", "2024.1.1 ", "매주 화·", "(",
    "1일부터 2일까지 ",
]  # fmt: skip


MEGABYTES = ["7", "구", "1,1,", "년"]


@pytest.mark.parametrize(
    ("piece", "size"),
    [*((piece, 32_000) for piece in HOSTILE), *((piece, 1_000_000) for piece in MEGABYTES)],
)
@pytest.mark.usefixtures("steady")
def test_time_is_linear(dates: Dates, piece: str, size: int) -> None:
    """Eight times the text takes about eight times as long."""

    def seconds(size: int) -> float:
        found = bare((piece * size)[:size], "2024-05-17")
        before = time.process_time()
        dates.read(found)
        return time.process_time() - before

    seconds(1_000)
    short, long = seconds(size // 8), seconds(size)
    assert long < 24 * max(short, 0.01)
