"""Output against gold: how many records are found, and how many of their fields are right.

``python -m extract.evaluating OUT GOLD`` prints a table, ``--differences`` each record that
differs, ``--floor FILE`` raises the figures that the regression test holds the pipeline to.

Gold files have the form of output files, ``GOLD/x.jsonl`` is for ``OUT/x.jsonl`` (none: nothing
found). They leave out what they do not judge. What they mark as ``optional`` is neither missed
nor wrong.

- exact: a record's place is right to the character; overlap: it only shares some of it. Each
  found span counts for one gold span at most. Programs go by their names, awards by their fields
  (two in common), organizations and anaphors by their mentions.
- values: of those that overlap, the share whose field is right.
- slots: F1 over the filled fields of programs that were found and of all awards.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

KINDS = ("date", "figure", "organization", "anaphor", "program", "award")
SLOTS = {
    "program": ("operator", "category", "status", "first_in", "host"),
    "award": (
        *("name", "edition", "year", "category", "prize", "rank", "streak"),
        *("recipient", "date", "grantors"),
    ),
}
ROUNDING = 1e-9
"""A floor is a decimal fraction, what is reached is not."""
FLOORED = {
    "date": ("exact", "value"),
    "figure": (
        *("exact", "value", "unit", "modifier", "trend"),
        *("metric", "subject", "compared"),
    ),
    "organization": ("exact", "name", "category"),
    "anaphor": ("exact", "name"),
    "program": ("exact", "slots"),
    "award": ("exact", "slots"),
}
"""What the regression test holds each kind to: F1 of spans and slots, accuracy of values."""
_INDISTINCT = re.compile(r"[\s'\"‘’“”`´「」『』<>《》〈〉\[\]()·ㆍ・･‧.,-]")

Record = dict[str, Any]
Slots = set[tuple[str, str]]


@dataclass(slots=True)
class Counts:
    """How many were found right, found, and wanted."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, right: int, found: int, wanted: int) -> None:
        self.right += right
        self.found += found
        self.wanted += wanted

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
    """The counts of one kind; ``values`` are right and all by field, ``differences`` are lines."""

    exact: Counts = field(default_factory=Counts)
    overlap: Counts = field(default_factory=Counts)
    slots: Counts = field(default_factory=Counts)
    values: dict[str, list[int]] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)

    def value(self, name: str, right: bool, where: str, found: Any, wanted: Any) -> None:
        tally = self.values.setdefault(name, [0, 0])
        tally[0] += right
        tally[1] += 1
        if not right:
            self.differences.append(f"{where}: {name} is {_said(found)}, not {_said(wanted)}")

    def figures(self) -> dict[str, float]:
        """Everything measured, by name; fractions of 1."""
        named = {"exact": self.exact.f1, "overlap": self.overlap.f1}
        if self.slots.found or self.slots.wanted:
            named["slots"] = self.slots.f1
        return named | {name: right / n for name, (right, n) in self.values.items()}


def evaluate(out: Path, gold: Path) -> dict[str, Score]:
    """The score of each kind over all files in ``gold``."""
    scores = {kind: Score() for kind in KINDS}
    for path in sorted(gold.glob("*.jsonl")):
        score(scores, path.stem, read(out / path.name), read(path))
    return scores


def read(path: Path) -> list[Record]:
    """The lines of a file; none where there is no file."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def score(
    scores: dict[str, Score], name: str, found: Sequence[Record], gold: Sequence[Record]
) -> None:
    """Add one article's records to the scores."""

    def both(kind: str) -> tuple[list[Record], list[Record]]:
        return [r for r in found if r["type"] == kind], [r for r in gold if r["type"] == kind]

    _dates(scores["date"], name, *both("date"))
    _figures(scores["figure"], name, *both("figure"))
    _organizations(scores, name, *both("organization"))
    _programs(scores["program"], name, *both("program"))
    timex = {r["id"]: r.get("value") for r in both("date")[0] if "id" in r}
    _awards(scores["award"], name, *both("award"), timex)


def plain(value: Any) -> str:
    """A name, or a reference's name, without what does not tell names apart."""
    if isinstance(value, dict):
        value = value.get("name")
    return _INDISTINCT.sub("", unicodedata.normalize("NFKC", str(value or ""))).casefold()


