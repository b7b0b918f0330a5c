"""The article: the first line of an output file, and the whole with its records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, field_validator, model_validator

from schemas.award import Award
from schemas.base import Evidence, Model, Reference
from schemas.date import Date
from schemas.figure import Figure
from schemas.organization import Organization
from schemas.program import Program

SCHEMA_VERSION = "1"
_PUBLISHED = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?)?)?)?")


def _refers(annotation: object) -> bool:
    """Whether a type is Reference, or made of it."""
    return annotation is Reference or any(map(_refers, get_args(annotation)))


Record = Annotated[
    Organization | Award | Program | Figure | Date,
    Field(discriminator="type"),
]

_REFERRING = {
    model: [name for name, field in model.model_fields.items() if _refers(field.annotation)]
    for model in (Organization, Award, Program, Figure, Date)
}
"""The fields of each record that hold references."""


class ArticleLine(Model):
    """The first line of an output file: what is known of the article itself."""

    type: Literal["article"] = "article"
    id: str = Field(description="the file's stem, or the row's id")
    source: str | None = Field(description="the file as given, with the row (x.csv:17)")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="of the bytes read, in hex")
    title: str | None = Field(description="the headline")
    published: str | None = Field(
        description="publication date, ISO 8601, as precise as known: 2023-03-08, 2022-02, 2021"
    )
    published_from: Literal["metadata", "header", "text"] | None = Field(
        description="where that comes from; text: inferred from the article's own dates"
    )
    publisher: str | None = Field(description="the medium")
    reporter: str | None = Field(description="the byline's name")
    chars: int = Field(ge=0, description="length of the text in code points")
    generator: str = Field(description="gisa and its version")
    schema_version: str = Field(SCHEMA_VERSION, description="of these models")
    warnings: list[str] = Field(description="what was odd about this input")

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
        text = self.text
        for record in self.records:
            if record.id in by_id:
                raise ValueError(f"id {record.id} stands twice")
            by_id[record.id] = record
            if (record.start, record.end) < last:
                raise ValueError(f"{record.id} is out of order")
            last = (record.start, record.end)
            mentions = record.mentions if isinstance(record, Organization | Program) else ()
            for span in (record, *mentions):
                if text[span.start : span.end] != span.text:
                    raise ValueError(
                        f"{record.id}: the article has {text[span.start : span.end]!r} "
                        f"at {span.start}:{span.end}, not {span.text!r}"
                    )
        for record in self.records:
            for field in _REFERRING[type(record)]:
                value = getattr(record, field)
                for reference in value if isinstance(value, list) else (value,):
                    if reference and reference.id is not None and reference.id not in by_id:
                        raise ValueError(f"{record.id}.{field}: there is no record {reference.id}")
            if isinstance(record, Figure) and record.compared_to is not None:
                other = by_id.get(record.compared_to)
                if not isinstance(other, Figure):
                    raise ValueError(f"{record.id}.compared_to: no figure {record.compared_to}")
        if self.chars != len(text):
            raise ValueError(f"chars is {self.chars}, the text has {len(text)}")
        return self

    def lines(self) -> Iterator[str]:
        """The JSONL lines, without line ends: the article's, then one for each record."""
        yield self.model_dump_json(exclude={"text", "records", "evidence"})
        for record in self.records:
            yield record.model_dump_json()
