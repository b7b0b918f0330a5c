"""What a figure says: number, unit, dimension, modifier and bounds."""

from __future__ import annotations

import re
from fractions import Fraction

from extract.figures.find import Hit
from extract.found import FigureMention
from extract.morphemes import Morphemes
from extract.numerals import bounds, magnitude, parse
from extract.wording import any_of
from rules import Rules, RulesError

Number = int | float

BEFORE = 14
AFTER = 30
"""How far modifiers are looked for, in characters."""
UNBOUNDED = frozenset({"rank", "ordinal"})
"""Dimensions whose figures are not at least or at most anything."""

_BRACKET = re.compile(r"\([^()\n]{1,30}\)")
_OPENED = "(:‘'“\""
"""Signs between a modifier and its number."""
_AHEAD = _OPENED + " "
_COUNTED = frozenset({"NNG", "NNP", "SL", "XSN", "NNB", "JKO", "MM", "MAG", "SSC"})
"""Right before ``30대``, these name the machines that are counted."""
_DECADES = frozenset(range(10, 100, 10))


class Reader:
    """Reads what hits say, with the words of a set of rules.

    Raises rules.RulesError where a pattern in figures.toml is broken.
    """

    def __init__(self, rules: Rules) -> None:
        table = rules.tables["figures"]
        self.order: list[str] = table["modifier"]["order"]
        self.meaning = {word: name for name, words in table["before"].items() for word in words}
        words = any_of(self.meaning, blank=" ")
        self.lasts = frozenset(word[-1] for word in self.meaning)
        self.before = re.compile(rf"(?<![가-힣A-Za-z])({words})[ ]?[{_OPENED}]?[ ]?$")
        across = any_of(table["modifier"]["across"], blank=" ")
        self.across = re.compile(rf"(?<![가-힣A-Za-z])({across})[ ][가-힣]{{2,8}}[ ]$")
        try:
            self.within = re.compile(table["within"]["pattern"])
            self.after = re.compile(
                "|".join(
                    f"(?P<{name}>{'|'.join(patterns)})"
                    for name in self.order
                    if (patterns := table["after"].get(name))
                )
            )
        except re.error as error:
            raise RulesError(f"figures.toml, after and within: {error}") from error
        context = table["context"]
        self.age_after = tuple(context["age_after"])
        self.age_before = frozenset(context["age_before"])
        self.terms = tuple(context["terms"])
        self.temperature = re.compile("|".join(context["temperature"]))
        self.works = re.compile("|".join(context["works"]))

    def read(
        self, hit: Hit, text: str, low: int, high: int, morphemes: Morphemes
    ) -> FigureMention | None:
        """The figure of a hit in the line ``low:high``; None where it says nothing after all."""
        unit = hit.unit
        figure = FigureMention(
            hit.start,
            hit.end,
            None,
            (unit.name or None) if unit else None,
            unit.dimension if unit else "ratio",
            hit.rule,
        )
        if hit.rule == "figures.match":
            return figure  # 3-0 has no single value
        if hit.rule in ("figures.fraction", "figures.half"):
            figure.value = _fraction(hit)
            if figure.value is None:
                return None
        elif hit.other is not None:
            figure.lower, figure.upper = _range(hit.number, hit.other)
        else:
            figure.value = parse(hit.number + hit.place)  # 82억4천여만: the 만 is of the 4천
            neighbours = bounds(hit.number)
            if neighbours:
                figure.lower, figure.upper = neighbours
            if hit.negative and figure.value is not None:
                figure.value = -figure.value
        self._refine(figure, hit, text, low, high, morphemes)
        if figure.value is not None or figure.lower is not None:
            self._modify(figure, hit, text, low, high)
        return figure

    def _refine(
        self,
        figure: FigureMention,
        hit: Hit,
        text: str,
        low: int,
        high: int,
        morphemes: Morphemes,
    ) -> None:
        """Units that only their surroundings make plain: 대, 도, 점."""
        if figure.unit == "대":
            if self._is_age(figure, text, low, high, morphemes):
                figure.unit, figure.dimension, figure.rule = "세", "age", "figures.decade"
                if figure.value is not None:
                    figure.lower, figure.upper = figure.value, figure.value + 9
                elif figure.upper is not None:
                    figure.upper += 9
                figure.value = None
            elif text[figure.end : min(high, figure.end + AFTER)].lstrip().startswith(self.terms):
                figure.dimension, figure.rule = "ordinal", "figures.ordinal"
        elif figure.unit == "도":
            near = max(low, figure.start - 40), min(high, figure.end + 20)
            if self.temperature.search(text, *near):
                figure.unit, figure.dimension = "℃", "temperature"
                figure.rule = "figures.temperature"
        elif figure.unit == "점" and self.works.search(
            text, max(low, figure.start - 8), min(high, figure.end + 6)
        ):
            figure.dimension, figure.rule = "count", "figures.count"

    def _is_age(
        self, figure: FigureMention, text: str, low: int, high: int, morphemes: Morphemes
    ) -> bool:
        """Whether ``30대`` means persons in their thirties, not thirty machines."""
        values = [v for v in (figure.value, figure.lower, figure.upper) if v is not None]
        if not values or any(v not in _DECADES for v in values):
            return False
        after = text[figure.end : min(high, figure.end + AFTER)]
        if after.lstrip().startswith(self.age_after):
            return True
        follower = morphemes.at(figure.end + 1) if after[:1] == " " else None
        if follower is not None and morphemes.tags[follower] in ("NNG", "XPN"):
            return False  # 30대 기업
        i = morphemes.after(figure.start) - 1
        if i < 0 or morphemes.ends[i] <= low:
            return after[:1] != "를"
        before, tag = morphemes.forms[i], morphemes.tags[i]
        return before in self.age_before or tag not in _COUNTED

    def _modify(self, figure: FigureMention, hit: Hit, text: str, low: int, high: int) -> None:
        names: list[str] = []
        left = text[max(low, figure.start - BEFORE) : figure.start]
        while left.rstrip(_AHEAD)[-1:] in self.lasts and (match := self.before.search(left)):
            names.append(self.meaning[match[1]])
            left = left[: match.start()]
        if not names and left.endswith(" ") and (match := self.across.search(left)):
            names.append(self.meaning[match[1]])
        if hit.odd:
            names.append("approx")
        bracketed = text[figure.end : figure.end + 1] == ")"
        end = figure.end
        bracket = _BRACKET.match(text, end, high)
        if bracket:
            end = bracket.end()
        if not bracketed:
            match = self.after.match(text, end, min(high, end + AFTER))
            if match and match.lastgroup:
                names.append(match.lastgroup)
            elif figure.dimension in ("percent", "rank") and self.within.match(text, end, high):
                names.append("at_most")  # 상위 20% 안에; 500m 안에 is a place
        if figure.dimension in UNBOUNDED:
            names = [name for name in names if name in ("average", "approx", "at_most")]
        modifier = next((name for name in self.order if name in names), None)
        figure.modifier = modifier
        if figure.value is None:
            return
        if modifier in ("at_least", "more_than"):
            figure.lower = figure.value
        elif modifier in ("at_most", "less_than", "up_to", "nearly"):
            figure.upper = figure.value


def _range(first: str, second: str) -> tuple[Number | None, Number | None]:
    """The bounds of ``2~3만``: the first number takes the second's magnitude where it fits."""
    low, high = parse(first), parse(second)
    if low is None or high is None:
        return None, None
    factor = magnitude(second)
    if factor > 1 and magnitude(first) == 1 and low < high / factor:
        scaled = Fraction(str(low)) * factor
        low = int(scaled) if scaled.denominator == 1 else float(scaled)
    return (low, high) if low <= high else (high, low)


def _fraction(hit: Hit) -> Number | None:
    below, above = parse(hit.number), parse(hit.other or "")
    if not below or above is None:
        return None
    value = Fraction(str(above)) / Fraction(str(below))
    return int(value) if value.denominator == 1 else float(value)
