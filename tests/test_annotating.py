"""``gisa annotate``: records -> brat or doccano -> gold, whole and as people mend them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from extract.annotating import annotate, brat, fields
from extract.annotating.brat import configuration
from extract.cli import app
from extract.evaluating import evaluate
from extract.outputs import KINDS, outputs
from extract.writing import ended
from schemas import LINE, MODELS

TESTS = Path(__file__).parent
GOLD = {
    "samples": (TESTS / "gold", TESTS.parent / "seeds"),
    "unseen": (TESTS / "unseen" / "gold", TESTS / "unseen" / "articles"),
}
TOOLS = ("brat", "doccano")
DROPPED = ("id", "rule", "code", "earliest", "latest")


def gisa(*arguments: object):
    return CliRunner().invoke(app, [*map(str, arguments)])


def lines(path: Path) -> list[dict]:
    return [json.loads(row) for row in path.read_text("utf-8").split("\n") if row]


def through(tool: str, source: Path, folder: Path, **options: Any) -> Path:
    """The gold that comes of annotations that nobody has touched."""
    notes, gold = folder / f"notes.{tool}", folder / f"gold.{tool}"
    assert not annotate(source, tool, notes, **options)[1]
    assert not annotate(notes, "gold", gold)[1]
    return gold


def judged(records: list[dict]) -> list[dict]:
    """A run's records as gold has them, made without gisa."""
    by_id = {record["id"]: record for record in records}

    def named(field: str, value: Any) -> Any:
        if isinstance(value, list):
            return [named(field, one) for one in value]
        if value is None:
            return None
        if field == "compared_to":
            return by_id[value]["text"]
        if field in ("date", "period"):
            return by_id[value["id"]]["value"]
        return value["name"]

    refer = ("recipient", "grantors", "operator", "host", "subject", "period", "date")
    return [
        {
            name: named(name, value) if name in (*refer, "compared_to") else value
            for name, value in record.items()
            if name not in DROPPED
        }
        for record in records
    ]


def alike(records: list[dict]) -> list[str]:
    """Records to compare where the order of references means nothing."""
    return sorted(
        json.dumps(
            {
                name: sorted(value) if name in ("grantors", "host") else value
                for name, value in record.items()
            },
            sort_keys=True,
        )
        for record in records
    )


@pytest.mark.parametrize("tool", TOOLS)
def test_a_run_comes_back(tool, samples, tmp_path):
    gold = through(tool, samples, tmp_path)
    for output in outputs(samples):
        head, *records = lines(gold / f"{output.name}.jsonl")
        assert alike(records) == alike(judged(output.records))
        assert head == {"type": "article"} | {
            name: output.article[name] for name in ("published", "publisher", "reporter", "title")
        }
    scores = evaluate(samples, gold).scores
    assert {value for score in scores.values() for value in score.figures().values()} == {1.0}
    assert scores["figure"].strict.wanted > 400


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("which", GOLD)
def test_gold_comes_back(which, tool, tmp_path):
    folder, texts = GOLD[which]
    gold = through(tool, folder, tmp_path, texts=texts)
    assert {path.name for path in gold.iterdir()} == {path.name for path in folder.glob("*.jsonl")}
    for path in gold.iterdir():
        assert alike(lines(path)) == alike(lines(folder / path.name))


LETTERS = "가나12 ab😀𝟙;|=\"'#T\\/,\u2028\x85"
# some letter in each, or it is as good as no name to those who compare
words = st.builds("{}말{}".format, st.text(LETTERS, max_size=3), st.text(LETTERS, max_size=3))


