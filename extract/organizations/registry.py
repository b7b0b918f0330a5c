"""The registries of ``rules/organizations/`` as an index: form -> the organizations it may name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import ahocorasick

from rules import Row, Rules, RulesError

LOCAL = "local_government"
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
    """Every form of every registered name, found in a text in one pass."""

    def __init__(self, rules: Rules) -> None:
        self.forms: dict[str, list[Form]] = {}
        never = set(rules.tables["organizations"]["not_names"])
        for row in rules.rows["organizations"]:
            entry = _entry(row)
            self._add(entry.name, Form(entry, "full"))
            if entry.category == LOCAL:
                for short in row.many("short"):
                    whole = short.endswith(("시", "군", "구", "도")) and len(short) > 1
                    self._add(
                        short, Form(entry, "short" if whole and short != entry.name else "bare")
                    )
            doubtful = {*row.many("ambiguous"), *never}
            for alias in row.many("aliases"):
                self._add(alias, Form(entry, "doubtful" if alias in doubtful else "alias"))
            if entry.name in doubtful:
                self.forms[entry.name] = [
                    Form(f.entry, "doubtful") if f.entry is entry else f
                    for f in self.forms[entry.name]
                ]

    def _add(self, text: str, form: Form) -> None:
        forms = self.forms.setdefault(text, [])
        if all(f.entry != form.entry for f in forms):
            forms.append(form)

    @cached_property
    def automaton(self) -> ahocorasick.Automaton:
        """Aho-Corasick over all forms; values are the forms themselves."""
        automaton = ahocorasick.Automaton()
        for text in self.forms:
            if len(text) > 1:
                automaton.add_word(text, text)
        automaton.make_automaton()
        return automaton

    def hits(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Every form in a text as ``(start, end, form)``, overlapping ones too."""
        for last, form in self.automaton.iter(text):
            yield last + 1 - len(form), last + 1, form

    def pick(self, forms: list[Form], day: dt.date | None) -> list[Form]:
        """Of forms written alike, those whose names were in force on that day, else the nearest."""
        day = day or dt.date.max - dt.timedelta(days=1)
        nearest = min(f.entry.distance(day) for f in forms)
        return [f for f in forms if f.entry.distance(day) == nearest]


def _entry(row: Row) -> Entry:
    try:
        begins, ends = row.get("valid_from"), row.get("valid_to")
        since = dt.date.fromisoformat(begins) if begins else OPEN_START
        until = dt.date.fromisoformat(ends) if ends else OPEN_END
        level = row.get("level")
        code = f"KR-{row['code']}" if row.get("code") else None
        category = row["category"] if level is None else LOCAL
        parent, successors = row.get("parent") or None, tuple(row.many("successor"))
        return Entry(row["name"], category, code, parent, level, since, until, successors)
    except (KeyError, ValueError) as error:
        raise RulesError(f"{row.where}: {error!r}; see the header of the file") from error
