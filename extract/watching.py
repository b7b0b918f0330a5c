"""What a run tells while it goes on: a bar for people, lines of JSON for schedulers."""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from extract.writing import one_line

if TYPE_CHECKING:
    from extract.running.articles import Summary

EVERY = 5.0
"""Seconds between two events of progress."""


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.1f}/s" if task.speed else "", style="dim")


class Bar:
    """A bar with what is done, how fast, and how long the rest will take; none in a pipe."""

    def __init__(self, console: Console, total: int | None) -> None:
        known = TimeElapsedColumn() if total is None else TimeRemainingColumn()
        self._bar = Progress(
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            known,
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("articles", total=total)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._bar.stop()

    def total(self, number: int) -> None:
        """Say how much there is to do."""
        self._bar.update(self._task, total=number)

    def step(self, summary: Summary, done: int) -> None:
        """Show how much of it is done."""
        self._bar.update(self._task, completed=done)


class Log:
    """Events, a line of JSON each: ``start``, ``progress``, ``failure``, ``error``, ``end``.

    Each has its ``time`` (ISO 8601, UTC) and ``event``. Of ``total`` so many are ``done``: on this
    machine articles, on a cluster shards; ``rate`` is in articles a second, ``remaining`` in
    seconds.
    """

    def __init__(self, total: int | None, **start: Any) -> None:
        self._stream = sys.stderr
        self._total = total
        self._failures = 0
        self._begin = self._last = time.monotonic()
        self.event("start", total=total, **start)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self.event("error", error=str(error))

    def event(self, event: str, **values: Any) -> None:
        """Write a line."""
        now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
        line = json.dumps({"time": now, "event": event, **values}, ensure_ascii=False)
        self._stream.write(one_line(line) + "\n")
        self._stream.flush()

    def total(self, number: int) -> None:
        """Say how much there is to do."""
        self._total = number

    def step(self, summary: Summary, done: int) -> None:
        """Tell what has failed, and now and then how far the run is."""
        self._failed(summary)
        now = time.monotonic()
        if now - self._last >= EVERY:
            self._last = now
            seconds = now - self._begin
            rest = (self._total - done) * seconds / done if self._total and done else None
            self.event(
                "progress",
                articles=summary.articles,
                skipped=summary.skipped,
                failures=len(summary.failures),
                done=done,
                total=self._total,
                rate=round(summary.articles / seconds, 1),
                remaining=None if rest is None else round(rest, 1),
            )

    def end(self, summary: Summary, code: int) -> None:
        """Tell how it ended."""
        self._failed(summary)
        self.event(
            "end",
            articles=summary.articles,
            records=dict(summary.records),
            warnings=summary.warnings,
            skipped=summary.skipped,
            failures=len(summary.failures),
            seconds=round(summary.seconds, 3),
            interrupted=summary.interrupted,
            code=code,
        )

    def _failed(self, summary: Summary) -> None:
        for failure in summary.failures[self._failures :]:
            self.event("failure", file=failure.file, error=failure.error, hint=failure.hint)
        self._failures = len(summary.failures)
