"""A run's records as tables: one for each type, articles, and mentions.

``COLUMNS`` says what each table holds. Every row names its ``article`` (the output's name, unique
in the run); a record's ``id`` is unique in its article, so tables join on both. A reference has two
columns, ``recipient_id`` and ``recipient``, the name; lists of references are two lists of the same
length. A reference to a date has that date's value, too, and the calendar days that it covers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa
from pydantic import BaseModel

from extract.exporting import unfit
from extract.outputs import Line, Output
from extract.writing import Failure
from schemas import ArticleLine, Award, Date, Figure, Mention, Organization, Program
from schemas.base import BaseRecord

SIZE = 1_000
"""Articles in a batch."""

Row = dict[str, Any]
Columns = dict[str, tuple[pa.DataType, str]]

_TEXT, _TEXTS = pa.string(), pa.list_(pa.string())
_SHORT, _LONG = pa.int32(), pa.int64()
_NUMBER, _DAY = pa.float64(), pa.date32()


def _fields(model: type[BaseModel], **types: pa.DataType) -> Columns:
    """Fields that a table has as the record does, with what the model says of them."""
    return {
        name: (kind, model.model_fields[name].description or "") for name, kind in types.items()
    }


_ARTICLE: Columns = {"article": (_TEXT, "the article's name in the run; join on it")}
_SPAN = _fields(BaseRecord, text=_TEXT, start=_SHORT, end=_SHORT)
_RECORD: Columns = {**_ARTICLE, "id": (_TEXT, "unique in the article"), **_SPAN}
_RULE = _fields(BaseRecord, rule=_TEXT)
_MENTIONED: Columns = {"mention_count": (_SHORT, "rows in mentions")}


def _reference(name: str, what: str) -> Columns:
    return {
        f"{name}_id": (_TEXT, f"{what}: id in organizations or programs, if it is there"),
        name: (_TEXT, f"{what}: name"),
    }


def _references(one: str, many: str, what: str) -> Columns:
    return {
        f"{one}_ids": (_TEXTS, f"{what}: ids in organizations or programs; null: not there"),
        many: (_TEXTS, f"{what}: names, in the same order"),
    }


def _date(name: str, what: str) -> Columns:
    return {
        f"{name}_id": (_TEXT, f"{what}: id in dates"),
        name: (_TEXT, f"{what}: the article's words"),
        f"{name}_value": (_TEXT, f"{what}: TIMEX3 value"),
        f"{name}_earliest": (_DAY, f"{what}: first day that the value covers"),
        f"{name}_latest": (_DAY, f"{what}: last day that it covers"),
    }


TABLES = {
    "articles": "one row for each article",
    "organizations": "one row for each organization of an article",
    "awards": "one row for each honour that one recipient got",
    "programs": "one row for each program, service or event that an article names",
    "figures": "one row for each mention of a number that counts or measures",
    "dates": "one row for each mention of a time",
    "mentions": "one row for each mention of an organization or a program",
}
"""What a row of each table is."""
COLUMNS: dict[str, Columns] = {
    "articles": {
        **_ARTICLE,
        **_fields(
            ArticleLine,
            **dict.fromkeys(("id", "source", "sha256", "title", "published"), _TEXT),
        ),
        "published_day": (_DAY, "the same as a day; null where no day is known"),
        **_fields(
            ArticleLine,
            **dict.fromkeys(("published_from", "publisher", "reporter"), _TEXT),
            chars=_SHORT,
            **dict.fromkeys(("generator", "schema_version"), _TEXT),
            warnings=_TEXTS,
        ),
    },
    "organizations": {
        **_RECORD,
        **_fields(Organization, name=_TEXT, category=_TEXT, code=_TEXT, parent=_TEXT),
        **_MENTIONED,
        **_RULE,
    },
    "awards": {
        **_RECORD,
        **_fields(Award, name=_TEXT, edition=_LONG, year=_SHORT, category=_TEXT, prize=_TEXT),
        **_fields(Award, rank=_LONG, streak=_LONG),
        **_reference("recipient", "who won it"),
        **_references("grantor", "grantors", "who gave it"),
        **_date("date", "ceremony, choice or announcement"),
        **_RULE,
    },
    "programs": {
        **_RECORD,
        **_fields(Program, name=_TEXT, category=_TEXT),
        **_reference("operator", "who runs it"),
        **_references("host", "hosts", "who supports or commissions it"),
        **_fields(Program, status=_TEXT, first_in=_TEXT),
        **_date("date", "of that status"),
        **_MENTIONED,
        **_RULE,
    },
    "figures": {
        **_RECORD,
        **_fields(Figure, value=_NUMBER, unit=_TEXT, dimension=_TEXT, modifier=_TEXT),
        **_fields(Figure, lower=_NUMBER, upper=_NUMBER, metric=_TEXT),
        **_reference("subject", "whose figure it is"),
        **_date("period", "what it holds for"),
        **_fields(Figure, trend=_TEXT, compared_to=_TEXT),
        "compared_to_value": (_NUMBER, "value of that figure"),
        "compared_to_unit": (_TEXT, "unit of that figure"),
        **_RULE,
    },
    "dates": {
        **_RECORD,
        **_fields(Date, timex=_TEXT, value=_TEXT, mod=_TEXT, earliest=_DAY, latest=_DAY),
        **_fields(Date, relative=pa.bool_()),
        **_RULE,
    },
    "mentions": {
        **_ARTICLE,
        "record_id": (_TEXT, "id in organizations or programs"),
        "type": (_TEXT, "organization or program"),
        **_fields(Mention, text=_TEXT, start=_SHORT, end=_SHORT, kind=_TEXT),
    },
}
"""By table and column, the Arrow type and what it means."""
SCHEMAS = {
    table: pa.schema(
        [pa.field(name, kind, metadata={"description": d}) for name, (kind, d) in columns.items()]
    )
    for table, columns in COLUMNS.items()
}
_READ: dict[pa.DataType, Callable[[Any], Any]] = {
    _NUMBER: float,  # a whole number of any size, as JSON has it
    _DAY: dt.date.fromisoformat,
}
_CONVERTED = {
    table: [(name, _READ[kind]) for name, (kind, _) in columns.items() if kind in _READ]
    for table, columns in COLUMNS.items()
}


def batches(
    outputs: Iterable[Output | Failure], failures: list[Failure], size: int = SIZE
) -> Iterator[dict[str, pa.RecordBatch]]:
    """The tables of ``size`` articles at a time, by name; one batch at least, maybe of no rows.

    What cannot be read, or does not fit the columns, is added to ``failures`` and has no rows.
    """
    made: list[Made] = []
    for output in outputs:
        if isinstance(output, Failure):
            failures.append(output)
            continue
        try:
            made.append((output.name, rows(output)))
        except _UNFIT as error:
            failures.append(unfit(output.name, error))
        if len(made) == size:
            yield _batch(made, failures)
            made = []
    yield _batch(made, failures)


Made = tuple[str, dict[str, list[Row]]]
_UNFIT = (AttributeError, KeyError, TypeError, ValueError, OverflowError)  # Arrow's are of these


def _batch(made: list[Made], failures: list[Failure]) -> dict[str, pa.RecordBatch]:
    try:
        return {
            table: pa.RecordBatch.from_pylist(
                [row for _, tables in made for row in tables[table]], schema=schema
            )
            for table, schema in SCHEMAS.items()
        }
    except _UNFIT as error:
        if len(made) == 1:
            failures.append(unfit(made[0][0], error))
            return _batch([], failures)
    fit = []
    for one in made:
        before = len(failures)
        _batch([one], failures)
        if len(failures) == before:
            fit.append(one)
    return _batch(fit, failures)


def rows(output: Output) -> dict[str, list[Row]]:
    """An article's rows by table. Raises KeyError, TypeError or ValueError where a field is odd."""
    by_id = output.by_id
    key = {"article": output.name}
    published = output.article["published"]
    day = published[:10] if published and len(published) >= len("2023-03-08") else None
    tables: dict[str, list[Row]] = {table: [] for table in COLUMNS}
    tables["articles"].append({**output.article, **key, "published_day": day})
    for record in output.records:
        row = {**record, **key}
        for mention in row.pop("mentions", ()):
            ids = {"record_id": record["id"], "type": record["type"]}
            tables["mentions"].append({**mention, **key, **ids})
        match record["type"]:
            case "organization":
                row["mention_count"] = len(record["mentions"])
            case "award":
                row |= _one("recipient", record["recipient"])
                row |= _many("grantor", "grantors", record["grantors"])
                row |= _dated("date", record["date"], by_id)
            case "program":
                row["mention_count"] = len(record["mentions"])
                row |= _one("operator", record["operator"])
                row |= _many("host", "hosts", record["host"])
                row |= _dated("date", record["date"], by_id)
            case "figure":
                row |= _one("subject", record["subject"])
                row |= _dated("period", record["period"], by_id)
                other = by_id.get(record["compared_to"], {})
                row["compared_to_value"] = other.get("value")
                row["compared_to_unit"] = other.get("unit")
        tables[f"{record['type']}s"].append(row)
    for table, converted in _CONVERTED.items():
        for row in tables[table]:
            for name, convert in converted:
                if row[name] is not None:
                    row[name] = convert(row[name])
    return tables


def _one(name: str, reference: Line | None) -> Row:
    return {f"{name}_id": reference and reference["id"], name: reference and reference["name"]}


def _many(one: str, many: str, references: list[Line]) -> Row:
    return {f"{one}_ids": [r["id"] for r in references], many: [r["name"] for r in references]}


def _dated(name: str, reference: Line | None, by_id: dict[str, Line]) -> Row:
    date = by_id.get(reference["id"], {}) if reference else {}
    values = {f"{name}_{part}": date.get(part) for part in ("value", "earliest", "latest")}
    return _one(name, reference) | values
