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
from typing import TYPE_CHECKING

import extract
import rules as rules_package
import schemas
from extract.found import Known
from extract.morphemes import kiwi
from extract.pipeline import GENERATOR, Source, stream
from extract.reading import files
from extract.reading.files import Entry, UsageError
from extract.reading.metadata import Metadata
from extract.writing import Done, Failure, write, write_failures
from rules import RulesError

if TYPE_CHECKING:
    from spacy.language import Language

HERE = Path(extract.__file__).parent.parent


@dataclass(slots=True)
class Summary:
    """What a run did; ``records`` counts them by type, ``seconds`` leaves out loading."""

    articles: int = 0
    records: Counter[str] = field(default_factory=Counter)
    warnings: int = 0
    failures: list[Failure] = field(default_factory=list)
    skipped: int = 0
    seconds: float = 0.0
    interrupted: bool = False

    @property
    def speed(self) -> float:
        """Articles per second."""
        return self.articles / self.seconds if self.seconds else 0.0


def run(
    inputs: Sequence[str | Path],
    out: str | Path,
    *,
    published: str | None = None,
    metadata: Metadata | None = None,
    rules: str | None = None,
    workers: int = 1,
    force: bool = False,
    step: Callable[[], None] = lambda: None,
) -> Summary:
    """Read the articles of ``inputs`` and write each one's records below ``out``.

    ``published`` holds for articles for which the metadata have no date. Articles whose output
    stands and was made from the same bytes, metadata, rules and code are passed over unless
    ``force``. An article that fails costs an entry in ``out/_failures.jsonl``, never the run.
    ``step`` is called after each article. An interrupt ends the run, and the summary says so.

    Raises UsageError where there is nothing to read or ``out`` cannot be written,
    rules.RulesError where the rules cannot be used, FileNotFoundError where they are not there.
    """
    entries = _peeked(files.walk(inputs, out), inputs)
    fingerprint = f"{rules_package.load(rules).fingerprint} {_build()}"
    out = Path(out)
    try:
        done = Done(out)
    except OSError as error:
        raise UsageError(f"{out}: cannot be written to ({error.strerror})") from error
    summary = Summary()
    runner = _Run(out, published, metadata, fingerprint, force, done, summary, step)
    begin = time.perf_counter()
    try:
        jobs = runner.jobs(entries)
        first = next(jobs, None)
        if first is not None:  # else nothing is left to do, and nothing heavy need be loaded
            nlp = _loaded(rules, workers)
            kiwi(workers).tokenize("가")
            gc.freeze()  # the rules stay: collections need not look through them
            begin = time.perf_counter()
            for job, result in guarded(nlp, chain([first], jobs)):
                runner.finish(job, result)
    except KeyboardInterrupt:
        summary.interrupted = True
    except BaseException:
        done.close()
        raise
    summary.seconds = time.perf_counter() - begin
    summary.failures.sort(key=lambda failure: failure.file)  # reading runs ahead of extraction
    try:
        done.close()
        write_failures(out, summary.failures)
    except OSError as error:
        raise UsageError(f"{out}: its ledgers cannot be written ({error.strerror})") from error
    return summary


def cores() -> int:
    """How many threads a run can use; beyond four the analyser waits for the rest."""
    usable = getattr(os, "sched_getaffinity", None)
    return min(4, len(usable(0)) if usable else os.cpu_count() or 1)


def _loaded(rules: str | None, workers: int) -> Language:
    try:
        return extract.load(rules=rules, workers=workers)
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
        raise UsageError(
            f"{names}: nothing to read; gisa reads {' and '.join(files.SUFFIXES)} files"
        )
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
    published: str | None
    metadata: Metadata | None
    fingerprint: str
    force: bool
    done: Done
    summary: Summary
    step: Callable[[], None]

    def jobs(self, entries: Iterable[Entry | Failure]) -> Iterator[Job]:
        """What is left to do; what cannot be read or need not be done is counted here."""
        for entry in entries:
            if isinstance(entry, Failure):
                self.fail(entry, None)
                continue
            row = self.metadata.of(entry) if self.metadata else {}
            known = Known(
                row.get("title"),
                row.get("published"),
                publisher=row.get("publisher"),
                reporter=row.get("reporter"),
            )
            known.published = known.published or self.published
            try:
                data = files.read(entry)
                key = _key(data, entry, known, self.fingerprint)
                if not self.force and self.done.has(entry.output, key):
                    self.summary.skipped += 1
                    self.step()
                    continue
                source = files.source(entry, data, known)
            except Failure as error:
                self.fail(error, entry.output)
                continue
            yield Job(source, entry.output, key)

    def finish(self, job: Job, result: schemas.Article | Exception) -> None:
        """Write what came out of an article."""
        name = job.source.source or job.source.id
        if isinstance(result, Exception):
            self.fail(Failure(name, *described(result)), job.output)
            return
        try:
            write(self.out / job.output, result.lines())
            self.done.add(job.output, job.key)
        except OSError as error:
            fault = f"its output cannot be written ({error.strerror})"
            self.fail(Failure(name, fault, "check the space and the permissions there"), None)
            return
        self.summary.articles += 1
        self.summary.records.update(record.type for record in result.records)
        self.summary.warnings += len(result.warnings)
        self.step()

    def fail(self, failure: Failure, output: str | None) -> None:
        """Note a failure; what an earlier run wrote for the article is no longer true."""
        self.summary.failures.append(failure)
        if output is not None:
            self.done.drop(output)
        self.step()


def guarded(
    nlp: Language, jobs: Iterable[Job]
) -> Iterator[tuple[Job, schemas.Article | Exception]]:
    """Each job with its article or with what went wrong in it, in order.

    ``pipeline.stream`` is dead once it has raised. The articles that it had taken and not given
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
            for article in stream(nlp, fed()):
                yield ahead.popleft(), article
            return
        except Exception:
            if not ahead:
                raise
        while ahead:
            job = ahead.popleft()
            try:
                yield job, next(stream(nlp, [_fresh(job.source)]))
            except Exception as error:
                yield job, error
        if fault:
            raise fault[0]


def _fresh(source: Source) -> Source:
    """A copy for the pipeline to write into, so that a second attempt starts as the first did."""
    return replace(source, known=replace(source.known), warnings=[*source.warnings])


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
    models = [version(name) for name in ("kiwipiepy", "kiwipiepy_model", "spacy")]
    return " ".join([GENERATOR, schemas.SCHEMA_VERSION, *models, digest.hexdigest()[:12]])


def _key(data: bytes, entry: Entry, known: Known, fingerprint: str) -> str:
    digest = hashlib.sha256(data)
    digest.update(f"\0{entry.source}\0{known}\0{fingerprint}".encode())
    return digest.hexdigest()[:16]
