"""doccano's JSONL: a line for each article, with ``entities`` and ``relations``.

The project is one of sequence labelling that allows overlapping spans (doccano drops those that it
does not allow) and uses relations, and does not count grapheme clusters. Labels are the types of
records; ``organization alias`` and ``organization anaphor`` (and of programs) are mentions of that
kind. Relations are the references by the names of their fields, and ``same``, from a mention to
another of the same organization or program.

What doccano has no place for travels in the column ``gisa``, which it keeps as metadata. On the way
back a span that stands where it stood has its record's values, one that is new has what doccano
says of it, and one that is gone is gone. Where several records stand at one place, as awards do,
they are one span there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from extract.annotating import (
    MENTIONED,
    Annotated,
    Line,
    Link,
    fields,
    ordered,
    said,
    spans,
)
from extract.writing import Failure, ended
from schemas import MODELS

SAME = "same"
Place = tuple[str, int, int]
"""Label, start and end of a span: what tells it apart."""
Relation = tuple[Place, str, Place]


def label(record: Line, span: Line) -> str:
    """What a span is called: its record's type and, but for a name, its kind."""
    kind = span.get("kind", "name")
    return str(record["type"]) if kind == "name" else f"{record['type']} {kind}"


LABELS = {
    label({"type": kind}, {"kind": way}): (kind, way)
    for kind in MODELS
    for way in (("name", "alias", "anaphor") if kind in MENTIONED else ("name",))
}


def write(articles: Iterable[Annotated], file: Path) -> int:
    """Write the file that doccano imports; returns the number of articles. Raises OSError."""
    number = 0
    with file.open("w", encoding="utf-8", newline="\n") as out:
        for article in articles:
            out.writelines(ended([json.dumps(_row(article), ensure_ascii=False)]))
            number += 1
    return number


def _places(record: Line) -> list[Place]:
    return [(label(record, span), span["start"], span["end"]) for span in spans(record)]


def _relations(records: list[Line], links: list[Link]) -> set[Relation]:
    found = set()
    for record in records:
        first, *others = _places(record)
        found |= {(other, SAME, first) for other in others}
    for a, part, b in links:
        found.add((_places(records[a])[0], part, _places(records[b])[0]))
    return found


def _row(article: Annotated) -> Line:
    places = sorted({place for record in article.records for place in _places(record)}, key=_at)
    ids = {place: id for id, place in enumerate(places, 1)}
    relations = sorted(
        (ids[a], part, ids[b]) for a, part, b in _relations(article.records, article.links)
    )
    kept = {"head": article.head, "records": article.records, "links": article.links}
    return {
        "text": article.text,
        "entities": [
            {"id": id, "label": name, "start_offset": start, "end_offset": end}
            for (name, start, end), id in ids.items()
        ],
        "relations": [
            {"id": id, "from_id": a, "to_id": b, "type": part}
            for id, (a, part, b) in enumerate(relations, 1)
        ],
        "article": article.name,
        # as text, since doccano's own JSON rounds numbers
        "gisa": json.dumps(kept, ensure_ascii=False),
    }


def _at(place: Place) -> tuple[int, int, str]:
    return place[1], place[2], place[0]


def read(file: Path, failures: list[Failure]) -> Iterator[Annotated]:
    """The articles of a file that doccano exported; faults are added to ``failures``, by line.

    Accepts ``"label": [[start, end, label], ...]``, too, and files that gisa has not written,
    whose articles are named by their ``article``, else their ``id``.
    """
    seen: set[str] = set()
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            here = f"{file}:{number}"
            try:
                article = _article(json.loads(line), here)
                if article.name in seen:
                    raise Failure(here, f"{article.name} stands twice", "export one annotator's")
                seen.add(article.name)
                yield article
            except Failure as failure:
                failures.append(failure)
            except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
                reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
                failures.append(Failure(here, f"no line of doccano ({reason})", "export JSONL"))


def _article(row: Line, here: str) -> Annotated:
    text = row.get("text", row.get("data"))
    if not isinstance(text, str):
        raise Failure(here, "no text", "export JSONL from a project of sequence labelling")
    name = str(row.get("article") or row.get("id", ""))
    kept = json.loads(row["gisa"]) if row.get("gisa") else {}
    records: list[Line] = kept.get("records", [])
    links: list[Link] = [(a, part, b) for a, part, b in kept.get("links", [])]
    for record in records:
        for span in spans(record):
            if text[span["start"] : span["end"]] != span["text"]:
                raise Failure(
                    here, f"the text has no {span['text']!r} at {span['start']}", "text changed"
                )
    standing: dict[Any, Place] = {}
    if "entities" in row:
        for entity in row["entities"]:
            standing[entity["id"]] = entity["label"], entity["start_offset"], entity["end_offset"]
    else:
        for id, (start, end, name_) in enumerate(row.get("label") or ()):
            standing[id] = name_, start, end
    for name_, start, end in standing.values():
        if name_ not in LABELS:
            raise Failure(here, f"gisa has no label {name_!r}", f"there are {', '.join(LABELS)}")
        if not 0 <= start < end <= len(text):
            raise Failure(here, f"{start}:{end} is no place in the text", "mend it")
    before = _relations(records, links)
    now = before
    if "relations" in row and "entities" in row:
        now = {(standing[r["from_id"]], r["type"], standing[r["to_id"]]) for r in row["relations"]}
    made = _Made(text, records, {*standing.values()}, here)
    made.relate(before, now)
    head = kept.get("head", {"type": "article"})
    return Annotated(name, text, head, ordered(made.records))


