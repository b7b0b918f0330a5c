"""The command: exit codes, what it prints, and that asking for help costs nothing."""

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extract import running
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


def test_a_missing_package_is_named(articles, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.delitem(sys.modules, "extract.running.ray", raising=False)
    monkeypatch.delattr(running, "ray", raising=False)  # another test may have loaded it
    result = gisa("run", articles, "--out", tmp_path / "out", "--engine", "ray")
    assert result.exit_code == 2
    assert "pip install 'gisa[ray]'" in result.stderr
    result = gisa("run", articles, "--out", tmp_path / "out", "--format", "parquet")
    assert (result.exit_code, "--engine ray" in result.stderr) == (2, True)


@pytest.mark.usefixtures("nlp")
def test_events(articles, tmp_path):
    (articles / "empty.txt").touch()
    result = gisa("run", articles, "--out", tmp_path / "out", "--log-json")
    start, failure, end = map(json.loads, result.stderr.splitlines())
    assert result.exit_code == end["code"] == 1
    assert (start["event"], start["total"], start["engine"]) == ("start", 3, "local")
    assert (failure["event"], failure["error"]) == ("failure", "empty")
    assert (end["event"], end["articles"], end["failures"]) == ("end", 2, 1)
    assert all(event["time"].endswith("+00:00") for event in (start, failure, end))
    result = gisa("run", tmp_path / "none", "--out", tmp_path / "out", "--log-json")
    error = json.loads(result.stderr.splitlines()[-1])
    assert (result.exit_code, error["event"]) == (2, "error")
    assert "no such file" in error["error"]


@pytest.mark.usefixtures("nlp")
def test_a_part_of_a_folder(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number}.txt").write_text("서초구는 갔다.", "utf-8")
    rows = "".join(f'{{"id": {n}, "text": "서초구는 갔다."}}\n' for n in range(40))
    (folder / "rows.jsonl").write_text(rows, "utf-8")

    def done(name: str, *options: object) -> set[str]:
        result = gisa("run", folder, "--out", tmp_path / name, *options)
        assert result.exit_code == 0, result.stderr
        out = tmp_path / name
        found = (path.relative_to(out).as_posix() for path in out.rglob("*.jsonl"))
        return {path for path in found if not path.startswith("_")}

    assert len(done("limit", "--limit", 3)) == 3
    assert done("limit", "--limit", 3) == done("limit", "--limit", 3)
    some, more, all_ = (done(str(s), "--sample", s) for s in (0.1, 0.5, 1))
    assert some < more < all_
    assert len(all_) == 80
    assert 2 <= len(some) <= 16
    assert 25 <= len(more) <= 55
    assert done("again", "--sample", 0.5) == more
