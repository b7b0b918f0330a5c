"""``gisa run``."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extract.cli.common import KINDS, RulesOption, fail, listed, stderr
from extract.writing import FAILURES

if TYPE_CHECKING:
    from extract.running.articles import Summary

MAX_STRAYS = 5
MANY_WORKERS = 1 << 16
"""As many as a cluster has cores."""


class Engine(StrEnum):
    """Where a run runs."""

    local = "local"
    ray = "ray"


class Form(StrEnum):
    """What shards are written as."""

    jsonl = "jsonl"
    parquet = "parquet"


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
    rules: RulesOption = None,
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


def _report(summary: Summary, out: str, ledger: str, strays: Iterable[str]) -> None:
    """What went wrong, for people; all failures are in the ``ledger`` in OUT."""
    listed(summary.failures)
    listed(strays, MAX_STRAYS, "gisa: ")
    if summary.passed:
        most = ", ".join(f"{end or 'no ending'} {n}" for end, n in summary.passed.most_common(5))
        stderr.print(f"gisa: files that gisa does not read: {most}")
    if summary.failures:
        stderr.print(f"gisa: articles that failed: {len(summary.failures)}; see {out}/{ledger}")
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
