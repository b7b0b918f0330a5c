"""What the stages hand on: the state of one article on its way to records.

Everything here has offsets into the article's text as ``morphemes.clean`` leaves it. Records
(``schemas``) are built from it once, at the end, with offsets into the text as read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from extract.morphemes import Morphemes, Offsets
from extract.reading.layout import Layout

if TYPE_CHECKING:
    from extract.sentences import Discourse


@dataclass(slots=True)
class DateMention:
    """A time expression. ``value`` as in TIMEX3; see ``schemas.Date`` for the fields."""

    start: int
    end: int
    timex: str
    value: str
    rule: str
    mod: str | None = None
    earliest: dt.date | None = None
    latest: dt.date | None = None
    relative: bool = False


@dataclass(slots=True)
class FigureMention:
    """A number with its unit; ``subject``, ``period`` and ``compared_to`` are set when known."""

    start: int
    end: int
    value: int | float | None
    unit: str | None
    dimension: str
    rule: str
    modifier: str | None = None
    lower: int | float | None = None
    upper: int | float | None = None
    metric: str | None = None
    subject: OrganizationFound | None = None
    period: DateMention | None = None
    trend: str | None = None
    compared_to: FigureMention | None = None


@dataclass(slots=True)
class NameMention:
    """A mention of an organization or a program: ``kind`` is ``name``, ``alias`` or ``anaphor``."""

    start: int
    end: int
    kind: str


@dataclass(slots=True, eq=False)
class OrganizationFound:
    """A distinct organization with its mentions, in the order of the text."""

    name: str
    category: str
    rule: str
    code: str | None = None
    parent: str | None = None
    mentions: list[NameMention] = field(default_factory=list)


@dataclass(slots=True, frozen=True)
class Evidence:
    """Why a slot is what it is: the words at ``start:end``, and the rule that read them."""

    slot: str
    start: int
    end: int
    rule: str


@dataclass(slots=True, eq=False)
class ProgramFound:
    """A named undertaking; see ``schemas.Program`` for the fields."""

    name: str
    category: str
    rule: str
    operator: OrganizationFound | None = None
    host: list[OrganizationFound] = field(default_factory=list)
    status: str | None = None
    first_in: str | None = None
    date: DateMention | None = None
    mentions: list[NameMention] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)


Recipient = OrganizationFound | ProgramFound | str
"""Who is honoured; a person has no record and is a name only."""


@dataclass(slots=True, eq=False)
class AwardFound:
    """An honour that one recipient got; see ``schemas.Award`` for the fields."""

    start: int
    end: int
    name: str
    rule: str
    recipient: Recipient
    edition: int | None = None
    year: int | None = None
    category: str | None = None
    prize: str | None = None
    rank: int | None = None
    streak: int | None = None
    grantors: list[OrganizationFound] = field(default_factory=list)
    date: DateMention | None = None
    evidence: list[Evidence] = field(default_factory=list)


@dataclass(slots=True)
class Known:
    """What is known of an article beside its text; ``published`` as precise as known."""

    title: str | None = None
    published: str | None = None
    published_from: Literal["metadata", "header", "text"] | None = None
    publisher: str | None = None
    reporter: str | None = None


@dataclass(slots=True)
class Found:
    """Everything found in one article so far; ``text`` is cleaned, and all offsets are into it."""

    text: str
    layout: Layout
    morphemes: Morphemes
    known: Known
    original: str
    """The text as read, and ``offsets`` the way back to it where its characters moved."""
    offsets: Offsets | None = None
    dates: list[DateMention] = field(default_factory=list)
    figures: list[FigureMention] = field(default_factory=list)
    organizations: list[OrganizationFound] = field(default_factory=list)
    programs: list[ProgramFound] = field(default_factory=list)
    awards: list[AwardFound] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    discourse: Discourse | None = None
    """The sentences of the article, once a stage has asked for them."""

    def place(self, start: int, end: int) -> tuple[int, int]:
        """A span as offsets into the text as read."""
        return (start, end) if self.offsets is None else self.offsets.span(start, end)

    def actors(self) -> Iterator[tuple[NameMention, OrganizationFound]]:
        """Every mention of an organization with the organization."""
        for organization in self.organizations:
            for mention in organization.mentions:
                yield mention, organization


class Stage(Protocol):
    """A step on the way to records."""

    def read(self, found: Found) -> None:
        """Add to ``found`` what this stage finds."""
