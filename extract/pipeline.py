"""The stages in order: text -> Doc -> what is found -> records.

Each extractor is a spaCy component made by a factory (``gisa_dates`` …), so that it can be
disabled, replaced or followed by one of your own. Components hand on a ``Found`` (``doc._.gisa``).
"""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

import rules as rules_package
import schemas
from extract.found import Found, Known, Stage
from extract.morphemes import KiwiTokenizer, clean, collect, kiwi, pieces
from extract.reading.decoding import legible
from extract.reading.layout import LayoutReader
from extract.records import assemble

ZONE = 64
"""Articles in one of spaCy's memory zones."""
SAMPLE = 2_000
"""Characters that tell the language of an article."""
KOREAN = 0.1
"""The share of Hangul among its letters from which it is Korean."""
_HANGUL = re.compile("[가-힣]+")
_LETTERS = re.compile(r"[^\W\d_]+")
COMPONENTS = ("gisa_dates", "gisa_organizations", "gisa_figures", "gisa_programs", "gisa_awards")
try:
    VERSION = version("gisa")
except PackageNotFoundError:  # running from a checkout that is not installed
    VERSION = "0"
GENERATOR = f"gisa {VERSION}"


@dataclass(slots=True)
class Source:
    """An article to read: its text and what is known of it from elsewhere.

    ``id`` is the file's stem, ``source`` its path as given, ``sha256`` that of the bytes read.
    """

    text: str
    id: str = "article"
    source: str | None = None
    sha256: str | None = None
    known: Known = field(default_factory=Known)
    warnings: list[str] = field(default_factory=list)


class GisaTokenizer(KiwiTokenizer):
    """Layout, then morphemes: the Doc carries a ``Found`` with both, and nothing found yet."""

    def __init__(self, vocab: Any, *, rules: str | None = None, workers: int = 1) -> None:
        super().__init__(vocab, workers=workers)
        self.rules = rules
        self.layouts = LayoutReader(rules_package.load(rules))

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (self.vocab, self.rules, self.workers))

    def __call__(self, text: str) -> Doc:
        return self.told(next(self.stream([Source(text)]))[1])

    def told(self, found: Found) -> Doc:
        """The Doc that carries a Found."""
        doc = self.doc(found.original, found.morphemes, found.offsets)
        doc._.gisa = found
        return doc

    def stream(self, sources: Iterable[Source]) -> Iterator[tuple[Source, Found]]:
        """Articles in the order of the sources; with workers, Kiwi's threads read ahead."""
        waiting: deque[tuple[Source, Found, list[tuple[int, int]]]] = deque()

        def texts() -> Iterator[str]:
            for source in sources:
                original = legible(source.text)
                text, offsets = clean(original)
                text = self.layouts.lost.sub("·", text)
                layout = self.layouts.read(text)
                stretches = [s for line in layout.analysed() for s in pieces(*line, text)]
                known = source.known
                known.title = known.title or layout.title
                known.publisher = known.publisher or layout.publisher
                known.reporter = known.reporter or layout.reporter
                if known.published:
                    known.published_from = known.published_from or "metadata"
                elif layout.published:
                    known.published, known.published_from = layout.published, "header"
                found = Found(text, layout, collect(text, (), ()), known, original, offsets)
                found.warnings.extend(source.warnings)
                if _foreign(text):
                    found.warnings.append("hardly any Korean in it: records may be missing")
                waiting.append((source, found, stretches))
                for a, b in stretches:
                    yield text[a:b]

        def finished(
            source: Source, found: Found, stretches: list[tuple[int, int]], tokens: list[Any]
        ) -> tuple[Source, Found]:
            found.morphemes = collect(found.text, stretches, tokens)
            return source, found

        analyser = kiwi(self.workers)
        if self.workers > 1:
            analysed = iter(analyser.tokenize(texts()))
        else:
            analysed = map(analyser.tokenize, texts())
        gathered: list[Any] = []
        for tokens in analysed:
            while not waiting[0][2]:
                yield finished(*waiting.popleft(), [])
            gathered.append(tokens)
            if len(gathered) == len(waiting[0][2]):
                yield finished(*waiting.popleft(), gathered)
                gathered = []
        for blank in waiting:
            yield finished(*blank, [])


def _foreign(text: str) -> bool:
    """Whether next to nothing at the beginning of a text is Korean."""
    sample = text[:SAMPLE]
    hangul = sum(map(len, _HANGUL.findall(sample)))
    if hangul > KOREAN * len(sample):
        return False
    letters = sum(map(len, _LETTERS.findall(sample)))
    return hangul < KOREAN * letters


def _rebuild(vocab: Any, rules: str | None, workers: int) -> GisaTokenizer:
    return GisaTokenizer(vocab, rules=rules, workers=workers)


@spacy.registry.tokenizers("gisa.KiwiTokenizer.v1")
def make_tokenizer(
    rules: str | None = None, workers: int = 1
) -> Callable[[Language], GisaTokenizer]:
    """The tokenizer of a spaCy config: ``@tokenizers = "gisa.KiwiTokenizer.v1"``."""

    def create(nlp: Language) -> GisaTokenizer:
        return GisaTokenizer(nlp.vocab, rules=rules, workers=workers)

    return create


def load(*, rules: str | None = None, workers: int = 1) -> Language:
    """A spaCy pipeline that finds the records: ``load()(text)._.article``.

    ``rules`` is a folder of tables laid over those of the package, ``workers`` the number of
    Kiwi's threads. Raises rules.RulesError where a table is broken.
    """
    import extract.awards
    import extract.dates
    import extract.figures
    import extract.organizations
    import extract.programs  # noqa: F401

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
    article = build(Source(found.original, known=found.known), found)
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
    return doc


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


def build(source: Source, found: Found) -> schemas.Article:
    """The article's records, validated as a whole."""
    known = found.known
    records, evidence = assemble(found)
    digest = source.sha256 or hashlib.sha256(found.original.encode()).hexdigest()
    return schemas.Article.model_validate(
        {
            "id": source.id,
            "source": source.source,
            "sha256": digest,
            "title": known.title,
            "published": known.published,
            "published_from": known.published_from,
            "publisher": known.publisher,
            "reporter": known.reporter,
            "chars": len(found.original),
            "generator": GENERATOR,
            "warnings": found.warnings,
            "text": found.original,
            "records": records,
            "evidence": evidence,
        }
    )


def stream(nlp: Language, sources: Iterable[Source]) -> Iterator[schemas.Article]:
    """Articles in the order of the sources, each done before the next is read from memory.

    Docs are made for components of one's own only: the stages need none.
    """
    tokenizer = nlp.tokenizer
    assert isinstance(tokenizer, GisaTokenizer)
    steps = [component for name, component in nlp.pipeline if name != "gisa_records"]
    stages = [step for step in steps if isinstance(step, Stage)]
    read = tokenizer.stream(sources)
    if len(stages) == len(steps):
        for source, found in read:
            for stage in stages:
                stage.read(found)
            yield build(source, found)
        return
    size = 1
    while True:
        batch = []
        with nlp.memory_zone():  # what spaCy keeps of words is forgotten with them
            for source, found in islice(read, size):
                doc = tokenizer.told(found)
                for step in steps:
                    doc = step(doc)
                batch.append(build(source, doc._.gisa))
                del doc
        if not batch:
            return
        yield from batch
        size = min(2 * size, ZONE)  # the first article soon, the rest at little cost
