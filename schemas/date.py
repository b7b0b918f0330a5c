"""Dates, times, durations and sets, after TIMEX3 (ISO-TimeML)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from schemas.base import BaseRecord

Timex = Literal["DATE", "TIME", "DURATION", "SET"]
DateMod = Literal[
    "APPROX", "START", "MID", "END", "BEFORE", "AFTER", "EQUAL_OR_MORE", "EQUAL_OR_LESS"
]

_CLOCK = r"T(?:\d{2}(?::\d{2}(?::\d{2})?)?|MO|MI|AF|EV|NI|DT)"
_DAY = r"(?:\d{2}|\dX|XX)"
_VALUE = re.compile(
    rf"""(?: (?:BC)? [\dX]{{4}}
             (?: - (?: H[12X] | Q[1-4X] | SP | SU | FA | WI
                     | W{_DAY} (?:-WE | (?:-[1-7X])? (?:{_CLOCK})? )
                     | {_DAY} (?: -{_DAY} (?:{_CLOCK})? )? ) )?
           | {_CLOCK}
           | P (?=[\dXT]) (?: [\dX.]+ Y )? (?: [\dX.]+ M )? (?: [\dX.]+ W )? (?: [\dX.]+ D )?
             (?: T (?=[\dX]) (?: [\dX.]+ H )? (?: [\dX.]+ M )? (?: [\dX.]+ S )? )?
           | PAST_REF | PRESENT_REF | FUTURE_REF )""",
    re.VERBOSE,
)


class Date(BaseRecord):
    """A mention of a time: a TIMEX3 of ISO-TimeML.

    Its words leave out particles and 부터, 까지, 동안, 만에, 이내.
    """

    type: Literal["date"] = "date"
    id: str = Field(pattern=r"^date\d+$", description="date1, date2 … in order")
    timex: Timex = Field(description="TIMEX3 type")
    value: str = Field(
        description="TIMEX3 value: 2013-10-30, 2012-H2, 2013-XX-30 (X is unknown), P3Y, PT48H, "
        "XXXX-WXX-6"
    )
    mod: DateMod | None = Field(
        description="TIMEX3 mod: START 초, MID 중순, END 말, APPROX 쯤·경·여, EQUAL_OR_LESS 이내 …"
    )
    earliest: dt.date | None = Field(
        description="the first day of the value; null for durations and what cannot be placed"
    )
    latest: dt.date | None = Field(description="its last day, inclusive")
    relative: bool = Field(
        description="whether it needed the publication date, or another date of the text"
    )

    @field_validator("value")
    @classmethod
    def _is_timex3(cls, value: str) -> str:
        if not _VALUE.fullmatch(value):
            raise ValueError(f"{value!r} is no TIMEX3 value")
        return value

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if (self.earliest is None) != (self.latest is None):
            raise ValueError("earliest and latest are given together or not at all")
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"earliest {self.earliest} lies after latest {self.latest}")
        return self
