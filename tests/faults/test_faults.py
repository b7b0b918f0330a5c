"""What bad input costs: a table of faults, each beside two articles that must not suffer.

Each fault is laid into the input folder by a function; then the table says what the user sees:
the lines on the terminal, which are the entries of the ledger, too, or what the article's own
line warns of.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extract import writing
from extract.cli import app
from extract.writing import LEDGERS, Failure
from schemas import LINE

pytestmark = pytest.mark.usefixtures("gisa")
ARTICLE = "연수구는 30일 대상을 받았다고 밝혔다.\n"
ODD = "서울 서초구가 15일 우수상을 받았다.\n"
PROC = pytest.mark.skipif(not os.path.exists("/proc/self/mem"), reason="no /proc")


@dataclass
class Fault:
    """``fails``: the line for each failure, after the folder's name. ``reads``: by the path of an
    output below OUT, the warnings in its article line."""

    lay: Callable[[Path], object]
    fails: list[str] = field(default_factory=list)
    reads: dict[str, list[str]] = field(default_factory=dict)
    marks: list[pytest.MarkDecorator] = field(default_factory=list)


def put(name: str, content: str | bytes) -> Callable[[Path], object]:
    data = content if isinstance(content, bytes) else content.encode()

    def lay(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)

    return lay


def link(name: str, target: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).symlink_to(target)


def both(*steps: Callable[[Path], object]) -> Callable[[Path], object]:
    return lambda folder: [step(folder) for step in steps]


def deep(folder: Path) -> None:
    """Folders whose path is longer than a system call takes."""
    here = os.getcwd()
    os.chdir(folder)
    try:
        for _ in range(60):
            os.mkdir("d" * 80)
            os.chdir("d" * 80)
    finally:
        os.chdir(here)


LONG = "가" * 80  # 240 bytes: with its ending as long as a name may be
PACKED = gzip.compress((json.dumps({"text": ODD}) + "\n").encode(), mtime=0)
DECOMPOSED = unicodedata.normalize("NFD", "기사")
HINTS = {
    "fetch": "remove it, or fetch the article again",
    "there": "check that it is there, whole, and its permissions",
}
FAULTS = {
    # nothing in it
    "empty": Fault(put("x.txt", ""), ["x.txt: empty; {fetch}"]),
    "blank": Fault(put("x.txt", " \n\u3000\r\n"), ["x.txt: empty; {fetch}"]),
    "a mark only": Fault(put("x.txt", b"\xef\xbb\xbf"), ["x.txt: empty; {fetch}"]),
    # no text
    "binary": Fault(
        put("x.txt", bytes(range(256)) * 9),
        ["x.txt: no text: it has binary content; give the article as plain text"],
    ),
    "picture": Fault(
        put("x.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ["x.md: no text: it has binary content; give the article as plain text"],
    ),
    "a PDF by another name": Fault(
        put("x.txt", b"%PDF-1.7\n\0\xff"), ["x.txt: no text: it has binary content; name it .pdf"]
    ),
    "NUL bytes": Fault(
        put("x.txt", ARTICLE + "\0\0"),
        ["x.txt: no text: it has binary content; give the article as plain text"],
    ),
    "another language in its own encoding": Fault(
        put("x.txt", "東京都は30日に発表した。これはテストです。".encode("shift-jis")),
        ["x.txt: its encoding is not recognised; save it as UTF-8"],
    ),
    "50 MB": Fault(
        put("x.txt", ARTICLE * (50_000_000 // len(ARTICLE.encode()))),
        ["x.txt: too big for one article (48 MB, at most 10 MB); split it into its articles"],
    ),
    # damaged, but it can be read
    "truncated": Fault(
        put("x.txt", ODD.encode()[:-4]),
        reads={"x.jsonl": ["characters that are broken and stand as U+FFFD: 1"]},
    ),
    "lone surrogates": Fault(
        put("x.txt", ODD.encode() + b"\xed\xa0\x80"),
        reads={"x.jsonl": ["characters that are broken and stand as U+FFFD: 3"]},
    ),
    "lone surrogates in JSON": Fault(
        put("x.jsonl", json.dumps({"text": ODD + "\ud800"})), reads={"x/1.jsonl": []}
    ),
    "CP949": Fault(
        put("x.txt", ODD.encode("cp949")), reads={"x.jsonl": ["read as cp949: it is not UTF-8"]}
    ),
    "UTF-16": Fault(
        put("x.txt", ODD.encode("utf-16")),
        reads={"x.jsonl": ["read as utf_16_le: it is not UTF-8"]},
    ),
    "two encodings": Fault(
        put("x.txt", ODD.encode() + ODD.encode("cp949")),
        reads={"x.jsonl": ["read as utf_8 and cp949: its lines are in both"]},
    ),
    "not Korean": Fault(
        put("x.txt", "Yeonsu District won 3 awards in 2013.\n"),
        reads={"x.jsonl": ["hardly any Korean in it: records may be missing"]},
    ),
    "HTML by another name": Fault(
        put("x.txt", f"<!DOCTYPE html><html><body><p>{ODD * 9}</p></body></html>"),
        reads={"x.jsonl": ["read as HTML, which it is"]},
    ),
    # files that are none
    "gone": Fault(
        link("x.txt", "nowhere"),
        ["x.txt: cannot be read (No such file or directory); {there}"],
    ),
    "unreadable": Fault(
        link("x.txt", "/proc/self/mem"),
        ["x.txt: cannot be read (Input/output error); {there}"],
        marks=[PROC],
    ),
    "a pipe": Fault(
        lambda folder: os.mkfifo(folder / "x.txt"),
        ["x.txt: no regular file; remove it from the input"],
    ),
    "a link to itself": Fault(
        link("x.txt", "x.txt"),
        ["x.txt: cannot be read (Too many levels of symbolic links); {there}"],
    ),
    "a circle of links": Fault(both(link("up", "."), link("self", "self")), reads={}),
    "a folder named x.txt": Fault(put("x.txt/y.txt", ODD), reads={"x.txt/y.jsonl": []}),
    "an empty folder named x.txt": Fault(
        lambda folder: (folder / "x.txt").mkdir(),
        ["x.txt: a folder, not an article, and empty; remove or rename it"],
    ),
    "folders too deep": Fault(deep, ["{deep}: cannot be listed (File name too long); {listed}"]),
    # names
    "one stem": Fault(
        both(put("x.txt", ODD), put("x.md", ODD), put("x.csv", f"id,text\n1,{ODD}")),
        reads={"x.jsonl": [], "x.md.jsonl": [], "x/1.jsonl": []},
    ),
    "NFD and NFC": Fault(
        both(put("기사.txt", ODD), put(f"{DECOMPOSED}.txt", ODD)),
        reads={"기사.jsonl": [], "기사.txt.jsonl": []},
    ),
    "a name as long as can be": Fault(put(f"{LONG}.txt", ODD), reads={f"{LONG}.jsonl": []}),
    "a name too long for its output": Fault(
        put(f"{LONG}abcdefghijk.txt", ODD), reads={f"{'가' * 77}~73f7513a.jsonl": []}
    ),
    "named like a ledger": Fault(
        put("_failures.txt", ODD), reads={"_failures.txt.jsonl": []}
    ),
    "a name that gives orders": Fault(
        put("x\x1b[31m\n\u2028.txt", ""), ["x\ufffd[31m\ufffd\ufffd.txt: empty; {fetch}"]
    ),
    # files of many articles
    "a bad line": Fault(
        put("x.jsonl", '{"text": "' + ODD.strip() + '"}\n{"text\n{"text": "글이다."}\n'),
        ["x.jsonl:2: no JSON (Unterminated string starting at: line 1 column 2 (char 1)); "
         "mend or remove the line"],
        {"x/1.jsonl": [], "x/3.jsonl": []},
    ),
    "the same id": Fault(
        put("x.csv", "id,text\n7,글이다.\n7,글이었다.\n../../7,글이겠다.\n"),
        reads={"x/7.jsonl": [], "x/7~2.jsonl": [], "x/_.._7.jsonl": []},
    ),
    "cut gzip": Fault(
        put("x.jsonl.gz", PACKED[:-12]),
        ["x.jsonl.gz: broken gzip (Compressed file ended before the end-of-stream marker was "
         "reached); fetch it again"],
    ),
    "no gzip": Fault(
        put("x.txt.gz", b"no"),
        ["x.txt.gz: cannot be read (Not a gzipped file (b'no')); {there}"],
    ),
    "no columns": Fault(
        put("x.csv", "file,published\na.txt,2021\n"),
        ["x.csv: its first line names no column text or content or body; "
         "name the column with --text-field; there are file, published"],
    ),
    "no columns, and an article of that stem": Fault(
        both(put("x.txt", ODD), put("x.csv", "a,b\n1,2\n")),
        ["x.csv: its first line names no column text or content or body; "
         "name the column with --text-field; there are a, b"],
        {"x.jsonl": []},
    ),
    "a table where an output stands": Fault(
        both(put("x.txt", ODD), put("x.jsonl.csv", f"id,text\n1,{ODD}")),
        reads={"x.jsonl": [], "x.jsonl_/1.jsonl": []},
    ),
    "a title that no encoding holds": Fault(
        put("x.jsonl", json.dumps({"text": ODD, "title": "a\udc00"})), reads={"x/1.jsonl": []}
    ),
    "cut JSON": Fault(
        put("x.json", '[{"text": "글이다."}'),
        ["x.json: no JSON (Expecting ',' delimiter: line 1 column 18 (char 17)); fetch it again"],
    ),
}  # fmt: skip


def gisa(*arguments: object) -> object:
    return CliRunner().invoke(app, [*map(str, arguments)])


def files(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def valid(out: Path) -> dict[str, list[str]]:
    """The warnings of each article; every file is whole and says what it should."""
    found = {}
    for name, data in files(out).items():
        lines = data.decode().splitlines()
        assert data.endswith(b"\n")
        if name not in LEDGERS:
            first, *_ = [LINE.validate_json(line) for line in lines]
            found[name] = first.warnings
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for name in ("a", "z"):
        (tmp_path / f"in/{name}.txt").write_text(ARTICLE, "utf-8")
    return tmp_path / "in"


@pytest.mark.parametrize(
    "fault", [pytest.param(f, id=name, marks=f.marks) for name, f in FAULTS.items()]
)
def test_fault(fault: Fault, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    gisa("run", folder, "--out", out, "--published", "2013-10-31")
    untouched = {name: data for name, data in files(out).items() if name in ("a.jsonl", "z.jsonl")}
    shutil.rmtree(out)
    try:
        fault.lay(folder)
    except OSError as error:
        pytest.skip(f"this file system has no such thing ({error.strerror})")

    result = gisa("run", folder, "--out", out, "--published", "2013-10-31")

    assert "Traceback" not in result.stderr
    seen = [line for line in result.stderr.splitlines() if not line.startswith("gisa: ")]
    if "{deep}" in "".join(fault.fails):
        assert len(seen) == 1
        assert seen[0].endswith(": cannot be listed (File name too long); check its permissions")
    else:
        assert seen == [f"{folder}/{line.format(**HINTS)}" for line in fault.fails]
    assert result.exit_code == (1 if fault.fails else 0)
    ledger = files(out).get("_failures.jsonl", b"").decode().splitlines()
    entries = [json.loads(line) for line in ledger]
    assert [str(Failure(**e)) for e in entries] == seen
    assert valid(out) == {"a.jsonl": [], "z.jsonl": [], **fault.reads}
    assert {name: files(out)[name] for name in untouched} == untouched

    again = gisa("run", folder, "--out", out, "--published", "2013-10-31")
    assert again.exit_code == result.exit_code
    assert f"{'skipped':16}{2 + len(fault.reads):12,}" in again.stdout
    assert valid(out) == {"a.jsonl": [], "z.jsonl": [], **fault.reads}


def test_what_vanishes_while_it_runs(folder: Path, tmp_path: Path, monkeypatch) -> None:
    (folder / "m.txt").write_text(ODD, "utf-8")
    (folder / "sub").mkdir()
    (folder / "sub/y.txt").write_text(ODD, "utf-8")
    scandir = os.scandir

    def listed(path):
        items = scandir(path)
        if os.path.samefile(path, folder):
            items = [*items]
            (folder / "m.txt").unlink()
            shutil.rmtree(folder / "sub")
            return Listing(items)
        return items

    class Listing:
        def __init__(self, items):
            self.items = items

        def __enter__(self):
            return iter(self.items)

        def __exit__(self, *_):
            pass

    monkeypatch.setattr(os, "scandir", listed)
    result = gisa("run", folder, "--out", tmp_path / "out")
    gone = "(No such file or directory)"
    assert [line for line in result.stderr.splitlines() if not line.startswith("gisa: ")] == [
        f"{folder}/m.txt: cannot be read {gone}; {HINTS['there']}",
        f"{folder}/sub: cannot be listed {gone}; check its permissions",
    ]
    assert set(valid(tmp_path / "out")) == {"a.jsonl", "z.jsonl"}


def test_out_inside_the_input(folder: Path) -> None:
    for _ in range(2):  # what the first run wrote is no input of the second
        result = gisa("run", folder, "--out", folder / "records")
        assert result.exit_code == 0
        assert set(valid(folder / "records")) == {"a.jsonl", "z.jsonl"}
    assert gisa("run", folder, "--out", folder / "others").exit_code == 0
    assert set(valid(folder / "others")) == {"a.jsonl", "z.jsonl"}


def test_a_pattern_does_not_match_what_runs_wrote(folder: Path) -> None:
    (folder / "rows.jsonl").write_text(json.dumps({"text": ODD}), "utf-8")
    pattern, out = folder / "**" / "*", folder / "records"
    for _ in range(3):
        assert gisa("run", pattern, "--out", out, "--keep-text").exit_code == 0
        kept = {"a.txt", "z.txt", "rows/1.txt"}
        assert {n for n in files(out) if n not in LEDGERS} == kept | {
            name.replace(".txt", ".jsonl") for name in kept
        }
    result = gisa("run", out / "_done.jsonl", "--out", folder / "others")
    assert result.exit_code == 2
    assert "gisa's own note" in result.stderr


def test_what_is_not_gisas_stays(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.jsonl").write_text("mine", "utf-8")
    (out / "z.txt").write_text("mine, too", "utf-8")
    result = gisa("run", folder, "--out", out, "--keep-text")
    assert [line for line in result.stderr.splitlines() if not line.startswith("gisa: ")] == [
        f"{folder}/a.txt: its output would take the place of {out}/a.jsonl; "
        "move that file, or give another --out",
        f"{folder}/z.txt: its output would take the place of {out}/z.txt; "
        "move that file, or give another --out",
    ]
    assert (out / "a.jsonl").read_text() == "mine"
    assert (out / "z.txt").read_text() == "mine, too"
    assert gisa("run", folder, "--out", out, "--keep-text", "--force").exit_code == 0


def test_a_row_that_changed_is_done_again(tmp_path: Path) -> None:
    rows, out = tmp_path / "r.jsonl", tmp_path / "out"
    for published, title, text in (
        ("2020-01-05", "첫", ODD),
        ("2021-06-05", "첫", ODD),
        ("2021-06-05", "새", ODD),
        ("2021-06-05", "새", " "),
    ):
        row = {"id": 7, "text": text, "title": title, "published": published}
        rows.write_text(json.dumps(row), "utf-8")
        gisa("run", rows, "--out", out)
        if text.strip():
            first = json.loads((out / "r/7.jsonl").read_text("utf-8").splitlines()[0])
            assert (first["published"], first["title"]) == (published, title)
    assert not (out / "r/7.jsonl").exists()  # what it said is no longer true


def test_out_is_the_input(folder: Path) -> None:
    before = files(folder)
    result = gisa("run", folder, "--out", folder)
    assert result.exit_code == 2
    assert result.stderr == (
        f"gisa: {folder}: --out is the input folder; give it one of its own, such as {folder}/out\n"
    )
    assert files(folder) == before


def test_an_output_takes_no_inputs_place(folder: Path) -> None:
    (folder / "a.jsonl").write_text(json.dumps({"text": ODD}), "utf-8")
    before = files(folder)
    names = [folder / "a.txt", folder / "a.jsonl"]
    assert gisa("run", *names, "--out", folder, "--keep-text").exit_code == 0
    after = files(folder)
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {
        "_done.jsonl", "a.txt.jsonl", "a.txt.txt", "a/1.jsonl", "a/1.txt",
    }  # fmt: skip


def test_a_full_disk(folder: Path, tmp_path: Path, monkeypatch) -> None:
    (folder / "m.txt").write_text(ODD * 20, "utf-8")
    out = tmp_path / "out"
    real = writing._store

    def store(descriptor, data):
        if len(data) > 4_000:
            os.write(descriptor, data[:100])
            os.close(descriptor)
            raise OSError(28, "No space left on device")
        real(descriptor, data)

    monkeypatch.setattr(writing, "_store", store)
    result = gisa("run", folder, "--out", out)
    (line,) = [line for line in result.stderr.splitlines() if not line.startswith("gisa: ")]
    assert line == (
        f"{folder}/m.txt: its output cannot be written (No space left on device); "
        "check the space and the permissions there"
    )
    assert result.exit_code == 1
    assert set(valid(out)) == {"a.jsonl", "z.jsonl"}
    monkeypatch.undo()
    result = gisa("run", folder, "--out", out)
    assert result.exit_code == 0
    assert set(valid(out)) == {"a.jsonl", "m.jsonl", "z.jsonl"}
    assert "_failures.jsonl" not in files(out)


@pytest.mark.skipif(sys.platform != "linux", reason="no tmpfs")
def test_a_disk_that_is_really_full(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "small"
    out.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(out)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no file system may be mounted here")
    try:
        for number in range(40):
            (folder / f"{number:02}.txt").write_text(ODD * 9, "utf-8")
        result = gisa("run", folder, "--out", out)
        assert "Traceback" not in result.stderr
        assert result.exit_code == 1
        assert "its output cannot be written (No space left on device)" in result.stderr
        whole = {name for name, data in files(out).items() if name[0] not in "_."}
        for name in whole:
            for line in files(out)[name].decode().splitlines():
                LINE.validate_json(line)
        assert 0 < len(whole) < 42
        assert not [name for name in files(out) if name.endswith(".part")]
    finally:
        subprocess.run(["umount", str(out)], check=True)


def test_no_permission_to_write(folder: Path, tmp_path: Path, monkeypatch) -> None:
    (folder / "locked").mkdir()
    (folder / "locked/y.txt").write_text(ODD, "utf-8")
    locked = str(tmp_path / "out/locked")
    real = os.open

    def refuse(path, flags, *rest, **named):
        if str(path).startswith(locked):
            raise PermissionError(13, "Permission denied", path)
        return real(path, flags, *rest, **named)

    monkeypatch.setattr(os, "open", refuse)
    result = gisa("run", folder, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[0] == (
        f"{folder}/locked/y.txt: its output cannot be written (Permission denied); "
        "check the space and the permissions there"
    )
    assert set(valid(tmp_path / "out")) == {"a.jsonl", "z.jsonl"}


def test_no_permission_for_out_at_all(folder: Path, tmp_path: Path, monkeypatch) -> None:
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    result = gisa("run", folder, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert result.stderr == (
        f"gisa: {tmp_path}/out: cannot be written to (Permission denied); "
        "check the space and the permissions there\n"
    )


def test_documents_that_are_none(folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(folder / "x.hwpx", "w") as file:
        file.writestr("../../evil.txt", "x")
    (folder / "y.docx").write_bytes(b"PK\3\4 cut")
    (folder / "z.pdf").write_bytes(b"%PDF-1.4 cut")
    result = gisa("run", folder, "--out", tmp_path / "out")
    lines = [line for line in result.stderr.splitlines() if not line.startswith("gisa: ")]
    assert [line.split(":")[0] for line in lines] == [
        f"{folder}/{name}" for name in ("x.hwpx", "y.docx", "z.pdf")
    ]
    assert all("; " in line for line in lines)
    assert set(valid(tmp_path / "out")) == {"a.jsonl", "z.jsonl"}
