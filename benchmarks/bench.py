"""gisa beside bare Kiwi on the same articles, in one run: ``make bench``.

Every measurement is a process of its own. The articles are those of ``corpus.py``. Bare Kiwi
tokenizes each text in one call, its threads fed by an iterable, with the dictionaries that gisa
loads, and throws the tokens away; gisa reads the files and writes the records. ``RESULTS.md`` gets
the figures, with the machine and the versions.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import corpus

HERE = Path(__file__).parent
FEW, MANY = 2_000, 20_000
BEGIN, END = "<!-- measured -->", "<!-- end -->"
"""Around the figures in RESULTS.md."""
LENGTHS = (312_500, 625_000, 1_250_000, 2_500_000, 5_000_000)
"""Bytes of the articles of growing length."""


def bare(folder: Path, workers: int, *, lines: bool = False) -> dict[str, float]:
    """Bare Kiwi over the files of a folder, each in one call, or line by line."""
    begin = time.perf_counter()
    from kiwipiepy import Kiwi

    kiwi = Kiwi(num_workers=workers, load_multi_dict=False)
    kiwi.tokenize("가")
    loaded = time.perf_counter()
    texts: Iterable[str] = (path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()))
    if lines:
        texts = (line for text in texts for line in text.splitlines())
    if workers > 1:
        for _ in kiwi.tokenize(texts):
            pass
    else:
        for text in texts:
            kiwi.tokenize(text)
    return {"loading": loaded - begin, "seconds": time.perf_counter() - loaded}


def stages(folder: Path, workers: int) -> dict[str, float]:
    """CPU seconds of this process's main thread by stage, and of Kiwi's threads."""
    from extract import pipeline
    from extract.morphemes import kiwi
    from extract.reading.files import walk
    from extract.running.articles import Articles, Options, guarded
    from extract.writing import ended, write
    from rules import load

    spent: dict[str, float] = {}

    def timed(name: str, function: Any) -> Any:
        def call(*arguments: Any) -> Any:
            begin = time.thread_time()
            try:
                return function(*arguments)
            finally:
                spent[name] = spent.get(name, 0.0) + time.thread_time() - begin

        return call

    def flowing(name: str, items: Iterable[Any]) -> Iterator[Any]:
        following = timed(name, iter(items).__next__)
        while True:
            try:
                item = following()
            except StopIteration:
                return
            yield item

    class Sink:
        def skips(self, output: str, key: str) -> bool:
            return False

        def fail(self, failure: Exception, output: str = "") -> None:
            raise failure

    reader = pipeline.Pipeline(workers=workers)
    kiwi(workers).tokenize("가")
    reader.reader.layouts.read = timed("layout", reader.reader.layouts.read)  # type: ignore[method-assign]
    for name, stage in zip(pipeline.STAGES, reader.stages, strict=True):
        stage.read = timed(name, stage.read)  # type: ignore[method-assign]
    pipeline.build = timed("records", pipeline.build)
    pipeline.collect = timed("morphemes", pipeline.collect)
    with tempfile.TemporaryDirectory() as out:
        jobs = Articles(Options(), load(), Sink()).jobs(walk([folder], out))
        begin, all_begin = time.thread_time(), time.process_time()
        for job, article in guarded(reader, flowing("reading", jobs)):
            assert not isinstance(article, Exception), article
            content = timed("serialising", lambda a=article: "".join(ended(a.lines())))()
            timed("writing", write)(Path(out, f"{job.output}.jsonl"), [content])
        main, process = time.thread_time() - begin, time.process_time() - all_begin
    spent["Kiwi's results, and the rest"] = main - sum(spent.values())
    spent["Kiwi's threads"] = process - main
    return spent


def measured(*command: object) -> dict[str, float]:
    """Wall and CPU seconds of a process, its peak memory in MB, and what it says of itself."""
    begin = time.perf_counter()
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen([*map(str, command)], stdout=subprocess.DEVNULL, stderr=told)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        told.seek(0)
        lines = told.read().decode().splitlines()
    if status:
        raise SystemExit("\n".join([f"failed: {' '.join(map(str, command))}", *lines[-20:]]))
    own = json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}
    spent = {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime}
    return own | spent | {"memory": usage.ru_maxrss / 1024}


def kiwi_run(folder: Path, workers: int) -> dict[str, float]:
    """Bare Kiwi in a process of its own; ``seconds`` are those without loading."""
    return measured(sys.executable, __file__, "--kiwi", folder, "--workers", workers)


def gisa_run(folder: Path, workers: int) -> dict[str, float]:
    """``gisa run`` in a process of its own; ``seconds`` are those without loading."""
    with tempfile.TemporaryDirectory() as out:
        gisa = (sys.executable, "-m", "extract", "run", folder, "--out", out)
        return measured(*gisa, "--workers", workers, "--log-json")


def first_record(folder: Path) -> float:
    """Seconds from the start to the first file of records."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "extract", "run", str(folder), "--out", out]
        begin = time.perf_counter()
        with subprocess.Popen(command, stdout=-3, stderr=-3) as process:
            while not any(Path(out).glob("[!_]*.jsonl")):
                time.sleep(0.002)
            seconds = time.perf_counter() - begin
            process.terminate()
    return seconds


def long_articles(folder: Path) -> Iterator[tuple[int, float, float]]:
    """Bytes of one article of growing length, and the seconds that Kiwi and gisa take for it."""
    data = "".join(corpus.articles(4_000)).encode()
    for size in LENGTHS:
        folder.mkdir(exist_ok=True)
        (folder / "long.txt").write_text(data[:size].decode(errors="ignore"))
        yield size, kiwi_lines(folder), gisa_run(folder, 1)["seconds"]


