"""HTML pages -> text and metadata. The pages are invented, in the manner of the sites they stand
for; what is expected of them was read off the page."""

import json
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rules
from extract.reading import html
from extract.reading.page import Page
from extract.writing import Failure
from rules import Rules, RulesError

PAGES = Path(__file__).parent / "pages"
RULES = rules.load()
BODY = (
    "미르구는 7일 나눔 냉장고를 열두 곳으로 늘렸다고 밝혔다. "
    "이용자는 삼천 명을 넘었고 하반기에 세 곳을 더 놓는다."
)


def read(source: str | bytes, of: Rules = RULES) -> Page:
    data = source.encode() if isinstance(source, str) else source
    return html.page(data, "x.html", of)


@dataclass
class Expected:
    """``lines`` is all the text behind the headline; ``within`` are some of its lines."""

    title: str
    published: str
    publisher: str | None
    reporter: str | None
    lines: list[str] = field(default_factory=list)
    within: list[str] = field(default_factory=list)
    not_in: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


EXPECTED = {
    "naver": Expected(
        "미르구, 나눔 냉장고 12곳으로 늘려…이용자 3천명 돌파", "2023-03-08", "한빛일보", "나은별",
        lines=[
            "공유 냉장고 4곳 새로 열어",
            "하반기엔 학교 앞에도 설치",
            "미르구 주민들이 7일 소담동 나눔 냉장고에 반찬을 넣고 있다. 미르구 제공",
            "미르구는 7일 주민이 먹을거리를 나누는 ‘나눔 냉장고’를 "
            "기존 8곳에서 12곳으로 늘렸다고 밝혔다.",
            "구에 따르면 지난해 3월 문을 연 뒤 이용자는 3천200명을 "
            "넘었다. 하루 평균 15명이 다녀간 셈이다.",
            "구는 하반기에 초등학교 3곳 앞에도 냉장고를 놓을 계획이다.",
        ],
    ),
    "naver_old": Expected(
        "달빛군, 귀농 상담소 문 열어", "2016-11-02", "가온신문", None,
        lines=[
            "(달빛=가온신문) 서이담 기자 = 달빛군은 2일 군청 별관에 귀농 상담소를 열었다고 밝혔다.",
            "상담소에는 전문 상담사 2명이 머물며 땅과 빈집을 찾아 "
            "준다. 문의는 <달빛군 농업과>로 하면 된다.",
            "군은 올해 귀농 가구 50가구를 목표로 하고 있다.",
            "idam@gaon.example",
        ],
    ),
    "daum": Expected(
        "솔내시 마을버스, 4월부터 현금 없이 탄다", "2024-02-14", "온누리뉴스", "문도윤",
        lines=[
            "단말기 120대 교체",
            "교통카드 없는 승객은 계좌 이체",
            "솔내시청 앞을 지나는 마을버스. 온누리뉴스 자료사진",
            "솔내시가 오는 4월 1일부터 마을버스 21개 노선에서 현금을 받지 않는다.",
            "시는 13일 “현금을 내는 승객이 전체의 1.2%에 그친다”며 이같이 밝혔다.",
            "구분 | 2022년 | 2023년",
            "현금 승객 | 3.4% | 1.2%",
            "[문도윤 기자(doyun@onnuri.example)]",
        ],
    ),
    "ndsoft": Expected(
        "은하군 작은도서관 7곳, 밤 10시까지 연다", "2022-05-18", "은하저널", "도한결",
        lines=[
            "직장인 위해 석 달 시범 운영",
            "이용자 반응 보고 늘리기로",
            "▲ 은하군 별마루 작은도서관에서 주민들이 책을 고르고 있다.",
            "은하군이 다음 달 1일부터 작은도서관 7곳의 문을 밤 10시까지 연다.",
            "군은 18일 낮에 책을 빌리기 어려운 직장인을 위해 석 달 동안 시범 운영한다고 밝혔다.",
            "늦게까지 여는 곳은 다음과 같다.",
            "별마루 작은도서관",
            "샛별 작은도서관",
            "두레 작은도서관",
            '군 관계자는 "이용자가 하루 20명을 넘으면 내년부터 정식으로 운영하겠다"고 말했다.',
        ],
    ),
    "yonhap": Expected(
        "해솔시 자율주행 청소차, 새벽 도로 달린다", "2024-06-11", "누리통신", "천보람",
        lines=[
            "시속 5㎞로 4.8㎞ 구간…운전원 1명 함께 타",
            "자율주행 청소차",
            "[해솔시 제공. 재판매 및 DB 금지]",
            "(해솔=누리통신) 천보람 기자 = 해솔시는 11일 새벽 시간에 도로를 쓰는 자율주행 청소차를 "
            "시범 운행한다고 밝혔다.",
            "청소차는 물빛대로 4.8㎞ 구간을 시속 5㎞로 달리며, 안전을 위해 운전원 1명이 함께 탄다.",
            "시는 연말까지 사고가 없으면 내년에 3대를 더 들여올 방침이다.",
            "boram@nuri-tongsin.example",
        ],
    ),
    "newsis": Expected(
        "한울구 노인 일자리 900개…작년보다 14% 늘어", "2021-12-31", "새벽뉴스", "마루리",
        lines=[
            "1월 17일까지 신청…우체국·초등학교서 근무",
            "월 27만원부터 71만원까지",
            "[한울=새벽뉴스] 한울구청 전경. (사진=한울구 제공) 2021.12.31. photo@saebyeok.example "
            "*재판매 및 DB 금지",
            "[한울=새벽뉴스] 마루리 기자 = 한울구는 내년 노인 "
            "일자리를 900개로 늘린다고 31일 밝혔다.",
            "올해 790개보다 14% 많다. 신청은 1월 17일까지 동 행정복지센터에서 받는다.",
            '구 관계자는 "초등학교 급식 도우미를 새로 뽑는다"고 말했다.',
            "◎공감언론 새벽뉴스 ruri@saebyeok.example",
        ],
    ),
    "korea_kr": Expected(
        "전국 빈집 정보 한눈에…통합 누리집 20일 열린다", "2024-02-19", "대한민국 정책브리핑", None,
        lines=[
            "시·군·구마다 달랐던 빈집 통계, 한 기준으로",
            "행정안전부는 전국 빈집의 위치와 상태를 볼 수 있는 "
            "통합 누리집을 오는 20일 연다고 19일 밝혔다.",
            "시도별 빈집 수",
            "시도 | 빈집 | 비율",
            "가나도 | 1만2천 호 | 8.1%",
            "다라도 | 9천 호 |",
            "지금까지는 지방자치단체마다 조사 시기와 기준이 달라 서로 견주기 어려웠다.",
            "문의 : 행정안전부 균형발전과(044-000-0000)",
        ],
    ),
    "blog": Expected(
        "누비마을 텃밭 일기", "2019-04-09", None, "모아름",
        within=[
            "누비마을 주민 40명이 빈터 600㎡를 일구어 함께 쓰는 텃밭을 만들었다. "
            "지난해 가을부터 돌을 고르고 흙을 새로 부었다.",
            "마을회는 텃밭을 24칸으로 나누어 집마다 한 칸씩 맡겼다. "
            "남은 칸은 어린이집과 경로당이 쓰기로 했다.",
            "마을회는 가을에 김장 배추도 심어 이웃 마을과 나눌 생각이다. "
            "텃밭을 함께 가꿀 사람은 마을회관으로 찾아오면 된다.",
        ],
        not_in=["두레소식", "우물가", "시간표", "예뻐요", "찾아오는 길", "살림"],
    ),
    "euckr": Expected(
        "옛골군 하수처리장 6월 완공", "2004-03-22", "옛골신문", "길하늬",
        lines=[
            "△공사가 한창인 하수처리장.",
            "옛골군은 하루 3천t을 처리하는 하수처리장을 오는 6월 완공한다고 22일 밝혔다.",
            "2001년 시작한 공사에는 국비 78억원과 군비 34억원이 들어갔다.",
            "구분 | 국비 | 군비",
            "금액 | 78억원 | 34억원",
            "군은 처리한 물을 농사에 다시 쓸 계획이다.",
        ],
        warnings=["read as cp949: it is not UTF-8"],
    ),
    "jsonld": Expected(
        '여울시 "하천 둔치 주차장 5곳 없앤다"', "2020-08-12", "맑은방송", "봉다래",
        lines=[
            "여울시가 장마철마다 물에 잠기는 하천 둔치 주차장 5곳을 없애기로 했다.",
            '시는 12일 "차량 피해가 3년 동안 210건에 이른다"고 밝혔다.',
            "빈자리에는 꽃밭과 걷는 길을 만든다.",
        ],
    ),
    "endless": Expected(
        "[단독] 바람시, 옛 역사를 미술관으로", "2023-10-04", "들꽃경제", "진마루",
        lines=[
            "바람시가 2년 전 문을 닫은 옛 역사를 시립 미술관으로 고친다.",
            "시는 4일 공사비 84억원을 추경에 담겠다고 밝혔다. 문은 2025년 봄에 연다.",
            "설계 공모에는 열한 개 회사가 참여했다.",
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_a_page(name):
    expected = EXPECTED[name]
    page = read((PAGES / f"{name}.html").read_bytes())
    assert (page.title, page.published, page.publisher, page.reporter) == (
        expected.title,
        expected.published,
        expected.publisher,
        expected.reporter,
    )
    assert page.warnings == expected.warnings
    title, blank, *lines = page.text.splitlines()
    assert (title, blank) == (expected.title, "")
    assert page.text.endswith("\n")
    if expected.lines:
        assert lines == expected.lines
    assert not [line for line in expected.within if line not in lines]
    assert not [part for part in expected.not_in if part in page.text]


def test_every_page_has_its_expectation():
    assert {path.stem for path in PAGES.glob("*.html")} == set(EXPECTED)


TEXTS = {
    "inline elements": ("<p>인천 연<b>수</b>구<i>는</i></p>", ["인천 연수구는"]),
    "blocks and breaks": ("가<div>나<br>다</div>라<hr>마", ["가", "나", "다", "라", "마"]),
    "unclosed": ("<p>가<p>나<ul><li>다<li>라</ul>마", ["가", "나", "다", "라", "마"]),
    "blanks": ("<p>가 \n\t 나&nbsp;&nbsp;다\u3000라</p>", ["가 나 다 라"]),
    "invisible": ("<p>연\u200b수\ufeff구\u00ad는\x07 가</p>", ["연수구는 가"]),
    "entities": ("<p>&lt;가&gt; &amp;amp; &#45208; &bogus; R&D</p>", ["<가> &amp; 나 &bogus; R&D"]),
    "surrogates": ("<p>가&#xD800;나&#0;다&#x110000;라</p>", ["가\ufffd나\ufffd다\ufffd라"]),
    "preformatted": ("<pre>가\n  나\n\n다</pre>라", ["가", "나", "다", "라"]),
    "comments": ("<p>가<!-- 나 --><?php 다 ?>라</p>", ["가라"]),
    "no text": (
        "<p>가<script>나</script><style>나</style><noscript>나</noscript><template>나</template>"
        "<iframe>나</iframe><svg><text>나</text></svg><button>나</button><select><option>나</select>"
        "<textarea>나</textarea>다</p><nav>나</nav><aside>나</aside><footer>나</footer>"
        "<form>나</form>라",
        ["가다", "라"],
    ),
    "hidden": (
        "<p>가<i hidden>나</i><i style='color:red; display : NONE'>나</i><i aria-hidden=true>나</i>"
        "<i style='visibility:hidden'>나</i><i style='display:block' aria-hidden=false>다</i></p>",
        ["가다"],
    ),
    "captions": (
        "<figure><img alt=나><figcaption>가</figcaption></figure>"
        "다<em class=img_desc>라</em>마<span class='x photo_desc'>바</span>",
        ["가", "다", "라", "마", "바"],
    ),
    "data": (
        "<table><caption>표</caption><tr><th>구<th>수<tr><td><p>가</p><td>3<br>4<tr><td><td></table>",
        ["표", "구 | 수", "가 | 3 4"],
    ),
    "an empty cell": ("<table><tr><td>가<td><td>나</table>", ["가 | | 나"]),
    "one cell": ("<table><tr><td>가<br>나<td></table>", ["가", "나"]),
    "cells that lay out": (
        f"<table><tr><td>가<br>나<br>다<br>라<td>마</table><table><tr><td>{BODY * 5}<td>바</table>",
        ["가", "나", "다", "라", "마", BODY * 5, "바"],
    ),
    "tables in tables": (
        "<table><tr><td>가<table><tr><td>나<td>다</table>라<p>마<p>바<td>사</table>",
        ["가", "나 | 다", "라", "마", "바", "사"],
    ),
    "tags of no table": ("<td>가</td><tr>나</tr><div><td>다</div>", ["가", "나", "다"]),
}


@pytest.mark.parametrize(("markup", "lines"), TEXTS.values(), ids=TEXTS)
def test_the_text_of_a_body(markup, lines):
    page = read(f"<div class=menu>홈</div><div id=articleBody><p>{BODY}</p>{markup}</div>")
    assert page.text.splitlines() == [BODY, *lines]


TITLES = [
    ("구, 상 받아 | 한빛일보", "구, 상 받아"),
    ("구, 상 받아 - 한빛일보", "구, 상 받아"),
    ("구, 상 받아-한빛일보", "구, 상 받아"),
    ("구, 상 받아 - 한빛일보 : 네이버 뉴스", "구, 상 받아"),
    ("구, 상 받아 : 네이버 뉴스", "구, 상 받아"),
    ("구, 상 받아 | Daum 뉴스", "구, 상 받아"),
    ("구, 상 받아 < 사회 < 뉴스 < 기사본문 - 한빛일보", "구, 상 받아"),
    ("구, 상 받아 :: 공감언론 한빛일보 ::", "구, 상 받아 :: 공감언론 한빛일보 ::"),
    ("한빛일보 : 구, 상 받아", "구, 상 받아"),
    ("[인터뷰] 구청장 - 상은 주민의 것", "[인터뷰] 구청장 - 상은 주민의 것"),
    ("구·시 | 상 받아", "구·시 | 상 받아"),
    ("조선일보 - 네이버 제휴 끝나", "조선일보 - 네이버 제휴 끝나"),
    ("&lt;르포&gt; 구의 &amp;quot;하루&amp;quot;", '<르포> 구의 "하루"'),
    ("구, <b>상</b> 받아", "구, 상 받아"),
    ("한빛일보", None),
    ("네이버 뉴스", None),
    (" | ", None),
    ("가" * 400, None),
]


@pytest.mark.parametrize(("written", "title"), TITLES)
def test_a_title_is_freed_of_the_site(written, title):
    assert html.layouts(RULES).title(written.replace("&amp;", "&"), "한빛일보", set) == title


def test_what_stands_in_the_page_is_the_title():
    title = "구, 올해의 나눔 큰 상 받아 - 미르마을 이야기"
    source = f"<title>{title}</title><div>미르마을 이야기</div><h2>구, 올해의 나눔 큰 상 받아</h2>"
    body = f"<div id=articleBody>{BODY}</div>"
    assert read(source + body).title == "구, 올해의 나눔 큰 상 받아"
    assert read(f"<title>{title}</title>{body}").title == title


@pytest.mark.parametrize(
    ("written", "publisher"),
    [
        ("한빛일보", "한빛일보"),
        ("Daum | 한빛일보", "한빛일보"),
        ("한빛일보 | 네이버", "한빛일보"),
        ("네이버 뉴스", None),
        ("NAVER", None),
        ("한빛일보 - 세상을 보는 눈", "한빛일보"),
        ("Copyright ⓒ 한빛일보 All rights reserved.", "한빛일보"),
        ("YTN", "YTN"),
        ("한겨레", "한겨레"),
        ("(주)한빛일보", "한빛일보"),
        ("https://www.facebook.com/hanbit", None),
        ("www.hanbit.co.kr", None),
        ("@hanbit", None),
        ("나은별 기자", None),
        ("나은별", None),
        ("2023", None),
        ("", None),
    ],
)
def test_a_publisher_is_an_outlet(written, publisher):
    assert html.layouts(RULES).publisher(written) == publisher


@pytest.mark.parametrize(
    ("written", "reporter"),
    [
        ("홍길동", "홍길동"),
        ("홍길동 기자", "홍길동"),
        ("홍길동기자", "홍길동"),
        ("홍길동 기자 hong@x.com", "홍길동"),
        ("홍길동 기자(hong@x.com)", "홍길동"),
        ("홍길동hong@x.com", "홍길동"),
        ("한빛일보 홍길동 기자", "홍길동"),
        ("[한빛일보 홍길동 기자]", "홍길동"),
        ("(미르=한빛일보) 홍길동 기자", "홍길동"),
        ("미르=홍길동 기자", "홍길동"),
        ("기자명 홍길동 기자", "홍길동"),
        ("기자명 홍길동", "홍길동"),
        ("글·사진 홍길동 기자", "홍길동"),
        ("사회부 홍길동 기자", "홍길동"),
        ("홍길동 선임기자", "홍길동"),
        ("홍길동 의학전문기자", "홍길동"),
        ("홍길동 워싱턴 특파원", "홍길동"),
        ("홍길동·김철수 기자", "홍길동"),
        ("홍길동 기자, 김철수 기자", "홍길동"),
        ("홍길동 기자 입력 2023.03.08 03:00", "홍길동"),
        ("남궁민수 기자", "남궁민수"),
        ("디지털뉴스팀", None),
        ("온라인뉴스부", None),
        ("한빛일보", None),
        ("관리자", None),
        ("입력", None),
        ("댓글", None),
        ("트위터", None),
        ("기자", None),
        ("hong@x.com", None),
        ("https://www.facebook.com/hanbit", None),
        ("https://hanbit.example/기자/홍길동", None),
        ("미르구는 상을 받았다", None),
        ("", None),
    ],
)
def test_a_reporter_is_a_bare_name(written, reporter):
    assert html.layouts(RULES).reporter(written) == reporter


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("입력 2023.03.08 03:00 수정 2023.03.09 10:00", "2023-03-08"),
        ("수정 2023.03.09 10:00 입력 2023.03.08 03:00", "2023-03-08"),
        ("최종수정 : 2023년 3월 9일(목) 오전 10:00 | 기사입력 : 2023.03.08", "2023-03-08"),
        ("업데이트 2023-03-09 10:00", None),
        ("2023.03.08 (수) 03:00", "2023-03-08"),
        (1678212000, "2023-03-08"),
        (None, None),
    ],
)
def test_the_first_day_counts(written, published):
    assert html.layouts(RULES).published(written) == published


def test_what_the_page_says_surest_counts():
    said = {
        "@type": "NewsArticle",
        "headline": "가 제목",
        "datePublished": "2020-01-01",
        "author": {"@type": "Person", "name": "강하나"},
        "publisher": {"@type": "Organization", "name": "가나일보"},
    }
    script = f'<script type="application/ld+json">{json.dumps(said)}</script>'
    meta = (
        '<meta property="og:title" content="나 제목">'
        '<meta property="og:site_name" content="다라일보">'
        '<meta property="article:published_time" content="2020-02-02">'
        '<meta property="dable:author" content="나두리 기자">'
    )
    body = (
        "<h1 class=news_title>다 제목</h1><p class=news_date>2020.03.03</p>"
        "<p class=byline>문세미 기자</p>"
        f"<div id=articleBody>{BODY}</div>"
    )

    def of(page: Page) -> tuple[str | None, ...]:
        return page.title, page.published, page.publisher, page.reporter

    assert of(read(script + meta + body)) == ("가 제목", "2020-01-01", "가나일보", "강하나")
    assert of(read(meta + body)) == ("나 제목", "2020-02-02", "다라일보", "나두리")
    assert of(read(body)) == ("다 제목", "2020-03-03", None, "문세미")
    for broken in ("", "{", "[" * 100_000, '{"a": ' + "9" * 5000 + "}", '"\\ud800"', "null"):
        script = f'<script type="application/ld+json">{broken}</script>'
        assert of(read(script + meta + body)) == ("나 제목", "2020-02-02", "다라일보", "나두리")


def test_a_lone_surrogate_in_json():
    script = (
        '<script type="application/ld+json">{"@type":"Article","headline":"상\\ud83d"}</script>'
    )
    page = read(f"{script}<div id=articleBody>{BODY}</div>")
    assert page.text.encode().decode() == f"상\n\n{BODY}\n"


def test_the_headline_stands_once():
    body = f"<div id=articleBody><p>[사회]<h2>구, “상” 받아</h2><p>{BODY}</div>"
    page = read(f'<meta property=og:title content="구, &quot;상&quot; 받아">{body}')
    assert page.text == f'구, "상" 받아\n\n[사회]\n{BODY}\n'


def test_the_whole_page_may_be_a_form():
    search = "<form><input name=q><button>찾기</button>검색어를 넣어 주세요</form>"
    page = read(f"{search}<form id=aspnetForm><div class=x><p>{BODY}</p></div>{search}</form>")
    assert page.text.splitlines() == [BODY]


def test_a_short_text_is_all_that_there_is():
    page = read("<title>알림</title><ul><li>홈<li>뉴스</ul><h1>알림</h1><p>내일은 쉽니다.")
    assert page.text == "알림\n\n내일은 쉽니다.\n"
    assert page.warnings == ["no article was found in the page: all its text was taken"]


def test_plain_text_in_a_page():
    assert read(BODY).text == f"{BODY}\n"


ENCODINGS = {
    "utf-8": ("utf-8", "utf-8", None),
    "a mark": ("euc-kr", "utf-16", "utf_16_le"),
    "euc-kr": ("euc-kr", "cp949", "cp949"),
    "its old name": ("ks_c_5601-1987", "cp949", "cp949"),
    "none named": ("", "cp949", "cp949"),
    "a wrong one": ("utf-8", "cp949", "cp949"),
    "utf-8 in spite of the name": ("euc-kr", "utf-8", None),
    "one that fits everything": ("iso-8859-1", "cp949", "cp949"),
    "no encoding": ("zip", "cp949", "cp949"),
    "johab": ("johab", "johab", "johab"),
}


@pytest.mark.parametrize(("named", "encoding", "read_as"), ENCODINGS.values(), ids=ENCODINGS)
def test_the_encoding(named, encoding, read_as):
    source = f'<html><meta charset="{named}"><div id=articleBody>{BODY}</div>'
    page = read(source.encode(encoding))
    assert page.text == f"{BODY}\n"
    assert page.warnings == ([f"read as {read_as}: it is not UTF-8"] if read_as else [])


def test_a_character_that_is_cut_off():
    head = (
        '<meta http-equiv=Content-Type content="text/html; charset=euc-kr"><meta name=description '
    )
    data = f'{head}content="구의 살림'.encode("cp949")[:-1] + b'">'
    page = read(data + f"<div id=articleBody>{BODY}</div>".encode("cp949"))
    assert page.text == f"{BODY}\n"
    assert page.warnings[0] == "read as cp949: it is not UTF-8"
    assert page.warnings[1].startswith("characters that are broken")


FAILURES = {
    "nothing": (b"", "empty"),
    "blanks": (b" \n ", "empty"),
    "a comment": (b"<!-- x", "empty"),
    "a body of nothing": (b"<html><body></body></html>", "no Korean text"),
    "English": (b"<p>The district won a prize.", "no Korean text"),
    "a script's work": (
        "<div id=root></div><noscript>켜 주세요</noscript><script>var a='구는'</script>".encode(),
        "no Korean text",
    ),
    "frames": (b"<html><frameset><frame src=a.html></frameset></html>", "a set of frames"),
    "binary": (b"<p>\0\0\0\xff\xfe\0", "binary"),
    "no page": (b"<p>" * 600_000, "600000 tags"),
    "one tag": (b"<p" + b" a" * 100_000, "no article text"),
}


@pytest.mark.parametrize(("data", "error"), FAILURES.values(), ids=FAILURES)
def test_no_article(data, error):
    with pytest.raises(Failure) as failure:
        read(data)
    assert failure.value.file == "x.html"
    assert error in failure.value.error
    assert failure.value.hint


HEAD, TAIL = "<html><head><title>상</title></head><body>", f"<div id=articleBody>{BODY}</div>"
HOSTILE = {
    "angles": lambda n: HEAD + "< " * (n // 2) + TAIL,
    "one element": lambda n: HEAD + "<b>" * (n // 3) + TAIL,
    "nested": lambda n: HEAD + "<div>" * (n // 5) + BODY,
    "paragraphs": lambda n: HEAD + "<p>가" * (n // 6) + TAIL,
    "end tags": lambda n: HEAD + "</div>" * (n // 6) + TAIL,
    "an attribute": lambda n: f"{HEAD}<p class='{'x ' * (n // 2)}'>{TAIL}",
    "attributes": lambda n: HEAD + "<p " + "".join(f"a{i} " for i in range(n // 7)) + ">" + TAIL,
    "attributes in quotes": lambda n: HEAD + '<p ="' + " a=''" * (n // 5) + '">' + TAIL,
    "ampersands": lambda n: HEAD + "&" * n + TAIL,
    "dropped": lambda n: HEAD + "<script></script>가" * (n // 20) + TAIL,
    "tables": lambda n: HEAD + "<table><tr><td>가" * (n // 18) + TAIL,
    "cells": lambda n: HEAD + "<table><tr>" + "<td>가" * (n // 7) + "</table>" + TAIL,
    "forms": lambda n: HEAD + "<form>가</form>" * (n // 16) + TAIL,
    "blanks": lambda n: HEAD + " " * n + TAIL,
    "marks": lambda n: HEAD + "<p>가" + "\u0301\u0316" * (n // 4) + TAIL,
    "known classes": lambda n: HEAD + "<div class='article_view byline'>" * (n // 34) + TAIL,
    "a title": lambda n: f"<title>{'상 | ' * (n // 6)}</title>{TAIL}",
    "metas": lambda n: "<meta property=og:title content='|'>" * (n // 36) + TAIL,
    "json": lambda n: f"<script type=application/ld+json>{'[' * n}</script>{TAIL}",
    "a doctype": lambda n: "<!DOCTYPE a [<!ENTITY a 'b'>" * (n // 28) + TAIL,
}


@pytest.mark.parametrize("made", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.usefixtures("steady")
def test_a_hostile_page_is_read_in_time(made):
    taken = []
    for size in (100_000, 800_000):
        data = made(size).encode()
        start = time.perf_counter()
        try:
            page = read(data)
            assert page.text.encode()
        except Failure:
            pass
        taken.append(time.perf_counter() - start)
    assert taken[1] < 5  # eight times as much takes a second or two, quadratic ones minutes


def test_nesting_that_the_parser_gives_up():
    page = read(HEAD + f"<p>{BODY}" + "<div>" * 5000 + "가")
    assert page.text.splitlines()[2:] == [BODY]
    assert "nested too deeply: what stands in there was left out" in page.warnings


def test_nothing_is_fetched_or_declared(monkeypatch):
    def fail(*args: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr("socket.socket.connect", fail)
    monkeypatch.setattr("socket.getaddrinfo", fail)
    page = read(
        '<!DOCTYPE html SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY a SYSTEM "file:///etc/passwd">'
        '<!ENTITY b "&a;&a;">]><html><head><base href="http://127.0.0.1:9/"><title>상</title>'
        '<link rel=stylesheet href=a.css><link rel=canonical href="http://[bad"></head><body>'
        f"<img src=a.png><iframe src=b.html></iframe><p>{BODY} &a;&b;</p></body></html>"
    )
    assert f"{BODY} &a;&b;" in page.text
    assert "root:" not in page.text


PIECES = """
<div> </div> <p> </p> <p <b> </b> <table> <tr> <td> </table> <br> <li> <pre> <form> </form> <script>
</script> <!-- --> <html> <head> <body> <title> </title> <frameset> <svg> <math> <template> <nav>
<aside> <select> <option> <textarea> <figure> <figcaption> </html> </body> <![CDATA[ ]]> <!DOCTYPE
<div\thidden> <div\tstyle="display:none"> <div\tid=articleBody> <div\tclass=article_view>
<em\tclass=img_desc> <meta\tcharset=euc-kr> <meta\tproperty=og:title\tcontent="상|네이버">
<meta\tname=author\tcontent="홍길동\t기자"> <script\ttype=application/ld+json>
{"@type":"NewsArticle","headline": "상"} <link\trel=canonical\thref='https://news.naver.com/'>
<?xml\tversion='1.0'\tencoding='euc-kr'?> <span\tclass=num_date> 2023.03.08 <base\thref=x>
&amp; &#xD800; &#0; & < > " ' = \0 \ufeff
""".replace("\n", " ").split(" ")
SOUP = st.lists(
    st.one_of(st.sampled_from(PIECES), st.just(BODY), st.text(max_size=8)), max_size=40
).map("".join)


def whole(data: bytes) -> None:
    try:
        page = read(data)
    except Failure as failure:
        assert failure.error
        assert failure.hint
        return
    for value in (page.text, page.title, page.publisher, page.reporter):
        if value is not None:
            assert value.strip()
            value.encode()  # no lone surrogate
            assert "\0" not in value
            assert "\r" not in value
    assert page.published is None or page.published[:2] in ("19", "20", "21")
    assert not any(line != " ".join(line.split()) for line in page.text.splitlines())


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_bytes_give_a_page_or_a_failure(data):
    whole(data)


@given(SOUP, st.sampled_from(["utf-8", "cp949", "utf-16"]))
@settings(max_examples=150, deadline=None)
def test_any_soup_gives_a_page_or_a_failure(soup, encoding):
    whole(soup.encode(encoding, "replace"))


@given(st.sampled_from(sorted(PAGES.glob("*.html"))), st.data())
@settings(max_examples=60, deadline=None)
def test_a_page_may_end_anywhere(path, data):
    content = path.read_bytes()
    whole(content[: data.draw(st.integers(0, len(content)))])


def test_a_site_of_ones_own(tmp_path):
    (tmp_path / "pages.toml").write_text(
        """
        portals = ["새나루"]
        [sites.mine]
        hosts = ["mirpaper.example"]
        body = [".mir-text"]
        title = [".mir-title"]
        published = [".mir-day::attr(data-day)"]
        publisher = [".mir-paper"]
        reporter = [".mir-by"]
        drop = [".mir-more"]
        """,
        "utf-8",
    )
    source = (
        '<meta property=og:url content="https://www.mirpaper.example/1">'
        '<meta property=og:site_name content="새나루">'
        "<h1 class=mir-title>구, 상 받아 | 새나루</h1><b class=mir-paper>미르소식</b>"
        '<i class=mir-day data-day="2023-03-07T18:00:00Z">어제</i><i class=mir-by>모도리 기자</i>'
        f"<div class=article_view>{BODY} 이 사이트의 글이 아니다.</div>"
        f"<div class=mir-text>{BODY}<p class=mir-more>더 보기</p></div>"
    )
    page = read(source, rules.load(str(tmp_path)))
    assert page.text == f"구, 상 받아\n\n{BODY}\n"
    assert (page.published, page.publisher, page.reporter) == ("2023-03-08", "미르소식", "모도리")


def test_a_selector_that_is_none(tmp_path):
    (tmp_path / "pages.toml").write_text('[generic]\nbody = ["div[["]\n', "utf-8")
    with pytest.raises(
        RulesError, match=r"pages.toml: generic.body: not a CSS selector: 'div\[\['"
    ):
        html.layouts(rules.load(str(tmp_path)))


def test_every_site_has_all_keys():
    sites = RULES.tables["pages"]["sites"].values()
    assert {tuple(site) for site in sites} == {tuple(RULES.tables["pages"]["generic"])}


GUESSES = {
    "the address": (
        "<link rel=canonical href='https://a.example/2021/03/04/a.html'>",
        "2021-03-04",
    ),
    "the only day": ("<p class=meta>2021. 3. 4.</p>", "2021-03-04"),
    "days of other articles": ("<li>2021.03.04 가 소식<li>2021.03.05 나 소식", None),
    "a picture's": ("<meta property=og:image content='https://a.example/2021/03/04/a.jpg'>", None),
    "the change's": ("<meta property=article:modified_time content='2021-03-04'>", None),
    "of the site": ("<div>Copyright 2021 소식</div>", None),
}


@pytest.mark.parametrize(("markup", "published"), GUESSES.values(), ids=GUESSES)
def test_a_day_is_not_guessed(markup, published):
    page = read(f"<html><head><title>상</title></head><body>{markup}<p>{BODY}</p><p>{BODY}</p>")
    assert page.published == published


@pytest.mark.parametrize("error", [ValueError, RecursionError, MemoryError])
def test_what_trafilatura_fails_on_is_read_without_it(monkeypatch, error):
    def fail(*args: object, **options: object) -> None:
        raise error("no")

    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    monkeypatch.setattr("trafilatura.extract_metadata", fail)
    page = read(f"<title>상</title><div>홈</div><h1>상</h1><p>{BODY}")
    assert page.text == f"상\n\n{BODY}\n"
    assert page.warnings == ["no article was found in the page: all its text was taken"]