class _Made:
    """The records of an article as doccano leaves them."""

    def __init__(self, text: str, old: list[Line], standing: set[Place], here: str) -> None:
        self.text = text
        self.here = here
        self.records: list[Line] = []
        self.at: dict[Place, list[Line]] = {}
        new = standing - {place for record in old for place in _places(record)}
        for record in old:
            left = []
            for span, place in zip(spans(record), _places(record), strict=True):
                ways = [p for p in new if p[1:] == place[1:] and LABELS[p[0]][0] == record["type"]]
                if place in standing:
                    left.append(span)
                elif ways:  # of another kind now
                    left.append({**span, "kind": LABELS[min(ways)[0]][1]})
            if not left:
                continue
            if "mentions" in record:
                record = {
                    **record,
                    **self._span(left[0]["start"], left[0]["end"]),
                    "mentions": left,
                }
            self._put(record)
        for place in sorted(standing - {*self.at}, key=_at):
            name, start, end = place
            kind, way = LABELS[name]
            record = {"type": kind, **self._span(start, end)}
            if kind in MENTIONED:
                record["mentions"] = [{**self._span(start, end), "kind": way}]
            self._put(record)

    def _span(self, start: int, end: int) -> Line:
        return {"text": self.text[start:end], "start": start, "end": end}

    def _put(self, record: Line) -> None:
        self.records.append(record)
        for place in _places(record):
            self.at.setdefault(place, []).append(record)

    def relate(self, before: set[Relation], now: set[Relation]) -> None:
        """Do what was changed in the relations."""
        gone = {r for r in before - now if r[0] in self.at and r[2] in self.at}
        for a, part, b in sorted(gone):
            for record in [*self.at[a]]:
                if part == SAME:
                    self._apart(record, a, b)
                else:
                    about = fields(record["type"])[part]
                    values = [said(other) for other in self.at[b]]
                    if about.many:
                        record[part] = [one for one in record.get(part, ()) if one not in values]
                    elif record.get(part) in values:
                        record[part] = None
        for a, part, b in sorted(now - before, key=lambda r: r[1] != SAME):  # first who is who
            kinds = LABELS[a[0]][0], LABELS[b[0]][0]
            if part == SAME and kinds[0] == kinds[1] and kinds[0] in MENTIONED:
                self._same(a, b)
                continue
            about_ = fields(kinds[0]).get(part)
            if about_ is None or kinds[1] not in about_.targets:
                raise Failure(
                    self.here, f"no {part!r} leads from {kinds[0]} to {kinds[1]}", "mend it"
                )
            value = said(self.at[b][0])
            for record in self.at[a] if value is not None else ():
                if not about_.many:
                    record[part] = value
                elif value not in record.setdefault(part, []):
                    record[part] = [*record[part], value]

    def _same(self, a: Place, b: Place) -> None:
        """Make two records one: that which has values takes the other's mentions."""
        one, other = self.at[a][0], self.at[b][0]
        if any(one is record for record in self.at[b]):
            return
        if "name" not in other:
            one, other = other, one
        other["mentions"] = sorted(
            [*other["mentions"], *one["mentions"]], key=lambda m: (m["start"], m["end"])
        )
        other.update({key: other["mentions"][0][key] for key in ("text", "start", "end")})
        self.records = [record for record in self.records if record is not one]
        for place, records in self.at.items():
            self.at[place] = [other if record is one else record for record in records]

    def _apart(self, record: Line, a: Place, b: Place) -> None:
        """Make a mention that was another's a record of its own, of which nothing is known."""
        if not any(record is other for other in self.at[b]):
            return
        kept = [m for m in record["mentions"] if (label(record, m), m["start"], m["end"]) != a]
        self.at[a] = [other for other in self.at[a] if other is not record]
        gone = [m for m in record["mentions"] if m not in kept]
        record["mentions"] = kept
        record.update({key: kept[0][key] for key in ("text", "start", "end")})
        self._put({"type": record["type"], **self._span(a[1], a[2]), "mentions": gone})
