"""``gisa show``: what it prints of an article, and why every slot is what it is."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import extract
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


def test_the_records_in_a_table(file):
    result = show(file, "--type", "award", "--published", "2022-11-05")
    assert result.exit_code == 0
    assert "award1" in result.stdout
    assert "org1" not in result.stdout
    assert "org1" in show(file).stdout


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
