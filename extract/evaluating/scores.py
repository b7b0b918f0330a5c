"""An article's records against its gold: what is counted, and each difference."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

SPANS = ("date", "figure", "organization", "anaphor")
"""The kinds that are told apart by their places."""
KINDS = (*SPANS, "program", "award")
SLOTS = {
    "program": ("operator", "category", "status", "first_in", "host"),
    "award": (
        *("name", "edition", "year", "category", "prize", "rank", "streak"),
        *("recipient", "date", "grantors"),
    ),
}
MANY = ("host", "grantors")
"""The slots that hold a list."""
WHATS = ("missed", "spurious", "edges", "value", "slot")
_INDISTINCT = re.compile(r"[\s'\"‘’“”`´「」『』<>《》〈〉\[\]()·ㆍ・･‧.,-]")

Record = dict[str, Any]
Slots = dict[tuple[str, str], Any]
"""What is filled: its name and what is compared of it -> what it says."""


@dataclass(slots=True)
class Counts:
    """How many were found right, found, and wanted. What is half right counts half."""

    right: float = 0
    found: int = 0
    wanted: int = 0

    def add(self, right: float, found: int, wanted: int) -> None:
        self.right += right
        self.found += found
        self.wanted += wanted

    def __iadd__(self, other: Counts) -> Counts:
        self.add(other.right, other.found, other.wanted)
        return self

    @property
    def precision(self) -> float:
        """1 where nothing was to be found and nothing was."""
        return self.right / self.found if self.found else float(not self.wanted)

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Score:
    """What is counted of one kind; ``values`` are right and all by field.

    ``partial`` is there for whole evaluations and the kinds in SPANS only.
    """

    strict: Counts = field(default_factory=Counts)
    overlap: Counts = field(default_factory=Counts)
    partial: Counts | None = None
    slots: Counts = field(default_factory=Counts)
    by_slot: dict[str, Counts] = field(default_factory=dict)
    values: dict[str, list[int]] = field(default_factory=dict)

    def __iadd__(self, other: Score) -> Score:
        """Without ``partial``."""
        self.strict += other.strict
        self.overlap += other.overlap
        for name, counts in other.by_slot.items():
            self.slot(name, counts)
        for name, (right, n) in other.values.items():
            self.value(name, right, n)
        return self

    def slot(self, name: str, counts: Counts) -> None:
        self.slots += counts
        mine = self.by_slot.setdefault(name, Counts())
        mine += counts

    def value(self, name: str, right: int, n: int = 1) -> None:
        tally = self.values.setdefault(name, [0, 0])
        tally[0] += right
        tally[1] += n

    def figures(self) -> dict[str, float]:
        """The F1 of each way to count and the accuracy of each field; fractions of 1."""
        named = {"strict": self.strict.f1, "overlap": self.overlap.f1}
        if self.slots.found or self.slots.wanted:
            named["slots"] = self.slots.f1
        return named | {name: right / n for name, (right, n) in self.values.items()}


class Span(NamedTuple):
    """A place; ``label`` is a record's type, of organizations the kind of mention."""

    start: int
    end: int
    text: str
    label: str

    def __str__(self) -> str:
        return f"{self.start}:{self.end}"


@dataclass(frozen=True, slots=True)
class Difference:
    """Where output and gold differ; ``what`` is one of WHATS.

    ``found`` and ``wanted`` are what they say (edges: the words; a slot of MANY: a list), ``out``
    and ``gold`` the places, several for a program that is missed or spurious.
    """

    article: str
    kind: str
    what: str
    title: str
    gold: tuple[Span, ...] = ()
    out: tuple[Span, ...] = ()
    field: str | None = None
    found: Any = None
    wanted: Any = None

    @property
    def place(self) -> Span:
        """Where to look: in gold, unless it stands in the output only."""
        return (self.gold or self.out)[0]

    @property
    def about(self) -> str:
        """The place, and what stands there."""
        return f"{self.place} {self.title}".rstrip()

    @property
    def verdict(self) -> str:
        """What is wrong there."""
        if self.field is not None:
            return f"{self.field} is {said(self.found)}, not {said(self.wanted)}"
        if self.what == "edges":
            return f"edges, found {said(self.found)} at {self.out[0]}"
        return self.what

    @property
    def line(self) -> str:
        return f"{self.about}: {self.verdict}"

    def __str__(self) -> str:
        return f"{self.article} {self.line}"


