"""Programs: named undertakings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from schemas.base import BaseRecord, Mention, Reference, mentions_in_order

ProgramCategory = Literal[
    "project",
    "service",
    "system",
    "facility",
    "policy",
    "fund",
    "currency",
    "event",
    "body",
    "campaign",
    "other",
]
ProgramStatus = Literal["planned", "launched", "running", "expanded", "selected", "completed"]


class Program(BaseRecord):
    """``operator`` runs it, ``host`` supports or commissions it, ``date`` is its status's."""

    type: Literal["program"] = "program"
    id: str = Field(pattern=r"^program\d+$")
    name: str = Field(min_length=1)
    category: ProgramCategory
    operator: Reference | None
    host: list[Reference]
    status: ProgramStatus | None
    first_in: str | None
    date: Reference | None
    mentions: Annotated[list[Mention], AfterValidator(mentions_in_order)] = Field(min_length=1)
