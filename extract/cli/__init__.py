"""The command ``gisa``. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from extract.cli.common import KINDS, RulesOption, fail, stderr
from extract.cli.outputs import annotate, evaluate, export, report
from extract.cli.run import run
from extract.writing import Failure

app = typer.Typer(
    help="Read Korean news articles into validated records that point back into the text.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


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
    rules: RulesOption = None,
) -> None:
    """Print one article, its records marked in the text and in tables.

    With --explain the awards and programs: each with its sentences, the words of every slot
    marked there, and the rule that filled it (a table of rules/, or a rule of that stage).
    """
    from extract import showing
    from extract.reading import metadata as tables
    from extract.reading.files import UsageError
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
    showing.show(showing.console(), article, kind=kind, explain=explain)


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


def schema() -> None:
    """Print the JSON Schema of the lines."""
    from schemas import LINE

    print(json.dumps(LINE.json_schema(), ensure_ascii=False, indent=2))


for command in (run, show, report, export, evaluate, annotate, schema):
    app.command()(command)
