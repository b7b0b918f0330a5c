"""What ``gisa show`` prints: the records of one article, and why they are what they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from extract import pipe
from extract.reading import formats
from extract.reading.files import UsageError, walk
from extract.reading.tables import Fields
from extract.running.articles import source_of
from extract.writing import Failure
from rules import load as load_rules
from schemas import Article, Award, Evidence, Program, Record, Reference

COLORS = ("cyan", "green", "yellow", "magenta", "blue", "red", "bright_cyan", "bright_green")
"""Of the slots, in the order in which a record has them."""
SLOTS = {
    "award": (
        "name", "edition", "year", "category", "prize", "rank", "streak", "recipient", "grantors",
        "date",
    ),
    "program": ("name", "category", "operator", "host", "status", "first_in", "date"),
}  # fmt: skip
ENDS = ".!?\n"
"""What ends a sentence; one is shown with the words that fill a slot."""
MAX_SHOWN = 240
"""Characters of a sentence on either side of such words."""


def article(path: Path, *, published: str | None, rules: str | None) -> Article:
    """The records of one file. Raises Failure or UsageError where it cannot be read."""
    if path.is_dir():
        raise UsageError(f"{path}: a folder; gisa show prints one article")
    entry = next(walk([path], ""))
    if isinstance(entry, Failure):
        raise entry
    if entry.format in formats.MANY:
        raise UsageError(f"{entry.source}: holds many articles; gisa run writes the records of all")
    loaded = load_rules(rules)
    item = next(formats.items(entry, Fields.of(loaded), loaded))
    if isinstance(item, Failure):
        raise item
    return next(pipe([source_of(item, {}, published)], rules=rules))


def table(records: Iterable[Record]) -> RenderableType:
    """The records in a table: id, words and place in the text, and what is known of them."""
    out = Table(box=None, header_style="bold", pad_edge=False)
    for column in ("id", "at", "text", "values", "rule"):
        out.add_column(column, overflow="fold")
    for record in records:
        values = "  ".join(f"{slot}={value}" for slot, value in _values(record))
        out.add_row(record.id, f"{record.start}:{record.end}", record.text, values, record.rule)
    return out


def explained(article: Article, records: Iterable[Award | Program]) -> Iterator[RenderableType]:
    """For each record its sentences with the words of each slot marked, and the rule of each."""
    for record in records:
        evidence = article.evidence.get(record.id, [])
        colors = dict(zip(SLOTS[record.type], COLORS * 2, strict=False))
        title = Text(f"{record.id}  ", "bold")
        title.append(record.name, "bold underline")
        title.append(f"  {record.rule}", "dim")
        sentences = _sentences(article.text, evidence, colors)
        yield Group(title, *sentences, _slots(record, evidence), "")


def _sentences(
    text: str, evidence: Sequence[Evidence], colors: dict[str, str]
) -> Iterator[RenderableType]:
    """Every sentence that fills a slot, once, in order; marks stand as [slot: words]."""
    spans: dict[tuple[int, int], list[Evidence]] = {}
    for item in evidence:
        spans.setdefault(_sentence(text, item), []).append(item)
    for (start, end), items in sorted(spans.items()):
        out = Text("  ")
        at = start
        for words, slots in _marks(items):
            out.append(text[at : words[0]])
            out.append(f"[{','.join(slots)}: ", "dim")
            out.append(text[slice(*words)], f"bold {colors.get(slots[0], 'white')}")
            out.append("]", "dim")
            at = words[1]
        out.append(text[at:end])
        yield Text(" ").join(out.split()) if "\n" in out.plain else out


def _marks(items: Sequence[Evidence]) -> Iterator[tuple[tuple[int, int], list[str]]]:
    """Stretches that do not overlap, each with the slots that its words fill."""
    start = end = -1
    slots: list[str] = []
    for item in sorted(items, key=lambda item: (item.start, -item.end)):
        if item.start >= end:
            if slots:
                yield (start, end), slots
            start, end, slots = item.start, item.end, []
        end = max(end, item.end)
        if item.slot not in slots:
            slots.append(item.slot)
    if slots:
        yield (start, end), slots


def _sentence(text: str, item: Evidence) -> tuple[int, int]:
    """The sentence around a stretch of text."""
    floor, ceiling = max(0, item.start - MAX_SHOWN), min(len(text), item.end + MAX_SHOWN)
    start = max((text.rfind(end, floor, item.start) + 1 for end in ENDS), default=floor)
    start = max(start, floor)
    found = [i + 1 for end in ENDS if (i := text.find(end, item.end, ceiling)) >= 0]
    end = min(found, default=ceiling)
    while start < item.start and text[start].isspace():
        start += 1
    return start, len(text[:end].rstrip())


def _slots(record: Award | Program, evidence: Sequence[Evidence]) -> Table:
    colors = dict(zip(SLOTS[record.type], COLORS * 2, strict=False))
    out = Table(box=None, show_header=False, padding=(0, 2, 0, 2), pad_edge=False)
    for _ in range(4):
        out.add_column(overflow="fold")
    for slot, value in _values(record):
        told = [item for item in evidence if item.slot == slot]
        words = " … ".join(dict.fromkeys(" ".join(item.text.split()) for item in told))
        rules = ", ".join(dict.fromkeys(item.rule for item in told))
        style = f"bold {colors.get(slot, 'white')}"
        out.add_row(Text(slot, style), Text(value), Text(words, "italic"), Text(rules, "dim"))
    return out


def _values(record: Record) -> Iterator[tuple[str, str]]:
    """The filled fields of a record beside those that every record has."""
    common = {"type", "id", "text", "start", "end", "rule", "mentions"}
    for slot in type(record).model_fields:
        value: Any = getattr(record, slot)
        if slot in common or value in (None, [], False):
            continue
        items = value if isinstance(value, list) else [value]
        yield slot, ", ".join(i.name if isinstance(i, Reference) else str(i) for i in items)


def show(console: Console, article: Article, *, kind: str | None, explain: bool) -> None:
    """Print the records of one kind, or of all; with ``explain`` awards and programs only."""
    records = [r for r in article.records if kind in (None, r.type)]
    title = Text(article.title or article.id, "bold")
    title.append(f"  {article.published or 'no date'} ({article.published_from})", "dim")
    console.print(title)
    if not explain:
        console.print(table(records))
        return
    for item in explained(article, [r for r in records if isinstance(r, Award | Program)]):
        console.print(item)
