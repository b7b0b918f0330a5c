"""What a figure is about: metric, subject, period, trend, and the figure it is set against.

Works on one sentence at a time, and only on those with figures. What carries on from one sentence
to the next (a metric within its paragraph, the topic) is handed on here.
"""

from __future__ import annotations

from bisect import bisect_left

from extract.figures.comparisons import Comparisons
from extract.figures.metrics import Metrics
from extract.figures.periods import Periods
from extract.figures.sentences import Phrase, Sentence, sentences
from extract.figures.subjects import Subjects, Topics
from extract.figures.trends import Trends
from extract.found import FigureMention, Found
from rules import Rules


class Relater:
    """Relates figures with the words of a set of rules."""

    def __init__(self, rules: Rules) -> None:
        self.trends = Trends(rules)
        self.comparisons = Comparisons(rules, self.trends)
        self.metrics = Metrics(rules)
        self.periods = Periods(rules)
        self.subjects = Subjects(rules)

    def relate(self, found: Found, figures: list[FigureMention]) -> None:
        """Fill what the figures of an article are about, in place."""
        if not figures:
            return
        actors = sorted(
            ((m.start, m.end, organization) for m, organization in found.actors()),
            key=lambda actor: actor[:2],
        )
        starts = [start for start, _, _ in actors]
        dates = [date.start for date in found.dates]
        topics = Topics(found, actors)
        told: dict[str | None, Phrase] = {}
        paragraph = (-1, -1)
        last: Sentence | None = None
        for sentence in sentences(found, figures):
            low, high = sentence.span
            sentence.actors = actors[bisect_left(starts, low) : bisect_left(starts, high)]
            sentence.dates = found.dates[bisect_left(dates, low) : bisect_left(dates, high)]
            sentence.place()
            line = found.layout.line(low)
            sentence.heading = line is not None and line.kind in ("title", "subhead")
            if line and (line.start, line.end) != paragraph:
                paragraph = (line.start, line.end)
                last = None
            sentence.paragraph = paragraph[0]
            self.comparisons.link(sentence)
            self.trends.read(sentence)
            self.metrics.read(sentence, told)
            self.metrics.average(sentence)
            self.comparisons.link_back(sentence, last)
            last = sentence
            self.periods.read(sentence)
            self.subjects.read(sentence, topics.within(low, high), topics.before(sentence, line))
            topics.tell(sentence)
