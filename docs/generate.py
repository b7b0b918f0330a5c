"""Writes the parts of the documentation that are made from the code: ``make docs``.

``tests/test_docs.py`` fails where they are not what this would write.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from schemas import ArticleLine, Award, Date, Figure, Mention, Organization, Program, Reference

HERE = Path(__file__).parent
INTRODUCTION = """\
# The records

Made from the models in `schemas/` by `make docs`. `gisa schema` prints the same as JSON Schema.

One article in, one `NAME.jsonl` out: UTF-8, one JSON object a line. The first line describes the
article; every further line is a record, ordered by `start`, then `end`. A field with nothing to say
is `null`, a list `[]`; none is ever missing.
"""
COMMON = """\
## What every record has
"""
MODELS = (ArticleLine, Organization, Award, Program, Figure, Date)


def records() -> str:
    """The reference of the records."""
    parts = [INTRODUCTION, *_model("article", ArticleLine, skip=()), COMMON]
    shared = {"type", "id", "text", "start", "end", "rule"}
    parts += _table(Organization, only=shared, about={"id": "unique in the article: org1, award1"})
    for model in MODELS[1:]:
        parts += _model(model.model_fields["type"].default, model, skip=shared)
    parts += _model("reference", Reference, skip=())
    parts += _model("mention", Mention, skip=())
    return "\n".join(parts)


def _model(name: str, model: type[BaseModel], skip: Any) -> Iterator[str]:
    yield f"## {name}\n"
    yield inspect.cleandoc(model.__doc__ or "").replace("``", "`") + "\n"
    yield from _table(model, only={*model.model_fields} - {*skip})


def _table(
    model: type[BaseModel], only: set[str], about: dict[str, str] | None = None
) -> Iterator[str]:
    yield "| field | type | meaning |"
    yield "| --- | --- | --- |"
    for name, schema in model.model_json_schema()["properties"].items():
        if name not in only:
            continue
        meaning = (about or {}).get(name, schema.get("description", ""))
        if name == "type" and not meaning:
            meaning = "what the line is: " + ", ".join(
                f"`{m.model_fields['type'].default}`" for m in MODELS
            )
        values = _enumeration(schema)
        if values and name != "type":
            meaning += f"{'; ' if meaning else ''}one of {', '.join(f'`{v}`' for v in values)}"
        yield f"| `{name}` | {_type(schema)} | {meaning} |"
    yield ""


def _enumeration(schema: dict[str, Any]) -> list[str]:
    for option in [schema, *schema.get("anyOf", ())]:
        if "enum" in option:
            return list(option["enum"])
    return []


def _type(schema: dict[str, Any]) -> str:
    """A type of JSON Schema in words."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2].lower()
        return f"[{name}](#{name})"
    if "anyOf" in schema:
        types = dict.fromkeys(map(_type, schema["anyOf"]))
        return " or ".join(t for t in types if t != "integer" or "number" not in types)
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}s".replace("](", "s](").replace(")s", ")")
    if schema.get("format") == "date":
        return "ISO date"
    return str(schema.get("type", "string"))


def main() -> None:
    """Write what has changed."""
    for name, text in (("records.md", records()),):
        (HERE / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