@st.composite
def articles(draw: Any) -> tuple[str, list[dict]]:
    text = draw(st.text(LETTERS + "\n\r\t", min_size=4, max_size=40))
    text = f"가{text}나"
    inside = [i for i, sign in enumerate(text) if not sign.isspace()]

    def place() -> dict:
        start = draw(st.sampled_from(inside))
        end = draw(st.sampled_from([i for i in inside if i >= start])) + 1
        return {"text": text[start:end], "start": start, "end": end}

    records = []
    for kind in draw(st.lists(st.sampled_from(KINDS), max_size=8)):
        record: dict[str, Any] = {"type": kind, "rule": "r", **place()}
        for name, about in fields(kind).items():
            match about.shape:
                case "choice":
                    value = draw(st.sampled_from(about.values))
                case "bool":
                    value = draw(st.booleans())
                case "int":
                    value = draw(st.integers(1000, 9999))
                case "number":
                    value = draw(st.integers() | st.floats(allow_nan=False, allow_infinity=False))
                case _:
                    value = draw(words)
            record[name] = None if about.nullable and draw(st.booleans()) else value
        if kind == "date":
            record["value"] = draw(st.sampled_from(("2013-10-30", "P3Y", "201X", "XXXX-WXX-6")))
            record |= {"earliest": None, "latest": None}
        if kind in ("organization", "program"):
            marks = {
                (m["start"], m["end"]): m for m in (place() for _ in range(draw(st.integers(1, 3))))
            }
            ways = st.sampled_from(("name", "alias", "anaphor"))
            record["mentions"] = [{**marks[at], "kind": draw(ways)} for at in sorted(marks)]
            record |= {name: record["mentions"][0][name] for name in ("text", "start", "end")}
        if kind == "organization":
            record["code"] = None
        if kind == "figure" and None not in (record["lower"], record["upper"]):
            low, high = sorted((record["lower"], record["upper"]))
            record |= {"lower": low, "upper": high}
        records.append(record)
    records.sort(key=lambda r: (r["start"], r["end"], KINDS.index(r["type"])))
    for number, record in enumerate(records, 1):
        record["id"] = f"{'org' if record['type'] == 'organization' else record['type']}{number}"

    def reference(targets: tuple[str, ...]) -> Any:
        fit = [
            {"id": r["id"], "name": r.get("name", r["text"])}
            for r in records
            if r["type"] in targets
        ]
        if "date" not in targets:
            fit.append({"id": None, "name": draw(words)})
        return draw(st.sampled_from(fit)) if fit else None

    for record in records:
        for name, about in fields(record["type"]).items():
            if name == "compared_to":
                one = draw(st.booleans()) and reference(about.targets)
                record[name] = one["id"] if one and one["id"] else None
            elif about.many:
                record[name] = [reference(about.targets) for _ in range(draw(st.integers(0, 3)))]
            elif about.targets:
                some = not about.nullable or draw(st.booleans())
                record[name] = reference(about.targets) if some else None
    return text, records


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(articles(), min_size=1, max_size=2))
def test_anything_comes_back(tmp_path_factory, made):
    folder = tmp_path_factory.mktemp("any")
    out = folder / "out"
    out.mkdir()
    for number, (text, records) in enumerate(made):
        head = {"type": "article", "id": "a", "source": None, "sha256": "0" * 64, "title": None}
        head |= {"published": None, "published_from": None, "publisher": None, "reporter": None}
        head |= {"chars": len(text), "generator": "g", "schema_version": "1", "warnings": []}
        rows = [LINE.validate_python(row).model_dump_json() for row in (head, *records)]
        (out / f"{number}.txt").write_bytes(text.encode())
        (out / f"{number}.jsonl").write_bytes("".join(ended(rows)).encode())
    for tool in TOOLS:
        gold = through(tool, out, folder)
        for number, (_, records) in enumerate(made):
            found = lines(gold / f"{number}.jsonl")[1:]
            assert alike(found) == alike(judged(records))
        scores = evaluate(out, gold).scores
        assert {v for score in scores.values() for v in score.figures().values()} == {1.0}


