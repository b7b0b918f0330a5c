"""Whether a figure rose or fell: the verb or noun that governs it, as Kiwi's morphemes show it."""

from __future__ import annotations

from extract.figures.sentences import BASES, Sentence
from extract.found import FigureMention
from rules import Rules

LINKED = frozenset({"어", "아", "어서", "아서"})
CONTRARY = frozenset({"지만", "으나", "나", "는데", "ᆫ데"})
AMONG = frozenset({"중", "가운데"})

REACH = 60
"""Morphemes looked at on either side of a figure."""

_SET_AGAINST = BASES - {"from", "arrow"}


class Trends:
    """Reads trends with the words of a set of rules."""

    def __init__(self, rules: Rules) -> None:
        trend = rules.tables["figures"]["trend"]
        self.verbs = dict.fromkeys(trend["up"], "up") | dict.fromkeys(trend["down"], "down")
        self.nouns = dict.fromkeys(trend["up_nouns"], "up")
        self.nouns |= dict.fromkeys(trend["down_nouns"], "down")
        self.adjectives = dict.fromkeys(trend["up_adjectives"], "up")
        self.adjectives |= dict.fromkeys(trend["down_adjectives"], "down")
        self.marks = dict.fromkeys(trend["up_marks"], "up")
        self.marks |= dict.fromkeys(trend["down_marks"], "down")
        self.idle = frozenset(trend["idle_objects"])
        self.bodily = frozenset(trend["bodily"])
        self.climbing = frozenset(trend["climbing"])
        self.adverbs = dict.fromkeys(trend["up_adverbs"], "up")
        self.earned = frozenset(trend["earned_objects"])
        self.senders = frozenset(trend["idle_followers"])
        self.passed = frozenset(trend["passed"])
        self.base_times = tuple(trend["base_times"])

    def read(self, sentence: Sentence) -> None:
        """Fill ``trend`` of the sentence's figures; ``compared_to`` is known."""
        bases = {id(f.compared_to) for f in sentence.figures if f.compared_to is not None}
        for figure in sentence.figures:
            if figure.dimension in ("age", "ordinal"):
                continue
            role = sentence.roles.get(figure.start)
            base = id(figure) in bases or role in _SET_AGAINST
            if base and figure.compared_to is None:
                continue
            figure.trend = (
                self._difference(sentence, figure)
                or self.governing(sentence, figure)
                or self._leading(sentence, figure)
                or (self._multiple(sentence, figure) if figure.unit == "배" else None)
            )

    def governing(
        self, sentence: Sentence, figure: FigureMention, *, base: bool = False
    ) -> str | None:
        """The trend of the verb that governs a figure; with ``base``, of the A in ``A에서``."""
        morphemes = sentence.morphemes
        forms, tags = morphemes.forms, morphemes.tags
        i = sentence.unbracketed(figure)
        if (
            i < sentence.last
            and not base
            and (
                (
                    forms[i] in ("보다", "에서", "부터", "중", "가운데", "당")
                    and tags[i] in ("JKB", "JX", "NNB", "NNG", "XSN")
                )
                or tags[i] == "VCP"
            )
        ):
            return None
        if i < sentence.last and tags[i] == "JKG":  # 25곳의 수준: not the figure itself changes
            noun = i + 1 < sentence.last and forms[i + 1] in self.nouns
            return self.nouns[forms[i + 1]] if noun and self._predicative(sentence, i + 1) else None
        free = False
        stop = min(sentence.last, i + REACH)
        for j in range(i, min(stop, i + 5)):
            if forms[j] in AMONG and tags[j] in ("NNB", "NNG"):
                return None  # 11개 지표 중
        while i < stop:
            form, tag = forms[i], tags[i]
            if i in sentence.figure_at or i in sentence.date_at:
                if i in sentence.figure_at and not free:
                    return None  # 50인 미만 하역사 25곳: merely describes another
                i += 1
                continue
            if tag in ("SF", "EF", "SE") or (tag == "EC" and form in CONTRARY):
                return None
            free = free or tag[0] in "JSM"
            if tag[0] == "S":
                start = morphemes.starts[i]
                if mark := self.marks.get(sentence.text[start : start + 1]):
                    return mark if start - figure.end <= 12 else None
            if tag == "MAG" and form in self.adverbs:
                return self.adverbs[form]
            if tag == "NNG" and form in self.nouns and self._predicative(sentence, i):
                return self._turned(sentence, i)
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
            k = i - 2 if tags[i - 1] == "XSN" else i - 1
            noun = forms[k]
            if tags[k] == "NNG" and noun + forms[i] in self.passed:
                return None, True
            if noun in self.nouns:
                return self._turned(sentence, k), False
            return None, noun in self.passed
        if tag[:2] == "VV" and form in self.verbs:
            if form == "올리" and self._earned(sentence, i):
                return None, False
            if figure.unit == "명" and form in self.bodily and self._does(sentence, figure):
                return None, False
            return (None, False) if self._idle(sentence, i) else (self.verbs[form], False)
        if tag[:2] == "VA" and form in self.adjectives:
            since = self._since(sentence, i)
            becomes = i + 2 < sentence.last and tags[i + 1] == "EC" and forms[i + 2] == "지"
            if becomes or since:
                return self.adjectives[form], False
            return None, tags[i + 1 : i + 2] in (["ETM"], ["EC"])  # 큰 폭으로, 크게
        if tag[:2] == "VX":
            return None, True
        if form == "들" and i - 1 not in sentence.date_at:
            return None, False  # 올해 들어, but not 사람이 든다
        return None, form in self.passed or self._compares_next(sentence, i)

    def _compares_next(self, sentence: Sentence, i: int) -> bool:
        """Whether the sentence goes on to compare: ``4만명이 다녀가 지난해보다 늘었다``."""
        forms, tags = sentence.morphemes.forms, sentence.morphemes.tags
        if tags[i + 1 : i + 2] != ["EC"] or forms[i + 1] not in ("어", "아"):
            return False
        j = i + 2
        while j < sentence.last and j in sentence.date_at:
            j += 1
        return (
            j > i + 2 and j < sentence.last and (forms[j] in ("보다", "대비") or tags[j] == "SSO")
        )

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
        if forms[i] in self.climbing and tags[i - 1] == "JKB" and forms[i - 1] == "에":
            return True  # 본선에 오르다
        for j in range(i - 1, max(sentence.first, i - 5), -1):
            if tags[j] in ("JKO", "JKS"):
                return forms[j - 1] in self.idle
        if i + 2 < sentence.last and tags[i + 1] == "EC" and forms[i + 2] in self.senders:
            return True
        return forms[i - 1] in self.idle

    def _turned(self, sentence: Sentence, i: int) -> str:
        """The trend of the noun at ``i``; 역 turns it round (역성장)."""
        trend = self.nouns[sentence.morphemes.forms[i]]
        if sentence.morphemes.tags[i - 1] == "XPN" and sentence.morphemes.forms[i - 1] == "역":
            return "down" if trend == "up" else "up"
        return trend

    def _earned(self, sentence: Sentence, i: int) -> bool:
        """Whether the object of the verb at ``i`` is what was earned: ``매출 12조원을 올렸다``."""
        if sentence.morphemes.tags[i - 1] != "JKO" or i - 2 not in sentence.figure_at:
            return False
        j = sentence.before(sentence.figures[sentence.figure_at[i - 2]])
        return j >= sentence.first and sentence.morphemes.forms[j] in self.earned

    def _since(self, sentence: Sentence, i: int) -> bool:
        """Whether an adjective compares with an earlier time: ``전년보다 11계단 높은``."""
        forms, tags = sentence.morphemes.forms, sentence.morphemes.tags
        for j in range(i - 1, max(sentence.first, i - 14), -1):
            if forms[j] in ("보다", "대비") and tags[j] in ("JKB", "NNG"):
                k = j - 1
                while k > sentence.first and (k in sentence.figure_at or tags[k][:2] == "SS"):
                    k -= 1  # 지난해(19.8t)보다
                return k in sentence.date_at or forms[k] in self.base_times
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
        ranked = figure.dimension == "rank"
        i = sentence.before(figure)
        for j in range(i, max(sentence.first, i - 9), -1):
            tag = tags[j]
            if j in sentence.figure_at or tag in ("EF", "SF") or tag in ("JKS", "JKO"):
                return None
            if tag == "ETM" and j < i:
                return None
            if tag[:2] == "VV" and forms[j] in self.verbs and j + 1 < sentence.last:
                ending = tags[j + 1]
                linked = ending == "EC" and forms[j + 1] in LINKED and not ranked
                if (ending == "ETM" and j + 1 == i) or linked:
                    return None if self._idle(sentence, j) else self.verbs[forms[j]]
                return None
            if tag == "XSV" and forms[j - 1] in self.nouns:
                ending = tags[j + 1]
                linked = ending == "EC" and forms[j + 1] in LINKED and not ranked
                return self.nouns[forms[j - 1]] if ending == "ETM" or linked else None
            if tag[:2] == "VA" and forms[j] in self.adjectives and j + 1 == i:
                return self.adjectives[forms[j]] if self._since(sentence, j) else None
            if tag[:2] in ("VV", "VA") or tag in ("XSV", "VCP", "JKG"):
                return None
        return None

    def _difference(self, sentence: Sentence, figure: FigureMention) -> str | None:
        """The trend of ``A에서 B로``: B against A, whatever the verb (개선, 악화) may value."""
        base = figure.compared_to
        if base is None or figure.value is None or base.value is None:
            return None
        role = sentence.roles.get(base.start)
        chained = base.compared_to is not None  # A에서 B, C로
        if role not in ("from", "arrow", "was") and not (
            chained or (role in ("than", "times") and self._is_dated(sentence, base))
        ):
            return None
        if figure.value == base.value:
            return None
        rises = figure.value > base.value
        if figure.dimension == "rank":
            rises = not rises
        return "up" if rises else "down"

    def _is_dated(self, sentence: Sentence, figure: FigureMention) -> bool:
        """Whether a figure is what was at a time: ``지난해(187점)보다``."""
        date = sentence.date_before(figure)
        return date is not None and figure.start - date.end <= 2

    def _multiple(self, sentence: Sentence, figure: FigureMention) -> str | None:
        """``A에서 B로 1.6배가 된다``, ``지난해의 1.7배``: a multiple of what went before."""
        k = sentence.order(figure)
        i = sentence.before(figure)
        of = i > sentence.first and sentence.morphemes.tags[i] == "JKG"
        if of and i - 1 in sentence.date_at and figure.value is not None and figure.value != 1:
            return "up" if figure.value > 1 else "down"
        for other in sentence.figures[max(0, k - 3) : k]:
            base = other.compared_to
            if base is None or figure.value is None:
                continue
            last = max(other, base, key=lambda f: f.start)
            if figure.start - last.end <= 4:
                other.trend = other.trend or ("up" if figure.value > 1 else "down")
                return other.trend
        return None
