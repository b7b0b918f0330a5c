"""The report: what its tables tell, that nothing in an article can harm it, and its pages."""

import base64
import hashlib
import json
import re
import shutil
from itertools import product
from pathlib import Path
from typing import get_args

import pytest
from lxml import html as lxml_html
from typer.testing import CliRunner

from extract.cli import app
from extract.outputs import KINDS, Output
from extract.reporting import pages, report
from extract.reporting.tables import Tables, When, changes, packed
from schemas import award, base, date, figure, organization, program
from tests.reports import record, save

HERE = Path(pages.__file__).parent
HOSTILE = (
    "</script><script>alert(1)</script> <img src=x onerror=alert(2)> <!-- <script> ]]> &lt;b&gt; "
    "\"'`${x} \u2028\u2029 \x00\x1b[31m\x7f \u202e {{ 7 * 7 }}"
)


def read(path: Path):
    """A report's document, the data in it, and its articles by name."""
    document = lxml_html.document_fromstring(path.read_bytes().decode())
    scripts = {node.get("id"): node.text for node in document.iter("script") if node.get("id")}
    data = json.loads(scripts["data"])
    values = data["values"]
    data["rows"] = {
        name: [
            dict(zip(table["columns"], (values[place] for place in row), strict=True))
            for row in table["rows"]
        ]
        for name, table in data["tables"].items()
    }
    articles = [json.loads(text) for id, text in scripts.items() if re.fullmatch(r"a\d+", id)]
    return document, data, articles


def number(id: int, text: str, value: float | None, unit: str = "명", **fields):
    return record("figure", f"figure{id}", text, value=value, unit=unit, **fields)


