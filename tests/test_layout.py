"""The layout of a page: kinds of lines, what headers say, repeats."""

import json
from collections import Counter
from pathlib import Path

import pytest

import rules
from extract.reading.layout import LayoutReader

READER = LayoutReader(rules.load())


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("본문 바로가기", "chrome"),
        ("글자크기 가+ 가-", "chrome"),
        ("페이스북 트위터 카카오스토리 URL복사", "chrome"),
        ("좋아요 12", "chrome"),
        ("뉴스홈 > 전국 > 수도권", "chrome"),
        ("댓글 3개", "chrome"),
        ("<저작권자 ⓒ 가나일보, 무단 전재 및 재배포 금지>", "chrome"),
        ("#서구 #혁신 #온마을톡", "chrome"),
        ("입력 2023년 3월 8일 03시 00분", "header"),
        ("기사입력 : 2024-11-08 16:42:07", "header"),
        ("홍길동 기자 hong@example.com", "byline"),
        ("광주=홍길동 기자 hong@example.com", "byline"),
        ("가나다저널 홍길동 기자", "byline"),
        ("[가나다저널] 홍길동 선임기자 hong@example.com", "byline"),
        ("[가나다저널 홍길동 기자] 가나시는 9일 평가에서 상을 받았다고 밝혔다.", "body"),
        ("사진은 지난해 열린 축제 모습이다. 가나다저널 홍길동 기자", "body"),
        ("[가나시 제공. 재판매 및 DB 금지]", "caption"),
        ("▲ 지난 22일 열린 시상식에서 시장이 상패를 들어 보이고 있다. 가나시 제공", "caption"),
        ("가나시는 지난 22일 열린 시상식에서 최우수상을 받았다고 23일 밝혔다.", "body"),
        ("구 부문 72.9점", "subhead"),
        ("매출 47억원, 161% 증가", "subhead"),
    ],
)
def test_kinds(line: str, kind: str) -> None:
    text = f"가나시, 최우수상 받아\n\n첫 문단은 이렇게 시작한다.\n{line}\n"
    layout = READER.read(text)
    assert layout.lines[-1].kind == kind
    assert text[layout.lines[-1].start : layout.lines[-1].end] == line


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("입력 2023년 3월 8일 03시 00분", "2023-03-08"),
        ("승인 2020.12.24 11:29", "2020-12-24"),
        ("기사등록 2018/12/21 10:00:00", "2018-12-21"),
        ("입력2025.10.31 06:59", "2025-10-31"),
        ("중기/스타트업   기사입력 :23-01-31 08:45   수정 :23-01-31 10:02", "2023-01-31"),
        ("2025/11/27 14:07 송고", "2025-11-27"),
        ("[가나뉴스 2005-11-24 18:41]", "2005-11-24"),
        ("date 2022-02", "2022-02"),
        ("입력 2023년 13월 8일", None),
        ("2023년 3월 8일 시장은 현장을 찾아 주민들의 이야기를 오래 듣고 대책을 약속했다.", None),
    ],
)
def test_published(line: str, published: str | None) -> None:
    assert READER.read(f"제목\n{line}\n본문이 이어진다.").published == published


@pytest.mark.parametrize(
    ("text", "publisher", "reporter"),
    [
        ("(부산=연합뉴스) 홍길동 기자 = 부산시는 갔다.", "연합뉴스", "홍길동"),
        ("[서울=뉴시스] 홍길동 기자 = 서울시는 갔다.", "뉴시스", "홍길동"),
        ("[가나경제 홍길동 기자] 서초구는 갔다.", "가나경제", "홍길동"),
        ("제목\n가나일보\n입력 2023-11-29 17:05\n본문이다.", "가나일보", None),
        (
            "제목\n본문이다.\n홍길동 기자\n저작권자 © 가나투데이 무단전재 및 재배포 금지",
            "가나투데이",
            "홍길동",
        ),
        ("제목\n• 동아일보\n본문이다.", "동아일보", None),
        ("제목\n본문이다.\nⓒ 무단전재 및 재배포 금지", None, None),
        ("[가나다저널] 홍길동 기자 | 승인 2023.03.08 10:00", "가나다저널", "홍길동"),
        ("2023-03-08 10:00 가나다저널 홍길동 기자", "가나다저널", "홍길동"),
        ("가나시 사회부 홍길동 기자 | 승인 2023.03.08 10:00", None, "홍길동"),
    ],
)
def test_who(text: str, publisher: str | None, reporter: str | None) -> None:
    layout = READER.read(text)
    assert (layout.publisher, layout.reporter) == (publisher, reporter)


def test_related_articles_are_chrome_down_to_the_next_body() -> None:
    others = "관련기사\n· 가나시 내년 예산 짰다\n1 다라시 축제 연다\n"
    text = f"가나시 큰 상 받다\n본문이다.\n{others}다시 본문이 이어진다.\n"
    kinds = [line.kind for line in READER.read(text).lines]
    assert kinds == ["title", "body", "chrome", "chrome", "chrome", "body"]


def test_what_is_said_again_behind_the_end_is_the_articles() -> None:
    line = "가나시는 지난 22일 열린 시상식에서 최우수상을 받았다고 23일 밝혔다."
    more = "시장은 지난 3년 동안 애쓴 직원들에게 공을 돌리며 내년에도 상을 받겠다고 말했다.\n" * 6
    text = f"{line}\n{more}홍길동 기자\nⓒ 가나일보 무단 전재 금지\n다라시 축제 연다\n{line}\n"
    kinds = [line.kind for line in READER.read(text).lines]
    assert kinds[-5:] == ["body", "byline", "chrome", "chrome", "body"]


def test_a_caption_is_no_title() -> None:
    assert READER.read("▲ 가나구가 지난해 실시한 사업.\n본문이 이어진다.").title is None


PAGES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases/pages.jsonl").read_text("utf-8").splitlines()
]
FLOORS = {"chrome found": 0.985, "chrome right": 0.965, "language kept": 0.985}
STATED = {"title": 55, "published": 58, "publisher": 53, "reporter": 56}
"""Of 58 pages, those whose article line is right."""


def test_pages() -> None:
    """Whole pages of invented outlets, annotated without sight of the rules."""
    counts: Counter[tuple[bool, bool]] = Counter()
    right: Counter[str] = Counter()
    for page in PAGES:
        layout = READER.read("\n".join(text for _, text in page["lines"]))
        at = 0
        for kind, text in page["lines"]:
            if kind != "blank":
                found = layout.kind(at + len(text) - len(text.lstrip()))
                masked = {"header", "byline", "chrome"}  # where no award or program is told
                counts[kind in masked, found in masked] += 1
            at += len(text) + 1
        right.update(field for field in STATED if getattr(layout, field) == page[field])
    chrome, language = counts[True, True], counts[False, False]
    assert chrome / (chrome + counts[True, False]) >= FLOORS["chrome found"]
    assert chrome / (chrome + counts[False, True]) >= FLOORS["chrome right"]
    assert language / (language + counts[False, True]) >= FLOORS["language kept"]
    assert all(right[field] >= least for field, least in STATED.items()), right
