"""A folder of one's own rules: what is wrong in it, each fault with its file and line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from extract.checking import check
from extract.cli import app
from rules import HERE

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
