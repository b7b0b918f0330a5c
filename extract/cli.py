"""The command ``gisa``. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console

from extract.writing import FAILURES, Failure

if TYPE_CHECKING:
    from extract.evaluating import Evaluation
    from extract.running.articles import Summary

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
MANY_WORKERS = 1 << 16
"""As many as a cluster has cores."""
stderr = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


class Engine(StrEnum):
    """Where a run runs."""

    local = "local"
    ray = "ray"


class Form(StrEnum):
    """What shards are written as."""

    jsonl = "jsonl"
    parquet = "parquet"


class Annotation(StrEnum):
    """What annotations are written as, and gold."""

    brat = "brat"
    doccano = "doccano"
    gold = "gold"


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
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="Folders (read with all below), files, patterns; - is the standard input.",
        ),
    ],
    out: Annotated[
        str,
        typer.Option(metavar="DIR", help="Folder for the records; made where it is missing."),
    ],
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
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="End after N articles, to try it.")
    ] = None,
    sample: Annotated[
        float | None,
        typer.Option(
            min=0, max=1, metavar="SHARE", help="Read this share of the articles (0.01), the same."
        ),
    ] = None,
    log_json: Annotated[
        bool, typer.Option("--log-json", help="Events as lines of JSON on the standard error.")
    ] = False,
    engine: Annotated[
        Engine, typer.Option(help="This machine, or a Ray cluster (RAY_ADDRESS; gisa[ray]).")
    ] = Engine.local,
    form: Annotated[
        Form, typer.Option("--format", help="Of the shards that the engine ray writes.")
    ] = Form.jsonl,
) -> None:
    """Write OUT/NAME.jsonl for each article NAME.txt.

    Articles are text, HTML, .hwpx, .docx and .pdf files, and the rows of JSON lines, JSON, CSV and
    Parquet files. Those that have not changed since the last run are passed over. Exit code 1 says
    that some failed (they are listed in OUT/_failures.jsonl), 2 that nothing could be done.
    """
    with _stopping() as stopped:  # before anything takes its time to load
        from extract.reading import metadata as tables
        from extract.reading.files import UsageError
        from extract.watching import Bar, Log
        from rules import RulesError, load

        directory = str(rules) if rules else None
        try:
            if published is not None:
                tables.published(published)
            table = tables.load(metadata) if metadata else None
            load(directory)
            if form is not Form.jsonl and engine is Engine.local:
                raise UsageError(f"--format {form.value}: only with --engine ray")
        except (UsageError, RulesError, FileNotFoundError, ValueError) as error:
            fail(error)

        from extract.running import local

        options: dict[str, Any] = {
            "published": published,
            "metadata": table,
            "rules": directory,
            "text_field": text_field,
            "id_field": id_field,
            "published_field": published_field,
            "keep_text": keep_text,
            "workers": workers or (local.cores() if engine is Engine.local else MANY_WORKERS),
            "force": force,
            "sample": sample,
            "limit": limit,
        }
        told = {"inputs": inputs, "out": out, "engine": engine.value}
        shown = engine is Engine.local and (log_json or stderr.is_terminal)
        total = _count(inputs, out, limit) if shown and sample is None else None
        try:
            with Log(total, **told) if log_json else Bar(stderr, total) as watch:
                if engine is Engine.ray:
                    from extract.running import ray

                    summary = ray.run(
                        inputs,
                        out,
                        kind=form.value,
                        step=watch.step,
                        stopped=stopped,
                        shards=watch.total,
                        **options,
                    )
                else:
                    summary = local.run(inputs, out, step=watch.step, stopped=stopped, **options)
        except (UsageError, RulesError) as error:
            if log_json:
                raise typer.Exit(2) from None
            fail(error)
    code = 130 if summary.interrupted else 1 if summary.failures or summary.unwritten else 0
    if isinstance(watch, Log):
        watch.end(summary, code)
    else:
        some = summary.interrupted or limit or sample is not None or engine is Engine.ray
        listed = FAILURES if engine is Engine.local else "_failures"
        _report(summary, out.rstrip("/"), listed, [] if some or not table else table.strays())
    _print(summary)
    raise typer.Exit(code)


def _report(summary: Summary, out: str, listed: str, strays: Iterable[str]) -> None:
    """What went wrong, for people; all failures are ``listed`` in OUT."""
    _list(map(str, summary.failures), MAX_LISTED, "")
    _list(iter(strays), MAX_STRAYS)
    if summary.passed:
        most = ", ".join(f"{end or 'no ending'} {n}" for end, n in summary.passed.most_common(5))
        stderr.print(f"gisa: files that gisa does not read: {most}")
    if summary.failures:
        stderr.print(f"gisa: articles that failed: {len(summary.failures)}; see {out}/{listed}")
    if summary.unwritten:
        stderr.print(
            f"gisa: {out}: its ledgers cannot be written ({summary.unwritten}); "
            "make space there and run the same command again"
        )
    if summary.interrupted:
        stderr.print("gisa: interrupted; the same command goes on from here")


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


def _count(inputs: list[str], out: str, limit: int | None) -> int | None:
    """How many articles there are to do; None where a file holds many."""
    from extract.reading.files import UsageError, walk
    from extract.reading.formats import MANY

    try:
        kinds = [getattr(entry, "format", None) for entry in walk(inputs, out)]
    except UsageError:  # the run says it
        return None
    if {*MANY} & {*kinds}:
        return limit
    return min(len(kinds), limit or len(kinds))


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


@app.command()
def evaluate(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Folder that gisa run wrote to.")],
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
) -> None:
    """Compare the records in OUT with those in GOLD.

    GOLD/a/x.jsonl is for the article a/x; only what has gold is judged. Exit code 1 says that some
    files could not be read (they are left out), 2 that nothing could be done.
    """
    from extract import evaluating
    from extract.evaluating import page, report
    from extract.reading.files import UsageError
    from extract.writing import write

    try:
        result = evaluating.evaluate(out, gold)
        old = json.loads(floor.read_text("utf-8")) if floor and floor.exists() else {}
    except (UsageError, OSError) as error:
        fail(error)
    except ValueError as error:
        fail(f"{floor}: no JSON ({error}); mend or remove it")
    _list(map(str, result.failures), MAX_LISTED, "")
    if not result.gold:
        fail(f"{gold}: none of the gold files can be read")
    if result.absent:
        names = ", ".join(map(report.printable, result.absent))
        stderr.print(f"gisa: gold without output, where nothing counts as found: {names}")
    try:
        if html:
            write(html, [page.page(result, out, f"{out} against {gold}")])
        if floor and not result.failures:
            raised = evaluating.raised(result.scores, old)
            write(floor, [json.dumps(raised, indent=2), "\n"])
    except OSError as error:
        fail(error)
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


@app.command()
def report(
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help="A folder that gisa run has written to.")
    ],
    html: Annotated[Path, typer.Option("--html", metavar="FILE", help="The report's file.")],
    rules: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of rules that the run had.")
    ] = None,
) -> None:
    """Write the records of a run, marked in their articles, as HTML that opens from disk.

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
    _list(map(str, done.unread), MAX_LISTED)
    if done.textless:
        first, more = str(done.textless[0]), len(done.textless) - 1
        others = f" (and {more:,} more articles)" if more else ""
        stderr.print(f"gisa: records without their text: {first}{others}")
    pages = f", {done.pages} pages in {html.stem}_files" if done.pages else ""
    print(f"{html}: {done.articles:,} articles, {done.records:,} records{pages}")
    raise typer.Exit(1 if done.unread else 0)


