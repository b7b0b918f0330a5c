"""A run on this machine: articles stream through one pipeline, Kiwi's threads read ahead."""

from __future__ import annotations

import gc
import hashlib
import os
import time
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import extract
import rules as rules_package
import schemas
from extract.found import Known
from extract.morphemes import kiwi
from extract.pipeline import GENERATOR, Pipeline, Source, pipeline
from extract.reading import files, formats
from extract.reading.files import Entry, Names, UsageError
from extract.reading.metadata import Metadata
from extract.reading.tables import Fields
from extract.writing import FAILURES, Done, Failure, Ledger, ended, write
from rules import RulesError

if TYPE_CHECKING:
    from extract.reading.formats import Item
    from rules import Rules

HERE = Path(extract.__file__).parent.parent


@dataclass(slots=True)
class Summary:
    """What a run did; ``records`` counts them by type, ``seconds`` leaves out loading.

    ``passed`` counts the files that were passed over by their ending, and ``unwritten`` says why
    the ledgers could not be written, if so.
    """

    articles: int = 0
    records: Counter[str] = field(default_factory=Counter)
    warnings: int = 0
    failures: list[Failure] = field(default_factory=list)
    skipped: int = 0
    passed: Counter[str] = field(default_factory=Counter)
    unwritten: str | None = None
    seconds: float = 0.0
    interrupted: bool = False

    @property
    def speed(self) -> float:
        """Articles per second."""
        return self.articles / self.seconds if self.seconds else 0.0


@dataclass(frozen=True, slots=True)
class Options:
    """How a run reads and writes.

    ``published`` holds for articles for which neither metadata nor their own file have a date.
    ``text_field``, ``id_field`` and ``published_field`` name the fields of JSON, CSV and Parquet
    files, instead of ``rules/fields.toml``. ``keep_text`` writes each text beside its records.
    """

    published: str | None = None
    metadata: Metadata | None = None
    rules: str | None = None
    text_field: str | None = None
    id_field: str | None = None
    published_field: str | None = None
    keep_text: bool = False
    workers: int = 1
    force: bool = False


def run(
    inputs: Sequence[str | Path],
    out: str | Path,
    *,
    step: Callable[[], None] = lambda: None,
    stopped: Callable[[], bool] = lambda: False,
    **options: Any,
) -> Summary:
    """Read the articles of ``inputs`` and write each one's records below ``out``.

    ``options`` are those of ``Options``. Articles whose output stands and was made from the same
    bytes, metadata, rules and code are passed over unless ``force``. An article that fails costs
    an entry in ``out/_failures.jsonl``, never the run. ``step`` is called after each article. An
    interrupt, or ``stopped`` once it is true, ends the run, and the summary says so.

    Raises UsageError where there is nothing to read or ``out`` cannot be written,
    rules.RulesError where the rules cannot be used, FileNotFoundError where they are not there.
    """
    asked = Options(**options)
    loaded = rules_package.load(asked.rules)
    summary = Summary()
    names = Names()
    table = asked.metadata.path if asked.metadata else None
    walked = files.walk(inputs, out, names, summary.passed, keep_text=asked.keep_text, but=table)
    entries = _peeked(walked, inputs)
    out = Path(out)
    try:
        done = Done(out)
        (out / FAILURES).unlink(missing_ok=True)
        failures = Ledger(out / FAILURES)
    except OSError as error:
        raise UsageError(
            f"{out}: cannot be written to ({error.strerror}); "
            "check the space and the permissions there"
        ) from error
    asks = {"text": asked.text_field, "id": asked.id_field, "published": asked.published_field}
    fields = Fields.of(loaded, **asks)
    build = f"{loaded.fingerprint} {_build()} {fields} {asked.keep_text}"
    runner = _Run(out, asked, loaded, fields, build, names, done, failures, summary, step, stopped)
    begin = time.perf_counter()
    try:
        jobs = runner.jobs(entries)
        first = next(jobs, None)
        # else nothing is left to do, and nothing heavy need be loaded
        if first is not None and not stopped():
            reader = _loaded(asked.rules, asked.workers)
            kiwi(asked.workers).tokenize("가")
            gc.freeze()  # the rules stay: collections need not look through them
            begin = time.perf_counter()
            for job, result in guarded(reader, chain([first], jobs)):
                if stopped():
                    break
                runner.finish(job, result)
        summary.interrupted = stopped()
    except KeyboardInterrupt:
        summary.interrupted = True
    except BaseException:
        runner.close()
        raise
    summary.seconds = time.perf_counter() - begin
    runner.close()
    return summary


