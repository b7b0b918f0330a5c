"""A page: the template with its style, its script and the data that it shows."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from extract.outputs import KINDS, Output
from extract.reporting.tables import Tables, packed
from extract.writing import Failure

FIRST = 25
"""Rows of each table that can be read without scripts."""
_MARKUP = "<>&\u2028\u2029"
_PICTURES = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n\r"} | {127: 0x2421}
_LONE = re.compile("[\ud800-\udfff]")
_BARE_RETURN = re.compile(r"\r(?!\n)")


class Part(NamedTuple):
    """The number of a page, and the link from it to the report."""

    number: int
    back: str


def embedded(value: Any) -> Markup:
    """JSON for a ``<script>``: nothing in it ends the element, or is markup."""
    content = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in _MARKUP:
        content = content.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(content)


def blob(output: Output, text: str | Failure) -> Markup:
    """An article with its text and records, embedded. Control signs of the text are made visible.

    Offsets count code points, as in the records.
    """
    lacking = str(text) if isinstance(text, Failure) else None
    shown = {
        "article": output.article,
        "text": None if lacking else _BARE_RETURN.sub("\n", str(text)).translate(_PICTURES),
        "lacking": lacking,
        "records": [_filled(record) for record in output.records],
    }
    return embedded(shown)


def _filled(record: dict[str, Any]) -> dict[str, Any]:
    """A record without the fields that say nothing."""
    return {k: v for k, v in record.items() if v is not None and v is not False and v != []}


def page(
    source: str,
    tables: Tables,
    articles: Iterable[tuple[Output, str | Failure]],
    *,
    parts: tuple[str, int] | None = None,
    part: Part | None = None,
    troubles: tuple[int, int] = (0, 0),
) -> Iterator[str]:
    """A report on the articles in ``tables``, in pieces.

    Those in ``articles`` are in this page, with their texts; ``parts`` is the folder of the pages
    that have them instead, and how many each has. ``part`` makes it one of these. ``troubles``
    counts files that could not be read, and articles without a text. ``source`` is the folder's
    name.
    """
    rows = tables.all()
    generator = f"gisa {version('gisa')}"
    data = packed(rows) | {
        "generator": generator,
        "source": source,
        "kinds": KINDS,
        "totals": [tables.totals[kind] for kind in KINDS],
        "parts": parts,
        "part": part,
        "troubles": troubles,
    }
    style, script = _resource("report.css"), _resource("report.js")
    html = _template().generate(
        generator=generator,
        source=source,
        part=part,
        style=Markup(style),
        script=Markup(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
        strings=embedded(strings()),
        data=embedded(data),
        blobs=(blob(*article) for article in articles),
        plain=_plain(rows),
    )
    return (_LONE.sub("\ufffd", piece) for piece in html)


def _plain(rows: dict[str, tuple[tuple[str, ...], list[Any]]]) -> dict[str, Any]:
    """The first rows of the tables as words, for readers without scripts."""
    names = [row.title or row.name for row in rows["articles"][1]]
    plain = {}
    for name in ("awards", "programs", "changes"):
        columns, content = rows[name]
        shown = [
            [_words(column, cell, names) for column, cell in zip(columns, row, strict=True)]
            for row in content[:FIRST]
        ]
        plain[name] = (columns, shown, len(content))
    return plain


def _words(column: str, value: Any, names: Sequence[str]) -> str:
    if value is None:
        return ""
    if column == "article":
        return str(names[value])
    if column in ("date", "period", "since"):
        return str(value.value)
    return ", ".join(value) if isinstance(value, tuple) else str(value)


@cache
def strings() -> dict[str, Any]:
    """The words of the interface, and of the values of fields, in both languages."""
    return tomllib.loads(_resource("strings.toml"))


def _resource(name: str) -> str:
    return files("extract.reporting").joinpath(name).read_text("utf-8")


def _hash(content: str) -> str:
    return base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


@cache
def _template() -> Any:
    environment = Environment(
        loader=PackageLoader("extract.reporting", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2")
