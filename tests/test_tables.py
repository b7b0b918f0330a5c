"""Files of many articles: JSON, JSON lines, CSV, Parquet."""

import gzip
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rules
from extract.reading.files import Entry
from extract.reading.page import Page
from extract.reading.tables import Fields, is_header, is_line, pages
from extract.writing import Failure

RULES = rules.load()
TEXT = "연수구는 30일 대상을 받았다.\n구는 기뻐했다."
OTHER = "서초구가 15일 우수상을 받았다."


def read(data: bytes, kind: str, **asked: str) -> list[Page | Failure]:
    entry = Entry("x", "x", "x", kind)
    return [*pages(io.BufferedReader(io.BytesIO(data)), kind, entry, Fields.of(RULES, **asked))]


def dumped(*rows: object) -> bytes:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def csv_of(*rows: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join(rows).encode(encoding)


FILES = {
    "lines": (dumped({"text": TEXT}, {"text": OTHER}), "jsonl"),
    "lines with blank ones": (dumped({"text": TEXT}) + b"\n\n" + dumped({"text": OTHER}), "jsonl"),
    "lines, marked": (b"\xef\xbb\xbf" + dumped({"text": TEXT}, {"text": OTHER}), "jsonl"),
    "lines in UTF-16": (dumped({"text": TEXT}, {"text": OTHER}).decode().encode("utf-16"), "jsonl"),
    "lines in two encodings": (
        dumped({"text": TEXT}) + b"\n" + dumped({"text": OTHER}).decode().encode("cp949"),
        "jsonl",
    ),
    "escapes": (b"\n".join(json.dumps({"text": t}).encode() for t in (TEXT, OTHER)), "jsonl"),
    "a list": (dumped([{"text": TEXT}, {"text": OTHER}]), "json"),
    "a list in an object": (
        dumped({"total": 2, "items": [{"body": TEXT}, {"body": OTHER}]}),
        "json",
    ),
    "lines named .json": (dumped({"text": TEXT}, {"text": OTHER}), "json"),
    "paragraphs": (dumped({"본문": TEXT.split("\n")}, {"본문": [OTHER]}), "jsonl"),
    "other cases": (dumped({"CONTENT": TEXT}, {" Content ": OTHER}), "jsonl"),
    "csv": (csv_of("id,text", f'1,"{TEXT}"', f"2,{OTHER}"), "csv"),
    "csv in CP949": (csv_of("번호,본문", f'1,"{TEXT}"', f"2,{OTHER}", encoding="cp949"), "csv"),
    "csv, marked": (csv_of("text,id", f'"{TEXT}",1', f"{OTHER},2", encoding="utf-8-sig"), "csv"),
    "csv in UTF-16": (csv_of("text,id", f'"{TEXT}",1', f"{OTHER},2", encoding="utf-16"), "csv"),
    "tabs": (csv_of("id\ttext", f'1\t"{TEXT}"', f"2\t{OTHER}"), "csv"),
}


@pytest.mark.parametrize(("data", "kind"), FILES.values(), ids=FILES)
def test_texts(data, kind):
    assert [page.text for page in read(data, kind)] == [TEXT, OTHER]


def test_what_a_row_says_of_its_article():
    row = {
        "news_id": "a-17",
        "title": " 연수구,  대상 ",
        "content": TEXT,
        "date": "2013-10-30T23:30:00Z",
        "언론사": "한빛일보",
        "author": ["홍길동 기자", "이몽룡 기자"],
    }
    (page,) = read(dumped(row), "jsonl")
    assert page == Page(TEXT, "연수구, 대상", "2013-10-31", "한빛일보", "홍길동", "a-17", 1)
    (page,) = read(dumped({**row, "date": "어제"}), "jsonl")
    assert page.published is None
    assert page.warnings == ["its date cannot be read: '어제'"]


def test_fields_that_were_asked_for():
    row = {"text": "요약이다.", "article": {"body": {"p": [{"t": TEXT}, {"t": OTHER}]}}, "no": 3}
    (page,) = read(dumped(row), "jsonl", text="article.body.p.t", id="no")
    assert (page.text, page.id) == (f"{TEXT}\n{OTHER}", "3")
    (failure,) = read(dumped(row), "jsonl", text="내용")
    assert str(failure) == (
        "x:1: no text: it has no field 내용; "
        "name the field with --text-field; there are text, article, no"
    )


def test_a_text_in_tags():
    body = "<p>연수구는 <b>30</b>일 대상을 받았다.<br>구는 &lsquo;기뻐&rsquo;했다."
    (page,) = read(dumped({"content": body}), "jsonl")
    assert page.text == "연수구는 30일 대상을 받았다.\n구는 ‘기뻐’했다."
    assert page.warnings == ["read as HTML, which its text is"]
    (page,) = read(dumped({"content": "1 < 2, 3 > 2 <가나다>"}), "jsonl")
    assert page.text == "1 < 2, 3 > 2 <가나다>"


def test_one_article_in_a_file_is_no_row():
    (page,) = read(dumped({"body": TEXT, "id": 5}), "json")
    assert page.place is None


BAD_ROWS = {
    "broken line": (b'{"text": "' + OTHER.encode(), "jsonl", "x:1: no JSON (Unterminated"),
    "cut line": (b'{"text": "' + OTHER.encode()[:-3], "jsonl", "x:1: no JSON (Unterminated"),
    "no object": (b"[1]\n", "jsonl", "x:1: no article: it has no fields"),
    "no text": (dumped({"id": 1}), "jsonl", "x:1: no text: it has no field text or content"),
    "null": (dumped({"text": None}), "jsonl", "x:1: no text: it has no field"),
    "nothing": (dumped({}), "jsonl", "x:1: no text: it has no field text or content or body; it"),
    "blank": (dumped({"text": " \n"}), "jsonl", "x:1: empty"),
    "binary": (b"\x89PNG\0\0\n", "jsonl", "x:1: no text: it has binary content"),
    "deep": (b"[" * 100_000, "jsonl", "x:1: no JSON"),
    "more cells": (csv_of("id,text", "1,하나,둘"), "csv", "x:2: more cells (3) than the first"),
    "fewer cells": (csv_of("id,text", "1"), "csv", "x:2: fewer cells (1) than the first"),
}


@pytest.mark.parametrize(("data", "kind", "message"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_bad_row_costs_no_other(data, kind, message):
    more = csv_of("", f"9,{OTHER}") if kind == "csv" else b"\n" + dumped({"text": OTHER})
    failure, page = read(data + more, kind)
    assert str(failure).startswith(message)
    assert failure.hint
    assert page.text == OTHER


BAD_FILES = {
    "json, cut": (b'[{"text": "a"', "json", "x: no JSON (Expecting"),
    "json, empty": (b"", "json", "x: no JSON (Expecting value"),
    "json, deep": (b"[" * 100_000, "json", "x: no JSON"),
    "csv without text": (b"id,name\n1,a\n", "csv", "x: its first line names no column text or con"),
    "csv, empty": (b"", "csv", "x: its first line names no column"),
    "parquet": (b"PAR1 is not all", "parquet", "x: no Parquet ("),
    "parquet, empty": (b"", "parquet", "x: no Parquet ("),
}


@pytest.mark.parametrize(("data", "kind", "message"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_file_that_cannot_be_read(data, kind, message):
    with pytest.raises(Failure) as caught:
        read(data, kind)
    assert str(caught.value).startswith(message)
    assert caught.value.hint


def test_a_csv_that_is_never_closed():
    found = read(csv_of("id,text", f"1,{OTHER}", '2,"열린', "3,하나"), "csv")
    assert found[0].text == OTHER
    assert str(found[1]) == "x:3: no CSV (unexpected end of data); check the quotes there"
    assert len(found) == 2


def test_a_quote_that_is_closed_too_late():
    found = read(csv_of("id,text", f'1,"{OTHER}', f'2,"{OTHER}"', f"3,{OTHER}"), "csv")
    assert [isinstance(item, Failure) for item in found] == [True, False]
    assert found[1].id == "3"


ROWS = {
    "a number": {"article": 12345, "본문": TEXT},
    "an address": {"content": "https://news.kr/17", "본문": TEXT},
    "a code": {"document": "D-001", "본문": TEXT},
    "an object": {"article": {"url": "u"}, "본문": TEXT},
    "blank": {"text": "  ", "본문": TEXT},
    "no number": {"text": float("nan"), "본문": TEXT},
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_the_text_is_the_field_that_has_one(row):
    (page,) = read(dumped(row), "jsonl")
    assert page.text == TEXT


NESTED = {
    "in an object": {"data": {"items": [{"content": TEXT}, {"content": OTHER}]}},
    "beside a word": {"content": "뉴스 목록", "items": [{"content": TEXT}, {"content": OTHER}]},
    "in a list": [[{"content": TEXT}, {"content": OTHER}]],
    "with others": {"meta": [{"a": 1}], "x": [{"id": 1, "body": TEXT}, {"id": 2, "body": OTHER}]},
}


@pytest.mark.parametrize("value", NESTED.values(), ids=NESTED)
def test_articles_are_found_in_json_however_deep(value):
    assert [page.text for page in read(dumped(value), "json")] == [TEXT, OTHER]


def test_what_no_encoding_holds_is_replaced():
    (page,) = read(b'{"id": "a\\udc00", "title": "<b>a\\ud800b</b>&amp;", "text": "x y"}', "jsonl")
    assert (page.id, page.title) == ("a\ufffd", "a\ufffdb&")


def test_rows_of_a_csv_say_what_is_odd():
    data = csv_of("id,text", f"1,{TEXT.splitlines()[0]}") + b"\r\n2," + OTHER.encode("cp949")
    first, second = read(data, "csv")
    assert first.warnings == []
    assert second.warnings == ["read as cp949: it is not UTF-8"]
    assert second.place == 3


def test_a_line_that_is_too_long(monkeypatch):
    monkeypatch.setattr("extract.reading.tables.MAX_LINE", 100)
    data = dumped({"text": "가" * 100}) + b"\n" + dumped({"text": OTHER})
    failure, page = read(data, "jsonl")
    assert "too big for one article" in str(failure)
    assert page.text == OTHER


def test_parquet():
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    columns = {"본문": [TEXT, None, OTHER], "id": [1, 2, 3], "그림": [b"x", b"y", b"z"]}
    columns["date"] = pa.array([1, 1_700_000_000_123_456_789, 3], pa.timestamp("ns", "UTC"))
    file = io.BytesIO()
    parquet.write_table(pa.table(columns), file)
    first, bad, last = read(file.getvalue(), "parquet")
    assert (first.text, first.id, first.place) == (TEXT, "1", 1)
    assert str(bad).startswith("x:2: no text")
    assert (last.text, last.place) == (OTHER, 3)


def test_parquet_without_its_package(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(Failure, match=r"pip install 'gisa\[parquet\]'"):
        read(b"PAR1", "parquet")


def test_how_a_stream_begins():
    fields = Fields.of(RULES)
    assert is_line(dumped({"a": 1}, {"a": 2}))
    assert not is_line(b'{\n"a": 1}')
    assert not is_line(b"{")
    assert is_header("번호,본문\n1,글".encode("cp949"), fields)
    assert not is_header("본문 기사이다, 그렇다.".encode(), fields)
    assert not is_header(b"", fields)


@given(st.binary(), st.sampled_from(["json", "jsonl", "csv", "parquet"]))
def test_any_bytes(data, kind):
    try:
        found = read(data, kind)
    except Failure as failure:
        found = [failure]
    assert all(isinstance(item, Page | Failure) for item in found)


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip), min_size=1))
def test_lines_come_back(texts):
    found = read(gzip.decompress(gzip.compress(dumped(*({"text": t} for t in texts)))), "jsonl")
    assert [page.text for page in found] == texts
