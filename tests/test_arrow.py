"""The door for record batches: the records are those of the library, and nothing is lost."""

import datetime as dt
import hashlib
import json
from pathlib import Path

import pyarrow as pa
import pytest

import extract
from extract.arrow import SCHEMA, extract_batch

pytestmark = pytest.mark.usefixtures("gisa")
SEEDS = Path(__file__).parent.parent / "seeds"


def rows(*articles: dict, **options) -> list[dict]:
    batch = extract_batch(pa.RecordBatch.from_pylist(list(articles)), **options)
    assert batch.schema == SCHEMA
    return batch.to_pylist()


def test_records_are_those_of_the_library() -> None:
    samples = sorted(SEEDS.glob("*.txt"))
    found = rows(*({"id": path.stem, "text": path.read_text("utf-8")} for path in samples))
    for path in samples:
        article = extract.extract(path.read_text("utf-8"))
        mine = [row for row in found if row["article"] == path.stem]
        head = json.loads(mine[0]["record"])
        assert (head["type"], head["id"], head["source"]) == ("article", path.stem, None)
        assert head["sha256"] == article.sha256
        assert [row["record"] for row in mine] == [
            mine[0]["record"],
            *(record.model_dump_json() for record in article.records),
        ]
        for row in mine[1:]:
            assert row == row | {k: json.loads(row["record"])[k] for k in ("type", "id", "text")}
            assert article.text[row["start"] : row["end"]] == row["text"]


def test_columns_are_found_or_named() -> None:
    row = {"본문": "연수구는 30일 갔다.", "key": "k", "at": dt.datetime(2013, 10, 31)}
    named = rows(row, text_field="본문", id_field="key", published_field="at")
    assert {r["article"] for r in named} == {"k"}
    assert json.loads(named[0]["record"])["published"] == "2013-10-31"
    assert json.loads(named[-1]["record"])["value"] == "2013-10-30"


def test_an_article_without_an_id_is_named_by_its_text() -> None:
    (row, *_) = rows({"text": "서초구는 갔다."})
    assert row["article"] == hashlib.sha256("서초구는 갔다.".encode()).hexdigest()


@pytest.mark.usefixtures("faulty")
def test_what_fails_is_a_row_and_costs_no_other() -> None:
    found = rows(
        {"id": "a", "text": "연수구는 갔다."},
        {"id": "b", "text": "고장 기사다."},
        {"id": "c", "text": " "},
        {"id": "d", "text": None},
        {"id": "e", "text": "서초구는 갔다."},
    )
    failed = {r["article"]: json.loads(r["record"]) for r in found if r["type"] == "failure"}
    assert failed.keys() == {"b", "c", "d"}
    assert failed["b"]["error"].startswith("ValueError: 고장 났다 (extract/")
    assert failed["c"]["error"] == "empty"
    assert all(f["hint"] for f in failed.values())
    assert {r["article"] for r in found if r["type"] == "organization"} == {"a", "e"}


def test_an_empty_batch() -> None:
    batch = pa.RecordBatch.from_pylist([], schema=pa.schema([("text", pa.string())]))
    assert extract_batch(batch).num_rows == 0
