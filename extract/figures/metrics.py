"""What a figure measures or counts: the noun phrase beside it, or the nearest marked one."""

from __future__ import annotations

import re
from collections.abc import Callable

from extract.figures.sentences import Sentence
from extract.found import FigureMention
from rules import Rules

REACH = 60
"""Morphemes looked at on either side of a figure."""
MEMORY = 12
"""Figures looked back at."""

_NOUN = frozenset({"NNG", "NNP", "SL", "SH", "XSN", "XPN", "XR", "NR", "SN"})
_MARK = frozenset({"JX", "JKS", "JKO"})
_PLACED = frozenset({"에", "에서", "에는", "에도"})
_PARTICLES = frozenset("은는이가을를르도로에의만")
_STEADY = frozenset({"percent", "score", "money", "index", "mass"})
"""Dimensions of which the next sentence may go on without naming the metric again."""
_PART = re.compile(r"(?:\([^()]*\))?(?:의)?(.{0,24}?)(?:[ ](?:중|가운데)|에서)[ ,]")
_OF_THEM = re.compile(r"[ ](?:이|그)[ ]?(?:중|가운데)[ ]$")
_CASE = re.compile(r"[은는이가을를] ")
_BRACKETS = re.compile(r"\([^()]*\)?")


class Metrics:
    """Reads metrics with the words of a set of rules."""

    def __init__(self, rules: Rules) -> None:
        table = rules.tables["figures"]
        trend, metric = table["trend"], table["metric"]
        self.changes = frozenset(trend["up_nouns"]) | frozenset(trend["down_nouns"])
        self.near = frozenset(metric["near"])
        self.empty = frozenset(metric["empty"])
        self.amounts = frozenset(metric["amounts"])

    def read(self, sentence: Sentence, told: dict[str | None, str]) -> None:
        """Fill ``metric`` of the sentence's figures.

        ``told`` has the last metric of each unit in the paragraph so far, and is kept up.
        """
        figures = sentence.figures
        for k, figure in enumerate(figures):
            figure.metric = self._metric(sentence, k, told)
            if figure.metric and figure.dimension in _STEADY:
                told[_kind(figure)] = figure.metric
        for figure, after in zip(figures[-2::-1], figures[:0:-1], strict=True):
            near = after.start - figure.end <= 8
            if figure.dimension == after.dimension == "age" and near and not figure.metric:
                figure.metric = after.metric  # 19세 이상 39세 이하 청년

    def _metric(self, sentence: Sentence, k: int, told: dict[str | None, str]) -> str | None:
        figure = sentence.figures[k]
        previous = sentence.figures[k - 1] if k else None
        if figure.dimension == "age":
            return self._following(sentence, figure)
        if previous is not None and self._in_brackets_after(sentence, figure, previous):
            return previous.metric
        counts = figure.dimension in ("count", "other")
        ways: tuple[Callable[[Sentence, FigureMention], str | None], ...]
        if figure.dimension == "rank":
            ways = (self._marked, self._following)
        elif figure.unit == "대 1":
            ways = (self._following, self._beside, self._marked)
        elif figure.dimension == "percent":
            ways = (self._beside, self._been, self._following, self._marked)
        elif counts and figure.unit == "개":
            ways = (self._following, self._been, self._beside, self._marked)
        elif counts or figure.dimension == "money":
            ways = (self._beside, self._been, self._following, self._marked)
        else:
            ways = (self._beside, self._been, self._marked, self._following)
        if counts or figure.dimension in ("percent", "money"):
            part = self._part_of(sentence, figure, previous)
            if part is not None:
                return (figure.unit == "개" and self._following(sentence, figure)) or part
        for way in ways:
            metric = way(sentence, figure)
            if metric:
                return metric
        for earlier in reversed(sentence.figures[max(0, k - MEMORY) : k]):
            shared = figure.dimension == "rank" and earlier.dimension in ("percent", "score")
            if earlier.metric and (shared or _kind(earlier) == _kind(figure)):
                return earlier.metric
        if _kind(figure) in told:
            return told[_kind(figure)]
        return self._done(sentence, figure)

    def _in_brackets_after(
        self, sentence: Sentence, figure: FigureMention, previous: FigureMention
    ) -> bool:
        """Whether a figure stands in brackets right behind another: ``124건(17.4%)``."""
        opening = sentence.text[previous.end : figure.start]
        return opening.strip() == "("

    def _part_of(
        self, sentence: Sentence, figure: FigureMention, previous: FigureMention | None
    ) -> str | None:
        """The metric of the whole in ``214곳 중 87곳``."""
        if previous is None or previous.metric is None:
            return None
        between = sentence.text[previous.end : figure.start]
        if _OF_THEM.search(between):
            return previous.metric
        match = _PART.match(between)
        if match and not _CASE.search(match[1]):
            return previous.metric
        return None

    def _been(self, sentence: Sentence, figure: FigureMention) -> str | None:
        """The noun that a figure is said of: ``218건이던 소음 민원``, ``3만명에 가까운 이용자``."""
        forms, tags = sentence.morphemes.forms, sentence.morphemes.tags
        i = sentence.unbracketed(figure)
        for j in range(i, min(sentence.last - 1, i + 6)):
            if j in sentence.figure_at or tags[j] in ("EC", "EF", "JKS"):
                return None
            if tags[j] == "ETM" and (
                tags[i] == "VCP" or any(tags[n][:2] in ("VV", "VA") for n in range(i, j))
            ):
                begin = j + 1
                return self._nouns(sentence, begin)
            if tags[j][:2] in ("VV", "VA") and forms[j] not in self.near:
                return None
        return None

    def _nouns(self, sentence: Sentence, begin: int) -> str | None:
        """The noun phrase from a morpheme on; of ``도의 채무``, the last noun."""
        tags = sentence.morphemes.tags
        end = begin
        while end < sentence.last and self._nominal(sentence, end):
            end += 1
        if end + 1 < sentence.last and tags[end] == "JKG" and tags[end + 1] in _NOUN:
            return self._nouns(sentence, end + 1) or self._phrase(sentence, begin, end)
        return self._phrase(sentence, begin, end)

    def _following(self, sentence: Sentence, figure: FigureMention) -> str | None:
        """The noun phrase after a figure: ``22개 초등학교``, ``340억 규모의 … 펀드``."""
        forms, tags = sentence.morphemes.forms, sentence.morphemes.tags
        last = sentence.last
        i = sentence.unbracketed(figure)
        if i >= last or sentence.bracketed(figure):
            return None
        adnominal = tags[i] == "JKG"
        if not adnominal and forms[i] in self.amounts:
            while i < last and (forms[i] in self.amounts or tags[i] in ("XSN", "NNB")):
                i += 1
            adnominal = i < last and tags[i] == "JKG"
            if not adnominal and figure.dimension != "age":
                return None
        elif not adnominal and (tags[i] not in _NOUN or i in sentence.figure_at):
            return None
        if adnominal:
            i += 1
            for j in range(i, min(last, i + 3)):  # 45.56㎢의 작은 면적
                if tags[j] == "ETM" and tags[j - 1] == "VA":
                    i = j + 1
        while i < last and (tags[i] == "MM" or tags[i] == "SSO"):
            i += 1
        begin = i
        while i < last and self._nominal(sentence, i):
            i += 1
        crowded = not adnominal and figure.dimension not in ("age", "count")
        if crowded and i < last and i in sentence.figure_at:
            return None  # 5㎞ 구간 3곳: begins another's phrase
        if begin + 1 == i and forms[begin] in _PARTICLES:
            return None  # a particle that looks like a noun
        return self._phrase(sentence, begin, i)

    def _beside(self, sentence: Sentence, figure: FigureMention) -> str | None:
        """The noun phrase right before a figure: ``회원 65명``, ``총지출 증가율(3.2%)``."""
        morphemes = sentence.morphemes
        forms, tags = morphemes.forms, morphemes.tags
        i = sentence.before(figure)
        if i >= sentence.first and tags[i] == "JKG" and figure.unit != "배":  # 참가자의 30%
            i -= 1
        while i >= sentence.first:
            if (
                i in sentence.date_at
                or (forms[i] in self.empty and i not in sentence.figure_at)
                or tags[i] in ("MAG", "MM", "SSO")
                or (tags[i] in ("SP", "SW") and forms[i] in ":：")
            ):
                i -= 1
            else:
                break
        if i < sentence.first or i in sentence.figure_at or tags[i] not in (*_NOUN, "SSC"):
            return None
        return self._up_to(sentence, i + 1)

    def _marked(self, sentence: Sentence, figure: FigureMention) -> str | None:
        """The nearest noun phrase before the figure with a particle of subject, topic or object."""
        forms, tags = sentence.morphemes.forms, sentence.morphemes.tags
        i = sentence.before(figure)
        floor = max(sentence.first, i - REACH)
        wide = figure.dimension in ("money", "rank", "score")
        while i > floor:
            tag = tags[i]
            placed = wide and tag == "JKB" and forms[i] in _PLACED
            topic = tag in _MARK and (tag != "JX" or forms[i] in ("은", "는", "도", "만"))
            if (topic or placed) and i - 1 not in sentence.figure_at:
                end = i
                while end > floor and tags[end - 1] in ("JKB", "JX"):
                    end -= 1
                phrase = self._up_to(sentence, end, least=2)
                if phrase:
                    return phrase
            i -= 1
        return None

    def _up_to(self, sentence: Sentence, end: int, *, least: int = 1) -> str | None:
        """The noun phrase that ends before a morpheme; None where it names an actor or a time."""
        morphemes = sentence.morphemes
        tags = morphemes.tags
        i = end - 1
        while i >= sentence.first and self._nominal(sentence, i, backwards=True):
            if tags[i] == "SSC":  # a bracket or a quotation goes in whole
                opened = next(
                    (
                        j
                        for j in range(i - 1, max(sentence.first, i - 14) - 1, -1)
                        if tags[j] == "SSO"
                    ),
                    None,
                )
                if opened is None:
                    break
                i = opened
            elif tags[i] == "SSO":
                break
            i -= 1
        begin = i + 1
        apart = [
            k for k in range(begin, end) if k not in sentence.actor_at and k not in sentence.date_at
        ]
        if not any(tags[k] in _NOUN for k in apart):
            return None
        if begin in sentence.actor_at and tags[end - 1] == "SSC":
            return None  # LG유플러스(대표 …)가
        return self._phrase(sentence, begin, end, least=least)

    def _done(self, sentence: Sentence, figure: FigureMention) -> str | None:
        """The noun of the verb after the figure: ``300여명이 참석``, ``100억원을 지원``."""
        forms, tags = sentence.morphemes.forms, sentence.morphemes.tags
        i = sentence.unbracketed(figure)
        for j in range(i, min(sentence.last - 1, i + 8)):
            if j in sentence.figure_at:
                return None
            if (
                tags[j] == "NNG"
                and forms[j] not in self.changes
                and forms[j] not in self.empty
                and (tags[j + 1] == "XSV" or forms[j + 1] in ("받", "하"))
            ):
                return forms[j]
        return None

    def _nominal(self, sentence: Sentence, i: int, *, backwards: bool = False) -> bool:
        """Whether the morpheme belongs to a noun phrase that a neighbour is part of."""
        tag = sentence.morphemes.tags[i]
        if i in sentence.figure_at or i in sentence.date_at:
            return False
        if tag in _NOUN:
            return True
        start = sentence.morphemes.starts[i]
        sign = sentence.text[start : start + 1]
        if sign in "·ㆍ&+-" and tag[0] == "S":
            return True
        return backwards and tag in ("SSO", "SSC") and sign in "‘’'“”\"()「」『』"

    def _phrase(self, sentence: Sentence, begin: int, end: int, *, least: int = 1) -> str | None:
        """The text of the morphemes ``begin:end`` without empty words at the edges."""
        morphemes = sentence.morphemes
        forms, tags = morphemes.forms, morphemes.tags
        idle = ("SP", "SW", "SO")
        while begin < end and (forms[begin] in self.empty or tags[begin] in (*idle, "XSN", "SSC")):
            begin += 1
        while begin < end and (forms[end - 1] in self.empty or tags[end - 1] in (*idle, "SSO")):
            end -= 1
        for i in range(end - 1, begin, -1):  # an actor in front is not what is measured
            start = morphemes.starts[i]
            apart = i - 1 in sentence.actor_at and i not in sentence.actor_at
            if apart and sentence.text[start - 1] == " ":
                begin = i
                break
        if begin < end and forms[begin] in self.changes and end - begin == 1:
            return None
        if begin >= end or (end - begin == 1 and tags[begin] in ("XSN", "XPN", "SN", "NR")):
            return None
        phrase = sentence.text[morphemes.starts[begin] : morphemes.ends[end - 1]].strip()
        worded = re.search(r"\w", _BRACKETS.sub("", phrase)) and "\n" not in phrase
        return phrase if worded and least <= len(phrase) <= 60 else None


def _kind(figure: FigureMention) -> str | None:
    """The unit; a difference in percentage points measures what the percentages do."""
    return "%" if figure.unit == "%p" else figure.unit