@dataclass(slots=True)
class Judged:
    """One article: its counts by kind and its differences, in the order of the text.

    ``pairs`` are the judged spans of the kinds in SPANS: of gold and output, or of one of them;
    the best fits first. ``others`` are mentions of organizations that are found as mentions of
    another kind, where gold has them; that they are missed there is a difference, this is none.
    """

    name: str
    scores: dict[str, Score] = field(default_factory=lambda: {kind: Score() for kind in KINDS})
    differences: list[Difference] = field(default_factory=list)
    pairs: dict[str, list[tuple[Span | None, Span | None]]] = field(default_factory=dict)
    others: list[Span] = field(default_factory=list)

    @property
    def strict(self) -> Counts:
        """Over all kinds."""
        total = Counts()
        for score in self.scores.values():
            total += score.strict
        return total

    def count(self, what: str) -> int:
        return sum(difference.what == what for difference in self.differences)

    def differ(self, kind: str, what: str, title: str, **more: Any) -> None:
        self.differences.append(Difference(self.name, kind, what, title, **more))


def judge(name: str, found: Sequence[Record], gold: Sequence[Record]) -> Judged:
    """Compare one article's records, each with its type and place, with the gold's."""

    def both(kind: str) -> tuple[list[Record], list[Record]]:
        return [r for r in found if r["type"] == kind], [r for r in gold if r["type"] == kind]

    judged = Judged(name)
    _dates(judged, *both("date"))
    _figures(judged, *both("figure"))
    _organizations(judged, *both("organization"))
    _programs(judged, *both("program"))
    timex = {r["id"]: r.get("value") for r in both("date")[0] if "id" in r}
    _awards(judged, *both("award"), timex)
    order = {kind: n for n, kind in enumerate(KINDS)}
    judged.differences.sort(key=lambda d: (d.place[:2], order[d.kind], WHATS.index(d.what)))
    return judged


def plain(value: Any) -> str:
    """A name, or a reference's name, without what does not tell names apart."""
    text = unicodedata.normalize("NFKC", str(_named(value) or ""))
    return _INDISTINCT.sub("", text).casefold()


def _named(value: Any) -> Any:
    return value.get("name") if isinstance(value, dict) else value


def said(value: Any) -> str:
    """A value in a line of text, without line ends and what a terminal takes for orders."""
    if isinstance(value, list):
        return " + ".join(map(said, value))
    return "null" if value is None else repr(value)


def span(part: Record, label: str) -> Span:
    return Span(part["start"], part["end"], part.get("text") or "", label)


def mentions(record: Record) -> list[Record]:
    """The places of a record: its mentions, or its own."""
    return record.get("mentions") or [record]


def _shared(a: Record, b: Record) -> int:
    shared: int = min(a["end"], b["end"]) - max(a["start"], b["start"])
    return max(0, shared)


def _same_place(a: Record, b: Record) -> bool:
    return (a["start"], a["end"]) == (b["start"], b["end"])


def _matched(
    found: Sequence[Any], gold: Sequence[Any], rank: Callable[[Any, Any], tuple[int, ...] | None]
) -> dict[int, int]:
    """Indexes of found -> of gold, one to one, higher ranks first; None is no match."""
    ranked = [
        (tuple(-n for n in order), i, j)
        for i, one in enumerate(found)
        for j, other in enumerate(gold)
        if (order := rank(one, other)) is not None
    ]
    taken: dict[int, int] = {}
    hit: set[int] = set()
    for _, i, j in sorted(ranked):
        if i not in taken and j not in hit:
            taken[i] = j
            hit.add(j)
    return taken


def _spans(
    judged: Judged, kind: str, found: Sequence[Record], gold: Sequence[Record]
) -> list[tuple[Record, Record]]:
    """Count spans; returns the pairs that overlap and are judged."""

    def rank(one: Record, other: Record) -> tuple[int, ...] | None:
        shared = _shared(one, other)
        return (_same_place(one, other), shared) if shared else None

    def of(part: Record) -> Span:
        return span(part, part["kind"] if "record" in part else kind)

    taken = _matched(found, gold, rank)
    pairs = [(found[i], gold[j]) for i, j in taken.items() if not gold[j].get("optional")]
    optional = [g for g in gold if g.get("optional")]
    spurious = [
        f
        for i, f in enumerate(found)
        if i not in taken and not any(_shared(f, g) for g in optional)
    ]
    hit = set(taken.values())
    missed = [g for j, g in enumerate(gold) if j not in hit and not g.get("optional")]
    exact = [_same_place(*pair) for pair in pairs]
    sizes = len(pairs) + len(spurious), len(pairs) + len(missed)
    score = judged.scores[kind]
    score.strict.add(sum(exact), *sizes)
    score.overlap.add(len(pairs), *sizes)
    judged.pairs[kind] = [
        *((of(g), of(f)) for f, g in pairs),
        *((of(g), None) for g in missed),
        *((None, of(f)) for f in spurious),
    ]
    judged.others += [of(found[i]) for i, j in taken.items() if gold[j].get("other")]
    for (f, g), same in zip(pairs, exact, strict=True):
        if not same:
            judged.differ(
                kind, "edges", **_pair(f, g, of), found=f.get("text"), wanted=g.get("text")
            )
    for g in missed:
        judged.differ(kind, "missed", _title(g), gold=(of(g),), wanted=g.get("text"))
    for f in spurious:
        judged.differ(kind, "spurious", _title(f), out=(of(f),), found=f.get("text"))
    return pairs


