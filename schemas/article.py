"""The article: the first line of an output file, and the whole with its records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from schemas.award import Award
from schemas.base import Evidence, Model, Reference
from schemas.date import Date
from schemas.figure import Figure
from schemas.organization import Organization
from schemas.program import Program

SCHEMA_VERSION = "1"
_PUBLISHED = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?)?)?)?")

Record = Annotated[
    Organization | Award | Program | Figure | Date,
    Field(discriminator="type"),
]


class ArticleLine(Model):
    """The first line of an output file: what is known of the article itself."""

    type: Literal["article"] = "article"
    id: str
    source: str | None
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    title: str | None
    published: str | None
    published_from: Literal["metadata", "header", "text"] | None
    publisher: str | None
    reporter: str | None
    chars: int = Field(ge=0)
    generator: str
    schema_version: str = SCHEMA_VERSION
    warnings: list[str]

    @field_validator("published")
    @classmethod
    def _is_iso(cls, value: str | None) -> str | None:
        if value is not None and not _PUBLISHED.fullmatch(value):
            raise ValueError(f"{value!r} is no ISO 8601 date")
        return value

    @model_validator(mode="after")
    def _published_has_a_source(self) -> Self:
        if (self.published is None) != (self.published_from is None):
            raise ValueError("published and published_from are given together or not at all")
        return self


class Article(ArticleLine):
    """An article with its text and its records, checked as a whole.

    Raises pydantic.ValidationError where a record's span does not give its text, an id stands
    twice, a reference leads nowhere or the records are out of order.
    """

    text: str = Field(repr=False)
    records: list[Record] = Field(repr=False)
    evidence: dict[str, list[Evidence]] = Field(default={}, repr=False)
    """By the id of an award or a program, the words that fill its slots. Not part of the lines."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        by_id: dict[str, Record] = {}
        last = (0, 0)
        for record in self.records:
            if record.id in by_id:
                raise ValueError(f"id {record.id} stands twice")
            by_id[record.id] = record
            if (record.start, record.end) < last:
                raise ValueError(f"{record.id} is out of order")
            last = (record.start, record.end)
            for span in (record, *getattr(record, "mentions", ())):
                if self.text[span.start : span.end] != span.text:
                    raise ValueError(
                        f"{record.id}: the article has {self.text[span.start : span.end]!r} "
                        f"at {span.start}:{span.end}, not {span.text!r}"
                    )
        for record in self.records:
            for field, reference in _references(record):
                if reference.id is not None and reference.id not in by_id:
                    raise ValueError(f"{record.id}.{field}: there is no record {reference.id}")
            if isinstance(record, Figure) and record.compared_to is not None:
                other = by_id.get(record.compared_to)
                if not isinstance(other, Figure):
                    raise ValueError(f"{record.id}.compared_to: no figure {record.compared_to}")
        if self.chars != len(self.text):
            raise ValueError(f"chars is {self.chars}, the text has {len(self.text)}")
        return self

    def lines(self) -> Iterator[str]:
        """The JSONL lines, without line ends: the article's, then one for each record."""
        yield self.model_dump_json(exclude={"text", "records", "evidence"})
        for record in self.records:
            yield record.model_dump_json()


def _references(record: Record) -> Iterator[tuple[str, Reference]]:
    for field in type(record).model_fields:
        value = getattr(record, field)
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, Reference):
                yield field, item
