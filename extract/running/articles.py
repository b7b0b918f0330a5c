"""Files in, articles with their records out: what all engines do alike."""

from __future__ import annotations

import hashlib
import os
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import extract
import schemas
from extract.found import Known
from extract.pipeline import GENERATOR, Pipeline, Source
from extract.reading import files, formats
from extract.reading.files import Entry, Names, UsageError
from extract.reading.metadata import Metadata
from extract.reading.tables import Fields
from extract.writing import Failure
from rules import Rules

if TYPE_CHECKING:
    from extract.reading.formats import Item

HERE = Path(extract.__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Options:
    """How a run reads and writes.

    ``published`` holds for articles for which neither metadata nor their own file have a date.
    ``text_field``, ``id_field`` and ``published_field`` name the fields of JSON, CSV and Parquet
    files, instead of ``rules/fields.toml``. ``keep_text`` writes each text beside its records.
    Of all articles ``sample`` is the share that is read, the same in each run, and ``limit`` the
    number after which a run ends.
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
    sample: float | None = None
    limit: int | None = None

    def wants(self, name: str) -> bool:
        """Whether the article of this output is in the sample."""
        if self.sample is None:
            return True
        digest = hashlib.blake2b(name.encode(), digest_size=4).digest()
        return int.from_bytes(digest) < self.sample * (1 << 32)


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

    def add(self, article: schemas.Article) -> None:
        """Count an article that is done."""
        self.articles += 1
        self.records.update(record.type for record in article.records)
        self.warnings += len(article.warnings)

    @property
    def seen(self) -> int:
        """Articles that need nothing more."""
        return self.articles + len(self.failures) + self.skipped

    @property
    def speed(self) -> float:
        """Articles per second."""
        return self.articles / self.seconds if self.seconds else 0.0


@dataclass(slots=True)
class Job:
    """An article on its way: its output (a path without ending), and what that is made from."""

    source: Source
    output: str
    key: str


class Sink(Protocol):
    """Where an engine puts what it has read."""

    def skips(self, output: str, key: str) -> bool:
        """Whether the records of an article are there already, made from just this."""

    def fail(self, failure: Failure, output: str = "") -> None:
        """Note a failure, of the article with this output if it is one's."""


@dataclass(slots=True)
class Articles:
    """The articles of some files, as they are asked for."""

    options: Options
    rules: Rules
    sink: Sink
    names: Names = field(default_factory=Names)
    stopped: Callable[[], bool] = lambda: False
    fields: Fields = field(init=False)
    build: str = field(init=False)
    """What beside its input decides the records of an article."""

    def __post_init__(self) -> None:
        o = self.options
        asked = {"text": o.text_field, "id": o.id_field, "published": o.published_field}
        self.fields = Fields.of(self.rules, **asked)
        self.build = f"{self.rules.fingerprint} {_code()} {self.fields} {o.keep_text}"

    def jobs(self, entries: Iterable[Entry | Failure]) -> Iterator[Job]:
        """What is left to do; what cannot be read goes to the sink."""
        limit = self.options.limit
        seen = 0
        for entry in entries:
            if isinstance(entry, Failure):
                self.sink.fail(entry)
                continue
            one = "" if entry.format in formats.ROWS else entry.output
            if one and not self.options.wants(one):
                continue
            try:
                for item in formats.items(entry, self.fields, self.rules):
                    if self.stopped() or seen == limit:
                        return
                    output = entry.output
                    if isinstance(item, Failure) or item.many:
                        output = self.names.row(entry.output, item.id) if item.id else ""
                        if not self.options.wants(output):
                            continue
                    seen += 1
                    if isinstance(item, Failure):
                        self.sink.fail(item, output)
                        continue
                    job = self._job(entry, item, output)
                    if job is not None:
                        yield job
            except Exception as error:
                self.sink.fail(failure_of(entry.source, error), one)

    def _job(self, entry: Entry, item: Item, output: str) -> Job | None:
        """What is to be done for an article; None where that has been done, or cannot be."""
        row = self.options.metadata.of(entry) if self.options.metadata else {}
        told = [item.source, item.about, row, self.options.published, self.build]
        digest = hashlib.sha256(item.data)
        digest.update(f"\0{told}".encode())
        key = digest.hexdigest()[:16]
        if not self.options.force and self.sink.skips(output, key):
            return None
        try:
            return Job(source_of(item, row, self.options.published), output, key)
        except Exception as error:
            self.sink.fail(failure_of(item.source, error), output)
            return None


def peeked(
    entries: Iterator[Entry | Failure], inputs: Sequence[str | Path]
) -> Iterator[Entry | Failure]:
    """The same entries; raises UsageError now rather than when the pipeline stands."""
    first = next(entries, None)
    if first is None:
        names = ", ".join(files.printable(os.fspath(i)) for i in inputs)
        raise UsageError(f"{names}: nothing to read; gisa reads {', '.join(files.SUFFIXES)} files")
    return chain([first], entries)


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

    A stream is dead once it has raised. The articles that it had taken and not given back are then
    done one by one, which tells the one that failed from those read ahead.
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


def failure_of(file: str, error: Exception) -> Failure:
    """What is told of an error that a file or an article has raised."""
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
def _code() -> str:
    """What beside input and rules decides a run's records: versions, and the code itself."""
    digest = hashlib.sha256()
    for package in ("extract", "schemas", "rules"):
        for path in sorted((HERE / package).rglob("*.py")):
            digest.update(f"{path.relative_to(HERE).as_posix()}\0".encode() + path.read_bytes())
    models = [version(name) for name in ("kiwipiepy", "kiwipiepy_model")]
    return " ".join([GENERATOR, schemas.SCHEMA_VERSION, *models, digest.hexdigest()[:12]])
