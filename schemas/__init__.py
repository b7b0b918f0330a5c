"""The records that gisa emits, one pydantic model per record type.

These models are the only definition of a record in code: the library's objects,
the JSONL lines and the gold annotations all have this form.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, TypeAdapter

from schemas.article import SCHEMA_VERSION, Article, ArticleLine, Record
from schemas.award import Award
from schemas.base import Evidence, Mention, Reference
from schemas.date import Date
from schemas.figure import Figure
from schemas.organization import Organization
from schemas.program import Program

Line = Annotated[
    ArticleLine | Organization | Award | Program | Figure | Date,
    Field(discriminator="type"),
]
LINE: TypeAdapter[Line] = TypeAdapter(Line)
"""Validates one line of a JSONL file: ``LINE.validate_json(line)``."""
MODELS: dict[str, type[Organization | Award | Program | Figure | Date]] = {
    model.model_fields["type"].default: model
    for model in (Organization, Award, Program, Figure, Date)
}
"""The model of each type of record."""

__all__ = [
    "LINE",
    "MODELS",
    "SCHEMA_VERSION",
    "Article",
    "ArticleLine",
    "Award",
    "Date",
    "Evidence",
    "Figure",
    "Line",
    "Mention",
    "Organization",
    "Program",
    "Record",
    "Reference",
]
