"""What was found -> records: ids in the order of the text, references by id.

They are plain data here: ``schemas.Article`` makes models of all of them in one call.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from extract.found import AwardFound, Found, OrganizationFound, ProgramFound, Recipient

Record = dict[str, Any]
ORDER = {"organization": 0, "award": 1, "program": 2, "figure": 3, "date": 4}
PREFIX = {"organization": "org"}
PLAIN = {
    "organization": ("name", "category", "code", "parent"),
    "award": ("name", "edition", "year", "category", "prize", "rank", "streak"),
    "program": ("name", "category", "status", "first_in"),
    "figure": ("value", "unit", "dimension", "modifier", "lower", "upper", "metric", "trend"),
    "date": ("timex", "value", "mod", "earliest", "latest", "relative"),
}
"""What a record takes over as it was found."""


def assemble(found: Found) -> tuple[list[Record], dict[str, list[Record]]]:
    """Put the records of an article together, ordered by ``start``, then ``end``.

    With them, by the id of each award and program, why its slots are what they are.
    """
    items: list[tuple[int, int, int, str, Any]] = []

    def add(kind: str, things: Iterable[Any], *, mentioned: bool = False) -> None:
        order = ORDER[kind]
        for thing in things:
            at = thing.mentions[0] if mentioned else thing
            items.append((at.start, at.end, order, kind, thing))

    add("organization", found.organizations, mentioned=True)
    add("award", found.awards)
    add("program", found.programs, mentioned=True)
    add("figure", found.figures)
    add("date", found.dates)
    items.sort(key=lambda item: item[:3])
    counts = dict.fromkeys(ORDER, 0)
    ids: dict[int, str] = {}
    for _, _, _, kind, thing in items:
        counts[kind] += 1
        ids[id(thing)] = f"{PREFIX.get(kind, kind)}{counts[kind]}"

    text, read, offsets = found.text, found.original, found.offsets

    def reference(thing: Recipient | None) -> Record | None:
        if thing is None:
            return None
        if isinstance(thing, str):
            return {"id": None, "name": thing}
        return {"id": ids[id(thing)], "name": thing.name}

    def dated(date: Any) -> Record | None:
        return date and {"id": ids[id(date)], "name": text[date.start : date.end]}

    def place(start: int, end: int) -> Record:
        if offsets is not None:
            start, end = offsets.span(start, end)
        return {"text": read[start:end], "start": start, "end": end}

    def mentions(thing: OrganizationFound | ProgramFound) -> list[Record]:
        return [place(m.start, m.end) | {"kind": m.kind} for m in thing.mentions]

    records: list[Record] = []
    for start, end, _, kind, thing in items:
        record = place(start, end)
        record["type"], record["id"], record["rule"] = kind, ids[id(thing)], thing.rule
        record.update((name, getattr(thing, name)) for name in PLAIN[kind])
        match kind:
            case "organization":
                record["mentions"] = mentions(thing)
            case "figure":
                record["subject"] = reference(thing.subject)
                record["period"] = dated(thing.period)
                record["compared_to"] = thing.compared_to and ids[id(thing.compared_to)]
            case "program":
                record["operator"] = reference(thing.operator)
                record["host"] = [reference(h) for h in thing.host]
                record["date"] = dated(thing.date)
                record["mentions"] = mentions(thing)
            case "award":
                record["recipient"] = reference(thing.recipient)
                record["grantors"] = [reference(g) for g in thing.grantors]
                record["date"] = dated(thing.date)
        records.append(record)
    explained: list[AwardFound | ProgramFound] = [*found.awards, *found.programs]
    evidence = {
        ids[id(thing)]: [
            {"slot": e.slot, **place(e.start, e.end), "rule": e.rule}
            for e in sorted(set(thing.evidence), key=lambda e: (e.start, e.end))
        ]
        for thing in explained
    }
    return records, evidence
