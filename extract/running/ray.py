"""A run on a cluster: shards of the input go to actors of Ray Data, each with a Kiwi of its own.

A shard is a file of rows, or up to ``FILES`` articles of one folder. Its output has a name that
follows from its input, and is moved there when it is whole; then a note in ``_done/`` says what it
was made from. A worker that dies costs nothing but time: Ray gives its shard to another, which
writes the same file. A second run passes over the shards whose note still holds.

    OUT/x.jsonl (or .parquet)       the records of the rows of x.jsonl, each with its ``article``
    OUT/a/files-1f0c2d-00000.jsonl  those of the first articles in the folder a/, by its path's hash
    OUT/_failures/…                 what failed in a shard, where something did, and in the listing
    OUT/_done/…                     the notes

Files are read and written by ``pyarrow.fs``: local ones, ``s3://``, ``gs://``, ``hdfs://``.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import pickle
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import rules as rules_package
from extract.reading import files
from extract.reading.files import Entry, Names, UsageError
from extract.reading.formats import MISSING, ROWS, format_of, stem
from extract.running.articles import Articles, Options, Summary, failure_of, guarded, peeked
from extract.writing import DONE, Failure, one_line

try:
    import pyarrow as pa
    import ray
    import ray.data
    from pyarrow import fs
    from pyarrow.parquet import ParquetWriter

    from extract.arrow import SCHEMA, article_rows
except ImportError as error:
    raise UsageError(f"--engine ray needs a package: pip install 'gisa[ray]' ({error})") from error

FILES = 256
"""Articles of a folder in one shard."""
GROUP = 64
"""Articles whose records are one row group of a Parquet file."""
REMOTE = "://"
LISTING = "_failures/_listing.jsonl"
_FILES = re.compile(r"(?:^|/)files-[0-9a-f]{6}-\d{5,}$")


@dataclass(frozen=True, slots=True)
class Shard:
    """Files that one worker reads in one go; ``name`` is a path below OUT, without ending."""

    name: str
    entries: list[Entry]
    key: str


@dataclass(slots=True)
class Done:
    """What became of a shard."""

    shard: str
    key: str
    articles: int = 0
    warnings: int = 0
    records: dict[str, int] = field(default_factory=dict)
    failures: list[dict[str, str]] = field(default_factory=list)

    def __str__(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


class Place:
    """A folder on some file system; pickled, it is found again where it is unpickled."""

    def __init__(self, uri: str) -> None:
        self.uri = uri if REMOTE in uri else str(Path(uri).resolve())

    def __reduce__(self) -> tuple[Any, ...]:
        return (Place, (self.uri,))

    @cached_property
    def _found(self) -> tuple[Any, str]:
        system, path = fs.FileSystem.from_uri(self.uri)
        return system, path.rstrip("/")

    def path(self, name: str) -> str:
        """Where a file stands, for the file system."""
        return f"{self._found[1]}/{name}"

    def has(self, name: str) -> bool:
        """Whether a file is there."""
        return bool(self._found[0].get_file_info(self.path(name)).type == fs.FileType.File)

    def read(self, name: str) -> bytes | None:
        """What is in a small file; None where there is none."""
        try:
            with self._found[0].open_input_stream(self.path(name)) as stream:
                return bytes(stream.read())
        except FileNotFoundError:
            return None

    def drop(self, name: str) -> None:
        """Remove a file, if there is one."""
        if self.has(name):
            self._found[0].delete_file(self.path(name))

    def names(self, folder: str) -> Iterator[str]:
        """The files below a folder."""
        selector = fs.FileSelector(self.path(folder), allow_not_found=True, recursive=True)
        for info in self._found[0].get_file_info(selector):
            if info.type == fs.FileType.File:
                yield info.path.removeprefix(self.path(""))

    @contextmanager
    def written(self, name: str) -> Iterator[Any]:
        """A stream into a file that gets its name when it is whole."""
        system, path = self._found[0], self.path(name)
        folder, _, last = path.rpartition("/")
        part = f"{folder}/.{last}.part"
        system.create_dir(folder)
        with system.open_output_stream(part) as stream:
            yield stream
        system.move(part, path)


@dataclass(slots=True)
class _Failed:
    """The sink of a shard: nothing of it stands, failures are kept."""

    failures: list[Failure] = field(default_factory=list)

    def skips(self, output: str, key: str) -> bool:
        """Never: a shard is done as a whole."""
        return False

    def fail(self, failure: Failure, output: str = "") -> None:
        """Keep a failure."""
        self.failures.append(failure)


class Worker:
    """Does shards, one after the other; ``rules`` has the files of a folder of one's own."""

    def __init__(self, options: Options, rules: dict[str, bytes] | None, out: Place, kind: str):
        self._folder = tempfile.TemporaryDirectory(prefix="gisa-")
        if rules is not None:
            for name, data in rules.items():
                path = Path(self._folder.name) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            options = replace(options, rules=self._folder.name)
        from extract.pipeline import pipeline

        self.options, self.out, self.kind = options, out, kind
        self.loaded = rules_package.load(options.rules)
        self.pipeline = pipeline(options.rules)

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """``map_batches``: pickled shards in, what became of each as JSON out."""
        return {"done": [str(self.tried(pickle.loads(shard))) for shard in batch["shard"]]}

    def tried(self, shard: Shard) -> Done:
        """``do``; where the shard cannot be written, that is told, and nothing is noted."""
        try:
            return self.do(shard)
        except Exception as error:
            failure = {
                "file": f"{self.out.path(shard.name)}.{self.kind}",
                "error": f"cannot be written ({type(error).__name__}: {str(error)[:200]})",
                "hint": "check the space and the permissions there, and run the same command again",
            }
            return Done(shard.name, "", failures=[failure])

    def do(self, shard: Shard) -> Done:
        """Write the records of a shard, then its failures, then the note."""
        summary, sink = Summary(), _Failed()
        with self.out.written(f"{shard.name}.{self.kind}") as stream, ExitStack() as stack:
            jobs = Articles(self.options, self.loaded, sink).jobs(_fetched(shard.entries, stack))
            with WRITERS[self.kind](stream) as write:
                for job, result in guarded(self.pipeline, jobs):
                    if isinstance(result, Exception):
                        name = job.source.source or job.output
                        sink.fail(failure_of(name, result))
                        continue
                    write(article_rows(result, job.output))
                    summary.add(result)
        sink.failures.sort(key=lambda failure: failure.file)
        done = Done(
            shard.name,
            shard.key,
            summary.articles,
            summary.warnings,
            dict(summary.records),
            [json.loads(failure.line()) for failure in sink.failures],
        )
        _list_failures(self.out, sink.failures, failures_of(shard.name))
        with self.out.written(note_of(shard.name)) as stream:
            stream.write(str(done).encode())
        return done


