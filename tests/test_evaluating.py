"""The measures: by hand on small cases, and against a second implementation where there is one."""

import importlib.util
import json
import random
import re
import unicodedata
from itertools import product
from pathlib import Path

import pytest
from nervaluate import Evaluator
from typer.testing import CliRunner

from extract.cli import app
from extract.evaluating import Judged, evaluate, fallen, judge, plain, raised
from extract.evaluating.confusions import confusions
from extract.evaluating.evaluation import fault
from extract.evaluating.report import as_json
from schemas import SCHEMA_VERSION

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "tests" / "gold"
UNSEEN = ROOT / "tests" / "unseen" / "gold"
PAGE = ROOT / "extract" / "evaluating" / "page.html"
OTHER = ROOT.parent / "shared" / "score.py"


def span(text: str, start: int, **more: object) -> dict:
    return {"text": text, "start": start, "end": start + len(text), **more}


def date(text: str, start: int, value: str, **more: object) -> dict:
    return span(text, start, type="date", value=value, **more)


def program(name: str, start: int, **more: object) -> dict:
    return span(name, start, type="program", name=name, category="project", **more)


def award(name: str, **more: object) -> dict:
    return span(name, 0, type="award", name=name, **more)


def organization(name: str, *mentions: tuple[str, int, str], **more: object) -> dict:
    parts = [span(text, start, kind=kind) for text, start, kind in mentions]
    return {**parts[0], "type": "organization", "name": name, "mentions": parts, **more}


def scored(found: list[dict], gold: list[dict]) -> Judged:
    return judge("x", found, gold)


def stored(folder: Path, articles: dict[str, list[dict]], *, head: bool = True) -> Path:
    """Articles as a run writes them; without head as gold."""
    for name, records in articles.items():
        path = folder / f"{name}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        first = {"type": "article", "id": path.stem, "source": None, "sha256": ""}
        lines = [first | {"schema_version": SCHEMA_VERSION}] if head else []
        lines += [{"id": f"{r['type']}{n}"} | r if head else r for n, r in enumerate(records)]
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return folder


def gisa(*arguments: object):
    return CliRunner().invoke(app, ["evaluate", *map(str, arguments)])


CASES = {
    "nothing wanted, nothing found": ([], [], "date", (0, 0, 0), 1.0),
    "right": (
        [date("30일", 3, "2013-10-30")],
        [date("30일", 3, "2013-10-30")],
        "date",
        (1, 1, 1),
        1,
    ),
    "edges": ([date("30일", 3, "x")], [date("지난 30일", 0, "x")], "date", (0, 1, 1), 0.0),
    "missed": ([], [date("30일", 3, "x")], "date", (0, 0, 1), 0.0),
    "spurious": ([date("30일", 3, "x")], [], "date", (0, 1, 0), 0.0),
    "optional and found": (
        [date("30일", 3, "x")],
        [date("30일", 3, "x", optional=True)],
        "date",
        (0, 0, 0),
        1.0,
    ),
    "optional and missed": ([], [date("최근", 0, "x", optional=True)], "date", (0, 0, 0), 1.0),
    "two found for one": (
        [date("30일", 3, "x"), date("일 오후", 5, "x")],
        [date("30일 오후", 3, "x")],
        "date",
        (0, 2, 1),
        0.0,
    ),
    "program by name, elsewhere": (
        [program("이음 콜", 9)],
        [program("‘이음콜’", 1)],
        "program",
        (1, 1, 1),
        1.0,
    ),
    "program by place": ([program("이음", 0)], [program("이음 콜", 0)], "program", (0, 1, 1), 0.0),
    "award by two fields": (
        [award("혁신평가", prize="대상", recipient={"id": "org1", "name": "서구"})],
        [award("혁신 평가", prize="최우수상", recipient="서구")],
        "award",
        (1, 1, 1),
        1.0,
    ),
    "award by one field only": (
        [award("혁신평가", prize="대상")],
        [award("혁신평가", prize="우수상")],
        "award",
        (0, 1, 1),
        0.0,
    ),
}


@pytest.mark.parametrize(("found", "gold", "kind", "counts", "f1"), CASES.values(), ids=CASES)
def test_counts(found, gold, kind, counts, f1):
    result = scored(found, gold).scores[kind].strict
    assert (result.right, result.found, result.wanted) == counts
    assert result.f1 == f1


