"""The figures that the regression test holds the pipeline to."""

from __future__ import annotations

import math
from collections.abc import Mapping

from pydantic import TypeAdapter

from extract.evaluating.scores import KINDS, Score

Floor = dict[str, dict[str, float]]
FLOOR: TypeAdapter[Floor] = TypeAdapter(Floor)
ROUNDING = 1e-9
"""A floor is a decimal fraction, what is reached is not."""
FLOORED = {
    "date": ("strict", "value"),
    "figure": (
        *("strict", "value", "unit", "modifier", "trend"),
        *("metric", "subject", "compared"),
    ),
    "organization": ("strict", "name", "category"),
    "anaphor": ("strict", "name"),
    "program": ("strict", "slots"),
    "award": ("strict", "slots"),
}
"""What each kind is held to: F1 of spans and slots, accuracy of values."""


def fallen(scores: Mapping[str, Score], floor: Floor) -> list[str]:
    """A line for each measure that lies below its floor."""
    return [
        f"{kind} {measure} is {reached:.4f}, below {least}"
        for kind, measures in floor.items()
        for measure, least in measures.items()
        if (reached := scores[kind].figures().get(measure, 0.0)) < least - ROUNDING
    ]


def raised(scores: Mapping[str, Score], floor: Floor) -> Floor:
    """The floor at what has been reached, rounded down to four digits; no figure falls."""
    return {
        kind: {
            measure: max(
                floor.get(kind, {}).get(measure, 0.0),
                math.floor(scores[kind].figures().get(measure, 0.0) * 10_000) / 10_000,
            )
            for measure in FLOORED[kind]
        }
        for kind in KINDS
    }
