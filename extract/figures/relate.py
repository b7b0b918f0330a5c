"""What a figure is about: metric, subject, period, trend, and the figure it is set against.

Works on one sentence at a time, and only on those with figures. A figure's governor is the
first verb after it that is not merely passed by (``…에 비해``); its metric is the noun phrase
next to it or the nearest one that a particle marks.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from extract.found import DateMention, FigureMention, Found, OrganizationFound
from extract.morphemes import Morphemes
from extract.reading.layout import Line
from rules import Rules

MAIN_SHARE = 0.5
"""The main organization of an article has this share of the mentions that act."""
REACH = 60
"""Morphemes looked at on either side of a figure."""
MEMORY = 12
"""Figures, dates or actors looked back at."""
EXCEEDED = 20
"""Characters in which a figure above another one follows it (80점을 넘는 92점)."""
ITEM_CHARS = 60
"""A shorter line goes on with the topic of the lines before it."""

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
_OFFICE = re.compile(r"(?:청?장)?(?:[ ]?(?:관계자|측))?(?=[은는이가도])|(?:청?장)(?=[은는이가도])")


@dataclass(slots=True)
class Sentence:
    """The morphemes of a sentence, and which of them belong to figures, dates and names."""

    text: str
    morphemes: Morphemes
    first: int
    last: int
    figures: list[FigureMention]
    figure_at: dict[int, int] = field(default_factory=dict)
    dates: list[DateMention] = field(default_factory=list)
    date_at: dict[int, int] = field(default_factory=dict)
    actors: list[tuple[int, int, OrganizationFound]] = field(default_factory=list)
    actor_at: set[int] = field(default_factory=set)
    edges: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    """By start of figure: the morpheme before it, behind it, and behind its bracket."""

    @property
    def span(self) -> tuple[int, int]:
        """The stretch of the text that its morphemes cover."""
        if self.first >= self.last:
            return self.figures[0].start, self.figures[-1].end
        return self.morphemes.starts[self.first], self.morphemes.ends[self.last - 1]

    def after(self, figure: FigureMention) -> int:
        """The first morpheme behind a figure."""
        return self.edges[figure.start][1]

    def before(self, figure: FigureMention) -> int:
        """The last morpheme in front of a figure."""
        return self.edges[figure.start][0]

    def unbracketed(self, figure: FigureMention) -> int:
        """The first morpheme behind a figure and a bracket right after it, or around it."""
        return self.edges[figure.start][2]

    def place(self) -> None:
        """Note which morphemes belong to figures, dates and names."""
        within = self.morphemes.within
        for k, figure in enumerate(self.figures):
            inside = within(figure.start, figure.end)
            after = max(self.first, inside.stop)
            self.edges[figure.start] = (inside.start - 1, after, self._past_bracket(after))
            for i in inside:
                self.figure_at[i] = k
        for k, date in enumerate(self.dates):
            for i in within(date.start, date.end):
                self.date_at[i] = k
        for start, end, _ in self.actors:
            self.actor_at.update(within(start, end))

    def _past_bracket(self, i: int) -> int:
        tags = self.morphemes.tags
        if i < self.last and tags[i] == "SSC":
            return i + 1
        if i < self.last and tags[i] == "SSO" and self.text[self.morphemes.starts[i]] == "(":
            for j in range(i + 1, min(self.last, i + 20)):
                if tags[j] == "SSC":
                    return j + 1
        return i

    def order(self, figure: FigureMention) -> int:
        """Which of the sentence's figures this is."""
        return bisect_left(self.figures, figure.start, key=_start)

    def bracketed(self, figure: FigureMention) -> bool:
        """Whether the figure is the last thing in brackets."""
        return self.text[figure.end : figure.end + 1] == ")"


