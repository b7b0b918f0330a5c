"""The README's examples: code prints what stands behind ``#>``, records are what a run finds."""

import json
import re
from pathlib import Path

import pytest

import extract

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


@pytest.mark.usefixtures("nlp")
def test_code(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in blocks("python"):
        exec(block, names)
        printed = capsys.readouterr().out.splitlines()
        assert printed == re.findall(r"^#> ?(.*)$", block, re.MULTILINE), block
    assert {"extract.extract(", "extract.pipe(", "extract.load("} <= {
        match for block in blocks("python") for match in re.findall(r"extract\.\w+\(", block)
    }


def test_records(nlp):
    """The fields shown are those of a record in the file that the command before names."""
    shown = [[*map(json.loads, block.splitlines())] for block in blocks("jsonl")]
    (name,) = set(re.findall(r"out/(\w+)\.jsonl", "".join(blocks("console"))))
    text = (ROOT / "seeds" / f"{name}.txt").read_bytes().decode()
    records = [json.loads(line) for line in extract.extract(text).lines()]
    for line in [line for block in shown for line in block]:
        assert any(line.items() <= record.items() for record in records), line