def kiwi_lines(folder: Path) -> float:
    """Bare Kiwi line by line: whole, a text of megabytes takes it hours."""
    return measured(sys.executable, __file__, "--kiwi", folder, "--workers", 1, "--lines")[
        "seconds"
    ]


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def bench(few: int, many: int) -> Iterator[str]:
    """Measure, and tell in lines of Markdown."""
    with tempfile.TemporaryDirectory(prefix="gisa-bench-") as top:
        small, large, long, none = (Path(top, name) for name in ("few", "many", "long", "none"))
        none.mkdir()
        corpus.write(small, few)
        corpus.write(large, many)
        chars = sum(len(path.read_text(encoding="utf-8")) for path in large.iterdir())
        one = small / "a000001.txt"
        gisa_run(one, 2)  # bytecode and models are in the caches
        kiwis, gisas = (
            {
                (workers, count): min(
                    (run(folder, workers) for _ in range(times)), key=lambda run: run["wall"]
                )
                for workers, count, folder, times in [
                    (1, few, small, 1),
                    (2, few, small, 3),
                    (2, many, large, 1),
                ]
            }
            for run in (kiwi_run, gisa_run)
        )
        kiwi, gisa = kiwis[2, many], gisas[2, many]
        yield "| | bare Kiwi | gisa | ratio |"
        yield "|---|---|---|---|"
        for unit, what in (("wall", "wall"), ("CPU", "cpu")):
            a, b = kiwi[what], gisa[what]
            yield _row(f"{many:,} articles, {unit} s", f"{a:.1f}", f"{b:.1f}", f"{b / a:.2f}")
        a, b = 1000 * kiwi["seconds"] / many, 1000 * gisa["seconds"] / many
        yield _row("an article, wall ms, without loading", f"{a:.2f}", f"{b:.2f}", f"{b / a:.2f}")
        a, b = (
            1000 * (runs[2, many]["cpu"] - runs[2, few]["cpu"]) / (many - few)
            for runs in (kiwis, gisas)
        )
        reference = a
        yield _row("an article, CPU ms, without loading", f"{a:.2f}", f"{b:.2f}", f"{b / a:.2f}")
        a, b = many / kiwi["seconds"], many / gisa["seconds"]
        yield _row("articles/s", f"{a:.1f}", f"{b:.1f}", f"{b / a:.2f}")
        a, b = a * chars / many, b * chars / many
        yield _row("characters/s", f"{a:,.0f}", f"{b:,.0f}", f"{b / a:.2f}")
        for count in (few, many):
            a, b = kiwis[2, count]["memory"], gisas[2, count]["memory"]
            yield _row(f"peak MB, {count:,} articles", f"{a:.0f}", f"{b:.0f}", f"+{b - a:.0f} MB")
        growth = (
            runs[2, many]["seconds"] / runs[2, few]["seconds"] * few / many
            for runs in (kiwis, gisas)
        )
        yield _row(f"time an article, {many:,} to {few:,}", *(f"{g:.3f}" for g in growth), "")
        gain = (runs[1, few]["seconds"] / runs[2, few]["seconds"] for runs in (kiwis, gisas))
        yield _row("two workers to one", *(f"{g:.2f}" for g in gain), "")
        a, b = (
            min(run(x, 2)["wall"] for _ in range(5))
            for run, x in ((kiwi_run, none), (gisa_run, one))
        )
        yield _row(
            "one article from start to JSONL, s (Kiwi: loading)",
            f"{a:.2f}",
            f"{b:.2f}",
            f"+{b - a:.2f} s",
        )
        first = min(first_record(small) for _ in range(3))
        yield _row("first record of a folder, s", "", f"{first:.2f}", "")
        helped = min(measured(sys.executable, "-m", "extract", "--help")["wall"] for _ in range(5))
        yield _row("`gisa --help`, s", "", f"{helped:.2f}", "")
        yield ""
        yield "| one article of | bare Kiwi by lines, s | gisa, s | gisa, s/MB |"
        yield "|---|---|---|---|"
        for size, a, b in long_articles(long):
            yield _row(f"{size / 1e6:.2f} MB", f"{a:.2f}", f"{b:.2f}", f"{1e6 * b / size:.2f}")
        yield ""
        yield "| stage | CPU ms an article | of bare Kiwi's |"
        yield "|---|---|---|"
        spent = measured(sys.executable, __file__, "--stages", small, "--workers", 2)
        for name in ("wall", "cpu", "memory"):
            del spent[name]
        for name, seconds in sorted(spent.items(), key=lambda item: -item[1]):
            each = 1000 * seconds / few
            yield _row(name, f"{each:.2f}", f"{each / reference:.1%}")


def about() -> str:
    """The machine and the versions."""
    cpu = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    packages = ("kiwipiepy", "kiwipiepy_model", "pydantic", "pyahocorasick")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    return (
        f"{len(os.sched_getaffinity(0))} cores of {cpu}, {memory:.0f} GiB, "
        f"{platform.system()}, Python {platform.python_version()}, {versions}."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=FEW)
    parser.add_argument("--many", type=int, default=MANY)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kiwi", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--lines", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--stages", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.kiwi or asked.stages:
        spent = (
            bare(asked.kiwi, asked.workers, lines=asked.lines)
            if asked.kiwi
            else stages(asked.stages, asked.workers)
        )
        print(json.dumps(spent), file=sys.stderr)
        return
    found = []
    for line in bench(asked.few, asked.many):
        print(line, flush=True)
        found.append(line)
    results = HERE / "RESULTS.md"
    head, _, rest = results.read_text(encoding="utf-8").partition(BEGIN)
    _, _, tail = rest.partition(END)
    results.write_text(
        "\n".join([f"{head}{BEGIN}", about(), "", *found, f"{END}{tail}"]), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