class Relater:
    """Relates figures with the words of a set of rules."""

    def __init__(self, rules: Rules) -> None:
        table = rules.tables["figures"]
        trend, metric = table["trend"], table["metric"]
        self.verbs = dict.fromkeys(trend["up"], "up") | dict.fromkeys(trend["down"], "down")
        self.nouns = dict.fromkeys(trend["up_nouns"], "up")
        self.nouns |= dict.fromkeys(trend["down_nouns"], "down")
        self.adjectives = dict.fromkeys(trend["up_adjectives"], "up")
        self.adjectives |= dict.fromkeys(trend["down_adjectives"], "down")
        self.marks = dict.fromkeys(trend["up_marks"], "up")
        self.marks |= dict.fromkeys(trend["down_marks"], "down")
        self.idle = frozenset(trend["idle_objects"])
        self.bodily = frozenset(trend["bodily"])
        self.senders = frozenset(trend["idle_followers"])
        self.passed = frozenset(trend["passed"])
        self.base_times = tuple(trend["base_times"])
        compared = table["compared"]
        self.beside = tuple(compared["beside"])
        self.arrows = tuple(compared["arrows"])
        self.exceeding = frozenset(compared["exceeding"])
        self.not_then = tuple(table["period"]["not_then"])
        self.near = frozenset(metric["near"])
        self.empty = frozenset(metric["empty"])
        self.amounts = frozenset(metric["amounts"])
        self.at_large = re.compile(
            rf"(?:{'|'.join(map(re.escape, metric['at_large']))})(?:에서|의)?[ ]?[^ ]{{0,8}}[ ]?$"
        )
        self.impersonal = tuple(metric["impersonal"])

    def relate(self, found: Found, figures: list[FigureMention]) -> None:
        """Fill what the figures of an article are about, in place."""
        if not figures:
            return
        actors = sorted(
            ((m.start, m.end, organization) for m, organization in found.actors()),
            key=lambda actor: actor[:2],
        )
        starts = [start for start, _, _ in actors]
        acting = [a for a in actors if _acts(found.text, found.morphemes, a[0], a[1])]
        acts = [start for start, _, _ in acting]
        dates = [date.start for date in found.dates]
        main = _main(acting)
        told: dict[str | None, str] = {}
        paragraph = (-1, -1)
        for sentence in _sentences(found, figures):
            low, high = sentence.span
            sentence.actors = actors[bisect_left(starts, low) : bisect_left(starts, high)]
            sentence.dates = found.dates[bisect_left(dates, low) : bisect_left(dates, high)]
            sentence.place()
            line = found.layout.line(low)
            if line and (line.start, line.end) != paragraph:
                paragraph = (line.start, line.end)
                told.clear()  # a metric carries on within its paragraph only
            self._compare(sentence)
            self._trends(sentence)
            self._metrics(sentence, told)
            self._periods(sentence)
            here = slice(bisect_left(acts, low), bisect_left(acts, high))
            if line and line.kind in ("title", "subhead"):
                topic = main or next((o for _, _, o in sentence.actors), None)
            else:
                before = bisect_left(acts, paragraph[0] if self._flowing(found, line) else 0)
                topic = acting[here.start - 1][2] if here.start > before else main
            self._subjects(sentence, acting[here], topic)

    def _flowing(self, found: Found, line: Line | None) -> bool:
        """Whether a line is a paragraph of its own, and not an item of a list."""
        return line is not None and line.end - line.start > ITEM_CHARS

    # ---- rising and falling

    def _trends(self, sentence: Sentence) -> None:
        bases = {id(f.compared_to) for f in sentence.figures if f.compared_to is not None}
        for figure in sentence.figures:
            if figure.dimension in ("age", "ordinal"):
                continue
            base = id(figure) in bases and figure.compared_to is None
            if base:
                continue
            trend = self._governing(sentence, figure)
            if trend is None:
                trend = self._leading(sentence, figure)
            if trend is None and figure.compared_to is not None:
                trend = self._difference(sentence, figure)
            if trend is None and figure.unit == "배":
                trend = self._multiple(sentence, figure)
            figure.trend = trend

    def _governing(self, sentence: Sentence, figure: FigureMention) -> str | None:
        """The trend of the verb that governs a figure."""
        morphemes = sentence.morphemes
        forms, tags = morphemes.forms, morphemes.tags
        i = sentence.unbracketed(figure)
        if i < sentence.last and (
            (
                forms[i] in ("보다", "에서", "부터", "중", "가운데", "당")
                and tags[i] in ("JKB", "JX", "NNB", "NNG", "XSN")
            )
            or tags[i] == "VCP"
        ):
            return None
        if i < sentence.last and tags[i] == "JKG":  # 25곳의 수준: not the figure itself changes
            noun = i + 1 < sentence.last and forms[i + 1] in self.nouns
            return self.nouns[forms[i + 1]] if noun and self._predicative(sentence, i + 1) else None
        free = False
        stop = min(sentence.last, i + REACH)
        while i < stop:
            form, tag = forms[i], tags[i]
            if i in sentence.figure_at or i in sentence.date_at:
                if i in sentence.figure_at and not free:
                    return None  # 50인 미만 하역사 25곳: merely describes another
                i += 1
                continue
            if tag in ("SF", "EF", "SE"):
                return None
            free = free or tag[0] in "JSM"
            mark = self.marks.get(sentence.text[morphemes.starts[i] : morphemes.starts[i] + 1])
            if mark and tag[0] == "S":
                return mark if morphemes.starts[i] - figure.end <= 12 else None
            if tag == "NNG" and form in self.nouns and self._predicative(sentence, i):
                return self.nouns[form]
            if tag[:2] in ("VV", "VA", "VX") or tag in ("XSV", "XSA", "VCP", "VCN"):
                trend, go_on = self._verb(sentence, figure, i)
                if trend or not go_on:
                    return trend
            i += 1
        return None

    def _verb(self, sentence: Sentence, figure: FigureMention, i: int) -> tuple[str | None, bool]:
        """The trend of the verb at ``i``, and whether a verb further on may still govern."""
        forms, tags = sentence.morphemes.forms, sentence.morphemes.tags
        form, tag = forms[i], tags[i]
        if tag in ("XSV", "XSA"):
            noun = forms[i - 1]
            if sentence.morphemes.tags[i - 1] == "NNG" and noun + forms[i] in self.passed:
                return None, True
            if noun in self.nouns:
                return self.nouns[noun], False
            return None, noun in self.passed
        if tag[:2] == "VV" and form in self.verbs:
            if figure.unit == "명" and form in self.bodily and self._does(sentence, figure):
                return None, False
            return (None, False) if self._idle(sentence, i) else (self.verbs[form], False)
        if tag[:2] == "VA" and form in self.adjectives:
            since = self._since(sentence, i)
            becomes = i + 2 < sentence.last and tags[i + 1] == "EC" and forms[i + 2] == "지"
            if becomes or since:
                return self.adjectives[form], False
            return None, i + 1 < sentence.last and tags[i + 1] == "ETM"  # 큰 폭으로
        if tag[:2] == "VX":
            return None, True
        return None, form in self.passed

    def _does(self, sentence: Sentence, figure: FigureMention) -> bool:
        """Whether the figure is the subject right away: ``500명이``."""
        i = sentence.unbracketed(figure)
        return i < sentence.last and sentence.morphemes.tags[i] in ("JKS", "JX")

    def _idle(self, sentence: Sentence, i: int) -> bool:
        """Whether the verb's object makes it an idiom: ``이름을 올리다``."""
        forms, tags = sentence.morphemes.forms, sentence.morphemes.tags
        rank = sentence.figure_at.get(i - 2)
        if rank is not None and tags[i - 1] == "JKB" and forms[i - 1] == "에":
            return sentence.figures[rank].dimension == "rank"  # 6위에 오르다
        for j in range(i - 1, max(sentence.first, i - 5), -1):
            if tags[j] in ("JKO", "JKS"):
                return forms[j - 1] in self.idle
        if i + 2 < sentence.last and tags[i + 1] == "EC" and forms[i + 2] in self.senders:
            return True
        return forms[i - 1] in self.idle

    def _since(self, sentence: Sentence, i: int) -> bool:
        """Whether an adjective compares with an earlier time: ``전년보다 11계단 높은``."""
        forms, tags = sentence.morphemes.forms, sentence.morphemes.tags
        for j in range(i - 1, max(sentence.first, i - 14), -1):
            if forms[j] in ("보다", "대비") and tags[j] in ("JKB", "NNG"):
                return j - 1 in sentence.date_at or forms[j - 1] in self.base_times
        return False

    def _predicative(self, sentence: Sentence, i: int) -> bool:
        """Whether a noun such as 증가 is the predicate, not part of a name such as 증가율."""
        if i + 1 >= sentence.last:
            return True
        tag = sentence.morphemes.tags[i + 1]
        if tag in ("XSV", "SSC", "SF", "SP", "SW", "SE", "EF", "VV"):
            return True
        start, end = sentence.morphemes.starts[i + 1], sentence.morphemes.ends[i]
        return "\n" in sentence.text[end:start] or sentence.text[end : end + 1] in "…,)·"

    def _leading(self, sentence: Sentence, figure: FigureMention) -> str | None:
        """A trend told right before a figure: ``늘어난 12조원``, ``21.3% 늘어 1억 달러``."""
        forms, tags = sentence.morphemes.forms, sentence.morphemes.tags
        i = sentence.before(figure)
        for j in range(i, max(sentence.first, i - 9), -1):
            tag = tags[j]
            if j in sentence.figure_at or tag in ("EF", "SF") or tag in ("JKS", "JKO"):
                return None
            if tag == "ETM" and j < i:
                return None
            if tag[:2] == "VV" and forms[j] in self.verbs and j + 1 < sentence.last:
                ending = tags[j + 1]
                linked = ending == "EC" and forms[j + 1] in ("어", "아", "어서", "아서")
                if (ending == "ETM" and j + 1 == i) or linked:
                    return None if self._idle(sentence, j) else self.verbs[forms[j]]
                return None
            if tag == "XSV" and forms[j - 1] in self.nouns:
                ending = tags[j + 1]
                linked = ending == "EC" and forms[j + 1] in ("어", "아", "어서", "아서")
                return self.nouns[forms[j - 1]] if ending == "ETM" or linked else None
            if tag[:2] == "VA" and forms[j] in self.adjectives and j + 1 == i:
                return self.adjectives[forms[j]] if self._since(sentence, j) else None
            if tag[:2] in ("VV", "VA") or tag == "XSV":
                return None
        return None

    def _difference(self, sentence: Sentence, figure: FigureMention) -> str | None:
        """The trend of ``A에서 B로`` where no verb tells it: B against A."""
        base = figure.compared_to
        if base is None or figure.value is None or base.value is None:
            return None
        between = sentence.text[base.end : figure.start]
        if not ("에서" in between or "→" in between) or figure.value == base.value:
            return None
        rises = figure.value > base.value
        if figure.dimension == "rank":
            rises = not rises
        return "up" if rises else "down"

    def _multiple(self, sentence: Sentence, figure: FigureMention) -> str | None:
        """``A에서 B로 1.6배가 된다``, ``B로 지난해(A)의 1.7배``: a multiple of what went before."""
        k = sentence.order(figure)
        for other in sentence.figures[max(0, k - 3) : k]:
            base = other.compared_to
            if base is None or figure.value is None:
                continue
            last = max(other, base, key=lambda f: f.start)
            if figure.start - last.end <= 4:
                other.trend = other.trend or ("up" if figure.value > 1 else "down")
                return other.trend
        return None

    # ---- the figure that another is set against

    def _compare(self, sentence: Sentence) -> None:
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
                        if _alike(base, f) and self._role(sentence, f) == "to"
                    ),
                    None,
                )
            elif role == "exceeded":
                target = next(
                    (
                        f
                        for f in figures[k + 1 : k + 2]
                        if _alike(base, f) and f.start - base.end <= EXCEEDED
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
            if not _alike(base, figure):
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
            if not _alike(figures[k], follower) or i not in sentence.date_at:
                return
            follower.compared_to = figures[k]
            k += 1

    def _years(self, sentence: Sentence) -> None:
        """``지난해 0.9%, 올해 2.1%에 이어 … 높아졌다``: years in a row that a trend joins."""
        for base, figure in zip(sentence.figures, sentence.figures[1:], strict=False):
            if (
                figure.compared_to is None
                and _alike(base, figure)
                and self._listed(sentence, base)
                and sentence.before(base) in sentence.date_at
                and sentence.before(figure) in sentence.date_at
                and len(sentence.text[base.end : figure.start]) <= 12
                and self._governing(sentence, figure)
            ):
                figure.compared_to = base

    def _compared(self, sentence: Sentence, k: int) -> FigureMention | None:
        """What is set against ``(A)보다``: the figure told before it, or the one it leads to."""
        base = sentence.figures[k]
        for figure in reversed(sentence.figures[max(0, k - 3) : k]):
            if (
                _alike(base, figure)
                and figure.compared_to is None
                and not sentence.bracketed(figure)
            ):
                return figure
        for figure in sentence.figures[k + 1 : k + 5]:
            if _alike(base, figure):
                i = sentence.before(figure)
                if i >= sentence.first and sentence.morphemes.tags[i] == "ETM":
                    return figure
        return None

    # ---- when

    def _periods(self, sentence: Sentence) -> None:
        low = sentence.span[0]
        for figure in sentence.figures:
            chosen = None
            k = bisect_left(sentence.dates, figure.start, key=_start)
            for date in sentence.dates[max(0, k - MEMORY) : k]:
                if date.timex != "DATE":
                    continue
                after = sentence.text[date.end : date.end + 8].lstrip()
                if not after.startswith(self.not_then):
                    chosen = date
            if chosen is None:
                continue
            between = sentence.text[max(low, chosen.end) : figure.start]
            if len(between) <= 40 and not re.search(r"[고며서] |다\.|[”\"]", between):
                figure.period = chosen

    # ---- what is measured

    def _metrics(self, sentence: Sentence, told: dict[str | None, str]) -> None:
        """``told`` has the last metric of each unit in the paragraph so far."""
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
                and forms[j] not in self.nouns
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
        if begin < end and forms[begin] in self.nouns and end - begin == 1:
            return None
        if begin >= end or (end - begin == 1 and tags[begin] in ("XSN", "XPN", "SN", "NR")):
            return None
        phrase = sentence.text[morphemes.starts[begin] : morphemes.ends[end - 1]].strip()
        worded = re.search(r"\w", _BRACKETS.sub("", phrase)) and "\n" not in phrase
        return phrase if worded and least <= len(phrase) <= 60 else None

    # ---- whose

    def _subjects(
        self,
        sentence: Sentence,
        acting: list[tuple[int, int, OrganizationFound]],
        topic: OrganizationFound | None,
    ) -> None:
        leading = acting[0][2] if acting else None
        for figure in sentence.figures:
            if self._impersonal(sentence, figure):
                continue
            k = bisect_left(acting, figure.start, key=_first)
            current = acting[k - 1][2] if k else None
            owner = self._owner(sentence, figure)
            if current is None and owner is None and topic is None:
                current = leading
            figure.subject = owner or self._bearer(sentence, figure, acting) or current or topic

    def _owner(self, sentence: Sentence, figure: FigureMention) -> OrganizationFound | None:
        """Whose metric it is: ``군의 재정자립도는 … 34.1%``."""
        text = sentence.text
        k = bisect_left(sentence.actors, figure.start, key=_first)
        for _, end, organization in reversed(sentence.actors[max(0, k - MEMORY) : k]):
            if text[end : end + 2] == "의 ":
                between = text[end + 2 : figure.start]
                return organization if (figure.metric or " ") in between else None
        return None

    def _bearer(
        self,
        sentence: Sentence,
        figure: FigureMention,
        acting: list[tuple[int, int, OrganizationFound]],
    ) -> OrganizationFound | None:
        """Who does it, told behind: ``나머지 3억원은 협회가 부담한다``."""
        after = sentence.text[figure.end : figure.end + 2]
        if after[:1] in ("은", "는") and after[1:] == " ":
            k = bisect_left(acting, figure.end, key=_first)
            for start, end, organization in acting[k : k + 1]:
                if start - figure.end <= 4 and sentence.text[end : end + 1] in ("이", "가"):
                    return organization
        return None

    def _impersonal(self, sentence: Sentence, figure: FigureMention) -> bool:
        """Whether the figure counts something at large, or is no one's."""
        if figure.dimension == "age":
            return True
        low = sentence.span[0]
        if self.at_large.search(sentence.text[max(low, figure.start - 20) : figure.start]):
            return True
        metric = figure.metric or ""
        return figure.dimension == "count" and metric.endswith(self.impersonal)


def _start(mention: FigureMention | DateMention) -> int:
    return mention.start


def _first(actor: tuple[int, int, OrganizationFound]) -> int:
    return actor[0]


def _alike(a: FigureMention, b: FigureMention) -> bool:
    return a.unit == b.unit and a.dimension == b.dimension and a.dimension != "age"


def _main(acting: list[tuple[int, int, OrganizationFound]]) -> OrganizationFound | None:
    """The organization that the article is about: it acts far more often than any other."""
    counts: dict[int, int] = {}
    for _, _, organization in acting:
        counts[id(organization)] = counts.get(id(organization), 0) + 1
    best = max(acting, key=lambda actor: counts[id(actor[2])], default=None)
    if best is None or counts[id(best[2])] < MAIN_SHARE * len(acting):
        return None
    return best[2]


def _kind(figure: FigureMention) -> str | None:
    """The unit; a difference in percentage points measures what the percentages do."""
    return "%" if figure.unit == "%p" else figure.unit


def _acts(text: str, morphemes: Morphemes, start: int, end: int) -> bool:
    """Whether a name is a topic or a subject: ``연수구는``, ``서구(구청장 이재현)가``.

    The subject of a clause that describes a noun is none: ``행정안전부가 주관한 평가``.
    """
    if text[end : end + 1] == "(":
        close = text.find(")", end, end + 40)
        end = close + 1 if close > 0 else end
    office = _OFFICE.match(text, end)
    end = office.end() if office else end
    i = morphemes.at(end)
    if i is None or morphemes.tags[i] not in ("JX", "JKS", "JKB"):
        return False
    if morphemes.tags[i] == "JKB":
        return text.startswith(("에서는", "에서도", "께서"), end)
    if morphemes.forms[i] not in ("은", "는", "도", "이", "가"):
        return False
    if morphemes.tags[i] == "JX":
        return True
    tags = morphemes.tags
    for j in range(i + 1, min(len(tags) - 1, i + 24)):
        if tags[j] in ("EF", "SF", "EC"):
            return True
        if tags[j] == "ETM" and morphemes.forms[j + 1] not in ("것", "데", "뒤", "후"):
            return False
    return True


def _sentences(found: Found, figures: list[FigureMention]) -> Iterator[Sentence]:
    """The sentences that have figures, with them."""
    morphemes = found.morphemes
    group: list[FigureMention] = []
    span = (-1, -1)
    for figure in [*figures, None]:
        if figure is not None and span[0] <= figure.start < span[1]:
            group.append(figure)
            continue
        if group:
            inside = morphemes.within(*span)
            yield Sentence(found.text, morphemes, inside.start, inside.stop, group)
        if figure is not None:
            span = morphemes.sentence(figure.start)
            if span[0] == span[1]:
                span = (figure.start, figure.end)
            group = [figure]