TEXT = "연수구는 30일\n'한빛\n대상'을 받았다. 구는 12명을 뽑았다. 김 씨"
ORG = {"type": "organization", "text": "연수구", "start": 0, "end": 3}
NAMED = ORG | {"mentions": [{"text": "연수구", "start": 0, "end": 3, "kind": "name"}]}
DATE = {"type": "date", "text": "30일", "start": 5, "end": 8}
AWARD = {"type": "award", "text": "한빛\n대상", "start": 10, "end": 15}
FIGURE = {"type": "figure", "text": "12명", "start": 26, "end": 29}
PROGRAM = {"type": "program", "text": "한빛\n대상", "start": 10, "end": 15}
ANAPHOR = {"text": "구", "start": 23, "end": 24, "kind": "anaphor"}
NONE = dict.fromkeys
T1, T2 = "T1\tOrganization 0 3\t연수구", "T2\tAward 10 12;13 15\t한빛 대상"
T3, T4 = "T3\tDate 5 8\t30일", "T4\tOrganization 23 24\t구"
T5 = "T5\tFigure 26 29\t12명"
MENDED: dict[str, tuple[list[str], list[dict]]] = {
    "a span alone is judged by its place": ([T1, T3], [NAMED, DATE]),
    "what it says is judged": (
        [T3, "A1\tTimex T3 DATE", "A2\tRelative T3 true", "A3\tOptional T3"],
        [DATE | {"timex": "DATE", "relative": True, "optional": True}],
    ),
    "with a note it is complete": (
        [T5, "#1\tAnnotatorNotes T5\tvalue=1,200.5 ;unit=명;", "A1\tTrend T5 up"],
        [FIGURE | {"value": 1200.5, "unit": "명", "trend": "up"} | NONE(
            ("modifier", "lower", "upper", "metric", "subject", "period", "compared_to"))],
    ),
    "but for what is unjudged": (
        [T3, "#1\tAnnotatorNotes T3\tvalue=XXXX-WXX-6; unjudged=mod"],
        [DATE | {"value": "XXXX-WXX-6"}],
    ),
    "remarks": ([T3, "#1\tAnnotatorNotes T3\t// 30일? 31일?"], [DATE]),
    "Equiv, with what is said on either": (
        [T4, T1, "*\tEquiv T1 T4", "A1\tKind T4 anaphor", "A2\tOrganizationCategory T4 other",
         "A3\tOptional T4", "A4\tOptionalRecord T4"],
        [NAMED | {"category": "other", "optional": True,
                  "mentions": [*NAMED["mentions"], ANAPHOR | {"optional": True}]}],
    ),
    "a note with a name alone": (
        [T1, T4, "A1\tOrganizationCategory T1 other", "A2\tKind T4 anaphor",
         "#1\tAnnotatorNotes T1\tname=인천광역시 연수구",
         "#2\tAnnotatorNotes T4\tname=인천광역시 연수구"],
        [NAMED | {"name": "인천광역시 연수구", "category": "other", "parent": None,
                  "mentions": [*NAMED["mentions"], ANAPHOR]}],
    ),
    "relations to any mention": (
        [T1, T2, T3, T4, "*\tEquiv T1 T4", "R1\tRecipient Arg1:T2 Arg2:T4",
         "R2\tWhen Arg1:T2 Arg2:T3", "#1\tAnnotatorNotes T1\tname=연수구",
         "#2\tAnnotatorNotes T3\tvalue=2013-10-30; unjudged=mod",
         "#3\tAnnotatorNotes T2\tname=한빛대상; grantors=\"가; 나 | \\\"다\\\"\" | 라"],
        [NAMED | {"name": "연수구", "parent": None,
                  "mentions": [*NAMED["mentions"], ANAPHOR | {"kind": "name"}]},
         DATE | {"value": "2013-10-30"},
         AWARD | {"name": "한빛대상", "recipient": "연수구", "date": "2013-10-30",
                  "grantors": ["가; 나 | \"다\"", "라"]} | NONE(
            ("edition", "year", "category", "prize", "rank", "streak"))],
    ),
    "a relation to what has no name": (
        [T1, T2, "R1\tRecipient Arg1:T2 Arg2:T1"], [NAMED, AWARD],
    ),
    "a relation in the form of Equiv": (
        [T1, T4, "R1\tEquiv Arg1:T1 Arg2:T4"],
        [NAMED | {"mentions": [*NAMED["mentions"], ANAPHOR | {"kind": "name"}]}],
    ),
    "lines in any order, with their ends": (["A1\tTimex T3 DATE\r", f"{T3}\r", ""],
                                            [DATE | {"timex": "DATE"}]),
}  # fmt: skip


def annotated(folder: Path, rows: list[str], text: str = TEXT) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "x.txt").write_bytes(text.encode())
    (folder / "x.ann").write_bytes("\n".join(rows).encode())
    return folder


@pytest.mark.parametrize(("rows", "wanted"), MENDED.values(), ids=MENDED)
def test_what_people_do_in_brat(rows, wanted, tmp_path):
    number, failures = annotate(annotated(tmp_path / "brat", rows), "gold", tmp_path / "gold")
    assert (number, [*map(str, failures)]) == (1, [])
    assert lines(tmp_path / "gold" / "x.jsonl") == [{"type": "article"}, *wanted]


