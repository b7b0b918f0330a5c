"""A run on this machine: articles stream through one pipeline, Kiwi's threads read ahead."""

from __future__ import annotations

import atexit
import gc
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import rules as rules_package
import schemas
from extract.morphemes import kiwi
from extract.pipeline import Pipeline, pipeline
from extract.reading import files
from extract.reading.files import Names, UsageError
from extract.running.articles import (
    Articles,
    Job,
    Options,
    Summary,
    failure_of,
    guarded,
    peeked,
)
from extract.writing import FAILURES, Done, Failure, Ledger, ended, write
from rules import RulesError


def run(
    inputs: Sequence[str | Path],
    out: str | Path,
    *,
    step: Callable[[Summary, int], None] = lambda summary, done: None,
    stopped: Callable[[], bool] = lambda: False,
    **options: Any,
) -> Summary:
    """Read the articles of ``inputs`` and write each one's records below ``out``.

    ``options`` are those of ``Options``. Articles whose output stands and was made from the same
    bytes, metadata, rules and code are passed over unless ``force``. An article that fails costs
    an entry in ``out/_failures.jsonl``, never the run. ``step`` is called after each article with
    what was done so far, and how many articles that are. An interrupt, or ``stopped`` once it is
    true, ends the run, and the summary says so.

    Raises UsageError where there is nothing to read or ``out`` cannot be written,
    rules.RulesError where the rules cannot be used, FileNotFoundError where they are not there.
    """
    asked = Options(**options)
    loaded = rules_package.load(asked.rules)
    summary = Summary()
    names = Names()
    table = asked.metadata.path if asked.metadata else None
    walked = files.walk(inputs, out, names, summary.passed, keep_text=asked.keep_text, but=table)
    entries = peeked(walked, inputs)
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
    sink = _Files(out, asked, summary, step, done, failures)
    jobs = Articles(asked, loaded, sink, names, stopped).jobs(entries)
    begin = time.perf_counter()
    try:
        first = next(jobs, None)
        # else nothing is left to do, and nothing heavy need be loaded
        if first is not None and not stopped():
            reader = _loaded(asked.rules, asked.workers)
            kiwi(asked.workers).tokenize("가")
            gc.freeze()  # the rules stay: collections need not look through them
            atexit.register(gc.unfreeze)  # else what others hold then counts as leaked
            begin = time.perf_counter()
            for job, result in guarded(reader, chain([first], jobs)):
                if stopped():
                    break
                sink.finish(job, result)
        summary.interrupted = stopped()
    except KeyboardInterrupt:
        summary.interrupted = True
    except BaseException:
        sink.close()
        raise
    summary.seconds = time.perf_counter() - begin
    sink.close()
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


@dataclass(slots=True)
class _Files:
    """A file for each article, with the ledgers of what was done and what failed."""

    out: Path
    options: Options
    summary: Summary
    step: Callable[[Summary, int], None]
    done: Done
    failures: Ledger

    def files(self, output: str) -> list[str]:
        """The files of an article; its records last, so that they are not there without it."""
        return [*([f"{output}.txt"] if self.options.keep_text else []), f"{output}.jsonl"]

    def skips(self, output: str, key: str) -> bool:
        """Whether the files of an article stand, made from just this."""
        if not all(self.done.has(name, key) for name in self.files(output)):
            return False
        self.summary.skipped += 1
        self.step(self.summary, self.summary.seen)
        return True

    def finish(self, job: Job, result: schemas.Article | Exception) -> None:
        """Write what came out of an article."""
        name = job.source.source or job.source.id
        if isinstance(result, Exception):
            self.fail(failure_of(name, result), job.output)
            return
        try:
            for file in self.files(job.output):
                kept = file.endswith(".txt")
                content = result.text if kept else "".join(ended(result.lines()))
                if not self.options.force and self.done.foreign(file, content):
                    fault = f"its output would take the place of {self.out / file}"
                    raise Failure(name, fault, "move that file, or give another --out")
                write(self.out / file, [content])
                self.done.add(file, job.key)
        except OSError as error:
            fault = f"its output cannot be written ({error.strerror})"
            self.fail(Failure(name, fault, "check the space and the permissions there"))
            return
        except Exception as error:
            self.fail(failure_of(name, error))
            return
        self.summary.add(result)
        self.step(self.summary, self.summary.seen)

    def fail(self, failure: Failure, output: str = "") -> None:
        """Note a failure; what an earlier run wrote for the article is no longer true."""
        self.summary.failures.append(failure)
        try:
            self.failures.add(failure.line())
            if output:
                for name in self.files(output):
                    self.done.drop(name)
        except OSError as error:
            self.summary.unwritten = error.strerror
        self.step(self.summary, self.summary.seen)

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
