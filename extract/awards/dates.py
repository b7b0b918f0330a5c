"""When an honour was given, when that was told, and in which years it was won."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

from extract.awards.statements import Clause, Name, Passage, Statement
from extract.found import DateMention, Evidence
from extract.wording import any_of

REACH = 16
"""Characters behind a date that tell what it is the date of."""
BOUNDS = ("부터", "까지")
RANGE = ("~", "∼", "〜", "–")
"""Signs between two dates that bound a stretch of days."""
POINT = ("DATE", "TIME")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
DAY_CHARS = 10
"""Characters of a value that is as exact as a day, be its year or month unknown (XXXX-XX-22)."""
YEAR = re.compile(r"\d{4}")
VAGUE = re.compile(r"\d{4}$|.*[XR]")
"""Values (TIMEX3) that are a year only, have unknown parts or no place in the calendar."""
LINK = re.compile(r"[\s·,과와]*")


class Dates:
    """Reads dates with the tables ``dates`` and ``ceremony``."""

    def __init__(self, table: dict[str, Any]) -> None:
        dates, ceremony = table["dates"], table["ceremony"]
        self.told = re.compile(rf"[^가-힣]*{any_of(dates['told'])}")
        self.other = re.compile(rf"\s(?:\S+에서\s)?{any_of(dates['other'])}")
        self.not_of_year = (*dates["not_of_year"], "(")
        self.event = re.compile(any_of(ceremony["events"]))
        self.thing = re.compile(any_of(ceremony["things"]))
        self.handed = re.compile(any_of(ceremony["verbs"]))

    def fill(self, passage: Passage, statement: Statement) -> None:
        """Set when the honour was given (before the prize) and when that was told."""
        text, name = passage.text, statement.name
        for date in passage.sentence.dates:
            if date.timex not in POINT or VAGUE.match(date.value):
                continue
            if self.other.match(text, date.end, date.end + REACH):
                continue
            presents = name is not None and date.end <= name.outer_start
            if presents and self._told(text, date):  # 14일 발표한 NAME에서
                statement.date = date
            elif self._told(text, date):
                statement.announced = date
            elif (
                date.start < statement.start
                and not (name and name.holds(date.start))
                and not text.startswith(BOUNDS, date.end)
            ):
                statement.date = date

    def year(self, passage: Passage, name: Name) -> None:
        """Note the year that a sentence tells of an award: 이 상은 올해 3회를 맞았다."""
        for date in passage.sentence.dates:
            if name.year is None and date.timex == "DATE" and YEAR.fullmatch(date.value):
                name.year = int(date.value)
                why = Evidence("year", date.start, date.end, "awards.dates.year")
                name.evidence.append(why)

    def announced(self, passage: Passage, name: Name) -> None:
        """Note the day in a sentence that only presents an award's results."""
        for date in passage.sentence.dates:
            sides = passage.text[date.start - 1 : date.start], passage.text[date.end : date.end + 1]
            spans = any(side in RANGE for side in sides)  # 26~27일
            known = date.timex in POINT and DAY.match(date.value) and not spans
            if known and not name.holds(date.start):
                name.announced = date

    def ceremony(self, passage: Passage) -> DateMention | None:
        """The day on which an honour was handed over, where the sentence tells that."""
        for date in passage.sentence.dates:
            exact = date.timex in POINT and len(date.value) >= DAY_CHARS
            if exact and not self._told(passage.text, date):
                return date if self._hands_over(passage.sentence.text) else None
        return None

    def _hands_over(self, sentence: str) -> bool:
        if self.event.search(sentence):
            return True
        for part in sentence.split("."):
            thing = self.thing.search(part)
            if thing and self.handed.search(part, thing.end()):
                return True
        return False

    def _told(self, text: str, date: DateMention) -> bool:
        return self.told.match(text, date.end, date.end + REACH) is not None

    def by_year(self, passage: Passage, statement: Statement, clause: Clause) -> list[Statement]:
        """The statement with its year, or one for each year of a streak: 2021·2022년 연속."""
        years = self._years(passage, statement, clause.since)
        if len(years) < 2 or statement.streak is None:
            if statement.name and statement.name.year:
                return [replace(statement, year=statement.name.year)]
            return [_of_year(statement, date, statement.streak) for date in years[-1:]] or [
                statement
            ]
        years.sort(key=lambda date: date.value)
        return [
            _of_year(statement, date, None if date.value < years[-1].value else statement.streak)
            for date in years
        ]

    def _years(self, passage: Passage, statement: Statement, since: int) -> list[DateMention]:
        """The last year before a prize, with those that are joined to the one behind them."""
        text, name = passage.text, statement.name
        dates = [
            date
            for date in passage.sentence.dates
            if date.timex == "DATE"
            and YEAR.fullmatch(date.value)
            and since <= date.start < statement.start
            and not (name and name.holds(date.start))
            and not text.startswith(self.not_of_year, date.end)
        ]
        joined = [a for a, b in pairwise(dates) if LINK.fullmatch(text, a.end, b.start)]
        return [*joined, *dates[-1:]]


def _of_year(statement: Statement, date: DateMention, streak: int | None) -> Statement:
    """The statement of one year, with what counts the years in a row."""
    told = Evidence("year", date.start, date.end, "awards.dates.year")
    evidence = [e for e in statement.evidence if e.slot != "streak" or streak is not None]
    return replace(statement, year=int(date.value), streak=streak, evidence=[*evidence, told])
