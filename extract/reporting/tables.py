"""What a report's summary tells, gathered article by article."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from extract.outputs import KINDS, Line, Output

DIFFERENT = ("rank", "ordinal", "age", "temperature", "percent")
"""Dimensions of which a share says nothing: the difference alone does."""

OPENING = 80
"""Characters of a text that stand for a missing title."""


class When(NamedTuple):
    """A date record's TIMEX3 value and mod, and its first day where it can be placed."""

    value: str
    mod: str | None
    earliest: str | None


class ArticleRow(NamedTuple):
    """An article; ``counts`` has its records by type, in the order of KINDS."""

    name: str
    title: str | None
    published: str | None
    publisher: str | None
    counts: tuple[int, ...]


class AwardRow(NamedTuple):
    """An award. ``article`` is, here and below, an article's place in the order of the output."""

    article: int
    id: str
    recipient: str
    name: str
    prize: str | None
    rank: int | None
    streak: int | None
    category: str | None
    year: int | None
    edition: int | None
    grantors: tuple[str, ...]
    date: When | None


class ProgramRow(NamedTuple):
    """A program."""

    article: int
    id: str
    name: str
    category: str
    operator: str | None
    hosts: tuple[str, ...]
    status: str | None
    first_in: str | None
    date: When | None


class ChangeRow(NamedTuple):
    """A figure that rose, fell or is set against another, in the article's words.

    ``difference`` is in ``unit``, ``share`` in percent of what it was before; both have a sign,
    and are None where they cannot be computed. ``after`` is None where the article gives only
    the difference.
    """

    article: int
    id: str
    metric: str | None
    subject: str | None
    before: str | None
    after: str | None
    trend: str | None
    difference: float | None
    unit: str | None
    share: float | None
    since: When | None
    period: When | None


class OrganizationRow(NamedTuple):
    """An organization with the articles that it is in, and its mentions, awards and programs."""

    name: str
    category: str
    articles: tuple[int, ...]
    mentions: int
    awards: int
    programs: int


class WinnerRow(NamedTuple):
    """Who won: distinct honours, the articles that tell of them, and the prizes most had."""

    name: str
    honours: int
    articles: int
    prizes: tuple[tuple[str, int], ...]


class WarningRow(NamedTuple):
    """What was odd about an article."""

    article: int
    warning: str


@dataclass(slots=True)
class _Winner:
    honours: dict[Hashable, str | None] = field(default_factory=dict)
    articles: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Organization:
    category: str
    articles: list[int] = field(default_factory=list)
    tally: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Tables:
    """The rows of every table; ``add`` takes the articles in their order."""

    articles: list[ArticleRow] = field(default_factory=list)
    awards: list[AwardRow] = field(default_factory=list)
    programs: list[ProgramRow] = field(default_factory=list)
    changes: list[ChangeRow] = field(default_factory=list)
    warnings: list[WarningRow] = field(default_factory=list)
    totals: Counter[str] = field(default_factory=Counter)
    _winners: dict[str, _Winner] = field(default_factory=dict)
    _organizations: dict[str, _Organization] = field(default_factory=dict)

    def add(self, output: Output, text: object = None) -> None:
        """Take in an article; where it has no title, the first line of its ``text`` does."""
        at = len(self.articles)
        head = output.article
        tally = Counter(record["type"] for record in output.records)
        self.totals += tally
        counts = tuple(tally[kind] for kind in KINDS)
        title = head["title"] or _opening(text)
        row = ArticleRow(output.name, title, head["published"], head["publisher"], counts)
        self.articles.append(row)
        self.warnings += (WarningRow(at, warning) for warning in head["warnings"])
        by_id = output.by_id
        self.changes += changes(at, output)
        for record in output.of("organization"):
            self._add_organization(at, record)
        for record in output.of("award"):
            self._add_award(at, record, by_id)
        for record in output.of("program"):
            self._add_program(at, record, by_id)

    def _add_organization(self, at: int, record: Line) -> None:
        found = _Organization(record["category"])
        found = self._organizations.setdefault(record["name"], found)
        if found.articles[-1:] != [at]:
            found.articles.append(at)
        found.tally["mentions"] += len(record["mentions"])

    def _add_award(self, at: int, record: Line, by_id: dict[str, Line]) -> None:
        plain = {key: record[key] for key in AwardRow._fields if key in record}
        recipient = record["recipient"]["name"]
        plain["recipient"] = recipient
        plain["grantors"] = _names(record["grantors"])
        plain["date"] = _when(record["date"], by_id)
        self.awards.append(AwardRow(article=at, **plain))
        winner = self._winners.setdefault(recipient, _Winner())
        honour = tuple(record[key] for key in ("name", "edition", "year", "category", "prize"))
        winner.honours[honour] = record["prize"]
        winner.articles.add(at)
        self._tell(recipient, "awards")

    def _add_program(self, at: int, record: Line, by_id: dict[str, Line]) -> None:
        plain = {key: record[key] for key in ProgramRow._fields if key in record}
        operator = _name(record["operator"])
        plain["operator"] = operator
        plain["date"] = _when(record["date"], by_id)
        self.programs.append(ProgramRow(article=at, hosts=_names(record["host"]), **plain))
        self._tell(operator, "programs")

    def _tell(self, name: str | None, what: str) -> None:
        if name in self._organizations:
            self._organizations[name].tally[what] += 1

    def winners(self) -> list[WinnerRow]:
        """Who won, most honours first. An honour that many articles tell of counts once."""
        rows = []
        for name, winner in self._winners.items():
            prizes = Counter(filter(None, winner.honours.values())).most_common(3)
            rows.append(WinnerRow(name, len(winner.honours), len(winner.articles), (*prizes,)))
        return sorted(rows, key=lambda row: (-row.honours, -row.articles, row.name))

    def organizations(self) -> list[OrganizationRow]:
        """The organizations, those of most articles first."""
        rows = (
            OrganizationRow(
                name,
                found.category,
                (*found.articles,),
                *(found.tally[what] for what in ("mentions", "awards", "programs")),
            )
            for name, found in self._organizations.items()
        )
        return sorted(rows, key=lambda row: (-len(row.articles), -row.mentions, row.name))

    def all(self) -> dict[str, tuple[tuple[str, ...], list[Any]]]:
        """By name of the table, its columns and rows.

        What is dated begins with the newest, changes with those whose both ends are known.
        """

        def dated(row: AwardRow | ProgramRow) -> str:
            return row.date.earliest or "" if row.date else ""

        def open_ended(row: ChangeRow) -> bool:
            return row.before is None

        return {
            "articles": (ArticleRow._fields, self.articles),
            "winners": (WinnerRow._fields, self.winners()),
            "awards": (AwardRow._fields, sorted(self.awards, key=dated, reverse=True)),
            "programs": (ProgramRow._fields, sorted(self.programs, key=dated, reverse=True)),
            "changes": (ChangeRow._fields, sorted(self.changes, key=open_ended)),
            "organizations": (OrganizationRow._fields, self.organizations()),
            "warnings": (WarningRow._fields, self.warnings),
        }


