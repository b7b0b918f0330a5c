"""Organizations: one record for each distinct organization in the article."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from schemas.base import BaseRecord, Mention, mentions_in_order

OrganizationCategory = Literal[
    "local_government",
    "central_government",
    "legislature",
    "public_institution",
    "education",
    "company",
    "association",
    "media",
    "international",
    "other",
]


class Organization(BaseRecord):
    """A distinct organization of the article; its words are those of the first mention."""

    type: Literal["organization"] = "organization"
    id: str = Field(pattern=r"^org\d+$", description="org1, org2 … in order")
    name: str = Field(
        min_length=1,
        description="the full official name on the article's day; if no registry has it, the "
        "longest form in the article",
    )
    category: OrganizationCategory = Field(
        description="what it is: public_institution has 공사, 공단, 진흥원, 법원, 소방서 …, "
        "association 협회, 재단, 조합, 시민단체 …"
    )
    code: str | None = Field(description="the registry's key: KR-28185 for 인천광역시 연수구")
    parent: str | None = Field(description="the full name of what it is part of")
    mentions: Annotated[list[Mention], AfterValidator(mentions_in_order)] = Field(
        min_length=1, description="all of them, in the order of the text"
    )
