"""Runs: what is written, what a bad article costs, what a second run does."""

import hashlib
import json
import os
import random
from pathlib import Path

import pytest

import extract
from extract.reading import metadata
from extract.reading.files import UsageError
from extract.running import local
from extract.running.articles import Job, guarded
from extract.running.local import run
from extract.writing import FAILURES
from rules import RulesError
from schemas import LINE

pytestmark = pytest.mark.usefixtures("gisa")
SEEDS = Path(__file__).parent.parent / "seeds"


def contents(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def head(path: Path) -> dict:
    return json.loads(path.read_text("utf-8").splitlines()[0])


def failures(out: Path) -> list[dict]:
    return [json.loads(line) for line in (out / FAILURES).read_text("utf-8").splitlines()]


def test_run(articles, tmp_path):
    summary = run([articles], tmp_path / "out", published="2013-10-31")
    assert (summary.articles, summary.skipped, summary.failures) == (2, 0, [])
    assert summary.speed > 0
    for path in articles.iterdir():
        text = path.read_text("utf-8")
        lines = (tmp_path / "out" / f"{path.stem}.jsonl").read_text("utf-8").splitlines()
        first, *records = map(LINE.validate_json, lines)
        assert (first.id, first.source, first.chars) == (path.stem, str(path), len(text))
        assert first.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
        assert (first.published, first.published_from) == ("2013-10-31", "metadata")
        assert all(text[r.start : r.end] == r.text for r in records)


def test_any_number_of_workers_writes_the_same(tmp_path):
    for workers in (1, 3):
        run([SEEDS], tmp_path / str(workers), workers=workers)
    one, three = contents(tmp_path / "1"), contents(tmp_path / "3")
    assert one == three
    assert len(one) == 1 + len([*SEEDS.glob("*.txt")])


def test_metadata(articles, tmp_path):
    table = tmp_path / "m.csv"
    table.write_text("file,published,reporter\na.txt,2012-01-02,김기자\nb.txt,,이기자\n", "utf-8")
    run([articles], tmp_path / "out", metadata=metadata.load(table), published="2020")
    a, b = head(tmp_path / "out/a.jsonl"), head(tmp_path / "out/b.jsonl")
    assert (a["published"], a["reporter"]) == ("2012-01-02", "김기자")
    assert (b["published"], b["reporter"]) == ("2020", "이기자")


def test_second_run_redoes_what_changed(articles, tmp_path):
    out = tmp_path / "out"

    def done(**options) -> tuple[int, int]:
        summary = run([articles], out, **options)
        return summary.articles, summary.skipped

    assert done() == (2, 0)
    before = contents(out)
    assert done() == (0, 2)
    assert contents(out) == before
    assert done(force=True) == (2, 0)
    assert contents(out) == before
    (articles / "a.txt").write_text("서초구는 31일 밝혔다.\n", "utf-8")
    assert done() == (1, 1)
    (out / "b.jsonl").unlink()
    assert done() == (1, 1)
    assert done(published="2013") == (2, 0)
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "layout.toml").write_text('chrome_words = ["아무말"]\n', "utf-8")
    assert done(published="2013", rules=str(rules)) == (2, 0)


def test_nothing_is_loaded_where_nothing_is_left_to_do(articles, tmp_path, monkeypatch):
    run([articles], tmp_path / "out")
    monkeypatch.setattr(extract, "load", None)
    assert run([articles], tmp_path / "out").skipped == 2


def test_bad_files_cost_an_entry_each(articles, tmp_path):
    (articles / "empty.txt").touch()
    (articles / "picture.txt").write_bytes(b"\x89PNG\0\0")
    (articles / "gone.txt").symlink_to(tmp_path / "nowhere")
    summary = run([articles], tmp_path / "out")
    assert summary.articles == 2
    assert [(Path(f["file"]).name, f["error"]) for f in failures(tmp_path / "out")] == [
        ("empty.txt", "empty"),
        ("gone.txt", "cannot be read (No such file or directory)"),
        ("picture.txt", "no text: it has binary content"),
    ]
    assert all(f["hint"] for f in failures(tmp_path / "out"))
    for name in ("empty.txt", "picture.txt", "gone.txt"):
        (articles / name).unlink()
    run([articles], tmp_path / "out")
    assert not (tmp_path / "out" / FAILURES).exists()


