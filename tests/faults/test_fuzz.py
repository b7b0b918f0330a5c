"""Two thousand damaged files at once: no traceback, no lost sibling, no half output."""

import gzip
import io
import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extract.cli import app
from extract.writing import LEDGERS
from schemas import LINE
from tests.test_documents import hwpx, p, t, word
from tests.test_documents import pdf as pdf_of

pytestmark = pytest.mark.usefixtures("gisa")
FILES = 2_000
PDFS = 6
"""Each takes a process of its own."""
SIBLING = 40
"""Every so many files one that is sound."""
SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
SOUND = "연수구는 30일 대상을 받았다고 밝혔다.\n"
HOSTILE = [
    "\0", "\ufeff", "\u200b", "\u202e", "\ud7a4", "\u1100", "😀", "\x1b[31m", "\r", "\u2028",
    "</p><script>", "<!DOCTYPE x [<!ENTITY a 'b'>]>&a;", "]]>", "../../../etc/passwd", "{{7*7}}",
    "$(id)", "%s%n", "제" * 300, "1" * 2000, "‘" * 50, "(" * 200, "2023-13-45", "-0.0e999", "NaN",
]  # fmt: skip


def as_text(text: str) -> bytes:
    return text.encode()


def as_html(text: str) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in text.splitlines())
    return f"<html><title>글</title><body><article>{body}</article></body></html>".encode()


def as_lines(text: str) -> bytes:
    rows = (
        {"id": i, "text": line, "date": "2023-01-02"} for i, line in enumerate(text.split("\n"))
    )
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def as_json(text: str) -> bytes:
    return json.dumps([{"title": "글", "content": text}], ensure_ascii=False).encode()


def as_csv(text: str) -> bytes:
    quoted = text.replace('"', '""')
    return f'id,본문\n1,"{quoted}"\n2,글이다.\n'.encode()


def as_parquet(text: str) -> bytes:
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    file = io.BytesIO()
    parquet.write_table(pa.table({"text": [text]}), file)
    return file.getvalue()


def as_hwpx(text: str) -> bytes:
    safe = re.sub("[<&>]", " ", text)
    return hwpx("".join(p(t(line)) for line in safe.splitlines()))


KINDS: dict[str, Callable[[str], bytes]] = {
    ".txt": as_text,
    ".md": as_text,
    ".html": as_html,
    ".jsonl": as_lines,
    ".json": as_json,
    ".csv": as_csv,
    ".parquet": as_parquet,
    ".hwpx": as_hwpx,
    ".docx": lambda text: word(*text.splitlines()),
    ".txt.gz": lambda text: gzip.compress(text.encode(), mtime=0),
}


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The bytes with one to four things done to them that happen to files."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        to = min(len(data), at + chance.randint(1, 60))
        match chance.randrange(8):
            case 0:
                data = data[:at]
            case 1:
                data = data[:at] + data[to:]
            case 2:
                data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
            case 3:
                sign = chance.choice(HOSTILE).encode("utf-8", "surrogatepass")
                data = data[:at] + sign + data[at:]
            case 4:
                data = data[:at] + data[at:to] * chance.randint(2, 20) + data[to:]
            case 5:
                data = data[:at] + chance.randbytes(chance.randint(1, 30)) + data[at:]
            case 6:
                data = data[at:] + data[:at]
            case _:
                text = data.decode("utf-8", "ignore")
                data = text.encode(chance.choice(["cp949", "utf-16", "utf-8"]), "replace")
    return data


def test_damaged_files(tmp_path: Path) -> None:
    chance = random.Random(6)
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    paragraphs = [x for path in SEEDS for x in path.read_text("utf-8").split("\n\n") if x.strip()]
    sound = []
    for number in range(FILES):
        if number % SIBLING == 0:
            sound.append(f"{number:04}")
            (folder / f"{number:04}.txt").write_text(SOUND, "utf-8")
        text = "\n".join(chance.sample(paragraphs, 2))[:400]
        kind, make = chance.choice([*KINDS.items()])
        (folder / f"{number:04}-bad{kind}").write_bytes(damaged(make(text), chance))
    for number in range(PDFS):
        data = pdf_of([(70, 700, SOUND.strip())])
        (folder / f"{number}-bad.pdf").write_bytes(damaged(data, chance))

    options = ["--out", out, "--keep-text", "--published", "2013-10-31", "--workers", "2"]
    result = CliRunner().invoke(app, ["run", str(folder), *map(str, options)])

    assert result.exit_code == 1
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.stderr
    rows = dict(line.rsplit(maxsplit=1) for line in result.stdout.splitlines())
    entries = [json.loads(x) for x in (out / "_failures.jsonl").read_text("utf-8").splitlines()]
    outputs = [path for path in out.rglob("*.jsonl") if path.name not in LEDGERS]
    assert int(rows["articles"].replace(",", "")) == len(outputs)
    assert int(rows["failures"].replace(",", "")) == len(entries)
    faults = [e for e in entries if "a fault in gisa" in e["hint"]]
    assert faults == []
    assert all(e["error"] and e["hint"] and "\n" not in e["error"] for e in entries)

    bodies = set()
    for name in sound:
        first, *rest = (out / f"{name}.jsonl").read_text("utf-8").splitlines()
        assert json.loads(first)["id"] == name
        bodies.add("\n".join(rest))
    assert len(bodies) == 1  # all siblings alike, and not empty
    assert len(bodies.pop().splitlines()) == 2

    done = {json.loads(line)["output"] for line in (out / "_done.jsonl").open()}
    for path in outputs:
        assert path.relative_to(out).as_posix() in done
        text = path.with_suffix(".txt").read_bytes().decode()
        for line in map(LINE.validate_json, path.read_text("utf-8").splitlines()):
            for span in (line, *getattr(line, "mentions", ())):
                if hasattr(span, "start"):
                    assert text[span.start : span.end] == span.text
    inside = {path.relative_to(out).parts[0] for path in out.rglob("*")}
    assert not [name for name in inside if not re.match(r"\d|_", name)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]
