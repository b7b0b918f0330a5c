"""The engine ray: the records of the engine on this machine, whatever happens to the workers."""

import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ray = pytest.importorskip("ray", reason="the cluster's tests need gisa[ray]: make cluster")

import pyarrow as pa
import pyarrow.parquet as pq
from ray.cluster_utils import Cluster

from extract.outputs import readable
from extract.reading.files import UsageError
from extract.running import local
from extract.running import ray as engine
from extract.running.articles import Summary

SEEDS = Path(__file__).parent.parent / "seeds"
Records = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Two nodes with one core each."""
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    cluster.add_node(num_cpus=1)
    cluster.wait_for_nodes()
    ray.init(address=cluster.address, log_to_driver=False)
    yield cluster
    ray.shutdown()
    cluster.shutdown()


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples in two folders, tables of two formats, and files that fail."""
    folder = tmp_path_factory.mktemp("cluster") / "in"
    shutil.copytree(SEEDS, folder / "a")
    (folder / "b").mkdir()
    (folder / "b/one.txt").write_text("연수구는 30일 대상을 받았다.\n", "utf-8")
    (folder / "b/empty.txt").touch()
    rows = [{"id": n, "text": f"서초구는 {n + 1}명을 뽑았다."} for n in range(9)]
    lines = "".join(f"{json.dumps(row)}\n" for row in [*rows, {"id": "bad"}, rows[3]])
    (folder / "rows.jsonl").write_text(lines, "utf-8")
    pq.write_table(pa.Table.from_pylist(rows), folder / "table.parquet")
    return folder


def of_local(folder: Path) -> Records:
    """The lines of each article by its path below OUT."""
    return {
        path.relative_to(folder).as_posix().removesuffix(".jsonl"): [
            json.loads(line) for line in path.read_text("utf-8").splitlines()
        ]
        for path in folder.rglob("*.jsonl")
        if path.name[0] != "_"
    }


def of_shards(folder: Path) -> Records:
    """The same from the shards of a cluster."""
    return {output.name: [output.article, *output.records] for output in readable(folder, [])}


@pytest.mark.usefixtures("cluster")
@pytest.mark.parametrize("kind", ["jsonl", "parquet"])
def test_both_engines_write_the_same(kind: str, articles: Path, tmp_path: Path) -> None:
    here = local.run([articles], tmp_path / "here", published="2013-10-31")
    there = engine.run([str(articles)], str(tmp_path / "there"), kind=kind, published="2013-10-31")
    assert of_shards(tmp_path / "there") == of_local(tmp_path / "here")
    assert (there.articles, there.records, there.warnings) == (
        here.articles,
        here.records,
        here.warnings,
    )
    assert [f.line() for f in there.failures] == [f.line() for f in here.failures]
    kept = [
        line
        for path in (tmp_path / "there/_failures").rglob("*.jsonl")
        for line in path.read_text("utf-8").splitlines()
    ]
    assert sorted(kept) == sorted(f.line() for f in here.failures)
    assert not [*(tmp_path / "there").rglob(".*")]


@pytest.mark.usefixtures("cluster")
def test_uris_are_read_and_written_through_the_file_system(articles: Path, tmp_path: Path) -> None:
    engine.run([str(articles)], str(tmp_path / "paths"))
    engine.run([articles.as_uri()], (tmp_path / "uris").as_uri())
    paths, uris = (of_shards(tmp_path / name) for name in ("paths", "uris"))
    assert {line.pop("source", None) for lines in uris.values() for line in lines} >= {
        f"{articles.as_uri()}/b/one.txt",
        f"{articles.as_uri()}/rows.jsonl:3",
    }
    for lines in paths.values():
        lines[0].pop("source")
    assert uris == paths


@pytest.mark.usefixtures("cluster")
def test_a_second_run_does_the_shards_that_changed(articles: Path, tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    shutil.copytree(articles, folder)

    def done(**options: Any) -> tuple[int, int, int]:
        summary = engine.run([str(folder)], str(out), **options)
        return summary.articles, summary.skipped, len(summary.failures)

    assert done() == (33 - 1, 0, 2)
    assert done() == (0, 32, 2)
    with (folder / "rows.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "more", "text": "서초구는 갔다."}\n')
    assert done() == (11, 22, 2)
    (out / "table.parquet").unlink(missing_ok=True)
    (out / "table.jsonl").unlink()
    assert done() == (9, 24, 2)
    assert done(published="2013") == (33, 0, 2)


@pytest.mark.usefixtures("cluster")
def test_articles_that_move_between_shards_stand_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "FILES", 3)
    (tmp_path / "in").mkdir()
    for number in range(7):
        (tmp_path / f"in/{number}.txt").write_text("연수구는 갔다.", "utf-8")
    out = tmp_path / "out"
    engine.run([str(tmp_path / "in")], str(out))
    assert len([*out.glob("*.jsonl")]) == 3
    (tmp_path / "other").mkdir()
    (tmp_path / "other/x.txt").write_text("서초구는 갔다.", "utf-8")
    engine.run([str(tmp_path / "other")], str(out))
    assert of_shards(out).keys() == {*"0123456x"}
    for number in (0, 2, 4, 6):
        (tmp_path / f"in/{number}.txt").unlink()
    engine.run([str(tmp_path / "in")], str(out))
    assert of_shards(out).keys() == {*"135x"}


def test_a_worker_that_dies_costs_nothing(cluster: Cluster, tmp_path: Path) -> None:
    """A node is killed in the middle of the run, and the shards on it are done by the other."""
    folder = tmp_path / "in"
    folder.mkdir()
    rows = [{"id": n, "text": f"서초구는 {n + 1}명을 뽑았다.\n" * 40} for n in range(40)]
    for number in range(12):
        lines = "".join(f"{json.dumps(row)}\n" for row in rows)
        (folder / f"{number:02}.jsonl").write_text(lines, "utf-8")
    doomed = cluster.add_node(num_cpus=2)
    cluster.wait_for_nodes()
    killed = threading.Event()
    seen: list[int] = []

    def kill(summary: Summary, done: int) -> None:
        seen.append(done)
        if done == 2:
            cluster.remove_node(doomed, allow_graceful=False)
            killed.set()

    summary = engine.run([str(folder)], str(tmp_path / "there"), step=kill, workers=4)
    assert killed.is_set()
    assert (summary.articles, summary.failures, len(seen)) == (12 * 40, [], 12)
    local.run([folder], tmp_path / "here")
    assert of_shards(tmp_path / "there") == of_local(tmp_path / "here")


@pytest.mark.usefixtures("cluster")
def test_an_output_that_cannot_be_written_is_told(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "out/rows.jsonl/x").mkdir(parents=True)
    summary = engine.run([str(articles)], str(tmp_path / "out"))
    told = [f for f in summary.failures if "rows.jsonl" in f.file and "written" in f.error]
    assert len(told) == 1
    assert summary.articles == 12 + 1 + 9
    assert not (tmp_path / "out/_done/rows.json").exists()


def test_what_a_cluster_cannot_do(articles: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--keep-text"):
        engine.run([str(articles)], str(tmp_path / "out"), keep_text=True)
    with pytest.raises(UsageError, match="--limit"):
        engine.run([str(articles)], str(tmp_path / "out"), limit=3)
    with pytest.raises(UsageError, match="no such file"):
        engine.run([(tmp_path / "none").as_uri()], str(tmp_path / "out"))
    (tmp_path / "out").mkdir()
    (tmp_path / "out/_done.jsonl").touch()
    with pytest.raises(UsageError, match="another --out"):
        engine.run([str(articles)], str(tmp_path / "out"))
