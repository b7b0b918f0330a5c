"""Outputs are whole or not there, and ledgers survive what a run does not."""

import json
import os

import pytest

from extract.writing import DONE, FAILURES, Done, Failure, write, write_failures


def test_write(tmp_path):
    path = tmp_path / "a" / "x.jsonl"
    write(path, ["{}", '"가"'])
    write(path, ["1", '"나"'])
    assert path.read_bytes() == '1\n"나"\n'.encode()
    assert os.listdir(path.parent) == ["x.jsonl"]


@pytest.mark.parametrize("fault", [ValueError, KeyboardInterrupt])
def test_what_fails_leaves_no_trace(tmp_path, fault):
    def lines():
        yield "x" * 100_000
        raise fault

    path = tmp_path / "x.jsonl"
    with pytest.raises(fault):
        write(path, lines())
    assert os.listdir(tmp_path) == []
    write(path, ["old"])
    with pytest.raises(fault):
        write(path, lines())
    assert path.read_text() == "old\n"
    assert os.listdir(tmp_path) == ["x.jsonl"]


def test_failed_replacement_leaves_no_trace(tmp_path, monkeypatch):
    def refuse(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="No space"):
        write(tmp_path / "x.jsonl", ["x"])
    assert os.listdir(tmp_path) == []


def test_failures(tmp_path):
    write_failures(tmp_path, [Failure("가.txt", "empty", "remove it")])
    lines = (tmp_path / FAILURES).read_text("utf-8").splitlines()
    assert [*map(json.loads, lines)] == [{"file": "가.txt", "error": "empty", "hint": "remove it"}]
    write_failures(tmp_path, [])
    assert os.listdir(tmp_path) == []


def test_done(tmp_path):
    done = Done(tmp_path)
    write(tmp_path / "가.jsonl", [])
    done.add("가.jsonl", "k1")
    done.add("gone.jsonl", "k2")
    done.close()
    done = Done(tmp_path)
    assert done.has("가.jsonl", "k1")
    assert not done.has("가.jsonl", "k2")
    assert not done.has("gone.jsonl", "k2")
    done.drop("가.jsonl")
    done.drop("stranger.jsonl")
    done.close()
    assert not (tmp_path / "가.jsonl").exists()
    assert not Done(tmp_path).has("가.jsonl", "k1")


def test_killed_run_keeps_what_was_done(tmp_path):
    done = Done(tmp_path)
    for name in ("a.jsonl", "b.jsonl"):
        write(tmp_path / name, [])
        done.add(name, "k")
    done.file.close()  # killed: not closed, and the last line is torn
    content = (tmp_path / DONE).read_bytes()
    (tmp_path / DONE).write_bytes(content[:-10])
    done = Done(tmp_path)
    assert done.has("a.jsonl", "k")
    assert not done.has("b.jsonl", "k")
    done.add("b.jsonl", "k")
    done.file.close()
    done = Done(tmp_path)
    assert done.has("a.jsonl", "k")
    assert done.has("b.jsonl", "k")


def test_only_what_was_written_is_removed(tmp_path):
    (tmp_path / "mine.jsonl").write_text("mine")
    done = Done(tmp_path)
    done.drop("mine.jsonl")
    assert (tmp_path / "mine.jsonl").exists()
