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
    """``name`` is the full official name at the article's date; ``code`` the registry's key."""

    type: Literal["organization"] = "organization"
    id: str = Field(pattern=r"^org\d+$")
    name: str = Field(min_length=1)
    category: OrganizationCategory
    code: str | None
    parent: str | None
    mentions: Annotated[list[Mention], AfterValidator(mentions_in_order)] = Field(min_length=1)
