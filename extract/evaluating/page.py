"""The page of ``gisa evaluate --html``: gold and output side by side, the worst article first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment

from extract.evaluating.evaluation import Evaluation
from extract.evaluating.report import grids, summary
from extract.evaluating.scores import KINDS, WHATS, Difference, Judged, Record, Span, mentions, span
from extract.outputs import Texts
from extract.writing import Failure

STATES = {
    "missed": ("−", "in gold only"),
    "spurious": ("+", "found only"),
    "edges": ("↔", "found with other edges, a program under another name"),
    "wrong": ("≠", "a value or a slot differs"),
    "right": ("", "as in gold"),
    "optional": ("", "optional in gold, not judged"),
}
"""How a place is marked: the sign that tells it without colour, and what it means."""
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""What no page may hold."""


def state(what: str) -> str:
    return "wrong" if what in ("value", "slot") else what


@dataclass(slots=True)
class Mark:
    """A place on one side, with the differences that stand there."""

    start: int
    end: int
    text: str
    kind: str
    optional: bool
    differences: list[Difference] = field(default_factory=list)
    id: str = ""

    @property
    def state(self) -> str:
        """One of STATES, the gravest."""
        if not self.differences:
            return "optional" if self.optional else "right"
        return state(min((d.what for d in self.differences), key=WHATS.index))

    @property
    def label(self) -> str:
        """What is wrong: the fields, or a record of this kind."""
        if self.state != "wrong":
            return self.kind
        return ", ".join(dict.fromkeys(d.field for d in self.differences if d.field))

    @property
    def title(self) -> str:
        told = dict.fromkeys(d.verdict for d in self.differences)
        return f"{self.kind}: {'; '.join(told) or STATES[self.state][1]}"


class Piece(NamedTuple):
    """Text that is marked alike; each mark with whether it begins here."""

    text: str
    marks: list[tuple[Mark, bool]]
    place: str = ""


def page(evaluation: Evaluation, out: Path, title: str, rules: str | None = None) -> str:
    """The page, of HTML and CSS alone.

    ``out`` is the folder that was evaluated, ``rules`` the folder that its run had, if any.
    """
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(files(__package__).joinpath("page.html").read_text("utf-8"))
    texts = Texts(out, rules)
    told = [article for article in evaluation.articles if article.differences]
    html = template.render(
        title=title,
        grids=[*grids(evaluation, None)],
        kinds=KINDS,
        states=STATES,
        state=state,
        articles=(_article(evaluation, a, f"a{n}", texts) for n, a in enumerate(told, 1)),
        told=len(told),
        agreeing=len(evaluation.articles) - len(told),
        absent=evaluation.absent,
        failures=evaluation.failures,
    )
    return _UNFIT.sub("\ufffd", html)


def _article(evaluation: Evaluation, article: Judged, name: str, texts: Texts) -> dict[str, Any]:
    """What the template shows of an article; ``name`` tells its anchors apart."""
    output = evaluation.found.get(article.name)
    sides = {
        "gold": marks(evaluation.gold[article.name], article.differences, gold=True),
        "found": marks(output.records if output else [], article.differences, gold=False),
    }
    links: dict[int, str] = {}
    for side, here in sides.items():
        for n, mark in enumerate(here):
            mark.id = f"{name}-{side}{n}"
            for difference in mark.differences:
                links.setdefault(id(difference), mark.id)
    failure = Failure(article.name, "has no output", "run gisa on it, too")
    text = texts.of(output) if output else failure
    return {
        "name": article.name,
        "summary": summary(article),
        "differences": [(links[id(d)], d) for d in article.differences],
        "without": text if isinstance(text, Failure) else None,
        "sides": {
            side: [*(pieces(text, here) if isinstance(text, str) else map(_bare, here))]
            for side, here in sides.items()
        },
    }


def _bare(mark: Mark) -> Piece:
    """A place where there is no text."""
    return Piece(mark.text or "?", [(mark, True)], f"{mark.start}:{mark.end}")


def marks(
    records: Iterable[Record], differences: Sequence[Difference], *, gold: bool
) -> list[Mark]:
    """The places of one side, each kind once, in the order of the text, the longer first."""
    found: dict[tuple[int, int, str], Mark] = {}
    for kind, place, optional in _places(records):
        key = (place.start, place.end, kind)
        mark = found.setdefault(key, Mark(place.start, place.end, place.text, kind, True))
        mark.optional &= optional
    for difference in differences:
        for place in difference.gold if gold else difference.out:
            found[place.start, place.end, difference.kind].differences.append(difference)
    return sorted(found.values(), key=lambda m: (m.start, -m.end, KINDS.index(m.kind)))


def _places(records: Iterable[Record]) -> Iterator[tuple[str, Span, bool]]:
    """Every place of an article's records: its kind, and whether gold leaves it open."""
    for record in records:
        if record["type"] == "article":
            continue
        several = record["type"] in ("organization", "program")
        for part in mentions(record) if several else [record]:
            anaphor = record["type"] == "organization" and part.get("kind") == "anaphor"
            kind = "anaphor" if anaphor else record["type"]
            yield kind, span(part, kind), bool(record.get("optional") or part.get("optional"))


def pieces(text: str, marks: Sequence[Mark]) -> Iterator[Piece]:
    """The text, cut wherever a mark begins or ends."""
    cuts = {0, len(text), *(at for m in marks for at in (m.start, m.end) if at < len(text))}
    edges = sorted(cuts)
    for start, end in pairwise(edges):
        here = [(m, m.start == start) for m in marks if m.start < end and start < m.end]
        yield Piece(text[start:end], here)
