"""What a time expression means: TIMEX3 value, calendar days, and whether another date was needed.

Expressions are read in the order of the text. What they name becomes part of a ``Discourse``, from
which later ones take the year, the month or the day that they leave unsaid.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from extract.dates.find import Expression, Finder
from extract.dates.moments import Moment, exists, month_from, movable, nth_weekday, on, week
from extract.dates.outlook import Outlook, outlook
from extract.found import DateMention
from extract.morphemes import Morphemes

RELATIVE = 10
"""Morphemes behind a date in which a clause that describes a noun ends (``100건이던``)."""
CLOSE = 2
"""Years: a year in a name (``2025 대한민국 …``) lies at most so far ahead."""
TERM = 12
"""Characters before a date in which a word says that it is a term (``접수는``)."""
SOON = 200
"""Days: a bare present tense (``9월 연다``) means a date so near, or one that has been."""
NEXT = 14
"""Days: so soon a bare day of the next month begins something in a bare present tense."""
EVE = 90
"""Days around a holiday in which its bare name means that one."""
MEMORY = 12
"""Periods looked back at."""
RECENT = 3
"""Years: ``전년`` is counted from a year named in the sentence if that is so recent."""


@dataclass(frozen=True, slots=True)
class Published:
    """The publication date as precise as it is known."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @classmethod
    def read(cls, iso: str | None) -> Published:
        """From ISO 8601 (``2013``, ``2013-10``, ``2013-10-30``, with or without a time).

        What is no such date counts as not known.
        """
        parts = (iso or "").split("T")[0].split(" ")[0].split("-")
        try:
            numbers = [int(part) for part in parts if part]
        except ValueError:
            return cls()
        if not numbers or len(numbers) > 3 or not 1 < numbers[0] < 9990:
            return cls()
        if len(numbers) > 1 and not exists(numbers[0], numbers[1], (*numbers, 1)[2]):
            return cls(numbers[0])
        return cls(*numbers)

    def range(self) -> tuple[dt.date, dt.date] | None:
        """The days on which it may have been."""
        return Moment(self.year, self.month, self.day).days()

    @property
    def date(self) -> dt.date | None:
        """The day, where it is known."""
        return Moment(self.year, self.month, self.day).date


@dataclass(slots=True)
class Discourse:
    """What the text has named so far."""

    points: list[tuple[Expression, Moment]] = field(default_factory=list)
    day: tuple[Expression, Moment] | None = None
    said_day: Moment | None = None
    held_day: Moment | None = None  # the last one that is no day of an announcement
    periods: list[tuple[Expression, Moment]] = field(default_factory=list)  # years, months …
    ranged: bool = False  # the last period is the end of a range

    def add(self, e: Expression, moment: Moment) -> None:
        """Remember a point in the calendar."""
        self.points.append((e, moment))
        if moment.day is not None:
            self.day = (e, moment)
            if e.said:
                self.said_day = moment.at("")
            else:
                self.held_day = moment.at("")
        elif moment.digits == 4 and not (e.same or e.ago or e.aside or e.compared or e.past):
            if e.shift and e.shift[0] == "said" and e.shift[2] < 0:
                return  # 전년: counted from another
            last = self.points[-2][0] if len(self.points) > 1 else None
            follows = bool(self.periods) and last is self.periods[-1][0]
            self.ranged = follows and last is not None and _ranged(last, e)
            self.periods.append((e, moment))


