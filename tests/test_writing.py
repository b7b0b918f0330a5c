"""Outputs are whole or not there, and ledgers survive what a run does not."""

import os

import pytest

from extract import writing
from extract.writing import DONE, Done, Ledger, write


@pytest.fixture(params=["unnamed", "named"])
def way(request, monkeypatch):
    """Both ways to write: not every file system knows files without a name."""
    if request.param == "named":

        def refuse(path, data):
            raise OSError(95, "Operation not supported")

        monkeypatch.setattr(writing, "_named_when_whole", refuse)


@pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="no files without a name")
def test_no_file_has_a_name_before_it_is_whole(tmp_path, monkeypatch):
    try:
        os.close(os.open(tmp_path, os.O_TMPFILE | os.O_WRONLY))
    except OSError:
        pytest.skip("this file system has none")
    seen = []
    store = writing._store

    def watched(descriptor, data):
        store(descriptor, data)
        seen.append(os.listdir(tmp_path))

    monkeypatch.setattr(writing, "_store", watched)
    for content in ("a", "b", "b"):
        write(tmp_path / "x.jsonl", [content])
    assert seen == [[], ["x.jsonl"], ["x.jsonl"]]


@pytest.mark.usefixtures("way")
def test_write(tmp_path):
    path = tmp_path / "a" / "x.jsonl"
    write(path, ["{}\n", '"가"\r\n'])
    assert path.read_bytes() == '{}\n"가"\r\n'.encode()
    write(path, ["1\n", '"나"\n'])
    assert path.read_bytes() == '1\n"나"\n'.encode()
    assert os.listdir(path.parent) == ["x.jsonl"]
    assert path.stat().st_mode & 0o777 == 0o666 & ~umask()


def umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("fault", [ValueError, KeyboardInterrupt, OSError])
def test_what_fails_leaves_no_trace(tmp_path, fault, monkeypatch):
    def store(descriptor, data):
        os.write(descriptor, data[:1])
        os.close(descriptor)
        raise fault

    path = tmp_path / "x.jsonl"
    write(path, ["old"])
    monkeypatch.setattr(writing, "_store", store)
    for name in ("x.jsonl", "y.jsonl"):
        with pytest.raises(fault):
            write(tmp_path / name, ["new"])
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["x.jsonl"]


@pytest.mark.usefixtures("way")
def test_failed_replacement_leaves_no_trace(tmp_path, monkeypatch):
    def refuse(source, target):
        raise OSError(28, "No space left on device")

    write(tmp_path / "x.jsonl", ["old"])
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="No space"):
        write(tmp_path / "x.jsonl", ["x"])
    assert os.listdir(tmp_path) == ["x.jsonl"]


def test_ledger(tmp_path):
    path = tmp_path / "l.jsonl"
    path.write_bytes("하나\n둘".encode())  # killed while it wrote
    ledger = Ledger(path)
    assert ledger.lines == ["하나", "둘"]
    ledger.add("셋")
    assert path.read_text("utf-8") == "하나\n셋\n"
    ledger.close(["둘", "셋"])
    assert path.read_text("utf-8") == "둘\n셋\n"
    Ledger(path).close([])
    assert os.listdir(tmp_path) == []


def test_ledger_on_a_full_disk(tmp_path, monkeypatch):
    def half(descriptor, data):
        return real(descriptor, data[: len(data) // 2])

    ledger = Ledger(tmp_path / "l.jsonl")
    ledger.add("하나")
    real = os.write
    monkeypatch.setattr(os, "write", half)
    with pytest.raises(OSError, match="No space"):
        ledger.add("둘")
    assert (tmp_path / "l.jsonl").read_text("utf-8") == "하나\n"


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
    os.close(done.ledger.file)  # killed: not closed, and the last line is torn
    content = (tmp_path / DONE).read_bytes()
    (tmp_path / DONE).write_bytes(content[:-10])
    done = Done(tmp_path)
    assert done.has("a.jsonl", "k")
    assert not done.has("b.jsonl", "k")
    done.add("b.jsonl", "k")
    os.close(done.ledger.file)
    done = Done(tmp_path)
    assert done.has("a.jsonl", "k")
    assert done.has("b.jsonl", "k")


def test_only_what_was_written_is_removed(tmp_path):
    (tmp_path / "mine.jsonl").write_text("mine")
    done = Done(tmp_path)
    done.drop("mine.jsonl")
    assert (tmp_path / "mine.jsonl").exists()
