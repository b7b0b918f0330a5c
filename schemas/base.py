"""What every record has."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Model(BaseModel):
    """Base of all models: no field beyond the declared ones, immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Span(Model):
    """A stretch of the article.

    ``start`` and ``end`` count Unicode code points of the text as read, half-open.
    """

    text: str = Field(min_length=1)
    start: int = Field(ge=0)
    end: int = Field(ge=1)

    @model_validator(mode="after")
    def _lengths_agree(self) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError(f"span {self.start}:{self.end} does not fit {self.text!r}")
        return self


class Reference(Model):
    """Another record of the article: ``id`` to join on, ``name`` to read.

    ``id`` is null where the thing referred to has no record of its own (a person).
    """

    id: str | None
    name: str = Field(min_length=1)


class Mention(Span):
    """One mention of an organization or a program."""

    kind: Literal["name", "alias", "anaphor"]


class BaseRecord(Span):
    """``id`` is unique in the article; ``rule`` names the rule that made the record."""

    id: str
    rule: str = Field(min_length=1)


def mentions_in_order(mentions: list[Mention]) -> list[Mention]:
    """Raise ValueError unless the mentions stand in the order of the text, each once."""
    spans = [(m.start, m.end) for m in mentions]
    if spans != sorted(set(spans)):
        raise ValueError("mentions are not in order, or one stands twice")
    return mentions
