"""What is written for a day -> an ISO date."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.reading.days import SEOUL, day

DAYS = [
    # ISO 8601, in Korean time
    ("2023-03-08", "2023-03-08"),
    ("2023-03-08T03:00:00", "2023-03-08"),
    ("2023-03-08T03:00:00+09:00", "2023-03-08"),
    ("2023-03-08T03:00:00.000+0900", "2023-03-08"),
    ("2023-03-07T18:00:00Z", "2023-03-08"),
    ("2023-03-07T14:59:59Z", "2023-03-07"),
    ("2023-03-07 18:00 UTC", "2023-03-08"),
    ("2023-03-07T10:30:00-05:00", "2023-03-08"),
    ("2023-03-08T01:00:00+09:30", "2023-03-08"),
    ("2023-03-08T00:20:00+09:30", "2023-03-07"),
    ("2023-03-07T23:00:00-0030", "2023-03-08"),
    ("2023-03-08 03:00 KST", "2023-03-08"),
    ("20230307T180000Z", "2023-03-08"),
    # RFC 822
    ("Tue, 07 Mar 2023 18:00:00 GMT", "2023-03-08"),
    ("Wed, 08 Mar 2023 03:00:00 +0900", "2023-03-08"),
    ("8 Mar 2023 03:00:00", "2023-03-08"),
    # digits only
    ("20230308", "2023-03-08"),
    ("202303080300", "2023-03-08"),
    ("20230308030000", "2023-03-08"),
    (20230308, "2023-03-08"),
    (20230308030000, "2023-03-08"),
    (20230308.0, "2023-03-08"),
    # seconds and milliseconds since 1970: 2023-03-07T18:00:00Z
    (1678212000, "2023-03-08"),
    (1678212000.5, "2023-03-08"),
    (1678212000123, "2023-03-08"),
    ("1678212000", "2023-03-08"),
    ("1678212000123", "2023-03-08"),
    ("1678201199", "2023-03-07"),  # a second before midnight in Seoul
    # Korean
    ("2023.03.08", "2023-03-08"),
    ("2023.03.08.", "2023-03-08"),
    ("2023. 3. 8. 03:00", "2023-03-08"),
    ("2023.03.08. 오전 3:00", "2023-03-08"),
    ("2023/3/8", "2023-03-08"),
    ("2023년 3월 8일(수) 오전 3시", "2023-03-08"),
    ("2023년3월8일", "2023-03-08"),
    ("입력 2023-03-08 03:00", "2023-03-08"),
    ("기사입력 : 2023-03-08 (수) 03:00:00", "2023-03-08"),
    ("2023.03.08수정2023.03.09", "2023-03-08"),
    ("23.03.08", "2023-03-08"),
    ("입력 23.3.8 오후 3:00", "2023-03-08"),
    ("99-12-31", "1999-12-31"),
    # no more is known
    ("2023-03", "2023-03"),
    ("2023.3.", "2023-03"),
    ("2023년 3월", "2023-03"),
    ("2023", "2023"),
    ("2023년", "2023"),
    (2023, "2023"),
    # objects
    (dt.date(2023, 3, 8), "2023-03-08"),
    (dt.datetime(2023, 3, 8, 3), "2023-03-08"),
    (dt.datetime(2023, 3, 7, 18, tzinfo=dt.UTC), "2023-03-08"),
    (dt.datetime(2023, 3, 8, 0, tzinfo=SEOUL), "2023-03-08"),
]
NO_DAYS = [
    "", " ", "어제", "3월 8일", "2023-13-01", "2023-02-30", "20231301", "0000-00-00", "9999-12-31",
    "2023030", "02-1234-5678", "02-123-4567", "1" * 100_000, "2023-" * 100_000, "Wed, 99 Foo 2023",
    None, True, b"2023-03-08", [], {}, -5, 0, float("nan"), float("inf"), 10**5000,
    dt.datetime.max.replace(tzinfo=dt.UTC),
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), DAYS)
def test_day(value, expected):
    assert day(value) == expected


@pytest.mark.parametrize("value", NO_DAYS, ids=lambda v: f"{v!s:.20}" if v != 10**5000 else "huge")
def test_no_day(value):
    assert day(value) is None


@given(
    st.one_of(
        st.text(),
        st.from_regex(r"[입력]{0,2}\s?\d{2,4}[.\-/년]{0,2}\d{1,2}[.\-/월]\d{0,2}[T ]?\d{0,2}:?.*"),
        st.integers(),
        st.floats(),
        st.datetimes(timezones=st.none() | st.timezones()),
        st.dates(),
        st.binary(),
    )
)
def test_any_value_gives_a_day_or_none(value):
    found = day(value)
    assert found is None or dt.date.fromisoformat((found + "-01-01")[:10]).year > 0


@given(st.datetimes(dt.datetime(1900, 1, 2), dt.datetime(2100, 12, 30), timezones=st.timezones()))
def test_iso_is_the_same_as_the_object(value):
    assert day(value.isoformat()) == day(value)