def _said(value: Any) -> str:
    return repr(value.get("name") if isinstance(value, dict) else value)


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
    score: Score, name: str, found: Sequence[Record], gold: Sequence[Record]
) -> list[tuple[Record, Record]]:
    """Count spans; returns the pairs that overlap and are judged."""

    def rank(one: Record, other: Record) -> tuple[int, ...] | None:
        shared = _shared(one, other)
        return (_same_place(one, other), shared) if shared else None

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
    score.exact.add(sum(exact), *sizes)
    score.overlap.add(len(pairs), *sizes)
    score.differences += [f"{_place(name, g)}: missed" for g in missed]
    score.differences += [f"{_place(name, f)}: spurious" for f in spurious]
    score.differences += [
        f"{_place(name, g)}: edges, found {f['text']!r} at {f['start']}:{f['end']}"
        for (f, g), same in zip(pairs, exact, strict=True)
        if not same
    ]
    return pairs


def _place(name: str, span: Record) -> str:
    return f"{name} {span['start']}:{span['end']} {span['text']!r}"


def _dates(score: Score, name: str, found: list[Record], gold: list[Record]) -> None:
    for f, g in _spans(score, name, found, gold):
        right = f.get("value") == g["value"]
        score.value("value", right, _place(name, g), f.get("value"), g["value"])


def _figures(score: Score, name: str, found: list[Record], gold: list[Record]) -> None:
    texts = {r["id"]: r["text"] for r in found if "id" in r}
    for f, g in _spans(score, name, found, gold):
        bounds = ("lower", "upper") if g["value"] is None and "lower" in g else ("value",)
        right = all(_equal(f.get(bound), g.get(bound)) for bound in bounds)

        def judge(field: str, right: bool, f: Record = f, g: Record = g) -> None:
            score.value(field, right, _place(name, g), f.get(field), g.get(field))

        judge("value", right)
        judge("unit", f.get("unit") == g["unit"])
        for part in ("modifier", "trend"):
            if part in g:
                judge(part, f.get(part) == g[part])
        if "subject" in g:
            judge("subject", plain(f.get("subject")) == plain(g["subject"]))
        if "compared_to" in g:
            other = texts.get(f.get("compared_to") or "", f.get("compared_to"))
            if other or g["compared_to"]:
                right = plain(other) == plain(g["compared_to"])
                score.value("compared", right, _place(name, g), other, g["compared_to"])
        if g.get("metric"):
            mine, theirs = plain(f.get("metric")), plain(g["metric"])
            judge("metric", bool(mine) and (mine in theirs or theirs in mine))


