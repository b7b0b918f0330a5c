"""The walk over the input, and where each output goes.

Outputs. The article ``x.txt`` in an input folder gives ``OUT/x.jsonl``, ``a/x.txt`` gives
``OUT/a/x.jsonl``; an article of ``x.csv`` with the id 17 gives ``OUT/x/17.jsonl``. Where that name
is taken (``x.md`` beside ``x.txt``, or a second input that has an ``x.txt`` too), the whole file
name is kept: ``OUT/x.md.jsonl``, then ``OUT/x.md~2.jsonl``. Names are in NFC, and one that is too
long for a file is cut and ends in a part of its hash.
"""

from __future__ import annotations

import glob
import hashlib
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extract.reading.formats import ROWS, STDIN, SUFFIXES, format_of, stem
from extract.writing import DONE, LEDGERS, Failure

MAX_NAME = 240
"""Bytes of a name below OUT, without its ending; file systems take 255 with it."""
_UNSAFE = re.compile(r"[^\w.-]+")


class UsageError(ValueError):
    """What was asked for cannot be done: no such input, bad metadata, no place for the output."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file to read: its path, its path below the input, its format, and where its output goes.

    ``output`` is a path below OUT, without ending, of the records of one article or of a folder
    for those of many. Paths in ``relative`` and ``output`` have ``/`` between folders. ``copy`` is
    where the bytes stand, if ``path`` is on another machine.
    """

    path: str
    relative: str
    output: str
    format: str | None = None
    copy: str | None = None

    @property
    def source(self) -> str:
        """The path as given, with what is no text in it replaced."""
        return printable(self.path)

    @property
    def id(self) -> str:
        """The file's stem."""
        return stem(os.path.basename(normal(self.relative)))


def printable(path: str) -> str:
    """A path that UTF-8 can hold: names in another encoding reach Python as lone surrogates."""
    return os.fsencode(path).decode("utf-8", "replace")


def normal(name: str) -> str:
    """A name in NFC, as Korean names are typed: some systems hand them out decomposed."""
    return unicodedata.normalize("NFC", printable(name))


@dataclass(slots=True)
class Names:
    """The names of outputs, by their folder: none is given twice."""

    taken: dict[str, set[str]] = field(default_factory=dict)

    def below(self, folder: str) -> set[str]:
        """The names that are taken in a folder below OUT; a ledger's is taken everywhere."""
        return self.taken.setdefault(folder, {*map(stem, LEDGERS)})

    def take(self, below: str, name: str, whole: str) -> str:
        """A path below OUT for ``name``, or for ``whole`` where that is taken, without ending."""
        taken = self.below(below)
        candidate = _short(name)
        number = 1
        while candidate in taken:
            candidate = _short(whole) if number == 1 else f"{_short(whole)}~{number}"
            number += 1
        taken.add(candidate)
        return below + candidate

    def row(self, folder: str, id: str) -> str:
        """A path in a folder for an article of a file of many, by its id, without ending."""
        name = _UNSAFE.sub("_", normal(id)).lstrip(".") or "_"
        return self.take(f"{folder}/", name, name)


def _short(name: str) -> str:
    data = name.encode()
    if len(data) <= MAX_NAME:
        return name
    digest = hashlib.sha256(data).hexdigest()[:8]
    return data[: MAX_NAME - 9].decode("utf-8", "ignore") + "~" + digest


def walk(
    inputs: Sequence[str | Path],
    out: str | Path,
    names: Names | None = None,
    passed: Counter[str] | None = None,
    *,
    keep_text: bool = False,
    but: str | Path | None = None,
) -> Iterator[Entry | Failure]:
    """The files of the inputs: as given, folders in sorted order, files before folders.

    Hidden names, the file ``but``, ``out`` and other folders that a run has written to are passed
    over, links followed, each real folder read once; what has an ending that gisa does not read is
    counted in ``passed``. What cannot be listed comes as ``Failure``. Raises UsageError where an
    input is missing, is of a kind that gisa does not read, or is ``out`` itself.
    """
    walked = _Walk([os.fspath(i) for i in inputs], os.path.realpath(out), names or Names())
    walked.passed = passed if passed is not None else Counter()
    if but is not None:
        walked.files.add(os.path.realpath(but))
    walked.endings = (".jsonl", ".txt") if keep_text else (".jsonl",)
    return walked.entries()


def _matches(pattern: str) -> list[str]:
    """The files of a pattern that the shell left (``'in/**/*.txt'``); folders only without files.

    A folder beside its files would be read as a whole.
    """
    found = sorted(glob.glob(pattern, recursive=True))
    if not found:
        raise UsageError(f"{printable(pattern)}: no file matches this pattern; check it")
    return [path for path in found if not os.path.isdir(path)] or found


