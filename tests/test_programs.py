"""Programs by the table: their names, and each slot that a row names."""

from typing import Any

import pytest

import extract
from schemas import Program
from tests.cases import cases


def slots(article: extract.Article, program: Program) -> dict[str, Any]:
    values = {record.id: getattr(record, "value", None) for record in article.records}
    return {
        "name": program.name,
        "category": program.category,
        "operator": program.operator.name if program.operator else None,
        "host": [host.name for host in program.host],
        "status": program.status,
        "first_in": program.first_in,
        "date": values.get(program.date.id or "") if program.date else None,
    }


@pytest.mark.parametrize("case", cases("programs"))
def test_programs(case: dict[str, Any]) -> None:
    article = extract.extract(case["text"], published=case["published"])
    found = [slots(article, r) for r in article.records if isinstance(r, Program)]
    assert [row["name"] for row in found] == [row["name"] for row in case["programs"]]
    for row, wanted in zip(found, case["programs"], strict=True):
        assert {slot: row[slot] for slot in wanted} == wanted
