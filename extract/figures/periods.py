"""When a figure holds: the last date before it in its clause."""

from __future__ import annotations

import re
from bisect import bisect_left

from extract.figures.sentences import Sentence, start_of
from rules import Rules

MEMORY = 12
"""Dates looked back at."""

_ENDED = re.compile(r"[고며서] |다\.|[”\"]")
"""In it, a clause has ended."""


class Periods:
    """Reads periods with the words of a set of rules."""

    def __init__(self, rules: Rules) -> None:
        self.not_then = tuple(rules.tables["figures"]["period"]["not_then"])

    def read(self, sentence: Sentence) -> None:
        """Fill ``period`` of the sentence's figures."""
        low = sentence.span[0]
        for figure in sentence.figures:
            chosen = None
            k = bisect_left(sentence.dates, figure.start, key=start_of)
            for date in reversed(sentence.dates[max(0, k - MEMORY) : k]):
                if date.timex != "DATE":
                    continue
                after = sentence.text[date.end : date.end + 8].lstrip()
                if after.startswith("(") and sentence.text.find(")", date.end, figure.start) >= 0:
                    continue  # 전년(79명)보다 13.9%
                if not after.startswith(self.not_then):
                    chosen = date
                    break
            if chosen is None:
                continue
            between = sentence.text[max(low, chosen.end) : figure.start]
            if len(between) <= 40 and not _ENDED.search(between):
                figure.period = chosen
