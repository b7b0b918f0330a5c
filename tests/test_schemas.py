"""The records: what a valid one is, and that nothing else passes."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

import schemas

GOLD = Path(__file__).parent / "gold"

TEXT = "연수구는 30일 3명을 뽑았다."


def organization(**change: Any) -> dict[str, Any]:
    row = {
        "type": "organization",
        "id": "org1",
        "text": "연수구",
        "start": 0,
        "end": 3,
        "rule": "r",
        "name": "인천광역시 연수구",
        "category": "local_government",
        "code": "KR-28185",
        "parent": "인천광역시",
        "mentions": [{"text": "연수구", "start": 0, "end": 3, "kind": "name"}],
    }
    return row | change


def date(**change: Any) -> dict[str, Any]:
    row = {
        "type": "date",
        "id": "date1",
        "text": "30일",
        "start": 5,
        "end": 8,
        "rule": "r",
        "timex": "DATE",
        "value": "2013-10-30",
        "mod": None,
        "earliest": "2013-10-30",
        "latest": "2013-10-30",
        "relative": True,
    }
    return row | change


def figure(**change: Any) -> dict[str, Any]:
    row = {
        "type": "figure",
        "id": "figure1",
        "text": "3명",
        "start": 9,
        "end": 11,
        "rule": "r",
        "value": 3,
        "unit": "명",
        "dimension": "count",
        "modifier": None,
        "lower": None,
        "upper": None,
        "metric": None,
        "subject": {"id": "org1", "name": "인천광역시 연수구"},
        "period": {"id": "date1", "name": "30일"},
        "trend": None,
        "compared_to": None,
    }
    return row | change


def article(*records: dict[str, Any], **change: Any) -> schemas.Article:
    head = {
        "id": "a",
        "source": None,
        "sha256": "0" * 64,
        "title": None,
        "published": None,
        "published_from": None,
        "publisher": None,
        "reporter": None,
        "chars": len(TEXT),
        "generator": "gisa",
        "warnings": [],
        "text": TEXT,
        "records": list(records),
    }
    return schemas.Article.model_validate(head | change)


def test_a_whole_article_gives_its_lines() -> None:
    lines = list(article(organization(), date(), figure()).lines())
    parsed = [schemas.LINE.validate_json(line) for line in lines]
    assert [line.type for line in parsed] == ["article", "organization", "date", "figure"]
    assert '"text":"연수구"' in lines[1]
    assert "records" not in lines[0]


@pytest.mark.parametrize(
    ("records", "fault"),
    [
        ([organization(start=1, end=4)], "the article has"),
        ([organization(text="연수구청")], "does not fit"),
        ([organization(), organization()], "stands twice"),
        ([date(), organization()], "out of order"),
        ([figure()], "there is no record"),
        ([organization(), date(), figure(compared_to="figure9")], "no figure figure9"),
        ([organization(), date(), figure(lower=5, upper=4)], "lies above"),
        ([organization(), date(), figure(value=float("inf"))], "finite"),
        ([date(value="30일")], "no TIMEX3 value"),
        ([date(earliest="2013-10-31")], "lies after"),
        ([date(latest=None)], "together"),
        ([date(id="x1")], "pattern"),
        ([date(timex="WEEK")], "'DATE', 'TIME'"),
        ([organization(color="red")], "Extra inputs"),
        ([organization(mentions=[])], "at least 1"),
    ],
)
def test_faults_are_refused(records: list[dict[str, Any]], fault: str) -> None:
    with pytest.raises(ValidationError, match=fault):
        article(*records)


@pytest.mark.parametrize(
    "change",
    [{"published": "8.3.2023", "published_from": "header"}, {"published": "2023"}, {"chars": 3}],
)
def test_a_faulty_article_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        article(**change)


@pytest.mark.parametrize(
    "value",
    [
        *("2013-10-30", "2012", "2013-01", "2012-H2", "2013-Q3", "2013-W44", "201X", "2021-SP"),
        *("2023-03-08T03:00", "P3Y", "P11M", "PT48H", "XXXX-WXX-6", "2013-XX-30", "P3Y6M"),
        *("XXXX-WXX-6T14:00", "P1W", "PT92M", "PRESENT_REF", "19XX", "2024-W20-WE"),
    ],
)
def test_timex_values(value: str) -> None:
    assert schemas.Date.model_validate(date(value=value)).value == value


def test_gold_dates_have_the_form() -> None:
    for path in sorted(GOLD.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            if '"type": "date"' in line:
                value = line.partition('"value": "')[2].partition('"')[0]
                assert schemas.Date.model_validate(date(value=value)).value == value