FAULTS = {
    "a span in pieces": (["T1\tOrganization 0 1;2 3\t연 구"], 1, "a span in pieces (0 1;2 3)"),
    "another text": (["T1\tOrganization 0 3\t서초구"], 1, "the text has no '서초구' at 0 3"),
    "another type": (["T1\tPerson 0 3\t연수구"], 1, "no type 'Person'; there are Organization, A"),
    "no line of brat": ([T1, "T2 Date"], 2, "no line of brat: 'T2 Date'"),
    "no line of Equiv": ([T1, "*"], 2, "no line of brat: '*'"),
    "Equiv of nothing": ([T1, "*\tEquiv"], 2, "no line of brat"),
    "no numbers": (["T1\tOrganization a b\t연수구"], 1, "no line of brat"),
    "an event": ([T1, "E1\tWin:T1"], 2, "no annotation 'E1'"),
    "an id twice": ([T1, "T1\tDate 5 8\t30일"], 2, "T1 stands twice"),
    "an unknown value": ([T3, "A1\tTimex T3 YEAR"], 2, "date has no attribute Timex YEAR"),
    "another's attribute": ([T3, "A1\tKind T3 name"], 2, "date has no attribute Kind name"),
    "nothing there": ([T1, "R1\tRecipient Arg1:T7 Arg2:T1"], 2, "there is no T7"),
    "the wrong way round": (
        [T1, T2, "R1\tRecipient Arg1:T1 Arg2:T2"], 3, "no Recipient leads from organization to aw"
    ),
    "two recipients": (
        [T1, T2, "R1\tRecipient Arg1:T2 Arg2:T1", "R2\tRecipient Arg1:T2 Arg2:T1"],
        4, "a second recipient",
    ),
    "Equiv of dates": ([T1, T3, "*\tEquiv T1 T3"], 3, "T1 T3 cannot be one organization or prog"),
    "a note in prose": ([T1, "#1\tAnnotatorNotes T1\tis it?"], 2, "a note is field=value; fie"),
    "another's field": ([T1, "#1\tAnnotatorNotes T1\tyear=2021"], 2, "year is no field; there are"),
    "an attribute in a note": ([T3, "#1\tAnnotatorNotes T3\ttimex=DATE"], 2, "is an attribute"),
    "no number": ([T5, "#1\tAnnotatorNotes T5\tvalue=열둘"], 2, "value: '열둘' is no number"),
    "no whole number": ([T2, "#1\tAnnotatorNotes T2\tyear=2021.5"], 2, "'2021.5' is no number"),
    "no TIMEX3": ([T3, "#1\tAnnotatorNotes T3\tvalue=10월 30일"], 2, "is no TIMEX3 value"),
    "a list": ([T1, "#1\tAnnotatorNotes T1\tname=가 | 나"], 2, "name: one value, not 2"),
    "open quotes": ([T1, '#1\tAnnotatorNotes T1\tname="가'], 2, "no text in quotes, as JSON has"),
    "told twice": (
        [T1, "#1\tAnnotatorNotes T1\tname=가", "#2\tAnnotatorNotes T1\tname=나"],
        3, "name is told twice: '가' and '나'",
    ),
    "unjudged": ([T3, "#1\tAnnotatorNotes T3\tunjudged=prize"], 2, "unjudged: date has no prize"),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "line", "message"), FAULTS.values(), ids=FAULTS)
def test_faults_in_brat_are_told_by_their_line(rows, line, message, tmp_path):
    folder = annotated(tmp_path / "brat", rows)
    (folder / "y.txt").write_text("가", "utf-8")
    (folder / "y.ann").touch()
    result = gisa("annotate", folder, "--to", "gold", "--out", tmp_path / "gold")
    assert result.exit_code == 1
    fault, end = result.stderr.splitlines()
    assert fault.startswith(f"{folder / 'x.ann'}:{line}: ")
    assert message in fault
    assert end == "gisa: articles that failed: 1"
    assert [path.name for path in (tmp_path / "gold").iterdir()] == ["y.jsonl"]


