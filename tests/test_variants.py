"""The same article in other clothes gives the same records, at the places where they then are."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import extract
from schemas import Article, Record

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
MIDDLE_DOT = re.compile("(?<=[가-힣])[·ㆍ・](?=[가-힣])")
BETWEEN = re.compile("(?<=[가-힣])(?=[가-힣])")
FULL_WIDTH = {ord("0") + i: chr(0xFF10 + i) for i in range(10)}


def every(number: int, sign: str) -> Callable[[str], str]:
    return lambda text: BETWEEN.sub(lambda m: sign if m.start() % number == 0 else "", text)


VARIANTS: dict[str, Callable[[str], str]] = {
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "zero-width signs": every(5, "\u200b"),
    "soft hyphens": every(7, "\u00ad"),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "fixed blanks": lambda text: text.replace(" ", "\u00a0"),
    "full-width digits": lambda text: text.translate(FULL_WIDTH),
    "lost middle dots": lambda text: MIDDLE_DOT.sub("?", text),
    "broken middle dots": lambda text: MIDDLE_DOT.sub("\ufffd", text),
    "a mark in front": lambda text: "\ufeff" + text,
}


@pytest.fixture(scope="module")
def originals() -> list[Article]:
    return [*extract.pipe(path.read_text("utf-8") for path in SEEDS)]


def same(text: str) -> str:
    """A text as it is in any of its clothes."""
    text = unicodedata.normalize("NFKC", text).replace("\r", "")
    return re.sub("[\u200b\u00ad\ufeff]", "", MIDDLE_DOT.sub("·", re.sub(r"[?\ufffd]", "·", text)))


def told(record: Record) -> str:
    """What a record says, its own id and place left out."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: plain(v) for k, v in value.items() if k not in ("start", "end")}
        if isinstance(value, list):
            return [plain(v) for v in value]
        return same(value) if isinstance(value, str) else value

    return str(plain(record.model_dump(exclude={"id"})))


@pytest.mark.parametrize("clothe", VARIANTS.values(), ids=VARIANTS)
def test_records_are_the_same(clothe: Callable[[str], str], originals: list[Article]) -> None:
    texts = [clothe(article.text) for article in originals]
    for text, original, article in zip(texts, originals, extract.pipe(texts), strict=True):
        assert article.text == text
        assert [*map(told, article.records)] == [*map(told, original.records)]
        for record in article.records:  # and each points at its words in the text as read
            for span in (record, *getattr(record, "mentions", ())):
                assert text[span.start : span.end] == span.text


def test_a_repeated_body_makes_no_second_award_or_program(originals: list[Article]) -> None:
    """Scrapers take a page twice: its mentions count, its awards and programs do not again."""

    def names(article: Article) -> Counter[tuple[str, str]]:
        return Counter(
            (record.type, f"{record.name} {getattr(record, 'prize', '')} {_who(record)}")
            for record in article.records
            if record.type in ("award", "program")
        )

    texts = [f"{article.text}\n{article.text}" for article in originals]
    for original, twice in zip(originals, extract.pipe(texts), strict=True):
        assert names(twice) == names(original)
        mentions = [r for r in twice.records if r.type == "organization"]
        first = [r for r in original.records if r.type == "organization"]
        assert sum(len(r.mentions) for r in mentions) > 1.5 * sum(len(r.mentions) for r in first)


def _who(record: Any) -> str:
    recipient = getattr(record, "recipient", None)
    return recipient.name if recipient else ""
