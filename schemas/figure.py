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
    """``unit`` is canonical: ISO 4217 for money, ``%``, ``%p``, SI symbols, or the counter.

    A range in one expression has no ``value`` but both bounds.
    """

    type: Literal["figure"] = "figure"
    id: str = Field(pattern=r"^figure\d+$")
    value: Number | None
    unit: str | None
    dimension: Dimension
    modifier: Modifier | None
    lower: Number | None
    upper: Number | None
    metric: str | None
    subject: Reference | None
    period: Reference | None
    trend: Literal["up", "down"] | None
    compared_to: str | None

    @model_validator(mode="after")
    def _bounds(self) -> Self:
        if self.lower is not None and self.upper is not None and self.lower > self.upper:
            raise ValueError(f"lower bound {self.lower} lies above upper bound {self.upper}")
        return self