def test_the_configuration_of_brat_names_all_that_is_written(samples, tmp_path):
    sections = {}
    for section in configuration()[0].split("[")[1:]:
        title, body = section.split("]\n")
        sections[title] = [row.split("\t") for row in body.split("\n") if row]
    types = {row[0] for row in sections["entities"]}
    assert types == {kind.capitalize() for kind in MODELS}
    relations: dict[str, list[dict]] = {}
    for name, told in sections["relations"]:
        ends = dict(part.split(":", 1) for part in told.split(", "))
        relations.setdefault(name, []).append(ends)
    known = {
        name: dict(p.split(":", 1) for p in told.split(", "))
        for name, told in sections["attributes"]
    }
    assert len(known) == len(sections["attributes"])
    annotate(samples, "brat", tmp_path / "brat")
    used = set()
    for path in (tmp_path / "brat").glob("*.ann"):
        kinds = {}
        for row in path.read_text("utf-8").splitlines():
            if row[0] == "T":
                kinds[row.split("\t")[0]] = row.split()[1]
            elif row[0] == "A":
                _, name, id, *value = row.split()
                used.add(name)
                assert kinds[id] in known[name]["Arg"].split("|")
                assert {*value} <= {*known[name]["Value"].split("|")}
            elif row[0] == "R":
                _, name, *ends = row.split()
                used.add(name)
                a, b = (kinds[end.split(":")[1]] for end in ends)
                assert any(
                    a in ends["Arg1"].split("|") and b in ends["Arg2"].split("|")
                    for ends in relations[name]
                )
    assert {"Kind", "Status", "Trend", "Recipient", "Host", "ComparedTo"} <= used


RUN = [
    NAMED | {"name": "인천광역시 연수구", "category": "local_government", "parent": "인천광역시",
             "mentions": [*NAMED["mentions"], ANAPHOR]},
    DATE | {"timex": "DATE", "value": "2013-10-30", "mod": None},
    AWARD | {"name": "한빛대상", "prize": "대상", "recipient": "인천광역시 연수구", "grantors": [],
             "date": "2013-10-30"},
    FIGURE | {"value": 12, "unit": "명", "subject": None},
]  # fmt: skip
LOCAL, D, A, F = RUN
Row = dict[str, Any]


def entity(row: Row, label: str, start: int, end: int) -> int:
    row["entities"].append({"id": 90, "label": label, "start_offset": start, "end_offset": end})
    return 90


def gone(row: Row, label: str) -> None:
    ids = {e["id"] for e in row["entities"] if e["label"] == label}
    row["entities"] = [e for e in row["entities"] if e["id"] not in ids]
    row["relations"] = [r for r in row["relations"] if not {r["from_id"], r["to_id"]} & ids]


def related(row: Row, a: str, part: str, b: str) -> None:
    ids = {e["label"]: e["id"] for e in row["entities"]}
    row["relations"].append({"id": 99, "from_id": ids[a], "to_id": ids[b], "type": part})


def unrelated(row: Row, part: str) -> None:
    row["relations"] = [r for r in row["relations"] if r["type"] != part]


def relabelled(row: Row, old: str, new: str) -> None:
    next(e for e in row["entities"] if e["label"] == old)["label"] = new


def simple(row: Row) -> None:
    row["label"] = [[e["start_offset"], e["end_offset"], e["label"]] for e in row.pop("entities")]
    del row["relations"]


def renumbered(row: Row) -> None:
    """As doccano does."""
    for e in row["entities"]:
        e["id"] += 1000
    for r in row["relations"]:
        r |= {"from_id": r["from_id"] + 1000, "to_id": r["to_id"] + 1000}
    row |= {"id": 77, "Comments": ["좋다"]}
    row["entities"].reverse()


