"""A folder of one's own rules: what is wrong in it, each fault with its file and line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

import extract
from extract.checking import check
from extract.cli import app
from rules import HERE
from schemas import Award

HEADER = "name,category,aliases,valid_from,valid_to,ambiguous"
ORGANIZATIONS = "organizations/mine.csv"

FAULTS = [
    (ORGANIZATIONS, f"{HEADER}\n한빛센터,public,,,,\n", 2, "unknown category 'public'"),
    (ORGANIZATIONS, f"{HEADER}\n한빛,other,,2020-13-01,,\n", 2, "valid_from must be a day"),
    (ORGANIZATIONS, f"{HEADER}\n,other,,,,\n", 2, "no name"),
    (ORGANIZATIONS, f"{HEADER}\n한빛,other,,2020-01-01,2019-01-01,\n", 2, "must be after"),
    (ORGANIZATIONS, f"{HEADER}\n한빛,other,빛,,,한\n", 2, "neither the name nor an alias"),
    (ORGANIZATIONS, f"{HEADER}\n한빛,other\n", 2, "fewer cells"),
    (ORGANIZATIONS, "name,kategorie\n한빛,other\n", 1, "unknown columns kategorie"),
    (ORGANIZATIONS, "category\nother\n", 1, "the column name is missing"),
    ("organizations.toml", '[units]\n\ncues = ["(장"]\n', 3, "not a regular expression"),
    ("organizations.toml", '[units]\nrums = ["실"]\n', 2, "nothing reads units.rums"),
    ("organizations.toml", '[units]\nheads = "본부"\n', 2, "units.heads must be a list"),
    ("organizations.toml", "[units]\nheads = [1]\n", 2, "must be a list of str"),
    ("organizations.toml", "[units\n", None, "line 1"),
    ("awards.toml", '[frames.win]\nverbs = [""]\n', 2, "an empty word"),
    (
        "awards.toml",
        '[frames.go]\nverbs = ["받다"]\n',
        2,
        "is in awards.frames.go and in frames.win",
    ),
    ("awards.toml", '[frames.go]\nrecipient = ["을를"]\n', 2, "'을를' is no particle"),
    ("awards.toml", '[frames.mine]\nverbs = ["싹쓸다"]\nrecipient = []\n', 1, "has no grantors"),
    ("awards.toml", "[frames]\nmine = 1\n", 2, "frames.mine must be a table"),
    ("programs.toml", '[heads]\nservice = ["축제"]\n', 2, "in programs.heads.service and in heads"),
    ("programs.toml", "[status]\nlaunched = ['첫\\s(']\n", 2, "not a regular expression"),
    ("mine.toml", "a = 1\n", None, "no table of rules has this name"),
]


def written(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return path


@pytest.mark.parametrize(("name", "content", "line", "what"), FAULTS)
def test_a_fault_is_named_with_file_and_line(tmp_path, name, content, line, what):
    path = written(tmp_path, name, content)
    (fault,) = check(tmp_path)
    assert fault.startswith(f"{path}:{line}: " if line else f"{path}: ")
    assert what in fault


def test_the_rules_of_the_package_have_none():
    assert check(HERE) == []


def test_a_folder_that_is_not_there(tmp_path):
    assert check(tmp_path / "none") == [f"{tmp_path / 'none'}: no such folder of rules"]


def test_a_verb_and_a_frame_of_ones_own(tmp_path):
    text = (
        "관악구는 '그린대상'에서 감동상을 싹 쓸어 담았다. "
        "환경부가 담양군을 '빛대상' 우수상 주자로 추대했다."
    )
    written(
        tmp_path,
        "awards.toml",
        """
        [frames.win]
        verbs = ["싹 쓸어 담다"]
        [frames.honour]
        verbs = ["추대하다"]
        recipient = ["을", "를"]
        grantors = ["이", "가"]
        [prizes]
        words = ["감동상"]
        """,
    )
    assert check(tmp_path) == []

    def honours(rules: str | None) -> list[tuple[str, str | None, str, list[str]]]:
        records = extract.extract(text, published="2023-03-08", rules=rules).records
        return [
            (r.name, r.prize, r.recipient.name, [g.name for g in r.grantors])
            for r in records
            if isinstance(r, Award)
        ]

    assert honours(str(tmp_path)) == [
        ("그린대상", "감동상", "서울특별시 관악구", []),
        ("빛대상", "우수상", "전라남도 담양군", ["환경부"]),
    ]
    assert honours(None) == []


def test_the_command(tmp_path):
    written(tmp_path, ORGANIZATIONS, f"{HEADER}\n한빛센터,public_institution,한빛,2020-01-01,,\n")
    written(tmp_path, "organizations.toml", '[units]\nheads = ["상황본부"]\n')
    good = CliRunner().invoke(app, ["rules", "check", str(tmp_path)])
    assert (good.exit_code, good.stdout) == (0, f"{tmp_path}: the rules can be used\n")
    path = written(tmp_path, ORGANIZATIONS, f"{HEADER}\n한빛,x,,,,\n,other,,,,\n")
    bad = CliRunner().invoke(app, ["rules", "check", str(tmp_path)])
    assert bad.exit_code == 2
    first, second, last = bad.stderr.splitlines()
    assert first.startswith(f"{path}:2: ")
    assert second == f"{path}:3: no name"
    assert last == "gisa: faults in the rules: 2"