UP = {"trend": "up", "compared_to": "figure1"}
PERCENT = {"dimension": "percent"}
CHANGES = {
    "a difference and its share": (
        [number(1, "4명", 4), number(2, "15명", 15, **UP)],
        [("4명", "15명", 11.0, "명", 275.0)],
    ),
    "a fall": (
        [number(1, "10명", 10), number(2, "6명", 6, trend="down", compared_to="figure1")],
        [("10명", "6명", -4.0, "명", -40.0)],
    ),
    "decimals as they are written": (
        [number(1, "61.3%", 61.3, "%", **PERCENT), number(2, "78.8%", 78.8, "%", **PERCENT, **UP)],
        [("61.3%", "78.8%", 17.5, "%p", None)],
    ),
    "ranks have no share": (
        [number(1, "5위", 5, "위"), number(2, "2위", 2, "위", dimension="rank", **UP)],
        [("5위", "2위", -3.0, "위", None)],
    ),
    "from nothing there is no share": (
        [number(1, "0건", 0, "건"), number(2, "3건", 3, "건", **UP)],
        [("0건", "3건", 3.0, "건", None)],
    ),
    "other units": (
        [number(1, "3달러", 3, "USD"), number(2, "9원", 9, "KRW", **UP)],
        [("3달러", "9원", None, "KRW", None)],
    ),
    "a range": (
        [number(1, "3명", 3), number(2, "4~5명", None, **UP)],
        [("3명", "4~5명", None, "명", None)],
    ),
    "compared without a trend": (
        [number(1, "3명", 3), number(2, "4명", 4, compared_to="figure1")],
        [("3명", "4명", 1.0, "명", 33.3)],
    ),
    "a trend alone": ([number(1, "8%", 8, "%", trend="up")], [(None, "8%", None, "%p", None)]),
    "points alone are a difference": (
        [number(1, "8%p", 8, "%p", trend="down")],
        [(None, None, -8.0, "%p", None)],
    ),
    "no change": ([number(1, "3명", 3), number(2, "4명", 4)], []),
    "told again as difference, share and ratio": (
        [
            number(1, "40명", 40),
            number(2, "80명", 80, **UP),
            number(3, "40명", 40, trend="up"),
            number(4, "100%", 100, "%", trend="up"),
            number(5, "2배", 2, "배", trend="up"),
            number(6, "3배", 3, "배", trend="up"),
        ],
        [("40명", "80명", 40.0, "명", 100.0), (None, "3배", None, "배", None)],
    ),
    "another measure is not told": (
        [
            number(1, "40명", 40),
            number(2, "80명", 80, **UP),
            number(3, "40명", 40, trend="up", metric="예"),
        ],
        [("40명", "80명", 40.0, "명", 100.0), (None, "40명", None, "명", None)],
    ),
    "the same twice": (
        [number(1, "4명", 4), number(2, "5명", 5, **UP), number(3, "5명", 5, **UP)],
        [("4명", "5명", 1.0, "명", 25.0)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("records", "expected"), CHANGES.values(), ids=CHANGES)
def test_changes(records, expected):
    rows = [*changes(0, Output("a", {}, records))]
    assert [(r.before, r.after, r.difference, r.unit, r.share) for r in rows] == expected


def test_tables():
    who = {"recipient": {"id": "org1", "name": "연수구"}}
    day = {"date": {"id": "date1", "name": "30일"}}
    days = {"earliest": "2013-10-30", "latest": "2013-10-30"}
    operator = who["recipient"]
    records = [
        record("organization", "org1", "연수구"),
        record("award", "award1", "한빛대상", prize="대상", year=2013, **who, **day),
        record("program", "program1", "안부 서비스", operator=operator, status="launched"),
        record("date", "date1", "30일", **days, value="2013-10-30", mod="APPROX"),
    ]
    other = record("award", "award2", "한빛대상", prize="우수상", year=2012, **who)
    tables = Tables()
    head = {"title": None, "published": "2013-10-30", "publisher": "신문", "warnings": ["묘하다"]}
    tables.add(Output("a", head, records), "\n 첫 줄\n둘째 줄")
    tables.add(Output("b", head | {"title": "제목"}, [*records, other]), "글")
    assert [(row.title, row.counts) for row in tables.articles] == [
        ("첫 줄", (1, 1, 1, 0, 1)),
        ("제목", (1, 2, 1, 0, 1)),
    ]
    assert [row[1:3] for row in tables.awards] == [
        ("award1", "연수구"),
        ("award1", "연수구"),
        ("award2", "연수구"),
    ]
    assert tables.awards[0].date == When("2013-10-30", "APPROX", "2013-10-30")
    assert tables.programs[0][2:7] == ("안부 서비스", "service", "연수구", (), "launched")
    winner = ("연수구", 2, 2, (("대상", 1), ("우수상", 1)))  # one honour stands in both articles
    assert [*map(tuple, tables.winners())] == [winner]
    (found,) = tables.organizations()
    assert tuple(found) == ("연수구", "local_government", (0, 1), 2, 3, 2)
    assert [*map(tuple, tables.warnings)] == [(0, "묘하다"), (1, "묘하다")]
    assert [row.id for row in tables.all()["awards"][1]] == ["award1", "award1", "award2"]


def test_packed():
    rows = [(1, 1.5, "a", None), (True, "1", ("a", 2), None), (1, 1.5, "a", None)]
    content = json.loads(json.dumps(packed({"t": (("a", "b", "c", "d"), rows)})))
    unpacked = [
        [content["values"][place] for place in row] for row in content["tables"]["t"]["rows"]
    ]
    assert repr(unpacked) == repr(
        [[1, 1.5, "a", None], [True, "1", ["a", 2], None], [1, 1.5, "a", None]]
    )
    assert len(content["values"]) == 7


def hostile(out: Path) -> None:
    """An article whose text, title, names and warnings are all hostile."""
    text = f"{HOSTILE}\r\n둘째\r셋째 \U0001f3c6 끝"
    recipient = {"id": "org1", "name": HOSTILE}
    records = [
        record("organization", "org1", HOSTILE),
        record("award", "award1", HOSTILE, recipient=recipient, prize=HOSTILE),
        record("program", "program1", HOSTILE, first_in=HOSTILE),
        record("figure", "figure1", HOSTILE, metric=HOSTILE, trend="up", value=0, unit="<b>"),
    ]
    save(out, "a&b=c'd", text, records, title=HOSTILE, publisher=HOSTILE, warnings=[HOSTILE])


def test_nothing_in_an_article_is_markup(tmp_path):
    hostile(tmp_path / "out")
    report(tmp_path / "out", tmp_path / "r.html")
    content = (tmp_path / "r.html").read_bytes().decode()
    document, data, (article,) = read(tmp_path / "r.html")
    shown = HOSTILE.replace("\x00", "\u2400").replace("\x1b", "\u241b").replace("\x7f", "\u2421")
    assert article["text"] == f"{shown}\r\n둘째\n셋째 \U0001f3c6 끝"
    assert article["records"][0]["name"] == data["rows"]["articles"][0]["title"] == HOSTILE
    assert (article["records"][3]["value"], article["article"]["id"]) == (0, "a&b=c'd")
    scripts = [node for node in document.iter("script") if node.get("type") != "application/json"]
    assert len(scripts) == 1
    assert content.count("<script") == content.count("</script>") == 4
    assert not document.xpath("//img | //b[not(ancestor::a)] | //@onerror")
    for sign in ("<!--", "\u2028", "\u2029"):
        embedded = content[content.index('id="strings"') : content.rindex("<script>")]
        assert sign not in embedded


def test_lone_surrogates_can_be_written(tmp_path):
    (tmp_path / "out").mkdir()
    save(tmp_path / "out", "a", None, [], title="가")
    path = tmp_path / "out" / "a.jsonl"
    path.write_text(path.read_text("utf-8").replace("가", "\\ud83d"), "utf-8")
    report(tmp_path / "out", tmp_path / "r.html")
    assert read(tmp_path / "r.html")[1]["rows"]["articles"][0]["title"] == "\ufffd"


def test_nothing_is_loaded(tmp_path):
    save(tmp_path / "out", "a", "연수구", [record("organization", "org1", "연수구")])
    report(tmp_path / "out", tmp_path / "r.html")
    content = (tmp_path / "r.html").read_text("utf-8")
    assert not re.search(r"https?:|\bsrc=|<link|url\(|@import|fetch\(|XMLHttp|import\(", content)
    document = lxml_html.document_fromstring(content)
    (policy,) = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (style,) = document.xpath("//style/text()")
    (script,) = document.xpath("//script[not(@type)]/text()")
    assert policy.startswith("default-src 'none';")
    for what, code in (("script", script), ("style", style)):
        digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        assert f"{what}-src 'sha256-{digest}';" in policy
    assert not document.xpath("//@style")  # the policy would not let it be


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_pages(tmp_path):
    out, html, folder = tmp_path / "out", tmp_path / "r 1.html", tmp_path / "r 1_files"
    for name in "abcde":
        save(out, name, "연수구", [record("organization", "org1", "연수구")], title=name)
    assert report(out, html, limit=5, per_page=2).pages == 0
    assert len(read(html)[2]) == 5
    assert not folder.exists()
    assert report(out, html, limit=4, per_page=2).pages == 3
    assert names(folder) == ["001.html", "002.html", "003.html"]
    _, data, articles = read(html)
    assert (articles, data["parts"]) == ([], ["r%201_files", 2])
    assert len(data["rows"]["articles"]) == 5
    _, data, articles = read(folder / "002.html")
    assert data["part"] == [2, "../r%201.html"]
    assert [row["title"] for row in data["rows"]["articles"]] == ["c", "d"]
    assert [article["article"]["id"] for article in articles] == ["c", "d"]
    for stranger in ("note.html", "0001.htm", "01.html", "007.html.bak", "2024.html"):
        (folder / stranger).touch()
    shutil.copy(folder / "001.html", folder / "1000.html")  # of an earlier, bigger report
    report(out, html, limit=4, per_page=3)
    kept = ["0001.htm", "007.html.bak", "01.html", "2024.html", "note.html"]
    assert names(folder) == sorted([*kept, "001.html", "002.html"])
    report(out, html, limit=5)
    assert names(folder) == kept
    for name in kept:
        (folder / name).unlink()
    report(out, html, limit=4, per_page=3)
    report(out, html, limit=5)
    assert not folder.exists()


def test_a_report_is_not_replaced_by_none(tmp_path):
    save(tmp_path / "out", "a", "연수구", [])
    report(tmp_path / "out", tmp_path / "r.html")
    before = (tmp_path / "r.html").read_bytes()
    (tmp_path / "out" / "a.jsonl").write_text("{", "utf-8")
    result = gisa(tmp_path / "out", "--html", tmp_path / "r.html")
    assert (result.exit_code, result.stdout) == (1, "")
    assert (tmp_path / "r.html").read_bytes() == before


def test_the_same_again(tmp_path):
    for name in ("b", "a", "c/d"):
        save(tmp_path / "out", name, "연수구", [record("organization", "org1", "연수구")])
    contents = []
    for place in ("one", "two/deep"):
        html = tmp_path / place / "r.html"
        report(tmp_path / "out", html, limit=2, per_page=2)
        files = (html, *sorted(html.with_name("r_files").iterdir()))
        contents.append([path.read_bytes() for path in files])
    assert contents[0] == contents[1]
    assert len(contents[0]) == 3


def test_without_a_text(tmp_path):
    out = tmp_path / "out"
    save(out, "gone", None, [record("organization", "org1", "연수구")])
    save(out, "other", "다른 글", [record("organization", "org1", "연수구")])
    (out / "bad.jsonl").write_text("{", "utf-8")
    done = report(out, tmp_path / "r.html")
    assert (done.articles, done.records, len(done.unread)) == (2, 2, 1)
    assert [failure.file for failure in done.textless] == ["gone.txt", "other.txt"]
    _, data, articles = read(tmp_path / "r.html")
    assert data["troubles"] == [1, 2]
    assert all(article["text"] is None for article in articles)
    assert articles[0]["lacking"].startswith("gone.txt: no such file here; ")
    assert articles[1]["lacking"].startswith("other.txt: is not what its records point into; ")


def test_rows_without_scripts(tmp_path):
    award = record(
        "award", "award1", "한빛대상", recipient={"id": None, "name": "김<b>"}, prize="대상"
    )
    save(tmp_path / "out", "a", "한빛대상", [award], title="제목")
    report(tmp_path / "out", tmp_path / "r.html")
    document = read(tmp_path / "r.html")[0]
    rows = document.xpath("//noscript/table[1]//tr[td]")
    assert [cell.text_content() for cell in rows[0]][:5] == [
        "제목",
        "award1",
        "김<b>",
        "한빛대상",
        "대상",
    ]


# ---- words and colours


def test_every_value_has_a_label_in_both_languages():
    strings = pages.strings()
    lists = (
        organization.OrganizationCategory, program.ProgramCategory, program.ProgramStatus,
        figure.Dimension, figure.Modifier, date.Timex, date.DateMod,
    )  # fmt: skip
    values = {value for kind in lists for value in get_args(kind)} | {"up", "down"}
    values |= set(get_args(base.Mention.model_fields["kind"].annotation))
    assert values <= strings["values"].keys()
    models = (organization.Organization, award.Award, program.Program, figure.Figure, date.Date)
    common = {*base.BaseRecord.model_fields, "relative"}
    assert {f for model in models for f in model.model_fields} - common <= strings["fields"].keys()
    assert strings["types"].keys() == {*KINDS}
    for table in strings.values():
        assert all(words.keys() == {"ko", "en"} and all(words.values()) for words in table.values())


def test_the_words_of_the_interface_are_those_that_are_used():
    script = (HERE / "report.js").read_text("utf-8")
    template = (HERE / "report.html.j2").read_text("utf-8")
    used = {*re.findall(r"\bt\('(\w+)'", script), *re.findall(r'data-t="(\w+)"', template)}
    dynamic = {*re.findall(r"'(\w+)'", script), *re.findall(r"^    (\w+):", script, re.M)}
    dynamic |= {"winners_note", "timeline_note", *(f"{kind}s" for kind in KINDS)}
    known = pages.strings()["ui"].keys()
    assert used <= known <= used | dynamic


STYLE = (HERE / "report.css").read_text("utf-8")
COLOURS = {
    name: (light, dark)
    for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", STYLE)
}
TINTED = [(kind, f"{kind}-tint") for kind in KINDS]
PAIRS = [
    *product(("ink", "muted", "link"), ("page", "sheet", "raised")),
    *product(("ink", "link", "warning"), ("chosen",)),
    *product(KINDS, ("page", "sheet", "raised", "chosen")),  # the names of types
    *(("ink", tint) for _, tint in TINTED),  # marks
    *TINTED,  # badges and filters
    ("warning", "warning-tint"),
    ("page", "ink"),  # a switch that is on
]


def luminance(colour: str) -> float:
    """Of #rrggbb, as WCAG has it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_contrast(mode):
    for over, under in PAIRS:
        one, other = sorted(luminance(COLOURS[name][mode]) for name in (over, under))
        ratio = (other + 0.05) / (one + 0.05)
        assert ratio >= 4.5, f"{over} on {under}: {ratio:.2f}"


def test_all_colours_stand_in_one_table():
    named = {name for pair in PAIRS for name in pair} | {"line", "strong-line", "bar"}
    assert named == COLOURS.keys()
    rules = STYLE[STYLE.index("}") :]
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", rules) == ["#0002", "#0008"]  # a shadow
    strokes = re.findall(r"--stroke: (\w+); \}", STYLE)
    assert len(strokes) == len(KINDS)  # colour is not a type's only sign


# ---- the command


def gisa(*arguments: object):
    return CliRunner().invoke(app, ["report", *map(str, arguments)])


def test_command(tmp_path):
    out, html = tmp_path / "out", tmp_path / "r.html"
    for name in "ab":
        save(out, name, "연수구", [record("organization", "org1", "연수구")])
    result = gisa(out, "--html", html)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{html}: 2 articles, 2 records\n"
    for name in "cde":
        save(out, name, None, [])
    (out / "f.jsonl").write_text("no record\n", "utf-8")
    result = gisa(out, "--html", html)
    assert result.exit_code == 1
    unread, textless = result.stderr.splitlines()
    assert f"{out / 'f.jsonl'}: no records as gisa run writes them" in unread
    assert "c.txt: no such file here" in textless
    assert textless.endswith("(and 2 more articles)")


USAGE = {
    "no such folder": (["{none}", "--html", "{html}"], "no such folder"),
    "no records": (["{empty}", "--html", "{html}"], "no records"),
    "no html": (["{out}"], "--html"),
    "html is a folder": (["{out}", "--html", "{empty}"], "a folder"),
    "no rules": (["{out}", "--html", "{html}", "--rules", "{none}"], "no such folder of rules"),
    "html cannot be written": (["{out}", "--html", "{out}/a.jsonl/r.html"], "a.jsonl"),
}


@pytest.mark.parametrize(("arguments", "message"), USAGE.values(), ids=USAGE)
def test_usage(arguments, message, tmp_path):
    places = {name: tmp_path / name for name in ("none", "empty", "out", "html")}
    places["empty"].mkdir()
    save(places["out"], "a", "글", [])
    result = gisa(*(argument.format(**places) for argument in arguments))
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert not places["html"].exists()
