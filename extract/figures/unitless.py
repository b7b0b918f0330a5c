"""Figures without a unit: halves, scores, values of an index, ages in brackets.

``절반``, ``4-3 승리``, ``규모 5.8의 지진``, ``지수는 113.77로``, ``최모(45·여)씨``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from extract.figures.hits import Hit, Unit
from extract.morphemes import Morphemes
from extract.numerals import DECIMAL
from extract.wording import any_of, regions
from rules import Rules, RulesError

REACH = 60
"""Characters before a bare number in which the name of its index stands."""
BESIDE = 2
"""The same where the number is whole: ``지수 102``."""
YOUNGEST = 10
"""In brackets behind a name without a title, a lower number is no age."""

_DIGIT = "일이삼사오육칠팔구"
_LATIN = re.compile(r"[A-Za-z]")
_SCORE = re.compile(r"\d(?<![\d.,/-].)\d{0,2}(?:[-–:]|[ ]?대[ ]?)\d{1,3}(?![\d.,:-])")
_OF = "분의"
_FRACTION = re.compile(
    rf"(?<![가-힣])(?P<of>[{_DIGIT}]?십?[{_DIGIT}]|십)[ ]?{_OF}[ ]?(?P<over>[{_DIGIT}])"
    r"(?![가-힣]{2})"
)
_BARE = re.compile(
    rf"(?<![\dA-Za-z.,/-])(?P<sign>[-−–－])?(?P<number>{DECIMAL})"
    r"(?=으?로[ ,]|[을를][ ]|에서|까지|보다|이?[다었였며고]|에[ ]|[ ]?[,)→]|이[ ]?던|인[ ]|[ ]?$)"
)
_MAGNITUDE = re.compile(r"(?<![가-힣])규모[ ](?P<number>\d\.\d)(?=[ ,]|의|으?로)")
_INDEX = Unit("", "index")
_IN_BRACKETS = re.compile(
    r"\((?:[^()\d\n]{1,12}[·,.][ ]?)?(?P<age>\d{1,2})(?:\)|[·,][ ]?[^()\n]{1,10}\))"
)
_AGE = re.compile(
    rf"(?P<before>[가-힣A-Za-z]{{1,8}})[ ]?{_IN_BRACKETS.pattern}(?P<title>[ ]?[가-힣]{{1,6}})?"
)


class Unitless:
    """Finds them with the words of a set of rules.

    Raises rules.RulesError where a pattern in figures.toml is broken.
    """

    def __init__(self, rules: Rules) -> None:
        table: dict[str, Any] = rules.tables["figures"]
        words = table["unitless"]
        self.surnames = frozenset(table["context"]["surnames"])
        self.regions = regions(rules)
        self.named = re.compile(
            rf"[은는이가을를의도와과](?![가-힣])|에게|께서|[ ]?{any_of(words['titles'])}"
        )
        self.not_persons = tuple(table["context"]["not_persons"])
        self.indices = re.compile(
            rf"{any_of(words['indices'])}(?:\([^()\n]{{1,20}}\))?(?=[은는이가도의을를 ])"
        )
        self.shaken = re.compile(any_of(words["earthquakes"]))
        try:
            self.half = re.compile(words["half"])
            self.won = re.compile(words["score_behind"])
            self.played = re.compile(words["score_before"])
        except re.error as error:
            raise RulesError(f"figures.toml, unitless: {error}") from error

    def find(self, text: str, start: int, end: int, morphemes: Morphemes) -> Iterator[Hit]:
        """The figures of this kind in the line ``start:end``; they may overlap others."""
        for match in self.half.finditer(text, start, end):
            yield Hit(*match.span(), "2", None, "figures.half", other="1")
        if text.find(_OF, start, end) >= 0:
            for match in _FRACTION.finditer(text, start, end):
                yield Hit(*match.span(), match["of"], None, "figures.fraction", other=match["over"])
        for match in _SCORE.finditer(text, start, end):
            if self.won.match(text, match.end(), end) or self.played.search(
                text, max(start, match.start() - 8), match.start()
            ):
                yield Hit(*match.span(), "", None, "figures.match")
        yield from self._indices(text, start, end)
        if _IN_BRACKETS.search(text, start, end):
            yield from self._ages(text, start, end, morphemes)

    def _indices(self, text: str, low: int, high: int) -> Iterator[Hit]:
        """Bare numbers of an index: ``지수는 113.77로``, ``규모 5.8의 지진``."""
        names = [match.end() for match in self.indices.finditer(text, low, high)]
        if not names and not self.shaken.search(text, low, high):
            return
        at = 0
        for match in _BARE.finditer(text, low, high):
            start = match.start()
            while at + 1 < len(names) and names[at + 1] <= start:
                at += 1
            gap = start - names[at] if names else -1
            precise = "." in match["number"] or "," in match["number"]
            if 0 <= gap <= (REACH if precise else BESIDE):
                hit = Hit(start, match.end(), match["number"], _INDEX, "figures.index")
                hit.negative = bool(match["sign"])
                yield hit
        if self.shaken.search(text, low, high):
            for match in _MAGNITUDE.finditer(text, low, high):
                yield Hit(*match.span("number"), match["number"], _INDEX, "figures.magnitude")

    def _ages(self, text: str, low: int, high: int, morphemes: Morphemes) -> Iterator[Hit]:
        """``김이박(32)씨``, ``최모(45·여)``: the age of a person."""
        for match in _AGE.finditer(text, low, high):
            before, title = match["before"], match["title"] or ""
            named = (
                before[-1] == "씨"
                or before in ("군", "양")  # 김모 군(15), but not 고성군(12)
                or (len(before) == 2 and before[1] == "모" and before[0] in self.surnames)
                or (len(before) == 1 and bool(_LATIN.match(before)))
                or (len(before) >= 2 and title.strip()[:1] in ("씨", "군", "양"))
            )
            if not named and int(match["age"]) >= YOUNGEST:
                named = self._is_person(text, match, before, morphemes)
            if named:
                start, end = match.span("age")
                yield Hit(start, end, match["age"], Unit("세", "age"), "figures.age_in_brackets")

    def _is_person(self, text: str, match: re.Match[str], word: str, morphemes: Morphemes) -> bool:
        """Whether a word is a person's name: a proper noun that is no place."""
        start = match.start("before")
        i = morphemes.at(start)
        if i is None or morphemes.tags[i] != "NNP" or morphemes.ends[i] != start + len(word):
            return False
        if word in self.regions or word.endswith(self.not_persons):
            return False
        surname = len(word) in (2, 3) and word[0] in self.surnames
        end = match.start("title") if match["title"] else match.end()
        return surname or (len(word) > 1 and bool(self.named.match(text, end)))