class _Walk:
    def __init__(self, inputs: list[str], out: str, names: Names) -> None:
        self.inputs = inputs
        self.out = out
        self.names = names
        self.passed: Counter[str] = Counter()
        self.endings: tuple[str, ...] = ()
        self.folders: set[str] = set()  # real paths of what has been read
        self.files: set[str] = set()  # only those given by name

    def entries(self) -> Iterator[Entry | Failure]:
        inputs: list[str] = []
        for path in self.inputs:
            pattern = path != STDIN and not os.path.lexists(path) and glob.has_magic(path)
            if not pattern:
                self.check(path)
            inputs += filter(self.wanted, _matches(path)) if pattern else [path]
        for path in inputs:
            real = os.path.realpath(path)
            name = os.path.basename(path)
            if path == STDIN:
                if STDIN not in self.files:
                    self.files.add(STDIN)
                    yield Entry(STDIN, "stdin", self.names.take("", "stdin", "stdin"))
            elif os.path.isdir(path):
                yield from self.folder(path)
            elif real not in self.files and (
                os.path.dirname(real) not in self.folders or name.startswith(".")
            ):
                self.files.add(real)
                yield self.entry(path, "", name)

    def wanted(self, path: str) -> bool:
        """Whether a file that a pattern matches is read, as it would be in a folder."""
        folder, name = os.path.split(os.path.realpath(path))
        ours = f"{folder}/".startswith(f"{self.out}/") or os.path.exists(os.path.join(folder, DONE))
        if ours or name in LEDGERS:
            return False
        if format_of(path) is None and not os.path.isdir(path):
            self.passed[os.path.splitext(name)[1].lower()] += 1
            return False
        return True

    def check(self, path: str) -> None:
        if path == STDIN:
            return
        if not os.path.exists(path):
            raise UsageError(f"{printable(path)}: no such file or folder; check the name")
        real = os.path.realpath(path)
        if os.path.isdir(path):
            if real == self.out:
                raise UsageError(
                    f"{printable(path)}: --out is the input folder; give it one of its own, "
                    f"such as {printable(os.path.join(path, 'out'))}"
                )
        elif os.path.basename(path) in LEDGERS:
            raise UsageError(f"{printable(path)}: gisa's own note, no input; leave it out")
        elif format_of(path) is None:
            raise UsageError(
                f"{printable(path)}: gisa reads {', '.join(SUFFIXES)} files; convert it to one"
            )
        elif os.path.dirname(real) == self.out:  # an output must not take its place
            name = normal(os.path.basename(real))
            if name.endswith(self.endings):
                self.names.below("").add(os.path.splitext(name)[0])

    def folder(self, top: str) -> Iterator[Entry | Failure]:
        waiting = [(top, "")]
        while waiting:
            path, below = waiting.pop()
            real = os.path.realpath(path)
            if real in self.folders or (below and real == self.out):
                continue
            self.folders.add(real)
            try:
                with os.scandir(path) as listing:
                    items = [(i.name, _is_folder(i)) for i in listing if not i.name.startswith(".")]
            except OSError as error:
                yield Failure(
                    printable(path), f"cannot be listed ({error.strerror})", "check its permissions"
                )
                continue
            if below and (DONE, False) in items:
                continue
            inside = sorted(name for name, is_folder in items if is_folder)
            # a file's output must not stand where a folder will
            self.names.below(below).update(
                os.path.splitext(normal(name))[0] for name in inside if name.endswith(self.endings)
            )
            found = False
            for name in sorted((name for name, is_folder in items if not is_folder), key=_order):
                file = os.path.join(path, name)
                if name in LEDGERS:
                    continue
                if format_of(name) is None:
                    self.passed[os.path.splitext(name)[1].lower()] += 1
                elif not self.files or os.path.realpath(file) not in self.files:
                    found = True
                    yield self.entry(file, below, name)
            if not found and not inside and format_of(path) is not None:
                yield Failure(
                    printable(path), "a folder, not an article, and empty", "remove or rename it"
                )
            if len(self.inputs) == 1 and below and normal(below) == below:
                self.names.taken.pop(below, None)
            waiting += [(os.path.join(path, name), f"{below}{name}/") for name in reversed(inside)]

    def entry(self, path: str, below: str, name: str) -> Entry:
        kind = format_of(name)
        folder, whole = normal(below), normal(name)
        if kind in ROWS:
            rows = _short(stem(whole))
            rows += "_" * rows.endswith(self.endings)  # where another's output may stand
            return Entry(path, below + name, folder + rows, kind)
        return Entry(path, below + name, self.names.take(folder, stem(whole), whole), kind)


def _is_folder(item: os.DirEntry[str]) -> bool:
    try:
        return item.is_dir()
    except OSError:  # a link to itself
        return False


def _order(name: str) -> tuple[str, int, str]:
    kind = os.path.splitext(name)[1].lower()
    return stem(name), list(SUFFIXES).index(kind) if kind in SUFFIXES else len(SUFFIXES), name
