"""Quotations of every kind, and whom a sentence is about."""

import time

import pytest

from extract.pipeline import STAGES, Pipeline, Source
from extract.quotations import MAX_QUOTED, quotations
from extract.sentences import Discourse


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("‘온마을톡’을 열었다.", ["온마을톡"]),
        ("'온마을톡'을 열었다.", ["온마을톡"]),
        ("“온마을톡”을 열었다.", ["온마을톡"]),
        ('"온마을톡"을 열었다.', ["온마을톡"]),
        (
            "「온마을톡」 『늘봄』 《청춘》 〈마루〉 <이음>",
            ["온마을톡", "늘봄", "청춘", "마루", "이음"],
        ),
        ("‘온마을톡‘을, ’늘봄’을 열었다.", ["온마을톡"]),
        ("'온마을톡’과 “늘봄\"을 열었다.", ["온마을톡", "늘봄"]),
        ("“‘온마을톡’을 열었다”고 말했다.", ["온마을톡"]),
        ("‘ 온마을톡 ’을 열었다.", ["온마을톡"]),
        ("‘21년 8월 ‘온마을톡’을 열었다.", ["온마을톡"]),
        ("'21.8.부터 '온마을톡'을 열었다.", ["온마을톡"]),
        ("‘온마을\n톡’을 열었다.", []),
        ("‘’ ‘ ’", []),
        (f"‘{'가' * MAX_QUOTED}’ ‘{'나' * (MAX_QUOTED + 1)}’", ["가" * MAX_QUOTED]),
    ],
)
def test_quotations(text: str, quoted: list[str]) -> None:
    found = quotations(text)
    assert [text[q.start : q.end] for q in found] == quoted
    for quote in found:
        assert quote.outer_start < quote.start < quote.end < quote.outer_end


def test_outer_span_takes_the_marks_in() -> None:
    (quote,) = quotations("시는 ‘ 온마을톡 ’을 열었다.")
    assert (quote.outer_start, quote.start, quote.end, quote.outer_end) == (3, 5, 9, 11)


@pytest.mark.parametrize(
    "unit", ["가", "‘", "'", '"', "“", "「", "<", "‘'", "“‘가’”", "‘가’", "‘가 "]
)
@pytest.mark.usefixtures("steady")
def test_quotations_take_linear_time(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    begin = time.perf_counter()
    quotations(text)
    assert time.perf_counter() - begin < 5


def discourse(gisa: Pipeline, text: str) -> Discourse:
    _, found = next(gisa.reader.stream([Source(text)]))
    for name, stage in zip(STAGES, gisa.stages, strict=True):
        if name in ("dates", "organizations"):
            stage.read(found)
    return Discourse(found)


def about(gisa: Pipeline, text: str) -> list[str | None]:
    told = discourse(gisa, text)
    return [
        one.organization.name if (one := told.about(sentence)) else None for sentence in told.list
    ]


def test_particles_of_actors(gisa: Pipeline) -> None:
    text = (
        "부산 해운대구(구청장 김모)는 행정안전부 주관 평가에서 대구 수성구와 겨뤄 "
        "교육부장관의 상을 받았다."
    )
    assert [(a.organization.name, a.particle) for a in discourse(gisa, text).actors] == [
        ("부산광역시 해운대구", "는"),
        ("행정안전부", ""),
        ("대구광역시 수성구", "와"),
        ("교육부", "의"),
    ]


def test_after_is_behind_brackets_and_particle(gisa: Pipeline) -> None:
    text = "부산 해운대구(구청장 김모)는 상을 받았다."
    (actor,) = discourse(gisa, text).actors
    assert text[actor.end : actor.after] == "(구청장 김모)는"


def test_a_sentence_is_about_its_topic(gisa: Pipeline) -> None:
    text = "부산 해운대구는 축제를 열었다.\n대구 수성구는 사업을 시작했다."
    assert about(gisa, text) == ["부산광역시 해운대구", "대구광역시 수성구"]


def test_without_topic_it_is_about_that_of_the_paragraph(gisa: Pipeline) -> None:
    text = (
        "부산 해운대구는 축제를 열었다.\n"
        "대구 수성구는 사업을 시작했다. 모두 3만 명이 참여했다. 행정안전부에도 알렸다."
    )
    assert about(gisa, text)[1:] == ["대구광역시 수성구"] * 3


def test_a_paragraph_without_topic_goes_on_with_the_one_before(gisa: Pipeline) -> None:
    text = "부산 해운대구는 축제를 열었다.\n모두 3만 명이 참여했다."
    assert about(gisa, text) == ["부산광역시 해운대구"] * 2


def test_without_any_topic_it_is_about_whom_the_article_names_most(gisa: Pipeline) -> None:
    text = (
        "축제에 3만 명이 왔다.\n부산 해운대구의 축제다.\n행정안전부 평가다. 부산 해운대구의 상이다."
    )
    assert about(gisa, text)[0] == "부산광역시 해운대구"
    assert about(gisa, "축제에 3만 명이 왔다.") == [None]


def test_only_what_stands_before_counts_as_topic(gisa: Pipeline) -> None:
    told = discourse(gisa, "‘온마을톡’을 부산 해운대구는 시작했다.\n대구 수성구의 일이다.")
    first = told.list[0]
    assert first.topic(first.end) is told.actors[0]
    assert first.topic(first.start) is None
