"""``gisa show``: what it prints of an article, and why every slot is what it is."""

import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from typer.testing import CliRunner

import extract
from extract import showing
from extract.cli import app
from extract.showing import SLOTS
from schemas import Award, Evidence, Program
from tests.cases import rows

SAMPLES = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
TEXT = "관악구는 지난 3일 행정안전부가 주최한 ‘제5회 한빛대상’에서 우수상을 받았다."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(f"{TEXT}\n", "utf-8")
    return path


def show(*arguments: object):
    return CliRunner().invoke(app, ["show", *map(str, arguments)], env={"COLUMNS": "200"})


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_filled_slot_names_its_words_and_its_rule(path):
    article = extract.extract(path.read_text("utf-8"))
    found = [r for r in article.records if isinstance(r, Award | Program)]
    assert found or path.stem == "d11_statistics"
    for record in found:
        told = {reason.slot for reason in article.evidence[record.id]}
        for slot in SLOTS[record.type]:
            value = getattr(record, slot)
            # a program that somebody runs is running where nothing else is said
            default = slot == "status" and value == "running"
            assert slot in told or default or value in (None, [], "other"), (record.name, slot)


def test_the_words_of_a_slot_are_marked(file):
    result = show(file, "--explain", "--published", "2022-11-05")
    assert result.exit_code == 0
    assert (
        "[recipient: 관악구는] [date: 지난 3일] [grantors: 행정안전부가 주최한] ‘[edition: 제5회] "
        "[name: 한빛대상]’에서 [prize: 우수상]을 [prize: 받]았다." in result.stdout
    )
    assert "awards.grantors.behind" in result.stdout


def test_the_text_and_a_table_for_each_type(file):
    result = show(file, "--published", "2022-11-05")
    assert result.exit_code == 0
    assert (
        "[관악구 org1]는 [지난 3일 date1] [행정안전부 org2]가 주최한 ‘제5회 [한빛대상 award1]’에서"
        in result.stdout
    )
    assert [
        line.split()[0] for line in result.stdout.splitlines() if re.search(r": \d+ *$", line)
    ] == [
        "organization:",
        "award:",
        "date:",
    ]
    rows = [re.split(r"\s{2,}", line.strip()) for line in result.stdout.splitlines()]
    heading = ["id", "award", "prize", "recipient", "grantors", "date", "rule"]
    assert heading in rows  # columns in which nothing stands are left out
    values = ["award1", "제5회 한빛대상", "우수상", "서울특별시 관악구", "행정안전부", "지난 3일"]
    assert [*values, "awards.sentence"] in rows


def test_one_type(file):
    result = show(file, "--type", "award", "--published", "2022-11-05")
    assert result.exit_code == 0
    assert "award1" in result.stdout
    assert "org1" not in result.stdout


def test_colours_take_the_place_of_brackets(file):
    article = showing.article(file, published="2022-11-05", rules=None)
    terminal = Console(file=io.StringIO(), force_terminal=True, color_system="truecolor", width=200)
    showing.show(terminal, article, kind="award", explain=False)
    out = terminal.file.getvalue()
    assert "‘제5회 \x1b[33m한빛대상\x1b[0m’에서" in out
    assert "[한빛대상" not in out


def test_signs_that_no_terminal_should_get(tmp_path):
    """Line ends of Windows and control signs move no mark, and reach no terminal."""
    path = tmp_path / "a.txt"
    path.write_bytes("제목이다.\r\n\a연수구는 \x1b 30일 \u202e대상을 받았다.\r\n".encode())
    out = show(path, "--published", "2022-11-05").stdout
    assert "␇[연수구 org1]는 ␛ [30일 date1] \ufffd대상을 받았다." in out
    assert not {*out} & {"\r", "\a", "\x1b", "\u202e"}


def test_bounds_stand_for_a_range(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("시는 300만~600만원을 지원한다.", "utf-8")
    assert "3,000,000–6,000,000 KRW" in show(path, "--type", "figure").stdout


@given(st.lists(st.sampled_from([row["text"] for row in rows("awards")]), min_size=1, max_size=3))
def test_without_its_marks_the_text_is_the_text(texts):
    article = extract.extract("\n".join(texts), published="2022-11-05")
    plain = showing.marked(article, article.records, signs=False).plain
    assert plain == showing.visible(article.text)
    assert len(plain) == len(article.text)
    signed = showing.marked(article, article.records, signs=True).plain
    ids = re.compile(r"(?: (?:org|award|program|figure|date)\d+| …)+\]")
    brackets = str.maketrans("", "", "[]")
    assert ids.sub("", signed).translate(brackets) == article.text.translate(brackets)


def test_words_of_many_records_are_marked_once():
    (path,) = (path for path in SAMPLES if path.stem == "d05_ministry_results")
    out = show(path, "--type", "award").stdout
    assert "[재난관리평가 award1 … award24] 대통령상에" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("none.txt",), "no such file"),
        (("FILE", "--type", "prize"), "--type prize: there are organization, award"),
        (("FILE", "--explain", "--type", "date"), "only awards and programs are explained"),
        (("FILE", "--published", "gestern"), "gestern"),
        (("FILE", "--rules", "none"), "no such folder"),
    ],
)
def test_usage(arguments, message, file):
    result = show(*(file if a == "FILE" else a for a in arguments))
    assert result.exit_code == 2
    assert result.stderr.startswith("gisa: ")
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


@given(st.lists(st.sampled_from([row["text"] for row in rows("awards")]), min_size=1, max_size=4))
def test_reasons_point_into_the_text(texts):
    article = extract.extract("\n".join(texts), published="2022-11-05")
    ids = {record.id for record in article.records}
    for key, reasons in article.evidence.items():
        assert key in ids
        for reason in reasons:
            assert isinstance(reason, Evidence)
            assert article.text[reason.start : reason.end] == reason.text
