"""Figures: numbers that count or measure something."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from schemas.base import BaseRecord, Reference

Number = int | Annotated[float, Field(allow_inf_nan=False)]
Dimension = Literal[
    "money",
    "percent",
    "count",
    "rank",
    "score",
    "age",
    "ratio",
    "length",
    "area",
    "volume",
    "mass",
    "temperature",
    "power",
    "energy",
    "speed",
    "data",
    "index",
    "ordinal",
    "other",
]
Modifier = Literal[
    "approx",
    "nearly",
    "at_least",
    "more_than",
    "at_most",
    "less_than",
    "up_to",
    "average",
    "total",
]


class Figure(BaseRecord):
    """A mention of a number that counts or measures something.

    Its words are number and unit, without 약, 총, 최대, 이상, 이하.
    """

    type: Literal["figure"] = "figure"
    id: str = Field(pattern=r"^figure\d+$", description="figure1, figure2 … in order")
    value: Number | None = Field(
        description="the number: 10000000000 for 100억원; null for a range, which has both bounds"
    )
    unit: str | None = Field(
        description="ISO 4217 for money (KRW), %, %p, SI symbols (km2), or the counter (명, 곳)"
    )
    dimension: Dimension = Field(description="what is measured by such a unit")
    modifier: Modifier | None = Field(
        description="approx 약·여, nearly 육박, at_least 이상, more_than 초과·돌파, at_most 이하, "
        "less_than 미만, up_to 최대, average 평균, total 총"
    )
    lower: Number | None = Field(description="the lower bound that modifier or range imply")
    upper: Number | None = Field(description="the upper bound")
    metric: str | None = Field(
        description="what is measured, in the article's words: 인건비 비율; what is counted: 일자리"
    )
    subject: Reference | None = Field(description="the organization whose figure it is")
    period: Reference | None = Field(description="the date for which it holds")
    trend: Literal["up", "down"] | None = Field(
        description="where the text says that it rose or fell to this, or by this"
    )
    compared_to: str | None = Field(
        description="id of the figure that it is set against: 74.7% in 74.7%에서 85.8%로"
    )

    @model_validator(mode="after")
    def _bounds(self) -> Self:
        if self.lower is not None and self.upper is not None and self.lower > self.upper:
            raise ValueError(f"lower bound {self.lower} lies above upper bound {self.upper}")
        return self