class Resolver:
    """Gives the expressions of one article their meaning."""

    def __init__(
        self, published: Published, text: str, morphemes: Morphemes, table: Mapping[str, Any]
    ) -> None:
        self.published = published
        self.here = published.range()
        self.text = text
        self.morphemes = morphemes
        self.table = table
        self.known: dict[int, dict[dt.date, None]] = {}  # day of the month -> days named
        self.discourse = Discourse()
        self.term = re.compile(table["cues"]["term"])
        self.event = re.compile(table["cues"]["event"])
        self.topic = re.compile(table["cues"]["topic"])
        self.apposition = re.compile(table["inference"]["apposition"])

    def resolve(self, expressions: Sequence[Expression]) -> list[DateMention]:
        """The mentions in order; an expression without a possible value gives none.

        The text is read twice: a headline's ``22일`` may be told more fully further below.
        """
        for e in expressions:
            moment = self._read(e)
            if moment and moment.date and (e.month or e.shift or e.direction or e.weekday):
                self.known.setdefault(moment.date.day, {})[moment.date] = None
                self._fill(e, moment.date)
        self.discourse = Discourse()
        mentions = []
        for e in expressions:
            if e.every:
                value, mod = self._set(e), e.mod
                mentions.append(DateMention(e.start, e.end, "SET", value, e.rule, mod))
            elif e.is_amount:
                value = "P" + Finder.iso(e)
                mentions.append(DateMention(e.start, e.end, "DURATION", value, e.rule, e.mod))
            elif moment := self._read(e):
                mentions.append(self._mention(e, moment))
        return mentions

    def _mention(self, e: Expression, moment: Moment) -> DateMention:
        earliest, latest = moment.days() or (None, None)
        return DateMention(
            e.start,
            e.end,
            "TIME" if moment.clock else "DATE",
            moment.value,
            e.rule,
            e.mod,
            earliest,
            latest,
            relative=e.year is None,
        )

    def _fill(self, e: Expression, last: dt.date) -> None:
        """The days inside a range are known too: 22일부터 24일까지."""
        if len(self.discourse.points) < 2:
            return
        before, moment = self.discourse.points[-2]
        first = moment.date
        ranged = before.link == "range" or (before.since and e.until)
        if not (first and ranged and before.line == e.line and 1 < (last - first).days < 31):
            return
        for n in range(1, (last - first).days):
            day = first + dt.timedelta(n)
            self.known.setdefault(day.day, {})[day] = None

    def _read(self, e: Expression) -> Moment | None:
        """The moment of a point expression; None for the others and for impossible days."""
        if e.every or e.is_amount:
            return None
        try:
            moment = self._place(e)
        except (ValueError, OverflowError):  # a week or a day beyond the calendar
            return None
        if moment is None:
            return None
        if moment.month and moment.day and not exists(moment.year, moment.month, moment.day):
            return None
        if moment.year is not None and not 0 <= moment.year <= 9998:
            return None
        e.past = moment.day is None and self._is_past(e)  # it matters of a period alone
        self.discourse.add(e, moment)
        return moment

    # ---- sets -------------------------------------------------------------------------------

    def _set(self, e: Expression) -> str:
        """Calendar patterns for what is tied to the calendar, else how long one turn is."""
        if e.rate:
            return e.every
        if e.weekday and not e.nth:
            return f"XXXX-WXX-{e.weekday}{e.clock}"
        if e.month and e.every == "P1Y":
            return Moment(None, e.month, e.day, clock=e.clock if e.day else "").value
        if e.day and e.every == "P1M":
            return Moment(None, 0, e.day, clock=e.clock).value
        if e.part and e.every == "P1Y":
            return Moment(None, part=e.part).value
        if e.clock and e.every == "P1D":
            return Moment(None, 0, 0, clock=e.clock).value
        return e.every

    # ---- points -----------------------------------------------------------------------------

    def _place(self, e: Expression) -> Moment | None:
        if e.ago:
            return self._ago(e)
        if e.digits < 4:
            return Moment(e.year, digits=e.digits)
        if e.same:
            return self._same(e)
        if e.year is not None:
            year = self._full_year(e)
            if e.named and year > (self.published.year or year) + CLOSE:
                return None  # 비전 2030
            return self._within(year, e)
        if e.shift:
            return self._shifted(e)
        if e.holiday:
            return self._holiday(e)
        if e.month is not None:
            return self._month(e)
        if e.part:
            return self._part(e)
        if e.day is not None:
            return self._day(e)
        if e.weekday or e.weekend:
            return self._weekday(e)
        if e.clock:
            return self._clock(e)
        return None

    def _full_year(self, e: Expression) -> int:
        year = e.year or 0
        if not e.short:
            return year
        before = self._before(e)
        if before and before[0].link == "range" and before[0].year and before[0].year > 99:
            return before[0].year // 100 * 100 + year  # 2013~14년
        ahead = (self.published.year or 2030) % 100 + 20
        century = (self.published.year or 2030) // 100 * 100
        return century + year if year <= ahead else century - 100 + year

    def _within(self, year: int | None, e: Expression) -> Moment:
        """A part of a year that is known."""
        if e.part:
            return Moment(year, part=e.part)
        if e.holiday:
            return self._on_holiday(e, year) or Moment(year)
        if e.month is None:
            return Moment(year)
        if e.nth:
            return self._nth_week(e, year, e.month)
        return Moment(year, e.month, e.day, clock=e.clock if e.day else "")

    def _shifted(self, e: Expression) -> Moment | None:
        assert e.shift
        base, unit, offset = e.shift
        match unit:
            case "year":
                if base == "published":
                    year = self.published.year
                    if e.mod and e.names[-1] == "edge" and len(e.names) == 1:
                        offset = self._edge_offset(e, offset)
                    elif e.direction == -1 and not offset:
                        offset = -1
                    elif self._is_new_year(e):
                        offset = 0
                    year = None if year is None else year + offset
                else:
                    year = self._said_year(e, offset)
                return self._within(year, e)
            case "month":
                here = (self.published.year, self.published.month)
                if base == "said":
                    here = self._said_month(e, offset)
                if e.direction == -1:
                    offset -= 1
                year, month = _months(*here, offset)
                if e.nth:
                    return self._nth_week(e, year, month) if month else Moment(year, 0)
                return Moment(year, month, e.day, clock=e.clock if e.day else "")
            case "quarter":
                return self._quarter(e, base, offset)
            case "week":
                return self._in_week(e, offset)
            case _:
                day = self._said_day(e, offset) if base == "said" else self._published_day()
                moved = self._moved(day, offset)
                return moved.at(e.clock)

    def _quarter(self, e: Expression, base: str, offset: int) -> Moment | None:
        year, month = self.published.year, self.published.month
        period = self._base(e, fine=True) if base == "said" else None
        if period and period.part.startswith("Q") and period.year:
            year, month = period.year, int(period.part[1]) * 3
        if year is None or not month:
            return Moment(year, part="QX")
        year, month = month_from(year, month, 3 * offset)
        return Moment(year, part=f"Q{(month + 2) // 3}")

    def _is_new_year(self, e: Expression) -> bool:
        """Whether 새해 is the year that has just begun."""
        months: Mapping[str, int] = self.table["new_year"]
        here = self.published.month or 12
        return any(self.text.startswith(w, e.start) and here <= n for w, n in months.items())

    def _edge_offset(self, e: Expression, offset: int) -> int:
        """지난 연말 is last year's; so is 연말 in what January tells of the past."""
        if e.direction == -1 and e.mod == "END":
            return offset - 1
        if e.direction is None and e.mod == "END" and (self.published.month or 12) <= 2:
            return offset - (self._outlook(e) is Outlook.BACK)
        return offset

    def _before(self, e: Expression) -> tuple[Expression, Moment] | None:
        return self.discourse.points[-1] if self.discourse.points else None

    def _published_day(self) -> Moment:
        month = self.published.month or 0
        return Moment(self.published.year, month, self.published.day or 0)

    def _moved(self, day: Moment, offset: int) -> Moment:
        if not offset:
            return day
        if day.date:
            return on(day.date + dt.timedelta(offset))
        return Moment(day.year, day.month, 0)

    def _said_year(self, e: Expression, offset: int) -> int | None:
        before = self._before(e)
        year = before[1].year if before else None
        if offset < 0:  # 전년 stands alone, mostly
            published = self.published.year
            base = self._base(e)
            year = base.year if base else None
            if year is None or (published and not published - RECENT <= year <= published + 1):
                year = published
        elif year is None:
            year = self.published.year
        return None if year is None else year + offset

    def _said_month(self, e: Expression, offset: int) -> tuple[int | None, int | None]:
        if offset < 0:
            day = self.discourse.day
            here = day is not None and self._same_sentence(day[0], e)
            base = day[1] if day and here else self._base(e, fine=True)
            if base and base.month:
                return base.year, base.month
        else:
            for _, moment in reversed(self.discourse.points[-6:]):
                if moment.month:
                    return moment.year, moment.month
        return self.published.year, self.published.month

    def _said_day(self, e: Expression, offset: int) -> Moment:
        """이날 is the day named last; with none in the paragraph, that of the announcement."""
        last = self.discourse.day
        if self.discourse.held_day and self.event.match(self.text, e.end):
            return self.discourse.held_day  # 이날 시상식
        if last and last[0].line == e.line:
            return last[1].at("")
        if offset == 0 and self.discourse.said_day:
            return self.discourse.said_day
        same = self.text[e.start : e.end].startswith("같은")  # always a day named before
        if offset >= 0 and last and (same or e.line - last[0].line <= 2):
            here, days = self.here, last[1].days()
            if not here or not days or days[0] <= here[1]:  # 이날 of a report is no day to come
                return last[1].at("")
        return self._published_day()

    def _same(self, e: Expression) -> Moment | None:
        """지난해 같은 기간: the period named last, in that year."""
        period = self._base(e, fine=True)
        if period and self.discourse.ranged:  # 1~4월: one value has no room for it
            period = Moment(period.year)
        if not e.shift and e.year is None:  # 같은 기간 alone
            return period if period and not self.discourse.ranged else None
        if e.shift and e.shift[0] == "said":
            year = (period.year if period else self.published.year) or None
            year = None if year is None else year + e.shift[2]
        elif e.shift:
            year = None if self.published.year is None else self.published.year + e.shift[2]
        else:
            year = self._full_year(e)
        return period.in_year(year) if period else Moment(year)

    def _base(self, e: Expression, *, fine: bool = False) -> Moment | None:
        """The period that the text is at: what 전년, 같은 기간 and 1년 전보다 are counted from.

        The last one named in the paragraph or the one before; with ``fine``, no whole year.
        """
        for said, moment in reversed(self.discourse.periods[-MEMORY:]):
            if e.line - said.line > 1:
                return None
            if moment.month or moment.part or not fine:
                return moment
        return None

    def _ago(self, e: Expression) -> Moment | None:
        """3년 전, 사흘 뒤: as fine as the unit; 1년 전보다: the last period, a year earlier."""
        number, letter = e.amount[-1]
        if not number.isdigit():
            return None
        period = self._base(e) if e.compared else None
        if period and letter in "YM" and len(e.amount) == 1:
            if letter == "Y" and period.year:
                return period.in_year(period.year + e.ago * int(number))
            if letter == "M" and period.year and period.month:
                return Moment(*month_from(period.year, period.month, e.ago * int(number)))
        base = self._published_day()
        if e.ago > 0 and self._outlook(e) is Outlook.BACK:
            before = self._before(e)
            if before and self._same_sentence(before[0], e):
                base = before[1]
        months = sum(int(n) * (12 if u == "Y" else 1) for n, u in e.amount if u in "YM")
        days = sum(int(n) * (7 if u == "W" else 1) for n, u in e.amount if u in "WD")
        if days:
            if not base.date:
                return Moment(base.year, base.month or 0, 0)
            return on(base.date + dt.timedelta(e.ago * days))
        if letter == "Y":
            return Moment(None if base.year is None else base.year + e.ago * months // 12)
        return Moment(*_months(base.year, base.month, e.ago * months))

    # ---- what is left unsaid ----------------------------------------------------------------

    def _same_sentence(self, a: Expression, b: Expression) -> bool:
        return a.line == b.line and b.start < self.morphemes.sentence(a.start)[1]

    def _outlook(self, e: Expression) -> Outlook:
        if e.said:
            return Outlook.BACK
        words = self.table["outlook"]
        view = outlook(self.morphemes, e.end, words, until=e.until, since=e.since)
        if view is Outlook.OPEN and self.term.search(self.text, max(0, e.start - TERM), e.start):
            return Outlook.AHEAD  # 접수: 5월 2일
        return view

    def _is_past(self, e: Expression) -> bool:
        """Whether it only says what was before: ``2분기 118억원 적자였던 당기순이익``."""
        forms, tags = self.morphemes.forms, self.morphemes.tags
        first = self.morphemes.after(e.end)
        for i in range(first, min(len(tags), first + RELATIVE)):
            if tags[i] in ("EC", "EF", "SF", "JX"):
                return False
            if tags[i] == "ETM":
                return forms[i].endswith("던")
        return False

    def _nearest(self, options: Sequence[Moment], e: Expression) -> Moment | None:
        """Of the same day or month in several years or months, the one that is meant."""
        here = self.here
        spans = [(days, option) for option in options if (days := option.days())]
        if not here or not spans:
            return options[0] if options else None
        first, last = here
        past = [option for days, option in spans if days[0] <= last]
        ahead = [option for days, option in spans if days[1] >= first]
        if e.direction == -1:
            over = [option for days, option in spans if days[1] < first]
            daily = e.day is not None or e.holiday or e.weekday
            if not past:
                return None
            return past[-1] if daily or not over else over[-1]
        if e.direction in (1, 2):
            return ahead[0] if ahead else None
        view = self._outlook(e)
        if view is Outlook.AHEAD and ahead:
            return ahead[0]
        if view is Outlook.TENDS_AHEAD and ahead and not (past and past[-1] in ahead):
            start = ahead[0].days()
            if start and self._soon(start[0], e, last):
                return ahead[0]
        return past[-1] if past else ahead[0]

    def _soon(self, day: dt.date, e: Expression, last: dt.date) -> bool:
        if e.month is None and e.day is not None:
            same = (day.year, day.month) == (last.year, last.month)
            return same or (e.since and (day - last).days <= NEXT)  # 1일부터 오른다
        return (day - last).days <= SOON

    def _carried_year(self, e: Expression, order: int) -> int | None:
        """The year of the date before, where this one goes on from it; None where it does not."""
        before = self._before(e)
        if before is None:
            return None
        said, moment = before
        near = said.line == e.line and moment.year is not None
        if not near:
            return None
        linked = said.link in ("range", "list") or (
            said.since and e.until and self._same_sentence(said, e)
        )
        rank = _order(moment)
        if linked and rank:
            assert moment.year
            wraps = order < rank and (said.link != "list" or rank - order > 6)
            return moment.year + wraps
        if said.compared or said.since or moment.year is None:
            return None
        told = said.year is not None or (said.shift is not None and said.shift[1] == "year")
        if not told or e.until or moment.digits < 4 or moment.part.startswith("W"):
            return None
        if (rank and order >= rank and self._continues(said, e)) or (
            not rank and self._same_sentence(said, e) and self._sets_year(said)
        ):
            goes_on = moment.year
        else:
            return None
        here = self.here
        ahead = self._outlook(e) in (Outlook.AHEAD, Outlook.TENDS_AHEAD)
        if here and ahead and dt.date(goes_on, 12, 31) < here[0]:
            return None
        return goes_on

    def _continues(self, said: Expression, e: Expression) -> bool:
        """In the same sentence, or in the next one of the paragraph."""
        if self._same_sentence(said, e):
            return True
        if said.line != e.line:
            return False
        stop = self.morphemes.sentence(said.start)[1]
        return e.start < self.morphemes.sentence(stop)[1]

    def _sets_year(self, said: Expression) -> bool:
        """지난해에는 …: the year is what the sentence is about."""
        return bool(self.topic.match(self.text, said.end))

    def _month(self, e: Expression) -> Moment | None:
        assert e.month is not None
        if e.direction is None:
            before = self._before(e)
            if before and before[0].shift and before[0].shift[1] == "month" and before[1].month:
                between = self.text[before[0].end : e.start]
                if self.apposition.fullmatch(between) and before[1].month == e.month:
                    return Moment(before[1].year, e.month, e.day, clock=e.clock if e.day else "")
            year = self._carried_year(e, e.month)
            if year is not None:
                return self._within(year, e)
        if self.published.year is None:
            return self._within(None, e)
        years = range(self.published.year - 2, self.published.year + 3)
        options = [self._within(year, e) for year in years]
        options = [o for o in options if not o.day or exists(o.year, e.month, o.day)]
        if e.weekday and e.day and e.direction is None:
            here = self.here
            fits = [o for o in options if o.date and o.date.isoweekday() == e.weekday]
            if here and len(fits) == 1 and abs((fits[0].date - here[0]).days) < 366:  # type: ignore[operator]
                return fits[0]
        return self._nearest(options, e)

    def _part(self, e: Expression) -> Moment | None:
        if e.direction is None:
            year = self._carried_year(e, _order(Moment(part=e.part)))
            if year is not None:
                return Moment(year, part=e.part)
        if self.published.year is None:
            return Moment(None, part=e.part)
        if e.direction == 0:
            e.direction = None
        years = range(self.published.year - 2, self.published.year + 3)
        return self._nearest([Moment(year, part=e.part) for year in years], e)

    def _day(self, e: Expression) -> Moment | None:
        """A bare day: told before, in the month of the date before, or the nearest."""
        assert e.day is not None
        day = e.day
        if e.direction is None and not e.said:
            carried = self._carried_month(e)
            if carried is not None:
                return carried
        published = self.published
        if published.year is None or published.month is None:
            return Moment(published.year, 0, day, clock=e.clock)
        months = [month_from(published.year, published.month, n) for n in range(-2, 4)]
        options = [Moment(*at, day, clock=e.clock) for at in months if exists(*at, day)]
        if e.weekday:
            fits = [o for o in options if o.date and o.date.isoweekday() == e.weekday]
            options = fits or options
        if e.direction is None and not e.said:
            here = self.here
            told = [d for d in self.known.get(day, ()) if here and d >= here[0]]
            if told and self._outlook(e) is not Outlook.BACK:
                return on(told[0], e.clock)
        return self._nearest(options, e)

    def _carried_month(self, e: Expression) -> Moment | None:
        before = self._before(e)
        if before is None or e.day is None:
            return None
        said, moment = before
        if said.line != e.line or not moment.month:
            return None
        linked = said.link in ("range", "list") or (said.since and e.until)
        monthly = said.month is not None or (said.shift is not None and said.shift[1] == "month")
        if moment.day is None:
            # 3월 중 15일: the month is what the sentence is about
            if not (monthly and linked and said.link == "list"):
                return None
        elif linked and self._same_sentence(said, e):
            pass
        elif not (
            (monthly or moment.day == 0)
            and not said.compared
            and self._same_sentence(said, e)
            and e.day > (moment.day or 0)
        ):
            return None
        year, month = moment.year, moment.month
        if moment.day and e.day < moment.day:
            year, month = _months(year, month, 1)
        return Moment(year, month, e.day, clock=e.clock)

    def _weekday(self, e: Expression) -> Moment | None:
        today = self.published.date
        if today is None:
            return Moment(self.published.year, part="WXX")
        if e.direction == 0:
            return self._in_week(e, 0)
        weeks = [today + dt.timedelta(7 * n) for n in range(-2, 3)]
        options = [self._day_of_week(monday, e) for monday in weeks]
        if e.weekend and e.direction is None and self._outlook(e) is Outlook.OPEN:
            return self._in_week(e, 0)
        if e.weekend and e.direction == -1:
            over = [o for o in options if (days := o.days()) and days[1] < today]
            return over[-1]
        return self._nearest(options, e)

    def _day_of_week(self, near: dt.date, e: Expression) -> Moment:
        monday = near - dt.timedelta(near.weekday())
        if e.weekend or not e.weekday:
            return week(monday, weekend=e.weekend)
        return on(monday + dt.timedelta(e.weekday - 1), e.clock)

    def _in_week(self, e: Expression, offset: int) -> Moment:
        today = self.published.date
        if today is None:
            return Moment(self.published.year, part="WXX")
        return self._day_of_week(today + dt.timedelta(7 * offset), e)

    def _nth_week(self, e: Expression, year: int | None, month: int) -> Moment:
        """The week of a month; its first is the one that holds the first Thursday.

        With a weekday (``셋째 주 일요일``), so many such days of the month.
        """
        if year is None:
            return Moment(year, part="WXX")
        if e.weekday:
            return on(nth_weekday(year, month, e.weekday, e.nth or 1), e.clock)
        if e.nth == -1:
            first, last = Moment(year, month).days() or (dt.date(year, month, 1),) * 2
            monday = last - dt.timedelta(last.weekday())
        else:
            first = dt.date(year, month, 1)
            thursday = first + dt.timedelta((3 - first.weekday()) % 7)
            monday = thursday + dt.timedelta(7 * ((e.nth or 1) - 1) - 3)
        return self._day_of_week(monday, e)

    def _clock(self, e: Expression) -> Moment:
        """A lone clock time lies on the day that the text is at."""
        before = self._before(e)
        if not e.daypart and before and before[1].clock:
            said = before[0]
            if said.link == "range" or (said.since and self._same_sentence(said, e)):
                e.clock = _later(before[1].clock, e.clock)
        last = self.discourse.day
        if last and e.line - last[0].line <= 2:
            return last[1].at(e.clock)
        return Moment(clock=e.clock)

    def _holiday(self, e: Expression) -> Moment | None:
        if self.published.year is None:
            return self._on_holiday(e, None)
        years = range(self.published.year - 1, self.published.year + 2)
        options = [o for year in years if (o := self._on_holiday(e, year))]
        if e.direction is not None:
            return self._nearest(options, e)
        here = self.here
        if not here or not options:
            return None
        # 추석을 앞두고 점검했다: a holiday is written about on its eve as well as afterwards
        near = [o for o in options if o.date and abs((o.date - here[0]).days) <= EVE]
        return near[0] if near else self._nearest(options, e)

    def _on_holiday(self, e: Expression, year: int | None) -> Moment | None:
        fixed = self.table["holidays"]["fixed"].get(e.holiday)
        if fixed:
            month, day = map(int, fixed.split("-"))
            return Moment(year, month, day, clock=e.clock)
        country, name, offset = self.table["holidays"]["movable"][e.holiday]
        found = movable(country, name, year) if year is not None else None
        if found is None:
            return Moment(year, 0, 0)
        return on(found + dt.timedelta(offset), e.clock)


def _ranged(a: Expression, b: Expression) -> bool:
    """Whether ``b`` ends what ``a`` begins."""
    return a.line == b.line and (a.link == "range" or (a.since and b.until))


def _months(year: int | None, month: int | None, offset: int) -> tuple[int | None, int]:
    """Months counted on; 0 where the month is not known."""
    if not month:
        return year, 0
    if year is None:
        return None, (month - 1 + offset) % 12 + 1
    return month_from(year, month, offset)


def _order(moment: Moment) -> int:
    """Where in its year a moment begins, in months; 0 for the year as a whole."""
    if moment.month:
        return moment.month
    first = {"H1": 1, "H2": 7, "Q1": 1, "Q2": 4, "Q3": 7, "Q4": 10, "SP": 3, "SU": 6, "FA": 9}
    return first.get(moment.part, 12 if moment.part == "WI" else 0)


def _later(start: str, clock: str) -> str:
    """A clock time without 오전 and 오후 that ends what began at ``start``."""
    hour = int(clock[1:3])
    if start[1:3].isdigit() and hour < int(start[1:3]) <= hour + 12:
        return f"T{hour + 12:02}{clock[3:]}"
    return clock