def test_mention_of_the_wrong_kind_is_missed_once():
    mention = span("구", 10, kind="anaphor")
    gold = [span("구", 10, type="organization", name="서구", mentions=[mention])]
    found = [{**gold[0], "mentions": [{**mention, "kind": "name"}]}]
    judged = scored(found, gold)
    assert judged.scores["anaphor"].strict.f1 == 0
    assert judged.scores["organization"].strict.f1 == 1
    assert [(d.kind, d.what) for d in judged.differences] == [("anaphor", "missed")]


def test_award_date_counts_by_value():
    found = [
        date("30일", 3, "2013-10-30", id="date1"),
        award("대상", prize="1위", date={"id": "date1", "name": "30일"}),
    ]
    gold = [award("대상", prize="1위", date="2013-10-30")]
    assert scored(found, gold).scores["award"].slots.f1 == 1


def test_differences_name_the_record():
    found = [date("30일", 3, "2013-10-30"), date("31일", 9, "2013-10-31")]
    gold = [date("30일", 3, "2013-09-30"), date("내년", 20, "2014")]
    assert [*map(str, scored(found, gold).differences)] == [
        "x 3:6 '30일': value is '2013-10-30', not '2013-09-30'",
        "x 9:12 '31일': spurious",
        "x 20:22 '내년': missed",
    ]


def test_plain():
    assert plain("‘한국서비스 품질지수(KS-SQI)’") == plain(
        {"id": None, "name": "한국서비스품질지수ks sqi"}
    )


def test_floor_is_only_raised():
    scores = scored([date("30일", 3, "x")], [date("30일", 3, "x"), date("31일", 9, "x")]).scores
    floor = raised(scores, {"date": {"strict": 0.5}})
    assert floor["date"]["strict"] == 0.6666
    assert fallen(scores, floor) == []
    assert raised(scores, {"date": {"strict": 0.9}})["date"]["strict"] == 0.9
    assert fallen(scores, {"date": {"strict": 0.9}}) == ["date strict is 0.6667, below 0.9"]


# gold and found places -> nervaluate's correct, partial, found, wanted, counted by hand
PARTIAL = {
    "nothing": ([[]], [[]], (0, 0, 0, 0)),
    "right, in the second article": ([[], [(3, 6)]], [[], [(3, 6)]], (1, 0, 1, 1)),
    "ends are exclusive": ([[(3, 6)]], [[(6, 9)]], (0, 0, 1, 1)),
    "the same place in another article": ([[(3, 6)], []], [[], [(3, 6)]], (0, 0, 1, 1)),
    "edges": ([[(3, 6)]], [[(0, 6)]], (0, 1, 1, 1)),
    "two found for one": ([[(3, 9)]], [[(3, 6), (5, 9)]], (0, 1, 2, 1)),
    # in the order of the text nervaluate gives the gold place to the first that overlaps it
    "the right one comes second": ([[(3, 9)]], [[(1, 5), (3, 9)]], (1, 0, 2, 1)),
    "the one found stands in both": ([[(0, 4), (4, 9)]], [[(2, 9)]], (0, 1, 1, 2)),
    "one inside the other": ([[(0, 9), (2, 4)]], [[(2, 4), (0, 9)]], (2, 0, 2, 2)),
}


@pytest.mark.parametrize(("gold", "found", "counts"), PARTIAL.values(), ids=PARTIAL)
def test_partial(gold, found, counts, tmp_path):
    folders = (
        stored(
            tmp_path / side,
            {
                str(n): [date("가" * (end - start), start, "x") for start, end in places]
                for n, places in enumerate(articles)
            },
            head=side == "out",
        )
        for side, articles in (("out", found), ("gold", gold))
    )
    score = evaluate(*folders).scores["date"]
    right, half, n, wanted = counts
    assert (score.strict.right, score.strict.found, score.strict.wanted) == (right, n, wanted)
    assert score.partial.right == right + half / 2
    assert (score.partial.found, score.partial.wanted) == (n, wanted)
    assert score.overlap.right == right + half


def test_partial_without_optional(tmp_path):
    gold = [date("지난 30일", 0, "x", optional=True), date("31일", 9, "x")]
    found = [date("30일", 3, "x"), date("31일 오후", 9, "x")]
    gold_folder = stored(tmp_path / "gold", {"a": gold}, head=False)
    score = evaluate(stored(tmp_path / "out", {"a": found}), gold_folder).scores["date"]
    assert (score.partial.right, score.partial.found, score.partial.wanted) == (0.5, 1, 1)


