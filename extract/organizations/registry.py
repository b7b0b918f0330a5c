"""The registries of ``rules/organizations/`` as an index: form -> the organizations it may name."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import get_args

from rules import Row, Rules, RulesError
from schemas.organization import OrganizationCategory

LOCAL = "local_government"
CATEGORIES = frozenset(get_args(OrganizationCategory))
LEVELS = ("province", "city", "county", "district", "nonautonomous_district")
DATES = ("valid_from", "valid_to")
PROVINCE = "province"
OPEN_START, OPEN_END = dt.date.min, dt.date.max


@dataclass(slots=True, frozen=True)
class Entry:
    """One organization under one name, in force from ``since`` until the day before ``until``."""

    name: str
    category: str
    code: str | None
    parent: str | None
    level: str | None
    since: dt.date
    until: dt.date
    successors: tuple[str, ...] = ()

    def valid(self, day: dt.date) -> bool:
        """Whether the name was in force on that day."""
        return self.since <= day < self.until

    def distance(self, day: dt.date) -> int:
        """Days between that day and the nearest one on which the name was in force."""
        if self.valid(day):
            return 0
        return (self.since - day).days if day < self.since else (day - self.until).days + 1


@dataclass(slots=True, frozen=True)
class Form:
    """One way of writing an organization's name.

    ``kind``: ``full``, ``short`` (연수구), ``bare`` (연수, 서울: a place unless something
    says more), ``alias``, or ``doubtful`` (an alias that others share, or an ordinary word).
    """

    entry: Entry
    kind: str


class Registry:
    """Every form of every registered name, found in a text in one pass.

    ``forms`` maps what is written to the forms that it may be. Raises rules.RulesError where a
    row has no name, no category or a date that is none.
    """

    def __init__(self, rules: Rules) -> None:
        table = rules.tables["organizations"]
        self.forms: dict[str, list[Form]] = {}
        self._levels: dict[str, list[str]] = table["government"]["levels"]
        never = table["registered"]["doubtful"]
        self.provinces: dict[str, str] = {}
        """The names of provinces, also earlier ones, and the everyday one of each: 강원."""
        for row in rules.rows["organizations"]:
            entry = _entry(row)
            doubtful = {*row.many("ambiguous"), *never}
            self._add(entry.name, Form(entry, "doubtful" if entry.name in doubtful else "full"))
            if entry.category == LOCAL:
                if entry.level == PROVINCE:
                    self.provinces[entry.name] = min(row.many("short"), key=len, default=entry.name)
                for short in row.many("short"):
                    self._add(short, Form(entry, self._short(short, entry)))
            for alias in row.many("aliases"):
                self._add(alias, Form(entry, "doubtful" if alias in doubtful else "alias"))
        self.governments = {
            written: local
            for written, forms in self.forms.items()
            if (local := [form for form in forms if form.entry.category == LOCAL])
        }
        """Of all forms those that may be a local government's."""
        entries = dict.fromkeys(form.entry for forms in self.forms.values() for form in forms)
        self.merged = _merged(entries)
        self._named: dict[str, list[Entry]] = {}
        self._before: dict[str, list[Entry]] = {}
        for entry in entries:
            self._named.setdefault(entry.name, []).append(entry)
            for successor in entry.successors:
                self._before.setdefault(successor, []).append(entry)

    def _short(self, short: str, entry: Entry) -> str:
        """연수구 says that it is a district; 연수 does not, nor 대구 or 양구."""
        ends = tuple(self._levels[entry.level or ""])
        whole = short.endswith(ends) and len(short) > 1 and short != entry.name
        return "short" if whole else "bare"

    def _add(self, text: str, form: Form) -> None:
        forms = self.forms.setdefault(text, [])
        if all(f.entry != form.entry for f in forms):
            forms.append(form)

    def parent(self, entry: Entry, day: dt.date | None) -> str | None:
        """What an entry was part of on that day; None where that cannot be told.

        A row names the parent of the present. Before that had its name, it was the one that became
        it, if there was but one.
        """
        if entry.parent is None or day is None or entry.parent not in self._named:
            return entry.parent
        names, seen = [entry.parent], {entry.parent}
        valid = {entry.parent: any(e.valid(day) for e in self._named[entry.parent])}
        while names and not any(valid.values()):
            before = [e for name in names for e in self._before.get(name, ()) if e.name not in seen]
            valid = {e.name: False for e in before} | {e.name: True for e in before if e.valid(day)}
            names = [*valid]
            seen.update(names)
        found = [name for name, holds in valid.items() if holds]
        return found[0] if len(found) == 1 and len(valid) == 1 else None

    def pick(self, forms: list[Form], day: dt.date | None) -> list[Form]:
        """Of forms written alike, those whose names were in force on that day, else the nearest."""
        day = day or dt.date.max - dt.timedelta(days=1)
        nearest = min(f.entry.distance(day) for f in forms)
        return [f for f in forms if f.entry.distance(day) == nearest]


def _merged(entries: Iterable[Entry]) -> frozenset[Entry]:
    """The local governments that went into one that is more than they were: 청원군 into 청주시.

    One that was only renamed has a successor of its level, of its own, and as old as its end.
    """
    local = [entry for entry in entries if entry.category == LOCAL]
    named: dict[str, list[Entry]] = {}
    into: Counter[str] = Counter()
    for entry in local:
        named.setdefault(entry.name, []).append(entry)
        into.update(entry.successors)

    def more(entry: Entry, successor: Entry) -> bool:
        return (
            into[successor.name] > 1
            or successor.since < entry.until
            or successor.level == PROVINCE != entry.level
        )

    return frozenset(
        entry
        for entry in local
        if entry.level != PROVINCE
        and any(more(entry, s) for name in entry.successors for s in named.get(name, ()))
    )


def faults(row: Row) -> Iterator[str]:
    """What is wrong in one row of a registry of organizations."""
    if not row.get("name"):
        yield "no name"
    level, category = row.get("level"), row.get("category")
    if level is None and category not in CATEGORIES:
        yield f"unknown category {category!r}; there are {', '.join(sorted(CATEGORIES))}"
    if level is not None and level not in LEVELS:
        yield f"unknown level {level!r}; there are {', '.join(LEVELS)}"
    days = []
    for column in DATES:
        if value := row.get(column):
            try:
                days.append(dt.date.fromisoformat(value))
            except ValueError:
                yield f"{column} must be a day such as 2020-01-31, not {value!r}"
    if len(days) == len(DATES) and days[0] >= days[1]:
        yield f"valid_to {days[1]} must be after valid_from {days[0]}"
    names = {row.get("name"), *row.many("aliases")}
    for word in row.many("ambiguous"):
        if word not in names:
            yield f"ambiguous {word!r} is neither the name nor an alias of the row"


def _entry(row: Row) -> Entry:
    begins, ends, level = row.get("valid_from"), row.get("valid_to"), row.get("level")
    try:
        since = dt.date.fromisoformat(begins) if begins else OPEN_START
        until = dt.date.fromisoformat(ends) if ends else OPEN_END
        category = row["category"] if level is None else LOCAL
        if category not in CATEGORIES or not row["name"]:
            raise ValueError
    except (KeyError, ValueError) as error:
        what = "; ".join(faults(row)) or f"the column {error} is missing"
        raise RulesError(f"{row.where}: {what}") from error
    code = f"KR-{row['code']}" if row.get("code") else None
    parent, successors = row.get("parent") or None, tuple(row.many("successor"))
    return Entry(row["name"], category, code, parent, level, since, until, successors)
