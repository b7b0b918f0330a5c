"""Arrow in, Arrow out: the door for Spark, Daft, Polars and whatever else has record batches.

>>> import pyarrow
>>> from extract.arrow import extract_batch
>>> batch = pyarrow.RecordBatch.from_pylist([{"id": "a", "text": "연수구는 30일 대상을 받았다."}])
>>> extract_batch(batch).column("type").to_pylist()
['article', 'organization', 'date']
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

import rules as rules_package
from extract.pipeline import pipeline
from extract.reading import tables
from extract.reading.formats import Item
from extract.running.articles import Job, failure_of, guarded, source_of
from extract.writing import Failure
from schemas import Article

SCHEMA = pa.schema(
    [
        pa.field("article", pa.string(), nullable=False),
        pa.field("type", pa.string(), nullable=False),
        pa.field("id", pa.string()),
        pa.field("text", pa.string()),
        pa.field("start", pa.int32()),
        pa.field("end", pa.int32()),
        pa.field("record", pa.string(), nullable=False),
    ]
)
"""A row for each record, and one of the type ``article`` before those of an article.

``article`` is the article's name, ``record`` the line of JSON that a run writes; the columns
between are taken from it. An article that fails is one row of the type ``failure``, whose record
has ``file``, ``error`` and ``hint``.
"""


def extract_batch(
    batch: pa.RecordBatch,
    *,
    published: str | None = None,
    rules: str | None = None,
    text_field: str | None = None,
    id_field: str | None = None,
    published_field: str | None = None,
) -> pa.RecordBatch:
    """The records of a batch of articles, a row each; their columns as ``SCHEMA`` has them.

    Columns are found by the names in ``rules/fields.toml``, or by those that are asked for. An
    article without an id is named by the SHA-256 of its text. Raises rules.RulesError where a
    table of ``rules`` cannot be used; what is wrong with an article becomes a row.
    """
    loaded = rules_package.load(rules)
    asked = {"text": text_field, "id": id_field, "published": published_field}
    fields = tables.Fields.of(loaded, **asked)
    failed: list[dict[str, Any]] = []

    def jobs() -> Iterator[Job]:
        columns = fields.among(batch.schema.names)
        for place, row in enumerate(tables.rows(batch.select(columns)), 1):
            page = tables.page(tables.Numbered(place, row), "row", fields)
            if isinstance(page, Failure):
                failed.append(failure_row(page, page.id or str(place)))
                continue
            data = page.text.encode("utf-8", "surrogatepass")
            named = fields.get(row, "id") is not None and page.id
            id = named or hashlib.sha256(data).hexdigest()
            try:
                item = Item(id, id, data, lambda page=page: page)  # type: ignore[misc]
                source = source_of(item, {}, published)
                source.source = None  # it is in no file
                yield Job(source, id, "")
            except Exception as error:
                failed.append(failure_row(failure_of(id, error), id))

    out: list[dict[str, Any]] = []
    for job, result in guarded(pipeline(rules), jobs()):
        if isinstance(result, Exception):
            failed.append(failure_row(failure_of(job.output, result), job.output))
        else:
            out += article_rows(result, job.output)
    return pa.RecordBatch.from_pylist([*out, *failed], schema=SCHEMA)


def article_rows(article: Article, name: str) -> Iterator[dict[str, Any]]:
    """An article and its records as rows."""
    head, *lines = article.lines()
    yield {"article": name, "type": "article", "record": head}
    for record, line in zip(article.records, lines, strict=True):
        yield {
            "article": name,
            "type": record.type,
            "id": record.id,
            "text": record.text,
            "start": record.start,
            "end": record.end,
            "record": line,
        }


def failure_row(failure: Failure, name: str) -> dict[str, Any]:
    """A failure as a row."""
    return {"article": name, "type": "failure", "record": failure.line()}