@contextmanager
def _jsonl(stream: Any) -> Iterator[Callable[[Iterator[dict[str, Any]]], None]]:
    def write(rows: Iterator[dict[str, Any]]) -> None:
        for row in rows:
            name = json.dumps(row["article"], ensure_ascii=False)
            stream.write(one_line(f'{{"article":{name},{row["record"][1:]}\n').encode())

    yield write


@contextmanager
def _parquet(stream: Any) -> Iterator[Callable[[Iterator[dict[str, Any]]], None]]:
    waiting: list[dict[str, Any]] = []
    number = 0
    with ParquetWriter(stream, SCHEMA) as writer:

        def write(rows: Iterator[dict[str, Any]]) -> None:
            nonlocal number
            waiting.extend(rows)
            number += 1
            if number % GROUP == 0:
                flush()

        def flush() -> None:
            if waiting:
                writer.write_batch(pa.RecordBatch.from_pylist(waiting, schema=SCHEMA))
                waiting.clear()

        yield write
        flush()


WRITERS = {"jsonl": _jsonl, "parquet": _parquet}


@contextmanager
def fetched(entry: Entry) -> Iterator[Entry]:
    """The same file with its bytes where ``open`` finds them. Raises OSError."""
    if REMOTE not in entry.path:
        yield entry
        return
    with tempfile.TemporaryDirectory(prefix="gisa-") as folder:
        here = Path(folder) / entry.relative.rpartition("/")[2]
        fs.copy_files(entry.path, str(here))
        yield replace(entry, copy=str(here))


def _fetched(entries: list[Entry], stack: ExitStack) -> Iterator[Entry | Failure]:
    for entry in entries:
        try:
            yield stack.enter_context(fetched(entry))
        except OSError as error:
            fault = f"cannot be read ({' '.join(str(error).split())[:200]})"
            yield Failure(entry.source, fault, MISSING)


def _list_failures(place: Place, failures: list[Failure], name: str = LISTING) -> None:
    place.drop(name)
    if failures:
        with place.written(name) as stream:
            stream.write("".join(f"{failure.line()}\n" for failure in failures).encode())


