"""Sentences with figures, and which morphemes belong to figures, dates and names."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.found import DateMention, FigureMention, Found, OrganizationFound
from extract.morphemes import Morphemes

BASES = frozenset({"from", "arrow", "than", "times", "was", "exceeded", "passed"})
"""What a figure may be to another that points at it."""

Actor = tuple[int, int, OrganizationFound]
"""Start, end and organization of a mention."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase and where in the article it stands."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Sentence:
    """The morphemes of a sentence, and which of them belong to figures, dates and names."""

    text: str
    morphemes: Morphemes
    first: int
    last: int
    figures: list[FigureMention]
    span: tuple[int, int] = field(init=False)
    """The stretch of the text that its morphemes cover."""
    figure_at: dict[int, int] = field(default_factory=dict)
    dates: list[DateMention] = field(default_factory=list)
    date_at: dict[int, int] = field(default_factory=dict)
    actors: list[Actor] = field(default_factory=list)
    heading: bool = False
    """Whether it stands in a headline."""
    actor_at: set[int] = field(default_factory=set)
    owned: dict[int, OrganizationFound] = field(default_factory=dict)
    """By start of figure: whose it is, where the sentence says so."""
    regional: set[int] = field(default_factory=set)
    """Starts of figures of which only a region is named: ``천안은 65만여 명``."""
    paragraph: int = 0
    """Where its paragraph begins."""
    roles: dict[int, str] = field(default_factory=dict)
    """By start of figure: how the words behind it set it against another one."""
    metrics: dict[int, Phrase] = field(default_factory=dict)
    """By start of figure: the words that name what it measures."""
    edges: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    """By start of figure: the morpheme before it, behind it, and behind its bracket."""

    def __post_init__(self) -> None:
        if self.first >= self.last:
            self.span = self.figures[0].start, self.figures[-1].end
        else:
            self.span = self.morphemes.starts[self.first], self.morphemes.ends[self.last - 1]

    def after(self, figure: FigureMention) -> int:
        """The first morpheme behind a figure."""
        return self.edges[figure.start][1]

    def before(self, figure: FigureMention) -> int:
        """The last morpheme in front of a figure."""
        return self.edges[figure.start][0]

    def unbracketed(self, figure: FigureMention) -> int:
        """The first morpheme behind a figure and a bracket right after it, or around it."""
        return self.edges[figure.start][2]

    def place(self) -> None:
        """Note which morphemes belong to figures, dates and names."""
        within = self.morphemes.within
        for k, figure in enumerate(self.figures):
            inside = within(figure.start, figure.end)
            after = max(self.first, inside.stop)
            self.edges[figure.start] = (inside.start - 1, after, self._past_bracket(after))
            for i in inside:
                self.figure_at[i] = k
        for k, date in enumerate(self.dates):
            for i in within(date.start, date.end):
                self.date_at[i] = k
        for start, end, _ in self.actors:
            self.actor_at.update(within(start, end))

    def _past_bracket(self, i: int) -> int:
        tags = self.morphemes.tags
        if i < self.last and tags[i] == "SSC":
            return i + 1
        if i < self.last and tags[i] == "SSO" and self.text[self.morphemes.starts[i]] == "(":
            for j in range(i + 1, min(self.last, i + 20)):
                if tags[j] == "SSC":
                    return j + 1
        return i

    def date_before(self, figure: FigureMention) -> DateMention | None:
        """The last date that ends before a figure."""
        k = bisect_left(self.dates, figure.start, key=start_of) - 1
        return self.dates[k] if k >= 0 and self.dates[k].end <= figure.start else None

    def order(self, figure: FigureMention) -> int:
        """Which of the sentence's figures this is."""
        return bisect_left(self.figures, figure.start, key=start_of)

    def bracketed(self, figure: FigureMention) -> bool:
        """Whether the figure is the last thing in brackets."""
        return self.text[figure.end : figure.end + 1] == ")"


def sentences(found: Found, figures: list[FigureMention]) -> Iterator[Sentence]:
    """The sentences that have figures, with them."""
    morphemes = found.morphemes
    group: list[FigureMention] = []
    span = (-1, -1)
    for figure in [*figures, None]:
        if figure is not None and span[0] <= figure.start < span[1]:
            group.append(figure)
            continue
        if group:
            inside = morphemes.within(*span)
            yield Sentence(found.text, morphemes, inside.start, inside.stop, group)
        if figure is not None:
            span = morphemes.sentence(figure.start)
            if span[0] == span[1]:
                span = (figure.start, figure.end)
            group = [figure]


def start_of(mention: FigureMention | DateMention) -> int:
    return mention.start


def actor_start(actor: Actor) -> int:
    return actor[0]


def alike(a: FigureMention, b: FigureMention) -> bool:
    return a.unit == b.unit and a.dimension == b.dimension and a.dimension != "age"
