"""What else a sentence tells of a prize: its section, the place, how many times in a row."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from extract.awards.actors import PLACE
from extract.awards.statements import Clause, Name, Passage, Statement
from extract.morphemes import Morphemes
from extract.numerals import parse
from extract.wording import Rare, any_of

SECTION_REACH = 24
"""Characters before an award's name in which a section may stand."""
TOGETHER = re.compile(r"\s?(?:과|와|·|,|및)\s?")
MIN_SECTION = 2
"""Anything shorter is no section of its own: 이 부문."""
RANK = "awards.numbers.rank"
NOUN_TAGS = frozenset({"SL", "XSN", "SW"})
"""Kiwi's tags that a section's words may end in, beside those of nouns (N…)."""


class Slots:
    """Reads section, place and streak with the tables ``category`` and ``numbers``."""

    def __init__(self, table: dict[str, Any]) -> None:
        category, numbers = table["category"], table["numbers"]
        nouns = any_of(category["nouns"])
        any_noun = any_of([*category["nouns"], *category["misspelt"]])
        words = any_of(category["words"])
        self.section = Rare(
            any_of([*category["nouns"], *category["misspelt"], *category["words"]]),
            rf"['‘“](?P<quoted>[^'’”\n]{{2,30}})['’”]\s?{nouns}"
            r"|(?<![가-힣A-Za-z0-9])(?P<plain>"
            rf"(?:[가-힣A-Za-z&·]{{1,12}}\s){{0,2}}?[가-힣A-Za-z&·]{{1,14}}\s?{any_noun}(?!별)"
            rf"|{words}(?=\s|에))",
        )
        self.section_ends = tuple(category["nouns"])
        self.stops = frozenset(category["stops"])
        self.streak = re.compile(numbers["streak_pattern"])
        self.streak_alone = re.compile(rf"(?:{numbers['streak_pattern']})(?:이다|다)\W*$")
        self.rank = re.compile(rf"(?:{numbers['rank_pattern']})$")
        self.rank_behind = re.compile(rf"\((?:{numbers['rank_pattern']})\)")

    def fill(self, passage: Passage, statement: Statement, clause: Clause) -> None:
        """Set the category, the rank and the streak of a statement."""
        self._category(passage, statement, clause)
        self._streak(passage, statement, clause)
        self._rank(passage, statement, clause)

    def goes_on(self, passage: Passage, statements: list[Statement]) -> None:
        """The streak that a sentence of its own tells: …1위에 올랐다. 2021년부터 3년 연속이다."""
        sentence = passage.sentence
        last = statements[-1].sentence if statements else None
        if last is None or not sentence.line.start <= last < sentence.start:
            return
        streak = self.streak_alone.search(sentence.text)
        value = parse(streak[1]) if streak else None
        if streak is None or not isinstance(value, int | float):
            return
        start = sentence.start
        for statement in reversed(statements):
            if statement.sentence != last:
                break
            if statement.streak is None:
                statement.streak = int(value)
                told = start + streak.start(), start + streak.end()
                statement.because("streak", *told, "awards.numbers.streak")

    def behind(self, passage: Passage, statement: Statement, name: Name) -> None:
        """The section that stands right behind an award's name."""
        section = self.section.match(passage.text, min(name.outer_end + 1, passage.sentence.end))
        if section and statement.category is None:
            self._take(passage, statement, section)

    def inherit(self, passage: Passage, earlier: Statement, later: Statement) -> None:
        """A section holds on where no verb divides: 기업 부문 대상은 가, 최우수상은 나가 받았다."""
        if later.category or not earlier.category or earlier.start > later.start:
            return
        m = passage.found.morphemes
        between = m.within(earlier.end, later.start)
        if not any(m.tags[i].startswith(("V", "XSV", "E")) for i in between):
            later.category = earlier.category
            later.evidence += [e for e in earlier.evidence if e.slot == "category"]

    def by_section(
        self, passage: Passage, stated: list[Statement], clause: Clause
    ) -> list[Statement]:
        """A statement for each of the sections told together: 가 부문과 나 부문에서 대상을 받았다.

        Where as many recipients stand there, each has one of the sections.
        """
        if not stated or stated[0].category is None:
            return stated
        end = max(stated[0].start, clause.verb)
        sections = [*self.section.finditer(passage.text, clause.since, end)]
        joined = sections[-1:]
        for earlier in reversed(sections[:-1]):
            if not TOGETHER.fullmatch(passage.text, earlier.end(), joined[0].start()):
                break
            joined.insert(0, earlier)
        if len(joined) < 2 or len(stated) not in (1, len(joined)):
            return stated
        out = []
        for i, section in enumerate(joined):
            evidence = [e for e in stated[0].evidence if e.slot != "category"]
            base = stated[i] if len(stated) > 1 else replace(stated[0], evidence=evidence)
            base.evidence = [e for e in base.evidence if e.slot != "category"]
            self._take(passage, base, section)
            out.append(base)
        return out

    def of_recipient(self, passage: Passage, statement: Statement) -> Statement:
        """With the section that stands before a recipient behind the prize: 우수상은 …부문 가."""
        why = statement.evidence[-1]
        if why.start > statement.end:
            sections = [*self.section.finditer(passage.text, statement.end, why.start)]
            if sections:
                self._take(passage, statement, sections[-1])
        return statement

    def _rank(self, passage: Passage, statement: Statement, clause: Clause) -> None:
        rank = self.rank.search(statement.prize or "")
        if rank:
            statement.prize = rank[0]  # 전국 2위
            statement.because("rank", statement.start, statement.end, RANK)
        elif rank := self.rank_behind.match(passage.text, clause.verb_end):
            statement.because("rank", *rank.span(), RANK)
        statement.rank = int(rank[1]) if rank else None

    def _streak(self, passage: Passage, statement: Statement, clause: Clause) -> None:
        """Told between the prize before and the verb, else behind the verb."""
        begin, end = clause.verb_end, passage.sentence.end
        streak = passage.last(self.streak, clause.since, begin)
        streak = streak or passage.last(self.streak, begin, end)
        value = parse(streak[1]) if streak else None
        if streak and isinstance(value, int | float):
            statement.streak = int(value)
            statement.because("streak", *streak.span(), "awards.numbers.streak")

    def _category(self, passage: Passage, statement: Statement, clause: Clause) -> None:
        """The last section before the prize, else the one right before the award's name."""
        text, name, since = passage.text, statement.name, clause.since
        begin = since
        if name and name.outer_end <= statement.start:
            begin = max(since, name.outer_end)
        sections = [*self.section.finditer(text, begin, statement.start)]
        if not sections and name and name.outer_start > passage.sentence.start:
            begin = max(since, name.outer_start - SECTION_REACH)
            before = self.section.finditer(text, begin, name.outer_start)
            sections = [m for m in before if not text[m.end() : name.outer_start].strip()]
        if not sections and clause.verb > statement.end:  # 혁신상을 가 부문에서 받았다
            sections = [*self.section.finditer(text, statement.end, clause.verb)]
            others = [n.start for n in passage.names if n.start >= statement.end]
            until = min(others, default=clause.verb)
            sections = [m for m in sections if PLACE.match(text, m.end()) and m.end() <= until]
        if sections:
            self._take(passage, statement, sections[-1])

    def _take(self, passage: Passage, statement: Statement, section: re.Match[str]) -> None:
        """Set the category to what a section is called."""
        span = self.span(passage, section)
        if section["quoted"] or span[1] - span[0] >= MIN_SECTION:
            statement.category = passage.text[slice(*span)]
            statement.because("category", *span, "awards.category.nouns")

    def span(self, passage: Passage, section: re.Match[str]) -> tuple[int, int]:
        """Where a section's name begins and ends."""
        return section.span("quoted") if section["quoted"] else self._plain(passage, section)

    def _plain(self, passage: Passage, match: re.Match[str]) -> tuple[int, int]:
        """A section without the words before it that are no part of its name."""
        start = offset = match.start("plain")
        for word in match["plain"].split(" ")[:-1]:
            end = offset + len(word)
            actor = any(a.start <= offset < a.end for a in passage.sentence.actors)
            if (
                actor
                or not _noun(passage.found.morphemes, end)
                or word in self.stops
                or word.endswith(self.section_ends)
            ):
                start = end + 1
            offset = end + 1
        return start, match.end("plain")


def _noun(morphemes: Morphemes, end: int) -> bool:
    """Whether the last morpheme before an offset is a noun, and no particle."""
    i = morphemes.after(end) - 1
    return i >= 0 and (morphemes.tags[i][0] == "N" or morphemes.tags[i] in NOUN_TAGS)
