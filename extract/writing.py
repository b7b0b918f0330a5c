"""Records -> files, each whole or not there; and the two ledgers of a run.

A file is written without a name and gets it when it is whole, so that a run that is killed leaves
nothing half; where a file system has no such files, under a name of its own that is then replaced.

``_failures.jsonl`` lists the articles of the last run that failed. ``_done.jsonl`` says for each
output what it was made from, so that a second run can pass over what has not changed.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

FAILURES = "_failures.jsonl"
DONE = "_done.jsonl"
LEDGERS = (FAILURES, DONE)
PART = ".gisa.part"
_OURS = b'{"type":"article","id":'
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ENDS = re.compile("[\x85\u2028\u2029]")


class Failure(Exception):
    """Why an article has no records: ``str()`` is ``FILE: what is wrong; what to do``."""

    def __init__(self, file: str, error: str, hint: str, *, id: str | None = None) -> None:
        super().__init__(file, error, hint)
        self.id = id  # of the row that failed, where a file holds many
        self.file = file
        self.error = error
        self.hint = hint

    def __str__(self) -> str:
        # a file's name may hold line ends, and what a terminal takes for orders
        return _CONTROLS.sub("\ufffd", f"{self.file}: {self.error}; {self.hint}")

    def line(self) -> str:
        """The entry in the ledger."""
        entry = {"file": self.file, "error": self.error, "hint": self.hint}
        return one_line(json.dumps(entry, ensure_ascii=False))


def write(path: Path, content: Iterable[str]) -> None:
    """Write a file that is replaced as a whole or, where anything fails, not at all.

    UTF-8, line ends as they are; missing folders are made. Raises OSError.
    """
    data = "".join(content).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(OSError, AttributeError):
        _named_when_whole(path, data)
        return
    part = path.parent / PART
    try:
        _store(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o666), data)
        os.replace(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _named_when_whole(path: Path, data: bytes) -> None:
    """Raises AttributeError or OSError where the system, or the file system, has no such files."""
    descriptor = os.open(path.parent, os.O_TMPFILE | os.O_WRONLY, 0o666)
    copy = os.dup(descriptor)
    try:
        _store(descriptor, data)
        here = f"/proc/self/fd/{copy}"  # a link, which is followed only where a folder is given
        try:
            os.link(here, path, src_dir_fd=copy, follow_symlinks=True)
        except FileExistsError:
            if path.is_file() and path.read_bytes() == data:  # killed before it was noted
                return
            part = path.parent / PART
            part.unlink(missing_ok=True)
            os.link(here, part, src_dir_fd=copy, follow_symlinks=True)
            os.replace(part, path)
    finally:
        os.close(copy)


def _store(descriptor: int, data: bytes) -> None:
    with open(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def one_line(text: str) -> str:
    """JSON without the signs that many readers take for the end of a line."""
    return _ENDS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def ended(lines: Iterable[str]) -> Iterator[str]:
    """Lines of JSON with their ends."""
    for line in lines:
        yield one_line(line) + "\n"


class Ledger:
    """A file to which lines are added as they come, each at once and whole."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o666)
        with open(path, "rb") as file:
            content = file.read()
        os.ftruncate(self.file, content.rfind(b"\n") + 1)  # a torn last line
        self.lines = content.decode("utf-8", "replace").splitlines()

    def add(self, line: str) -> None:
        """Add a line, or leave the file as it was and raise OSError."""
        data = f"{line}\n".encode()
        size = os.fstat(self.file).st_size
        try:
            if os.write(self.file, data) < len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError:
            os.ftruncate(self.file, size)
            raise

    def close(self, lines: Iterable[str]) -> None:
        """Leave the file whole with just these lines; none where there are none."""
        os.close(self.file)
        whole = [*ended(lines)]
        if whole:
            write(self.path, whole)
        else:
            self.path.unlink(missing_ok=True)


class Done:
    """What each output was made from: a key over everything that can change it.

    Entries are added to the file as they come, so that a run that was killed goes on where it
    was; ``close`` rewrites it in order.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        out.mkdir(parents=True, exist_ok=True)
        self.keys: dict[str, str] = {}
        self.ledger = Ledger(out / DONE)
        for line in self.ledger.lines:
            with contextlib.suppress(ValueError, KeyError, TypeError):
                entry = json.loads(line)
                self.keys[entry["output"]] = entry["key"]
        self.ledger.lines.clear()

    def has(self, output: str, key: str) -> bool:
        """Whether the output stands and was made from just this."""
        return self.keys.get(output) == key and (self.out / output).is_file()

    def foreign(self, output: str, content: str) -> bool:
        """Whether another file stands there, which no run has written."""
        path = self.out / output
        if output in self.keys or not path.is_file():
            return False
        found = path.read_bytes()  # what a run was killed over has not been noted
        return not found.startswith(_OURS) and found != content.encode()

    def add(self, output: str, key: str) -> None:
        """Note that the output has been written."""
        self.ledger.add(self._line(output, key))
        self.keys[output] = key

    def drop(self, output: str) -> None:
        """Remove an output that an earlier run wrote."""
        if self.keys.pop(output, None) is not None:
            (self.out / output).unlink(missing_ok=True)

    def close(self) -> None:
        """Leave the ledger whole and in order."""
        self.ledger.close(self._line(*item) for item in sorted(self.keys.items()))

    @staticmethod
    def _line(output: str, key: str) -> str:
        return json.dumps({"output": output, "key": key})
