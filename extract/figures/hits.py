"""What is read of a figure before its value: units, and hits in the text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """A row of ``rules/units.csv``."""

    name: str
    dimension: str
    native: str = ""
    """``yes`` where native numerals may stand before it, ``only`` where nothing else may."""
    strict: bool = False
    """Whether the form is also a common part of names: then it must be written close."""
    least: int = 0
    """From this number on the form means this unit."""


@dataclass(slots=True)
class Hit:
    """A figure as written: its numbers in the text, not yet their values."""

    start: int
    end: int
    number: str
    unit: Unit | None
    rule: str
    other: str | None = None
    """The second number of a range, or the numerator of a fraction."""
    odd: bool = False
    """``여`` stands between number and unit."""
    place: str = ""
    """A magnitude after the ``여``: ``10여만 명``."""
    negative: bool = False
