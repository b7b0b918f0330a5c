"""Article text -> Kiwi's morphemes.

Kiwi and all extractors see the text in NFC and without zero-width characters (``clean``); what
they find is mapped back, so that every offset of a record counts the code points of the text as
read. Kiwi gets one paragraph at a time.
"""

from __future__ import annotations

import os
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kiwipiepy import Kiwi

MAX_CHARS = 20_000
"""Kiwi's cost is quadratic in the sentences of one call: longer paragraphs are cut."""
NICE = 10
"""By so much Kiwi's threads step back behind the one that waits for their results."""
MAX_RUN = 1_000
"""Characters without a blank; longer runs are cut, since Kiwi's cost on them explodes."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]+|\r+(?=\n)")
_PLAIN: dict[int, int | str] = {
    **{c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)},
    **dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " "),
}
"""One character for one: what Korean text has in two widths, and its many blanks."""
_ODD = re.compile(f"[{''.join(map(chr, _PLAIN))}]")
_LONG_RUN = re.compile(rf"\S{{{MAX_RUN}}}(?=\S)")
_PARTS = attrgetter("form", "tag", "start", "len", "sent_position")
_CHUNK = re.compile(r"\S+")


@dataclass(slots=True)
class Morphemes:
    """The morphemes of an article in the order of the text, as parallel lists.

    ``starts`` and ``ends`` are offsets into the article; where Kiwi splits a contraction,
    neighbours overlap. ``sentences`` are half-open spans that cover all morphemes.
    """

    forms: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.starts)

    def at(self, offset: int) -> int | None:
        """The index of the first morpheme that starts at this offset."""
        i = bisect_left(self.starts, offset)
        return i if i < len(self.starts) and self.starts[i] == offset else None

    def after(self, offset: int) -> int:
        """The index of the first morpheme that starts at or after this offset."""
        return bisect_left(self.starts, offset)

    def within(self, start: int, end: int) -> range:
        """The indexes of the morphemes that start in ``start:end``."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def moved(self, offsets: Offsets) -> Morphemes:
        """The same with offsets into the text as read."""
        places = [offsets.span(*place) for place in zip(self.starts, self.ends, strict=True)]
        starts, ends = [p[0] for p in places], [p[1] for p in places]
        sentences = [offsets.span(*sentence) for sentence in self.sentences]
        return Morphemes(self.forms, self.tags, starts, ends, sentences)

    def is_start(self, offset: int) -> bool:
        """Whether a morpheme starts here."""
        return self.at(offset) is not None

    def is_end(self, offset: int) -> bool:
        """Whether a morpheme ends here."""
        i = bisect_left(self.starts, offset)
        return offset in self.ends[max(0, i - 3) : i]

    def tag_before(self, end: int) -> str:
        """The tag of the morpheme that ends here; empty where none does."""
        i = self.after(end) - 1
        return self.tags[i] if i >= 0 and self.ends[i] == end else ""

    def leads(self, end: int) -> bool:
        """Whether the word that ends here is a verb's form that leads up to a noun: 주최한 …."""
        return self.tag_before(end) == "ETM"

    def sentence(self, offset: int) -> tuple[int, int]:
        """The sentence around this offset; ``(offset, offset)`` where there is none."""
        i = bisect_right(self.sentences, (offset, 1 << 62)) - 1
        if i >= 0 and offset < self.sentences[i][1]:
            return self.sentences[i]
        return (offset, offset)


