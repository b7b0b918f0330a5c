"""The morpheme stage: doc.text is the text, offsets point into it, and what Kiwi stumbles over."""

import pickle
import sys
import threading
import time
import unicodedata

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import DocBin

import extract
from extract.morphemes import MAX_CHARS, MAX_RUN, clean, kiwi, pieces
from extract.pipeline import Source
from extract.reading.decoding import legible

PIECES = st.sampled_from(
    [
        "연수구는 ",
        "했다. ",
        "봤다",
        "이걸",
        "돼",
        "인",
        "3천677개",
        "2014.12.03",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "\u00a0",
        "\u3000",
        "\u2028",
        "\u0085",
        "\u200b",
        "\ufeff",
        "\u00ad",
        "\x00",
        "\x1b",
        "ᄒᆞᆫ글",
        "👨‍👩‍👧",
        "🇰🇷",
        "𠮷",
        "é",
        "e\u0301",
        "안전(安全)도시",
        "#서구",
        "㈜",
        "㎏",
        "“‘’”",
        "\ufffd",
        unicodedata.normalize("NFD", "서울시는"),
        " ",
        "  ",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join))


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS)
@example("")
@example(" ")
@example("\n\n")
def test_any_text_comes_through_whole(nlp: Language, text: str) -> None:
    doc = nlp.tokenizer(text)
    text = legible(text)
    assert doc.text == text
    assert all(token.text for token in doc)
    morphemes = doc._.gisa.morphemes
    assert morphemes.starts == sorted(morphemes.starts)
    for start, end in zip(morphemes.starts, morphemes.ends, strict=True):
        assert 0 <= start <= end <= len(text)
    at = 0
    for start, end in morphemes.sentences:
        assert at <= start < end <= len(text)
        at = end


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS)
def test_any_text_gives_a_valid_article(nlp: Language, text: str) -> None:
    article = extract.extract(text)  # validates every span and reference
    assert article.chars == len(article.text)


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("했다.", {"했": "XSV+EP"}),
        ("봤다", {"봤": "VV+EP"}),
        ("안 돼.", {"안": "MAG"}),
    ],
)
def test_contractions_are_one_token(nlp: Language, text: str, tags: dict[str, str]) -> None:
    doc = nlp.tokenizer(text)
    found = {token.text: token.tag_ for token in doc}
    for word, tag in tags.items():
        assert found[word].split("+")[-1] == tag.split("+")[-1]


def test_decomposed_hangul_is_analysed_as_composed(nlp: Language) -> None:
    """Kiwi takes a whole decomposed word for a noun: it must see NFC, offsets stay ours."""
    text = unicodedata.normalize("NFD", "연수구는 했다.")
    doc = nlp.tokenizer(text)
    assert [unicodedata.normalize("NFC", t.text) for t in doc][:2] == ["연수구", "는"]
    assert doc.text == text


def test_zero_width_characters_do_not_part_a_name(nlp: Language) -> None:
    doc = nlp.tokenizer("서초\u200b구는 갔다.")
    assert [t.text for t in doc][:2] == ["서초\u200b구", "는"]


def test_clean_maps_back() -> None:
    text = "\ufeff" + unicodedata.normalize("NFD", "서울") + "\u200b시"
    cleaned, offsets = clean(text)
    assert cleaned == "서울시"
    assert offsets is not None
    assert [offsets.span(i, i + 1) for i in range(3)] == [(1, 3), (3, 6), (7, 8)]
    assert offsets.span(0, 2) == (1, 6)  # without the zero-width blank behind it
    assert offsets.span(3, 3) == (8, 8)
    assert clean("서울시") == ("서울시", None)
    assert clean("２０２３년\u3000서울") == ("2023년 서울", None)
    assert clean("서울\r\n시\r")[0] == "서울\n시\r"


def test_lone_surrogates_are_replaced(nlp: Language) -> None:
    assert nlp.tokenizer("\ud800서구").text == "\ufffd서구"


def test_sentences_are_set(nlp: Language) -> None:
    doc = nlp.tokenizer("서구는 갔다. 구는 왔다.\n끝났다.")
    assert [s.text.strip() for s in doc.sents] == ["서구는 갔다.", "구는 왔다.", "끝났다."]


@pytest.mark.parametrize("unit", ["가", "1", "a", "구는 갔다. ", "#구", "보통"])
def test_long_input_is_cut(unit: str) -> None:
    text = unit * (70_000 // len(unit))
    cut = list(pieces(0, len(text), text))
    assert [a for a, _ in cut] == [0, *(b for _, b in cut[:-1])]
    assert cut[-1][1] == len(text)
    assert max(b - a for a, b in cut) <= MAX_CHARS
    if " " not in unit:
        assert max(b - a for a, b in cut) <= MAX_RUN


@pytest.mark.usefixtures("steady")
def test_a_long_line_takes_linear_time(nlp: Language) -> None:
    def seconds(n: int) -> float:
        begin = time.perf_counter()
        nlp.tokenizer("연수구는 30일 상을 받았다. " * n)
        return time.perf_counter() - begin

    seconds(10)
    small, large = min(seconds(500) for _ in range(2)), seconds(4000)
    assert large < 8 * small * 2.5


def test_the_tokenizer_can_be_pickled_after_use(nlp: Language) -> None:
    """A Kiwi cannot be pickled: the tokenizer is rebuilt from its arguments."""
    nlp.tokenizer("가")
    copy = pickle.loads(pickle.dumps(nlp.tokenizer))
    assert copy("서구는 갔다.").text == "서구는 갔다."


def test_docs_can_be_stored(nlp: Language) -> None:
    """Kiwi's tokens cannot be stored: a finished Doc holds plain data only."""
    doc = nlp("연수구는 30일 갔다.")
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (back,) = DocBin().from_bytes(stored).get_docs(nlp.vocab)
    assert back._.article == doc._.article
    assert back._.article.records[0].text == "연수구"


@pytest.mark.skipif(sys.platform == "win32", reason="no fork")
def test_spacy_may_fork(nlp: Language) -> None:
    """A forked child may not feed Kiwi an iterable; one text at a time is safe."""
    texts = ["연수구는 갔다.", "서초구는 왔다."] * 2
    docs = list(nlp.pipe(texts, n_process=2, batch_size=1))
    assert [d._.article.records[0].text for d in docs] == ["연수구", "서초구"] * 2


def test_threads_share_one_kiwi() -> None:
    assert kiwi(1) is kiwi(1)
    results: list[list[str]] = []
    work = lambda: results.append([t.form for t in kiwi(1).tokenize("연수구는 갔다.")])  # noqa: E731
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(r == results[0] for r in results)


def test_any_number_of_workers_gives_the_same() -> None:
    texts = ["", "연수구는 30일 갔다.\n구는 왔다.", "\n\n", "서초구는 왔다."] * 5
    one = [list(a.lines()) for a in extract.pipe(texts)]
    two = [list(a.lines()) for a in extract.pipe(texts, workers=2)]
    assert one == two


def test_streams_may_be_interleaved() -> None:
    first = extract.pipe(["연수구는 갔다.", "서초구는 왔다."])
    second = extract.pipe(Source(t) for t in ["마포구는 갔다.", "강남구는 왔다."])
    names = [a.records[0].text for pair in zip(first, second, strict=True) for a in pair]
    assert names == ["연수구", "마포구", "서초구", "강남구"]