@app.command()
def export(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Folder that a run wrote.")],
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
    rules: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The rules that the run had, if any.")
    ] = None,
) -> None:
    """Write the records of a run as tables, spaCy Docs, CoNLL or brat, by the ending of FILE.

    A .csv or .parquet holds one table: records.csv is written as records.articles.csv,
    records.awards.csv and so on or, with --type award, as the awards alone. An .xlsx or .duckdb
    holds all. Docs, CoNLL and brat need the articles' text: OUT has it after gisa run --keep-text,
    else the input is read again. Exit code 1 says that some articles failed, 2 that nothing could
    be done; no file is left half.
    """
    with _ending():
        from extract.exporting import export as write
        from extract.reading.files import UsageError
        from rules import RulesError

        try:
            done = write(out, to, type=kind, rules=str(rules) if rules else None)
        except (UsageError, RulesError, FileNotFoundError) as error:
            fail(error)
    for path, table, number in done.rows:
        print(f"{path}  {table}  {number:,}")
    for told, number in sorted(done.told.items()):
        if number:
            stderr.print(f"gisa: {told}: {number:,}")
    _failed(done.failures)


@app.command()
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
    rules: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The rules that the run had, if any.")
    ] = None,
) -> None:
    """Write a run's records as annotations to mend, and make gold of them.

    gisa annotate OUT --to brat --out DIR, or --to doccano --out FILE.jsonl; once people have
    mended them, gisa annotate DIR --to gold --out GOLD, or with the file that doccano exported.
    Exit code 1 says that some articles failed, 2 that nothing could be done.
    """
    with _ending():
        from extract.annotating import annotate as write
        from extract.reading.files import UsageError
        from rules import RulesError

        try:
            number, failures = write(
                source, to.value, out, texts=texts, rules=str(rules) if rules else None
            )
        except (UsageError, RulesError, FileNotFoundError) as error:
            fail(error)
    if number or not failures:
        print(f"{out}  articles  {number:,}")
    _failed(failures)


def _failed(failures: Sequence[Failure]) -> None:
    """List what failed, if anything, and end with the exit code that says so."""
    if failures:
        _list(map(str, failures), MAX_LISTED)
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