NEW = {"type": "figure", "text": "김", "start": 36, "end": 37}
CHANGES: dict[str, tuple[Callable[[Row], object], list[dict]]] = {
    "none": (lambda row: None, RUN),
    "as doccano exports": (renumbered, RUN),
    "label": (simple, RUN),
    "a date gone": (lambda row: gone(row, "date"), [LOCAL, A, F]),
    "a mention gone": (
        lambda row: gone(row, "organization anaphor"),
        [LOCAL | {"mentions": LOCAL["mentions"][:1]}, D, A, F],
    ),
    "the first mention gone": (
        lambda row: gone(row, "organization"),
        [D, A, LOCAL | {"text": "구", "start": 23, "end": 24, "mentions": [ANAPHOR]}, F],
    ),
    "a new span": (lambda row: entity(row, "figure", 36, 37), [*RUN, NEW]),
    "a new mention": (
        lambda row: (entity(row, "organization alias", 1, 3),
                     related(row, "organization alias", "same", "organization")),
        [LOCAL | {"mentions": [*NAMED["mentions"],
                              {"text": "수구", "start": 1, "end": 3, "kind": "alias"}, ANAPHOR]},
         D, A, F],
    ),
    "another kind": (
        lambda row: relabelled(row, "organization anaphor", "organization alias"),
        [LOCAL | {"mentions": [LOCAL["mentions"][0], ANAPHOR | {"kind": "alias"}]}, D, A, F],
    ),
    "another kind, with a relation that leads there": (
        lambda row: (relabelled(row, "organization", "organization alias"),
                     gone(row, "organization anaphor")),
        [LOCAL | {"mentions": [NAMED["mentions"][0] | {"kind": "alias"}]}, D, A, F],
    ),
    "another type": (
        lambda row: (unrelated(row, "date"), relabelled(row, "date", "figure")),
        [LOCAL, DATE | {"type": "figure"}, A, F],
    ),
    "a mention apart": (
        lambda row: unrelated(row, "same"),
        [LOCAL | {"mentions": LOCAL["mentions"][:1]}, D, A,
         {"type": "organization", "text": "구", "start": 23, "end": 24, "mentions": [ANAPHOR]}, F],
    ),
    "a relation gone": (lambda row: unrelated(row, "date"), [LOCAL, D, A | {"date": None}, F]),
    "new relations": (
        lambda row: (related(row, "award", "grantors", "organization"),
                     related(row, "figure", "subject", "organization anaphor")),
        [LOCAL, D, A | {"grantors": ["인천광역시 연수구"]}, F | {"subject": "인천광역시 연수구"}],
    ),
}  # fmt: skip


def exported(folder: Path) -> tuple[Path, Row]:
    """A file for doccano of the article above, and its row."""
    for name in ("gold", "texts"):
        (folder / name / "a").mkdir(parents=True)
    (folder / "texts" / "a" / "x.txt").write_bytes(TEXT.encode())
    content = "".join(json.dumps(row) + "\n" for row in ({"type": "article", "title": "t"}, *RUN))
    (folder / "gold" / "a" / "x.jsonl").write_text(content, "utf-8")
    file = folder / "d.jsonl"
    assert annotate(folder / "gold", "doccano", file, texts=folder / "texts") == (1, [])
    return file, json.loads(file.read_text("utf-8"))


@pytest.mark.parametrize(("change", "wanted"), CHANGES.values(), ids=CHANGES)
def test_what_people_do_in_doccano(change, wanted, tmp_path):
    file, row = exported(tmp_path)
    change(row)
    file.write_text(json.dumps(row), "utf-8")
    number, failures = annotate(file, "gold", tmp_path / "new")
    assert (number, [*map(str, failures)]) == (1, [])
    assert lines(tmp_path / "new" / "a" / "x.jsonl") == [{"type": "article", "title": "t"}, *wanted]


def test_a_file_of_doccano_that_gisa_has_not_written(tmp_path):
    row = {"id": 7, "text": TEXT, "label": [[0, 3, "organization"], [5, 8, "date"]]}
    (tmp_path / "d.jsonl").write_text(json.dumps(row), "utf-8")
    assert annotate(tmp_path / "d.jsonl", "gold", tmp_path / "gold") == (1, [])
    assert lines(tmp_path / "gold" / "7.jsonl") == [{"type": "article"}, NAMED, DATE]


ROWS = {
    "no JSON": ("{", "no line of doccano"),
    "no text": ('{"id": 1}', "no text"),
    "no label of ours": ('{"id": 1, "text": "가", "label": [[0, 1, "PER"]]}', "no label 'PER'"),
    "beyond the text": ('{"id": 1, "text": "가", "label": [[0, 9, "date"]]}', "0:9 is no place"),
    "out of the folder": ('{"article": "../x", "text": "가"}', "no name for a file"),
    "twice": ('{"id": 2, "text": "가"}', "2 stands twice"),
    "no such relation": (
        '{"id": 1, "text": "가나", "entities": [{"id": 1, "label": "date", "start_offset": 0, '
        '"end_offset": 1}], "relations": [{"from_id": 1, "to_id": 1, "type": "subject"}]}',
        "no 'subject' leads from date to date",
    ),
    "another text": (
        '{"id": 1, "text": "나", "gisa": "{\\"records\\": [{\\"type\\": \\"date\\", '
        '\\"text\\": \\"가\\", \\"start\\": 0, \\"end\\": 1}]}"}',
        "the text has no '가' at 0",
    ),
}


