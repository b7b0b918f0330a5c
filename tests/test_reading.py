"""Bytes -> Source: the walk, decoding, metadata."""

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rules
from extract.reading import formats, metadata
from extract.reading.decoding import decode
from extract.reading.files import Entry, Names, UsageError, walk
from extract.reading.formats import Item
from extract.reading.tables import Fields
from extract.writing import Failure

KOREAN = "연수구는 30일 ‘대상’을 받았다고 밝혔다.\r\n둘째 줄이다.\n"


def laid(root: Path, *names: str) -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("글", "utf-8")
    return root


def outputs(inputs, out) -> list[tuple[str, str]]:
    def ended(entry: Entry) -> str:
        return entry.output + ("/" if entry.format in formats.MANY else ".jsonl")

    return [(entry.relative, ended(entry)) for entry in walk(inputs, out)]


WALKS = {
    "top and below": (
        ["b.txt", "a.txt", "sub/c.md"],
        [("a.txt", "a.jsonl"), ("b.txt", "b.jsonl"), ("sub/c.md", "sub/c.jsonl")],
    ),
    "same stem": (
        ["x.md", "x.txt", "x.TXT"],
        [("x.TXT", "x.jsonl"), ("x.txt", "x.txt.jsonl"), ("x.md", "x.md.jsonl")],
    ),
    "same stem, name taken": (
        ["x.md", "x.txt", "x.md.txt"],
        [("x.txt", "x.jsonl"), ("x.md", "x.md.jsonl"), ("x.md.txt", "x.md.txt.jsonl")],
    ),
    "hidden, and other kinds": ([".a.txt", ".git/b.txt", "c.hwp", "d"], []),
    "many in one": (
        ["n.csv", "n.json.gz", "n.txt", "n/1.txt"],
        [
            ("n.txt", "n.jsonl"),
            ("n.csv", "n/"),
            ("n.json.gz", "n.json.gz/"),
            ("n/1.txt", "n/1.jsonl"),
        ],
    ),
    "packed": (["a.txt.gz", "a.txt"], [("a.txt", "a.jsonl"), ("a.txt.gz", "a.txt.gz.jsonl")]),
    "written by a run": (["a.txt", "old/_done.jsonl", "old/a.jsonl"], [("a.txt", "a.jsonl")]),
    "a folder where an output would be": (
        ["x.txt", "x.jsonl/y.txt"],
        [("x.txt", "x.txt.jsonl"), ("x.jsonl/y.txt", "x.jsonl/y.jsonl")],
    ),
    "a folder named like an article": (["x.txt/y.txt"], [("x.txt/y.txt", "x.txt/y.jsonl")]),
    "decomposed": (
        [unicodedata.normalize("NFD", "기사.txt"), "기사.txt"],
        [
            (unicodedata.normalize("NFD", "기사.txt"), "기사.jsonl"),
            ("기사.txt", "기사.txt.jsonl"),
        ],
    ),
    "the output": (["a.txt", "out/a.txt"], [("a.txt", "a.jsonl")]),
    "named like a ledger": (
        ["_failures.txt", "_failures.jsonl"],
        [("_failures.txt", "_failures.txt.jsonl")],
    ),
    "dots": (["2023.01.02.txt"], [("2023.01.02.txt", "2023.01.02.jsonl")]),
}


@pytest.mark.parametrize(("names", "expected"), WALKS.values(), ids=WALKS)
def test_walk(tmp_path, names, expected):
    assert outputs([laid(tmp_path, *names)], tmp_path / "out") == expected


def test_walk_is_the_same_from_anywhere(tmp_path):
    laid(tmp_path / "in", "b.txt", "a/c.txt")
    inside = outputs([tmp_path / "in"], tmp_path / "out")
    assert outputs([os.path.relpath(tmp_path / "in")], tmp_path / "out") == inside


def test_inputs_do_not_overwrite_each_other(tmp_path):
    laid(tmp_path, "a/x.txt", "b/x.txt", "c/x.txt", "c/y.md")
    inputs = [tmp_path / "a", tmp_path / "b", tmp_path / "c"]
    assert [output for _, output in outputs(inputs, tmp_path / "out")] == [
        "x.jsonl",
        "x.txt.jsonl",
        "x.txt~2.jsonl",
        "y.jsonl",
    ]