SERVICE = ("서구", 0, "name")
CONFUSIONS = {
    "type": (
        [span("1등", 3, type="figure", value=1)],
        [date("1등급", 3, "x")],
        ("date", "type", "date", "figure"),
    ),
    "a mention's kind": (
        [organization("서구", SERVICE, ("구", 9, "name"))],
        [organization("서구", SERVICE, ("구", 9, "anaphor"))],
        ("organization", "kind", "anaphor", "name"),
    ),
    "a name for an alias": (
        [organization("서구", SERVICE)],
        [organization("서구", ("서구", 0, "alias"))],
        ("organization", "kind", "alias", "name"),
    ),
    "an organization for a program": (
        [organization("이음센터", ("이음센터", 4, "name"))],
        [program("이음센터", 4)],
        ("program", "type", "program", "organization"),
    ),
    "a value": (
        [organization("가협회", ("가협회", 0, "name"), category="company")],
        [organization("가협회", ("가협회", 0, "name"), category="association")],
        ("organization", "category", "association", "company"),
    ),
    "a value for nothing": (
        [span("3명", 0, type="figure", value=3, trend="up")],
        [span("3명", 0, type="figure", value=3, trend=None)],
        ("figure", "trend", "null", "up"),
    ),
    "values that do not recur": (
        [date("30일", 0, "2013-10-30")],
        [date("30일", 0, "2013-09-30")],
        ("date", "value", "any", "another"),
    ),
    "a slot": (
        [award("평가", prize="최우수", recipient="서구")],
        [award("평가", prize="최우수상", recipient="서구")],
        ("award", "prize", "최우수상", "최우수"),
    ),
    "a slot of which nothing is found": (
        [award("평가", prize="대상", recipient="서구")],
        [award("평가", prize="대상", recipient="서구", grantors=["가", "나"])],
        ("award", "grantors", "any", "null"),
    ),
}


@pytest.mark.parametrize(("found", "gold", "expected"), CONFUSIONS.values(), ids=CONFUSIONS)
def test_confusions(found, gold, expected):
    (confusion,) = confusions([judge("x", found, gold)])
    assert (confusion.kind, confusion.field, confusion.wanted, confusion.found) == expected
    assert (confusion.count, confusion.article) == (1, "x")


def test_no_confusion():
    """Of what is right beside it, elsewhere, or left open."""
    nested = [program("2012 이음", 0), date("2012", 0, "2012")]
    gold = [*nested, date("31일", 9, "x"), date("최근", 20, "x", optional=True)]
    found = [nested[0], span("3명", 30, type="figure", value=3), span("최근", 20, type="figure")]
    assert confusions([judge("x", found, gold)]) == []


def test_confusions_the_most_frequent_first():
    right, wrong = ([span("3명", 9 * n, type="figure", unit=u) for n in range(3)] for u in "명개")
    gold = [*right, date("30일", 90, "x")]
    found = [*wrong, date("30일", 90, "y")]
    told = confusions([judge("a", found, gold), judge("b", found, gold)])
    assert [(c.field, c.count, c.article, str(c.example)) for c in told] == [
        ("unit", 6, "a", "0:2"),
        ("value", 2, "a", "90:93"),
    ]


ALL = {
    "date": date("30일", 0, "2013"),
    "figure": span(
        *("3명", 5),
        **{"type": "figure", "value": 3, "unit": "명", "modifier": "total", "trend": "up"},
        **{"subject": "서구", "compared_to": "2명", "metric": "사람", "lower": 3, "upper": 3},
    ),
    "organization": organization("서구", ("서구", 9, "name"), category="local_government"),
    "program": program("이음 콜", 20, operator="서구", status="running", mentions=[]),
    "award": award("평가", prize="대상", recipient="서구", year=2021, grantors=["가"]),
}


@pytest.mark.parametrize(
    ("kind", "left_out"),
    [(kind, name) for kind, r in ALL.items() for name in r if name not in ("type", "start", "end")],
)
def test_what_gold_leaves_out_is_not_judged(kind, left_out):
    """Only slots count as empty there."""
    gold = {name: value for name, value in ALL[kind].items() if name != left_out}
    assert fault(gold) is None
    judged = judge("x", [ALL[kind]], [gold])
    whole = judge("x", [ALL[kind]], [ALL[kind]])
    assert judged.strict == whole.strict
    values, all_values = judged.scores[kind].values, whole.scores[kind].values
    told = {"compared_to": "compared"}.get(left_out, left_out)
    if kind in ("program", "award"):
        slots = [d.field for d in judged.differences]
        assert slots == [left_out] * (left_out in whole.scores[kind].by_slot)
    else:
        assert judged.differences == []
        assert values == {name: tally for name, tally in all_values.items() if name != told}


