"""gisa's stages as spaCy components: a factory for each, and the tokenizer that they need.

``load()`` puts them together. Each can be disabled, replaced or followed by one of your own;
they hand on a ``Found`` (``doc._.gisa``), of which the last makes records (``doc._.article``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

import rules as rules_package
import schemas
from extract.found import Found, Stage
from extract.morphemes import Morphemes, Offsets
from extract.pipeline import STAGES, Reader, Source, build

COMPONENTS = tuple(f"gisa_{name}" for name in STAGES)


class KiwiTokenizer:
    """The spaCy tokenizer: text -> Doc with a ``Found`` (layout and morphemes, nothing found yet).

    Morphemes that share characters (했 = 하 + 었) are one token with a joined tag.

    ``doc.text`` is the text to the last character. ``token.tag_`` has the Kiwi tags of the
    morphemes in the token, joined by ``+``; blanks and masked stretches have the tag ``""``.
    """

    def __init__(self, vocab: Vocab, *, rules: str | None = None, workers: int = 1) -> None:
        self.vocab = vocab
        self.rules = rules
        self.reader = Reader(rules_package.load(rules), workers=workers)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (self.vocab, self.rules, self.reader.workers))

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
        _, found = next(self.reader.stream([Source(text)]))
        doc = self.doc(found.original, found.morphemes, found.offsets)
        doc._.gisa = found
        return doc

    def doc(self, text: str, morphemes: Morphemes, offsets: Offsets | None = None) -> Doc:
        """Build the Doc for a text whose morphemes are known, if cleaned, with the way back."""
        if offsets is not None:
            morphemes = morphemes.moved(offsets)
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


def _rebuild(vocab: Vocab, rules: str | None, workers: int) -> KiwiTokenizer:
    return KiwiTokenizer(vocab, rules=rules, workers=workers)


@spacy.registry.tokenizers("gisa.KiwiTokenizer.v1")
def make_tokenizer(
    rules: str | None = None, workers: int = 1
) -> Callable[[Language], KiwiTokenizer]:
    """The tokenizer of a spaCy config: ``@tokenizers = "gisa.KiwiTokenizer.v1"``."""

    def create(nlp: Language) -> KiwiTokenizer:
        return KiwiTokenizer(nlp.vocab, rules=rules, workers=workers)

    return create


class Component:
    """A stage that reads the Found of a Doc."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def __call__(self, doc: Doc) -> Doc:
        self.stage.read(doc._.gisa)
        return doc


def _factory(name: str) -> Callable[[Language, str, str | None], Component]:
    def make(nlp: Language, name: str, rules: str | None) -> Component:
        return Component(stage(rules_package.load(rules)))

    stage = STAGES[name]
    return Language.factory(f"gisa_{name}", default_config={"rules": None}, func=make)


make_dates = _factory("dates")
make_organizations = _factory("organizations")
make_figures = _factory("figures")
make_programs = _factory("programs")
make_awards = _factory("awards")


def load(*, rules: str | None = None, workers: int = 1) -> Language:
    """A spaCy pipeline that finds the records: ``load()(text)._.article``.

    ``rules`` is a folder of tables laid over those of the package, ``workers`` the number of
    Kiwi's threads. Raises rules.RulesError where a table is broken.
    """
    tokenizer = {"@tokenizers": "gisa.KiwiTokenizer.v1", "rules": rules, "workers": workers}
    nlp = spacy.blank("xx", config={"nlp": {"tokenizer": tokenizer}})
    for name in COMPONENTS:
        nlp.add_pipe(name, config={"rules": rules})
    nlp.add_pipe("gisa_records")
    return nlp


@Language.component("gisa_records", assigns=["doc._.article", "doc.spans"])
def records(doc: Doc) -> Doc:
    """Turn what was found into records; leaves plain data, so that the Doc can be stored."""
    found: Found | None = doc._.gisa
    if found is None:
        raise ValueError("gisa_records needs a Doc of the tokenizer gisa.KiwiTokenizer.v1")
    keep(doc, build(Source(found.original, known=found.known), found))
    return doc


def keep(doc: Doc, article: schemas.Article) -> None:
    """Leave an article in a Doc of its text: ``doc._.article``, and a span for each mention."""
    doc.user_data["gisa"] = [*article.lines()]
    for kind in ("organization", "award", "program", "figure", "date"):
        spans = [
            doc.char_span(m.start, m.end, label=kind, span_id=r.id, alignment_mode="expand")
            for r in article.records
            if r.type == kind
            for m in getattr(r, "mentions", (r,))
        ]
        doc.spans[kind] = [span for span in spans if span is not None]
    doc._.gisa = None


def stored(doc: Doc) -> schemas.Article | None:
    """The article that the pipeline left in a Doc; None where it has not run."""
    lines = doc.user_data.get("gisa")
    if lines is None:
        return None
    head, *rest = map(schemas.LINE.validate_json, lines)
    return schemas.Article.model_validate(
        {**head.model_dump(), "text": doc.text, "records": [r.model_dump() for r in rest]}
    )


Doc.set_extension("gisa", default=None, force=True)
Doc.set_extension("article", getter=stored, force=True)
