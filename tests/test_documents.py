"""Documents -> Page: what is read of .hwpx, .docx and .pdf, and what hostile files come to."""

import io
import re
import zipfile
import zlib
from unittest import mock
from xml.sax.saxutils import escape

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.reading import documents
from extract.reading import pdf as pdf_reader
from extract.reading.page import Page
from extract.writing import Failure

HEADLINE = "가온시, 물빛정책대상에서 대상 받아"
FIRST = "가온시는 30일 ‘물빛정책대상’에서 대상을 받았다고 밝혔다."
SECOND = "다온군은 예산 1,250억 원을 들여 하천 12곳을 고쳤다."
ROWS = [["기관", "상", "상금"], ["가온시", "대상", "500만 원"], ["다온군", "", "300만 원"]]
TABLE = ["기관\t상\t상금", "가온시\t대상\t500만 원", "다온군\t\t300만 원"]


def zipped(members: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def members_of(data: bytes) -> dict[str, str | bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# .hwpx


def p(*runs: str) -> str:
    return f"<hp:p><hp:run>{''.join(runs)}</hp:run></hp:p>"


def t(text: str) -> str:
    return f"<hp:t>{text}</hp:t>"


def tbl(rows: list[list[str]]) -> str:
    """A table of cells given as XML."""
    cells = "".join(
        "<hp:tr>"
        + "".join(f"<hp:tc><hp:subList>{c}</hp:subList></hp:tc>" for c in row)
        + "</hp:tr>"
        for row in rows
    )
    return f"<hp:tbl>{cells}</hp:tbl>"


def section(body: str, year: str = "2011") -> str:
    root = f"http://www.hancom.co.kr/hwpml/{year}"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<hs:sec xmlns:hs="{root}/section" xmlns:hp="{root}/paragraph">{body}</hs:sec>'
    )


def hpf(title: str = "", creator: str = "", spine: tuple[str, ...] = ("section0",)) -> str:
    names = ["header", *spine]
    items = "".join(f'<opf:item id="{n}" href="Contents/{n}.xml"/>' for n in names)
    refs = "".join(f'<opf:itemref idref="{n}"/>' for n in names)
    return (
        '<opf:package xmlns:opf="http://www.idpf.org/2007/opf/"><opf:metadata>'
        f"<opf:title>{escape(title)}</opf:title>"
        f'<opf:meta name="creator" content="text">{creator}</opf:meta>'
        '<opf:meta name="CreatedDate" content="text">2019-01-02T03:04:05Z</opf:meta>'
        f"</opf:metadata><opf:manifest>{items}</opf:manifest><opf:spine>{refs}</opf:spine>"
        "</opf:package>"
    )


def hwpx(body: str, **more: str | bytes) -> bytes:
    return zipped(
        {
            "mimetype": "application/hwp+zip",
            "Contents/content.hpf": hpf(),
            "Contents/header.xml": "<head/>",
            "Contents/section0.xml": section(body),
        }
        | {name.replace("__", "/").replace("_", "."): content for name, content in more.items()}
    )


HWPX = {
    "runs of a paragraph": (
        p(t("가온시는 "), t("대상을")) + p(t("받았다.")),
        ["가온시는 대상을", "받았다."],
    ),
    "signs": (
        p(
            "<hp:t>가<hp:tab/>나<hp:nbSpace/>다<hp:fwSpace/>라<hp:lineBreak/>마<hp:hyphen/>바</hp:t>"
        ),
        ["가\t나 다 라", "마-바"],
    ),
    "marks in the text": (
        p("<hp:t>가온<hp:markpenBegin/>시는<hp:markpenEnd/> 컸다.</hp:t>"),
        ["가온시는 컸다."],
    ),
    "blank lines": (p(t("가")) + p() + p(t("  ")) + p(t("나")), ["가", "나"]),
    "a table": (p(tbl([[p(t(c)) for c in row] for row in ROWS])), TABLE),
    "paragraphs in a cell": (p(tbl([[p(t("가")), p(t("나")) + p(t("다"))]])), ["가\t나 다"]),
    "a frame of one cell": (p(tbl([[p(t("가")) + p(t("나"))]])), ["가", "나"]),
    "a table in a table": (
        p(tbl([[p(t("가")) + p(tbl([[p(t("나")), p(t("다"))]])) + p(t("라"))]])),
        ["가", "나\t다", "라"],
    ),
    "a table in a cell of many": (
        p(tbl([[p(t("가")), p(tbl([[p(t("나")), p(t("다"))]]))]])),
        ["가\t나 다"],
    ),
    "a table in a sentence": (
        p(t("가온시는"), tbl([[p(t("나")), p(t("다"))]]), t(" 컸다.")),
        ["가온시는 컸다.", "나\t다"],
    ),
    "a table before the text": (p(tbl([[p(t("나")), p(t("다"))]]), t("가")), ["나\t다", "가"]),
    "a note": (
        p(
            t("대상을"),
            f"<hp:ctrl><hp:footNote>{p(t('주: 잠정'))}</hp:footNote></hp:ctrl>",
            t(" 받았다."),
        ),
        ["대상을 받았다.", "주: 잠정"],
    ),
    "a caption and a comment on a picture": (
        p(
            t("가"),
            "<hp:pic><hp:shapeComment>그림입니다.</hp:shapeComment>"
            f"<hp:caption><hp:subList>{p(t('▲ 시상식'))}</hp:subList></hp:caption></hp:pic>",
        ),
        ["가", "▲ 시상식"],
    ),
    "headers, footers, comments": (
        p(
            *(
                f"<hp:ctrl><hp:{tag}>{p(t('밖'))}</hp:{tag}></hp:ctrl>"
                for tag in ("header", "footer", "hiddenComment", "fieldBegin")
            ),
            t("안"),
        ),
        ["안"],
    ),
    "deleted text": (
        p(
            "<hp:t>대상<hp:deleteBegin/>과 금상<hp:tab/></hp:t>",
            "<hp:t>도<hp:deleteEnd/>을 받았다.</hp:t>",
        ),
        ["대상을 받았다."],
    ),
    "line ends within": (p(t("가\n나&#x2028;다&#x85;라")), ["가 나 다 라"]),
}


@pytest.mark.parametrize(("body", "lines"), HWPX.values(), ids=HWPX)
def test_hwpx(body, lines):
    page = documents.hwpx(hwpx(body), "a.hwpx")
    assert page == Page("\n".join(lines))


@pytest.mark.parametrize("year", ["2011", "2016", "2024"])
def test_hwpx_of_several_years(year):
    data = hwpx("", Contents__section0_xml=section(p(t(FIRST)), year))
    assert documents.hwpx(data, "a.hwpx").text == FIRST


def test_hwpx_sections_come_in_the_order_of_the_spine():
    parts = {f"Contents__section{i}_xml": section(p(t(f"{i}번"))) for i in (0, 1, 2, 10)}
    named = hwpx("", Contents__content_hpf=hpf(spine=("section2", "section0")), **parts)
    assert documents.hwpx(named, "a.hwpx").text == "2번\n0번"
    unnamed = hwpx("", Contents__content_hpf="<broken", **parts)
    assert documents.hwpx(unnamed, "a.hwpx").text == "0번\n1번\n2번\n10번"


def test_hwpx_tells_of_what_is_missing():
    data = hwpx(
        "",
        Contents__content_hpf=hpf(spine=("section0", "section1")),
        Contents__section0_xml=section(p(t(FIRST)))[:-20],
    )
    page = documents.hwpx(data, "a.hwpx")
    assert page.text == FIRST
    assert page.warnings == [
        "sections that are missing: 1",
        "Contents/section0.xml breaks off: text is missing behind it",
    ]


def test_hwpx_sections_named_many_times_are_read_once():
    data = hwpx(p(t(FIRST)), Contents__content_hpf=hpf(spine=("section0",) * 1000))
    assert documents.hwpx(data, "a.hwpx").text == FIRST


TITLES = {
    "the headline": (HEADLINE, HEADLINE),
    "set apart otherwise": (
        "가온시,  물빛정책대상에서\n대상 받아",
        "가온시, 물빛정책대상에서 대상 받아",
    ),
    "none": ("", None),
    "a template's": ("다온군 결산 검사 결과 보고", None),
    "a kind of document": ("가온시 정례 보도자료", None),
    "short": ("가온시", None),
    "a file's name": ("물빛정책대상.hwp", None),
}


@pytest.mark.parametrize(("title", "expected"), TITLES.values(), ids=TITLES)
def test_title(title, expected):
    body = p(t("가온시 정례 보도자료")) + p(t(HEADLINE)) + p(t(FIRST + " 물빛정책대상.hwp"))
    data = hwpx(body, Contents__content_hpf=hpf(title))
    page = documents.hwpx(data, "a.hwpx")
    assert (page.title, page.published) == (expected, None)


@pytest.mark.parametrize(
    ("creator", "expected"),
    [("윤가람", "윤가람"), ("서나래", None), ("user", None), ("가온시청", None), ("", None)],
)
def test_reporter(creator, expected):
    data = hwpx(p(t("윤가람 기자 = " + FIRST)), Contents__content_hpf=hpf(creator=creator))
    assert documents.hwpx(data, "a.hwpx").reporter == expected


# .docx


def word(*blocks: str | list[list[str]], title: str = "", xml: str = "") -> bytes:
    """Paragraphs and tables, ``xml`` behind them; ``w:`` is declared there."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), len(block[0]))
        for row, texts in zip(table.rows, block, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    for element in parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>"):
        document.element.body.append(element)
    if title:
        document.core_properties.title = title
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def wp(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def wr(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
DOCX = {
    "a break and a tab": (
        wp(wr("가"), "<w:r><w:tab/><w:t>나</w:t><w:br/><w:t>다</w:t></w:r>"),
        ["가\t나", "다"],
    ),
    "tab stops are no tabs": (wp("<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>", wr("가")), ["가"]),
    "a content control": (f"<w:sdt><w:sdtContent>{wp(wr('가'))}</w:sdtContent></w:sdt>", ["가"]),
    "a link": (wp(wr("가온시 "), f"<w:hyperlink>{wr('누리집')}</w:hyperlink>"), ["가온시 누리집"]),
    "tracked changes": (
        wp(
            wr("대상"),
            f"<w:ins>{wr('을')}</w:ins><w:del><w:r><w:delText>과</w:delText></w:r></w:del>",
            f"<w:moveFrom>{wr('도')}</w:moveFrom>",
        ),
        ["대상을"],
    ),
    "a text box, for new and old programs": (
        wp(
            wr("가"),
            f"<w:r><mc:AlternateContent {MC}><mc:Choice Requires='wps'><w:txbxContent>"
            f"{wp(wr('나'))}</w:txbxContent></mc:Choice><mc:Fallback>{wp(wr('나'))}</mc:Fallback>"
            "</mc:AlternateContent></w:r>",
            wr("다"),
        ),
        ["가다", "나"],
    ),
    "a cell over two thousand million columns": (
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>'
        f"{wp(wr('가'))}</w:tc><w:tc>{wp(wr('나'))}</w:tc></w:tr></w:tbl>",
        ["가\t나"],
    ),
}


@pytest.mark.parametrize(("xml", "lines"), DOCX.values(), ids=DOCX)
def test_docx(xml, lines):
    assert documents.docx(word(xml=xml), "a.docx") == Page("\n".join(lines))


def test_docx_properties():
    page = documents.docx(word(HEADLINE, FIRST, title=HEADLINE), "a.docx")
    assert (page.title, page.published, page.reporter) == (HEADLINE, None, None)
    assert documents.docx(word("Word Document"), "a.docx").title is None


# .pdf

FONTS = {"UniKS-UCS2-H": "utf-16-be", "KSCms-UHC-H": "cp949", "KSC-EUC-H": "euc_kr"}
"""Fonts that are not embedded; any other name stands for a subset with a ToUnicode table."""


def width(text: str) -> float:
    """In ems, of the fonts of ``pdf``."""
    return sum(0.5 if ord(c) < 0x2000 else 1.0 for c in text)


def stream(data: bytes, entries: str = "") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries.encode(), len(data), data)


def assembled(objects: dict[int, bytes], trailer: str = "/Root 1 0 R") -> bytes:
    data, places = b"%PDF-1.7\n", {}
    for number, content in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start, size = len(data), max(objects) + 1
    lines = [b"%010d 00000 %c \n" % (places.get(i, 0), b"fn"[i in places]) for i in range(size)]
    data += b"xref\n0 %d\n%s" % (size, b"".join(lines))
    return data + b"trailer<<%s>>\nstartxref\n%d\n%%%%EOF\n" % (trailer.encode(), start)


def pdf(
    *pages: list[tuple[float, float, str]],
    font: str = "subset",
    size: float = 10,
    objects: dict[int, bytes] | None = None,
    contents: bytes | None = None,
    trailer: str = "",
    unknown: str = "",
) -> bytes:
    """Pages of texts at (x, y), ``objects`` laid over; letters in ``unknown`` have no meaning."""
    letters = sorted({c for page in pages for *_, text in page for c in text})
    glyphs = {c: i for i, c in enumerate(letters, 3)}
    if font in FONTS:
        system, encoding = "Korea1", font
        widths = "/W[1 95 500]"
    else:
        system, encoding = "Identity", "Identity-H"
        widths = f"/W[{' '.join(f'{i}[{int(1000 * width(c))}]' for c, i in glyphs.items())}]"
    meanings = "".join(
        f"<{i:04X}><{c.encode('utf-16-be').hex()}>" for c, i in glyphs.items() if c not in unknown
    )
    kids = " ".join(f"{100 + i} 0 R" for i in range(len(pages)))
    made = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: f"<</Type/Pages/Kids[{kids}]>>".encode(),
        3: (
            f"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/{encoding}/DescendantFonts[4 0 R]"
            f"{'' if font in FONTS else '/ToUnicode 5 0 R'}>>"
        ).encode(),
        4: (
            "<</Type/Font/Subtype/CIDFontType2/BaseFont/A/DW 1000/FontDescriptor<</Descent -120>>"
            f"{widths}/CIDSystemInfo<</Registry(Adobe)/Ordering({system})/Supplement 1>>>>"
        ).encode(),
        5: stream(f"begincmap {len(glyphs)} beginbfchar {meanings} endbfchar endcmap".encode()),
    }
    for i, page in enumerate(pages):
        shown = b""
        for x, y, text in page:
            if font in FONTS:
                code = text.encode(FONTS[font])
            else:
                code = b"".join(glyphs[c].to_bytes(2, "big") for c in text)
            shown += f"BT /F {size} Tf {x} {y} Td <{code.hex()}> Tj ET\n".encode()
        made[100 + i] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {200 + i} 0 R"
            "/Resources<</Font<</F 3 0 R>>/XObject<</X 300 0 R>>>>>>"
        ).encode()
        made[200 + i] = stream(shown if contents is None else contents)
    return assembled(made | (objects or {}), "/Root 1 0 R" + trailer)


def read_here(data: bytes) -> list[str]:
    """The lines of a harmless PDF, without a process for it."""
    return pdf_reader._text(data, seconds=60).lines


def column(*lines: str, x: float = 70, top: float = 780, lead: float = 18) -> list:
    return [(x, top - i * lead, line) for i, line in enumerate(lines)]


@pytest.mark.parametrize("font", [*FONTS, "subset"])
def test_pdf_fonts(font):
    text = "가온시·다온군은 30일 ‘물빛정책대상’에서 대상을 받았다."
    assert read_here(pdf([(70, 700, text)], font=font)) == [text]


A = "가온시는 올해 하천 열두 곳을 고치고 나무도 심었"
B = "으며 물빛정책대상에서는 가장 높은 상을 받아 시민"
C = "에게 알렸다. 시장은 앞으로도 물길을 살피겠다고"
SENTENCE = "가온시는 올해 하천 열두 곳을 고치고 대상 받았다."
DAY = "물빛정책대상 시상식은 가온시 시민회관에서 2024."
JOINED = {
    "at letters": ([A, B, C, " 말했다."], [f"{A}{B}{C} 말했다."]),
    "blanks written": ([A, B, C + " ", "말했다."], [f"{A}{B}{C} 말했다."]),
    "after a sentence": ([SENTENCE, A, B], [SENTENCE, A + B]),
    "before an item": ([A, B, "□ 금상은 다온군이 받았다."], [A + B, "□ 금상은 다온군이 받았다."]),
    "before what was item 다": (
        [A, "다. 다온군은 금상을 받았다.", A],
        [A + "다. 다온군은 금상을 받았다.", A],
    ),
    "in a day": ([SENTENCE, DAY, "12. 31.까지 열린다."], [SENTENCE, f"{DAY} 12. 31.까지 열린다."]),
    "short lines": (["행사: 물빛축제", "때: 5월 3일"], ["행사: 물빛축제", "때: 5월 3일"]),
}


@pytest.mark.parametrize(("lines", "expected"), JOINED.values(), ids=JOINED)
def test_pdf_joins_lines(lines, expected):
    assert read_here(pdf(column(*lines))) == expected


def test_pdf_lines_broken_at_words_are_joined_with_blanks():
    text = (
        "가온시는 올해 하천 열두 곳을 고치고 나무 삼만 그루를 심었으며 물빛정책대상 "
        "심사위원회로부터 가장 높은 상을 받아 시민에게 널리 알렸고 내년에도 "
        "물길살리기사업을 이어서 크게 벌여 나갈 계획이라고 시장이 직접 밝혔다."
    )
    lines = [""]
    for word in text.split():
        if width(lines[-1] + word) > 24:
            lines.append("")
        lines[-1] += " " * bool(lines[-1]) + word
    assert read_here(pdf(column(*lines))) == [text]


def test_pdf_columns_and_pages():
    left, right = column(SENTENCE, A, B, x=40), column(C, "말했다.", SENTENCE, x=320)
    assert read_here(pdf(left + right)) == [SENTENCE, f"{A}{B}{C}말했다.", SENTENCE]
    first, second = [*column(A, B), (290, 40, "- 1 -")], [*column(B, SENTENCE), (290, 40, "- 2 -")]
    assert read_here(pdf(first, second)) == [f"{A}{B}{B}{SENTENCE}"]


def test_pdf_title_and_letters_without_meaning():
    title = HEADLINE.encode("utf-16-be").hex()
    data = pdf(column(HEADLINE, FIRST), trailer=f"/Info<</Title<FEFF{title}>>>", unknown="밝")
    page = documents.pdf(data, "a.pdf")
    assert page.title == HEADLINE
    assert page.text == f"{HEADLINE}\n{FIRST.replace('밝', chr(0xFFFD))}"
    assert page.warnings == ["characters that are broken and stand as U+FFFD: 1"]


def test_pdf_gives_the_pages_that_can_be_read():
    data = pdf(column(FIRST), column(SECOND), objects={101: b"<</Type/Page/MediaBox 5>>"})
    page = documents.pdf(data, "a.pdf")
    assert page.text.startswith(FIRST)
    many = pdf(*[column(*[A, B, C] * 10)] * 200)
    with mock.patch.object(pdf_reader, "SECONDS", 1):
        page = documents.pdf(many, "a.pdf")
    assert page.text.startswith(A + B + C)
    assert re.fullmatch(r"only its first \d+ pages are read: it takes too long", page.warnings[0])


def test_pdf_finds_its_way_without_a_table_of_places():
    data = pdf(column(FIRST))
    lost = re.sub(rb"startxref\n\d+", b"startxref\n99999", data)
    assert documents.pdf(lost, "a.pdf").text == FIRST


# all three

PARAGRAPHS = [HEADLINE, FIRST, SECOND]
ROUND_TRIPS = {
    ".hwpx": lambda: hwpx(
        "".join(p(t(text)) for text in PARAGRAPHS)
        + p(tbl([[p(t(text)) for text in row] for row in ROWS]))
    ),
    ".docx": lambda: word(*PARAGRAPHS, ROWS),
}


@pytest.mark.parametrize("kind", ROUND_TRIPS)
def test_round_trip(kind):
    page = documents.READERS[kind[1:]](ROUND_TRIPS[kind](), f"a{kind}")
    assert page == Page("\n".join(PARAGRAPHS + TABLE))


def test_round_trip_of_a_pdf():
    table = [
        (70 + 90 * i, 600 - 18 * j, c) for j, row in enumerate(ROWS) for i, c in enumerate(row)
    ]
    page = documents.pdf(pdf(column(*PARAGRAPHS) + table), "a.pdf")
    lines = page.text.split("\n")
    assert lines[:3] == PARAGRAPHS
    assert sorted(lines[3:]) == sorted(c for row in ROWS for c in row if c)


@pytest.mark.parametrize(
    ("kind", "module"), [("hwpx", "defusedxml"), ("docx", "docx"), ("pdf", "pdfminer")]
)
def test_packages_that_are_not_installed(kind, module, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(Failure) as failure:
        documents.READERS[kind](b"%PDF-1.7", "a")
    assert failure.value.error == f"reading .{kind} needs packages that are not installed"
    assert failure.value.hint == "pip install 'gisa[documents]'"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LOL = '<!DOCTYPE a [<!ENTITY a "가"><!ENTITY b "&a;&a;">]>'
FETCH = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
DECLARED = "its XML declares a DTD or entities"
BOUND = r"takes too much time or memory to read|damaged: page 1 cannot be read \(MemoryError\)"
DAMAGED = r"damaged \(\w+\)"


def entities(declared: str) -> str:
    return section(p(t("&a;"))).replace("<hs:sec", declared + "<hs:sec", 1)


def flagged(data: bytes) -> bytes:
    """The same zip, its members said to be encrypted."""
    for head, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        for match in re.finditer(re.escape(head), data):
            at = match.start() + place
            data = data[:at] + bytes([data[at] | 1]) + data[at + 1 :]
    return data


def with_document(xml: str | bytes) -> bytes:
    return zipped(members_of(word()) | {"word/document.xml": xml})


def image() -> dict[int, bytes]:
    return {300: stream(bytes(100), "/Subtype/Image/Width 10/Height 10/BitsPerComponent 8")}


def forms(levels: int) -> dict[int, bytes]:
    """Figures that each show the next one twice."""
    entries = "/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</X {} 0 R>>>>"
    return {300 + i: stream(b"/X Do /X Do", entries.format(301 + i)) for i in range(levels)}


HOSTILE = {
    "hwpx: nothing": ("hwpx", lambda: b"", "empty"),
    "hwpx: no zip": ("hwpx", lambda: b"abc" * 99, "no .hwpx file, or cut short"),
    "hwpx: cut short": ("hwpx", lambda: hwpx(p(t(FIRST)))[:-40], "no .hwpx file, or cut short"),
    "hwpx: an old file": ("hwpx", lambda: OLE, "an old .hwp file"),
    "hwpx: another zip": ("hwpx", lambda: word(FIRST), "no .hwpx document: it has no sections"),
    "hwpx: no text": ("hwpx", lambda: hwpx(p()), "empty"),
    "hwpx: pictures": (
        "hwpx",
        lambda: hwpx(p(), BinData__image1_png=b"x"),
        "no text: its pages are pictures",
    ),
    "hwpx: broken XML": (
        "hwpx",
        lambda: hwpx("<hp:p"),
        "damaged: Contents/section0.xml breaks off: text is missing behind it",
    ),
    "hwpx: encrypted zip": ("hwpx", lambda: flagged(hwpx(p(t(FIRST)))), "encrypted"),
    "hwpx: a password": (
        "hwpx",
        lambda: zipped(
            {
                "META-INF/manifest.xml": "<odf:encryption-data/>",
                "Contents/section0.xml": b"\x01\x02",
            }
        ),
        "encrypted",
    ),
    "hwpx: entities": ("hwpx", lambda: hwpx("", Contents__section0_xml=entities(LOL)), DECLARED),
    "hwpx: a file of ours": (
        "hwpx",
        lambda: hwpx("", Contents__section0_xml=entities(FETCH)),
        DECLARED,
    ),
    "hwpx: entities in the list": (
        "hwpx",
        lambda: hwpx(p(t(FIRST)), Contents__content_hpf=LOL),
        DECLARED,
    ),
    "hwpx: deep": (
        "hwpx",
        lambda: hwpx("<hp:p>" * 100_000),
        "its XML is nested over 256 levels deep",
    ),
    "hwpx: a bomb": ("hwpx", lambda: hwpx(" " * (3 << 20)), "more than 2 MiB unpacked"),
    "hwpx: many members": (
        "hwpx",
        lambda: zipped({f"Contents/section{i}.xml": "" for i in range(5001)}),
        "more than 5,000 members",
    ),
    "docx: an old file": ("docx", lambda: OLE, "an old .doc file"),
    "docx: a password": ("docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "docx: no zip": ("docx", lambda: b"PK\x03\x04" + bytes(99), "no .docx file, or cut short"),
    "docx: another zip": ("docx", lambda: hwpx(p(t(FIRST))), "no .docx document"),
    "docx: encrypted zip": ("docx", lambda: flagged(word(FIRST)), "encrypted"),
    "docx: no text": ("docx", lambda: word(), "empty"),
    "docx: entities": ("docx", lambda: with_document(entities(LOL)), DECLARED),
    "docx: a file of ours": (
        "docx",
        lambda: with_document(entities(FETCH).encode("utf-16")),
        DECLARED,
    ),
    "docx: no body": ("docx", lambda: with_document("<a/>"), DAMAGED),
    "docx: deep": ("docx", lambda: with_document("<a>" * 100_000), DAMAGED),
    "docx: a bomb": ("docx", lambda: with_document(" " * (3 << 20)), "more than 2 MiB unpacked"),
    "pdf: no PDF": ("pdf", lambda: b"abc" * 99, "no PDF, or damaged"),
    "pdf: an old file": ("pdf", lambda: OLE, "no PDF: an old .hwp or .doc file"),
    "pdf: a head": ("pdf", lambda: b"%PDF-1.7\n", DAMAGED),
    "pdf: cut short": ("pdf", lambda: pdf(column(FIRST))[:400], DAMAGED),
    "pdf: encrypted": (
        "pdf",
        lambda: pdf(
            column(FIRST),
            trailer=f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'61' * 32}>/U<{'62' * 32}>>>",
        ),
        "encrypted",
    ),
    "pdf: pictures": (
        "pdf",
        lambda: pdf([], contents=b"/X Do", objects=image()),
        "no text: its pages are pictures",
    ),
    "pdf: blank": ("pdf", lambda: pdf([]), "empty"),
    "pdf: no meanings": (
        "pdf",
        lambda: pdf(column(FIRST), unknown=FIRST),
        "no text: its fonts do not say which letters they show",
    ),
    "pdf: a circle of pages": (
        "pdf",
        lambda: pdf([], objects={100: b"<</Type/Pages/Kids[2 0 R 100 0 R]>>"}),
        "damaged: it has no pages",
    ),
    "pdf: an endless reference": (
        "pdf",
        lambda: pdf([], objects={200: b"200 0 R"}),
        BOUND,
    ),
    "pdf: figures in figures": (
        "pdf",
        lambda: pdf([], contents=b"/X Do", objects=forms(60)),
        BOUND,
    ),
    "pdf: a bomb": (
        "pdf",
        lambda: pdf(
            [],
            objects={
                200: stream(
                    zlib.compress(b"\x81 " * (4 << 20)), "/Filter[/FlateDecode/RunLengthDecode]"
                )
            },
        ),
        BOUND,
    ),
    "pdf: a table of 2³² meanings": (
        "pdf",
        lambda: pdf(
            column(FIRST),
            objects={5: stream(b"begincmap 1 beginbfrange <00000000><FFFFFFFF><0000> endbfrange")},
        ),
        BOUND,
    ),
}


@pytest.mark.parametrize(("kind", "made", "error"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_fail_with_a_line(kind, made, error, monkeypatch):
    for name, limit in {"SECONDS": 1, "MEMORY": 400, "MAX_BYTES": 2, "MAX_TREE": 2}.items():
        where = pdf_reader if hasattr(pdf_reader, name) else documents
        monkeypatch.setattr(where, name, limit if name == "SECONDS" else limit << 20)
    with pytest.raises(Failure) as failure:
        documents.READERS[kind](made(), f"a.{kind}")
    assert re.fullmatch(error, failure.value.error)
    assert failure.value.file == f"a.{kind}"
    assert failure.value.hint and "\n" not in str(failure.value)


def test_pictures_are_not_unpacked():
    picture = {"word/media/image1.png": bytes(20 << 20)}
    assert documents.docx(zipped(members_of(word(FIRST)) | picture), "a.docx").text == FIRST


def test_what_is_unpacked_is_counted_not_believed(monkeypatch):
    monkeypatch.setattr(documents, "MAX_BYTES", 2000)
    data = hwpx(p(t(FIRST)) * 99)
    content = len(section(p(t(FIRST)) * 99).encode()).to_bytes(4, "little")
    with pytest.raises(Failure, match=r"unpacked|cut short"):
        documents.hwpx(data.replace(content, (100).to_bytes(4, "little")), "a.hwpx")


VALID = {
    "hwpx": hwpx(p(t(HEADLINE)) + p(t(FIRST), tbl([[p(t("가")), p(t("나"))]]))),
    "docx": word(HEADLINE, FIRST, ROWS),
    "pdf": pdf(column(HEADLINE, A, B, C)),
}


def read(kind: str, data: bytes) -> None:
    with mock.patch.object(pdf_reader, "SECONDS", 2):
        try:
            page = documents.READERS[kind](data, "a")
        except Failure as failure:
            assert "\n" not in str(failure)
        else:
            assert page.text.strip()
            page.text.encode()


def changed(data: bytes, changes: list[tuple[float, int]]) -> bytes:
    out = bytearray(data)
    for place, byte in changes:
        out[int(place * len(out))] = byte
    return bytes(out)


changes = st.lists(st.tuples(st.floats(0, 0.9999), st.integers(0, 255)), min_size=1, max_size=40)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["hwpx", "docx"]), st.binary() | changes)
def test_any_bytes_and_changed_files(kind, made):
    read(kind, made if isinstance(made, bytes) else changed(VALID[kind], made))


XML = {
    "hwpx": section(p(t(HEADLINE)) + p(t(FIRST), tbl([[p(t("가")), p(t("나"))]]))).encode(),
    "docx": members_of(VALID["docx"])["word/document.xml"],
}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["hwpx", "docx"]), changes)
def test_changed_xml(kind, made):
    xml = changed(XML[kind], made)
    read(kind, hwpx("", Contents__section0_xml=xml) if kind == "hwpx" else with_document(xml))


@settings(max_examples=8, deadline=None)
@given(changes, st.floats(0.5, 1))
def test_changed_pdfs(made, cut):
    data = changed(VALID["pdf"], made)
    read("pdf", b"%PDF-1.7\n" + data[9 : int(cut * len(data))])
