"""What ``gisa show`` prints: the records of one article, and why they are what they are."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
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
from schemas import Article, Award, Evidence, Figure, Organization, Program, Record, Reference

COLORS = ("cyan", "green", "yellow", "magenta", "blue", "red", "bright_cyan", "bright_green")
"""Of the slots, in the order in which a record has them."""
SLOTS = {
    "award": (
        "name", "edition", "year", "category", "prize", "rank", "streak", "recipient", "grantors",
        "date",
    ),
    "program": ("name", "category", "operator", "host", "status", "first_in", "date"),
}  # fmt: skip
_UNSAFE = [*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_VISIBLE = {
    code: 0x2400 + code if code < 32 else 0xFFFD for code in _UNSAFE if chr(code) not in "\t\n"
}
_VISIBLE[ord("\r")] = ord(" ")
"""What a terminal takes for orders, or turns text around by; as long as what it stands for."""
TYPES = {
    "organization": "cyan",
    "award": "yellow",
    "program": "magenta",
    "figure": "green",
    "date": "blue",
}
"""The colours of the types, in the order of their tables."""
COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "organization": {
        "name": ("name",),
        "category": ("category",),
        "parent": ("parent",),
        "mentions": ("mentions",),
    },
    "award": {
        "award": ("edition", "name", "year"),
        "category": ("category",),
        "prize": ("prize",),
        "rank": ("rank",),
        "streak": ("streak",),
        "recipient": ("recipient",),
        "grantors": ("grantors",),
        "date": ("date",),
    },
    "program": {
        "name": ("name",),
        "category": ("category",),
        "operator": ("operator",),
        "host": ("host",),
        "status": ("status",),
        "first in": ("first_in",),
        "date": ("date",),
    },
    "figure": {
        "text": ("text",),
        "value": ("value", "unit"),
        "modifier": ("modifier",),
        "metric": ("metric",),
        "subject": ("subject",),
        "period": ("period",),
        "trend": ("trend",),
        "from": ("compared_to",),
    },
    "date": {
        "text": ("text",),
        "timex": ("timex",),
        "value": ("value",),
        "mod": ("mod",),
    },
}
"""The columns of each type's table between id and rule, and the fields in each."""
PLAIN: dict[str, Any] = {
    "box": None,
    "header_style": "bold",
    "pad_edge": False,
    "title_justify": "left",
}
WIDE = 140
"""Characters of a line of tables, where there is no terminal."""
MAX_IDS = 3
"""Records named at the words that they share; of more the first and the last."""
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


def marked(article: Article, records: Iterable[Record], *, signs: bool) -> Text:
    """The article's text with the words of the records in the colour of their type.

    ``signs`` puts them into brackets with the record's id, too, for want of colours. Where words
    overlap, the later ones have their colour.
    """
    spans = [
        (span.start, span.end, record)
        for record in records
        for span in (record.mentions if isinstance(record, Organization | Program) else (record,))
    ]
    spans.sort(key=lambda span: (span[0], -span[1]))
    out = Text(visible(article.text))
    for start, end, record in spans:
        out.stylize(TYPES[record.type], start, end)
    if not signs:
        return out
    named: dict[tuple[int, int], list[str]] = {}
    for start, end, record in spans:
        named.setdefault((start, end), []).append(record.id)
    # closing before opening, the inner of those that close together first
    put = [(end, 0, -start, f" {_ids(ids)}]") for (start, end), ids in named.items()]
    put += [(start, 1, -end, "[") for start, end in named]
    pieces: list[Text | str] = []
    at = 0
    for place, _, _, sign in sorted(put):
        pieces += [out[at:place], sign]
        at = place
    return Text.assemble(*pieces, out[at:])


def visible(text: str) -> str:
    """A text as it may go to a terminal, of the same length."""
    return text.translate(_VISIBLE)


def _ids(ids: Sequence[str]) -> str:
    return " ".join(ids) if len(ids) <= MAX_IDS else f"{ids[0]} … {ids[-1]}"


def tables(records: Sequence[Record]) -> Iterator[RenderableType]:
    """A table for each type of record, with the columns in which some record has a value."""
    for kind, own in COLUMNS.items():
        columns = {"id": ("id",), **own, "rule": ("rule",)}
        rows = [
            [
                " ".join(filter(None, (_said(r, slot) for slot in slots)))
                for slots in columns.values()
            ]
            for r in records
            if r.type == kind
        ]
        if not rows:
            continue
        out = Table(title=Text(f"{kind}: {len(rows)}", f"bold {TYPES[kind]}"), **PLAIN)
        filled = [any(cells) for cells in zip(*rows, strict=True)]
        for name in compress(columns, filled):
            out.add_column(name, overflow="fold", no_wrap=name == "id")
        for row in rows:
            out.add_row(*(Text(visible(cell)) for cell in compress(row, filled)))
        yield out


def explained(article: Article, records: Iterable[Award | Program]) -> Iterator[RenderableType]:
    """For each record its sentences with the words of each slot marked, and the rule of each."""
    for record in records:
        evidence = article.evidence.get(record.id, [])
        colors = dict(zip(SLOTS[record.type], COLORS * 2, strict=False))
        title = Text(f"{record.id}  ", "bold")
        title.append(visible(record.name), "bold underline")
        title.append(f"  {record.rule}", "dim")
        sentences = _sentences(visible(article.text), evidence, colors)
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
        out.add_row(
            Text(slot, style),
            Text(visible(value)),
            Text(visible(words), "italic"),
            Text(rules, "dim"),
        )
    return out


def _values(record: Award | Program) -> Iterator[tuple[str, str]]:
    """The filled slots of a record."""
    for slot in SLOTS[record.type]:
        if said := _said(record, slot):
            yield slot, said


def _said(record: Record, slot: str) -> str:
    """A field in words; empty where it has nothing to say."""
    value: Any = getattr(record, slot)
    if slot == "value" and isinstance(record, Figure):
        bounds = (record.lower, record.upper) if value is None else (value,)
        return "–".join("" if bound is None else f"{bound:,}" for bound in bounds)
    if value is None:
        return ""
    if slot == "edition":
        return f"제{value}회"
    if slot == "mentions":
        forms = Counter(" ".join(mention.text.split()) for mention in value)
        return ", ".join(f"{form} ×{n}" if n > 1 else form for form, n in forms.items())
    items = value if isinstance(value, list) else [value]
    return ", ".join(i.name if isinstance(i, Reference) else str(i) for i in items)


def console() -> Console:
    """The terminal; where there is none, lines are long enough for tables."""
    piped = not sys.stdout.isatty() and "COLUMNS" not in os.environ
    return Console(highlight=False, markup=False, emoji=False, width=WIDE if piped else None)


def show(console: Console, article: Article, *, kind: str | None, explain: bool) -> None:
    """Print the text with its records and tables of them; of one ``kind``, or of all.

    With ``explain`` the sentences of awards and programs instead.
    """
    records = [r for r in article.records if kind in (None, r.type)]
    title = Text(visible(article.title or article.id), "bold")
    title.append(f"  {article.published or 'no date'} ({article.published_from})", "dim")
    console.print(title, soft_wrap=True)
    if explain:
        for item in explained(article, [r for r in records if isinstance(r, Award | Program)]):
            console.print(item, soft_wrap=True)
        return
    console.print()
    signs = console.color_system is None
    text = marked(article, records, signs=signs)
    text.rstrip()
    console.print(text, soft_wrap=True)
    for item in tables(records):
        console.print()
        console.print(item)