def failures_of(name: str) -> str:
    """The file of what failed in a shard."""
    return f"_failures/{name}.jsonl"


def note_of(name: str) -> str:
    """The file that says that a shard is done."""
    return f"_done/{name}.json"


def run(
    inputs: Sequence[str],
    out: str,
    *,
    kind: str = "jsonl",
    step: Callable[[Summary, int], None] = lambda summary, done: None,
    stopped: Callable[[], bool] = lambda: False,
    shards: Callable[[int], None] = lambda number: None,
    **options: Any,
) -> Summary:
    """Read the articles of ``inputs`` and write the records of each shard below ``out``.

    Paths are local, or URIs of a file system that pyarrow knows. ``kind`` is ``jsonl`` or
    ``parquet``; ``options`` are those of ``Options``, of which ``workers`` is the most actors
    there may be. ``shards`` is told how many there are to do, ``step`` called after each. Joins
    the cluster that Ray is told of (``RAY_ADDRESS``), else starts one on this machine.

    Raises UsageError where there is nothing to read or ``out`` cannot be used, rules.RulesError
    and FileNotFoundError where the rules cannot.
    """
    asked = Options(**options)
    if asked.keep_text or asked.limit is not None:
        name = "--keep-text" if asked.keep_text else "--limit"
        raise UsageError(f"{name}: not with --engine ray; --sample takes a part of the articles")
    loaded = rules_package.load(asked.rules)
    summary = Summary()
    place = Place(out)
    if place.has(DONE):
        raise UsageError(f"{out}: a run without --engine ray wrote there; give another --out")
    articles = Articles(asked, loaded, _Failed())
    found, summary.failures = _listed(inputs, out, asked, summary)
    plan = [*_plan(found, f"{articles.build} {kind} {asked.published} {asked.sample}", asked)]
    _list_failures(place, summary.failures)
    begin = time.perf_counter()
    todo = [shard for shard in plan if asked.force or not _stands(place, shard, kind, summary)]
    shards(len(todo))
    if todo and not stopped():
        rules = _shipped(asked.rules)
        try:
            results = _ray(todo, Worker, (asked, rules, place, kind), asked.workers)
            for number, done in enumerate(results, 1):
                summary.articles += done.articles
                summary.warnings += done.warnings
                summary.records.update(done.records)
                summary.failures += [Failure(**failure) for failure in done.failures]
                step(summary, number)
                if stopped():
                    break
        except KeyboardInterrupt:
            summary.interrupted = True
        summary.interrupted = summary.interrupted or stopped()
    if not summary.interrupted:
        _tidy(place, plan, kind)
    summary.failures.sort(key=lambda failure: failure.file)
    summary.seconds = time.perf_counter() - begin
    return summary


def _ray(
    todo: list[Shard], worker: type[Worker], arguments: tuple[Any, ...], most: int
) -> Iterator[Done]:
    """What becomes of each shard, as Ray does them; a shard whose worker dies is done again."""
    if not ray.is_initialized():
        ray.init(log_to_driver=False, include_dashboard=False, logging_level=logging.ERROR)
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    rows = [{"shard": pickle.dumps(shard)} for shard in todo]
    data = ray.data.from_items(rows, override_num_blocks=len(rows)).map_batches(
        worker,
        fn_constructor_args=arguments,
        batch_size=1,
        num_cpus=1,
        compute=ray.data.ActorPoolStrategy(min_size=1, max_size=max(1, min(most, len(todo)))),
    )
    for row in data.iter_rows():
        yield Done(**json.loads(row["done"]))


def _listed(
    inputs: Sequence[str], out: str, asked: Options, summary: Summary
) -> tuple[list[tuple[Entry, str]], list[Failure]]:
    """The files of the inputs, each with its size and time, and what could not be listed."""
    names = Names()
    local = [path for path in inputs if REMOTE not in path]
    table = asked.metadata.path if asked.metadata else None
    listed: list[tuple[Entry, str]] = []
    failed: list[Failure] = []
    if local:
        below = "" if REMOTE in out else out
        for entry in peeked(files.walk(local, below, names, summary.passed, but=table), local):
            if isinstance(entry, Failure):
                failed.append(entry)
                continue
            try:
                about = os.stat(entry.path)
            except OSError as error:
                fault = f"cannot be read ({error.strerror})"
                failed.append(Failure(entry.source, fault, MISSING))
                continue
            listed.append((entry, f"{about.st_size} {about.st_mtime_ns}"))
    for uri in inputs:
        if REMOTE in uri:
            listed += _remote(uri, names, summary)
    return listed, failed


