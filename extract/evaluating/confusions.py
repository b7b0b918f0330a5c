"""What is taken for what: types, kinds of mention, and the values of fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from extract.evaluating.scores import Difference, Judged, Span, said

CLOSED = {
    *(("figure", name) for name in ("unit", "modifier", "trend")),
    ("organization", "category"),
    *(("program", name) for name in ("category", "status")),
    *(("award", name) for name in ("prize", "rank")),
}
"""The fields whose values recur. Of the others it counts whether they say anything."""
Key = tuple[str, str, str, str]
"""Kind, field, wanted, found."""
MENTIONS = ("name", "alias", "anaphor")


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often ``wanted`` was found as ``found``, and the first place where it was.

    ``field`` is ``type``, for organizations also ``kind`` (of a mention), or a field of that kind
    of record. The values are as lines write them; of fields that are not in CLOSED ``any``,
    ``another`` or ``null``.
    """

    kind: str
    field: str
    wanted: str
    found: str
    count: int
    article: str
    example: Span


def confusions(articles: Iterable[Judged]) -> list[Confusion]:
    """The confusions of all articles, the most frequent first."""
    counts: Counter[Key] = Counter()
    first: dict[Key, tuple[str, Span]] = {}
    for article in articles:
        for key, place in (*_types(article), *_values(article.differences)):
            counts[key] += 1
            first.setdefault(key, (article.name, place))
    return [Confusion(*key, n, *first[key]) for key, n in counts.most_common()]


def _types(article: Judged) -> Iterator[tuple[Key, Span]]:
    for wanted, found in article.pairs["organization"]:
        if wanted and found and wanted.label != found.label:
            yield _labels(wanted, found), wanted
    spurious = (d.out for d in article.differences if d.what == "spurious")
    free = [*article.others, *(place for places in spurious for place in places)]
    for difference in article.differences:
        if difference.what != "missed":
            continue
        fits = [
            (min(found.end, wanted.end) - max(found.start, wanted.start), -n, wanted)
            for wanted in difference.gold
            for n, found in enumerate(free)
            if _kind(found) != difference.kind
        ]
        shared, n, wanted = max(fits, default=(0, 0, difference.place))
        if shared > 0:
            yield _labels(wanted, free.pop(-n)), wanted


def _kind(span: Span) -> str:
    return "organization" if span.label in ("name", "alias") else span.label


def _labels(wanted: Span, found: Span) -> Key:
    if {wanted.label, found.label} <= {*MENTIONS}:
        return "organization", "kind", wanted.label, found.label
    ours, theirs = ("organization" if s.label in MENTIONS else s.label for s in (wanted, found))
    return ours, "type", ours, theirs


def _values(
    differences: Iterable[Difference],
) -> Iterator[tuple[Key, Span]]:
    for d in differences:
        if d.field is None:
            continue
        if (d.kind, d.field) in CLOSED:
            wanted, found = _plainly(d.wanted), _plainly(d.found)
        else:
            wanted = "null" if d.wanted is None else "any"
            found = "null" if d.found is None else "any" if d.wanted is None else "another"
        yield (d.kind, d.field, wanted, found), d.place


def _plainly(value: Any) -> str:
    return value if isinstance(value, str) and value.isprintable() else said(value)
