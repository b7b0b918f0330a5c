"""Writes the parts of the documentation that are made from the code: ``make docs``.

``tests/test_docs.py`` fails where they are not what this would write.
"""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import BaseModel

from extract.evaluating import Evaluation, evaluate
from extract.exporting.tables import COLUMNS, TABLES
from extract.reading import metadata
from extract.running import local
from schemas import MODELS, ArticleLine, Mention, Organization, Reference

HERE = Path(__file__).parent
ROOT = HERE.parent
INTRODUCTION = """\
# The records

Made from the models in `schemas/` by `make docs`. `gisa schema` prints the same as JSON Schema.

One article in, one `NAME.jsonl` out: UTF-8, one JSON object a line. The first line describes the
article; every further line is a record, ordered by `start`, then `end`. A field with nothing to say
is `null`, a list `[]`; none is ever missing.
"""
TABLES_INTRODUCTION = """\
# Tables

What `gisa export` writes to `.duckdb`, `.parquet`, `.csv` and `.xlsx`, and `extract.to_frames`
gives. Made from the code by `make docs`.

Every row names its `article`, which is unique in the run; a record's `id` is unique in its article,
so tables join on both. `end` is a reserved word of SQL: write `"end"`. In `.csv` and `.xlsx` the
items of a list are joined by ` | `.
"""
NAMES = {"list<item: string>": "list of strings", "date32[day]": "date"}
"""Of Arrow's types, for readers."""
COMMON = """\
## What every record has
"""


def records() -> str:
    """The reference of the records."""
    parts = [INTRODUCTION, *_model("article", ArticleLine, skip=()), COMMON]
    shared = {"type", "id", "text", "start", "end", "rule"}
    parts += _table(Organization, only=shared, about={"id": "unique in the article: org1, award1"})
    for kind, model in MODELS.items():
        parts += _model(kind, model, skip=shared)
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
            kinds = ", ".join(f"`{kind}`" for kind in ("article", *MODELS))
            meaning = f"what the line is: {kinds}"
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


def tables() -> str:
    """The tables that ``gisa export`` writes, column by column."""
    parts = [TABLES_INTRODUCTION]
    for table, meaning in TABLES.items():
        parts += [f"## {table}", "", f"{meaning[0].upper()}{meaning[1:]}.", ""]
        parts += ["| column | type | meaning |", "| --- | --- | --- |"]
        parts += [
            f"| `{name}` | {kind} | {said} |" for name, (kind, said) in COLUMNS[table].items()
        ]
        parts.append("")
    return "\n".join(parts)


def figures(evaluation: Evaluation) -> str:
    """What was measured on a set of articles, in two tables."""
    rows = [
        "| | gold | found | precision | recall | F1, strict | F1, partial |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    fields = ["| | values and slots |", "| --- | --- |"]
    for kind, score in evaluation.scores.items():
        counts, partial = score.strict, score.partial
        rates = (counts.precision, counts.recall, counts.f1, partial and partial.f1)
        rows.append(f"| {kind} | {counts.wanted} | {counts.found} | {_cells(rates)} |")
        values = [f"{field} {right / n:.3f}" for field, (right, n) in score.values.items()]
        if score.by_slot:
            slots = score.slots
            values.append(f"slots P {slots.precision:.3f} R {slots.recall:.3f} F1 {slots.f1:.3f}")
        fields.append(f"| {kind} | {', '.join(values)} |")
    return "\n".join([*rows, "", *fields, ""])


def headline(scores: dict[str, Evaluation]) -> str:
    """F1 in a few words, for the README."""
    kinds = ("award", "program", "figure", "organization", "date")
    slots = ("award", "program")
    rows = [
        f"| F1, strict | {' | '.join(kinds)} | {' | '.join(f'{kind} slots' for kind in slots)} |",
        "| --- |" + " ---: |" * (len(kinds) + len(slots)),
    ]
    for name, evaluation in scores.items():
        of = evaluation.scores
        rates = [*(of[k].strict.f1 for k in kinds), *(of[k].slots.f1 for k in slots)]
        rows.append(f"| {name} | {_cells(rates)} |")
    return "\n".join([*rows, ""])


def _cells(rates: Iterable[float | None]) -> str:
    return " | ".join("–" if rate is None else f"{rate:.3f}" for rate in rates)


def measured(beside: Path) -> dict[str, Evaluation]:
    """gisa run on the articles that have gold; those ``beside`` the repository where they are."""
    sets = {
        "samples": (ROOT / "seeds", ROOT / "tests" / "gold", None),
        "unseen": (
            ROOT / "tests" / "unseen" / "articles",
            ROOT / "tests" / "unseen" / "gold",
            None,
        ),
    }
    if (beside / "gold").is_dir():
        table = metadata.load(beside / "gold" / "metadata.csv")
        sets["real"] = (beside / "seeds", beside / "gold", table)
    scores = {}
    for name, (articles, gold, table) in sets.items():
        with TemporaryDirectory() as out:
            local.run([articles], out, metadata=table)
            scores[name] = evaluate(Path(out), gold)
    return scores


def sentences(beside: Path) -> str | None:
    """F1 on the sentences of KLUE beside the repository; None where they are not there."""
    script = beside / "klue_eval.py"
    if not script.is_file():
        return None
    command = [sys.executable, str(script), str(beside / "klue" / "klue_news_tune.tsv")]
    gisa = str(Path(sys.executable).parent / "gisa")
    done = subprocess.run(
        [*command, "--split", "tune"],
        env={**os.environ, "GISA": gisa},
        capture_output=True,
        text=True,
        check=True,
    )
    result = json.loads(done.stdout.splitlines()[-1])
    rows = ["| | F1, strict | F1, any overlap |", "| --- | ---: | ---: |"]
    for kind in ("date", "figure", "organization"):
        rows.append(f"| {kind} | {_cells((result[kind]['exact'], result[kind]['partial']))} |")
    return "\n".join([*rows, ""])


def within(page: str, name: str, content: str) -> str:
    """A page with what stands between ``<!-- name -->`` and the next ``<!-- end -->`` replaced."""
    head, mark, rest = page.partition(f"<!-- {name} -->\n")
    _, end, tail = rest.partition("<!-- end -->")
    if not (mark and end):
        raise ValueError(f"there is no <!-- {name} --> … <!-- end -->")
    return f"{head}{mark}\n{content}\n{end}{tail}"


def pages(beside: Path = ROOT.parent / "shared") -> dict[Path, str]:
    """Every page that is made from the code, as it should be."""
    scores = measured(beside)
    accuracy = (HERE / "accuracy.md").read_text("utf-8")
    for name, evaluation in scores.items():
        accuracy = within(accuracy, name, figures(evaluation))
    klue = sentences(beside)
    if klue is not None:
        accuracy = within(accuracy, "KLUE", klue)
    made = {
        HERE / "records.md": records(),
        HERE / "tables.md": tables(),
        HERE / "accuracy.md": accuracy,
    }
    own = {name: scores[name] for name in ("samples", "unseen")}
    for page in (ROOT / "README.md", ROOT / "README.ko.md"):
        made[page] = within(page.read_text("utf-8"), "accuracy", headline(own))
    return made


def main() -> None:
    """Write what has changed."""
    for path, text in pages().items():
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
