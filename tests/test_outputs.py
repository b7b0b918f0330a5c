"""A run's output, read back: by name, whole, with the texts that the records point into."""

import json
from pathlib import Path

import pytest

from extract.outputs import Failure, Output, Texts, outputs
from extract.reading.files import UsageError
from extract.running.local import run
from tests.reports import record, save

ROWS = [{"id": n, "text": f"서초구는 {n + 1}명을 뽑았다."} for n in range(12)]
PAGE = "<html><body><article><p>연수구는 30일 대상을 받았다.</p></article></body></html>"


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with articles of all kinds, in which a run has written to out."""
    folder = tmp_path / "in" / "a"
    folder.mkdir(parents=True)
    (folder / "x.txt").write_bytes("연수구는 30일\r\n대상을 받았다.\n".encode("cp949"))
    (folder / "y.html").write_text(PAGE, "utf-8")
    (tmp_path / "in" / "rows.jsonl").write_text(
        "".join(f"{json.dumps(r)}\n" for r in ROWS), "utf-8"
    )
    monkeypatch.chdir(tmp_path)
    run(["in"], "out")
    return tmp_path


def read(out: str | Path = "out") -> dict[str, Output]:
    found = [*outputs(Path(out))]
    assert not any(isinstance(output, Failure) for output in found), found
    return {output.name: output for output in found if isinstance(output, Output)}


def test_names_are_paths(work):
    assert [*read()] == [
        *("a/x", "a/y"),
        *sorted(f"rows/{n}" for n in range(12)),
    ]
    assert read()["a/x"].of("organization")[0]["name"] == "인천광역시 연수구"


def test_texts_are_read_again(work):
    texts = Texts(Path("out"))
    found = read()
    assert texts.of(found["a/x"]) == "연수구는 30일\r\n대상을 받았다.\n"
    assert "연수구는 30일 대상을 받았다." in texts.of(found["a/y"])
    for row in ROWS:
        assert texts.of(found[f"rows/{row['id']}"]) == row["text"]


def test_texts_are_found_from_elsewhere(work, tmp_path, monkeypatch):
    """By the path that the run was given, below the folder of OUT."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    out = Path("../out")
    assert isinstance(Texts(out).of(read(out)["a/x"]), str)


def test_texts_beside_the_records_come_first(work):
    run(["in"], "kept", keep_text=True)
    for path in Path("in").rglob("*.*"):
        path.unlink()
    assert Texts(Path("kept")).of(read("kept")["rows/3"]) == ROWS[3]["text"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda path: path.write_text("서구는 30일 대상을 받았다.", "utf-8"),
            "is not what the run read",
        ),
        (lambda path: path.unlink(), "no such file here; go to the folder in which gisa ran"),
    ],
)
def test_a_text_that_is_not_there_any_more(work, change, said):
    change(Path("in/a/x.txt"))
    failure = Texts(Path("out")).of(read()["a/x"])
    assert isinstance(failure, Failure)
    assert said in str(failure)


DAMAGE = {
    "nothing in it": "",
    "no JSON": "{",
    "no object": "[]\n",
    "no article": '{"type": "award"}\n',
    "another version": '{"type": "article", "schema_version": "0"}\n',
    "a number": "5\n",
    "an unknown type": '{"type": "article"}\n{"type": "prize"}\n',
}


@pytest.mark.parametrize("content", DAMAGE.values(), ids=DAMAGE)
def test_a_file_at_fault_costs_itself_alone(content, tmp_path):
    save(tmp_path, "a", "서구는", [record("organization", "org1", "서구")])
    save(tmp_path, "c", "서구는", [])
    (tmp_path / "b.jsonl").write_text(content, "utf-8")
    one, failure, other = outputs(tmp_path)
    assert isinstance(failure, Failure)
    assert str(failure).startswith(f"{tmp_path / 'b.jsonl'}: no records as gisa run writes them (")
    assert [one.name, other.name] == ["a", "c"]


def test_records_without_all_their_fields(tmp_path):
    line = record("organization", "org1", "서구")
    save(tmp_path, "a", None, [line])
    path = tmp_path / "a.jsonl"
    path.write_text(
        path.read_text("utf-8").replace('"category": "local_government", ', ""), "utf-8"
    )
    (failure,) = outputs(tmp_path)
    assert "org1 has too few or too many fields: category" in str(failure)
    (output,) = outputs(tmp_path, whole=False)
    assert isinstance(output, Output)


def test_a_run_below_is_another(work):
    run(["in"], "out/again")
    assert len(read()) == len(read("out/again")) == 14


@pytest.mark.parametrize(
    ("field", "value"), [("start", None), ("end", "2"), ("mentions", [7]), ("category", "city")]
)
def test_records_with_wrong_values(field, value, tmp_path):
    save(tmp_path, "a", None, [record("organization", "org1", "서구")])
    path = tmp_path / "a.jsonl"
    head, line = path.read_text("utf-8").splitlines()
    path.write_text(f"{head}\n{json.dumps(json.loads(line) | {field: value})}\n", "utf-8")
    (failure,) = outputs(tmp_path)
    assert f"a: org1: {field}" in str(failure)


def test_a_figure_set_against_nothing(tmp_path):
    save(tmp_path, "a", None, [record("figure", "figure1", "3명", compared_to="figure2")])
    (failure,) = outputs(tmp_path)
    assert "there is no record figure2" in str(failure)


def test_names_that_begin_with_an_underscore(tmp_path, monkeypatch):
    """A file's, a folder's, and that of a row whose id begins with a dot; no ledger's."""
    (tmp_path / "in" / "_old").mkdir(parents=True)
    for name in ("_draft.txt", "_old/x.txt"):
        (tmp_path / "in" / name).write_text("연수구는 대상을 받았다.", "utf-8")
    row = {"id": "./a", "text": "서초구는 대상을 받았다."}
    (tmp_path / "in" / "rows.jsonl").write_text(json.dumps(row), "utf-8")
    (tmp_path / "in" / "empty.txt").touch()
    monkeypatch.chdir(tmp_path)
    assert len(run(["in"], "out").failures) == 1
    assert [*read()] == ["_draft", "_old/x", "rows/_a"]


def test_a_text_that_an_earlier_run_has_kept(work):
    run(["in"], "out", keep_text=True)
    Path("in/a/x.txt").write_text("연수구는 31일 상을 받았다.", "utf-8")
    run(["in"], "out")
    assert Texts(Path("out")).of(read()["a/x"]) == "연수구는 31일 상을 받았다."


@pytest.mark.parametrize("folder", ["none", "empty"])
def test_no_output(folder, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=folder):
        [*outputs(tmp_path / folder)]