def test_what_is_given_twice_is_read_once(tmp_path):
    laid(tmp_path, "a.txt", "sub/b.txt")
    for inputs in (
        [tmp_path, tmp_path / "sub", tmp_path / "a.txt"],
        [tmp_path / "a.txt", tmp_path / "a.txt", tmp_path],
    ):
        names = [entry.relative for entry in walk(inputs, tmp_path / "out")]
        assert sorted(names) == ["a.txt", "sub/b.txt"]


def test_out_may_hold_the_input(tmp_path):
    laid(tmp_path, "a.txt", "b.txt", "b.jsonl")
    assert outputs([tmp_path / "a.txt"], tmp_path) == [("a.txt", "a.jsonl")]
    names = [tmp_path / "b.txt", tmp_path / "b.jsonl"]
    assert outputs(names, tmp_path) == [("b.txt", "b.txt.jsonl"), ("b.jsonl", "b/")]


def test_out_is_not_the_input(tmp_path):
    laid(tmp_path, "a.txt")
    with pytest.raises(UsageError, match="--out is the input folder"):
        list(walk([tmp_path], tmp_path))


def test_patterns_that_the_shell_left(tmp_path):
    laid(tmp_path, "a.txt", "sub/b.txt", "sub/deep/c.txt", "sub/d.md", "[1].txt")
    found = [e.relative for e in walk([tmp_path / "**" / "*.txt"], tmp_path / "out")]
    assert found == ["[1].txt", "a.txt", "b.txt", "c.txt"]
    assert [e.relative for e in walk([tmp_path / "[1].txt"], tmp_path / "out")] == ["[1].txt"]
    with pytest.raises(UsageError, match="no file matches"):
        list(walk([tmp_path / "*.csv"], tmp_path / "out"))


def test_very_deep_folders(tmp_path):
    deep = tmp_path
    for _ in range(400):
        deep /= "d"
    laid(deep, "x.txt")
    (entry,) = walk([tmp_path], tmp_path / "out")
    assert entry.relative == "d/" * 400 + "x.txt"


def test_names_of_rows():
    names = Names()
    ids = [
        "17",
        "17",
        "../../etc/passwd",
        "https://news.kr/a?b=1",
        "",
        ".x",
        "제목: 하나",
        "가" * 200,
    ]
    rows = [names.row("n", id) for id in ids]
    assert rows[:-1] == [
        "n/17",
        "n/17~2",
        "n/_.._etc_passwd",
        "n/https_news.kr_a_b_1",
        "n/_",
        "n/x",
        "n/제목_하나",
    ]
    assert len(rows[-1].encode()) < 248


@given(st.lists(st.text(), max_size=9))
def test_names_of_rows_stay_below_their_folder(ids):
    names = Names()
    rows = [names.row("n", id) for id in ids]
    assert len({*rows}) == len(rows)
    for row in rows:
        folder, _, name = row.partition("/")
        assert folder == "n"
        assert "/" not in name
        assert "\0" not in name
        assert not name.startswith(".")
        assert len(name.encode()) < 248


def test_links(tmp_path):
    laid(tmp_path, "in/sub/a.txt", "elsewhere/b.txt")
    (tmp_path / "in/sub/up").symlink_to(tmp_path / "in")
    (tmp_path / "in/self").symlink_to("self")
    (tmp_path / "in/other").symlink_to(tmp_path / "elsewhere")
    names = [entry.relative for entry in walk([tmp_path / "in"], tmp_path / "out")]
    assert names == ["other/b.txt", "sub/a.txt"]


def test_input_that_cannot_be_read(tmp_path):
    laid(tmp_path, "page.hwp")
    with pytest.raises(UsageError, match="nowhere: no such file or folder"):
        list(walk([tmp_path / "nowhere"], tmp_path))
    with pytest.raises(UsageError, match=r"page\.hwp: gisa reads \.txt, \.md"):
        list(walk([tmp_path / "page.hwp"], tmp_path))


