"""Awards: one record for each honour that one recipient got."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from schemas.base import BaseRecord, Reference


class Award(BaseRecord):
    """``name`` is without edition, year and quotation marks; ``streak`` counts years in a row."""

    type: Literal["award"] = "award"
    id: str = Field(pattern=r"^award\d+$")
    name: str = Field(min_length=1)
    edition: int | None = Field(ge=1)
    year: int | None = Field(ge=1000, le=9999)
    category: str | None
    prize: str | None
    rank: int | None = Field(ge=1)
    streak: int | None = Field(ge=1)
    recipient: Reference
    grantors: list[Reference]
    date: Reference | None
