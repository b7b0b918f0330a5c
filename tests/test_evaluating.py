"""The measures: by hand on small cases, and against a second implementation where there is one."""

import importlib.util
import json
import random
from pathlib import Path

import pytest

from extract.evaluating import Score, evaluate, fallen, plain, raised, score

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "tests" / "gold"
OTHER = ROOT.parent / "shared" / "score.py"


def span(text: str, start: int, **more: object) -> dict:
    return {"text": text, "start": start, "end": start + len(text), **more}


def date(text: str, start: int, value: str, **more: object) -> dict:
    return span(text, start, type="date", value=value, **more)


def program(name: str, start: int, **more: object) -> dict:
    return span(name, start, type="program", name=name, category="project", **more)


def award(name: str, **more: object) -> dict:
    return span(name, 0, type="award", name=name, **more)


def scored(found: list[dict], gold: list[dict]) -> dict[str, Score]:
    scores = {kind: Score() for kind in ("date", "figure", "organization", "anaphor")}
    scores |= {kind: Score() for kind in ("program", "award")}
    score(scores, "x", found, gold)
    return scores


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
    result = scored(found, gold)[kind]
    assert (result.exact.right, result.exact.found, result.exact.wanted) == counts
    assert result.exact.f1 == f1


def test_mention_of_the_wrong_kind_is_missed_once():
    mention = span("구", 10, kind="anaphor")
    gold = [span("구", 10, type="organization", name="서구", mentions=[mention])]
    found = [{**gold[0], "mentions": [{**mention, "kind": "name"}]}]
    scores = scored(found, gold)
    assert scores["anaphor"].exact.f1 == 0
    assert scores["organization"].exact.f1 == 1
    assert scores["organization"].differences == []


def test_award_date_counts_by_value():
    found = [
        date("30일", 3, "2013-10-30", id="date1"),
        award("대상", prize="1위", date={"id": "date1", "name": "30일"}),
    ]
    gold = [award("대상", prize="1위", date="2013-10-30")]
    assert scored(found, gold)["award"].slots.f1 == 1


def test_differences_name_the_record():
    found = [date("30일", 3, "2013-10-30"), date("31일", 9, "2013-10-31")]
    gold = [date("30일", 3, "2013-09-30"), date("내년", 20, "2014")]
    assert scored(found, gold)["date"].differences == [
        "x 20:22 '내년': missed",
        "x 9:12 '31일': spurious",
        "x 3:6 '30일': value is '2013-10-30', not '2013-09-30'",
    ]


def test_plain():
    assert plain("‘한국서비스 품질지수(KS-SQI)’") == plain(
        {"id": None, "name": "한국서비스품질지수ks sqi"}
    )


def test_floor_is_only_raised():
    scores = scored([date("30일", 3, "x")], [date("30일", 3, "x"), date("31일", 9, "x")])
    floor = raised(scores, {"date": {"exact": 0.5}})
    assert floor["date"]["exact"] == 0.6666
    assert fallen(scores, floor) == []
    assert raised(scores, {"date": {"exact": 0.9}})["date"]["exact"] == 0.9
    assert fallen(scores, {"date": {"exact": 0.9}}) == ["date exact is 0.6667, below 0.9"]


def disturbed(records: list[dict], chance: random.Random) -> list[dict]:
    """Gold as a faulty pipeline would give it: some dropped, moved, changed or added."""
    found = []
    for number, record in enumerate(records):
        fate = chance.random()
        if fate < 0.15:
            continue
        record = json.loads(json.dumps(record)) | {"id": f"{record['type']}{number}"}
        record.pop("optional", None)
        for part in [record, *record.get("mentions", [])]:
            part.pop("optional", None)
            if chance.random() < 0.2 and "start" in part:
                part["start"] = max(0, part["start"] + chance.randint(-3, 1))
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


@pytest.mark.skipif(not OTHER.exists(), reason="the second implementation is not here")
@pytest.mark.parametrize("seed", range(8))
def test_agrees_with_a_second_implementation(seed, tmp_path):
    spec = importlib.util.spec_from_file_location("other_score", OTHER)
    other = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(other)
    chance = random.Random(seed)
    for path in GOLD.glob("*.jsonl"):
        records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        lines = map(json.dumps, disturbed(records, chance))
        (tmp_path / path.name).write_text("\n".join(lines), "utf-8")
    mine = evaluate(tmp_path, GOLD)
    for kind, row in other.summary(other.score(tmp_path, GOLD)).items():
        theirs = {name: row[name]["F1"] for name in ("exact", "overlap", "slots") if name in row}
        theirs |= row["values"]
        assert mine[kind].figures() == pytest.approx(theirs, abs=1e-9), kind
