"""Awards: one record for each honour that one recipient got."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from schemas.base import BaseRecord, Reference


class Award(BaseRecord):
    """An honour that one recipient got: a prize, a certificate, a rank or grade in an evaluation.

    The same honour told twice is one record. Its words are the award's name, where this honour is
    told first.
    """

    type: Literal["award"] = "award"
    id: str = Field(pattern=r"^award\d+$", description="award1, award2 … in order")
    name: str = Field(
        min_length=1, description="the award's, without edition, year and quotation marks"
    )
    edition: int | None = Field(ge=1, description="3 for 제3회")
    year: int | None = Field(ge=1000, le=9999, description="the year that it is of")
    category: str | None = Field(description="its section: 주민자치부문")
    prize: str | None = Field(description="what was won: 대상, 우수기관, 대통령 표창, 1위")
    rank: int | None = Field(ge=1, description="1 for 1위, where a rank is told")
    streak: int | None = Field(ge=1, description="years in a row: 4 for 4년 연속")
    recipient: Reference = Field(
        description="who won it: an organization, or a name without id (a person, a program)"
    )
    grantors: list[Reference] = Field(description="who holds it or gives it: 주최, 주관, 수여")
    date: Reference | None = Field(
        description="the date of the ceremony, the choice or the announcement"
    )
