"""Organizations: names, dates, links and anaphors by the table; registries by their rules."""

from typing import Any

import pytest

import extract
import rules
from extract.organizations.registry import Registry
from schemas import Organization
from tests.cases import rows


def found(article: extract.Article, kinds: set[str]) -> list[list[str]]:
    mentions = [
        (m.start, m.text, o.name)
        for o in article.records
        if isinstance(o, Organization)
        for m in o.mentions
        if m.kind in kinds
    ]
    return [[text, name] for _, text, name in sorted(mentions)]


@pytest.mark.parametrize("case", rows("organizations"), ids=lambda case: case["text"][:30])
def test_mentions(case: dict[str, Any]) -> None:
    article = extract.extract(case["text"], published=case["published"])
    assert found(article, {"name", "alias"}) == case["mentions"]
    assert found(article, {"anaphor"}) == case.get("anaphors", [])
    assert len(article.warnings) == case.get("warnings", 0)
    organizations = {r.name: r for r in article.records if isinstance(r, Organization)}
    for field, key in (("code", "codes"), ("category", "categories"), ("parent", "parents")):
        for name, value in case.get(key, {}).items():
            assert getattr(organizations[name], field) == value, (name, field)


def test_an_unresolved_name_has_no_code() -> None:
    article = extract.extract("서구는 설명회를 열었다.", published="2022-10-10")
    (organization,) = article.records
    assert isinstance(organization, Organization)
    assert (organization.name, organization.code) == ("서구", None)
    assert article.warnings == [
        "서구: more than one organization has this name, and nothing decides"
    ]


def test_code_and_parent() -> None:
    article = extract.extract("인천시 연수구는 대상을 받았다.", published="2013-10-31")
    (organization,) = article.records
    assert isinstance(organization, Organization)
    assert organization.code == "KR-28185"
    assert organization.parent == "인천광역시"


def test_every_registered_name_is_found_in_context() -> None:
    """A particle behind it, a bracket, a quotation mark: the name stays whole."""
    names = ["안행부", "연수구", "한국생산성본부", "행정안전부", "서울대학교"]
    for name in names:
        for context in ("{}는 밝혔다.", "‘{}’가 나섰다.", "({}) 제공", "한편 {}에 따르면 그렇다."):
            article = extract.extract(context.format(name), published="2014-05-05")
            assert name in [record.text for record in article.records], context.format(name)


def test_a_row_with_a_bad_date_names_its_line(tmp_path) -> None:
    folder = tmp_path / "organizations"
    folder.mkdir()
    (folder / "mine.csv").write_text("name,category,valid_from\n가나협회,association,2020-13-01\n")
    with pytest.raises(rules.RulesError, match=r"mine\.csv:2"):
        Registry(rules.load(str(tmp_path)))


def test_own_rows_are_added(tmp_path) -> None:
    folder = tmp_path / "organizations"
    folder.mkdir()
    (folder / "mine.csv").write_text("name,category,aliases\n별빛누리,company,별누리\n")
    article = extract.extract("별누리는 15일 문을 열었다.", rules=str(tmp_path))
    organization = article.records[0]
    assert isinstance(organization, Organization)
    assert (organization.text, organization.name) == ("별누리", "별빛누리")
