"""The command ``gisa``. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from extract.writing import FAILURES

if TYPE_CHECKING:
    from extract.running.local import Summary

app = typer.Typer(
    help="Read Korean news articles into validated records that point back into the text.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
KINDS = ("organization", "award", "program", "figure", "date")
MAX_LISTED = 50
"""Failures that are printed; the ledger has all."""
MAX_STRAYS = 5
COLUMNS = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
stderr = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


def fail(message: object) -> NoReturn:
    """End with a usage error."""
    stderr.print(f"gisa: {message}")
    raise typer.Exit(2)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"gisa {version('gisa')}")
        raise typer.Exit


@app.callback()
def gisa(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command()
def run(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="INPUT...",
            help="Folders (read with all below), files, patterns; - is the standard input.",
        ),
    ],
    out: Annotated[Path, typer.Option(help="Folder for the records; made where it is missing.")],
    published: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="Day, month or year of all articles without one in the metadata."
        ),
    ] = None,
    metadata: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.csv",
            help="Table with a column file, and published, publisher, title, reporter, url.",
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Threads; by default one per core, at most 4."),
    ] = None,
    rules: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of rules laid over the package's.")
    ] = None,
    text_field: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The text's field in JSON, CSV, Parquet; a.b is inside."),
    ] = None,
    id_field: Annotated[
        str | None, typer.Option(metavar="NAME", help="The field that names the article there.")
    ] = None,
    published_field: Annotated[
        str | None, typer.Option(metavar="NAME", help="The field of its publication date there.")
    ] = None,
    keep_text: Annotated[
        bool,
        typer.Option("--keep-text", help="Write the text that offsets count in, OUT/NAME.txt."),
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Redo what has not changed, too.")] = False,
) -> None:
    """Write OUT/NAME.jsonl for each article NAME.txt.

    Articles are text, HTML, .hwpx, .docx and .pdf files, and the rows of JSON lines, JSON, CSV and
    Parquet files. Those that have not changed since the last run are passed over. Exit code 1 says
    that some failed (they are listed in OUT/_failures.jsonl), 2 that nothing could be done.
    """
    with _stopping() as stopped:  # before anything takes its time to load
        from extract.reading import metadata as tables
        from extract.reading.files import UsageError
        from rules import RulesError, load

        directory = str(rules) if rules else None
        try:
            if published is not None:
                tables.published(published)
            table = tables.load(metadata) if metadata else None
            load(directory)
        except (UsageError, RulesError, FileNotFoundError, ValueError) as error:
            fail(error)

        from extract.running import local

        columns, quiet = COLUMNS, not stderr.is_terminal
        with Progress(*columns, console=stderr, transient=True, disable=quiet) as bar:
            task = bar.add_task(
                "articles", total=_count(inputs, out) if stderr.is_terminal else None
            )
            try:
                summary = local.run(
                    inputs,
                    out,
                    published=published,
                    metadata=table,
                    rules=directory,
                    text_field=text_field,
                    id_field=id_field,
                    published_field=published_field,
                    keep_text=keep_text,
                    workers=workers or local.cores(),
                    force=force,
                    step=lambda summary: bar.update(task, completed=summary.seen),
                    stopped=stopped,
                )
            except (UsageError, RulesError) as error:
                bar.stop()
                fail(error)
    _list(map(str, summary.failures), MAX_LISTED, "")
    if table and not summary.interrupted:
        _list(table.strays(), MAX_STRAYS)
    _print(summary)
    if summary.failures:
        stderr.print(f"gisa: articles that failed: {len(summary.failures)}; see {out / FAILURES}")
    if summary.unwritten:
        stderr.print(
            f"gisa: {out}: its ledgers cannot be written ({summary.unwritten}); "
            "make space there and run the same command again"
        )
    if summary.interrupted:
        stderr.print("gisa: interrupted; the same command goes on from here")
        raise typer.Exit(130)
    raise typer.Exit(1 if summary.failures or summary.unwritten else 0)


@contextmanager
def _stopping() -> Iterator[Callable[[], bool]]:
    """Whether a signal asked for the end: the article at hand is finished, a second one ends it."""
    asked: list[int] = []

    def ask(signum: int, frame: FrameType | None) -> None:
        asked.append(signum)
        if len(asked) > 1:
            raise KeyboardInterrupt

    before = [(s, signal.signal(s, ask)) for s in (signal.SIGINT, signal.SIGTERM)]
    try:
        yield lambda: bool(asked)
    finally:
        for signum, handler in before:
            signal.signal(signum, handler)


def _count(inputs: list[Path], out: Path) -> int | None:
    """How many articles there are; None where a file holds many."""
    from extract.reading.files import UsageError, walk
    from extract.reading.formats import MANY

    try:
        kinds = [getattr(entry, "format", None) for entry in walk(inputs, out)]
    except UsageError:  # the run says it
        return None
    return None if {*MANY} & {*kinds} else len(kinds)


def _list(lines: Iterator[str], most: int, name: str = "gisa: ") -> None:
    for number, line in enumerate(lines):
        if number == most:
            stderr.print(f"gisa: and {1 + sum(1 for _ in lines)} more")
            return
        stderr.print(f"{name}{line}")


def _print(summary: Summary) -> None:
    rows = {
        "articles": summary.articles,
        **{f"  {kind}": summary.records[kind] for kind in KINDS},
        "warnings": summary.warnings,
        "failures": len(summary.failures),
        "skipped": summary.skipped,
    }
    if summary.passed:
        rows["other files"] = summary.passed.total()
    for name, number in rows.items():
        print(f"{name:16}{number:12,}")
    print(f"{'articles/s':16}{summary.speed:12,.1f}")
    if summary.passed:
        most = ", ".join(f"{end or 'no ending'} {n}" for end, n in summary.passed.most_common(5))
        stderr.print(f"gisa: files that gisa does not read: {most}")


@app.command()
def show(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An article.")],
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Mark in the sentences what fills each slot, and by what."),
    ] = False,
    kind: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help=f"Only {', '.join(KINDS)}.")
    ] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Day, month or year of the article.")
    ] = None,
    rules: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of rules laid over the package's.")
    ] = None,
) -> None:
    """Print the records of one article.

    With --explain the awards and programs: each with its sentences, the words of every slot
    marked there, and the rule that filled it (a table of rules/, or a rule of that stage).
    """
    from extract import showing
    from extract.reading import metadata as tables
    from extract.reading.files import UsageError
    from extract.writing import Failure
    from rules import RulesError

    if kind is not None and kind not in KINDS:
        fail(f"--type {kind}: there are {', '.join(KINDS)}")
    if explain and kind not in (None, "award", "program"):
        fail(f"--explain --type {kind}: only awards and programs are explained")
    try:
        day = tables.published(published) if published is not None else None
        directory = str(rules) if rules else None
        article = showing.article(file, published=day, rules=directory)
    except (UsageError, RulesError, Failure, FileNotFoundError, ValueError) as error:
        fail(error)
    showing.show(Console(highlight=False, soft_wrap=True), article, kind=kind, explain=explain)


rules_app = typer.Typer(help="Look after rules of one's own.", no_args_is_help=True)
app.add_typer(rules_app, name="rules")


@rules_app.command()
def check(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of rules.")],
) -> None:
    """Say what is wrong in a folder of rules, with the file and line of each fault.

    Exit code 0 says that the rules can be used, 2 that they cannot.
    """
    from extract.checking import check as faults_of

    faults = faults_of(directory)
    for fault in faults:
        stderr.print(fault)
    if faults:
        fail(f"faults in the rules: {len(faults)}")
    print(f"{directory}: the rules can be used")


@app.command()
def schema() -> None:
    """Print the JSON Schema of the lines."""
    from schemas import LINE

    print(json.dumps(LINE.json_schema(), ensure_ascii=False, indent=2))
