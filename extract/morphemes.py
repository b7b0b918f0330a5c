"""Article text -> spaCy Doc of Kiwi morphemes.

Kiwi sees one paragraph at a time, in NFC and without zero-width characters; what it finds is
mapped back, so that every offset counts the code points of the text as read and
``doc.text`` equals that text always. The raw morphemes stay available as ``Morphemes``;
in the Doc, morphemes that share characters (했 = 하 + 었) are one token with a joined tag.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc
from spacy.vocab import Vocab

if TYPE_CHECKING:
    from kiwipiepy import Kiwi

MAX_CHARS = 20_000
"""Kiwi's cost is quadratic in the sentences of one call: longer paragraphs are cut."""
MAX_RUN = 1_000
"""Characters without a blank; longer runs are cut, since Kiwi's cost on them explodes."""

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_UNCLEAN = re.compile(f"[{_INVISIBLE}\ud800-\udfff]")
_LONG_RUN = re.compile(rf"\S{{{MAX_RUN}}}(?=\S)")
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

    def is_start(self, offset: int) -> bool:
        """Whether a morpheme starts here."""
        return self.at(offset) is not None

    def is_end(self, offset: int) -> bool:
        """Whether a morpheme ends here."""
        i = bisect_left(self.starts, offset)
        return any(self.ends[j] == offset for j in range(max(0, i - 3), i))

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


def clean(text: str) -> tuple[str, list[int] | None]:
    """The text as Kiwi should see it, and where each of its characters begins in ``text``.

    The map has one entry more than the cleaned text (the end); it is None where nothing changed.
    """
    if unicodedata.is_normalized("NFC", text) and not _UNCLEAN.search(text):
        return text, None
    out: list[str] = []
    offsets: list[int] = []
    at = 0
    for cluster in _clusters(text):
        kept = "".join(
            "\ufffd" if "\ud800" <= c <= "\udfff" else c for c in cluster if c not in _INVISIBLE
        )
        for c in unicodedata.normalize("NFC", kept):
            out.append(c)
            offsets.append(at)
        at += len(cluster)
    offsets.append(at)
    return "".join(out), offsets


def _clusters(text: str) -> Iterator[str]:
    """Pieces that NFC composes on its own: a starter and what combines with it."""
    start = 0
    for i in range(1, len(text)):
        c = text[i]
        conjoins = "\u1160" <= c <= "\u11ff" or "\ud7b0" <= c <= "\ud7fb"
        if not conjoins and not unicodedata.combining(c) and c not in _INVISIBLE:
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

    return Kiwi(num_workers=workers, load_multi_dict=False)


def collect(
    text: str, stretches: Sequence[tuple[int, int]], analysed: Iterable[Sequence[Any]]
) -> Morphemes:
    """Join what Kiwi found in each stretch into the article's Morphemes."""
    found = Morphemes()
    forms, tags, starts, ends = found.forms, found.tags, found.starts, found.ends
    for (begin, stop), tokens in zip(stretches, analysed, strict=True):
        cleaned, offsets = clean(text[begin:stop])
        sentence, since = -1, begin
        reached = begin
        for token in tokens:
            start = token.start
            end = min(start + token.len, len(cleaned))
            if offsets is not None:
                start, end = offsets[start], offsets[end]
            start += begin
            end += begin
            if start < reached:  # contracted: starts may even step back
                start = max(start, starts[-1])
                if token.tag == "ETM" and _is_particle(found, text):
                    continue
            if token.sent_position != sentence:
                if sentence >= 0 and start > since:
                    found.sentences.append((since, start))
                    since = start
                sentence = token.sent_position
            forms.append(token.form)
            tags.append(token.tag)
            starts.append(start)
            ends.append(max(start, end))
            reached = max(reached, end)
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


class KiwiTokenizer:
    """The spaCy tokenizer: text -> Doc, one token per run of characters.

    ``doc.text`` is the text to the last character. ``token.tag_`` has the Kiwi tags of the
    morphemes in the token, joined by ``+``; blanks and masked stretches have the tag ``""``.
    """

    def __init__(self, vocab: Vocab, *, workers: int = 1) -> None:
        self.vocab = vocab
        self.workers = workers

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (self.vocab, self.workers))

    # it has no state but its arguments: nothing to store, yet spaCy's to_disk asks for these
    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Nothing to store."""
        return b""

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> KiwiTokenizer:
        """Nothing to restore."""
        return self

    def to_disk(self, path: Any, *, exclude: Iterable[str] = ()) -> None:
        """Nothing to store."""

    def from_disk(self, path: Any, *, exclude: Iterable[str] = ()) -> KiwiTokenizer:
        """Nothing to restore."""
        return self

    def __call__(self, text: str) -> Doc:
        lone = bool(re.search("[\ud800-\udfff]", text))
        if lone:  # spaCy's strings are UTF-8
            text = re.sub("[\ud800-\udfff]", "\ufffd", text)
        stretches = [s for p in paragraphs(text) for s in pieces(*p, text)]
        analysed = (kiwi(self.workers).tokenize(clean(text[a:b])[0]) for a, b in stretches)
        return self.doc(text, collect(text, stretches, analysed))

    def doc(self, text: str, morphemes: Morphemes) -> Doc:
        """Build the Doc for a text whose morphemes are known."""
        words: list[str] = []
        spaces: list[bool] = []
        tags: list[str] = []
        begins: list[int] = []

        def gap(start: int, end: int) -> None:
            """Characters that no morpheme covers: blanks, or chrome that Kiwi never saw."""
            if words and not spaces[-1] and start < end and text[start] == " ":
                spaces[-1] = True
                start += 1
            for chunk in re.findall(r"\S+|\s+", text[start:end]):
                if chunk[0] == " " and words and not spaces[-1] and not words[-1].isspace():
                    spaces[-1] = True
                    chunk = chunk[1:]
                if chunk:
                    words.append(chunk)
                    spaces.append(False)
                    tags.append("")
                    begins.append(start)
                start += len(chunk)

        at = 0
        for tag, start, end in zip(morphemes.tags, morphemes.starts, morphemes.ends, strict=True):
            if start < at or start == end:  # shares characters with the token before
                if words and tags[-1]:
                    tags[-1] += "+" + tag
                    if end > at:
                        words[-1] += text[at:end]
                        at = end
                    continue
                if end <= at:
                    continue
                start = at
            if start > at:
                gap(at, start)
            words.append(text[start:end])
            spaces.append(False)
            tags.append(tag)
            begins.append(start)
            at = end
        gap(at, len(text))
        sentences = {start for start, _ in morphemes.sentences}
        opened: list[bool | int | None] = [False] * len(words)
        for start in sentences:
            i = bisect_left(begins, start)
            if i < len(words):
                opened[i] = True
        if opened:
            opened[0] = True
        return Doc(self.vocab, words=words, spaces=spaces, tags=tags, sent_starts=opened)


def _rebuild(vocab: Vocab, workers: int) -> KiwiTokenizer:
    return KiwiTokenizer(vocab, workers=workers)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the lines that are not blank."""
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        if not line.isspace():
            yield start, start + len(line.rstrip())
        start = end
