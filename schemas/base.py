"""What every record has."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Model(BaseModel):
    """Base of all models: no field beyond the declared ones, immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _fits(span: Any) -> Any:
    if span.end - span.start != len(span.text):
        raise ValueError(f"span {span.start}:{span.end} does not fit {span.text!r}")
    return span


class Reference(Model):
    """Another record of the article: ``id`` to join on, ``name`` to read.

    ``id`` is null where the thing referred to has no record of its own (a person).
    """

    id: str | None = Field(description="of a record of the same article, or null")
    name: str = Field(min_length=1, description="the record's name, or its words")


class Mention(Model):
    """One mention of an organization or a program.

    ``start`` and ``end`` count Unicode code points of the text as read, half-open.
    """

    text: str = Field(min_length=1, description="the words, without particles")
    start: int = Field(ge=0, description="where they begin")
    end: int = Field(ge=1, description="where they end")
    kind: Literal["name", "alias", "anaphor"] = Field(
        description="name: any form of the name (연수구, 인천시 연수구); alias: another name "
        "(행안부, 시교육청); anaphor: a common noun that stands for it (구는, 시가)"
    )

    _fits = model_validator(mode="after")(_fits)


class BaseRecord(Model):
    """What every record begins with: ``id`` is unique in the article, ``rule`` made the record.

    ``text`` is the surface form, ``article_text[start:end]`` in code points.
    """

    type: str
    id: str
    text: str = Field(min_length=1, description="the words, exactly article_text[start:end]")
    start: int = Field(ge=0, description="where they begin, in Unicode code points")
    end: int = Field(ge=1, description="where they end, half-open")
    rule: str = Field(min_length=1, description="the rule that made the record")

    _fits = model_validator(mode="after")(_fits)


class Evidence(Model):
    """Why a slot is what it is: the words at ``start:end``, and the rule that read them.

    ``rule`` is a table in ``rules/`` by file and name (``awards.frames.win``), or the name of a
    rule in the code of that stage (``awards.subject``).
    """

    slot: str
    text: str
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    rule: str = Field(min_length=1)

    _fits = model_validator(mode="after")(_fits)


def mentions_in_order(mentions: list[Mention]) -> list[Mention]:
    """Raise ValueError unless the mentions stand in the order of the text, each once."""
    spans = [(m.start, m.end) for m in mentions]
    if spans != sorted(set(spans)):
        raise ValueError("mentions are not in order, or one stands twice")
    return mentions
