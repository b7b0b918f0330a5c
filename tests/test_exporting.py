"""``gisa export``: every form has what the JSONL has, and nothing is ever left half."""

import csv
import datetime as dt
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas
import polars
import pyarrow as pa
import pytest
import spacy
from pyarrow import parquet
from spacy.tokens import DocBin
from typer.testing import CliRunner

import extract
from extract import exporting
from extract.annotating import brat
from extract.cli import app
from extract.exporting import files, spans, tables
from extract.exporting.tables import COLUMNS, SCHEMAS
from extract.outputs import KINDS, outputs
from extract.reading.files import UsageError

Rows = dict[str, list[dict[str, Any]]]
HOSTILE = {
    "formula": "=cmd|'/C calc'!A0",
    "plus": "+SUM(A1)",
    "error": "#N/A",
    "quotes": 'a "b", c; d',
    "lines": "가\n나\r\n다",
    "nul": "가\x00나\x1f",
    "bar": "가 | 나",
    "astral": "😀" * 20_000,
    "long": "가" * 40_000,
}


def gisa(*arguments: object):
    return CliRunner().invoke(app, [*map(str, arguments)])


def line(name: str, **more: object) -> dict:
    head = {"type": "article", "id": name, "source": None, "sha256": "0" * 64, "title": None}
    head |= {"published": None, "published_from": None, "publisher": None, "reporter": None}
    return head | {"chars": 1, "generator": "g", "schema_version": "1", "warnings": []} | more


def organization(name: str, **more: object) -> dict:
    record = {"type": "organization", "id": "org1", "text": "가", "start": 0, "end": 1}
    record |= {"rule": "r", "name": name, "category": "other", "code": None, "parent": None}
    return record | {"mentions": [{"text": "가", "start": 0, "end": 1, "kind": "name"}]} | more


def award(**more: object) -> dict:
    record = {"type": "award", "id": "award1", "text": "가", "start": 0, "end": 1, "rule": "r"}
    record |= dict.fromkeys(("edition", "year", "category", "prize", "rank", "streak", "date"))
    return record | {"name": "가", "recipient": {"id": None, "name": "김"}, "grantors": []} | more


def put(out: Path, name: str, *records: dict, text: str = "가") -> None:
    path = out / f"{name}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [line(name, chars=len(text)), *records]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    path.with_suffix(".txt").write_bytes(text.encode())


def expected(out: Path) -> Rows:
    """The tables, made of the lines of JSON without gisa."""
    made: Rows = {table: [] for table in COLUMNS}
    for path in sorted(out.glob("[!_]*.jsonl")):
        head, *records = map(json.loads, path.read_text("utf-8").split("\n")[:-1])
        key = {"article": path.stem}
        day = head["published"] if len(head["published"] or "") == 10 else None
        made["articles"].append(key | head | {"published_day": day})
        by_id = {record["id"]: record for record in records}
        for record in records:
            row = key | record
            for name in ("recipient", "operator", "subject", "date", "period"):
                if name in record:
                    one = record[name] or {"id": None, "name": None}
                    row |= {f"{name}_id": one["id"], name: one["name"]}
                    for part in ("value", "earliest", "latest"):
                        row[f"{name}_{part}"] = by_id.get(one["id"], {}).get(part)
            for name, one, many in (("grantors", "grantor", "grantors"), ("host", "host", "hosts")):
                if name in record:
                    row |= {f"{one}_ids": [r["id"] for r in record[name]]}
                    row |= {many: [r["name"] for r in record[name]]}
            other = by_id.get(record.get("compared_to"), {})
            row |= {f"compared_to_{part}": other.get(part) for part in ("value", "unit")}
            row["mention_count"] = len(record.get("mentions", ()))
            made[f"{record['type']}s"].append(row)
            for mention in record.get("mentions", ()):
                more = {"record_id": record["id"], "type": record["type"]}
                made["mentions"].append(key | mention | more)
    return {t: [{name: row[name] for name in COLUMNS[t]} for row in made[t]] for t in made}


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date) else value


def celled(value: Any) -> Any:
    """A value as a cell has it."""
    return (" | ".join(v or "" for v in value) or None) if isinstance(value, list) else value


def texted(value: Any) -> str:
    """A cell as CSV has it."""
    return "" if value is None else json.dumps(value) if isinstance(value, bool) else str(value)


