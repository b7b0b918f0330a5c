"""What a figure measures or counts: the noun phrase beside it, or the nearest marked one."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from extract.figures.phrases import Phrases
from extract.figures.sentences import Phrase, Sentence
from extract.found import FigureMention
from extract.wording import regions
from rules import Rules

REACH = 60
"""Morphemes looked at on either side of a figure."""
MEMORY = 12
"""Figures looked back at."""
LISTED = 16
"""Characters between the figures of a list."""
MEAN_CHARS = 8
"""Characters before a metric in which 평균 stands."""
CLOSE = 8
"""Characters between two figures that no verb parts."""

_MARK = frozenset({"JX", "JKS", "JKO"})
_TOPICS = frozenset({"은", "는", "도", "만"})
_PLACED = frozenset({"에", "에서", "에는", "에도"})
_PARTICLES = frozenset("은는이가을를르도로에의만")
_STEADY = frozenset({"percent", "score", "money", "index", "mass", "ratio"})
"""Dimensions of which the next sentence may go on without naming the metric again."""
_PART = re.compile(r"(?:\([^()]*\))?(?:의)?(.{0,24}?)(?:[ ](?:중|가운데)|에서)[ ,]")
_OF_THEM = re.compile(r"[ ](?:이|그)[ ]?(?:중|가운데)[ ]$")
_CASE = re.compile(r"[은는이가을를] ")

Way = Callable[[Sentence, FigureMention], Phrase | str | None]


class Metrics:
    """Reads metrics with the words of a set of rules."""

    def __init__(self, rules: Rules) -> None:
        table = rules.tables["figures"]
        trend, metric = table["trend"], table["metric"]
        self.phrases = Phrases(rules)
        self.moves = frozenset(trend["up"]) | frozenset(trend["down"])
        self.states = frozenset(trend["up_adjectives"]) | frozenset(trend["down_adjectives"])
        self.near = frozenset(metric["near"])
        self.amounts = frozenset(metric["amounts"])
        self.times = frozenset(metric["times"])
        self.told = frozenset(metric["told"])
        self.measures = tuple(metric["measures"])
        self.means = tuple(table["modifier"]["across"])
        self.units = frozenset(metric["units"])
        self.labels = frozenset(metric["labels"])
        self.regions = self.labels | regions(rules)

    def read(self, sentence: Sentence, told: dict[str | None, Phrase]) -> None:
        """Fill ``metric`` of the sentence's figures.

        ``told`` has the last metric of each unit in the paragraph so far, and is kept up.
        """
        figures = sentence.figures
        for k, figure in enumerate(figures):
            self._set(sentence, figure, self._metric(sentence, k, told))
        self._spread(sentence)
        for figure in figures:
            if figure.metric and figure.start in sentence.metrics:
                told[_kind(figure)] = sentence.metrics[figure.start]

    def _set(self, sentence: Sentence, figure: FigureMention, metric: Phrase | str | None) -> None:
        if isinstance(metric, Phrase):
            sentence.metrics[figure.start] = metric
            figure.metric = metric.text
        else:
            figure.metric = metric

    def average(self, sentence: Sentence) -> None:
        """Figures of an average that is told with the metric: ``월평균 결제액은 2022년 94만원``."""
        for figure in sentence.figures:
            metric = sentence.metrics.get(figure.start)
            if metric is None or figure.modifier or figure.dimension in ("age", "rank"):
                continue
            before = sentence.text[max(0, metric.start - MEAN_CHARS) : metric.start]
            if before.rstrip().endswith(self.means) or metric.text.startswith(self.means):
                figure.modifier = "average"

    def _share(self, sentence: Sentence, figure: FigureMention, other: FigureMention) -> None:
        """Give a figure the metric of another one."""
        self._set(sentence, figure, sentence.metrics.get(other.start) or other.metric)

    def _spread(self, sentence: Sentence) -> None:
        """Metrics told once for several figures: lists, ages, figures set against each other."""
        figures = sentence.figures
        for figure, after in zip(figures[-2::-1], figures[:0:-1], strict=True):
            if figure.metric or not after.metric:
                continue
            gap = after.start - figure.end
            both_ages = figure.dimension == after.dimension == "age"
            listed = _kind(figure) == _kind(after) and sentence.text[figure.end] in ",·"
            if (both_ages and gap <= CLOSE) or (listed and gap <= LISTED):
                self._share(sentence, figure, after)
        for figure in figures:
            base = figure.compared_to
            if base is None:
                continue
            if figure.metric and (not base.metric or sentence.bracketed(base)):
                self._share(sentence, base, figure)
            elif base.metric and not figure.metric:
                self._share(sentence, figure, base)

    def _metric(
        self, sentence: Sentence, k: int, told: dict[str | None, Phrase]
    ) -> Phrase | str | None:
        figure = sentence.figures[k]
        previous = sentence.figures[k - 1] if k else None
        if figure.dimension == "age":
            return self._following(sentence, figure)
        if previous is not None and self._in_brackets_after(sentence, figure, previous):
            return sentence.metrics.get(previous.start) or previous.metric
        counts = figure.dimension in ("count", "other")
        if counts or figure.dimension in ("percent", "money", "ratio"):
            whole = self._whole(sentence, figure, previous)
            if whole is not None and whole.metric:
                follows = self._following(sentence, figure) if figure.unit == "개" else None
                return follows or sentence.metrics.get(whole.start) or whole.metric
        for way in self._ways(figure):
            metric = way(sentence, figure)
            if metric:
                return self._measure(sentence, figure, metric) if way == self._beside else metric
        return self._inherited(sentence, k, told) or self._done(sentence, figure)

    def _measure(
        self, sentence: Sentence, figure: FigureMention, item: Phrase | str
    ) -> Phrase | str:
        """Of a list of items, what is measured of them all: ``학생 수는 초등 21명, 중등 26명``."""
        k = sentence.order(figure)
        around = sentence.figures[max(0, k - 1) : k + 2]
        listed = any(
            _kind(a) == _kind(b) and sentence.text[a.end] == "," for a, b in pairwise(around)
        )
        if not listed or not isinstance(item, Phrase):
            return item
        i = sentence.morphemes.after(item.start) - 1
        topic = self._marked_before(sentence, i) if i > sentence.first else None
        return topic if topic and topic.text.endswith(self.measures) else item

    def _marked_before(self, sentence: Sentence, i: int) -> Phrase | None:
        """The last topic up to a morpheme."""
        forms, tags = sentence.morphemes.forms, sentence.morphemes.tags
        for j in range(i, max(sentence.first, i - REACH), -1):
            if tags[j] == "JX" and forms[j] in _TOPICS and j - 1 not in sentence.figure_at:
                return self._topic(sentence, j)
            if tags[j] in ("EC", "EF", "SF"):
                return None
        return None

    def _ways(self, figure: FigureMention) -> tuple[Way, ...]:
        """Where the metric of such a figure is looked for, the likeliest place first."""
        if figure.dimension == "rank":
            return self._marked, self._placed, self._following
        if figure.unit == "대 1":
            return self._following, self._beside, self._marked
        if figure.dimension == "ratio":
            return self._been, self._marked, self._following
        if figure.dimension in ("count", "other") and figure.unit == "개":
            return self._following, self._been, self._beside, self._marked
        if figure.dimension in ("count", "other", "percent", "money"):
            last = (self._placed,) if figure.dimension == "money" else ()
            return self._beside, self._been, self._following, self._marked, *last
        return self._beside, self._been, self._marked, self._following, self._placed

    def _inherited(
        self, sentence: Sentence, k: int, told: dict[str | None, Phrase]
    ) -> Phrase | str | None:
        """The metric of a figure before, where this one goes on with it."""
        figure = sentence.figures[k]
        for earlier in reversed(sentence.figures[max(0, k - MEMORY) : k]):
            if not earlier.metric or earlier.dimension == "age":
                continue
            shared = figure.dimension == "rank" and earlier.dimension in ("percent", "score")
            times = figure.dimension == "ratio"
            close = figure.start - earlier.end <= CLOSE
            if shared or times or close or _kind(earlier) == _kind(figure):
                return sentence.metrics.get(earlier.start) or earlier.metric
        last = told.get(_kind(figure))
        steady = figure.dimension in _STEADY and last and last.start >= sentence.paragraph
        if steady or self._goes_on(sentence, figure):
            return last
        return figure.unit if figure.unit in self.units else None

    def _goes_on(self, sentence: Sentence, figure: FigureMention) -> bool:
        """Whether the text compares: ``지난해에는 130건으로 늘었다``, ``16명으로 가장 많다``."""
        if figure.trend or figure.compared_to or figure.start in sentence.regional:
            return True
        forms, tags = sentence.morphemes.forms, sentence.morphemes.tags
        first = sentence.after(figure)
        return any(
            forms[i] in self.states and tags[i][:2] == "VA"
            for i in range(first, min(sentence.last, first + CLOSE))
        )

    def _in_brackets_after(
        self, sentence: Sentence, figure: FigureMention, previous: FigureMention
    ) -> bool:
        """Whether a figure stands in brackets right behind another: ``124건(17.4%)``."""
        opening = sentence.text[previous.end : figure.start]
        return opening.strip() in ("(", "(약")

    def _whole(
        self, sentence: Sentence, figure: FigureMention, previous: FigureMention | None
    ) -> FigureMention | None:
        """The whole of which the figure is a part: ``214곳 중 87곳``, ``6120억원의 39%``."""
        if previous is None:
            return None
        between = sentence.text[previous.end : figure.start]
        if _OF_THEM.search(between) or (between.strip() == "의" and figure.unit == "%"):
            return previous
        match = _PART.match(between)
        if match and not _CASE.search(match[1]):
            rest = sentence.morphemes.within(previous.end + match.end(), figure.start)
            tags, forms = sentence.morphemes.tags, sentence.morphemes.forms
            if not any(
                tags[i] in _MARK and forms[i] in ("은", "는") and i - 1 not in sentence.actor_at
                for i in rest
            ):
                return previous
        return None

    def _been(self, sentence: Sentence, figure: FigureMention) -> Phrase | None:
        """The noun that a figure is said of: ``218건이던 소음 민원``, ``3만명에 가까운 이용자``."""
        forms, tags = sentence.morphemes.forms, sentence.morphemes.tags
        i = sentence.unbracketed(figure)
        verb = tags[i] == "VCP" if i < sentence.last else False
        if not verb and self._has_object(sentence, figure):
            return None  # 예산을 10% 늘릴 계획
        for j in range(i, min(sentence.last - 1, i + 6)):
            if j in sentence.figure_at or tags[j] in ("EC", "EF", "JKS"):
                return None
            if tags[j] == "ETM":
                verb = verb and forms[j] not in ("ᆯ", "을")
                idle = forms[j + 1] in self.phrases.empty and forms[j + 1] not in self.phrases.lead
                found = self.phrases.after(sentence, j + 1) if verb and not idle else None
                return None if found and found.text in self.amounts else found
            if tags[j] in ("XSV", "XSA") or tags[j][:2] in ("VV", "VA"):
                noun = tags[j][:2] == "XS" and forms[j - 1] in self.phrases.changes
                if not (noun or forms[j] in self.near or forms[j] in self.moves):
                    return None
                verb = True
        return None

    def _has_object(self, sentence: Sentence, figure: FigureMention) -> bool:
        """Whether an object stands before the figure in its clause."""
        tags = sentence.morphemes.tags
        i = sentence.before(figure)
        for j in range(i, max(sentence.first, i - 12), -1):
            if tags[j] in ("EC", "EF", "ETM", "SF"):
                return False
            if tags[j] == "JKO":
                return True
        return False

    def _following(self, sentence: Sentence, figure: FigureMention) -> Phrase | None:
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
        elif not adnominal and (not self.phrases.is_noun(sentence, i) or i in sentence.figure_at):
            return None
        if adnominal:
            i += 1
            for j in range(i, min(last, i + 3)):  # 12㎢의 작은 면적
                if tags[j] == "ETM" and tags[j - 1] == "VA":
                    i = j + 1
        while i < last and (tags[i] == "MM" or tags[i] == "SSO"):
            i += 1
        begin, i = i, self.phrases.end(sentence, i)
        crowded = not adnominal and figure.dimension not in ("age", "count")
        if crowded and i < last and i in sentence.figure_at:
            return None  # 5㎞ 구간 3곳: begins another's phrase
        if begin + 1 == i and forms[begin] in _PARTICLES:
            return None  # a particle that looks like a noun
        if not adnominal and i < last and tags[i] in ("XSV", "XSA"):
            return None  # 57건 발생했다
        return self.phrases.whole(sentence, begin)

    def _beside(self, sentence: Sentence, figure: FigureMention) -> Phrase | None:
        """The noun phrase right before a figure: ``회원 65명``, ``총지출 증가율(3.2%)``."""
        morphemes = sentence.morphemes
        forms, tags = morphemes.forms, morphemes.tags
        i = sentence.before(figure)
        least = 1
        if i >= sentence.first and tags[i] == "JKG" and figure.unit != "배":  # 참가자의 30%
            i, least = i - 1, 2
        elif i > sentence.first and tags[i] == "ETM" and tags[i - 1] == "VCP":  # 목표인 300명
            i -= 2
        while i >= sentence.first:
            if forms[i] in self.times and tags[i][0] == "N" and i not in sentence.figure_at:
                return None  # 코로나19 이전의 790만 명
            apart = i > sentence.first and morphemes.starts[i] > morphemes.ends[i - 1]
            if forms[i] == "등" and apart:
                return None  # a list of several things, not 가로등
            if forms[i] == "당" and tags[i] in ("XSN", "NNB", "NNG"):  # 1인당, 포기당
                i = morphemes.within(self._word(sentence, i), morphemes.ends[i]).start - 1
            elif (
                i in sentence.date_at
                or (forms[i] in self.phrases.empty and i not in sentence.figure_at)
                or tags[i] in ("MAG", "MM", "SSO")
                or (tags[i] in ("SP", "SW") and forms[i] in ":：")
            ):
                i -= 1
            else:
                break
        if i < sentence.first or i in sentence.figure_at:
            return None
        if tags[i] != "SSC" and not self.phrases.is_noun(sentence, i):
            return None
        found = self.phrases.before(sentence, i + 1, least=least)
        if found and found.text in (self.regions if tags[i] == "NNP" else self.labels):
            return None  # 광역 3억원, 천안 3712명
        return found

    def _word(self, sentence: Sentence, i: int) -> int:
        """The offset at which the word with this morpheme begins."""
        start = sentence.morphemes.starts[i]
        low = sentence.span[0]
        while start > low and not sentence.text[start - 1].isspace():
            start -= 1
        return start

    def _marked(self, sentence: Sentence, figure: FigureMention) -> Phrase | None:
        """The nearest noun phrase before the figure with a particle of subject, topic or object.

        What belongs to a clause that describes a noun is passed over: ``정점을 찍은 412명``.
        """
        forms, tags = sentence.morphemes.forms, sentence.morphemes.tags
        i = sentence.before(figure)
        floor = max(sentence.first - 1, i - REACH)
        inner = False
        while i > floor:
            tag = tags[i]
            if tag == "ETM":
                inner = not self._describes_change(sentence, i)
            topic = tag == "JX" and forms[i] in _TOPICS
            label = tag == "SP" and forms[i] in ":："
            if topic or label or (tag in ("JKS", "JKO") and not inner):
                found = self._topic(sentence, i)
                if found and found.text in self.regions and tags[i - 1] == "NNP":
                    sentence.regional.add(figure.start)  # 천안은 65만여 명
                elif found:
                    return found
            i -= 1
        return None

    def _topic(self, sentence: Sentence, i: int) -> Phrase | None:
        """The noun phrase that the particle at ``i`` marks; of ``65세 이상은``, the age."""
        forms, tags = sentence.morphemes.forms, sentence.morphemes.tags
        j = i - 1
        while j > sentence.first and forms[j] in self.amounts:
            j -= 1
        if j in sentence.figure_at:
            age = sentence.figures[sentence.figure_at[j]]
            end = sentence.morphemes.ends[i - 1]
            if age.dimension != "age" or tags[i] == "JKO":
                return None
            return Phrase(sentence.text[age.start : end], age.start, end)
        end = i
        while end > sentence.first and tags[end - 1] in ("JKB", "JX"):
            end -= 1
        first = end - 1 == sentence.first and tags[i] == "JX"  # 쌀은
        short = first or (end - 2 >= sentence.first and tags[end - 2] == "JKG")
        return self.phrases.before(sentence, end, least=1 if short else 2)

    def _describes_change(self, sentence: Sentence, i: int) -> bool:
        """Whether the clause that ends at ``i`` says how the figure came to be (늘어난)."""
        forms, tags = sentence.morphemes.forms, sentence.morphemes.tags
        j = i - 1
        if tags[j] in ("XSV", "XSA"):
            return forms[j - 1] in self.phrases.changes
        return forms[j] in self.moves or forms[j] in self.states or forms[j] in self.near

    def _placed(self, sentence: Sentence, figure: FigureMention) -> Phrase | None:
        """The nearest noun phrase before the figure with a particle of place."""
        forms, tags = sentence.morphemes.forms, sentence.morphemes.tags
        i = sentence.before(figure)
        floor = max(sentence.first, i - REACH)
        while i > floor:
            placed = tags[i] == "JKB" and forms[i] in _PLACED
            if placed and i - 1 not in sentence.figure_at:
                found = self.phrases.before(sentence, i, least=2)
                if found:
                    return found
            i -= 1
        return None

    def _done(self, sentence: Sentence, figure: FigureMention) -> str | None:
        """The noun of the verb after the figure: ``300여명이 참석``, ``100억원을 지원``."""
        forms, tags = sentence.morphemes.forms, sentence.morphemes.tags
        i = sentence.unbracketed(figure)
        for j in range(i, min(sentence.last - 1, i + 8)):
            if j in sentence.figure_at:
                return None
            if (
                tags[j] == "NNG"
                and forms[j] not in self.phrases.changes
                and forms[j] not in self.phrases.empty
                and forms[j] not in self.told
                and (tags[j + 1] == "XSV" or forms[j + 1] in ("받", "하"))
            ):
                return forms[j]
        return None


def _kind(figure: FigureMention) -> str | None:
    """The unit; a difference in percentage points measures what the percentages do."""
    return "%" if figure.unit == "%p" else figure.unit
