"""A report on what a run has found: HTML that opens from disk, without a network."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from extract.outputs import Output, Texts, readable
from extract.reporting.pages import Part, page
from extract.reporting.tables import Tables
from extract.writing import Failure, write

LIMIT = 500
"""As many articles are in the report itself; those of a bigger one are in pages beside it."""
PER_PAGE = 250
HEAD = 2_000
"""Bytes of a page in which its generator stands."""
_PAGE = re.compile(r"\d{3,}\.html")
_OURS = b'<meta name="generator" content="gisa '


@dataclass(slots=True)
class Report:
    """What a report is about. ``unread`` are files without records, ``textless`` articles."""

    articles: int = 0
    records: int = 0
    pages: int = 0
    unread: list[Failure] = field(default_factory=list)
    textless: list[Failure] = field(default_factory=list)


def report(
    out: Path, html: Path, *, rules: str | None = None, limit: int = LIMIT, per_page: int = PER_PAGE
) -> Report:
    """Write a report on ``out``, a folder that ``gisa run`` wrote, to ``html``.

    Of more than ``limit`` articles, each ``per_page`` are in a page of their own: with
    ``report.html`` in ``report_files/001.html`` and so on; pages that an earlier report had beyond
    these are removed. Nothing is written where no file has records. The same records and texts
    give the same bytes. ``rules`` is the folder that
    the run had, if any. Raises reading.files.UsageError where ``out`` has no records, OSError where
    a file cannot be written.
    """
    done = Report()
    folder = html.with_name(f"{html.stem}_files")
    source = out.resolve().name
    whole = Tables()
    texts = Texts(out, rules)
    waiting: list[tuple[Output, str | Failure]] = []  # for a page, or for the end

    def flush() -> None:
        done.pages += 1
        articles = waiting[:per_page]
        del waiting[:per_page]
        tables = Tables()
        for output, text in articles:
            tables.add(output, text)
        part = Part(done.pages, f"../{quote(html.name)}")
        write(folder / f"{done.pages:03}.html", page(source, tables, articles, part=part))

    for output in readable(out, done.unread):
        text = texts.of(output)
        if isinstance(text, Failure):
            done.textless.append(text)
        whole.add(output, text)
        waiting.append((output, text))
        while len(whole.articles) > limit and len(waiting) >= per_page:
            flush()
    if len(whole.articles) > limit:
        while waiting:
            flush()
    if done.unread and not whole.articles:  # what stood there is worth more
        return done
    done.articles = len(whole.articles)
    done.records = whole.totals.total()
    parts = (quote(folder.name), per_page) if done.pages else None
    troubles = (len(done.unread), len(done.textless))
    write(html, page(source, whole, waiting, parts=parts, troubles=troubles))
    for path in _pages(folder):
        if int(path.stem) > done.pages:
            path.unlink()
    if not done.pages:
        with contextlib.suppress(OSError):  # there is none, or other files are in it
            folder.rmdir()
    return done


def _pages(folder: Path) -> Iterator[Path]:
    """The pages of this or an earlier report, and no file that only has such a name."""
    for path in [*folder.iterdir()] if folder.is_dir() else ():
        if _PAGE.fullmatch(path.name) and _OURS in path.read_bytes()[:HEAD]:
            yield path