def _title(part: Record) -> str:
    return said(part["text"]) if part.get("text") else ""


def _pair(f: Record, g: Record, of: Callable[[Record], Span]) -> dict[str, Any]:
    return {"title": _title(g) or _title(f), "gold": (of(g),), "out": (of(f),)}


def _value(
    judged: Judged,
    kind: str,
    pair: tuple[Record, Record],
    name: str,
    right: bool,
    found: Any,
    wanted: Any,
) -> None:
    judged.scores[kind].value(name, right)
    if not right:
        where = _pair(*pair, lambda part: span(part, part.get("kind") or kind))
        values = {"found": _named(found), "wanted": _named(wanted)}
        judged.differ(kind, "value", **where, field=name, **values)


def _dates(judged: Judged, found: list[Record], gold: list[Record]) -> None:
    for f, g in _spans(judged, "date", found, gold):
        if "value" in g:
            right = f.get("value") == g["value"]
            _value(judged, "date", (f, g), "value", right, f.get("value"), g["value"])


def _figures(judged: Judged, found: list[Record], gold: list[Record]) -> None:
    texts = {r["id"]: r.get("text") for r in found if "id" in r}
    for pair in _spans(judged, "figure", found, gold):
        f, g = pair

        def value(name: str, right: bool, pair: tuple[Record, Record] = pair) -> None:
            found, wanted = (part.get(name) for part in pair)
            _value(judged, "figure", pair, name, right, found, wanted)

        if "value" in g:
            if g["value"] is None and "lower" in g:
                right = all(_equal(f.get(bound), g.get(bound)) for bound in ("lower", "upper"))
                has, wants = _bounds(f), _bounds(g)
            else:
                right = _equal(f.get("value"), g["value"])
                has, wants = f.get("value"), g["value"]
            _value(judged, "figure", pair, "value", right, has, wants)
        for name in ("unit", "modifier", "trend"):
            if name in g:
                value(name, f.get(name) == g[name])
        if "subject" in g:
            value("subject", plain(f.get("subject")) == plain(g["subject"]))
        if "compared_to" in g:
            other = texts.get(f.get("compared_to") or "", f.get("compared_to"))
            if other or g["compared_to"]:
                right = plain(other) == plain(g["compared_to"])
                _value(judged, "figure", pair, "compared", right, other, g["compared_to"])
        if g.get("metric"):
            mine, theirs = plain(f.get("metric")), plain(g["metric"])
            value("metric", bool(mine) and (mine in theirs or theirs in mine))


def _bounds(record: Record) -> str | float | None:
    """A range as it is written in lines; the value where it is none."""
    bounds = record.get("lower"), record.get("upper")
    if record.get("value") is not None or bounds == (None, None):
        return record.get("value")
    return "–".join("" if bound is None else f"{bound:g}" for bound in bounds)