def _equal(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return math.isclose(a, b, rel_tol=0, abs_tol=1e-9 * max(1.0, abs(b)))


def _organizations(
    scores: dict[str, Score], name: str, found: list[Record], gold: list[Record]
) -> None:
    def mentions(records: list[Record], anaphors: bool, never: bool = False) -> list[Record]:
        return [
            {
                **mention,
                "record": record,
                "optional": never or record.get("optional") or mention.get("optional"),
            }
            for record in records
            for mention in record.get("mentions") or [record]
            if (mention.get("kind") == "anaphor") == anaphors
        ]

    for kind, anaphors, judged in (
        ("organization", False, ("name", "category")),
        ("anaphor", True, ("name",)),
    ):
        # a mention of the other kind is missed there, and not wrong here a second time
        wanted = mentions(gold, anaphors) + mentions(gold, not anaphors, never=True)
        for f, g in _spans(scores[kind], name, mentions(found, anaphors), wanted):
            for part in judged:
                mine, theirs = f["record"].get(part), g["record"].get(part)
                right = plain(mine) == plain(theirs)
                scores[kind].value(part, right, _place(name, g), mine, theirs)


def _programs(score: Score, name: str, found: list[Record], gold: list[Record]) -> None:
    def touch(one: Record, other: Record) -> bool:
        return any(
            _shared(a, b)
            for a in one.get("mentions") or [one]
            for b in other.get("mentions") or [other]
        )

    def named(one: Record, other: Record) -> bool:
        return plain(one["name"]) == plain(other["name"])

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
    judged = [(found[i], gold[j]) for i, j in pairs.items() if not gold[j].get("optional")]
    missed = [gold[j] for j in left if not gold[j].get("optional")]
    sizes = len(judged) + len(spurious), len(judged) + len(missed)
    score.exact.add(sum(named(*pair) for pair in judged), *sizes)
    score.overlap.add(len(judged), *sizes)
    score.differences += [f"{name} {g['name']!r}: missed" for g in missed]
    score.differences += [f"{name} {f['name']!r}: spurious" for f in spurious]
    for f, g in judged:
        if not named(f, g):
            score.differences.append(f"{name} {g['name']!r}: edges, found {f['name']!r}")
        _count(score, f"{name} {g['name']!r}", _slots(f, "program"), _slots(g, "program"))


def _awards(
    score: Score, name: str, found: list[Record], gold: list[Record], timex: dict[str, Any]
) -> None:
    mine = [_slots(f, "award", timex) for f in found]
    theirs = [_slots(g, "award") for g in gold]

    # of equals, the first in gold takes the first found: hence gold comes first here
    def rank(other: Slots, one: Slots) -> tuple[int, ...] | None:
        common = len(one & other)
        return (common,) if common >= 2 else None

    taken = {i: j for j, i in _matched(theirs, mine, rank).items()}
    for i, f in enumerate(found):
        j = taken.get(i)
        if j is None:
            score.differences.append(f"{name} {_honour(f)}: spurious")
            score.exact.add(0, 1, 0)
            _count(score, "", mine[i], set())
        elif not gold[j].get("optional"):
            score.exact.add(1, 1, 1)
            _count(score, f"{name} {_honour(gold[j])}", mine[i], theirs[j])
    for j, g in enumerate(gold):
        if j not in taken.values() and not g.get("optional"):
            score.differences.append(f"{name} {_honour(g)}: missed")
            score.exact.add(0, 0, 1)
            _count(score, "", set(), theirs[j])
    score.overlap = score.exact


def _honour(award: Record) -> str:
    return " / ".join(_said(award.get(part)) for part in ("name", "prize", "recipient"))


def _slots(record: Record, kind: str, timex: dict[str, Any] | None = None) -> Slots:
    """The filled fields as comparable pairs; a date counts by its value, not by its words."""
    filled = set()
    for name in SLOTS[kind]:
        value = record.get(name)
        if name == "date" and isinstance(value, dict):
            value = (timex or {}).get(str(value.get("id")), value.get("value", value.get("name")))
        for item in value if isinstance(value, list) else [value]:
            if isinstance(value, list) or item not in (None, ""):
                filled.add((name, plain(item)))
    return filled


def _count(score: Score, where: str, mine: Slots, theirs: Slots) -> None:
    score.slots.add(len(mine & theirs), len(mine), len(theirs))
    if not (mine and theirs):
        return
    for part in dict.fromkeys(name for name, _ in sorted(mine ^ theirs)):
        found, wanted = (
            sorted(value for name, value in side if name == part) for side in (mine, theirs)
        )
        score.differences.append(f"{where}: {part} is {found or None}, not {wanted or None}")


def fallen(scores: dict[str, Score], floor: dict[str, dict[str, float]]) -> list[str]:
    """A line for each measure that lies below its floor."""
    return [
        f"{kind} {measure} is {reached:.4f}, below {least}"
        for kind, measures in floor.items()
        for measure, least in measures.items()
        if (reached := scores[kind].figures().get(measure, 0.0)) < least - ROUNDING
    ]


def raised(
    scores: dict[str, Score], floor: dict[str, dict[str, float]]
) -> dict[str, dict[str, float]]:
    """The floor at what has been reached, rounded down to four digits; no figure falls."""
    return {
        kind: {
            measure: max(
                floor.get(kind, {}).get(measure, 0.0),
                math.floor(scores[kind].figures().get(measure, 0.0) * 10_000) / 10_000,
            )
            for measure in FLOORED[kind]
        }
        for kind in KINDS
    }


def table(scores: dict[str, Score]) -> Iterable[str]:
    """The scores as lines of text."""
    yield f"{'':14}{'gold':>6}{'found':>7}{'exact F1':>10}{'overlap F1':>12}   values and slots"
    for kind, score in scores.items():
        rest = {k: v for k, v in score.figures().items() if k not in ("exact", "overlap")}
        yield (
            f"{kind:14}{score.exact.wanted:6}{score.exact.found:7}{score.exact.f1:10.3f}"
            f"{score.overlap.f1:12.3f}   "
            + "  ".join(f"{name} {share:.3f}" for name, share in rest.items())
        ).rstrip()


def main(
    out: Annotated[Path, typer.Argument(help="Folder that a run wrote.", file_okay=False)],
    gold: Annotated[Path, typer.Argument(help="Folder of gold files.", exists=True)],
    differences: Annotated[bool, typer.Option(help="List each record that differs.")] = False,
    floor: Annotated[
        Path | None, typer.Option(help="Raise the figures in this file to those reached.")
    ] = None,
) -> None:
    """Compare the records in OUT with those in GOLD."""
    scores = evaluate(out, gold)
    if differences:
        for kind, result in scores.items():
            for line in result.differences:
                print(f"{kind:13} {line}")
    print(*table(scores), sep="\n")
    if floor:
        from extract.writing import write

        old = json.loads(floor.read_text("utf-8")) if floor.exists() else {}
        write(floor, [json.dumps(raised(scores, old), indent=2), "\n"])


if __name__ == "__main__":
    typer.run(main)