def cores() -> int:
    """How many threads a run can use; beyond four the analyser waits for the rest."""
    usable = getattr(os, "sched_getaffinity", None)
    return min(4, len(usable(0)) if usable else os.cpu_count() or 1)


def _loaded(rules: str | None, workers: int) -> Pipeline:
    try:
        return pipeline(rules, workers)
    except Exception as error:
        if rules is None or isinstance(error, RulesError):
            raise
        raise RulesError(
            f"{rules}: {type(error).__name__}: {error}; gisa rules check says where"
        ) from error


def _peeked(
    entries: Iterator[Entry | Failure], inputs: Sequence[str | Path]
) -> Iterator[Entry | Failure]:
    """The same entries; raises UsageError now rather than when the pipeline stands."""
    first = next(entries, None)
    if first is None:
        names = ", ".join(files.printable(os.fspath(i)) for i in inputs)
        raise UsageError(f"{names}: nothing to read; gisa reads {', '.join(files.SUFFIXES)} files")
    return chain([first], entries)


@dataclass(slots=True)
class Job:
    """An article on its way: where it goes, and what its output is made from."""

    source: Source
    output: str
    key: str


@dataclass(slots=True)
class _Run:
    out: Path
    asked: Options
    rules: Rules
    fields: Fields
    build: str
    names: Names
    done: Done
    failures: Ledger
    summary: Summary
    step: Callable[[], None]
    stopped: Callable[[], bool]

    def jobs(self, entries: Iterable[Entry | Failure]) -> Iterator[Job]:
        """What is left to do; what cannot be read or need not be done is counted here."""
        for entry in entries:
            if isinstance(entry, Failure):
                self.fail(entry)
                continue
            one = "" if entry.format in formats.ROWS else f"{entry.output}.jsonl"
            try:
                for item in formats.items(entry, self.fields, self.rules):
                    if self.stopped():
                        return
                    if isinstance(item, Failure):
                        bad = self.names.row(entry.output, item.id) if item.id else ""
                        self.fail(item, bad and f"{bad}.jsonl")
                        continue
                    output = self.names.row(entry.output, item.id) if item.many else entry.output
                    job = self.job(entry, item, f"{output}.jsonl")
                    if job is not None:
                        yield job
            except Exception as error:
                self.fail(_failure(entry.source, error), one)

    def job(self, entry: Entry, item: Item, output: str) -> Job | None:
        """What is to be done for an article; None where that has been done, or cannot be."""
        row = self.asked.metadata.of(entry) if self.asked.metadata else {}
        told = [item.source, item.about, row, self.asked.published, self.build]
        digest = hashlib.sha256(item.data)
        digest.update(f"\0{told}".encode())
        key = digest.hexdigest()[:16]
        outputs = self.outputs(output)
        if not self.asked.force and all(self.done.has(name, key) for name in outputs):
            self.summary.skipped += 1
            self.step()
            return None
        try:
            source = source_of(item, row, self.asked.published)
        except Exception as error:
            self.fail(_failure(item.source, error), output)
            return None
        return Job(source, output, key)

    def outputs(self, output: str) -> list[str]:
        """The files of an article; its records last, so that they are not there without it."""
        kept = [output.removesuffix(".jsonl") + ".txt"] if self.asked.keep_text else []
        return [*kept, output]

    def finish(self, job: Job, result: schemas.Article | Exception) -> None:
        """Write what came out of an article."""
        name = job.source.source or job.source.id
        if isinstance(result, Exception):
            self.fail(_failure(name, result), job.output)
            return
        try:
            for output in self.outputs(job.output):
                kept = output != job.output
                content = result.text if kept else "".join(ended(result.lines()))
                if not self.asked.force and self.done.foreign(output, content):
                    fault = f"its output would take the place of {self.out / output}"
                    raise Failure(name, fault, "move that file, or give another --out")
                write(self.out / output, [content])
                self.done.add(output, job.key)
        except OSError as error:
            fault = f"its output cannot be written ({error.strerror})"
            self.fail(Failure(name, fault, "check the space and the permissions there"))
            return
        except Exception as error:
            self.fail(_failure(name, error))
            return
        self.summary.articles += 1
        self.summary.records.update(record.type for record in result.records)
        self.summary.warnings += len(result.warnings)
        self.step()

    def fail(self, failure: Failure, output: str = "") -> None:
        """Note a failure; what an earlier run wrote for the article is no longer true."""
        self.summary.failures.append(failure)
        try:
            self.failures.add(failure.line())
            if output:
                for name in self.outputs(output):
                    self.done.drop(name)
        except OSError as error:
            self.summary.unwritten = error.strerror
        self.step()

    def close(self) -> None:
        """Leave the ledgers whole and in order: reading runs ahead of extraction."""
        self.summary.failures.sort(key=lambda failure: failure.file)
        for close in (
            self.done.close,
            lambda: self.failures.close(failure.line() for failure in self.summary.failures),
        ):
            try:
                close()
            except OSError as error:
                self.summary.unwritten = error.strerror


