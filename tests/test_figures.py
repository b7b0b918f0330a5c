"""Figures: the table of cases, what they are about, and what holds for any text."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from extract.figures import Figures
from extract.found import (
    DateMention,
    FigureMention,
    Found,
    Known,
    NameMention,
    OrganizationFound,
)
from extract.morphemes import Morphemes
from extract.reading.layout import Layout, Line
from rules import load
from tests.cases import rows

CATEGORIES = dict.fromkeys("시군구도", "local_government") | dict.fromkeys(
    "부청", "central_government"
)
CASES = Path(__file__).parent / "cases" / "figures.tsv"


def cases() -> list[tuple[str, str]]:
    rows = []
    for line in CASES.read_text("utf-8").splitlines():
        if line and not line.startswith("# "):
            text, _, wanted = line.partition("\t")
            rows.append((text, wanted))
    return rows


def shown(text: str, figure: FigureMention, fields: int) -> str:
    cells = [
        text[figure.start : figure.end],
        *(
            "-" if cell is None else str(cell)
            for cell in (figure.value, figure.unit, figure.modifier, figure.lower, figure.upper)
        ),
    ]
    return "|".join(cells[:fields] + [cell for cell in cells[fields:] if cell != "-"])


@pytest.fixture(scope="session")
def component() -> Figures:
    return Figures(load())


@pytest.fixture(scope="session")
def read(nlp: Language, component: Figures):
    """Figures of a text, dates found by their component, organizations as given."""
    dates = nlp.get_pipe("gisa_dates")

    def figures(text: str, *names: str) -> list[FigureMention]:
        doc = nlp.make_doc(text)
        doc = dates(doc)
        found: Found = doc._.gisa
        for name in names:
            organization = OrganizationFound(name, CATEGORIES.get(name[-1], "company"), "test")
            at = text.find(name)
            while at >= 0:
                organization.mentions.append(NameMention(at, at + len(name), "name"))
                at = text.find(name, at + 1)
            found.organizations.append(organization)
        return component.figures(found)

    return figures


@pytest.mark.parametrize(("text", "wanted"), cases())
def test_cases(read, text: str, wanted: str) -> None:
    expected = [item.strip() for item in wanted.split(";") if item.strip()]
    figures = read(text)
    got = [
        shown(text, figure, len(expected[i].split("|")) if i < len(expected) else 6)
        for i, figure in enumerate(figures)
    ]
    assert sorted(got) == sorted(expected)
    assert all(figure.rule.startswith("figures.") for figure in figures)


def by_surface(text: str, figures: list[FigureMention]) -> dict[str, FigureMention]:
    return {text[figure.start : figure.end]: figure for figure in figures}


@pytest.mark.parametrize("case", rows("relations"), ids=lambda case: case["text"][:30])
def test_relations(read, case: dict[str, Any]) -> None:
    """Metric, subject, trend and base of each figure; of a metric, the words it is told by."""
    text = case["text"]
    figures = read(text, *case["organizations"])
    assert [text[f.start : f.end] for f in figures] == [row["text"] for row in case["figures"]]
    for figure, wanted in zip(figures, case["figures"], strict=True):
        base = figure.compared_to
        assert {
            "subject": figure.subject.name if figure.subject else None,
            "trend": figure.trend,
            "compared_to": text[base.start : base.end] if base else None,
        } == {slot: wanted[slot] for slot in ("subject", "trend", "compared_to")}
        metric, words = figure.metric or "", wanted["metric"] or ""
        assert bool(metric) == bool(words) or not words
        assert metric in words or words in metric


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("구의 재정자립도는 2010년 38.87%였다.", {"38.87%": "재정자립도"}),
        (
            "응답 성공률은 61.2%에서 73.5%로 높아졌다.",
            {"61.2%": "응답 성공률", "73.5%": "응답 성공률"},
        ),
        ("3천677개 일자리를 발굴했다.", {"3천677개": "일자리"}),
        (
            "초등학교 214곳 중 87곳(40.7%)이 참여한다.",
            dict.fromkeys(["214곳", "87곳", "40.7%"], "초등학교"),
        ),
        ("CCTV 730대를 통합했다.", {"730대": "CCTV"}),
        ("관내 22개 초등학교에 설치했다.", {"22개": "초등학교"}),
        ("36개의 혁신과제를 선정했다.", {"36개": "혁신과제"}),
        ("340억 규모의 스타트업 육성 투자 펀드를 조성한다.", {"340억": "스타트업 육성 투자 펀드"}),
        ("누적 가입자는 8천 명을 넘어섰다.", {"8천 명": "누적 가입자"}),
        ("사업비는 국비 12억원, 시비 8억원 등 총 34억원이다.", {"12억원": "국비", "8억원": "시비"}),
        (
            "한 달 평균 218건이던 소음 민원은 97건으로 줄었다.",
            {"218건": "소음 민원", "97건": "소음 민원"},
        ),
        ("만 19세 이상 39세 이하 청년이면 된다.", {"19세": "청년", "39세": "청년"}),
        ("안전보건 5개 분야 13개 항목을 살폈다.", {"5개": "분야", "13개": "항목"}),
        ("‘경남도민연금’ 제도에 36억7천만원을 담았다.", {"36억7천만원": "‘경남도민연금’ 제도"}),
    ],
)
def test_metric(read, text: str, metrics: dict[str, str]) -> None:
    found = by_surface(text, read(text))
    assert {surface: found[surface].metric for surface in metrics} == metrics


@pytest.mark.parametrize(
    ("text", "trends"),
    [
        (
            "연계율은 61.3%에서 78.8%로 17.5%p 뛰었다.",
            {"61.3%": None, "78.8%": "up", "17.5%p": "up"},
        ),
        ("지방채를 1천450억원에서 700억원으로 낮췄다.", {"1천450억원": None, "700억원": "down"}),
        ("취업자는 12만4천600명으로 3천명 줄었다.", {"12만4천600명": "down", "3천명": "down"}),
        ("승용차 수출은 21.3% 늘어 1억 달러를 돌파했다.", {"21.3%": "up", "1억 달러": "up"}),
        ("0.6%포인트 오른 58.4%로 집계됐다.", {"0.6%포인트": "up", "58.4%": "up"}),
        ("매출 47억원(161% 증가)", {"161%": "up"}),
        ("재구매율 52.7%(14.5%p↑)", {"14.5%p": "up"}),
        ("지원금을 30억원으로 확대했다.", {"30억원": "up"}),
        ("발행액 340억을 돌파했다.", {"340억": None}),
        ("국내 9위에 이름을 올렸다.", {"9위": None}),
        ("예산 증가율 2.1%를 기록했다.", {"2.1%": None}),
        ("전년보다 11계단 높은 3위를 기록했다.", {"11계단": "up", "3위": "up"}),
        ("하역사 25곳의 안전 수준을 끌어올린다.", {"25곳": None}),
        ("▲고성 12곳 ▲합천 10곳 순이다.", {"12곳": None, "10곳": None}),
        (
            "우주항공 분야는 1천215억원에서 1천980억원으로 1.6배가 된다.",
            {"1천980억원": "up", "1.6배": "up"},
        ),
    ],
)
def test_trend(read, text: str, trends: dict[str, str | None]) -> None:
    found = by_surface(text, read(text))
    assert {surface: found[surface].trend for surface in trends} == trends


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("성공률은 61.2%에서 73.5%로 12.3%포인트 높아졌다.", {"73.5%": "61.2%"}),
        ("만족도 71.3%→88.9%", {"88.9%": "71.3%"}),
        ("평점은 91.4점으로 지난해(88.7점)보다 2.7점 올랐다.", {"91.4점": "88.7점"}),
        (
            "위기가구는 1만4033가구로 지난해 9천870가구보다 42.2% 늘었다.",
            {"1만4033가구": "9천870가구"},
        ),
        (
            "비율은 2010년 21.84%에서 2011년 20.1%, 2012년 18.75%로 감소했다.",
            {"20.1%": "21.84%", "18.75%": "20.1%"},
        ),
        ("한 달 평균 218건이던 민원은 97건으로 55.5% 줄었다.", {"97건": "218건"}),
        (
            "올해(12조379억원)보다 4천453억원 늘어난 12조4천832억원이다.",
            {"12조4천832억원": "12조379억원"},
        ),
        ("평균(81.7점)을 크게 웃도는 92.4점을 받았다.", {"92.4점": "81.7점"}),
        ("증가율은 지난해 0.9%, 올해 2.1%에 이어 높아졌다.", {"2.1%": "0.9%"}),
        ("711건 중 124건(17.4%)을 등재했다.", {}),
        ("국고보조금 6조1천917억원, 지방세 3조8천198억원으로 짜였다.", {}),
    ],
)
def test_compared_to(read, text: str, pairs: dict[str, str]) -> None:
    figures = read(text)
    got = {
        text[f.start : f.end]: text[f.compared_to.start : f.compared_to.end]
        for f in figures
        if f.compared_to is not None
    }
    assert got == pairs


@pytest.mark.parametrize(
    ("text", "names", "subjects"),
    [
        ("연수구는 일자리 500개를 만들었다.", ["연수구"], {"500개": "연수구"}),
        (
            "공사가 12억원, 협회가 3억원을 낸다.",
            ["공사", "협회"],
            {"12억원": "공사", "3억원": "협회"},
        ),
        ("나머지 3억원은 협회가 부담한다.", ["협회"], {"3억원": "협회"}),
        (
            "연수구는 행안부가 주관한 평가에서 97.2점을 받았다.",
            ["연수구", "행안부"],
            {"97.2점": "연수구"},
        ),
        ("평가에는 전국 229개 시·군·구가 참여했다고 연수구는 밝혔다.", ["연수구"], {"229개": None}),
        ("연수구는 19세 청년을 뽑는다.", ["연수구"], {"19세": None}),
    ],
)
def test_subject(read, text: str, names: list[str], subjects: dict[str, str | None]) -> None:
    found = by_surface(text, read(text, *names))
    got = {s: f.subject.name if (f := found[s]).subject else None for s in subjects}
    assert got == subjects


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("재정자립도는 2010년 38.87%에서 2011년 47.39%로 올랐다.", ["2010년", "2011년"]),
        ("지난해 사망자가 68명으로 전년(79명)보다 13.9% 줄었다.", ["지난해", "전년", "지난해"]),
        ("올해 매출은 30억원으로 지난해 같은 기간보다 3% 늘었다.", ["올해", "올해"]),
    ],
)
def test_period(read, text: str, periods: list[str]) -> None:
    found = [text[f.period.start : f.period.end] for f in read(text) if f.period]
    assert found == periods


def test_figures_and_dates_stay_apart(nlp: Language, component: Figures) -> None:
    text = "올해 3월 5일 120명이 왔다."
    found: Found = nlp.make_doc(text)._.gisa
    found.dates = [DateMention(0, 8, "DATE", "2024-03-05", "test")]
    assert [text[f.start : f.end] for f in component.figures(found)] == ["120명"]


PIECES = (
    "3천677|1조| 2천억|원|개|명|(|)|%|~|-|.|,|약 |중 |에서 |로 |늘었다|보다 |\n|두 |한|제|대"
    "| 1|여|구|억만|1,1,|'|↑|세|점|😀"
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.one_of(
        st.text(max_size=80), st.lists(st.sampled_from(PIECES.split("|")), max_size=30).map("".join)
    )
)
def test_any_text(nlp: Language, component: Figures, text: str) -> None:
    found: Found = nlp.make_doc(text)._.gisa
    end = 0
    for figure in component.figures(found):
        assert end <= figure.start < figure.end <= len(found.text)
        end = figure.end
        assert found.text[figure.start : figure.end].strip()
        if figure.lower is not None and figure.upper is not None:
            assert figure.lower <= figure.upper


MEGABYTE = 1_000_000
HOSTILE = [
    "억만", "1억 ", "3명 ", "3명에서 ", "(3%)", "'1위 ", "2배 ", "두 ", "1조", "씨(32)", "1~",
    "3개의 ", "절반", "지수는 1.1 ", "3-0 ",
]  # fmt: skip


@pytest.mark.parametrize(
    ("piece", "size"),
    [
        *((piece, 80_000) for piece in HOSTILE),
        *((piece, MEGABYTE) for piece in "7구년"),
        ("1,1,", MEGABYTE),
    ],
)
@pytest.mark.usefixtures("steady")
def test_linear_time(component: Figures, piece: str, size: int) -> None:
    """Eight times the text costs about eight times as much, without Kiwi."""

    def cost(length: int) -> float:
        text = (piece * (length // len(piece) + 1))[:length]
        cuts = list(range(0, length, 20_000))  # Kiwi never sees more at once
        morphemes = Morphemes(
            list(text),
            ["NNG"] * length,
            list(range(length)),
            list(range(1, length + 1)),
            list(zip(cuts, [*cuts[1:], length], strict=True)),
        )
        layout = Layout([Line(0, length, "body")])
        layout.starts = [0]
        start = time.process_time()
        component.figures(Found(text, layout, morphemes, Known(), text))
        return time.process_time() - start

    cost(1_000)
    small, large = cost(size // 8), cost(size)
    assert large < 24 * max(small, 0.02)


def test_there_are_enough_cases() -> None:
    assert len(cases()) >= 300
