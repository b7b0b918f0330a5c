"""The commands that read what a run has written."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from extract.cli.common import KINDS, OutputFolder, RulesOfRun, fail, listed, stderr
from extract.writing import Failure

if TYPE_CHECKING:
    from extract.evaluating import Evaluation


class Annotation(StrEnum):
    """What annotations are written as, and gold."""

    brat = "brat"
    doccano = "doccano"
    gold = "gold"


def evaluate(
    out: OutputFolder,
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD", help="Folder of gold files, as OUT has them.")
    ],
    differences: Annotated[
        bool, typer.Option("--differences", help="List each record that differs.")
    ] = False,
    worst: Annotated[
        int, typer.Option(min=0, metavar="N", help="List the N articles that differ most.")
    ] = 10,
    html: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a page with gold and output side by side."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    floor: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Raise the figures in this file to those reached."),
    ] = None,
    rules: RulesOfRun = None,
) -> None:
    """Compare the records in OUT with those in GOLD.

    GOLD/a/x.jsonl is for the article a/x; only what has gold is judged. Exit code 1 says that some
    files could not be read (they are left out), 2 that nothing could be done.
    """
    from extract import evaluating
    from extract.evaluating import page, report
    from extract.reading.files import UsageError
    from extract.writing import write
    from rules import RulesError, load

    try:
        result = evaluating.evaluate(out, gold)
        if html and html.is_dir():
            raise UsageError(f"{html}: a folder; give the page's file")
        directory = str(rules) if rules else None
        load(directory)
    except (UsageError, RulesError, OSError) as error:
        fail(error)
    try:
        known = floor is not None and floor.exists()
        old = evaluating.FLOOR.validate_json(floor.read_bytes()) if floor and known else {}
    except (OSError, ValueError) as error:
        reason = " ".join(str(error).split())[:200]
        fail(f"{floor}: no figures by kind and measure ({reason}); mend or remove it")
    listed(result.failures)
    if not result.gold:
        fail(f"{gold}: none of the gold files can be read")
    if result.absent:
        names = ", ".join(map(report.printable, result.absent))
        stderr.print(f"gisa: gold without output, where nothing counts as found: {names}")
    try:
        if html:
            write(html, [page.page(result, out, f"{out} against {gold}", directory)])
        if floor and not result.failures:
            raised = evaluating.raised(result.scores, old)
            write(floor, [json.dumps(raised, indent=2), "\n"])
    except OSError as error:
        fail(f"{html or floor}: cannot be written ({error.strerror or error})")
    if as_json:
        line = json.dumps(report.as_json(result), ensure_ascii=False, indent=2)
        print(line.encode(errors="backslashreplace").decode())
    else:
        _tables(result, worst, differences)
    raise typer.Exit(1 if result.failures else 0)


def _tables(result: Evaluation, worst: int, differences: bool) -> None:
    from extract.evaluating import report
    from extract.showing import console

    for article in result.articles if differences else ():
        if article.differences:
            print(*report.listed(article), "", sep="\n")
    terminal = console()
    for grid in (*report.grids(result), report.worst(result, worst)):
        if grid.rows:
            terminal.print(grid.title, style="bold")
            terminal.print(report.table(grid))
            terminal.print()


def report(
    out: OutputFolder,
    html: Annotated[Path, typer.Option("--html", metavar="FILE", help="The report's file.")],
    rules: RulesOfRun = None,
) -> None:
    """Write the records of a run as a page of HTML.

    It opens from disk, without a network: summary, tables, and the articles with their marks.

    The texts are those that gisa run --keep-text left, or are read from the input again. Of more
    than 500 articles, the texts are in pages beside the file: FILE_files/001.html and so on.
    Exit code 1 says that files in OUT could not be read and are left out, 2 that there is no
    report.
    """
    from extract import reporting
    from extract.reading.files import UsageError
    from rules import RulesError, load

    try:
        directory = str(rules) if rules else None
        load(directory)
        if html.is_dir():
            raise UsageError(f"{html}: a folder; give the report's file")
        done = reporting.report(out, html, rules=directory)
    except (UsageError, RulesError, OSError, ImportError) as error:
        fail(error)
    listed(done.unread)
    if done.textless:
        first, more = str(done.textless[0]), len(done.textless) - 1
        others = f" (and {more:,} more articles)" if more else ""
        stderr.print(f"gisa: records without their text: {first}{others}")
    pages = f", {done.pages} pages in {html.stem}_files" if done.pages else ""
    if done.articles or not done.unread:
        print(f"{html}: {done.articles:,} articles, {done.records:,} records{pages}")
    raise typer.Exit(1 if done.unread else 0)


def export(
    out: OutputFolder,
    to: Annotated[
        Path,
        typer.Option(
            metavar="FILE", help=".parquet, .csv, .xlsx, .duckdb, .spacy, .conll or .brat."
        ),
    ],
    kind: Annotated[
        str | None,
        typer.Option(
            "--type", metavar="TYPE", help=f"One table: article, {', '.join(KINDS)}, mention."
        ),
    ] = None,
    rules: RulesOfRun = None,
) -> None:
    """Write the records of a run as FILE says by its ending.

    A .csv or .parquet holds one table: records.csv is written as records.articles.csv,
    records.awards.csv and so on or, with --type award, as the awards alone. An .xlsx or .duckdb
    holds all. Docs, CoNLL and brat need the articles' text: OUT has it after gisa run --keep-text,
    else the input is read again. Exit code 1 says that some articles failed, 2 that nothing could
    be done; no file is left half.
    """
    with _ending():
        from extract.exporting import export as write
        from extract.reading.files import UsageError
        from rules import RulesError, load

        try:
            directory = str(rules) if rules else None
            load(directory)
            done = write(out, to, type=kind, rules=directory)
        except (UsageError, RulesError, FileNotFoundError) as error:
            fail(error)
    for path, table, number in done.rows:
        print(f"{path}  {table}  {number:,}")
    for told, number in sorted(done.told.items()):
        if number:
            stderr.print(f"gisa: {told}: {number:,}")
    _failed(done.failures)


def annotate(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="INPUT", help="Folder that a run wrote; for gold what brat or doccano wrote."
        ),
    ],
    to: Annotated[Annotation, typer.Option(help="What to write.")],
    out: Annotated[
        Path, typer.Option(metavar="PATH", help="Folder for brat and gold, file for doccano.")
    ],
    texts: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="INPUT is gold, and this has its texts, NAME.txt."),
    ] = None,
    rules: RulesOfRun = None,
) -> None:
    """Write records as annotations to mend, or gold of them.

    gisa annotate OUT --to brat --out DIR, or --to doccano --out FILE.jsonl; once people have
    mended them, gisa annotate DIR --to gold --out GOLD, or with the file that doccano exported.
    Exit code 1 says that some articles failed, 2 that nothing could be done.
    """
    with _ending():
        from extract.annotating import annotate as write
        from extract.reading.files import UsageError
        from rules import RulesError, load

        try:
            directory = str(rules) if rules else None
            load(directory)
            number, failures = write(source, to.value, out, texts=texts, rules=directory)
        except (UsageError, RulesError, FileNotFoundError) as error:
            fail(error)
    if number or not failures:
        print(f"{out}  articles  {number:,}")
    _failed(failures)


def _failed(failures: Sequence[Failure]) -> None:
    """List what failed, if anything, and end with the exit code that says so."""
    if failures:
        listed(failures)
        stderr.print(f"gisa: articles that failed: {len(failures)}")
        raise typer.Exit(1)


@contextmanager
def _ending() -> Iterator[None]:
    """A signal to end lets what was begun be cleared away."""

    def end(signum: int, frame: FrameType | None) -> None:
        raise SystemExit(130)

    before = [(s, signal.signal(s, end)) for s in (signal.SIGINT, signal.SIGTERM)]
    try:
        yield
    finally:
        for signum, handler in before:
            signal.signal(signum, handler)
