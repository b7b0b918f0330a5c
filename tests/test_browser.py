"""The report in a real browser, opened from disk."""

import re
import shutil
from pathlib import Path

import pytest

from extract.reporting import report
from extract.running import local
from tests.reports import record, save
from tests.test_reporting import HOSTILE, hostile

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="the tests in a browser need gisa[browser]: make browser"
)
NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
if CHROMIUM is None:
    pytest.skip(f"no browser: {', '.join(NAMES)}", allow_module_level=True)

SEEDS = Path(__file__).parent.parent / "seeds"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ARTICLE = "d01_district_evaluation"
PHONE = {"viewport": {"width": 360, "height": 740}}
KINDS = ("organization", "award", "program", "figure", "date")
CONTRASTS = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgb = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const light = (colour) => {
    const [r, g, b] = [...rgb(colour)].slice(0, 3).map((c) => c / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const under = (node) => {
    for (let n = node; n; n = n.parentElement) {
      const colour = getComputedStyle(n).backgroundColor;
      if (rgb(colour)[3] === 255) return colour;
    }
    return '#fff';
  };
  const poor = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let seen = 0;
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !node.checkVisibility()) continue;
    seen += 1;
    const [a, b] = [light(getComputedStyle(node).color), light(under(node))].sort((x, y) => x - y);
    if ((b + 0.05) / (a + 0.05) < 4.5) poor.add(`${node.tagName}.${node.className}`);
  }
  return [seen, [...poor]];
}"""


@pytest.fixture(scope="module")
def html(tmp_path_factory) -> Path:
    """A report on some of the samples."""
    folder = tmp_path_factory.mktemp("report")
    inputs = [*map(str, sorted(SEEDS.iterdir())[:5])]
    local.run(inputs, str(folder / "out"), keep_text=True)
    report(folder / "out", folder / "report.html")
    return folder / "report.html"


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def contexts(browser):
    """By what they are asked for; what a page remembers is shared in one."""
    made = {}

    def context(**options):
        key = repr(sorted(options.items()))
        if key not in made:
            size = {"width": 1280, "height": 800}
            made[key] = browser.new_context(**{"locale": "ko-KR", "viewport": size} | options)
            made[key].set_default_timeout(5000)
        return made[key]

    return context


@pytest.fixture
def visit(contexts):
    """Open a file; what a page says on its console, or asks of a network, is a failure."""
    pages, troubles = [], []

    def visit(path: Path, address: str = "", **options):
        page = contexts(**options).new_page()
        pages.append(page)
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("dialog", lambda dialog: (troubles.append(dialog.message), dialog.dismiss()))
        page.on(
            "request",
            lambda request: request.url.startswith("file:") or troubles.append(request.url),
        )
        page.goto(path.as_uri() + address)
        return page

    yield visit
    for page in pages:
        page.close()
    assert troubles == []


def expect(locator):
    return sync_api.expect(locator)


def wide(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_summary(html, visit):
    page = visit(html)
    expect(page.locator("h1:visible")).to_have_text("기사 기록 보고서")
    tiles = dict(zip(*[iter(page.locator(".tile > *").all_inner_texts())] * 2, strict=True))
    assert tiles["5"] == "기사"
    assert [*tiles.values()] == ["기사", "기관", "수상", "사업", "수치", "날짜", "경고"]
    row = page.locator(".t-awards tbody tr", has_text="찾아가는 보건복지서비스 제공")
    for words in ("서울특별시 강서구", "대상", "3년 연속", "보건복지부", "2024-12-18"):
        expect(row).to_contain_text(words)
    row = page.locator(".t-changes tbody tr", has_text="서비스 연계율")
    expect(row).to_contain_text("61.3% → 78.8%")
    expect(row).to_contain_text("+17.5%p")
    row = page.locator(".t-programs tbody tr", has_text="강서 안부이음 서비스")
    if not row.count():
        page.locator("#programs .more button").click()
    expect(row).to_contain_text("서울시 자치구 최초")


def test_tables_grow_and_are_sorted(html, visit):
    page = visit(html)
    rows = page.locator(".t-awards tbody tr")
    expect(rows).to_have_count(15)
    page.locator("#awards .more button").click()
    expect(rows).to_have_count(int(page.locator("#awards .count").inner_text()))
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 16
    page.locator(".t-awards thead button").first.click()
    names = rows.locator("th").all_inner_texts()
    assert names == sorted(names)
    page.keyboard.press("Enter")  # the button has kept the focus
    expect(page.locator(".t-awards [aria-sort]")).to_have_attribute("aria-sort", "descending")
    assert rows.locator("th").all_inner_texts()[0] == max(names)


def test_a_row_leads_to_its_record_and_back_again(html, visit):
    page = visit(html)
    link = page.locator(".t-changes a", has_text="서비스 연계율")
    link.click()
    assert page.url.endswith(f"#a={ARTICLE}&r=figure16")
    expect(page.locator("mark.chosen")).to_have_text("78.8%")
    expect(page.locator("mark.chosen")).to_be_in_viewport()
    expect(page.locator("mark.chosen")).to_be_focused()
    expect(page.locator("#r-figure16")).to_have_class("figure chosen")
    page.go_back()
    expect(page.locator("#summary h1")).to_be_visible()
    expect(page.locator("#article")).to_be_hidden()
    expect(link).to_be_in_viewport()
    page.go_forward()
    expect(page.locator("mark.chosen")).to_have_text("78.8%")


def test_hover_and_focus_show_the_record(html, visit):
    page = visit(html, f"#a={ARTICLE}")
    card = page.locator("#card")
    expect(card).to_be_hidden()
    mark = page.locator("mark.program", has_text="강서 안부이음 서비스")
    mark.hover()
    expect(card).to_be_visible()
    for words in (
        "강서 안부이음 서비스",
        "서울특별시 강서구",
        "시작",
        "2022-08",
        "programs.quoted",
    ):
        expect(card).to_contain_text(words)
    card.hover()  # the pointer may go there
    page.wait_for_timeout(400)
    expect(card).to_be_visible()
    page.mouse.move(5, 5)
    expect(card).to_be_hidden()
    mark.focus()
    expect(card).to_be_visible()
    expect(mark).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.keyboard.press("Tab")
    expect(page.locator("mark:focus")).to_have_text("1인")
    expect(card).to_contain_text("figure8")


def test_a_reference_leads_to_its_record(html, visit):
    page = visit(html, f"#a={ARTICLE}&r=award4")
    page.locator("#card a.ref", has_text="서울특별시").last.click()
    assert page.url.endswith("&r=org6")
    assert page.locator("mark.chosen").all_inner_texts() == ["서울시", "서울시"]
    expect(page.locator("#card h3")).to_have_text("서울특별시")
    page.locator("#r-figure12 a", has_text="9천870가구").click()
    expect(page.locator("mark.chosen")).to_have_text("9천870가구")
    page.go_back()
    assert page.locator("mark.chosen").all_inner_texts() == ["서울시", "서울시"]


def test_all_by_keyboard(html, visit):
    page = visit(html, f"#a={ARTICLE}")
    page.keyboard.press("Tab")
    expect(page.locator("#skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    expect(page.locator("#article h1")).to_be_visible()
    page.locator("mark.award").first.focus()
    page.keyboard.press("Enter")  # into the card
    expect(page.locator("#card h3 a").first).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#card a.ref:focus")).to_have_text("서울특별시 강서구")
    page.keyboard.press("Enter")
    assert page.url.endswith("&r=org1")
    expect(page.locator("mark:focus")).to_have_text("서울 강서구")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator("mark:focus")).to_have_text("서울 강서구")
    expect(page.locator("#card")).to_be_hidden()


def test_filters(html, visit):
    page = visit(html, f"#a={ARTICLE}")
    for kind in KINDS:
        expect(page.locator(f"mark.{kind}").first).to_be_visible()
    button = page.locator(".filters .figure")
    expect(button).to_have_attribute("aria-pressed", "true")
    text = page.locator(".text").inner_text()
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(button).to_be_focused()
    expect(page.locator("mark.figure, .records tr.figure")).to_have_count(0)
    expect(page.locator("mark.award").first).to_be_visible()
    assert page.locator(".text").inner_text() == text
    page.evaluate("location.hash += '&r=figure16'")  # what is asked for is shown
    expect(page.locator("mark.chosen")).to_have_text("78.8%")


def test_search(html, visit):
    page = visit(html)
    page.locator("#q").fill("안부이음")
    expect(page.locator("#summary h1")).to_have_text("‘안부이음’ 검색 결과")
    expect(page.locator(".t-programs tbody tr")).to_have_count(1)
    expect(page.locator(".t-articles tbody tr")).to_have_count(1)
    page.locator("#q").fill("가스검침원 전수조사도")  # stands in a text alone
    expect(page.locator("#awards")).to_contain_text("해당하는 내용이 없습니다.")
    expect(page.locator(".t-articles tbody tr")).to_have_count(1)
    expect(page.locator(".t-articles .small b")).to_have_text("가스검침원")
    page.locator(".t-articles a").click()
    expect(page.locator("#article h1")).to_contain_text("강서구")
    page.go_back()
    expect(page.locator("#q")).to_have_value("가스검침원 전수조사도")
    page.locator(".clear").click()
    expect(page.locator(".tile").first).to_be_visible()
    page.locator(".winners a").first.click()  # an organization: all that is known of it
    expect(page.locator("#q")).to_have_value("서울특별시 강서구")
    for name in page.locator(".t-awards tbody tr").all_inner_texts():
        assert "서울특별시 강서구" in name


def test_language(html, visit):
    page = visit(html, f"#a={ARTICLE}&r=program2", locale="en-US")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#card")).to_contain_text("launched")
    page.locator("#language").click()
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    expect(page.locator("#r-program2")).to_contain_text("시작")
    expect(page.locator("mark.chosen")).to_have_text("강서 안부이음 서비스")
    page.reload()
    expect(page.locator("#home")).to_have_attribute("aria-label", re.compile("요약"))


def test_dark_mode(html, visit):
    page = visit(html, locale="ko")  # remembered there alone
    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    page.locator("#dark").click()
    dark = page.evaluate(background)
    assert light != dark
    page.reload()
    assert page.evaluate(background) == dark
    expect(page.locator("#dark")).to_have_attribute("aria-pressed", "true")
    assert visit(html, color_scheme="dark").evaluate(background) == dark


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_contrast(scheme, html, visit):
    page = visit(html, color_scheme=scheme)
    for address in ("", "#q=서울", f"#a={ARTICLE}&r=award1"):
        page.goto(html.as_uri() + address)
        page.evaluate("for (const node of document.querySelectorAll('details')) node.open = true")
        seen, poor = page.evaluate(CONTRASTS)
        assert seen > 100
        assert poor == []


def test_a_phone(html, visit):
    page = visit(html, **PHONE, has_touch=True)
    assert not wide(page)
    row = page.locator(".t-awards tbody tr").first
    assert row.evaluate("node => getComputedStyle(node).display") == "block"
    row.locator("a[href*='r=award']").tap()
    expect(page.locator("mark.chosen").first).to_be_in_viewport()
    assert not wide(page)
    card = page.locator("#card").bounding_box()
    assert (card["x"], card["width"]) == (0, 360)
    assert card["y"] + card["height"] == pytest.approx(740, abs=1)
    page.locator(".close").tap()
    expect(page.locator("#card")).to_be_hidden()


def test_marks_that_overlap(visit, tmp_path):
    text = "\U0001f3c6 가나다라마바사아자차"
    name = "가나다라마바"
    recipient = {"id": "org1", "name": "다라"}
    records = [
        record("award", "award1", name, 2, recipient=recipient),
        record("award", "award2", name, 2, recipient=recipient),
        record("organization", "org1", "다라", 4),
        record("date", "date1", "마바사아", 6, value="2013"),  # crosses the award's end
    ]
    save(tmp_path / "out", "a", text, records)
    report(tmp_path / "out", tmp_path / "r.html")
    page = visit(tmp_path / "r.html", "#a=a")
    marks = page.locator(".text mark")
    assert marks.all_text_contents() == ["가나", "다라", "마바", "사아"]
    assert page.locator(".text").text_content() == text
    displays = marks.evaluate_all("nodes => nodes.map((node) => getComputedStyle(node).display)")
    assert set(displays) == {"inline"}
    assert [mark.get_attribute("tabindex") for mark in marks.all()] == ["0", "0", "0", None]
    marks.nth(2).hover()
    expect(page.locator("#card .type")).to_have_text(["날짜", "수상", "수상"])
    page.evaluate("location.hash = '#a=a&r=award2'")
    assert page.locator("mark.chosen").all_text_contents() == ["가나", "다라", "마바"]
    expect(page.locator("#card .card-head").first).to_contain_text("award2")


def test_hostile_text_is_text(visit, tmp_path):
    hostile(tmp_path / "out")
    report(tmp_path / "out", tmp_path / "r.html")
    html = tmp_path / "r.html"
    page = visit(html, "#a=a%26b%3Dc'd&r=award1")
    for address in ("#q=alert", "#a=<img>", "#%", "#a=%&r=%", "#q=%", ""):
        page.goto(html.as_uri() + address)
        assert page.locator("main").evaluate("n => n.querySelectorAll('img, script').length") == 0
    page.locator(".t-awards a[href*='r=award1']").click()
    assert "<img src=x onerror=alert(2)> <!-- <script> ]]> &lt;b&gt;" in HOSTILE
    for part in HOSTILE.split("\x00")[0], "{{ 7 * 7 }}", "셋째 \U0001f3c6 끝":
        assert part in page.locator(".text").text_content()
    page.locator("mark").first.hover()
    expect(page.locator("#card")).to_contain_text("<script>alert(1)</script>")


def test_linked_pages(visit, tmp_path):
    for number in range(5):
        name, head = f"기관{number}", {"title": f"제목 {number}"}
        if number == 3:
            head |= {"published": "2021", "published_from": "text"}
        award = record("award", "award1", "한빛대상", 4, recipient={"id": "org1", "name": name})
        records = [record("organization", "org1", name), award]
        save(tmp_path / "out", f"a{number}", f"{name} 한빛대상", records, **head)
    html = tmp_path / "re port.html"
    report(tmp_path / "out", html, limit=4, per_page=2)
    page = visit(html)
    titles = page.locator(".t-articles tbody th").all_inner_texts()
    assert titles == [f"제목 {number}" for number in (3, 0, 1, 2, 4)]  # what is dated comes first
    page.locator(".t-awards tbody tr", has_text="제목 3").locator("a[href*='r=award1']").click()
    assert page.url.endswith("/re%20port_files/002.html#a=a3&r=award1")
    expect(page.locator("mark.chosen")).to_have_text("한빛대상")
    page.go_back()
    expect(page.locator(".t-awards tbody tr")).to_have_count(5)
    page.goto(f"{html.as_uri()}#a=a4")  # the address is the report's
    page.wait_for_url("**/003.html#a=a4")
    expect(page.locator("#article h1")).to_have_text("제목 4")
    page.locator(".around a").first.click()
    expect(page.locator(".tile").first).to_contain_text("5")
    page = visit(tmp_path / "re port_files" / "001.html")
    expect(page.locator("#summary h1")).to_have_text("기사 모음 1")
    page.locator("#q").fill("기관1")
    expect(page.locator(".t-articles tbody tr")).to_have_count(1)


def test_an_article_without_its_text(visit, tmp_path):
    award = record("award", "award1", "한빛대상", recipient={"id": "org1", "name": "연수구"})
    save(tmp_path / "out", "a", None, [award, record("organization", "org1", "연수구")])
    report(tmp_path / "out", tmp_path / "r.html")
    page = visit(tmp_path / "r.html", "#a=a")
    expect(page.locator("#article .warning")).to_contain_text("a.txt: no such file here")
    page.locator("#r-award1 a.ref").click()
    expect(page.locator("#r-org1")).to_have_class("organization chosen")
    expect(page.locator("#r-org1 a").first).to_be_focused()


def test_without_scripts(html, visit):
    page = visit(html, java_script_enabled=False)
    expect(page.locator("noscript p").first).to_be_visible()
    expect(page.locator("noscript table").first).to_contain_text("지역복지사업 평가")
