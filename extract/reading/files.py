"""Bytes -> Source: the walk over the input, decoding, and where each output goes.

Outputs. The article ``x.txt`` in an input folder gives ``OUT/x.jsonl``, ``a/x.txt`` gives
``OUT/a/x.jsonl``. Where that name is taken (``x.md`` beside ``x.txt``, or a second input that
has an ``x.txt`` too), the whole file name is kept: ``OUT/x.md.jsonl``, then ``OUT/x.md~2.jsonl``.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from charset_normalizer import from_bytes

from extract.writing import LEDGERS, Failure

if TYPE_CHECKING:
    from extract.found import Known
    from extract.pipeline import Source

SUFFIXES = (".txt", ".md")
"""What is read in a folder, in the order in which files of one stem are named."""
ENCODINGS = ["cp949", "euc_kr", "johab", "utf_16_le", "utf_16_be"]
"""What Korean files come in beside UTF-8 and what a byte order mark says."""
DAMAGE = 0.1
"""The share of broken characters up to which a file is taken for damaged UTF-8."""
KOREAN = 0.2
"""The share of Hangul from which a guessed encoding is believed."""
_MARKS = (
    (BOM_UTF8, "utf_8"),
    (BOM_UTF32_LE, "utf_32_le"),  # before UTF-16, whose mark it begins with
    (BOM_UTF32_BE, "utf_32_be"),
    (BOM_UTF16_LE, "utf_16_le"),
    (BOM_UTF16_BE, "utf_16_be"),
)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_HANGUL = re.compile("[\uac00-\ud7a3]")


class UsageError(ValueError):
    """What was asked for cannot be done: no such input, bad metadata, no place for the output."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file to read: its path, its path below the input, and its output's path below OUT.

    Paths in ``relative`` and ``output`` have ``/`` between folders.
    """

    path: str
    relative: str
    output: str

    @property
    def source(self) -> str:
        """The path as given, with what is no text in it replaced."""
        return printable(self.path)


def printable(path: str) -> str:
    """A path that UTF-8 can hold: names in another encoding reach Python as lone surrogates."""
    return os.fsencode(path).decode("utf-8", "replace")


def walk(inputs: Sequence[str | Path], out: str | Path) -> Iterator[Entry | Failure]:
    """The articles of the inputs: files as given, folders in sorted order, files before folders.

    Hidden names and ``out`` are passed over, links followed, each real folder read once.
    What cannot be listed comes as ``Failure``. Raises UsageError where an input is missing
    or is a file of a kind that gisa does not read.
    """
    return _Walk([os.fspath(i) for i in inputs], os.path.realpath(out)).entries()


class _Walk:
    def __init__(self, inputs: list[str], out: str) -> None:
        self.inputs = inputs
        self.out = out
        self.folders: set[str] = set()  # real paths of what has been read
        self.files: set[str] = set()  # only those given by name
        self.taken: dict[str, set[str]] = {"": set(LEDGERS)}

    def entries(self) -> Iterator[Entry | Failure]:
        for path in self.inputs:
            if not os.path.exists(path):
                raise UsageError(f"{printable(path)}: no such file or folder")
            if not os.path.isdir(path) and _suffix(path) is None:
                raise UsageError(
                    f"{printable(path)}: gisa reads {' and '.join(SUFFIXES)} files; "
                    "convert it to plain text"
                )
        for path in self.inputs:
            real = os.path.realpath(path)
            if os.path.isdir(path):
                yield from self.folder(path, "")
            elif real not in self.files and os.path.dirname(real) not in self.folders:
                self.files.add(real)
                yield self.entry(path, "", os.path.basename(path))

    def folder(self, path: str, below: str) -> Iterator[Entry | Failure]:
        real = os.path.realpath(path)
        if real in self.folders or (below and real == self.out):
            return
        self.folders.add(real)
        try:
            with os.scandir(path) as listing:
                items = [(i.name, _is_folder(i)) for i in listing if not i.name.startswith(".")]
        except OSError as error:
            yield Failure(
                printable(path), f"cannot be listed ({error.strerror})", "check its permissions"
            )
            return
        files = [name for name, is_folder in items if not is_folder and _suffix(name) is not None]
        for name in sorted(files, key=_order):
            file = os.path.join(path, name)
            if not self.files or os.path.realpath(file) not in self.files:
                yield self.entry(file, below, name)
        if len(self.inputs) == 1:
            self.taken.pop(below, None)
        for name in sorted(name for name, is_folder in items if is_folder):
            yield from self.folder(os.path.join(path, name), f"{below}{name}/")

    def entry(self, path: str, below: str, name: str) -> Entry:
        taken = self.taken.setdefault(below, set())
        output = f"{os.path.splitext(name)[0]}.jsonl"
        number = 1
        while output in taken:
            output = f"{name}.jsonl" if number == 1 else f"{name}~{number}.jsonl"
            number += 1
        taken.add(output)
        return Entry(path, below + name, below + output)


def _is_folder(item: os.DirEntry[str]) -> bool:
    try:
        return item.is_dir()
    except OSError:  # a link to itself
        return False


def _suffix(name: str) -> int | None:
    suffix = os.path.splitext(name)[1].lower()
    return SUFFIXES.index(suffix) if suffix in SUFFIXES else None


def _order(name: str) -> tuple[str, int, str]:
    return os.path.splitext(name)[0], _suffix(name) or 0, name


def read(entry: Entry) -> bytes:
    """The bytes of a file; raises Failure where they cannot be had."""
    try:
        if not stat.S_ISREG(os.stat(entry.path).st_mode):
            raise Failure(entry.source, "no regular file", "remove it from the input")
        return Path(entry.path).read_bytes()
    except OSError as error:
        raise Failure(
            entry.source,
            f"cannot be read ({error.strerror})",
            "check that it is there and its permissions",
        ) from error


def source(entry: Entry, data: bytes, known: Known) -> Source:
    """The article in these bytes. Raises Failure where there is no text in them."""
    from extract.pipeline import Source

    text, warnings = decode(data, entry.source)
    if not text.strip():
        raise Failure(entry.source, "empty", "remove it, or fetch the article again")
    return Source(
        text,
        id=os.path.splitext(printable(os.path.basename(entry.path)))[0],
        source=entry.source,
        sha256=hashlib.sha256(data).hexdigest(),
        known=known,
        warnings=warnings,
    )


def decode(data: bytes, file: str) -> tuple[str, list[str]]:
    """The text of a file's bytes, line ends as they are, and what was odd about them.

    UTF-8 or what a byte order mark says (the mark is not part of the text), else the best guess
    among ``ENCODINGS``. Raises Failure where the bytes are no text.
    """
    text, encoding = _decoded(data)
    if "\0" in text or (encoding is None and b"\0" in data):
        raise Failure(file, "no text: it has binary content", "give the article as plain text")
    if encoding is None:
        raise Failure(file, "its encoding is not recognised", "save it as UTF-8")
    odd = [] if encoding == "utf_8" else [f"read as {encoding}: it is not UTF-8"]
    if broken := text.count("\ufffd"):
        odd.append(f"characters that are broken and stand as U+FFFD: {broken}")
    return text, odd


def _decoded(data: bytes) -> tuple[str, str | None]:
    mark, encoding = next((m for m in _MARKS if data.startswith(m[0])), (b"", "utf_8"))
    text = data[len(mark) :].decode(encoding, "replace")
    if text.count("\ufffd") <= DAMAGE * len(_BEYOND_ASCII.findall(text)):
        return text, encoding
    guess = from_bytes(data, cp_isolation=ENCODINGS).best()
    text = str(guess or "")
    believed = len(_HANGUL.findall(text)) >= KOREAN * len(_BEYOND_ASCII.findall(text))
    return text, guess.encoding if guess and believed else None
