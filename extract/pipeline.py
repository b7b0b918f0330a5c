"""The stages in order: text -> morphemes -> what is found -> records.

``Pipeline`` is what runs use. ``components.py`` offers the same stages to spaCy.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import rules as rules_package
import schemas
from extract.awards import Awards
from extract.dates import Dates
from extract.figures import Figures
from extract.found import Found, Known, Stage
from extract.morphemes import clean, collect, kiwi, pieces
from extract.organizations import Organizations
from extract.programs import Programs
from extract.reading.decoding import legible
from extract.reading.layout import LayoutReader
from extract.records import assemble
from rules import Rules

SAMPLE = 2_000
"""Characters that tell the language of an article."""
KOREAN = 0.1
"""The share of Hangul among its letters from which it is Korean."""
_HANGUL = re.compile("[가-힣]+")
_LETTERS = re.compile(r"[^\W\d_]+")
STAGES: dict[str, type[Dates | Organizations | Figures | Programs | Awards]] = {
    "dates": Dates,
    "organizations": Organizations,
    "figures": Figures,
    "programs": Programs,
    "awards": Awards,
}
"""In the order in which each reads what those before it have found."""
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


class Reader:
    """Layout, then morphemes: texts become ``Found``, with nothing found in them yet."""

    def __init__(self, rules: Rules, *, workers: int = 1) -> None:
        self.workers = workers
        self.layouts = LayoutReader(rules)

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


class Pipeline:
    """Articles in, records out.

    ``rules`` is a folder of tables laid over those of the package, ``workers`` the number of
    Kiwi's threads. Raises rules.RulesError where a table is broken.
    """

    def __init__(self, rules: str | None = None, *, workers: int = 1) -> None:
        loaded = rules_package.load(rules)
        self.reader = Reader(loaded, workers=workers)
        self.stages: list[Stage] = [make(loaded) for make in STAGES.values()]

    def stream(self, sources: Iterable[Source]) -> Iterator[schemas.Article]:
        """Articles in the order of the sources; those that Kiwi reads ahead are in memory."""
        for source, found in self.reader.stream(sources):
            for stage in self.stages:
                stage.read(found)
            yield build(source, found)


@cache
def pipeline(rules: str | None = None, workers: int = 1) -> Pipeline:
    """The one of this process, with its rules loaded."""
    return Pipeline(rules, workers=workers)


def _foreign(text: str) -> bool:
    """Whether next to nothing at the beginning of a text is Korean."""
    sample = text[:SAMPLE]
    hangul = sum(map(len, _HANGUL.findall(sample)))
    if hangul > KOREAN * len(sample):
        return False
    letters = sum(map(len, _LETTERS.findall(sample)))
    return hangul < KOREAN * letters


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
