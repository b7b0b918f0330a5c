"""gisa reads Korean news articles into validated records that point back into the text.

>>> import extract
>>> article = extract.extract("연수구는 30일 대상을 받았다.", published="2013-10-31")
>>> [(record.type, record.text) for record in article.records]
[('organization', '연수구'), ('date', '30일')]

Importing this package is cheap; Kiwi is loaded with the first call, spaCy by ``load`` alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language

    from extract.exporting import to_frames
    from extract.pipeline import Source
    from schemas import Article, Award, Date, Figure, Organization, Program

__all__ = [
    "Article",
    "Award",
    "Date",
    "Figure",
    "Organization",
    "Program",
    "Source",
    "extract",
    "load",
    "pipe",
    "to_frames",
]


def load(*, rules: str | None = None, workers: int = 1) -> Language:
    """A spaCy ``Language``: ``load()(text)`` is a Doc with ``doc._.article`` and ``doc.spans``.

    ``rules`` is a folder of tables laid over the package's, ``workers`` the number of Kiwi's
    threads. Raises rules.RulesError where a table cannot be used.
    """
    return _language(rules, workers)


@cache
def _language(rules: str | None, workers: int) -> Language:
    from extract.components import load as make

    return make(rules=rules, workers=workers)


def pipe(
    articles: Iterable[str | Source], *, rules: str | None = None, workers: int = 1
) -> Iterator[Article]:
    """Stream articles: each text or ``Source`` in, one ``schemas.Article`` out, in order.

    Raises rules.RulesError where a table of ``rules`` cannot be used.
    """
    from extract.pipeline import Source, pipeline

    sources = (Source(a) if isinstance(a, str) else a for a in articles)
    return pipeline(rules, workers).stream(sources)


def extract(
    text: str,
    *,
    published: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    rules: str | None = None,
) -> Article:
    """The records of one article.

    ``published`` is an ISO 8601 date, as precise as known (``2013-10``); without it the
    article's header or its own dates decide. Raises ValueError where it is no such date.
    """
    from extract.found import Known
    from extract.pipeline import Source
    from extract.reading.metadata import published as checked

    published = checked(published) if published is not None else None
    known = Known(title=title, published=published, publisher=publisher)
    return next(pipe([Source(text, known=known)], rules=rules))


def __getattr__(name: str) -> Any:
    if name == "Source":
        from extract.pipeline import Source

        return Source
    if name == "to_frames":
        from extract.exporting import to_frames

        return to_frames
    if name in __all__:
        import schemas

        return getattr(schemas, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
