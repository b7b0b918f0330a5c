"""Calendar arithmetic on dates of which parts may be unknown, and their TIMEX3 values."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from functools import cache

_QUARTERS = {"Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12)}
_PARTS = {**_QUARTERS, "H1": (1, 6), "H2": (7, 12), "SP": (3, 5), "SU": (6, 8), "FA": (9, 11)}


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of the calendar: a decade, a year, a part of it, a month, a day, a clock time.

    ``year`` is None where it is not known; ``month`` and ``day`` are None where they are not
    meant and 0 where they are meant and not known. ``part`` is ``H1``, ``Q3``, ``SU`` or ``W44``
    (of the ISO year), ``clock`` begins with ``T``, ``digits`` is 3 for a decade, 2 for a century.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str = ""
    clock: str = ""
    digits: int = 4
    weekend: bool = False

    @property
    def value(self) -> str:
        """The TIMEX3 value."""
        if self.clock and self.month is None and not self.part:
            return self.clock
        if self.digits < 4 and self.year is not None:
            return f"{self.year:04}"[: self.digits].ljust(4, "X")
        value = "XXXX" if self.year is None else f"{self.year:04}"
        if self.part:
            return f"{value}-{self.part}" + "-WE" * self.weekend
        for number in (self.month, self.day):
            if number is not None:
                value += f"-{number:02}" if number else "-XX"
        return value + self.clock

    def days(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last day; None where the moment cannot be placed."""
        if self.year is None or self.month == 0 or self.day == 0 or not 1 <= self.year < 9999:
            return None
        year = self.year
        if self.digits < 4:
            size = 10 ** (4 - self.digits)
            first = year - year % size + (1 if size == 100 else 0)  # the 20th century: 1901–2000
            return dt.date(max(first, 1), 1, 1), dt.date(first + size - 1, 12, 31)
        if self.part.endswith("X"):
            return None
        if self.part == "WI":
            return dt.date(year, 12, 1), _last(year + 1, 2)
        if self.part.startswith("W"):
            monday = dt.date.fromisocalendar(year, int(self.part[1:]), 1)
            return monday + dt.timedelta(5 * self.weekend), monday + dt.timedelta(6)
        if self.part:
            first_month, last_month = _PARTS[self.part]
            return dt.date(year, first_month, 1), _last(year, last_month)
        if self.month is None:
            return None if self.clock else (dt.date(year, 1, 1), dt.date(year, 12, 31))
        if self.day is None:
            return dt.date(year, self.month, 1), _last(year, self.month)
        day = dt.date(year, self.month, self.day)
        return day, day

    @property
    def date(self) -> dt.date | None:
        """The day, where it is one and known."""
        if self.year and self.month and self.day:
            return dt.date(self.year, self.month, self.day)
        return None

    def at(self, clock: str) -> Moment:
        """The same at a time of the day; at none where the clock is empty."""
        return self if self.clock == clock else replace(self, clock=clock)

    def in_year(self, year: int | None) -> Moment:
        """The same part of another year; 29 February becomes the 28th."""
        if self.month and self.day and year and not exists(year, self.month, self.day):
            return replace(self, year=year, day=self.day - 1)
        return replace(self, year=year)


def on(day: dt.date, clock: str = "") -> Moment:
    """The moment of a calendar day."""
    return Moment(day.year, day.month, day.day, clock=clock)


def week(day: dt.date, *, weekend: bool = False) -> Moment:
    """The ISO week around a day."""
    year, number, _ = day.isocalendar()
    return Moment(year, part=f"W{number:02}", weekend=weekend)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> dt.date:
    """The nth Monday (1) to Sunday (7) of a month; -1 is the last.

    Raises ValueError where the month has none such.
    """
    if nth < 0:
        last = _last(year, month)
        return last - dt.timedelta((last.isoweekday() - weekday) % 7)
    first = dt.date(year, month, 1)
    day = first + dt.timedelta((weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
    if day.month != month:
        raise ValueError(f"{year}-{month:02} has no weekday {weekday} number {nth}")
    return day


def exists(year: int | None, month: int, day: int) -> bool:
    """Whether there is such a day; in an unknown year, whether there may be."""
    return 1 <= month <= 12 and 1 <= day <= _length(year or 2000, month)


def month_from(year: int, month: int, offset: int) -> tuple[int, int]:
    """The year and the month that lie ``offset`` months away."""
    index = year * 12 + month - 1 + offset
    return index // 12, index % 12 + 1


@cache
def movable(country: str, name: str, year: int) -> dt.date | None:
    """The day of a country's holiday that the moon or the weekday decides; None if not known.

    ``name`` is what the library ``holidays`` calls it in English.
    """
    import holidays

    named = holidays.country_holidays(country, years=year, language="en_US").get_named(
        name, lookup="exact"
    )
    return min(named) if named else None


@cache
def _length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _last(year: int, month: int) -> dt.date:
    return dt.date(year, month, _length(year, month))
