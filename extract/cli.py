"""The command ``gisa``. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path
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
        typer.Argument(metavar="INPUT...", help="Folders (read with all below) and .txt or .md."),
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
    force: Annotated[bool, typer.Option("--force", help="Redo what has not changed, too.")] = False,
) -> None:
    """Write OUT/NAME.jsonl for each article NAME.txt.

    Articles that have not changed since the last run are passed over. Exit code 1 says that some
    articles failed (they are listed in OUT/_failures.jsonl), 2 that nothing could be done.
    """
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

    with Progress(*COLUMNS, console=stderr, transient=True, disable=not stderr.is_terminal) as bar:
        task = bar.add_task("articles", total=_count(inputs, out) if stderr.is_terminal else None)
        try:
            summary = local.run(
                inputs,
                out,
                published=published,
                metadata=table,
                rules=directory,
                workers=workers or local.cores(),
                force=force,
                step=lambda: bar.advance(task),
            )
        except (UsageError, RulesError) as error:
            bar.stop()
            fail(error)
    for failure in summary.failures:
        stderr.print(str(failure))
    if table:
        _list(table.strays() if not summary.interrupted else iter(()))
    _print(summary)
    if summary.failures:
        stderr.print(f"gisa: articles that failed: {len(summary.failures)}; see {out / FAILURES}")
    if summary.interrupted:
        stderr.print("gisa: interrupted; the same command goes on from here")
        raise typer.Exit(130)
    raise typer.Exit(1 if summary.failures else 0)


def _count(inputs: list[Path], out: Path) -> int | None:
    from extract.reading.files import UsageError, walk

    try:
        return sum(1 for _ in walk(inputs, out))
    except UsageError:  # the run says it
        return None


def _list(lines: Iterator[str], most: int = 5) -> None:
    for number, line in enumerate(lines):
        if number == most:
            stderr.print(f"gisa: and {1 + sum(1 for _ in lines)} rows more")
            return
        stderr.print(f"gisa: {line}")


def _print(summary: Summary) -> None:
    rows = {
        "articles": summary.articles,
        **{f"  {kind}": summary.records[kind] for kind in KINDS},
        "warnings": summary.warnings,
        "failures": len(summary.failures),
        "skipped": summary.skipped,
    }
    for name, number in rows.items():
        print(f"{name:16}{number:12,}")
    print(f"{'articles/s':16}{summary.speed:12,.1f}")


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


def main() -> None:
    """The entry point of the command."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends a run as Ctrl-C does
    app()
