"""The figure that another one is set against: ``74.7%에서 85.8%로``, ``(4860원)보다``."""

from __future__ import annotations

from extract.figures.sentences import BASES, Sentence, alike
from extract.figures.trends import Trends
from extract.found import FigureMention
from rules import Rules

EXCEEDED = 20
"""Characters in which a figure above another one follows it (80점을 넘는 92점)."""
CLOSE = 6
"""Characters between A and the multiple of ``A의 1.6배``."""
MEMORY = 12
"""Figures of a row of years."""
REACHED = 50
"""Characters between A and B of ``A에서 B로``."""
BACK = 24
"""Characters before a figure in which a date or 평균 makes it one to be set against."""

_TO_DATE = frozenset({" ", "에 ", "에는 ", "엔 ", "에도 "})


class Comparisons:
    """Links figures with the words of a set of rules."""

    def __init__(self, rules: Rules, trends: Trends) -> None:
        compared = rules.tables["figures"]["compared"]
        self.trends = trends
        self.beside = tuple(compared["beside"])
        self.arrows = tuple(compared["arrows"])
        self.passing = frozenset(compared["passing"])
        self.exceeding = self.passing | frozenset(compared["exceeding"])
        self.staying = frozenset(compared["staying"])
        self.norms = tuple(compared["norms"])
        self.starting = frozenset(compared["starting"])

    def link(self, sentence: Sentence) -> None:
        """Fill ``compared_to`` of the sentence's figures, and their ``roles``."""
        figures = sentence.figures
        for figure in figures:
            role = self._role(sentence, figure)
            if role:
                sentence.roles[figure.start] = role
        for k, base in enumerate(figures):
            role = sentence.roles.get(base.start)
            if role not in BASES:
                continue
            target = None
            if role in ("from", "arrow"):
                target = self._reached(sentence, k, role)
            elif role == "was":
                target = self._became(sentence, k)
            elif role in ("exceeded", "passed"):
                target = self._exceeding(sentence, k, role)
            else:
                target = self._compared(sentence, k)
            if target is not None and target.compared_to is None:
                target.compared_to = base
                if role not in ("was", "arrow", "from"):
                    continue
                self._chain(sentence, target)
                near = target.start - base.end <= 4  # 평균 58점에서 71점으로
                if role != "was" and near and base.modifier == "average":
                    target.modifier = target.modifier or "average"
        self._years(sentence)
        self._steps(sentence)

    def link_back(self, sentence: Sentence, before: Sentence | None) -> None:
        """Link figures with those of the sentence before; metrics are known.

        ``2천845건이다. 지난해 1천960건보다 늘었다`` and ``100건이었다. 올해 130건으로 늘었다``.
        """
        if before is None:
            return
        pointed = {id(f.compared_to) for f in sentence.figures if f.compared_to}
        seen: set[tuple[str | None, str]] = set()
        for figure in sentence.figures:
            role = sentence.roles.get(figure.start)
            first = (figure.unit, figure.dimension) not in seen
            seen.add((figure.unit, figure.dimension))
            if role in ("from", "than", "was") and id(figure) not in pointed and first:
                target = self._told(before, figure)
                if target is not None and target.compared_to is None:
                    target.compared_to = figure
            elif (
                (role == "to" or (id(figure) in pointed and self._listed(sentence, figure)))
                and first
                and figure.compared_to is None
                and (figure.trend or id(figure) in pointed)
                and self._dated(sentence, figure)
            ):
                figure.compared_to = self._told(before, figure)

    def _told(self, before: Sentence, figure: FigureMention) -> FigureMention | None:
        """The last figure of the sentence before that measures the same."""
        same = [f for f in before.figures if alike(figure, f) and _same_metric(figure, f)]
        free = [f for f in same if before.roles.get(f.start) not in BASES]
        reached = [f for f in free if before.roles.get(f.start) == "to"]
        return next(reversed(reached or free), None)

    def _dated(self, sentence: Sentence, figure: FigureMention) -> bool:
        """Whether a date stands shortly before a figure."""
        date = sentence.date_before(figure)
        return date is not None and figure.start - date.end <= BACK

    def _role(self, sentence: Sentence, figure: FigureMention) -> str | None:
        """How the words behind a figure set it against another one."""
        forms, tags = sentence.morphemes.forms, sentence.morphemes.tags
        i = sentence.unbracketed(figure)
        if i >= sentence.last:
            return None
        begin = sentence.morphemes.starts[i]
        form, tag = forms[i], tags[i]
        if sentence.text.startswith(self.arrows, begin):
            return "arrow"
        if form == "에서" and tag == "JKB":
            return "from"
        if (form == "보다" and tag[0] == "J") or sentence.text.startswith(self.beside, begin):
            return "than"
        if form == "의" and tag == "JKG":
            k = sentence.order(figure) + 1
            multiple = k < len(sentence.figures) and sentence.figures[k].unit == "배"
            close = multiple and sentence.figures[k].start - figure.end <= CLOSE
            if sentence.bracketed(figure) or (close and self._is_norm(sentence, figure)):
                return "times"
        if tag == "VCP":
            for j in range(i + 1, min(sentence.last, i + 4)):
                if tags[j] == "ETM":
                    return "was"
            return None
        if self._stayed(sentence, i):
            return "was"
        if form in ("을", "를"):
            return self._exceeded(sentence, figure, i)
        if form in ("로", "으로", "까지"):
            return "to"
        if form in ("이", "가") and i + 1 < sentence.last and forms[i + 1] == "되":
            return "to"
        for j in range(i, min(sentence.last, i + 3)):  # 20만 명 이상으로, 100억원 규모로
            if forms[j] in ("로", "으로", "까지") and tags[j][0] == "J":
                return "to"
            if tags[j] not in ("NNG", "NNB", "XSN"):
                break
        return None

    def _stayed(self, sentence: Sentence, i: int) -> bool:
        """Whether the figure is where something was before: ``340명에 그쳤던 귀농인``."""
        forms, tags = sentence.morphemes.forms, sentence.morphemes.tags
        if tags[i][0] != "J":
            return False
        for j in range(i + 1, min(sentence.last, i + 6)):
            if tags[j] == "ETM":
                if any(f in self.starting for f in forms[i:j]):
                    return True  # 50억원으로 출발한 기금
                stayed = any(f in self.staying or f in self.trends.verbs for f in forms[i:j])
                return stayed and forms[j].endswith("던")
            if tags[j] in ("EC", "EF"):
                return False
        return False

    def _exceeded(self, sentence: Sentence, figure: FigureMention, i: int) -> str | None:
        """Whether another figure is above or below this one: ``전국 평균 45.3%를 밑돌았다``."""
        forms, tags = sentence.morphemes.forms, sentence.morphemes.tags
        for j in range(i + 1, min(sentence.last, i + 7)):
            verb = tags[j][:2] == "VV" or tags[j] == "NNG"
            if verb and forms[j] in self.exceeding:
                if j + 1 < sentence.last and tags[j + 1] == "ETM":
                    return "exceeded"
                sure = forms[j] in self.passing or self._is_norm(sentence, figure)
                return "passed" if sure else None
            if tags[j] in ("EF", "ETM") or (tags[j] == "EC" and forms[j] != "게"):
                return None
        return None

    def _is_norm(self, sentence: Sentence, figure: FigureMention) -> bool:
        """Whether a figure is an average or what was before."""
        before = sentence.text[max(sentence.span[0], figure.start - 8) : figure.start]
        words = before.rstrip(" (").removesuffix("의")
        date = sentence.date_before(figure)
        dated = date is not None and figure.start - date.end <= 2
        return dated or words.endswith(self.norms)

    def _reached(self, sentence: Sentence, k: int, role: str) -> FigureMention | None:
        """B of ``A에서 B로`` and of ``A→B``; in ``3만원으로 4만원에서 내렸다``, what is before."""
        base = sentence.figures[k]
        for figure in sentence.figures[k + 1 : k + 5]:
            if not alike(base, figure):
                if figure.dimension == base.dimension or role == "arrow":
                    break
                continue
            between = sentence.text[base.end : figure.start]
            if len(between) > REACHED:
                break
            if role == "arrow":
                return figure if len(between) <= 14 else None
            goal = sentence.roles.get(figure.start) in ("to", "from")
            if goal or self._listed(sentence, figure):
                return figure
            if not self.trends.governing(sentence, figure):
                break  # 4조2천억원에서 5천억원 줄인 3조7천억원으로: goes on
        if role == "from" and self.trends.governing(sentence, base, base=True):
            for figure in reversed(sentence.figures[max(0, k - 2) : k]):
                if alike(base, figure) and sentence.roles.get(figure.start) == "to":
                    return figure
        return None

    def _became(self, sentence: Sentence, k: int) -> FigureMention | None:
        """What a figure that was has come to: ``218건이던 민원은 97건으로``."""
        base = sentence.figures[k]
        for figure in sentence.figures[k + 1 : k + 4]:
            if not alike(base, figure):
                continue
            dated = self._listed(sentence, figure) and self._is_year(sentence, figure)
            if dated or sentence.roles.get(figure.start) == "to":
                return figure
        return None

    def _exceeding(self, sentence: Sentence, k: int, role: str) -> FigureMention | None:
        """What is above or below a figure: ``80점을 넘는 92점``, or told before it."""
        base = sentence.figures[k]
        if role == "exceeded":
            for figure in sentence.figures[k + 1 : k + 2]:
                if alike(base, figure) and figure.start - base.end <= EXCEEDED:
                    return figure
            return None
        for figure in reversed(sentence.figures[max(0, k - 3) : k]):
            free = sentence.roles.get(figure.start) not in BASES
            if alike(base, figure) and free and not sentence.bracketed(figure):
                return figure
        return None

    def _listed(self, sentence: Sentence, figure: FigureMention) -> bool:
        return sentence.text[figure.end : figure.end + 1] in (",", "·")

    def _chain(self, sentence: Sentence, figure: FigureMention) -> None:
        """``2010년 A에서 2011년 B, 2012년 C로``: C follows B."""
        figures = sentence.figures
        k = sentence.order(figure)
        while self._listed(sentence, figures[k]) and k + 1 < len(figures):
            follower = figures[k + 1]
            if not alike(figures[k], follower) or not self._is_year(sentence, follower):
                return
            follower.compared_to = figures[k]
            k += 1

    def _years(self, sentence: Sentence) -> None:
        """``지난해 0.9%, 올해 2.1%에 이어 … 높아졌다``: years in a row that a trend joins."""
        for base, figure in zip(sentence.figures, sentence.figures[1:], strict=False):
            if (
                figure.compared_to is None
                and alike(base, figure)
                and self._listed(sentence, base)
                and self._is_year(sentence, base)
                and self._is_year(sentence, figure)
                and len(sentence.text[base.end : figure.start]) <= 12
                and self._joined(sentence, figure)
            ):
                figure.compared_to = base

    def _is_year(self, sentence: Sentence, figure: FigureMention) -> bool:
        """Whether a date leads to a figure: ``2022년 26만 명``, ``지난해에는 33만 명``."""
        date = sentence.date_before(figure)
        return date is not None and sentence.text[date.end : figure.start] in _TO_DATE

    def _joined(self, sentence: Sentence, figure: FigureMention) -> bool:
        """Whether a trend is told of a row of years at its end."""
        k = sentence.order(figure)
        for other in sentence.figures[k : k + MEMORY]:
            if not alike(figure, other):
                return False
            if self.trends.governing(sentence, other):
                return True
            if not self._listed(sentence, other) and sentence.roles.get(other.start) != "from":
                return False
        return False

    def _steps(self, sentence: Sentence) -> None:
        """``126만 명이었으나 2022년에는 341만 명으로 급증``: one year after another."""
        for base, figure in zip(sentence.figures, sentence.figures[1:], strict=False):
            if (
                figure.compared_to is None
                and alike(base, figure)
                and sentence.roles.get(figure.start) == "to"
                and sentence.roles.get(base.start) in (None, "to")
                and not self._listed(sentence, base)
                and not self._acts(sentence, base)
                and not sentence.text.startswith("씩", base.end)
                and (date := sentence.date_before(figure)) is not None
                and date.start >= base.end
                and not self._new_topic(sentence, base, figure)
                and self.trends.governing(sentence, figure)
            ):
                figure.compared_to = base

    def _acts(self, sentence: Sentence, figure: FigureMention) -> bool:
        """Whether a figure is who does something: ``교육지원청 8곳이 지원``."""
        i = sentence.unbracketed(figure)
        return i < sentence.last and sentence.morphemes.tags[i] == "JKS"

    def _new_topic(self, sentence: Sentence, base: FigureMention, figure: FigureMention) -> bool:
        """Whether something else is spoken of between two figures."""
        tags = sentence.morphemes.tags
        return any(
            tags[i] in ("JX", "JKS", "JKO")
            and i - 1 not in sentence.date_at
            and tags[i - 1] != "JKB"
            for i in range(sentence.unbracketed(base) + 1, sentence.before(figure) + 1)
        )

    def _compared(self, sentence: Sentence, k: int) -> FigureMention | None:
        """What is set against ``(A)보다``: the figure told before it, or the one it leads to."""
        base = sentence.figures[k]
        for figure in reversed(sentence.figures[max(0, k - 3) : k]):
            if (
                alike(base, figure)
                and figure.compared_to is None
                and not sentence.bracketed(figure)
            ):
                return figure
        for figure in sentence.figures[k + 1 : k + 5]:
            if alike(base, figure):
                i = sentence.before(figure)
                if i >= sentence.first and sentence.morphemes.tags[i] == "ETM":
                    return figure
        return None


def _same_metric(a: FigureMention, b: FigureMention) -> bool:
    """Whether two figures measure the same, as far as the text says."""
    if not a.metric or not b.metric:
        return not a.metric
    return a.metric in b.metric or b.metric in a.metric