def source_of(item: Item, row: dict[str, str], published: str | None) -> Source:
    """The article: what the metadata say of it wins over what its own file says."""
    page = item.page()
    if not page.text.strip():
        raise Failure(item.source, "empty", "remove it, or fetch the article again")
    if len(page.text) > formats.MAX_BYTES:
        raise formats.too_big(item.source, len(page.text))
    known = Known(
        row.get("title") or page.title,
        row.get("published") or page.published or published,
        publisher=row.get("publisher") or page.publisher,
        reporter=row.get("reporter") or page.reporter,
    )
    digest = hashlib.sha256(item.data).hexdigest()
    return Source(page.text, item.id, item.source, digest, known, page.warnings)


def guarded(
    pipeline: Pipeline, jobs: Iterable[Job]
) -> Iterator[tuple[Job, schemas.Article | Exception]]:
    """Each job with its article or with what went wrong in it, in order.

    Its stream is dead once it has raised. The articles that it had taken and not given
    back are then done one by one, which tells the one that failed from those read ahead.
    """
    ahead: deque[Job] = deque()
    fault: list[Exception] = []  # of the jobs themselves: no article's

    def fed() -> Iterator[Source]:
        try:
            for job in jobs:
                ahead.append(job)
                yield _fresh(job.source)
        except Exception as error:
            fault.append(error)
            raise

    jobs = iter(jobs)
    while True:
        try:
            for article in pipeline.stream(fed()):
                yield ahead.popleft(), article
            return
        except Exception:
            if not ahead:
                raise
        while ahead:
            job = ahead.popleft()
            try:
                yield job, next(pipeline.stream([_fresh(job.source)]))
            except Exception as error:
                yield job, error
        if fault:
            raise fault[0]


def _fresh(source: Source) -> Source:
    """A copy for the pipeline to write into, so that a second attempt starts as the first did."""
    return replace(source, known=replace(source.known), warnings=[*source.warnings])


def _failure(file: str, error: Exception) -> Failure:
    return error if isinstance(error, Failure) else Failure(file, *described(error))


def described(error: Exception) -> tuple[str, str]:
    """An error in one line, with the place in this package where it arose, and a hint."""
    where = ""
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        if path.is_relative_to(HERE / "extract") or path.is_relative_to(HERE / "schemas"):
            where = f" ({path.relative_to(HERE).as_posix()}:{frame.lineno})"
    message = " ".join(str(error).split())[:500]
    return (
        f"{type(error).__name__}: {message}{where}",
        "a fault in gisa, please report it; the other articles are not touched by it",
    )


@cache
def _build() -> str:
    """What beside its input decides a run's records: versions, and the code itself."""
    digest = hashlib.sha256()
    for package in ("extract", "schemas", "rules"):
        for path in sorted((HERE / package).rglob("*.py")):
            digest.update(f"{path.relative_to(HERE).as_posix()}\0".encode() + path.read_bytes())
    models = [version(name) for name in ("kiwipiepy", "kiwipiepy_model")]
    return " ".join([GENERATOR, schemas.SCHEMA_VERSION, *models, digest.hexdigest()[:12]])