def _remote(uri: str, names: Names, summary: Summary) -> Iterator[tuple[Entry, str]]:
    """The files below a URI, or the one that it names, sorted."""
    base, mark, query = uri.partition("?")  # s3://bucket/news?region=…
    try:
        system, path = fs.FileSystem.from_uri(uri)
        top = system.get_file_info(path)
        if top.type == fs.FileType.NotFound:
            raise UsageError(f"{uri}: no such file or folder; check the name")
        whole = top.type == fs.FileType.Directory
        infos = system.get_file_info(fs.FileSelector(path, recursive=True)) if whole else [top]
    except (OSError, pa.ArrowException) as error:
        raise UsageError(f"{uri}: cannot be reached ({error})") from error
    if whole:
        path, base = f"{path.rstrip('/')}/", f"{base.rstrip('/')}/"
    else:
        path, base = f"{path.rpartition('/')[0]}/", f"{base.rpartition('/')[0]}/"
    for info in sorted(infos, key=lambda info: info.path):
        relative = info.path.removeprefix(path)
        hidden = any(part[0] in "._" for part in relative.split("/"))
        if info.type != fs.FileType.File or hidden:
            continue
        kind = format_of(info.base_name)
        if kind is None:
            summary.passed[Path(info.base_name).suffix.lower()] += 1
            continue
        folder, _, name = relative.rpartition("/")
        output = names.take(f"{folder}/" if folder else "", stem(name), name)
        entry = Entry(f"{base}{relative}{mark}{query}", relative, output, kind)
        yield entry, f"{info.size} {info.mtime_ns}"


def _plan(found: list[tuple[Entry, str]], build: str, asked: Options) -> Iterator[Shard]:
    """The shards, by names that stay while the input does."""
    groups: dict[str, list[tuple[Entry, str]]] = {}
    for entry, about in found:
        if entry.format in ROWS:
            yield _shard(entry.output, [(entry, about)], build, asked)
        else:
            path = entry.path if REMOTE in entry.path else os.path.abspath(entry.path)
            digest = hashlib.sha256(os.path.dirname(path).encode("utf-8", "surrogateescape"))
            below = entry.output[: entry.output.rfind("/") + 1]
            group = f"{below}files-{digest.hexdigest()[:6]}"
            groups.setdefault(group, []).append((entry, about))
    for group, entries in groups.items():
        for number, at in enumerate(range(0, len(entries), FILES)):
            yield _shard(f"{group}-{number:05}", entries[at : at + FILES], build, asked)


def _shard(name: str, entries: list[tuple[Entry, str]], build: str, asked: Options) -> Shard:
    digest = hashlib.sha256(build.encode())
    for entry, about in entries:
        row = asked.metadata.of(entry) if asked.metadata else {}
        digest.update(f"\0{entry} {about} {row}".encode("utf-8", "surrogateescape"))
    return Shard(name, [entry for entry, _ in entries], digest.hexdigest()[:16])


def _stands(place: Place, shard: Shard, kind: str, summary: Summary) -> bool:
    """Whether a shard is done already; then its articles are counted as skipped."""
    note = place.read(note_of(shard.name))
    try:
        done = Done(**json.loads(note)) if note else None
    except (ValueError, TypeError):  # of another version
        done = None
    if done is None or done.key != shard.key or not place.has(f"{shard.name}.{kind}"):
        return False
    summary.skipped += done.articles
    summary.failures += [Failure(**failure) for failure in done.failures]
    return True


def _tidy(place: Place, plan: list[Shard], kind: str) -> None:
    """Remove the last shards of folders that have fewer now: their articles are in others."""
    counts: dict[str, int] = {}
    for shard in plan:
        if _FILES.search(shard.name):
            group = shard.name.rpartition("-")[0]
            counts[group] = counts.get(group, 0) + 1
    for note in list(place.names("_done")):
        name = note.removeprefix("_done/").removesuffix(".json")
        group, _, number = name.rpartition("-")
        if group in counts and _FILES.search(name) and int(number) >= counts[group]:
            for stale in (f"{name}.{kind}", failures_of(name), note):
                place.drop(stale)


def _shipped(rules: str | None) -> dict[str, bytes] | None:
    """The files of a folder of rules, for machines that do not have it."""
    if rules is None:
        return None
    top = Path(rules)
    return {
        path.relative_to(top).as_posix(): path.read_bytes()
        for path in [*top.glob("*.toml"), *top.glob("*.csv"), *top.glob("*/*.csv")]
    }
