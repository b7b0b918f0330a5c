"""Records -> files, each whole or not there; and the two ledgers of a run.

``_failures.jsonl`` lists the articles of the last run that failed. ``_done.jsonl`` says for each
output what it was made from, so that a second run can pass over what has not changed.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

FAILURES = "_failures.jsonl"
DONE = "_done.jsonl"
LEDGERS = (FAILURES, DONE)


class Failure(Exception):
    """Why an article has no records: ``str()`` is ``FILE: what is wrong; what to do``."""

    def __init__(self, file: str, error: str, hint: str) -> None:
        super().__init__(file, error, hint)
        self.file = file
        self.error = error
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.file}: {self.error}; {self.hint}"

    def line(self) -> str:
        """The entry in the ledger."""
        entry = {"file": self.file, "error": self.error, "hint": self.hint}
        return json.dumps(entry, ensure_ascii=False)


def write(path: Path, lines: Iterable[str]) -> None:
    """Write lines to a file that is replaced as a whole or, where anything fails, not at all.

    UTF-8, every line ends in ``\\n``; missing folders are made. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.parent / f".{secrets.token_hex(4)}.part"
    try:
        with open(part, "x", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def write_failures(out: Path, failures: Iterable[Failure]) -> None:
    """Write the run's ledger of failures; no file is left where there are none."""
    lines = [failure.line() for failure in failures]
    if lines:
        write(out / FAILURES, lines)
    else:
        (out / FAILURES).unlink(missing_ok=True)


class Done:
    """What each output was made from: a key over everything that can change it.

    Entries are added to the file as they come, so that a run that was killed goes on where it
    was; ``close`` rewrites it in order.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self.keys: dict[str, str] = {}
        with (
            contextlib.suppress(FileNotFoundError),
            open(out / DONE, encoding="ascii", errors="replace") as file,
        ):
            for line in file:
                with contextlib.suppress(ValueError, KeyError, TypeError):  # a torn last line
                    entry = json.loads(line)
                    self.keys[entry["output"]] = entry["key"]
        out.mkdir(parents=True, exist_ok=True)
        self.file = open(out / DONE, "a", encoding="ascii", newline="\n")  # noqa: SIM115
        if self.file.tell():
            self.file.write("\n")

    def has(self, output: str, key: str) -> bool:
        """Whether the output stands and was made from just this."""
        return self.keys.get(output) == key and (self.out / output).is_file()

    def add(self, output: str, key: str) -> None:
        """Note that the output has been written."""
        self.keys[output] = key
        self.file.write(self._line(output, key) + "\n")
        self.file.flush()

    def drop(self, output: str) -> None:
        """Remove an output that an earlier run wrote."""
        if self.keys.pop(output, None) is not None:
            (self.out / output).unlink(missing_ok=True)

    def close(self) -> None:
        """Leave the ledger whole and in order."""
        self.file.close()
        write(self.out / DONE, (self._line(*item) for item in sorted(self.keys.items())))

    @staticmethod
    def _line(output: str, key: str) -> str:
        return json.dumps({"output": output, "key": key})
