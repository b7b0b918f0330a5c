"""What the documentation says is so: commands, code, queries, records and tables are recomputed.

Blocks of a page are run in order, in a folder that has the samples:

- ``console``: what stands behind ``$`` is a command of gisa; the lines below are what it prints.
  ``…`` stands for anything in a line, alone for any number of lines.
- ``python``: prints what stands behind ``#>``.
- ``sql``: gives the table below, on ``records.duckdb``.
- ``jsonl``: each line is part of a record of the samples.
- any with ``title="x"``: the file of that name, for those that come after.

``<!-- not run: why -->`` above a block passes it over.
"""

import importlib.util
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.main import get_command
from typer.testing import CliRunner

from extract.cli import app

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "README.ko.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(
    r"(?P<skipped><!-- not run: .*? -->\n)?"
    r'^```(?P<kind>\w+)(?: title="(?P<file>[^"]+)")?\n(?P<body>.*?)^```\n'
    r"(?P<table>\n(?:\|[^\n]*\n)+)?",
    re.DOTALL | re.MULTILINE,
)
NEVER_RUN = ("sh", "py", "json")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def generator() -> Any:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.usefixtures("nlp")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page(page, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for name in ("seeds", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    names: dict[str, object] = {}
    for block in BLOCK.finditer(page.read_text("utf-8")):
        kind, body = block["kind"], block["body"]
        if block["skipped"] or kind in NEVER_RUN:
            continue
        if block["file"]:
            path = tmp_path / block["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, "utf-8")
        elif kind == "console":
            console(body)
        elif kind == "python":
            exec(body, names)
            printed = capsys.readouterr().out.splitlines()
            assert printed == re.findall(r"^#> ?(.*)$", body, re.MULTILINE), body
        elif kind == "sql":
            assert block["table"], f"no table below {body}"
            with duckdb.connect("records.duckdb", read_only=True) as records:
                result = records.sql(body)
                found = [result.columns, *([*map(said, row)] for row in result.fetchall())]
            assert found == cells(block["table"]), body
        elif kind == "jsonl":
            known = [
                json.loads(line)
                for path in (tmp_path / "out").glob("*.jsonl")
                for line in path.read_text("utf-8").splitlines()
            ]
            for line in map(json.loads, body.splitlines()):
                assert any(line.items() <= record.items() for record in known), line
        else:
            raise AssertionError(f"a block of the kind {kind}")


def console(body: str) -> None:
    """Run the commands of a block, and compare what they print."""
    for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", body, re.MULTILINE):
        program, *arguments = shlex.split(command, comments=True)
        assert program == "gisa", command
        result = CliRunner().invoke(app, arguments)
        assert result.exception is None or isinstance(result.exception, SystemExit), command
        printed = plain(result.output)
        if not expected:  # shown without what it prints
            assert result.exit_code == 0, (command, result.output)
            continue
        pattern = re.escape(plain(expected))
        pattern = re.sub(r"(?m)^…\\\n", "(?:.*\n)*", pattern).replace("…", ".*")
        assert re.fullmatch(pattern, printed), f"$ {command}\n{printed}"


def plain(output: str) -> str:
    """Lines without blanks behind them, and without empty ones at the end."""
    return "".join(f"{line.rstrip()}\n" for line in output.rstrip().splitlines())


def cells(table: str) -> list[list[str]]:
    """A table of Markdown; the line below its head is left out."""
    rows = [
        [cell.strip() for cell in line.strip()[1:-1].split("|")]
        for line in table.split("\n")
        if line
    ]
    return [rows[0], *rows[2:]]


def said(value: object) -> str:
    """A value of a query as it stands in a table."""
    if isinstance(value, list):
        return ", ".join(map(said, value))
    if isinstance(value, float):
        return f"{value:,.10g}"
    return "" if value is None else str(value)


def test_generated_parts_are_what_the_code_says():
    for path, text in generator().pages().items():
        assert path.read_text("utf-8") == text, f"{path.name}: run make docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for target in LINK.findall(page.read_text("utf-8")):
        if not target.startswith(("http", "#")):
            name, _, anchor = target.partition("#")
            path = page.parent / name
            assert path.exists(), target
            if page.parent.name == "docs":  # a site has nothing outside
                assert path.resolve().parent == page.parent, target
            if anchor:
                headings = re.findall(r"^#+ (.*)$", path.read_text("utf-8"), re.MULTILINE)
                assert anchor in {
                    re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in headings
                }


def test_the_synopsis_has_every_option():
    text = (ROOT / "docs" / "command.md").read_text("utf-8")
    synopsis = text.partition("```\n")[2].partition("```")[0]
    shown: dict[str, set[str]] = {}
    for line in re.sub(r"\n +", " ", synopsis).splitlines():
        name = re.match(r"gisa ((?:rules )?\w+)", line)
        shown[name[1] if name else ""] = {*re.findall(r"--[\w-]+", line)}
    root = get_command(app)
    for name, options in shown.items():
        command = root
        for part in name.split():
            command = command.commands[part]
        known = {option for p in command.params for option in p.opts if option.startswith("--")}
        assert options == known - {"--help"}, name
    assert {name.split()[0] for name in shown if name} == {*root.commands}


def test_the_site_is_built(tmp_path):
    pytest.importorskip("mkdocs", reason="the site needs gisa[docs]: make docs")
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", tmp_path]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "tutorial" / "index.html").is_file()


def test_the_site_has_every_page():
    listed = re.findall(r"^  - (\w+\.md)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(page.name for page in PAGES if page.parent.name == "docs")