def test_the_worst_article_comes_first(tmp_path):
    right, wrong = date("30일", 3, "x"), date("30일", 3, "y")
    gold = {"a": [right], "b": [right], "c": [right], "d/e": [right], "f": []}
    out = {"a": [right], "b": [wrong], "c": [], "d/e": [wrong, date("31일", 9, "x")]}
    evaluation = evaluate(
        stored(tmp_path / "out", out), stored(tmp_path / "gold", gold, head=False)
    )
    assert [a.name for a in evaluation.articles] == ["d/e", "c", "b", "a", "f"]
    assert evaluation.absent == ["f"]
    assert [d.article for d in evaluation.differences] == ["d/e", "d/e", "c", "b"]


def test_shards(tmp_path):
    """What a cluster writes: a line says which article it is of; others are not judged."""
    lines = [
        {"article": name, **line}
        for name in ("a/x", "a/y", "other")
        for line in (
            {"type": "article", "id": name, "schema_version": SCHEMA_VERSION},
            {"id": "date1", **date("30일", 3, "x")},
        )
    ]
    (tmp_path / "out").mkdir()
    shard = tmp_path / "out" / "shard.jsonl"
    shard.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    gold = {"a/x": [date("30일", 3, "x")], "a/y": [date("30일", 3, "y")]}
    evaluation = evaluate(tmp_path / "out", stored(tmp_path / "gold", gold, head=False))
    assert evaluation.scores["date"].strict.f1 == 1
    assert evaluation.scores["date"].values == {"value": [1, 2]}


FAULTS = {
    "no JSON": ("{", "no JSON"),
    "no object": ("[]", "no JSON object"),
    "no type": ('{"start": 1}', "has no 'type'"),
    "unknown type": ('{"type": "organisation"}', "'organisation', not one of organization, "),
    "no start": ('{"type": "date", "end": 1}', "a date has no 'start'"),
    "start is no number": (
        '{"type": "award", "start": "1", "end": 2}',
        "'start' of an award is '1', which is no whole number",
    ),
    "empty": ('{"type": "date", "start": 2, "end": 2}', "a date goes from 2 to 2"),
    "words of another length": (
        '{"type": "date", "start": 0, "end": 2, "text": "30일"}',
        "'text' of a date is '30일'",
    ),
    "mention": (
        '{"type": "program", "start": 0, "end": 2, "mentions": [{"start": 0}]}',
        "a mention of a program has no 'end'",
    ),
    "kind of mention": (
        '{"type": "program", "start": 0, "end": 2,'
        ' "mentions": [{"start": 0, "end": 2, "kind": 3}]}',
        "'kind' of a mention of a program is 3",
    ),
    "no list": (
        '{"type": "award", "start": 0, "end": 2, "grantors": "서구"}',
        "'grantors' of an award is '서구', which is no list",
    ),
    "no number": (
        '{"type": "figure", "start": 0, "end": 2, "value": "3"}',
        "'value' of a figure is '3', which is no number",
    ),
}


@pytest.mark.parametrize(("line", "message"), FAULTS.values(), ids=FAULTS)
def test_faults_in_gold(line, message, tmp_path):
    records = {"a": [date("30일", 3, "x")], "b": [date("30일", 3, "x")]}
    out = stored(tmp_path / "out", records)
    gold = stored(tmp_path / "gold", records, head=False)
    (gold / "b.jsonl").write_text(f"\n{line}\n", "utf-8")
    result = gisa(out, gold, "--json")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{gold / 'b.jsonl'}:2: ")
    assert message in result.stderr and "; mend the line" in result.stderr
    assert [a["name"] for a in json.loads(result.stdout)["articles"]] == ["a"]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"gold/a.jsonl": ""}, "out: no such folder"),
        ({"out/a.jsonl": None}, "gold: no such folder"),
        ({"out/a.jsonl": None, "gold/.x.jsonl": "{"}, "gold: no gold files"),
        ({"out/a.txt": "", "gold/a.jsonl": ""}, "out: no records"),
        ({"out/a.jsonl": None, "gold/a.jsonl": "{"}, "gold: none of the gold files can be read"),
    ],
)
def test_nothing_to_compare(files, message, tmp_path):
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        if content is None:
            stored(path.parent, {path.stem: []})
        else:
            path.write_text(content, "utf-8")
    result = gisa(tmp_path / "out", tmp_path / "gold")
    assert result.exit_code == 2
    assert message in result.stderr


