"""``gisa export``: a run's records as tables, spaCy Docs, CoNLL or brat.

Nothing is left under the asked name unless it is whole: files are written in a folder beside it
and moved at the end.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from extract.outputs import ANEW, KINDS, Output, Texts, outputs, readable
from extract.reading.decoding import legible
from extract.reading.files import UsageError
from extract.writing import Failure

if TYPE_CHECKING:
    import pandas
    import polars

    from extract.exporting.files import Writer
    from schemas import Article

MANY_FILES = (".parquet", ".csv")
"""Endings whose files hold one table each."""
ONE_FILE = (".xlsx", ".duckdb")
ENDINGS = (*MANY_FILES, *ONE_FILE, ".spacy", ".conll", ".brat")
TYPES = ("article", *KINDS, "mention")


def kept(part: Path, articles: int, failures: list[Failure]) -> bool:
    """Give up a file where every article failed: what stood there is worth more."""
    if articles or not failures:
        return True
    if part.is_dir():
        shutil.rmtree(part)
    else:
        part.unlink()
    return False


def unfit(name: str, error: Exception) -> Failure:
    """The failure of an article whose records are not as a run writes them."""
    reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return Failure(name, f"its records are not as gisa writes them ({reason})", ANEW)


@dataclass(slots=True)
class Exported:
    """What was written: rows (or articles) by file and table; what failed; what to know of it."""

    rows: list[tuple[Path, str, int]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)


def export(out: Path, to: Path, *, type: str | None = None, rules: str | None = None) -> Exported:
    """Write the records of the run in ``out`` to ``to``, in the form that its ending asks for.

    ``type`` (of ``TYPES``) asks for one table alone; ``rules`` is the folder that the run had.
    Where every article fails nothing is written.
    Raises UsageError where the ending is unknown, a package is missing, ``out`` has no records or
    ``to`` cannot be written.
    """
    ending = to.suffix.lower()
    if ending not in ENDINGS:
        raise UsageError(f"{to}: no ending that gisa exports to; there are {', '.join(ENDINGS)}")
    if type is not None and type not in TYPES:
        raise UsageError(f"--type {type}: there are {', '.join(TYPES)}")
    if type is not None and ending not in MANY_FILES + ONE_FILE:
        raise UsageError(
            f"--type {type}: only for the tables of {', '.join(MANY_FILES + ONE_FILE)}"
        )
    done = Exported()
    try:
        if ending == ".brat":
            from extract.annotating import brat, from_run

            with staged(to, out, folder=True) as part:
                number = brat.write(from_run(out, done.failures, rules), part)
                if kept(part, number, done.failures):
                    done.rows.append((to, "articles", number))
        elif ending in (".spacy", ".conll"):
            from extract.exporting import spans

            write = spans.write_spacy if ending == ".spacy" else spans.write_conll
            with staged(to, out) as part:
                number = write(spans.docs(out, done.failures, rules), part)
                if kept(part, number, done.failures):
                    done.rows.append((to, "articles", number))
        else:
            _tables(out, to, ending, type, done)
    except ImportError as error:
        raise UsageError(f"{to}: needs a package: pip install 'gisa[export]' ({error})") from error
    return done


def _tables(out: Path, to: Path, ending: str, type: str | None, done: Exported) -> None:
    from extract.exporting import files
    from extract.exporting.tables import COLUMNS, batches

    tables = [*COLUMNS] if type is None else [f"{type}s"]
    rows: Counter[str] = Counter()
    articles = 0

    def fill(make: Callable[[], Writer]) -> None:
        nonlocal articles
        source = batches(outputs(out), done.failures)
        first = next(source)  # before any file is made
        writer = make()
        try:
            for batch in chain([first], source):
                articles += batch["articles"].num_rows
                for table in tables:
                    writer.add(table, batch[table])
                    rows[table] += batch[table].num_rows
        except BaseException:
            writer.drop()
            raise
        writer.close()
        done.told += writer.told

    if ending in ONE_FILE:
        with staged(to, out) as part:
            one = files.Excel if ending == ".xlsx" else files.DuckDB
            fill(lambda: one(part, tables))
            if kept(part, articles, done.failures):
                done.rows += [(to, table, rows[table]) for table in tables]
        return
    many = files.Parquet if ending == ".parquet" else files.Csv
    named = {table: to if type else to.with_suffix(f".{table}{to.suffix}") for table in tables}
    with contextlib.ExitStack() as stack:
        parts = {table: stack.enter_context(staged(path, out)) for table, path in named.items()}
        fill(lambda: many(parts))
        for table, part in parts.items():
            if kept(part, articles, done.failures):
                done.rows.append((named[table], table, rows[table]))


@contextlib.contextmanager
def staged(to: Path, out: Path, *, folder: bool = False) -> Iterator[Path]:
    """A path that becomes ``to`` where all goes well, and of which nothing is left otherwise.

    Raises UsageError where ``to`` cannot be written, lies where its file would be read as records
    of ``out``, or is a folder with something in it.
    """
    if to.suffix in (".jsonl", ".parquet") and out.resolve() in to.resolve().parents:
        raise UsageError(f"{to}: lies in {out}, whose {to.suffix} files are read as records")
    if to.is_dir() and (not folder or any(to.iterdir())):
        fault = "a folder" if not folder else "a folder with something in it, maybe your work"
        raise UsageError(f"{to}: is {fault}; give another place")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=to.parent, prefix=".gisa-") as beside:
            part = Path(beside) / to.name
            if folder:
                part.mkdir()
            yield part
            if not part.exists():  # given up
                return
            if folder and to.is_dir():
                to.rmdir()
            if to.suffix.lower() == ".duckdb":  # the log of a database that stood there
                to.with_name(f"{to.name}.wal").unlink(missing_ok=True)
            os.replace(part, to)
    except OSError as error:
        raise UsageError(
            f"{to}: cannot be written ({error.strerror or error}); "
            "check the space and the permissions there"
        ) from error


def articles(
    out: Path, failures: list[Failure], rules: str | None = None
) -> Iterator[tuple[Output, Article]]:
    """The articles of a run with their texts, checked as a whole.

    What cannot be read, has no text or does not fit it is added to ``failures``.
    """
    from schemas import Article

    texts = Texts(out, rules)
    for output in readable(out, failures):
        try:
            text = texts.of(output)
            if isinstance(text, Failure):
                failures.append(text)
                continue
            whole = {**output.article, "text": legible(text), "records": output.records}
            yield output, Article.model_validate(whole)
        except (KeyError, TypeError, ValueError) as error:
            failures.append(unfit(output.name, error))


@overload
def to_frames(
    out: str | Path, library: Literal["pandas"] = "pandas"
) -> dict[str, pandas.DataFrame]: ...
@overload
def to_frames(out: str | Path, library: Literal["polars"]) -> dict[str, polars.DataFrame]: ...
def to_frames(out: str | Path, library: Literal["pandas", "polars"] = "pandas") -> dict[str, Any]:
    """The records of the run in ``out`` as data frames, by table; the columns are those of
    ``extract.exporting.tables.COLUMNS``.

    In pandas days are ``datetime64``, whole numbers ``Int32`` and ``Int64``, which know a missing
    value. Files that hold no records are left out, each with a ``UserWarning``. Raises
    ``extract.reading.files.UsageError`` where ``out`` is no folder with records or ``library``
    is no such library, ImportError where a package is missing (``pip install 'gisa[export]'``).
    """
    import pyarrow as pa

    from extract.exporting.tables import SCHEMAS, batches

    if library not in ("pandas", "polars"):
        raise UsageError(f"{library!r}: there are 'pandas' and 'polars'")
    failures: list[Failure] = []
    parts = [*batches(outputs(Path(out)), failures)]
    for failure in failures:
        warnings.warn(str(failure), stacklevel=2)
    tables = {
        table: pa.Table.from_batches([part[table] for part in parts], schema=schema)
        for table, schema in SCHEMAS.items()
    }
    if library == "polars":
        import polars as pl

        return {name: pl.from_arrow(table) for name, table in tables.items()}
    import pandas as pd

    kinds = {
        pa.int32(): pd.Int32Dtype(),
        pa.int64(): pd.Int64Dtype(),
        pa.bool_(): pd.BooleanDtype(),
    }
    return {
        name: table.to_pandas(types_mapper=kinds.get, date_as_object=False)
        for name, table in tables.items()
    }
