"""A run that ends at any moment leaves whole files, and the next one does just the rest."""

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from schemas import LINE

HERE = Path(__file__).parent
COPIES = 3
COMMAND = [sys.executable, "-m", "extract", "run"]
STARTED = 30.0
"""Seconds in which a run must have written something."""


def files(out: Path) -> dict[str, bytes]:
    """All below a folder, hidden ones too."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples several times over, a table, and files that fail."""
    folder = tmp_path_factory.mktemp("killed") / "in"
    for copy in range(COPIES):
        shutil.copytree(HERE.parent / "seeds", folder / str(copy))
    rows = [{"id": i, "text": f"서초구는 {i + 1}명을 뽑았다."} for i in range(50)]
    (folder / "rows.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    (folder / "0/empty.txt").touch()
    (folder / "2/empty.txt").touch()
    return folder


@pytest.fixture(scope="module")
def undisturbed(articles: Path) -> dict[str, bytes]:
    out = articles.parent / "undisturbed"
    subprocess.run([*COMMAND, articles, "--out", out], capture_output=True)
    assert len(files(out)) == COPIES * 12 + 50 + 2
    return files(out)


def run_until(articles: Path, out: Path, number: int, after: float, how: int):
    """Start a run, and send it a signal so long after it has written so many files."""
    run = subprocess.Popen(
        [*COMMAND, articles, "--out", out],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    begin = time.monotonic()
    while run.poll() is None and time.monotonic() - begin < STARTED:
        if sum(1 for path in out.rglob("*.jsonl") if path.name[0] != "_") >= number:
            break
        time.sleep(0.01)
    time.sleep(after)
    run.send_signal(how)
    stdout, stderr = run.communicate(timeout=60)
    return run.returncode, stdout, stderr


def check_whole(out: Path, undisturbed: dict[str, bytes]) -> int:
    """The number of articles; each is there as it should be, and every other file is whole."""
    number = 0
    for name, data in files(out).items():
        if name == "_done.jsonl":
            assert data.endswith(b"\n") or not data
            for line in data.splitlines():
                assert json.loads(line).keys() == {"output", "key"}
        elif name == "_failures.jsonl":
            for line in data.splitlines():
                assert json.loads(line).keys() == {"file", "error", "hint"}
        else:
            assert data == undisturbed[name]
            for line in data.decode().splitlines():
                LINE.validate_json(line)
            number += 1
    return number


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_killed_at_random_moments(
    articles: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    chance = random.Random(17)
    done = 0
    for _ in range(3):
        run_until(articles, out, done + chance.randint(0, 9), chance.random() / 10, signal.SIGKILL)
        now = check_whole(out, undisturbed) if out.exists() else 0
        assert now >= done  # what was done stays
        done = now
    assert 0 < done < len(undisturbed) - 2
    last = subprocess.run([*COMMAND, articles, "--out", out], capture_output=True, text=True)
    rows = dict(line.rsplit(maxsplit=1) for line in last.stdout.splitlines())
    assert int(rows["articles"]) + int(rows["skipped"]) == len(undisturbed) - 2
    assert int(rows["skipped"]) >= done - 1  # one may have been written and not noted
    assert files(out) == undisturbed


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_interrupted(
    how: int, articles: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    code, stdout, stderr = run_until(articles, out, 7, 0.05, how)
    assert code == 130
    rows = dict(line.rsplit(maxsplit=1) for line in stdout.splitlines())
    number = check_whole(out, undisturbed)
    assert int(rows["articles"]) == number
    assert "Traceback" not in stderr
    assert stderr.endswith("gisa: interrupted; the same command goes on from here\n")
    subprocess.run([*COMMAND, articles, "--out", out], capture_output=True)
    assert files(out) == undisturbed


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
@pytest.mark.parametrize("after", [0.05, 0.6])
def test_interrupted_before_anything_is_done(after: float, articles: Path, tmp_path: Path) -> None:
    code, _, stderr = run_until(articles, tmp_path / "out", 0, after, signal.SIGINT)
    # Python itself, before gisa has begun
    assert code == 130 or (after < 0.1 and code in (1, -signal.SIGINT))
    assert "Traceback" not in stderr or after < 0.1