def test_output_that_cannot_be_read(tmp_path):
    gold = stored(tmp_path / "gold", {"a": [], "b": [date("30일", 3, "x")]}, head=False)
    out = stored(tmp_path / "out", {"a": []})
    (out / "b.jsonl").write_text("{", "utf-8")
    result = gisa(out, gold)
    first, second = result.stderr.splitlines()
    assert first.startswith(f"{out / 'b.jsonl'}: no records as gisa run writes them")
    assert second == "gisa: gold without output, where nothing counts as found: b"
    assert result.exit_code == 1
    floor = tmp_path / "floor.json"
    assert gisa(out, gold, "--floor", floor).exit_code == 1
    assert not floor.exists()


def test_names(tmp_path):
    """An article that stands twice is judged once, and decomposed names are the same names."""
    right = date("30일", 3, "x")
    names = [unicodedata.normalize(form, "가나") for form in ("NFC", "NFD")]
    gold = stored(tmp_path / "gold", {names[1]: [right], "b": [right]}, head=False)
    out = stored(tmp_path / "out", {names[0]: [right], "b": [right]})
    lines = (out / "b.jsonl").read_text("utf-8").splitlines()
    shard = [{"article": "b", **json.loads(line)} for line in lines]
    (out / "shard.jsonl").write_text("\n".join(map(json.dumps, shard)), "utf-8")
    evaluation = evaluate(out, gold)
    assert [failure.error for failure in evaluation.failures] == ["its records stand here twice"]
    assert evaluation.scores["date"].values == {"value": [2, 2]}


def test_floor(tmp_path):
    records = {"a": [date("30일", 3, "x")]}
    out, gold = stored(tmp_path / "out", records), stored(tmp_path / "gold", records, head=False)
    floor = tmp_path / "floor.json"
    floor.write_text('{"date": {"value": 2}}', "utf-8")
    assert gisa(out, gold, "--floor", floor).exit_code == 0
    raised = json.loads(floor.read_text("utf-8"))
    assert raised["date"] == {"strict": 1, "value": 2}
    for wrong in ("{", "[]", '{"date": 5}', '{"date": {"strict": "x"}}'):
        floor.write_text(wrong, "utf-8")
        result = gisa(out, gold, "--floor", floor)
        assert result.exit_code == 2
        assert result.stderr.startswith(f"gisa: {floor}: no figures by kind and measure (")
        assert floor.read_text("utf-8") == wrong


