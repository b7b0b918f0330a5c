"""The command: exit codes, what it prints, and that asking for help costs nothing."""

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extract.cli import app
from extract.running import local
from schemas import LINE

SEEDS = Path(__file__).parent.parent / "seeds"


def gisa(*arguments: object):
    return CliRunner().invoke(app, [*map(str, arguments)])


@pytest.mark.usefixtures("nlp")
def test_run(articles, tmp_path):
    result = gisa("run", articles, "--out", tmp_path / "out", "--published", "2013-10-31")
    assert result.exit_code == 0
    rows = dict(line.rsplit(maxsplit=1) for line in result.stdout.splitlines())
    assert rows.items() >= {"articles": "2", "failures": "0", "skipped": "0"}.items()
    records = sum(int(number) for name, number in rows.items() if name.startswith("  "))
    lines = [
        line
        for name in ("a", "b")
        for line in (tmp_path / "out" / f"{name}.jsonl").read_text("utf-8").splitlines()
    ]
    assert records == len(lines) - 2
    assert result.stderr == ""


@pytest.mark.usefixtures("faulty")
def test_failures(articles, tmp_path):
    (articles / "c.txt").write_text("고장 기사다.", "utf-8")
    (articles / "d.md").touch()
    result = gisa("run", articles, "--out", tmp_path / "out")
    assert result.exit_code == 1
    first, second, last = result.stderr.splitlines()
    assert first.startswith(f"{articles / 'c.txt'}: ValueError: 고장 났다")
    assert second.startswith(f"{articles / 'd.md'}: empty; ")
    assert last.endswith(str(tmp_path / "out" / "_failures.jsonl"))
    assert (tmp_path / "out" / "a.jsonl").exists()


@pytest.mark.usefixtures("nlp")
def test_metadata_without_articles_is_only_a_warning(articles, tmp_path):
    rows = "".join(f"x{number}.txt,2021\n" for number in range(9))
    (tmp_path / "m.csv").write_text("file,published\na.txt,2021\n" + rows, "utf-8")
    result = gisa("run", articles, "--out", tmp_path / "out", "--metadata", tmp_path / "m.csv")
    assert result.exit_code == 0
    assert "m.csv:3: there is no article 'x0.txt'" in result.stderr
    assert result.stderr.endswith("and 4 more\n")


USAGE = {
    "no such input": (["run", "nowhere", "--out", "{out}"], "nowhere: no such file or folder"),
    "nothing to read": (["run", "{empty}", "--out", "{out}"], "nothing to read"),
    "bad date": (["run", "{in}", "--out", "{out}", "--published", "2013-13"], "'2013-13' is no pu"),
    "bad metadata": (["run", "{in}", "--out", "{out}", "--metadata", "{bad}"], "no column 'file'"),
    "no metadata": (["run", "{in}", "--out", "{out}", "--metadata", "nowhere"], "nowhere: cannot"),
    "no rules": (
        ["run", "{in}", "--out", "{out}", "--rules", "nowhere"],
        "nowhere: no such folder",
    ),
    "broken rules": (["run", "{in}", "--out", "{out}", "--rules", "{rules}"], "layout.toml: "),
    "out is a file": (["run", "{in}", "--out", "{bad}"], "cannot be written to"),
    "no out": (["run", "{in}"], "--out"),
    "no workers": (["run", "{in}", "--out", "{out}", "--workers", "0"], "--workers"),
    "no such command": (["walk"], "walk"),
}


@pytest.mark.parametrize(("arguments", "message"), USAGE.values(), ids=USAGE)
def test_usage(arguments, message, articles, tmp_path):
    places = {"in": articles, "out": tmp_path / "out", "bad": tmp_path / "bad.csv"}
    places |= {"rules": tmp_path / "rules", "empty": tmp_path / "empty"}
    places["bad"].write_text("name\n")
    places["empty"].mkdir()
    places["rules"].mkdir()
    (places["rules"] / "layout.toml").write_text("= 1")
    result = gisa(*(argument.format(**places) for argument in arguments))
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("nlp")
def test_interrupt(articles, tmp_path, monkeypatch):
    def interrupted(nlp, jobs):
        yield from guarded(nlp, [next(iter(jobs))])
        raise KeyboardInterrupt

    guarded = local.guarded
    monkeypatch.setattr(local, "guarded", interrupted)
    result = gisa("run", articles, "--out", tmp_path / "out")
    assert result.exit_code == 130
    assert result.stdout.split()[:2] == ["articles", "1"]


def test_schema():
    result = gisa("schema")
    assert json.loads(result.stdout) == LINE.json_schema()


def test_version():
    assert gisa("--version").stdout == f"gisa {version('gisa')}\n"


def test_help_is_quick():
    code = (
        "import sys; from extract.cli import app\n"
        "try: app()\n"
        "finally: assert not {'spacy', 'kiwipiepy', 'numpy'} & sys.modules.keys()"
    )
    for arguments in (["--help"], ["run", "--help"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        assert "Usage" in done.stdout


def test_as_a_module():
    command = [sys.executable, "-m", "extract", "--version"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.stdout.startswith("gisa ")


def test_the_order_of_python_sets_changes_nothing(tmp_path):
    """Same input, same bytes: no output may hang on Python's hash seed."""
    contents = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        command = [sys.executable, "-m", "extract", "run", str(SEEDS), "--out", str(out)]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run(command, check=True, env=environment, capture_output=True)
        contents.append({p.name: p.read_bytes() for p in out.glob("d*.jsonl")})
    assert contents[0] == contents[1]
    assert len(contents[0]) == len(list(SEEDS.iterdir()))
