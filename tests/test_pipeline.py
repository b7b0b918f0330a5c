"""The pipeline as a whole: components, streams, what of an article is known."""

import time

import pytest
import spacy
from spacy.language import Language

import extract
from extract.components import COMPONENTS
from extract.pipeline import Pipeline, Source
from schemas import Date, Organization


def test_components_can_be_disabled(nlp: Language) -> None:
    with nlp.select_pipes(disable=["gisa_dates"]):
        kinds = {record.type for record in nlp("연수구는 30일 3명을 뽑았다.")._.article.records}
    assert "organization" in kinds
    assert "date" not in kinds


def test_the_doc_carries_the_spans(nlp: Language) -> None:
    doc = nlp("연수구는 30일 3명을 뽑았다.")
    assert [span.text for span in doc.spans["organization"]] == ["연수구"]
    assert [span.text for span in doc.spans["date"]] == ["30일"]
    assert list(nlp.pipe_names) == [*COMPONENTS, "gisa_records"]


def test_a_component_of_ones_own_runs_between(nlp: Language) -> None:
    @Language.component("drop_figures")
    def drop(doc: spacy.tokens.Doc) -> spacy.tokens.Doc:
        doc._.gisa.figures = []
        return doc

    nlp.add_pipe("drop_figures", before="gisa_records")
    try:
        records = nlp("연수구는 3명을 뽑았다.")._.article.records
    finally:
        nlp.remove_pipe("drop_figures")
    assert "figure" not in {record.type for record in records}


def test_records_need_our_tokenizer() -> None:
    other = spacy.blank("ko", config={"nlp": {"tokenizer": {"@tokenizers": "spacy.Tokenizer.v1"}}})
    other.add_pipe("gisa_records")
    with pytest.raises(ValueError, match=r"gisa\.KiwiTokenizer\.v1"):
        other("연수구")


def test_metadata_wins_over_the_header() -> None:
    text = "제목\n입력 2023년 3월 8일 03시 00분\n연수구는 지난해 상을 받았다."
    assert extract.extract(text).published_from == "header"
    article = extract.extract(text, published="2020-01-02")
    assert (article.published, article.published_from) == ("2020-01-02", "metadata")
    (date,) = [r for r in article.records if isinstance(r, Date) and r.text == "지난해"]
    assert date.value == "2019"


@pytest.mark.parametrize("published", ["2023-02-31", "8.3.2023", ""])
def test_a_wrong_date_is_refused(published: str) -> None:
    with pytest.raises(ValueError, match="no publication date"):
        extract.extract("연수구는 갔다.", published=published)


def test_ids_count_in_the_order_of_the_text() -> None:
    records = extract.extract("서초구와 연수구는 30일과 31일에 만났다.").records
    assert [r.id for r in records if isinstance(r, Organization)] == ["org1", "org2"]
    assert [r.id for r in records if isinstance(r, Date)] == ["date1", "date2"]


def test_chrome_yields_nothing() -> None:
    body = "가나시, 상 받아\n연수구는 상을 받았다.\n"
    page = body + "관련기사\n· 서초구, 예산 3조8천억원 짰다\n댓글 0\n좋아요 12\n"
    plain, whole = extract.extract(body), extract.extract(page)
    assert [r.text for r in whole.records] == [r.text for r in plain.records]


def test_a_stream_takes_texts_and_sources() -> None:
    articles = list(extract.pipe(["연수구는 갔다.", Source("서초구는 갔다.", id="b")]))
    assert [a.id for a in articles] == ["article", "b"]


@pytest.mark.parametrize(
    "unit",
    [
        "구",
        "1,",
        "년",
        "'",
        "‘가’",
        "△",
        "사업 ",
        "(",
        "서구는 ",
        "공사는 ",
        "시는 ",
        "경찰은 한·미 정상 ",
        "미국 관계자에 따르면 (",
        "이 회사는 ",
        "3월 1일 ",
        "3명 ",
        "대상을 받았다 ",
    ],
)
@pytest.mark.usefixtures("steady")
def test_hostile_text_takes_linear_time(gisa: Pipeline, unit: str) -> None:
    """Each stage behind Kiwi, on one endless line: four times the text, no more than that time."""

    def seconds(chars: int) -> float:
        _, found = next(gisa.reader.stream([Source(unit * (chars // len(unit)))]))
        begin = time.process_time()
        for stage in gisa.stages:
            stage.read(found)
        return time.process_time() - begin

    seconds(500)
    assert seconds(20_000) < 4 * seconds(5_000) * 3 + 0.3