def test_folder_that_cannot_be_listed(tmp_path, monkeypatch):
    laid(tmp_path, "a.txt", "locked/b.txt", "open/c.txt")
    scandir = os.scandir

    def refuse(path):
        if os.path.basename(path) == "locked":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = list(walk([tmp_path], tmp_path / "out"))
    assert [str(e) for e in found if isinstance(e, Failure)] == [
        f"{tmp_path}/locked: cannot be listed (Permission denied); check its permissions"
    ]
    assert len(found) == 3


DECODED = {
    "utf-8": (KOREAN.encode(), []),
    "utf-8 with a mark": (b"\xef\xbb\xbf" + KOREAN.encode(), []),
    "utf-16": (KOREAN.encode("utf-16"), ["read as utf_16_le: it is not UTF-8"]),
    "utf-16, other order": (
        b"\xfe\xff" + KOREAN.encode("utf-16-be"),
        ["read as utf_16_be: it is not UTF-8"],
    ),
    "utf-32": (KOREAN.encode("utf-32"), ["read as utf_32_le: it is not UTF-8"]),
    "utf-16 without a mark": (
        (KOREAN * 9).encode("utf-16-le"),
        ["read as utf_16_le: it is not UTF-8"],
    ),
    "cp949": (KOREAN.encode("cp949"), ["read as cp949: it is not UTF-8"]),
    "euc-kr": (KOREAN.encode("euc-kr"), ["read as cp949: it is not UTF-8"]),
    "ascii": (b"Seoul\r\n", []),
    "lines in two": (
        KOREAN.encode() + KOREAN.encode("cp949"),
        ["read as utf_8 and cp949: its lines are in both"],
    ),
    "lines in two, marked": (
        b"\xef\xbb\xbf" + KOREAN.encode() + KOREAN.encode("cp949"),
        ["read as utf_8 and cp949: its lines are in both"],
    ),
}


@pytest.mark.parametrize(("data", "warnings"), DECODED.values(), ids=DECODED)
def test_decode(data, warnings):
    text, odd = decode(data, "x.txt")
    assert text in (KOREAN, KOREAN * 2, KOREAN * 9, "Seoul\r\n")
    assert odd == warnings


@pytest.mark.parametrize(
    "data",
    [KOREAN.encode() + b"\xff", KOREAN.encode()[:36], 2 * KOREAN.encode() + b"\xed\xa0\x80"],
    ids=["a byte", "cut off", "surrogate"],
)
def test_damaged_utf8_is_kept(data):
    text, odd = decode(data, "x.txt")
    assert text.startswith("연수구는 30일")
    assert odd == [f"characters that are broken and stand as U+FFFD: {text.count(chr(0xFFFD))}"]


UNREADABLE = {
    "NUL": ("연수구는\0".encode(), "no text: it has binary content"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "no text: it has binary"),
    "another encoding": ("café naïve été".encode("latin-1"), "its encoding is not recognised"),
    "another language": (
        "東京都は30日に発表した。これはテストです。".encode("shift-jis"),
        "its encoding is not recognised",
    ),
}