@pytest.mark.usefixtures("faulty")
def test_article_that_fails_costs_an_entry(articles, tmp_path):
    out = tmp_path / "out"
    run([articles], out)
    (articles / "a.txt").write_text("고장 기사다.\n", "utf-8")
    summary = run([articles], out)
    assert (summary.articles, summary.skipped, len(summary.failures)) == (0, 1, 1)
    (entry,) = failures(out)
    assert entry["file"] == str(articles / "a.txt")
    assert entry["error"].startswith("ValueError: 고장 났다 (extract/")
    assert not (out / "a.jsonl").exists()  # what stood there was of another text
    assert (out / "b.jsonl").exists()


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize("workers", [1, 3])
@pytest.mark.parametrize("bad", [{0}, {7, 8}, {39}, {1, 20, 38}, {*range(40)}], ids=len)
def test_failures_cost_no_sibling(workers, bad, gisa, monkeypatch):
    monkeypatch.setattr(gisa.reader, "workers", workers)

    def jobs():
        for number in range(40):
            text = (
                f"{'고장 ' if number in bad else ''}서초구는 {number + 1}명을 뽑았다.\n다음 줄.\n"
            )
            text = "\n" if number == 20 and not bad & {20} else text
            yield Job(extract.Source(text, id=str(number)), "", "")

    results = [(job.source.id, result) for job, result in guarded(gisa, jobs())]
    assert [name for name, _ in results] == [str(number) for number in range(40)]
    assert {int(name) for name, result in results if isinstance(result, Exception)} == bad
    assert all(result.id == name for name, result in results if int(name) not in bad)


@pytest.mark.parametrize("workers", [1, 3])
def test_fault_of_the_reading_is_no_articles(workers, gisa, monkeypatch):
    monkeypatch.setattr(gisa.reader, "workers", workers)

    def jobs():
        for number in range(5):
            yield Job(extract.Source("서초구는 밝혔다.", id=str(number)), "", "")
        raise RuntimeError("no more")

    done = []
    with pytest.raises(RuntimeError, match="no more"):
        done.extend(job.source.id for job, _ in guarded(gisa, jobs()))
    seen = []
    with pytest.raises(RuntimeError, match="no more"):
        for job, result in guarded(gisa, jobs()):
            seen.append((job.source.id, result.id))
    assert seen == [(str(number), str(number)) for number in range(5)]


def test_output_that_cannot_be_written(articles, tmp_path):
    out = tmp_path / "out"
    (out / "a.jsonl").mkdir(parents=True)
    summary = run([articles], out)
    assert summary.articles == 1
    assert "its output cannot be written" in failures(out)[0]["error"]


def test_interrupt(articles, tmp_path):
    def interrupt(summary, done):
        raise KeyboardInterrupt

    out = tmp_path / "out"
    summary = run([articles], out, step=interrupt)
    assert (summary.articles, summary.interrupted) == (1, True)
    assert sorted(os.listdir(out)) == ["_done.jsonl", "a.jsonl"]
    assert run([articles], out).skipped == 1


def test_nothing_to_read(tmp_path):
    with pytest.raises(UsageError, match="nothing to read"):
        run([tmp_path], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_out_that_cannot_be_made(articles, tmp_path):
    (tmp_path / "out").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        run([articles], tmp_path / "out")


def test_rules_that_break_the_pipeline(articles, tmp_path):
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "layout.toml").write_text('labelled = ["("]\n', "utf-8")
    with pytest.raises(RulesError, match=str(rules)):
        run([articles], tmp_path / "out", rules=str(rules))


def test_pipeline_reads_ahead_little(gisa):
    """A folder of millions is never held in memory."""
    taken = 0

    def jobs():
        nonlocal taken
        for number in range(200):
            taken += 1
            yield Job(extract.Source("서초구는 밝혔다.", id=str(number)), "", "")

    most = max(taken - given for given, _ in enumerate(guarded(gisa, jobs()), 1))
    assert most <= 64


def test_random_order_of_files_changes_nothing(articles, tmp_path, monkeypatch):
    for number in range(9):
        (articles / f"{number}.txt").write_text(f"서초구는 {number}명을 뽑았다.", "utf-8")
    run([articles], tmp_path / "one")
    scandir = os.scandir

    class Shuffled:
        def __init__(self, path):
            self.items = list(scandir(path))
            random.Random(1).shuffle(self.items)

        def __enter__(self):
            return iter(self.items)

        def __exit__(self, *_):
            pass

    monkeypatch.setattr(os, "scandir", Shuffled)
    run([articles], tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_cores():
    assert 1 <= local.cores() <= 4
