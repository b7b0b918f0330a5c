"""The figure that another one is set against: ``74.7%에서 85.8%로``, ``(4860원)보다``."""

from __future__ import annotations

from extract.figures.sentences import Sentence, alike
from extract.figures.trends import Trends
from extract.found import FigureMention
from rules import Rules

EXCEEDED = 20
"""Characters in which a figure above another one follows it (80점을 넘는 92점)."""


class Comparisons:
    """Links figures with the words of a set of rules."""

    def __init__(self, rules: Rules, trends: Trends) -> None:
        compared = rules.tables["figures"]["compared"]
        self.trends = trends
        self.beside = tuple(compared["beside"])
        self.arrows = tuple(compared["arrows"])
        self.exceeding = frozenset(compared["exceeding"])

    def link(self, sentence: Sentence) -> None:
        """Fill ``compared_to`` of the sentence's figures."""
        figures = sentence.figures
        for k, base in enumerate(figures):
            role = self._role(sentence, base)
            if role in (None, "to"):
                continue
            target = None
            if role in ("from", "arrow"):
                target = self._reached(sentence, k, role)
            elif role == "was":
                target = next(
                    (
                        f
                        for f in figures[k + 1 : k + 4]
                        if alike(base, f) and self._role(sentence, f) == "to"
                    ),
                    None,
                )
            elif role == "exceeded":
                target = next(
                    (
                        f
                        for f in figures[k + 1 : k + 2]
                        if alike(base, f) and f.start - base.end <= EXCEEDED
                    ),
                    None,
                )
            else:
                target = self._compared(sentence, k)
            if target is not None and target.compared_to is None:
                target.compared_to = base
                if role == "from":
                    near = target.start - base.end <= 4  # 평균 58.4점에서 71.32점으로
                    if near and base.modifier == "average":
                        target.modifier = target.modifier or "average"
                    self._chain(sentence, target)
        self._years(sentence)

    def _role(self, sentence: Sentence, figure: FigureMention) -> str | None:
        """How the words behind a figure set it against another one."""
        forms, tags = sentence.morphemes.forms, sentence.morphemes.tags
        i = sentence.unbracketed(figure)
        if i >= sentence.last:
            return None
        begin = sentence.morphemes.starts[i]
        after = sentence.text[begin : begin + 12]
        form, tag = forms[i], tags[i]
        if after.startswith(self.arrows):
            return "arrow"
        if form == "에서" and tag == "JKB":
            return "from"
        if (form == "보다" and tag[0] == "J") or after.startswith(self.beside):
            return "than"
        if form == "의" and tag == "JKG" and sentence.bracketed(figure):
            return "times"
        if tag == "VCP":
            for j in range(i + 1, min(sentence.last, i + 4)):
                if tags[j] == "ETM":
                    return "was"
            return None
        if form in ("을", "를"):
            for j in range(i + 1, min(sentence.last, i + 5)):
                if tags[j][:2] == "VV" and forms[j] in self.exceeding:
                    adnominal = j + 1 < sentence.last and tags[j + 1] == "ETM"
                    return "exceeded" if adnominal else None
        if form in ("로", "으로", "까지"):
            return "to"
        for j in range(i, min(sentence.last, i + 3)):  # 20만 명 이상으로, 100억원 규모로
            if forms[j] in ("로", "으로", "까지") and tags[j][0] == "J":
                return "to"
            if tags[j] not in ("NNG", "NNB", "XSN"):
                break
        return None

    def _reached(self, sentence: Sentence, k: int, role: str) -> FigureMention | None:
        """B of ``A에서 B로`` and of ``A→B``."""
        base = sentence.figures[k]
        for figure in sentence.figures[k + 1 : k + 5]:
            if not alike(base, figure):
                if figure.dimension == base.dimension or role == "arrow":
                    return None
                continue
            between = sentence.text[base.end : figure.start]
            if len(between) > 50:
                return None
            if role == "arrow":
                return figure if len(between) <= 14 else None
            if self._role(sentence, figure) in ("to", "from") or self._listed(sentence, figure):
                return figure
            return None
        return None

    def _listed(self, sentence: Sentence, figure: FigureMention) -> bool:
        return sentence.text[figure.end : figure.end + 1] in (",", "·")

    def _chain(self, sentence: Sentence, figure: FigureMention) -> None:
        """``2010년 A에서 2011년 B, 2012년 C로``: C follows B."""
        figures = sentence.figures
        k = sentence.order(figure)
        while self._listed(sentence, figures[k]) and k + 1 < len(figures):
            follower = figures[k + 1]
            i = sentence.before(follower)
            if not alike(figures[k], follower) or i not in sentence.date_at:
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
                and sentence.before(base) in sentence.date_at
                and sentence.before(figure) in sentence.date_at
                and len(sentence.text[base.end : figure.start]) <= 12
                and self.trends.governing(sentence, figure)
            ):
                figure.compared_to = base

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
