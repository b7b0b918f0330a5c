"""Noun phrases of a sentence, without the words at their edges that say nothing of themselves."""

from __future__ import annotations

import re

from extract.figures.sentences import Phrase, Sentence
from extract.quotations import CLOSING, OPENING
from rules import Rules

LONGEST = 60
"""A longer phrase names nothing."""
WORD = 8
"""So many morphemes a word has at most."""
BRACKET = 14
"""So many morphemes a bracket or a quotation in a phrase has at most."""

_PAIRS = dict(zip(CLOSING + ")", OPENING + "(", strict=True))
_QUOTES = OPENING + CLOSING + "()"
_NOUN = frozenset({"NNG", "NNP", "SL", "SH", "XSN", "XPN", "XR", "NR", "SN"})
_SYMBOLS = frozenset({"SP", "SW", "SO"})
_LETTER = re.compile(r"\w")
_BRACKETS = re.compile(r"\([^()]*\)?")


class Phrases:
    """Reads noun phrases with the words of a set of rules."""

    def __init__(self, rules: Rules) -> None:
        table = rules.tables["figures"]
        trend, metric = table["trend"], table["metric"]
        self.changes = frozenset(trend["up_nouns"]) | frozenset(trend["down_nouns"])
        self.empty = frozenset(metric["empty"])
        self.lead = frozenset(metric["lead"])
        self.sums = frozenset(metric["sums"])

    def is_noun(self, sentence: Sentence, i: int) -> bool:
        """Whether a noun phrase may begin or end with this morpheme."""
        return sentence.morphemes.tags[i] in _NOUN

    def before(self, sentence: Sentence, end: int, *, least: int = 1) -> Phrase | None:
        """The phrase that ends before a morpheme; None where it names an actor or a time.

        ``least`` is the least number of characters.
        """
        morphemes = sentence.morphemes
        tags = morphemes.tags
        i = end - 1
        while i >= sentence.first and self._nominal(sentence, i, backwards=True):
            if tags[i] == "SSC":  # a bracket or a quotation goes in whole
                opened = self._opening(sentence, i)
                if opened is None:
                    break
                i = opened
            elif tags[i] == "SSO":
                break
            i -= 1
        begin = self._word(sentence, i + 1)
        apart = [
            k for k in range(begin, end) if k not in sentence.actor_at and k not in sentence.date_at
        ]
        if not any(tags[k] in _NOUN for k in apart):
            return None
        if begin in sentence.actor_at and tags[end - 1] == "SSC":
            return None  # 한빛전자(대표 …)가
        return self._phrase(sentence, begin, end, least=least)

    def after(self, sentence: Sentence, begin: int) -> Phrase | None:
        """The phrase from a morpheme on; of ``도의 채무``, the last noun."""
        tags = sentence.morphemes.tags
        end = self.end(sentence, begin)
        if end + 1 < sentence.last and tags[end] == "JKG" and tags[end + 1] in _NOUN:
            return self.after(sentence, end + 1) or self._phrase(sentence, begin, end)
        return self._phrase(sentence, begin, end)

    def whole(self, sentence: Sentence, begin: int) -> Phrase | None:
        """The phrase from a morpheme on, up to the first particle."""
        return self._phrase(sentence, begin, self.end(sentence, begin))

    def end(self, sentence: Sentence, begin: int) -> int:
        """The morpheme behind the phrase that begins here."""
        while begin < sentence.last and self._nominal(sentence, begin):
            begin += 1
        return begin

    def _opening(self, sentence: Sentence, closing: int) -> int | None:
        tags, starts = sentence.morphemes.tags, sentence.morphemes.starts
        opening = _PAIRS.get(sentence.text[starts[closing]])
        for j in range(closing - 1, max(sentence.first, closing - BRACKET) - 1, -1):
            if j in sentence.figure_at:
                return None  # 도 평균(80점)
            if tags[j] == "SSO" and (not opening or sentence.text[starts[j]] == opening):
                return j
        return None

    def _word(self, sentence: Sentence, begin: int) -> int:
        """Where the word begins that has this morpheme: 이륜차 is one, whatever 이 may be."""
        morphemes = sentence.morphemes
        first = max(sentence.first, begin - WORD)
        while (
            begin > first
            and begin < sentence.last
            and morphemes.ends[begin - 1] >= morphemes.starts[begin]
            and (morphemes.tags[begin - 1][0] not in "JS" or _is_jamo(morphemes.forms[begin - 1]))
            and begin - 1 not in sentence.figure_at
            and begin - 1 not in sentence.date_at
            and begin - 1 not in sentence.actor_at
        ):
            begin -= 1
        return begin

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
        return backwards and tag in ("SSO", "SSC") and sign in _QUOTES

    def _phrase(self, sentence: Sentence, begin: int, end: int, *, least: int = 1) -> Phrase | None:
        """The morphemes ``begin:end`` without empty words at the edges."""
        morphemes = sentence.morphemes
        forms, tags = morphemes.forms, morphemes.tags
        begin = self._apart(sentence, begin, end)
        first, last = begin, end
        while begin < end and self._is_idle(sentence, begin, begin + 1, end):
            begin += 1
        while begin < end and self._is_idle(sentence, end - 1, begin, end - 1):
            end -= 1
        if begin >= end and last - first > 1 and forms[last - 1] in self.sums:
            begin, end = first, last  # 전국 평균은: what is measured, after all
        if begin < end and forms[begin] in self.changes and end - begin == 1:
            return None
        if begin >= end or (end - begin == 1 and tags[begin] in ("XSN", "XPN", "SN", "NR")):
            return None
        start, stop = morphemes.starts[begin], morphemes.ends[end - 1]
        phrase = sentence.text[start:stop].strip()
        bare = _BRACKETS.sub("", phrase) if "(" in phrase else phrase
        worded = _LETTER.search(bare) and "\n" not in phrase
        return Phrase(phrase, start, stop) if worded and least <= len(phrase) <= LONGEST else None

    def _apart(self, sentence: Sentence, begin: int, end: int) -> int:
        """Where the phrase goes on behind an actor in front, which is not what is measured."""
        for i in range(end - 1, begin, -1):
            apart = i - 1 in sentence.actor_at and i not in sentence.actor_at
            if apart and sentence.text[sentence.morphemes.starts[i] - 1] == " ":
                return i
        return begin

    def _is_idle(self, sentence: Sentence, i: int, begin: int, end: int) -> bool:
        """Whether a morpheme at an edge of a phrase, of which ``begin:end`` remains, is nothing.

        A part of a word is something: the 초 of 초미세먼지, the 등 of 가로등.
        """
        morphemes = sentence.morphemes
        form, tag = morphemes.forms[i], morphemes.tags[i]
        left = i < begin
        if tag in _SYMBOLS or tag == ("SSC" if left else "SSO") or (tag == "XSN" and left):
            return True
        if form not in self.empty or (form == "수" and tag == "NNG" and begin < end):
            return False
        if begin >= end:
            return True
        if left:
            return morphemes.starts[begin] > morphemes.ends[i] and form not in self.lead
        return morphemes.starts[i] > morphemes.ends[end - 1]


def _is_jamo(form: str) -> bool:
    """Whether Kiwi took a final consonant for a particle, within a word (이륜차)."""
    return len(form) == 1 and "\u11a8" <= form <= "\u11ff"
