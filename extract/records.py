"""What was found -> records: ids in the order of the text, references by id."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from extract.found import AwardFound, Found, ProgramFound
from schemas import Award, Date, Evidence, Figure, Mention, Organization, Program, Record, Reference

ORDER = {"organization": 0, "award": 1, "program": 2, "figure": 3, "date": 4}
PREFIX = {"organization": "org"}


def assemble(found: Found) -> tuple[list[Record], dict[str, list[Evidence]]]:
    """Build the records of an article, ordered by ``start``, then ``end``.

    With them, by the id of each award and program, why its slots are what they are.

    Raises pydantic.ValidationError where something found does not fit its record.
    """
    items: list[tuple[tuple[int, int, int], str, Any]] = []

    def add(kind: str, things: Iterable[Any]) -> None:
        for thing in things:
            at = thing.mentions[0] if hasattr(thing, "mentions") else thing
            items.append(((at.start, at.end, ORDER[kind]), kind, thing))

    add("organization", found.organizations)
    add("award", found.awards)
    add("program", found.programs)
    add("figure", found.figures)
    add("date", found.dates)
    items.sort(key=lambda item: item[0])
    counts: dict[str, int] = {}
    ids: dict[int, str] = {}
    for _, kind, thing in items:
        counts[kind] = counts.get(kind, 0) + 1
        ids[id(thing)] = f"{PREFIX.get(kind, kind)}{counts[kind]}"

    text, read = found.text, found.original

    def reference(thing: Any) -> Reference | None:
        if thing is None:
            return None
        if isinstance(thing, str):
            return Reference(id=None, name=thing)
        name = getattr(thing, "name", None) or text[thing.start : thing.end]
        return Reference(id=ids[id(thing)], name=name)

    def place(thing: Any) -> dict[str, Any]:
        start, end = found.place(thing.start, thing.end)
        return {"text": read[start:end], "start": start, "end": end}

    def span(thing: Any) -> dict[str, Any]:
        at = thing.mentions[0] if hasattr(thing, "mentions") else thing
        return {"id": ids[id(thing)], **place(at), "rule": thing.rule}

    def mentions(thing: Any) -> list[Mention]:
        return [Mention(**place(m), kind=m.kind) for m in thing.mentions]

    records: list[Record] = []
    for _, kind, thing in items:
        match kind:
            case "organization":
                record: Record = Organization(
                    **span(thing),
                    name=thing.name,
                    category=thing.category,
                    code=thing.code,
                    parent=thing.parent,
                    mentions=mentions(thing),
                )
            case "date":
                record = Date(
                    **span(thing),
                    timex=thing.timex,
                    value=thing.value,
                    mod=thing.mod,
                    earliest=thing.earliest,
                    latest=thing.latest,
                    relative=thing.relative,
                )
            case "figure":
                record = Figure(
                    **span(thing),
                    value=thing.value,
                    unit=thing.unit,
                    dimension=thing.dimension,
                    modifier=thing.modifier,
                    lower=thing.lower,
                    upper=thing.upper,
                    metric=thing.metric,
                    subject=reference(thing.subject),
                    period=reference(thing.period),
                    trend=thing.trend,
                    compared_to=ids[id(thing.compared_to)] if thing.compared_to else None,
                )
            case "program":
                record = Program(
                    **span(thing),
                    name=thing.name,
                    category=thing.category,
                    operator=reference(thing.operator),
                    host=[r for h in thing.host if (r := reference(h))],
                    status=thing.status,
                    first_in=thing.first_in,
                    date=reference(thing.date),
                    mentions=mentions(thing),
                )
            case _:
                recipient = reference(thing.recipient)
                assert recipient is not None
                record = Award(
                    **span(thing),
                    name=thing.name,
                    edition=thing.edition,
                    year=thing.year,
                    category=thing.category,
                    prize=thing.prize,
                    rank=thing.rank,
                    streak=thing.streak,
                    recipient=recipient,
                    grantors=[r for g in thing.grantors if (r := reference(g))],
                    date=reference(thing.date),
                )
        records.append(record)
    explained: list[AwardFound | ProgramFound] = [*found.awards, *found.programs]
    evidence = {
        ids[id(thing)]: [
            Evidence(slot=e.slot, **place(e), rule=e.rule)
            for e in sorted(set(thing.evidence), key=lambda e: (e.start, e.end))
        ]
        for thing in explained
    }
    return records, evidence
