"""What an installed gisa offers to spaCy, and to type checkers."""

import os
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path

import spacy

from extract.components import COMPONENTS

ROOT = Path(__file__).parent.parent


def test_entry_points():
    factories = {e.name: e for e in entry_points(group="spacy_factories") if "gisa" in e.name}
    assert set(factories) == {*COMPONENTS, "gisa_records"}
    tokenizers = [e for e in entry_points(group="spacy_tokenizers") if "gisa" in e.name]
    assert [e.name for e in tokenizers] == ["gisa.KiwiTokenizer.v1"]
    for entry in (*factories.values(), *tokenizers):
        assert callable(entry.load())
    assert spacy.registry.has("tokenizers", "gisa.KiwiTokenizer.v1")


def test_spacy_finds_the_components_itself():
    """In a process that has not imported gisa."""
    code = (
        "import spacy\n"
        "config = {'nlp': {'tokenizer': {'@tokenizers': 'gisa.KiwiTokenizer.v1'}}}\n"
        "nlp = spacy.blank('xx', config=config)\n"
        f"for name in {[*COMPONENTS, 'gisa_records']}: nlp.add_pipe(name)\n"
        "import extract\n"
        "assert extract.load().pipe_names == nlp.pipe_names"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-c", code], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_typed():
    assert all(
        (files(package) / "py.typed").is_file() for package in ("extract", "schemas", "rules")
    )


def test_a_wheel_runs_outside_the_checkout(tmp_path):
    """Built from what a checkout has, unpacked elsewhere, run in another folder."""
    source = tmp_path / "source"
    for name in ("extract", "schemas", "rules"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, source)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation"]
    done = subprocess.run(
        [*build, "--outdir", tmp_path, source], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = tmp_path.glob("gisa-*-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
        names = archive.namelist()
    packed = {name.split("/")[0] for name in names}
    assert packed == {
        "extract",
        "schemas",
        "rules",
        wheel.name.removesuffix("-py3-none-any.whl") + ".dist-info",
    }
    for end in ("licenses/LICENSE", "licenses/NOTICE", "extract/py.typed", "rules/py.typed"):
        assert any(name.endswith(end) for name in names), end
    in_checkout = {
        path.relative_to(ROOT).as_posix()
        for package in ("extract", "schemas", "rules")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".md"
    }
    assert in_checkout <= {*names}
    article = tmp_path / "in" / "a.txt"
    article.parent.mkdir()
    article.write_text("연수구는 30일 대상을 받았다.\n", "utf-8")
    run = ["-m", "extract", "run", "in", "--out", "out", "--published", "2013-10-31"]
    report = ["-m", "extract", "report", "out", "--html", "report.html"]
    for arguments in (run, report):
        done = subprocess.run(
            [sys.executable, "-P", *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert "인천광역시 연수구" in (tmp_path / "out/a.jsonl").read_text("utf-8")
    assert (tmp_path / "report.html").is_file()
