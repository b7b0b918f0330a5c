"""Figures: numbers that count or measure something, with what, whose and when.

``find`` says where a figure is, ``value`` what it says, ``relate`` what it is about; the stage
joins them. Words are in ``rules/figures.toml``, units and counters in ``rules/units.csv``.
"""

from __future__ import annotations

from bisect import bisect_left

from extract.figures.find import Finder
from extract.figures.relate import Relater
from extract.figures.value import Reader
from extract.found import DateMention, FigureMention, Found
from rules import Rules


class Figures:
    """The stage: fills ``found.figures``.

    Figures stand in the order of the text and overlap neither each other nor a date.
    """

    def __init__(self, rules: Rules) -> None:
        self.finder = Finder(rules)
        self.reader = Reader(rules)
        self.relater = Relater(rules)

    def read(self, found: Found) -> None:
        """Fill ``found.figures``."""
        found.figures = self.figures(found)

    def figures(self, found: Found) -> list[FigureMention]:
        """The figures of an article whose dates and organizations are known."""
        figures = []
        for hit in self.finder.find(found):
            if _taken(hit.start, hit.end, found.dates):
                continue
            line = found.layout.line(hit.start)
            low, high = (line.start, line.end) if line else (0, len(found.text))
            figure = self.reader.read(hit, found.text, low, high, found.morphemes)
            if figure is not None:
                figures.append(figure)
        self.relater.relate(found, figures)
        return figures


def _taken(start: int, end: int, dates: list[DateMention]) -> bool:
    """Whether a date overlaps this stretch; dates stand in order, apart from each other."""
    i = bisect_left(dates, end, key=_start)
    return i > 0 and dates[i - 1].end > start


def _start(date: DateMention) -> int:
    return date.start
