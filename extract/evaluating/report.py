"""What ``gisa evaluate`` prints: tables, the differences, and everything as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from rich.table import Table

from extract.evaluating.confusions import Confusion
from extract.evaluating.evaluation import Evaluation
from extract.evaluating.scores import SLOTS, WHATS, Counts, Difference, Judged, Score, Span

MAX_CONFUSIONS = 15
"""That are printed; the page and the JSON have all."""
MAX_VALUE = 20
"""Characters of a value in a table."""
NO_NUMBER = "–"


class Grid(NamedTuple):
    """A table; ``words`` are the columns that hold no numbers."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    words: tuple[int, ...] = (0,)


def grids(evaluation: Evaluation, confusions: int | None = MAX_CONFUSIONS) -> Iterator[Grid]:
    """The figures and the most frequent confusions, those without rows left out."""
    scores = evaluation.scores
    yield Grid(
        f"{_many(len(evaluation.gold), 'article')} of gold",
        ("", "wanted", "found", "strict P", "R", "F1", "partial P", "R", "F1"),
        [
            (kind, str(s.strict.wanted), str(s.strict.found), *_prf(s.strict), *_prf(s.partial))
            for kind, s in scores.items()
        ],
    )
    values = [
        (f"{kind} {name}", str(right), str(n), _fraction(right / n))
        for kind, score in scores.items()
        for name, (right, n) in score.values.items()
    ]
    if values:
        yield Grid("Values of what was found", ("", "right", "of", "accuracy"), values)
    slots = [
        (f"{kind} {name}", *map(str, (counts.right, counts.found, counts.wanted)), *_prf(counts))
        for kind, score in scores.items()
        if score.by_slot
        for name, counts in (("slots", score.slots), *_in_order(kind, score))
    ]
    if slots:
        yield Grid("Slots", ("", "right", "found", "wanted", "P", "R", "F1"), slots)
    for title, types in (
        ("Taken for another type or kind", True),
        ("Values taken for others", False),
    ):
        told = [c for c in evaluation.confusions if (c.field in ("type", "kind")) == types]
        if told:
            cut = confusions is not None and len(told) > confusions
            title += f", the {confusions} most frequent of {len(told)}" if cut else ""
            columns = ("times", "what", "wanted", "found", "for example")
            yield Grid(title, columns, [*map(_confusion, told[:confusions])], (1, 2, 3, 4))


def _in_order(kind: str, score: Score) -> list[tuple[str, Counts]]:
    return sorted(score.by_slot.items(), key=lambda item: SLOTS[kind].index(item[0]))


def _confusion(confusion: Confusion) -> tuple[str, ...]:
    return (
        str(confusion.count),
        f"{confusion.kind} {confusion.field}",
        _cut(confusion.wanted),
        _cut(confusion.found),
        f"{printable(confusion.article)} {confusion.example} {_cut(confusion.example.text)}",
    )


def worst(evaluation: Evaluation, most: int) -> Grid:
    """The articles with most differences."""
    told = [article for article in evaluation.articles[:most] if article.differences]
    return Grid(
        "Articles with most differences",
        ("", "differ", *WHATS, "strict F1"),
        [
            (
                printable(article.name),
                str(len(article.differences)),
                *(str(article.count(what) or NO_NUMBER) for what in WHATS),
                _fraction(article.strict.f1),
            )
            for article in told
        ],
    )


def table(grid: Grid) -> Table:
    """For a terminal, or as plain text where there is none."""
    out = Table(box=None, header_style="dim", pad_edge=False)
    for number, name in enumerate(grid.columns):
        if number not in grid.words:
            out.add_column(name, justify="right", no_wrap=True)
        else:
            out.add_column(name, overflow="fold")
    for row in grid.rows:
        out.add_row(*row)
    return out


def listed(article: Judged) -> Iterator[str]:
    """The article's differences as lines."""
    yield f"{printable(article.name)}: {summary(article)}"
    for difference in article.differences:
        yield f"  {difference.kind:13} {difference.line}"


def summary(article: Judged) -> str:
    """How an article differs, in a few words."""
    told = _many(len(article.differences), "difference")
    parts = [f"{n} {what}" for what in WHATS if (n := article.count(what))]
    return f"{told} ({', '.join(parts)}), strict F1 {_fraction(article.strict.f1)}"


def as_json(evaluation: Evaluation) -> dict[str, Any]:
    """Everything, in JSON's types; fractions of 1, places as in records.

    - ``kinds``: by kind ``strict``, ``partial`` (dates, figures, organizations, anaphors) and
      ``overlap`` with precision, recall, f1, right, found and wanted; ``values`` by field with
      right, all and accuracy; ``slots`` (programs, awards) as strict, and its ``fields``
    - ``confusions``: kind, field, wanted, found, count and example, the most frequent first
    - ``articles``: name, output (whether there is one), strict and differences, the worst first
    - ``failures``: file, error and hint of what could not be read
    """
    kinds = {}
    for kind, score in evaluation.scores.items():
        kinds[kind] = {
            "strict": _counts(score.strict),
            **({"partial": _counts(score.partial)} if score.partial else {}),
            "overlap": _counts(score.overlap),
            "values": {
                name: {"right": right, "all": n, "accuracy": right / n}
                for name, (right, n) in score.values.items()
            },
        }
        if score.by_slot:
            fields = {name: _counts(counts) for name, counts in _in_order(kind, score)}
            kinds[kind]["slots"] = _counts(score.slots) | {"fields": fields}
    return {
        "kinds": kinds,
        "confusions": [
            {
                **{
                    name: getattr(c, name) for name in ("kind", "field", "wanted", "found", "count")
                },
                "example": {"article": c.article, **_place(c.example)},
            }
            for c in evaluation.confusions
        ],
        "articles": [
            {
                "name": article.name,
                "output": article.name in evaluation.found,
                "strict": _counts(article.strict),
                "differences": [_difference(d) for d in article.differences],
            }
            for article in evaluation.articles
        ],
        "failures": [
            {"file": f.file, "error": f.error, "hint": f.hint} for f in evaluation.failures
        ],
    }


def _counts(counts: Counts) -> dict[str, float]:
    names = ("precision", "recall", "f1", "right", "found", "wanted")
    return {name: getattr(counts, name) for name in names}


def _difference(difference: Difference) -> dict[str, Any]:
    names = ("kind", "what", "field", "found", "wanted")
    return {
        **{name: getattr(difference, name) for name in names},
        "gold": [_place(span) for span in difference.gold],
        "out": [_place(span) for span in difference.out],
    }


def _place(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text}


def _prf(counts: Counts | None) -> tuple[str, str, str]:
    if counts is None:
        return (NO_NUMBER,) * 3
    return _fraction(counts.precision), _fraction(counts.recall), _fraction(counts.f1)


def _fraction(share: float) -> str:
    """Three digits; what is not whole never reads as 1."""
    return f"{min(share, 0.999) if share < 1 else 1:.3f}"


def _many(n: int, what: str) -> str:
    return f"{n} {what}{'s' * (n != 1)}"


def _cut(text: str) -> str:
    text = " ".join(printable(text).split())
    return text if len(text) <= MAX_VALUE else f"{text[: MAX_VALUE - 1]}…"


def printable(text: str) -> str:
    """Text on one line, without what a terminal takes for orders."""
    return text if text.isprintable() else repr(text)
