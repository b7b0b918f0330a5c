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
    """A named undertaking: project, service, policy, system, fund, event, facility run as one.

    Its words are the name where it is mentioned first.
    """

    type: Literal["program"] = "program"
    id: str = Field(pattern=r"^program\d+$", description="program1, program2 … in order")
    name: str = Field(min_length=1, description="as the article has it, without quotation marks")
    category: ProgramCategory = Field(
        description="what it is: project 사업, service 서비스, system 시스템·플랫폼·앱, facility "
        "센터·체험관, policy 제도·조례, fund 펀드·지원금, currency 지역화폐, event 축제·공모전, "
        "body 위원회·네트워크, campaign 캠페인"
    )
    operator: Reference | None = Field(description="the organization that runs it")
    host: list[Reference] = Field(description="who supports, commissions or ordered it: 주관, 지원")
    status: ProgramStatus | None = Field(
        description="what is said of it; selected: chosen for somebody's programme"
    )
    first_in: str | None = Field(description="전국, 인천 … where it is claimed to be the first")
    date: Reference | None = Field(description="the date of that status")
    mentions: Annotated[list[Mention], AfterValidator(mentions_in_order)] = Field(
        min_length=1, description="all of them, in the order of the text"
    )
