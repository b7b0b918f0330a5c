"""Awards by the table: every slot that a row names, and nothing where there is nothing."""

from typing import Any

import pytest

import extract
from schemas import Award
from tests.cases import cases


def slots(article: extract.Article, award: Award) -> dict[str, Any]:
    values = {record.id: getattr(record, "value", None) for record in article.records}
    row: dict[str, Any] = award.model_dump(
        include={"name", "edition", "year", "category", "prize", "rank", "streak"}
    )
    row["recipient"] = award.recipient.name
    row["grantors"] = [grantor.name for grantor in award.grantors]
    row["date"] = values.get(award.date.id or "") if award.date else None
    return {slot: value for slot, value in row.items() if value not in (None, [])}


@pytest.mark.parametrize("case", cases("awards"))
def test_awards(case: dict[str, Any]) -> None:
    article = extract.extract(case["text"], published=case["published"])
    found = [slots(article, r) for r in article.records if isinstance(r, Award)]
    assert found == case["awards"]
