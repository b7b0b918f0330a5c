"""When an article appeared, where only its own dates can tell.

The year:
  1. lengths counted up to now from a year decide (``1998년 제정 뒤 24년 만에``,
     ``2021년부터 3년 연속``);
  2. else the latest year that the text names as past or present, or that stands in a name
     (``‘2023 전국 …’``), other than the year in which something began or one set as a bound;
     at least the year after one that is told apart from this year (``2012년도 … 이어 올해``);
  3. else the first year ahead, if the latest year behind is at most two before it.
The month, in that year: an apposition (``다음 달인 8월``); a full date whose day the text also
names bare (``지난 6일``); months counted up to now (``지난해 9월 … 8개월 만에``);
deadlines and other dates soon to come. Weekdays in brackets (``22일(금)``) must agree.
What the evidence does not set apart stays open.
The day: that of the announcement (``9일 밝혔다``), if there is only one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from extract.dates.find import Expression
from extract.dates.moments import exists, month_from
from extract.dates.outlook import Outlook, outlook
from extract.morphemes import Morphemes

REACH = 60
"""Characters between a date and the length that is counted from it."""
CLOSE = 2
"""Years that a year ahead may lie after the latest behind."""
ENOUGH = 2.0
"""Evidence that decides a month alone."""
FEW = 2
"""So many months that the weekdays leave let weaker evidence decide."""


def infer(
    expressions: Sequence[Expression], text: str, morphemes: Morphemes, table: Mapping[str, Any]
) -> str | None:
    """The publication date in ISO 8601 as precise as the text decides it, or None."""
    words = {name: re.compile(pattern) for name, pattern in table["inference"].items()}
    views = [
        outlook(morphemes, e.end, table["outlook"], until=e.until) if e.year or e.month else None
        for e in expressions
    ]
    year = _year(expressions, views, text, morphemes, words)
    if year is None:
        return None
    month = _month(year, expressions, views, text, words)
    if month is None:
        return f"{year:04}"
    days = {
        e.day
        for e in expressions
        if e.day and not (e.year or e.month or e.shift or e.clock or e.direction)
        if words["reported"].match(text, e.end + text.startswith(" ", e.end))
    }
    if len(days) == 1 and exists(year, month, day := days.pop()):
        return f"{year:04}-{month:02}-{day:02}"
    return f"{year:04}-{month:02}"


def _full(e: Expression) -> int | None:
    """The year in four digits."""
    if e.year is None or e.digits < 4:
        return None
    if not e.short:
        return e.year if 1900 <= e.year < 2100 else None
    return e.year + (2000 if e.year < 60 else 1900)


def _counted(
    at: int, expressions: Sequence[Expression], letter: str, text: str, cue: re.Pattern[str]
) -> int | None:
    """The length behind an expression that is counted from it up to now."""
    start = expressions[at]
    for e in expressions[at + 1 : at + 3]:
        if e.line != start.line or e.start - start.end > REACH:
            return None
        number, unit = e.amount[0] if e.is_amount and len(e.amount) == 1 else ("", "")
        if unit == letter and number.isdigit() and cue.match(text, e.end):
            return int(number)
    return None


def _year(
    expressions: Sequence[Expression],
    views: Sequence[Outlook | None],
    text: str,
    morphemes: Morphemes,
    words: Mapping[str, re.Pattern[str]],
) -> int | None:
    votes: Counter[int] = Counter()
    behind: list[int] = []
    floor: list[int] = []
    ahead: list[int] = []
    least = 0
    for i, e in enumerate(expressions):
        year = _full(e)
        if year is None:
            continue
        view = views[i]
        if (n := _counted(i, expressions, "Y", text, words["elapsed"])) is not None:
            votes[year + n] += 1
        if e.since and (n := _counted(i, expressions, "Y", text, words["streak"])):
            votes[year + n - 1] += 1
        if view in (Outlook.AHEAD, Outlook.TENDS_AHEAD) and not e.named:
            if not e.until and not e.since:
                ahead.append(year)
            continue
        floor.append(year)
        least = max(least, _told_apart(i, expressions, year, text, morphemes, words["told_apart"]))
        founding = words["founding"].match(text, e.end)
        if not (e.since or e.until or e.compared or founding):
            behind.append(year)
    votes = Counter({year: n for year, n in votes.items() if year >= least})
    if votes:
        return max(votes, key=lambda year: (votes[year], year))
    if behind:
        return max(*behind, least)
    if ahead and floor and 0 <= min(ahead) - max(floor) <= CLOSE:
        return min(ahead)
    return None


def _told_apart(
    at: int,
    expressions: Sequence[Expression],
    year: int,
    text: str,
    morphemes: Morphemes,
    cue: re.Pattern[str],
) -> int:
    """The earliest publication year, where a sentence sets a year apart from 올해; else 0."""
    said = expressions[at]
    before = expressions[at - 1] if at else None
    listed = before is not None and before.link == "list" and before.year is not None
    if not listed and not cue.match(text, said.end):
        return 0
    stop = morphemes.sentence(said.start)[1]
    others = [e for e in expressions[at + 1 : at + 4] if e.start < stop and not e.until]
    if said.compared and before and before.line == said.line:
        others.append(before)  # 지난해에는 … 2023년보다
    offsets = [
        e.shift[2]
        for e in others
        if e.shift and e.shift[:2] == ("published", "year") and e.shift[2] <= 0
    ]
    return year + 1 - min(offsets) if offsets else 0


def _month(
    year: int,
    expressions: Sequence[Expression],
    views: Sequence[Outlook | None],
    text: str,
    words: Mapping[str, re.Pattern[str]],
) -> int | None:
    score: Counter[int] = Counter()
    allowed = set(range(1, 13))
    bare = {e.day for e in expressions if e.day and e.year is None and e.month is None}
    for i, (e, view) in enumerate(zip(expressions, views, strict=True)):
        named, relative = _full(e), e.shift is not None and e.shift[1] == "month"
        if e.shift is not None and relative and e.shift[0] == "published":
            following = expressions[i + 1] if i + 1 < len(expressions) else None
            month = following.month if following and following.year is None else None
            between = text[e.end : following.start] if following and month else ""
            if month and words["apposition"].fullmatch(between):
                score[month_from(year, month, -e.shift[2])[1]] += 4
            if e.shift[2] == 0 and e.day and e.weekday:
                allowed &= _agreeing(year, e.day, e.weekday)
        if e.month is None:
            continue
        past = view not in (Outlook.AHEAD, Outlook.TENDS_AHEAD)
        if named == year and e.day and past and e.day in bare:
            score[e.month] += 3
        begun = named or (year + e.shift[2] if e.shift and e.shift[1] == "year" else year)
        n = _counted(i, expressions, "M", text, words["elapsed"])
        if n is not None and month_from(begun, e.month, n)[0] == year:
            score[month_from(begun, e.month, n)[1]] += 3
        if named is None and e.shift is None:
            if e.direction == -1 and not e.day:
                allowed.discard(e.month)
            elif e.direction is None and e.day and not past:
                score[e.month] += 1
    decided = {month: score[month] for month in sorted(allowed) if score[month]}
    if not decided:
        return None
    best = max(decided.values())
    leading = [month for month, n in decided.items() if n == best]
    if (best >= ENOUGH and len(leading) == 1) or (len(allowed) <= FEW and len(leading) == 1):
        return leading[0]
    return None


def _agreeing(year: int, day: int, weekday: int) -> set[int]:
    """The months of a year whose day falls on that weekday."""
    return {
        month
        for month in range(1, 13)
        if exists(year, month, day) and dt.date(year, month, day).isoweekday() == weekday
    }