@pytest.mark.parametrize(("data", "error"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_article(data, error):
    with pytest.raises(Failure) as caught:
        decode(data, "in/x.txt")
    assert str(caught.value).startswith(f"in/x.txt: {error}")
    assert caught.value.hint


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\ufffd"), min_size=1))
def test_utf8_comes_back_as_it_was(text):
    decoded, odd = decode(text.encode(), "x.txt")
    assert decoded == text.removeprefix("\ufeff")
    assert odd == []


@given(st.binary())
def test_any_bytes_give_a_text_or_a_failure(data):
    try:
        text, _ = decode(data, "x.txt")
    except Failure:
        return
    text.encode()


def items(entry: Entry) -> list[Item | Failure]:
    loaded = rules.load()
    return [*formats.items(entry, Fields.of(loaded), loaded)]


def test_text(tmp_path):
    (tmp_path / "기사.txt").write_bytes(b"\xef\xbb\xbf" + KOREAN.encode())
    (entry,) = walk([tmp_path], tmp_path / "out")
    (item,) = items(entry)
    assert (item.id, item.source) == ("기사", f"{tmp_path}/기사.txt")
    assert item.data == b"\xef\xbb\xbf" + KOREAN.encode()
    assert item.page().text == KOREAN


def test_file_that_is_gone(tmp_path):
    with pytest.raises(Failure, match="cannot be read"):
        items(Entry(str(tmp_path / "x.txt"), "x.txt", "x.jsonl", "text"))


def test_name_in_another_encoding(tmp_path):
    name = os.fsencode(tmp_path) + b"/" + "기사".encode("cp949") + b".txt"
    try:
        Path(os.fsdecode(name)).write_text("글", "utf-8")
    except OSError:
        pytest.skip("this file system has no such names")
    (entry,) = walk([tmp_path], tmp_path / "out")
    (item,) = items(entry)
    assert "\ufffd" in item.id
    (item.source + entry.output).encode()


@pytest.mark.parametrize("value", ["2023-03-08", "2022-02", "2021", "2024-02-29"])
def test_published(value):
    assert metadata.published(value) == value


@pytest.mark.parametrize(
    "value", ["2023-13", "2023-02-29", "23-01-01", "2023.03.08", "20230308", "0000", "", "어제"]
)
def test_no_publication_date(value):
    with pytest.raises(ValueError, match="is no publication date"):
        metadata.published(value)


def table(folder: Path, content: str | bytes) -> Path:
    path = folder / "metadata.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


ROWS = "file,published,publisher,url\na.txt,2013-10-30,동아일보,http://x\nsub/b.txt,,한겨레,\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_metadata(tmp_path, encoding):
    known = metadata.load(table(tmp_path, ROWS.replace("\n", "\r\n").encode(encoding)))
    a, b = {"published": "2013-10-30", "publisher": "동아일보"}, {"publisher": "한겨레"}
    assert known.of(Entry("in/a.txt", "a.txt", "a.jsonl")) == a
    assert known.of(Entry("in/deep/a.txt", "deep/a.txt", "deep/a.jsonl")) == a
    assert known.of(Entry("in/b.txt", "b.txt", "b.jsonl")) == {}
    assert [*known.strays()] == [f"{known.path}:3: there is no article 'sub/b.txt'; check the name"]
    assert known.of(Entry("in/sub/b.txt", "sub/b.txt", "sub/b.jsonl")) == b
    assert [*known.strays()] == []


def test_metadata_finds_decomposed_names(tmp_path):
    known = metadata.load(table(tmp_path, "file,published\n기사.txt,2021\n"))
    decomposed = unicodedata.normalize("NFD", "기사.txt")
    assert known.of(Entry(decomposed, decomposed, "x.jsonl")) == {"published": "2021"}


BAD_TABLES = {
    "no file column": ("name,published\nx,2021\n", "names no column 'file'"),
    "nothing": ("", "names no column 'file'"),
    "unknown column": ("file,date\nx,2021\n", "column 'date' is unknown; columns are file, publi"),
    "column twice": ("file,title,title\nx,a,b\n", "column 'title' stands twice"),
    "bad date": ("file,published\na.txt,2021\nb.txt,2021-2-3\n", ":3: '2021-2-3' is no publicat"),
    "row twice": ("file,title\na.txt,x\n./a.txt,y\n", ":3: 'a.txt' stands in line 2 already"),
    "no name": ("file,title\n,x\n", ":2: no file is named"),
    "too many cells": ("file,title\na.txt,하나, 둘\n", ":2: more cells"),
    "too few cells": ("file,title\na.txt\n", ":2: fewer cells"),
    "open quote": ('file,title\na.txt,"x\n', "no CSV"),
    "binary": (b"file\0", "binary content"),
}


@pytest.mark.parametrize(("content", "message"), BAD_TABLES.values(), ids=BAD_TABLES)
def test_metadata_that_cannot_be_used(tmp_path, content, message):
    with pytest.raises(UsageError) as caught:
        metadata.load(table(tmp_path, content))
    assert message in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / "metadata.csv"))