def test_json(tmp_path):
    gold = {"a": [date("30일", 3, "y"), award("평가", prize="대상", recipient="서구")], "b": []}
    found = {"a": [date("30일", 3, "\ud800"), award("평가", prize="대상", recipient="남구")]}
    result = gisa(stored(tmp_path / "o", found), stored(tmp_path / "g", gold, head=False), "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 0
    one = {"precision": 1, "recall": 1, "f1": 1, "right": 1, "found": 1, "wanted": 1}
    assert told["kinds"]["date"] == {
        "strict": one,
        "partial": one,
        "overlap": one,
        "values": {"value": {"right": 0, "all": 1, "accuracy": 0}},
    }
    assert "partial" not in told["kinds"]["award"]
    slots = told["kinds"]["award"]["slots"]
    assert (slots["right"], slots["found"], slots["wanted"]) == (2, 3, 3)
    assert {name: field["f1"] for name, field in slots["fields"].items()} == {
        "name": 1,
        "prize": 1,
        "recipient": 0,
    }
    assert [(a["name"], a["output"]) for a in told["articles"]] == [("a", True), ("b", False)]
    place = {"start": 3, "end": 6, "text": "30일"}
    assert told["articles"][0]["differences"][1] == {
        **{"kind": "date", "what": "value", "field": "value", "found": "\ud800", "wanted": "y"},
        **{"gold": [place], "out": [place]},
    }
    assert told["confusions"][1] == {
        **{"kind": "date", "field": "value", "wanted": "any", "found": "another", "count": 1},
        "example": {"article": "a", **place},
    }
    assert told["failures"] == []


def test_text(tmp_path):
    """Tables for people: fit 100 columns, no colours where none are shown, names as they are."""
    name = "[bold]가나다라마바사[/bold] :smile:"
    gold = {name: [date("30일", 3, "y"), span("3명", 9, type="figure", unit="명")], "b": []}
    found = {name: [date("30일", 3, "x"), span("3명", 9, type="figure", unit="개")], "b": []}
    out, gold = stored(tmp_path / "o", found), stored(tmp_path / "g", gold, head=False)
    result = gisa(out, gold, "--differences")
    lines = [line.rstrip() for line in result.stdout.splitlines()]
    assert lines[:3] == [
        f"{name}: 2 differences (2 value), strict F1 1.000",
        "  date          3:6 '30일': value is 'x', not 'y'",
        "  figure        9:11 '3명': unit is '개', not '명'",
    ]
    assert max(map(len, lines)) <= 100 and "\x1b" not in result.stdout
    assert any(re.match(r"date +1 +1( +1\.000){6}$", line) for line in lines)
    assert any(re.match(r"figure unit +0 +1 +0\.000$", line) for line in lines)
    assert any(re.match(r" +1 +figure unit +명 +개 ", line) for line in lines)
    assert any(re.match(rf"{re.escape(name)} +2 +–.* 1\.000$", line) for line in lines)
    without = gisa(out, gold, "--worst", "0").stdout
    assert "Articles with most differences" not in without
    assert "30일'" not in without


HOSTILE = '<script>alert(1)</script> & "30일" \x00\u202e'


def test_page(tmp_path):
    start = HOSTILE.index("30일")
    gold = {
        "a": [date("30일", start, "y"), span("<script>", 0, type="program", name="<em>")],
        "b<i>": [date("30일", 3, "x")],
        "c": [],
    }
    found = {"a": [date("30일", start, "x")], "b<i>": [], "c": []}
    out = stored(tmp_path / "out", found)
    (out / "a.txt").write_bytes(HOSTILE.encode())
    page = tmp_path / "page.html"
    result = gisa(out, stored(tmp_path / "gold", gold, head=False), "--html", page)
    assert result.exit_code == 0, result.stderr
    html = page.read_text("utf-8")
    assert html.index(">a</strong>") < html.index(">b&lt;i&gt;</strong>")
    assert ">c</strong>" not in html and "As in gold: 1 more" in html
    assert not [raw for raw in ("<script", "<em>", "<i>", "\x00") if raw in html]
    text = re.sub(r"<b lang.*?</b>|<[^>]*>", "", html)
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;30일&#34; \ufffd") == 2
    for state, label in (("missed", "−program"), ("wrong", "≠value")):
        assert re.search(rf'<mark class="\w+ {state}"[^>]*><b lang="en">{label}</b>', html)
    assert "Without the article's text" in html and "<small>3:6</small>" in html  # of b
    links, ids = (set(re.findall(p, html)) for p in (r'href="#([^"]+)"', r'id="([^"]+)"'))
    assert links and links <= ids
    assert not re.search(r'(src|href)="(?!#)|url\(|@import', html)


def luminance(colour: str) -> float:
    """WCAG 2's relative luminance."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_contrast():
    """Every ink on every ground, in both modes; lines as WCAG asks of what is no text."""
    css = PAGE.read_text("utf-8").split("</style>")[0]
    light, dark = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    assert not re.search(r"#[0-9a-f]{3,8}\b|rgb|hsl", css.replace(light, "").replace(dark, ""))
    for mode in (light, dark):
        colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", mode))
        names = {p: [n for n in colours if n.startswith(p)] for p in ("ink", "back")}
        assert {p: len(found) for p, found in names.items()} == {"ink": 3, "back": 6}
        pairs = [(ink, back, 4.5) for ink, back in product(names["ink"], names["back"])]
        for one, other, least in [*pairs, ("line", "back", 3), ("line", "back-panel", 3)]:
            bright, dim = sorted((luminance(colours[n]) for n in (one, other)), reverse=True)
            assert (bright + 0.05) / (dim + 0.05) >= least, (one, other)


def disturbed(records: list[dict], chance: random.Random) -> list[dict]:
    """Gold as a faulty pipeline would give it: some dropped, moved, changed or added."""
    found = []
    for number, record in enumerate(records):
        fate = chance.random()
        if fate < 0.15 or record["type"] == "article":
            continue
        record = json.loads(json.dumps(record)) | {"id": f"{record['type']}{number}"}
        record.pop("optional", None)
        for part in [record, *record.get("mentions", [])]:
            part.pop("optional", None)
            if chance.random() < 0.2:
                part["start"] = max(0, min(part["start"] + chance.randint(-3, 1), part["end"] - 1))
                part["text"] = "가" * (part["end"] - part["start"])
            if part.get("kind") and chance.random() < 0.1:
                part["kind"] = chance.choice(["name", "alias", "anaphor"])
        for key in [*record]:
            if key not in ("type", "id", "text", "start", "end", "mentions", "name"):
                if chance.random() < 0.1:
                    record[key] = None
            elif key == "name" and chance.random() < 0.1:
                record[key] = "다른 이름"
        found.append(record)
        if fate > 0.9:
            found.append(record | {"id": f"{record['type']}{number + 1000}"})
    chance.shuffle(found)
    return found


def disturbed_output(gold: Path, folder: Path, seed: int) -> Path:
    chance = random.Random(seed)
    return stored(
        folder,
        {
            path.stem: disturbed([*map(json.loads, path.read_text("utf-8").splitlines())], chance)
            for path in sorted(gold.glob("*.jsonl"))
        },
    )


THEIRS = {
    **{"precision": "P", "recall": "R", "f1": "F1"},
    **{"right": "tp", "found": "predicted", "wanted": "gold"},
}


@pytest.mark.skipif(not OTHER.exists(), reason="the second implementation is not here")
@pytest.mark.parametrize(("gold", "seed"), [*product([GOLD], range(8)), (UNSEEN, 0)])
def test_agrees_with_a_second_implementation(gold, seed, tmp_path):
    spec = importlib.util.spec_from_file_location("other_score", OTHER)
    other = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(other)
    out = disturbed_output(gold, tmp_path, seed)
    evaluation = evaluate(out, gold)
    kinds = as_json(evaluation)["kinds"]
    for kind, row in other.summary(other.score(out, gold)).items():
        theirs = {name: row[name]["F1"] for name in ("exact", "overlap", "slots") if name in row}
        theirs["strict"] = theirs.pop("exact")
        theirs |= row["values"]
        assert evaluation.scores[kind].figures() == pytest.approx(theirs, abs=1e-9), kind
        for name, measure in (("strict", "exact"), ("overlap", "overlap"), ("slots", "slots")):
            counts = kinds[kind].get(name, {}).items()
            mine = {THEIRS[key]: value for key, value in counts if key != "fields"}
            assert mine == pytest.approx(row.get(measure, {})), (kind, name)
        accuracies = {name: value["accuracy"] for name, value in kinds[kind]["values"].items()}
        assert accuracies == pytest.approx(row["values"])


@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_nervaluate_in_the_order_of_the_text(seed, tmp_path):
    """Dates and figures of gold without what is optional, handed over as they stand."""
    gold = {}
    for path in sorted(GOLD.glob("*.jsonl")):
        records = map(json.loads, path.read_text("utf-8").splitlines())
        gold[path.stem] = [r for r in records if not r.get("optional")]
    gold_folder = stored(tmp_path / "gold", gold, head=False)
    out = disturbed_output(gold_folder, tmp_path / "out", seed)
    evaluation = evaluate(out, gold_folder)
    for kind in ("date", "figure"):
        sides = (
            [
                [
                    {"label": kind, "start": r["start"], "end": r["end"] - 1}
                    for r in sorted(
                        (r for r in records if r["type"] == kind),
                        key=lambda r: (r["start"], r["end"]),
                    )
                ]
                for records in articles
            ]
            for articles in (
                gold.values(),
                [evaluation.found[name].records for name in gold],
            )
        )
        theirs = Evaluator(*sides, [kind], loader="dict").evaluate()["entities"][kind]
        score = evaluation.scores[kind]
        for counts, result in (
            (score.strict, theirs["strict"]),
            (score.partial, theirs["partial"]),
        ):
            assert (counts.found, counts.wanted) == (result.actual, result.possible)
            assert (counts.precision, counts.recall, counts.f1) == pytest.approx(
                (result.precision, result.recall, result.f1)
            )