def changes(at: int, output: Output) -> Iterator[ChangeRow]:
    """The figures of an article that changed, each change once.

    A figure that only says by how much another changed (``17.5%p`` after ``61.3%에서 78.8%로``)
    has no row of its own.
    """
    by_id = output.by_id
    figures = output.of("figure")
    pairs = [(f, by_id[f["compared_to"]]) for f in figures if f["compared_to"]]
    told: set[Hashable] = set()
    for figure in figures:
        before = by_id.get(figure["compared_to"])
        if before is None and (not figure["trend"] or _is_told(figure, pairs)):
            continue
        row = _change(at, figure, before, by_id)
        key = row[2:]
        if key not in told:
            told.add(key)
            yield row


def _change(at: int, figure: Line, before: Line | None, by_id: dict[str, Line]) -> ChangeRow:
    unit = figure["unit"]
    difference, share = _difference(figure, before) if before else (None, None)
    points = before is None and unit == "%p" and figure["value"] is not None
    if points:  # of percent: never what was reached
        difference = float(figure["value"] * (-1 if figure["trend"] == "down" else 1))
    return ChangeRow(
        article=at,
        id=figure["id"],
        metric=figure["metric"],
        subject=_name(figure["subject"]),
        before=before["text"] if before else None,
        after=None if points else figure["text"],
        trend=figure["trend"],
        difference=difference,
        unit="%p" if unit == "%" else unit,
        share=share,
        since=_when(before["period"], by_id) if before else None,
        period=_when(figure["period"], by_id),
    )


def _difference(after: Line, before: Line) -> tuple[float | None, float | None]:
    """What lies between two figures of one unit, and that in percent of the former."""
    if after["unit"] != before["unit"] or after["value"] is None or before["value"] is None:
        return None, None
    was = Decimal(str(before["value"]))
    difference = Decimal(str(after["value"])) - was
    share = None
    if was > 0 and after["dimension"] not in DIFFERENT:
        share = float(round(100 * difference / was, 1))
    return float(difference), share


def _is_told(figure: Line, pairs: Iterable[tuple[Line, Line]]) -> bool:
    """Whether a figure is only the difference, the share or the ratio of two others."""
    value = figure["value"]
    if value is None:
        return False
    half = 0.5 * 10.0 ** -len(str(value).partition(".")[2]) + 1e-9
    for after, before in pairs:
        if (after["metric"], after["subject"]) != (figure["metric"], figure["subject"]):
            continue
        difference, share = _difference(after, before)
        if difference is None:
            continue
        candidates = {
            "%p" if after["unit"] == "%" else after["unit"]: difference,
            "배": after["value"] / before["value"] if before["value"] else None,
        }
        if share is not None:
            candidates["%"] = share
        near = candidates.get(figure["unit"])
        if near is not None and abs(abs(near) - value) <= half:
            return True
    return False


def _opening(text: object) -> str | None:
    if not isinstance(text, str) or not text.strip():
        return None
    line = text.strip().splitlines()[0]
    return line if len(line) <= OPENING else f"{line[:OPENING].rstrip()}…"


def _name(reference: Line | None) -> str | None:
    return reference["name"] if reference else None


def _names(references: Iterable[Line]) -> tuple[str, ...]:
    return tuple(reference["name"] for reference in references)


def _when(reference: Line | None, by_id: dict[str, Line]) -> When | None:
    record = by_id.get(reference["id"]) if reference else None
    return When(record["value"], record["mod"], record["earliest"]) if record else None


def packed(tables: dict[str, tuple[tuple[str, ...], list[Any]]]) -> dict[str, Any]:
    """Tables in which a cell is its place among ``values``, those of most cells first.

    Most values stand in many cells, and so a big summary stays small.
    """
    texts = {
        name: [[json.dumps(cell, ensure_ascii=False) for cell in row] for row in rows]
        for name, (_, rows) in tables.items()
    }
    often = Counter(cell for rows in texts.values() for row in rows for cell in row)
    values = [cell for cell, _ in often.most_common()]
    places = {cell: place for place, cell in enumerate(values)}
    rows = {
        name: {
            "columns": columns,
            "rows": [[places[cell] for cell in row] for row in texts[name]],
        }
        for name, (columns, _) in tables.items()
    }
    return {"tables": rows, "values": [json.loads(cell) for cell in values]}