def of_parquet(path: Path) -> Rows:
    read = {table: parquet.read_table(path.with_suffix(f".{table}.parquet")) for table in COLUMNS}
    assert all(read[table].schema == SCHEMAS[table] for table in COLUMNS)
    return {table: read[table].to_pylist() for table in COLUMNS}


def of_duckdb(path: Path) -> Rows:
    with duckdb.connect(str(path), read_only=True) as connection:
        return {
            table: connection.sql(f"FROM {table}").to_arrow_table().to_pylist() for table in COLUMNS
        }


def of_xlsx(path: Path) -> Rows:
    made = {}
    for sheet in openpyxl.load_workbook(path):
        names, *rows = sheet.iter_rows(values_only=True)
        made[sheet.title] = [dict(zip(names, row, strict=True)) for row in rows]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
    return made


def of_csv(path: Path) -> Rows:
    made = {}
    for table in COLUMNS:
        with path.with_suffix(f".{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            made[table] = [*csv.DictReader(file)]
    return made


READERS = {".parquet": of_parquet, ".duckdb": of_duckdb, ".xlsx": of_xlsx, ".csv": of_csv}


@pytest.mark.parametrize("ending", READERS)
def test_tables(ending, samples, tmp_path):
    wanted = expected(samples)
    file = tmp_path / f"records{ending}"
    result = gisa("export", samples, "--to", file)
    assert (result.exit_code, result.stderr) == (0, "")
    told = [row.split("  ") for row in result.stdout.splitlines()]
    assert {table: int(number) for _, table, number in told} == {
        table: len(rows) for table, rows in wanted.items()
    }
    assert {Path(path) for path, *_ in told} == {*tmp_path.iterdir()}
    found = READERS[ending](file)
    for table, rows in wanted.items():
        assert [*COLUMNS[table]] == [*found[table][0]]
        for row, other in zip(rows, found[table], strict=True):
            mine = {name: plain(value) for name, value in other.items()}
            if ending in (".xlsx", ".csv"):
                row = {name: celled(value) for name, value in row.items()}
            if ending == ".csv":
                row = {name: texted(value) for name, value in row.items()}
            assert mine == row


def test_joins(samples, tmp_path):
    """Every id leads to a row, and what is repeated for convenience is what stands there."""
    file = tmp_path / "records.duckdb"
    gisa("export", samples, "--to", file)
    with duckdb.connect(str(file), read_only=True) as connection:
        connection.execute("CREATE TEMP VIEW things AS SELECT article, id FROM organizations "
            "UNION ALL SELECT article, id FROM programs")  # fmt: skip
        for table, column, other in (
            ("awards", "recipient_id", "things"),
            ("awards", "unnest(grantor_ids)", "organizations"),
            ("programs", "unnest(host_ids)", "organizations"),
            ("programs", "operator_id", "organizations"),
            ("figures", "subject_id", "organizations"),
            ("figures", "compared_to", "figures"),
            ("awards", "date_id", "dates"),
            ("programs", "date_id", "dates"),
            ("figures", "period_id", "dates"),
            ("mentions", "record_id", "things"),
        ):
            used = f"(SELECT article, {column} AS id FROM {table}) WHERE id IS NOT NULL"
            some, lost = connection.execute(
                f"SELECT count(*), count(*) FILTER (o.id IS NULL) FROM (FROM {used}) "
                f"LEFT JOIN {other} o USING (article, id)"
            ).fetchone()
            assert (some > 0, lost) == (True, 0), (table, column)
        assert connection.execute("SELECT count(*) FROM awards a JOIN dates d ON "
            "(a.article, a.date_id) = (d.article, d.id) WHERE (a.date_value, a.date_earliest) "
            "IS DISTINCT FROM (d.value, d.earliest)").fetchone() == (0,)  # fmt: skip
        comments = connection.execute(
            "SELECT comment FROM duckdb_columns() WHERE NOT internal AND table_name <> 'things'"
        ).fetchall()
        assert all(comment for (comment,) in comments)
        kinds = connection.execute("SELECT typeof(earliest), typeof(relative) FROM dates LIMIT 1")
        assert kinds.fetchone() == ("DATE", "BOOLEAN")


@pytest.mark.parametrize("ending", READERS)
def test_one_table(ending, samples, tmp_path):
    file = tmp_path / f"awards{ending}"
    result = gisa("export", samples, "--to", file, "--type", "award")
    assert result.stdout == f"{file}  awards  {len(expected(samples)['awards'])}\n"
    assert [*tmp_path.iterdir()] == [file]


@pytest.mark.parametrize("ending", READERS)
def test_hostile_values(ending, tmp_path):
    out = tmp_path / "out"
    for name, value in HOSTILE.items():
        grantors = [{"id": None, "name": value}, {"id": "org1", "name": "나"}]
        put(out, name, organization(value), award(grantors=grantors, year=2021, edition=10**12))
    file = tmp_path / f"x{ending}"
    result = gisa("export", out, "--to", file)
    assert result.exit_code == 0, result.stderr
    found = READERS[ending](file)
    names = {row["article"]: row["name"] for row in found["organizations"]}
    first = found["awards"][0]
    assert (int(first["year"]), int(first["edition"])) == (2021, 10**12)
    if ending == ".xlsx":
        assert names["nul"] == "가\ufffd나\ufffd"
        assert names["long"] == "가" * 32_767
        assert names["astral"] == "😀" * 16_383
        sheet = openpyxl.load_workbook(file)["organizations"]
        assert {c.data_type for row in sheet.iter_rows() for c in row} == {"s", "n"}
        assert "replaced, which Excel cannot hold: 4" in result.stderr
        assert "cells cut to the 32,767 characters that Excel holds: 4" in result.stderr
        left = {"formula", "plus", "error", "quotes", "bar"}
    else:
        left = {*HOSTILE}
    assert {name: names[name] for name in left} == {name: HOSTILE[name] for name in left}
    if ending == ".csv":
        assert "may take for formulas; .xlsx is safe: 4" in result.stderr
        assert {row["grantor_ids"] for row in found["awards"]} == {" | org1"}
        assert file.with_suffix(".awards.csv").read_bytes().startswith(b"\xef\xbb\xbfarticle,")
    elif ending != ".xlsx":
        assert {tuple(row["grantor_ids"]) for row in found["awards"]} == {(None, "org1")}


@pytest.mark.parametrize("ending", READERS)
def test_empty_columns_keep_their_types(ending, tmp_path):
    put(tmp_path / "out", "a")
    file = tmp_path / f"x{ending}"
    assert gisa("export", tmp_path / "out", "--to", file).exit_code == 0
    found = READERS[ending](file)
    assert {table: len(rows) for table, rows in found.items()} == {
        table: int(table == "articles") for table in COLUMNS
    }
    if ending == ".duckdb":
        with duckdb.connect(str(file), read_only=True) as connection:
            kinds = connection.execute("SELECT column_name, data_type FROM duckdb_columns() "
                "WHERE table_name = 'figures'").fetchall()  # fmt: skip
        assert {("value", "DOUBLE"), ("period_latest", "DATE"), ("start", "INTEGER")} <= {*kinds}


def test_excel_days_before_1900(tmp_path):
    moment = {"type": "date", "id": "date1", "text": "가", "start": 0, "end": 1, "rule": "r"}
    moment |= {"timex": "DATE", "value": "1392", "mod": None, "relative": False}
    put(tmp_path / "out", "a", moment | {"earliest": "1392-01-01", "latest": "1392-12-31"})
    gisa("export", tmp_path / "out", "--to", tmp_path / "x.xlsx")
    assert of_xlsx(tmp_path / "x.xlsx")["dates"][0]["earliest"] == "1392-01-01"


def test_excel_rows(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_ROWS", 3)
    for name in "abc":
        put(tmp_path / "out", name, organization("가"))
    result = gisa("export", tmp_path / "out", "--to", tmp_path / "x.xlsx")
    assert result.exit_code == 2
    assert "articles: more rows than the 3 of an Excel sheet" in result.stderr
    assert [*tmp_path.iterdir()] == [tmp_path / "out"]


def test_batches(tmp_path):
    for name in "abcde":
        put(tmp_path, name, organization("가"))
    made = [*tables.batches(outputs(tmp_path), [], size=2)]
    assert [batch["articles"].num_rows for batch in made] == [2, 2, 1]
    assert [batch["mentions"].column("article").to_pylist() for batch in made] == [
        ["a", "b"], ["c", "d"], ["e"],
    ]  # fmt: skip


ODD = {
    "no line of JSON": "나쁜 줄\n",
    "of another kind": '{"type": "organization", "id": "org1"}\n',
    "a field missing": json.dumps(line("x")) + '\n{"type": "award", "id": "award1"}\n',
    "a field of another type": "\n".join(map(json.dumps, (line("x"), award(year="옛날")))) + "\n",
    "a number too big": "\n".join(map(json.dumps, (line("x"), award(rank=10**30)))) + "\n",
    "no list": "\n".join(map(json.dumps, (line("x"), award(grantors=3)))) + "\n",
}


@pytest.mark.parametrize("content", ODD.values(), ids=ODD)
@pytest.mark.parametrize("ending", [".csv", ".brat", ".conll"])
def test_what_cannot_be_read_is_told_and_the_others_go_on(ending, content, tmp_path):
    out = tmp_path / "out"
    put(out, "a", organization("가"))
    put(out, "z", organization("나"))
    (out / "x.jsonl").write_text(content, "utf-8")
    (out / "x.txt").write_text("가", "utf-8")
    result = gisa("export", out, "--to", tmp_path / f"r{ending}")
    if ending != ".csv" and str(10**30) in content:  # numbers are text there
        assert result.exit_code == 0
        return
    assert result.exit_code == 1
    fault, end = result.stderr.splitlines()
    assert fault.startswith(("x: ", f"{out / 'x.jsonl'}: "))
    assert end == "gisa: articles that failed: 1"
    if ending == ".csv":
        assert [row["name"] for row in of_csv(tmp_path / "r.csv")["organizations"]] == ["가", "나"]
        with pytest.warns(UserWarning, match="x") as warned:
            frames = extract.to_frames(out)
        assert len(warned) == 1
        assert [*frames["articles"]["article"]] == ["a", "z"]


@pytest.mark.parametrize("ending", [".spacy", ".conll", ".brat"])
def test_no_text(ending, tmp_path):
    out = tmp_path / "out"
    for number in range(60):
        put(out, f"{number:02}", organization("가"))
        (out / f"{number:02}.txt").unlink()
    put(out, "with", organization("가"))
    result = gisa("export", out, "--to", tmp_path / f"r{ending}")
    assert result.exit_code == 1
    assert result.stdout.endswith("articles  1\n")
    told = result.stderr.splitlines()
    assert len(told) == 52
    assert told[0] == "00: its text is in no file; run gisa again, with --keep-text"
    assert told[-2:] == ["gisa: and 10 more", "gisa: articles that failed: 60"]


@pytest.mark.parametrize("ending", exporting.ENDINGS)
def test_where_all_fail_what_stood_there_stays(ending, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "x.jsonl").write_text("나쁜 줄\n", "utf-8")
    for file in (tmp_path / f"r{ending}", tmp_path / f"r.awards{ending}"):
        if ending != ".brat":
            file.write_bytes(b"old")
    before = sorted(tmp_path.rglob("*"))
    result = gisa("export", tmp_path / "out", "--to", tmp_path / f"r{ending}")
    assert (result.exit_code, result.stdout) == (1, "")
    assert sorted(tmp_path.rglob("*")) == before
    assert {p.read_bytes() for p in tmp_path.glob("r*")} <= {b"old"}


USAGE = {
    "unknown ending": (["{out}", "--to", "r.ods"], ".parquet, .csv, .xlsx, .duckdb, .spacy"),
    "no ending": (["{out}", "--to", "r"], "no ending that gisa exports to"),
    "no such type": (["{out}", "--to", "r.csv", "--type", "awards"], "there are article, org"),
    "no table": (["{out}", "--to", "r.conll", "--type", "award"], "only for the tables of"),
    "no such folder": (["nowhere", "--to", "r.csv"], "nowhere: no such folder"),
    "no run": (["{empty}", "--to", "r.xlsx"], "no records; give the folder that gisa run"),
    "no run for brat": (["{empty}", "--to", "r.brat"], "no records; give the folder that"),
    "among records": (["{out}", "--to", "{out}/r.parquet"], "files are read as records"),
    "a folder": (["{out}", "--to", "{folder}.csv", "--type", "date"], "is a folder"),
    "work of people": (["{out}", "--to", "{folder}.brat"], "maybe your work"),
    "below a file": (["{out}", "--to", "{out}/a.txt/r.csv"], "cannot be written"),
    "no rules for tables": (["{out}", "--to", "r.csv", "--rules", "nowhere"], "no such folder"),
    "no rules": (["{out}", "--to", "r.conll", "--rules", "nowhere"], "nowhere: no such folder"),
}


@pytest.mark.parametrize(("arguments", "message"), USAGE.values(), ids=USAGE)
def test_usage(arguments, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "out", "a", organization("가"))
    (tmp_path / "empty").mkdir()
    for name in ("folder.csv", "folder.brat"):
        (tmp_path / name / "mine").mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    places = {"out": "out", "empty": "empty", "folder": "folder"}
    result = gisa("export", *(argument.format(**places) for argument in arguments))
    assert result.exit_code == 2
    assert message in result.stderr
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("package", ["duckdb", "openpyxl", "pyarrow"])
def test_a_missing_package_is_named(package, tmp_path, monkeypatch):
    put(tmp_path / "out", "a")
    for name in [*sys.modules]:
        if name.startswith("extract.exporting."):
            monkeypatch.delitem(sys.modules, name)
    for name in ("tables", "files"):
        monkeypatch.delattr(exporting, name, raising=False)
    monkeypatch.setitem(sys.modules, package, None)
    ending = {"openpyxl": "xlsx", "pyarrow": "csv"}.get(package, package)
    result = gisa("export", tmp_path / "out", "--to", tmp_path / f"r.{ending}")
    assert result.exit_code == 2
    assert "pip install 'gisa[export]'" in result.stderr
    assert [*tmp_path.iterdir()] == [tmp_path / "out"]


@pytest.mark.parametrize("ending", exporting.ENDINGS)
@pytest.mark.parametrize("end", ["key", "full", "signal"])
def test_nothing_is_left_half(end, ending, tmp_path, monkeypatch):
    """Neither of new files nor of those that stood there."""
    place = {".spacy": (spans, "docs"), ".conll": (spans, "docs"), ".brat": (brat, "standoff")}
    module, name = place.get(ending, (tables, "batches"))
    real = getattr(module, name)

    def broken(*arguments: Any) -> Any:
        yield from real(*arguments)
        if end == "signal":
            os.kill(os.getpid(), signal.SIGTERM)
        raise OSError(28, "No space left") if end == "full" else KeyboardInterrupt

    monkeypatch.setattr(module, name, broken)
    put(tmp_path / "out", "a", organization("가"))
    many = exporting.MANY_FILES
    old = tmp_path / (f"r.awards{ending}" if ending in many else f"r{ending}")
    if ending != ".brat":
        old.write_bytes(b"old")
    before = sorted(tmp_path.rglob("*"))
    result = gisa("export", tmp_path / "out", "--to", tmp_path / f"r{ending}")
    assert result.exit_code == (2 if end == "full" else 130)
    assert sorted(tmp_path.rglob("*")) == before
    assert ending == ".brat" or old.read_bytes() == b"old"


def test_a_database_is_replaced_with_its_log(tmp_path):
    put(tmp_path / "out", "a")
    file = tmp_path / "r.duckdb"
    for path in (file, tmp_path / "r.duckdb.wal"):
        path.write_bytes(b"old")
    gisa("export", tmp_path / "out", "--to", file)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "r.duckdb"]
    assert len(of_duckdb(file)["articles"]) == 1


@pytest.mark.usefixtures("nlp")
def test_spacy(samples, tmp_path):
    file = tmp_path / "r.spacy"
    result = gisa("export", samples, "--to", file)
    assert result.stdout == f"{file}  articles  12\n"
    docs = [*DocBin().from_disk(file).get_docs(spacy.blank("xx").vocab)]
    for doc, output in zip(docs, outputs(samples), strict=True):
        assert doc.user_data["name"] == output.name
        assert [*map(json.loads, doc._.article.lines())] == [output.article, *output.records]
        for kind, group in doc.spans.items():
            wanted = [
                (record["id"], mark["start"], mark["end"])
                for record in output.of(kind)
                for mark in record.get("mentions", [record])
            ]
            assert [span.id_ for span in group] == [id for id, *_ in wanted]
            for span, (_, start, end) in zip(group, wanted, strict=True):
                assert span.label_ == kind
                assert span.start_char <= start < end <= span.end_char
        every = [span for kind in KINDS for span in doc.spans[kind]]
        taken: set[int] = set()
        longest = []
        for span in sorted(every, key=lambda s: (s.start - s.end, s.start)):
            if not taken & {*range(span.start, span.end)}:
                taken |= {*range(span.start, span.end)}
                longest.append((span.start, span.end, span.label_, span.id_))
        assert sorted(longest) == [(e.start, e.end, e.label_, e.id_) for e in doc.ents]
        assert len(doc.ents) > 20


@pytest.mark.usefixtures("nlp")
def test_conll(samples, tmp_path):
    file = tmp_path / "r.conll"
    gisa("export", samples, "--to", file)
    gisa("export", samples, "--to", tmp_path / "r.spacy")
    docs = [*DocBin().from_disk(tmp_path / "r.spacy").get_docs(spacy.blank("xx").vocab)]
    articles = file.read_text("utf-8").split("# article = ")[1:]
    for article, doc in zip(articles, docs, strict=True):
        name, body = article.split("\n", 1)
        assert name == doc.user_data["name"]
        found: list[list[str]] = []
        sentences = body.removesuffix("\n\n").split("\n\n")
        assert len(sentences) > 5
        for sentence in sentences:
            before = "O"
            for token, tag, label in (row.split("\t") for row in sentence.split("\n")):
                assert token and tag
                if label.startswith("B-"):
                    found.append([label[2:], token])
                elif label != "O":
                    assert before[2:] == label[2:]
                    found[-1][1] += token
                before = label
        tokens = [row.split("\t")[0] for row in body.split("\n") if row]
        assert "".join(tokens) == "".join(doc.text.split())
        assert found == [[e.label_, "".join(e.text.split())] for e in doc.ents]


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_frames(library, samples):
    frames = extract.to_frames(samples, library=library)
    wanted = expected(samples)
    assert {table: len(frame) for table, frame in frames.items()} == {
        table: len(rows) for table, rows in wanted.items()
    }
    awards, figures, dates = (frames[name] for name in ("awards", "figures", "dates"))
    kind = {"pandas": pandas.DataFrame, "polars": polars.DataFrame}[library]
    assert all(isinstance(frame, kind) for frame in frames.values())
    assert [*awards["grantors"].to_list()[0]] == wanted["awards"][0]["grantors"]
    values = [row["value"] for row in wanted["figures"] if row["value"] is not None]
    assert figures["value"].sum() == pytest.approx(sum(values))
    assert awards["year"].max() == max(row["year"] or 0 for row in wanted["awards"])
    assert dates["earliest"].min().isoformat()[:10] == min(
        row["earliest"] for row in wanted["dates"] if row["earliest"]
    )
    kinds = [str(awards["year"].dtype), str(dates["earliest"].dtype), str(dates["relative"].dtype)]
    assert (
        kinds
        == {
            "pandas": ["Int32", "datetime64[ms]", "boolean"],
            "polars": ["Int32", "Date", "Boolean"],
        }[library]
    )


def test_frames_of_nothing(tmp_path):
    with pytest.raises(UsageError, match="no such folder"):
        extract.to_frames(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="no records"):
        extract.to_frames(tmp_path)
    put(tmp_path, "a")
    with pytest.raises(UsageError, match="'dask'"):
        extract.to_frames(tmp_path, library="dask")  # type: ignore[call-overload]


def test_every_column_is_described():
    for table, columns in COLUMNS.items():
        assert tables.TABLES[table]
        assert all(isinstance(kind, pa.DataType) and meaning for kind, meaning in columns.values())


def test_importing_is_cheap():
    code = (
        "import sys, extract; assert 'to_frames' in extract.__all__\n"
        "heavy = {'pyarrow', 'pandas', 'polars', 'duckdb', 'openpyxl', 'spacy', 'numpy'}\n"
        "assert not heavy & sys.modules.keys()\n"
        "extract.to_frames\n"
        "assert not heavy & sys.modules.keys(), heavy & sys.modules.keys()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