@pytest.mark.parametrize(("row", "message"), ROWS.values(), ids=ROWS)
def test_faults_in_doccano_are_told_by_their_line(row, message, tmp_path):
    file = tmp_path / "d.jsonl"
    file.write_text(f'{{"id": 2, "text": "가"}}\n\n{row}\n', "utf-8")
    result = gisa("annotate", file, "--to", "gold", "--out", tmp_path / "gold")
    assert result.exit_code == 1
    fault, end = result.stderr.splitlines()
    assert message in fault
    assert fault.startswith((f"{file}:3: ", "../x: "))
    assert end == "gisa: articles that failed: 1"
    assert [path.name for path in tmp_path.rglob("*.jsonl")] == ["d.jsonl", "2.jsonl"]


def test_heads_that_say_nothing_cost_a_line(tmp_path):
    folder = annotated(tmp_path / "brat", [T1])
    (folder / brat.ARTICLES).write_text(
        '{"article": "x", "type": "article", "title": "t"}\n{\n{"title": "u"}\n', "utf-8"
    )
    result = gisa("annotate", folder, "--to", "gold", "--out", tmp_path / "gold")
    assert result.exit_code == 1
    faults = [line.partition(": ")[0] for line in result.stderr.splitlines()[:2]]
    assert faults == [f"{folder / brat.ARTICLES}:{n}" for n in (2, 3)]
    assert lines(tmp_path / "gold" / "x.jsonl")[0] == {"type": "article", "title": "t"}


def test_a_name_that_no_file_can_have(tmp_path):
    file = tmp_path / "d.jsonl"
    rows = [{"article": name, "text": "가"} for name in ("가" * 300, "b")]
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    result = gisa("annotate", file, "--to", "gold", "--out", tmp_path / "gold")
    assert result.exit_code == 1
    assert "too long for a file's name" in result.stderr
    assert [path.name for path in (tmp_path / "gold").iterdir()] == ["b.jsonl"]


USAGE = {
    "gold over gold": (["brat", "--to", "gold", "--out", "brat"], "maybe your work"),
    "no such rules": (["out", "--to", "brat", "--out", "new", "--rules", "none"], "no such folder"),
    "no such run": (["nowhere", "--to", "brat", "--out", "new"], "nowhere: no such folder"),
    "no such annotations": (["nowhere", "--to", "gold", "--out", "new"], "no such file or folder"),
    "no annotations": (["out", "--to", "gold", "--out", "new"], "no annotations of brat"),
    "no gold": (["brat", "--to", "brat", "--out", "new", "--texts", "brat"], "no gold files"),
    "work of people": (["out", "--to", "brat", "--out", "brat"], "maybe your work"),
    "over a run": (["brat", "--to", "gold", "--out", "out"], "a run has written there"),
    "among records": (["out", "--to", "doccano", "--out", "out/d.jsonl"], "read as records"),
    "another tool": (["out", "--to", "prodigy", "--out", "new"], "prodigy"),
    "texts for gold": (["brat", "--to", "gold", "--out", "new", "--texts", "out"], "--texts: only"),
}


@pytest.mark.parametrize(("arguments", "message"), USAGE.values(), ids=USAGE)
def test_usage(arguments, message, samples, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    annotated(tmp_path / "brat", [T1])
    (tmp_path / "out").symlink_to(samples)
    before = sorted(tmp_path.rglob("*"))
    result = gisa("annotate", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_gold_without_its_text(tmp_path):
    _, row = exported(tmp_path)
    (tmp_path / "texts" / "a" / "x.txt").write_text(f"새 {row['text']}", "utf-8")
    result = gisa("annotate", tmp_path / "gold", "--to", "brat", "--out", tmp_path / "b",
                  "--texts", tmp_path / "texts")  # fmt: skip
    assert result.exit_code == 1
    assert (
        f"{tmp_path / 'gold' / 'a' / 'x.jsonl'}:2: the text has no '연수구' at 0" in result.stderr
    )


def test_spans_over_line_ends_are_in_parts():
    parts = brat._parts("가\n나\r\n\r\n다😀", 0, 9)
    assert parts == ("0 1;2 3;7 9", "가 나 다😀")