@dataclass(slots=True)
class Offsets:
    """Where each character of a cleaned text begins and ends in the text as read."""

    starts: list[int]
    ends: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of the cleaned text as a span of the text as read."""
        if start >= len(self.starts):
            return (self.ends[-1], self.ends[-1]) if self.ends else (0, 0)
        return self.starts[start], self.ends[end - 1] if end > start else self.starts[start]

    def through(self, other: Offsets) -> Offsets:
        """These offsets, into a text that ``other`` leads back from, led back as well."""
        starts, ends = other.starts, other.ends
        return Offsets([starts[i] for i in self.starts], [ends[i - 1] for i in self.ends])


def clean(text: str) -> tuple[str, Offsets | None]:
    """The text as all stages see it, and the way back; None where every character has its place.

    In NFC, without zero-width characters and the carriage returns of line ends; any blank of a
    line is a space, and full-width signs are ASCII (``２０２３년`` is ``2023년``).
    """
    if _ODD.search(text):
        text = text.translate(_PLAIN)
    offsets = None
    if _INVISIBLE.search(text):
        text, offsets = _visible(text)
    if not unicodedata.is_normalized("NFC", text):
        text, composed = _composed(text)
        offsets = composed if offsets is None else composed.through(offsets)
    return text, offsets


def _visible(text: str) -> tuple[str, Offsets]:
    kept: list[str] = []
    offsets = Offsets([], [])
    at = 0
    gaps = [match.span() for match in _INVISIBLE.finditer(text)]
    for start, end in [*gaps, (len(text), len(text))]:
        kept.append(text[at:start])
        offsets.starts.extend(range(at, start))
        offsets.ends.extend(range(at + 1, start + 1))
        at = end
    return "".join(kept), offsets


def _composed(text: str) -> tuple[str, Offsets]:
    kept: list[str] = []
    offsets = Offsets([], [])
    at = 0
    for cluster in _clusters(text):
        composed = unicodedata.normalize("NFC", cluster)
        kept.append(composed)
        offsets.starts.extend([at] * len(composed))
        at += len(cluster)
        offsets.ends.extend([at] * len(composed))
    return "".join(kept), offsets


def _clusters(text: str) -> Iterator[str]:
    """Pieces that NFC composes on its own: a starter and what combines with it."""
    start = 0
    for i in range(1, len(text)):
        c = text[i]
        conjoins = "\u1160" <= c <= "\u11ff" or "\ud7b0" <= c <= "\ud7fb"
        if not conjoins and not unicodedata.combining(c):
            yield text[start:i]
            start = i
    if start < len(text):
        yield text[start:]


def pieces(start: int, end: int, text: str) -> Iterator[tuple[int, int]]:
    """Cut a paragraph into stretches that Kiwi takes in linear time."""
    while start < end:
        stop = end
        if end - start > MAX_CHARS:
            stop = start + MAX_CHARS
            blank = max(
                text.rfind(". ", start, stop) + 1, text.rfind(" ", stop - MAX_RUN, stop), start
            )
            stop = blank if blank > start else stop
        run = _LONG_RUN.search(text, start, stop)
        if run:
            stop = run.end()
        yield start, stop
        start = stop


@cache
def kiwi(workers: int = 1) -> Kiwi:
    """The one Kiwi of this process: a second would cost its memory again.

    Its thread pool does not survive a fork, so it is made in the process that uses it.
    """
    from kiwipiepy import Kiwi

    before = _threads()
    made = Kiwi(num_workers=workers, load_multi_dict=False)
    if workers > 1:  # with as many threads as cores, the one that extracts would wait for them
        made.tokenize("가")  # starts them
        for thread in _threads() - before:
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, thread, NICE)
    return made


def _threads() -> set[int]:
    """The threads of this process, where the system lists them (Linux)."""
    with suppress(OSError):
        return {int(thread) for thread in os.listdir("/proc/self/task")}
    return set()


def collect(
    text: str, stretches: Sequence[tuple[int, int]], analysed: Iterable[Sequence[Any]]
) -> Morphemes:
    """Join what Kiwi found in each stretch into the article's Morphemes."""
    found = Morphemes()
    forms, tags, starts, ends = found.forms, found.tags, found.starts, found.ends
    for (begin, stop), tokens in zip(stretches, analysed, strict=True):
        sentence, since = -1, begin
        reached = begin
        for form, tag, start, length, position in map(_PARTS, tokens):
            start += begin
            end = start + length
            if end > stop:
                end = stop
            if start < reached:  # contracted: starts may even step back
                start = max(start, starts[-1])
                if tag == "ETM" and _is_particle(found, text):
                    continue
            if position != sentence:
                if sentence >= 0 and start > since:
                    found.sentences.append((since, start))
                    since = start
                sentence = position
            forms.append(form)
            tags.append(tag)
            starts.append(start)
            ends.append(end if end > start else start)
            if end > reached:
                reached = end
        if stop > since:
            found.sentences.append((since, stop))
    return found


def _is_particle(found: Morphemes, text: str) -> bool:
    """Mend a particle behind a sign that Kiwi took for a verb: ``3%는``, ``3%인``.

    True where the ending that comes next is part of the particle.
    """
    forms, tags, starts = found.forms, found.tags, found.starts
    if len(forms) < 2 or tags[-1] != "VV" or found.ends[-2] != starts[-1] or tags[-2][0] == "V":
        return False
    if forms[-1] == "늘" and text[starts[-1]] == "는":
        forms[-1], tags[-1] = "는", "JX"
        return True
    if forms[-1] == "이" and text[starts[-1]] == "인":
        tags[-1] = "VCP"
    return False


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the lines that are not blank."""
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        if not line.isspace():
            yield start, start + len(line.rstrip())
        start = end