def _equal(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return math.isclose(a, b, rel_tol=0, abs_tol=1e-9 * max(1.0, abs(b)))


def _organizations(judged: Judged, found: list[Record], gold: list[Record]) -> None:
    def parts(records: list[Record], anaphors: bool, other: bool = False) -> list[Record]:
        return [
            {
                **mention,
                "kind": mention.get("kind") or "name",
                "record": record,
                "other": other and not (record.get("optional") or mention.get("optional")),
                "optional": other or record.get("optional") or mention.get("optional"),
            }
            for record in records
            for mention in mentions(record)
            if (mention.get("kind") == "anaphor") == anaphors
        ]

    for kind, anaphors, fields in (
        ("organization", False, ("name", "category")),
        ("anaphor", True, ("name",)),
    ):
        # a mention of the other kind is missed there, and not wrong here a second time
        wanted = parts(gold, anaphors) + parts(gold, not anaphors, other=True)
        for f, g in _spans(judged, kind, parts(found, anaphors), wanted):
            for name in fields:
                if name in g["record"]:
                    has, wants = f["record"].get(name), g["record"][name]
                    _value(judged, kind, (f, g), name, plain(has) == plain(wants), has, wants)


def _programs(judged: Judged, found: list[Record], gold: list[Record]) -> None:
    def touch(one: Record, other: Record) -> bool:
        return any(_shared(a, b) for a in mentions(one) for b in mentions(other))

    def named(one: Record, other: Record) -> bool:
        return "name" in other and plain(one.get("name")) == plain(other["name"])

    def spans(record: Record) -> tuple[Span, ...]:
        return tuple(span(part, "program") for part in mentions(record))

    left = list(range(len(gold)))
    pairs: dict[int, int] = {}
    for fits in (named, touch):  # every one by name before any by place
        for i, f in enumerate(found):
            j = next((j for j in left if i not in pairs and fits(f, gold[j])), None)
            if j is not None:
                left.remove(j)
                pairs[i] = j
    optional = [g for g in gold if g.get("optional")]
    spurious = [
        f for i, f in enumerate(found) if i not in pairs and not any(touch(f, g) for g in optional)
    ]
    both = [(found[i], gold[j]) for i, j in pairs.items() if not gold[j].get("optional")]
    missed = [gold[j] for j in left if not gold[j].get("optional")]
    # gold without a name leaves it open
    right = [named(f, g) or "name" not in g for f, g in both]
    sizes = len(both) + len(spurious), len(both) + len(missed)
    score = judged.scores["program"]
    score.strict.add(sum(right), *sizes)
    score.overlap.add(len(both), *sizes)
    for g in missed:
        name = g.get("name")
        judged.differ("program", "missed", _called(g), gold=spans(g), wanted=name)
    for f in spurious:
        name = f.get("name")
        judged.differ("program", "spurious", _called(f), out=spans(f), found=name)
    for (f, g), same in zip(both, right, strict=True):
        title = _called(g)
        where = {"gold": spans(g)[:1], "out": spans(f)[:1]}
        if not same:
            values = {"found": f.get("name"), "wanted": g["name"]}
            judged.differ("program", "edges", title, **where, **values)
        _count(
            judged, "program", _slots(f, "program"), _slots(g, "program"), where | {"title": title}
        )


def _called(program: Record) -> str:
    return said(program["name"]) if program.get("name") else _title(program)


def _awards(judged: Judged, found: list[Record], gold: list[Record], timex: dict[str, Any]) -> None:
    mine = [_slots(f, "award", timex) for f in found]
    theirs = [_slots(g, "award") for g in gold]

    # of equals, the first in gold takes the first found: hence gold comes first here
    def rank(other: Slots, one: Slots) -> tuple[int, ...] | None:
        common = len(one.keys() & other.keys())
        return (common,) if common >= 2 else None

    def place(record: Record) -> tuple[Span]:
        return (span(record, "award"),)

    taken = {i: j for j, i in _matched(theirs, mine, rank).items()}
    score = judged.scores["award"]
    for i, f in enumerate(found):
        j = taken.get(i)
        if j is None:
            judged.differ("award", "spurious", _honour(f), out=place(f), found=f.get("name"))
            score.strict.add(0, 1, 0)
            _count(judged, "award", mine[i], {}, None)
        elif not gold[j].get("optional"):
            score.strict.add(1, 1, 1)
            where = {"title": _honour(gold[j]), "gold": place(gold[j]), "out": place(f)}
            _count(judged, "award", mine[i], theirs[j], where)
    for j, g in enumerate(gold):
        if j not in taken.values() and not g.get("optional"):
            judged.differ("award", "missed", _honour(g), gold=place(g), wanted=g.get("name"))
            score.strict.add(0, 0, 1)
            _count(judged, "award", {}, theirs[j], None)
    score.overlap += score.strict


def _honour(award: Record) -> str:
    return " / ".join(said(_named(award.get(part))) for part in ("name", "prize", "recipient"))


def _slots(record: Record, kind: str, timex: dict[str, Any] | None = None) -> Slots:
    """The filled fields; a date counts by its value, not by its words."""
    filled: Slots = {}
    for name in SLOTS[kind]:
        value = record.get(name)
        if name == "date" and isinstance(value, dict):
            value = (timex or {}).get(str(value.get("id")), value.get("value", value.get("name")))
        for item in value if isinstance(value, list) else [value]:
            if isinstance(value, list) or item not in (None, ""):
                filled.setdefault((name, plain(item)), _named(item))
    return filled


def _count(
    judged: Judged, kind: str, mine: Slots, theirs: Slots, where: dict[str, Any] | None
) -> None:
    """Count slots; those of a pair, which stands ``where``, may differ."""
    score = judged.scores[kind]
    for name in SLOTS[kind]:
        has, wants = ({k: v for k, v in side.items() if k[0] == name} for side in (mine, theirs))
        if not has and not wants:
            continue
        score.slot(name, Counts(len(has.keys() & wants.keys()), len(has), len(wants)))
        if where and has.keys() != wants.keys():
            found, wanted = (_filled(name, side.values()) for side in (has, wants))
            judged.differ(kind, "slot", **where, field=name, found=found, wanted=wanted)


def _filled(name: str, values: Iterable[Any]) -> Any:
    listed = list(values)
    if name in MANY:
        return listed or None
    return listed[0] if listed else None
