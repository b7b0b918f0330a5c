"""Dates: the time expressions of an article, and what they mean.

``find`` says where they are, ``resolve`` what they mean, ``published`` when the article appeared
where nothing else tells. The words are in ``rules/dates.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator

from extract.dates.find import Finder
from extract.dates.published import infer
from extract.dates.resolve import Published, Resolver
from extract.found import Found
from rules import Rules


class Dates:
    """Finds and resolves the dates, times, durations and sets of an article."""

    def __init__(self, rules: Rules) -> None:
        self.table = rules.tables["dates"]
        self.finder = Finder(self.table)

    def read(self, found: Found) -> None:
        """Fill ``found.dates``, and ``found.known.published`` where it is not known.

        The mentions are in the order of the text and do not overlap.
        """
        text, morphemes, known = found.text, found.morphemes, found.known
        expressions = self.finder.find(text, _lines(found), morphemes)
        if known.published is None:
            known.published = infer(expressions, text, morphemes, self.table)
            known.published_from = "text" if known.published else None
        resolver = Resolver(Published.read(known.published), text, morphemes, self.table)
        found.dates = resolver.resolve(expressions)


def _lines(found: Found) -> Iterator[tuple[int, int, str]]:
    """The lines that hold language, or the date of a header."""
    for line in found.layout.lines:
        if line.kind != "chrome":
            yield line.start, line.end, line.kind
