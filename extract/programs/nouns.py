"""Noun phrases that end in a head noun: where they begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from extract.programs.context import Context
from extract.programs.lists import Lists
from extract.programs.vocabulary import PARTICLES, Vocabulary, alternatives
from extract.sentences import Sentence
from extract.wording import words_with

MAX_MODIFIERS = 6
"""Words of a phrase before its last."""
MAX_WORD = 40
"""Characters of one word."""

_INNER = "·+-"
"""Signs within a word."""
_HANJA = re.compile(r"\([一-龥]+\)")
_BREAKS = re.compile(r"[,.'’‘”“\"…)]")
_SUM = re.compile(r"\d+(?:천|만)?원")
"""A price in a name: 0원 버스."""
_YEAR = re.compile(r"\d{4}(?:년도?)?")
_NOUNS = ("ETN", "SL", "XSN", "SN", "SH", "XR")
"""Kiwi's tags beside N… for what a word of a name may end in."""
_BOUND = ("NNB", "NP", "NR")
"""And those for nouns that are no part of one: dependent nouns, pronouns, numerals."""


@dataclass(slots=True)
class Phrase:
    """A noun phrase: ``name`` ends in ``word``, whose part before the head noun is ``stem``."""

    start: int
    end: int
    name: str
    word: str
    stem: str
    sentence: Sentence

    @property
    def modifiers(self) -> int:
        """How many words stand before the last."""
        return len(self.name.split()) - 1

    @property
    def rest(self) -> str:
        """What stands before the last word."""
        return self.name[: -len(self.word)].rstrip()


class NounPhrases:
    """Reads noun phrases with the words of ``[phrases]``."""

    def __init__(self, table: dict[str, Any], vocabulary: Vocabulary, lists: Lists) -> None:
        heads = alternatives([*table["heads"], *table["marked_heads"]])
        self._vocabulary = vocabulary
        self._lists = lists
        self._heads = re.compile(heads)
        self._last_word = re.compile(
            rf"(?<![가-힣A-Za-z0-9])(?P<word>[가-힣A-Za-z0-9·+-]{{0,{MAX_WORD}}}(?:{heads}))"
            rf"(?=(?:{PARTICLES})?(?![가-힣A-Za-z]))"
        )
        self._head = re.compile(rf"(?:{heads})$")
        self._stop = re.compile(
            rf"[가-힣]*(?:{alternatives(table['stop_ends'])})|{alternatives(table['stops'])}"
        )
        self._openers = frozenset(table["openers"])
        self._joined = tuple(table["joined"])

    def read(self, context: Context, sentence: Sentence) -> Iterator[Phrase]:
        """The phrases of a sentence that stand outside of quotation marks, in order."""
        text = context.text
        matches = [
            *words_with(
                self._heads,
                self._last_word,
                text,
                sentence.start,
                sentence.end,
                inner=_INNER,
                breaks=_INNER,
            )
        ]
        for match, following in zip_longest(matches, matches[1:]):
            start, end = match.span()
            if following and following.start() == end + 1 and text[end] == " ":
                continue  # the noun phrase goes on
            if context.quoted.covers(start):
                continue
            start = self._begin(context, sentence, start)
            word = match["word"]
            yield Phrase(start, end, text[start:end], word, self._head.sub("", word), sentence)

    def _begin(self, context: Context, sentence: Sentence, start: int) -> int:
        """Where the phrase that ends in the word at ``start`` begins."""
        text = context.text
        for _ in range(MAX_MODIFIERS):
            blank = start - 1
            if blank <= sentence.start or text[blank] != " ":
                break
            reach = max(sentence.start, blank - MAX_WORD)
            begin = text.rfind(" ", reach, blank) + 1 or reach
            if begin == reach > sentence.start:
                break  # too long for a word
            bullet = self._lists.item.match(text, begin)
            if bullet:
                begin = bullet.end()
            if not self._is_modifier(context, begin, blank):
                break
            start = begin
            if bullet:
                break
        start = context.local(start)
        first, _, rest = text[start : start + 2 * MAX_WORD].partition(" ")
        if first in self._openers and context.is_place(rest.split(" ")[0]):
            return start + len(first) + 1  # …를 찾아가는 울주 빨간우체통
        return start

    def _is_modifier(self, context: Context, begin: int, end: int) -> bool:
        """Whether the word ``begin:end`` belongs to the name that goes on behind it."""
        text, m = context.text, context.found.morphemes
        word = text[begin:end]
        last = m.after(end) - 1
        if not word or last < 0 or m.ends[last] != end or self._stop.fullmatch(word):
            return False
        if word in self._openers:
            return True
        tag = m.tags[last]
        # 지킴이 looks like a noun with its particle
        noun = tag[0] == "N" or tag in _NOUNS or self._head.search(word)
        if (
            not noun
            or (tag in _BOUND and not _SUM.fullmatch(word))
            or _BREAKS.search(_HANJA.sub("", word))
        ):  # 주(宙)토피아
            return False
        if context.dated.covers(begin) and not _YEAR.fullmatch(word):
            return False
        if self._vocabulary.is_class(word) and not text.startswith(self._joined, end + 1):
            return False  # 빅데이터 플랫폼 스마트맵: what stands before the class noun describes
        return context.named_by(begin, end) or not context.organized.covers(begin)
