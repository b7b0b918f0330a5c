"""Where a time expression is, and the parts that it is made of.

One compiled pattern finds the atoms (a number with its unit, a word, a date in numerals). Atoms
that stand together are joined to expressions by the table ``JOINS``. What stands behind and before
an expression (``이내``, ``까지``, ``밝혔다``) is read last. What it means, ``resolve`` says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from extract.dates.words import Words, plain
from extract.morphemes import Morphemes
from extract.numerals import parse
from extract.quotations import OPENING

BEHIND = 24
"""Characters behind an expression in which a cue may begin; the same before it."""
QUOTED = 120
"""A quotation that an apostrophe could open ends within so many characters."""

JOINS: Mapping[str, frozenset[str]] = {
    last: frozenset(following.split())
    for last, following in {
        "direction": "year month day weekday part season lone_edge amount holiday weekend stamp",
        "year": "month part season lone_edge holiday",
        "month": "day nth",
        "nth": "weekday weekend",
        "week": "weekday weekend",
        "day": "weekday daypart clock digital noon",
        "weekday": "daypart clock digital noon",
        "holiday": "daypart clock",
        "stamp": "digital daypart clock",
        "daypart": "clock digital",
        "clock": "minute",
        "minute": "second",
        "every": "month part day nth weekday weekend daypart clock digital noon",
        "amount": "amount",
    }.items()
}
"""Which atom may follow the finest part that an expression has so far."""

UNFINISHED = frozenset({"direction"})
SIZES = {"Y": 0, "M": 1, "W": 2, "D": 3, "TH": 4, "TM": 5, "TS": 6}
REST = {"M": 12, "W": 53, "D": 31, "TH": 24, "TM": 60, "TS": 60}
"""A length goes on with a smaller unit below this number: 365일 24시간 is two lengths."""

_STAMP = re.compile(r"s[ymd]\d?")  # the groups of a date in numerals


@dataclass(slots=True)
class Expression:
    """A time expression as said: nothing in it is resolved yet."""

    start: int
    end: int
    last: str
    names: list[str] = field(default_factory=list)
    direction: int | None = None  # 지난 -1, 이번 0, 오는 1, 다음 2
    shift: tuple[str, str, int] | None = None  # base, unit, offset: 지난해, 이튿날
    year: int | None = None
    short: bool = False  # the year has two digits
    digits: int = 4
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    nth: int | None = None  # week of the month, -1 the last
    weekend: bool = False
    part: str = ""
    holiday: str = ""
    daypart: str = ""
    clock: str = ""
    every: str = ""
    same: bool = False
    amount: list[tuple[str, str]] = field(default_factory=list)
    ago: int = 0  # -1 전, 1 뒤
    rate: bool = False
    mod: str | None = None
    since: bool = False
    until: bool = False
    compared: bool = False
    past: bool = False  # told of only as what was before: 2분기 적자였던
    said: bool = False
    named: bool = False  # a year in a name
    aside: bool = False  # within brackets
    link: str = ""  # to the next expression: range, list
    line: int = 0
    kind: str = ""  # of the line

    @property
    def rule(self) -> str:
        """The name of the rule: what the expression is made of."""
        return "dates." + "_".join(dict.fromkeys(self.names))

    @property
    def is_amount(self) -> bool:
        """Whether it is a length of time, not a place in the calendar."""
        return bool(self.amount) and not self.ago


@dataclass(slots=True)
class Atom:
    """One match of the pattern: ``kind`` is the group that matched, ``data`` has its parts."""

    kind: str
    start: int
    end: int
    data: re.Match[str]
    number: str = ""
    unit: str = ""
    lead: bool = False  # the first number of 5~6월


class Finder:
    """Finds expressions with the words of ``rules/dates.toml``.

    Raises RulesError where a pattern of the table cannot be used.
    """

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.words = Words(table)

    # ---- atoms ------------------------------------------------------------------------------

    def find(
        self, text: str, lines: Iterable[tuple[int, int, str]], morphemes: Morphemes
    ) -> list[Expression]:
        """The expressions of some lines (start, end, kind), in order, without overlaps.

        Linear in the length of the text.
        """
        found: list[Expression] = []
        for number, (start, end, kind) in enumerate(lines):
            for expression in self._compose(text, end, self._atoms(text, start, end)):
                expression.line, expression.kind = number, kind
                if self._bounded(expression, text, morphemes):
                    found.append(expression)
        for this, following in pairwise(found):
            opened = text.rfind("(", this.end, following.start)
            closed = text.rfind(")", this.end, following.start)
            following.aside = opened > closed or (this.aside and closed < 0)
            if this.line == following.line:
                between = text[this.end : following.start]
                if len(between) <= BEHIND:
                    this.link = self._link(between)
                alone = not (following.day or following.month or following.direction)
                if this.link and this.every and this.weekday and following.weekday and alone:
                    following.every = following.every or this.every  # 매주 월·수요일
        return found

    def _link(self, between: str) -> str:
        for name in ("range", "list"):
            if self.words.cues[name].fullmatch(between):
                return name
        return ""

    def _atoms(self, text: str, start: int, end: int) -> Iterator[Atom]:
        at = start
        while begun := self.words.starts.search(text, at, end):
            where = begun.start()
            match = self.words.atoms.match(text, where, end)
            if match is None:
                at = where + 1
                continue
            at = max(match.end(), where + 1)
            kind = match.lastgroup or ""
            if kind not in ("stamp", "digital", "direction"):
                if false := self.words.false.match(text, where, end):
                    at = max(at, false.end())
                    continue
                if self.words.false_before.search(text[max(start, where - 6) : where]):
                    continue
            atom = Atom(kind, where, match.end(), match)
            if kind == "number":
                atom.number, atom.unit = match["n"], match["u"]
            elif kind == "lead":
                atom.number, atom.unit, atom.lead = match["ln"], match["lu"], True
                # it ends where its list ends, as far as cues are concerned
                if atom.unit == "일" and self._is_length(text, where, match.end("lu"), end):
                    atom.unit = "일간"
            elif kind == "short" and self._quotes(text, match, end):
                at = where + 1
                continue
            yield atom

    def _quotes(self, text: str, match: re.Match[str], end: int) -> bool:
        """Whether the apostrophe of ``'21년`` opens a quotation: ``'30년 숙원' 풀렸다``."""
        mark = text[match.start()]
        closing = {"'": "'", "‘": "’"}.get(mark)
        if closing is None or self.words.cues["short_year"].match(text, match.end(), end):
            return False
        close = text.find(closing, match.end(), min(end, match.end() + QUOTED))
        if close < 0 or re.compile(r"\s?\d{1,2}월").match(text, match.end(), end):
            return False
        return not re.compile(r"\d\d\s?(?:년|\.)").match(text, close + 1, end)

    def _is_length(self, text: str, start: int, stop: int, end: int) -> bool:
        """Whether N일 is so many days and not a day of the month."""
        if self.words.cues["all_of"].match(text, stop, end):
            return False
        return bool(
            self.words.cues["length"].match(text, stop, end)
            or self.words.cues["length_before"].search(text[max(0, start - BEHIND // 2) : start])
        )

    # ---- expressions ------------------------------------------------------------------------

    def _compose(self, text: str, end: int, atoms: Iterable[Atom]) -> Iterator[Expression]:
        """Join atoms that stand together and belong together."""
        current: Expression | None = None
        pending = False  # a lead whose unit stands with the next number
        reached = 0  # 지난해 같은 달 has taken in what is an atom of its own elsewhere
        for atom in atoms:
            if atom.start < reached:
                continue
            if current is not None:
                gap = text[current.end : atom.start]
                if pending and current.is_amount:
                    if self._meaning(atom, text, end, current) == "amount" and len(gap) < 4:
                        current.end = atom.end
                        pending = False
                        continue
                elif gap.strip() == "" and len(gap) <= 2 and self._join(current, atom, text, end):
                    pending = atom.lead
                    if pending and not current.is_amount:
                        yield from self._close(current, text, end, lead=True)
                        current = None
                    continue
                yield from self._close(current, text, end)
                reached = current.end
                if atom.start < reached:
                    current = None
                    continue
            current = self._open(atom, text, end)
            pending = atom.lead
            if current is not None and pending and not current.is_amount:
                yield from self._close(current, text, end, lead=True)
                current = None
        if current is not None:
            yield from self._close(current, text, end)

    def _open(self, atom: Atom, text: str, end: int) -> Expression | None:
        expression = Expression(atom.start, atom.end, "")
        kind = self._meaning(atom, text, end, None)
        if kind is None or kind in ("minute", "second", "day_word"):
            return None
        return expression if self._absorb(expression, kind, atom, text, end) else None

    def _join(self, current: Expression, atom: Atom, text: str, end: int) -> bool:
        kind = self._meaning(atom, text, end, current)
        if kind is None:
            return False
        if kind == "month" and self._short_or_sentence(current, atom, text):
            return True
        if kind not in JOINS.get(current.last, ()):
            return False
        if kind == "amount":
            gap = atom.start - current.end
            if current.amount:
                if gap > 1 or atom.lead or atom.kind not in ("number", "native"):
                    return False
                letter = self._letter(atom)
                if SIZES[letter] <= SIZES[current.amount[-1][1]]:
                    return False
                number = atom.number if atom.kind == "number" else self._native(atom)[0]
                if not number.isdigit() or int(number) >= REST[letter]:
                    return False
            elif current.direction != -1:
                return False
        if atom.kind == "shift":  # 지난해 같은 달
            return False
        return self._absorb(current, kind, atom, text, end)

    def _short_or_sentence(self, current: Expression, atom: Atom, text: str) -> bool:
        """A length of years before a month: 22년 3월 is a date, 징역 1년6월 a length."""
        if len(current.amount) != 1 or current.last != "amount" or atom.kind != "number":
            return False
        number, letter = current.amount[0]
        if letter != "Y" or not number.isdigit() or current.mod:
            return False
        before = text[max(0, current.start - BEHIND) : current.start]
        sentence = bool(self.words.cues["sentence_before"].search(before))
        if len(number) == 2 and not sentence and text[current.end - 1] == "년":
            current.amount, current.year, current.short = [], int(number), True
            current.month, current.last = int(atom.number), "month"
            current.names = ["year", "month"]
        elif sentence or (len(number) == 1 and atom.start == current.end):
            current.amount.append((atom.number, "M"))
        else:
            return False
        current.end = atom.end
        return True

    def _letter(self, atom: Atom) -> str:
        if atom.kind in ("number", "lead"):
            return self.words.units["일" if atom.unit == "일간" else atom.unit]
        return self._native(atom)[1]

    def _native(self, atom: Atom) -> tuple[str, str]:
        """The number and the letter of the unit of 서너 시간."""
        word = plain(atom.data["native"])
        fits = (
            w
            for w in self.words.numerals
            if word.startswith(w) and word[len(w) :] in self.words.units
        )
        numeral = max(fits, key=len)
        return self.words.numerals[numeral], self.words.units[word[len(numeral) :]]

    def _meaning(self, atom: Atom, text: str, end: int, current: Expression | None) -> str | None:
        """What an atom is here: N일 may be a day or a length, N분 a minute or a length."""
        last = current.last if current else ""
        if atom.kind in ("number", "lead"):
            return self._numeric(atom, text, end, last)
        if atom.kind == "shift":
            unit = self.words.shifts[plain(atom.data["shift"])][1]
            return "part" if unit == "quarter" else unit
        if atom.kind == "native":
            if self._native(atom)[1] == "W" and not plain(atom.data["native"]).endswith("주일"):
                return "amount" if self.words.cues["weeks"].match(text, atom.end, end) else None
            return "amount"
        return {
            "short": "year",
            "bare": "year",
            "worded": "year",
            "fourth": "part",
            "span": "amount",
            "nights": "amount",
            "month_word": "month",
        }.get(atom.kind, atom.kind)

    def _numeric(self, atom: Atom, text: str, end: int, last: str) -> str | None:
        unit, number = atom.unit, atom.number.replace(",", "")
        whole = number.isdigit()
        value = int(number) if whole else -1
        about = bool(atom.data["more"])
        match unit:
            case "년" | "년도" | "학년도" | "회계연도":
                if whole and len(number) == 4 and 1000 <= value < 2200 and not about:
                    lengthy = value % 100 == 0 and value < 1900
                    if not lengthy or not self.words.cues["old"].match(text, atom.end, end):
                        return "year"
                if unit != "년":
                    return "year" if whole and len(number) == 2 and not about else None
                short = whole and len(number) == 2 and not about and not atom.lead
                short = short and last != "direction"
                if short and self.words.cues["short_year"].match(text, atom.end, end):
                    return "year"
                return "amount" if value or not whole else None
            case "년대":
                return "decade" if whole and value % 10 == 0 and len(number) in (2, 4) else None
            case "세기":
                return "century" if whole and 1 <= value <= 22 else None
            case "월":
                return "month" if whole and 1 <= value <= 12 and not about else None
            case "일" | "일간":
                if unit == "일간" or about or not whole:
                    return "amount"
                if last == "month" and 1 <= value <= 31:
                    return "day"
                if value == 1 and self.words.cues["daily"].match(text, atom.end, end):
                    return "amount"
                if not atom.lead and self._is_length(text, atom.start, atom.end, end):
                    before = last == "direction" and self.words.cues["ago"].match(
                        text, atom.end, end
                    )
                    return "day" if before and value <= 31 else "amount"
                return "day" if 1 <= value <= 31 else "amount" if value else None
            case "분기":
                if whole and self.words.cues["quarters"].match(text, atom.end, end):
                    return "amount" if value else None
                return "part" if whole and 1 <= value <= 4 else None
            case "시":
                return "clock" if whole and value <= 24 and not about else None
            case "분" if last == "clock" and whole and value < 60:
                return "minute"
            case "초" if last == "minute" and whole and value < 60:
                return "second"
            case "주":
                return "amount" if self.words.cues["weeks"].match(text, atom.end, end) else None
        return "amount"

    def _absorb(self, e: Expression, kind: str, atom: Atom, text: str, end: int) -> bool:
        """Add an atom to an expression; False where its numbers make no sense there."""
        data, name = atom.data, kind
        number = int(atom.number) if atom.number.isdigit() else 0
        match kind:
            case "stamp":
                if not self._stamp(e, data):
                    return False
                name = "numeric"
            case "digital":
                e.clock = f"T{int(data['dh'] or 0):02}:{data['dm']}"
                if data["ds"]:
                    e.clock += f":{data['ds']}"
                name = "time"
            case "year" if atom.kind == "shift":
                e.shift = self.words.shifts[plain(data["shift"])]
                name = "relative_year" if e.shift[0] == "published" else "said_year"
            case "year":
                digits = data["shy"] or data["by"] or data["by2"] or data["by3"]
                worded = parse((data["worded"] or "").rstrip("년도"))  # 이천이십삼년
                e.year = int(digits or worded or number)
                e.short = e.year < 100
                e.named = atom.kind == "bare"
                name = "named_year" if e.named else "year"
            case "decade":
                e.year, e.digits = number if number >= 100 else 1900 + number, 3
            case "century":
                e.year, e.digits = (number - 1) * 100, 2
            case "month" | "week" | "day" | "part" if atom.kind == "shift":
                e.shift = self.words.shifts[plain(data["shift"])]
                name = ("relative_" if e.shift[0] == "published" else "said_") + e.shift[1]
            case "month":
                e.month = (
                    self.words.months[plain(data["month_word"])] if data["month_word"] else number
                )
            case "day":
                e.day = number
            case "part":
                if data["fourth"]:
                    e.part = f"Q{data['fq']}"
                else:
                    e.part = f"Q{number}" if number else self.words.parts[plain(data["part"])]
                name = "quarter" if e.part[0] == "Q" else "half"
            case "same":
                e.same = True
                name = "same_period"
            case "season":
                e.part, *edge = self.words.seasons[plain(data["season"])]
                before_particle = self.words.cues["season_alone"].match(text, atom.end, end)
                quoted = text[max(0, atom.start - 1)] in OPENING  # '한여름 책마을 축제'
                early = edge and not quoted and text.startswith(" ", atom.end)  # 초여름 더위
                if not (e.last or before_particle or early):
                    return False
                e.mod = edge[0] if edge else None
            case "lone_edge":
                word = plain(data["lone_edge"])
                unit, e.mod = self.words.lone_edges[word]
                if e.last in ("", "direction"):
                    e.shift = ("published", unit, 0)
                name = "edge"
            case "weekday":
                e.weekday = self.words.weekdays[(data["weekday"] or "")[0]]
            case "weekend":
                alone = e.last not in ("direction", "week", "nth", "every")
                if alone and not self.words.cues["weekend"].match(text, atom.end, end):
                    return False
                e.weekend = True
            case "nth":
                word = re.sub(r"\s?주$", "", data["nth"] or "")
                e.nth = self.words.weeks[word]
                name = "week"
            case "holiday":
                e.holiday = self.words.holidays[plain(data["holiday"])]
            case "daypart":
                e.daypart = plain(data["daypart"])
            case "noon":
                e.clock = self.words.noon[plain(data["noon"])]
                name = "time"
            case "clock":
                e.clock = self._hour(number, e.daypart)
                name = "time"
            case "minute" | "second":
                e.clock += f":{number:02}" if kind == "second" or ":" not in e.clock else ""
                name = "time"
            case "amount":
                self._amount(e, atom)
                name = "duration"
            case "every":
                e.every = self.words.every[plain(data["every"])]
                name = "set"
            case "rate":
                e.every, e.rate = self.words.rates[plain(data["rw"])], True
                e.end = e.start + len(data["rw"] or "")
                name = "rate"
            case "direction":
                e.direction = self.words.directions[plain(data["direction"])]
                name = ""
        if kind != "rate":
            e.end = atom.end
        if name:
            e.names.append(name)
        e.last = {"stamp": "stamp", "decade": "decade", "century": "decade"}.get(kind, kind)
        if kind in ("day", "stamp") and not atom.lead:
            named = self.words.named_weekday.match(text, e.end, end)
            if named:
                e.weekday, e.end = self.words.weekdays[named["weekday"]], named.end()
        if kind == "clock" and (half := self.words.cues["half"].match(text, e.end, end)):
            e.clock, e.end, e.last = e.clock + ":30", half.end(), "second"
        return True

    def _stamp(self, e: Expression, data: re.Match[str]) -> bool:
        """A date in numerals; False where the calendar has no such day."""
        groups = data.groupdict().items()
        parts = {name[:2]: part for name, part in groups if part and _STAMP.fullmatch(name)}
        year, month, day = parts.get("sy"), int(parts["sm"]), parts.get("sd")
        if not 1 <= month <= 12 or (day and not 1 <= int(day) <= 31):
            return False
        if year:
            e.year = int(year.lstrip("'’‘`´"))
            e.short = e.year < 100
        e.month, e.day = month, int(day) if day else None
        return True

    def _hour(self, hour: int, daypart: str) -> str:
        """The clock time of an hour: 밤 12시 ends the day, 오전 12시 begins it."""
        if daypart and hour <= 12:
            if hour in self.words.dayparts[daypart]["noon"]:
                hour += 12
            elif hour == 12 and self.words.dayparts[daypart].get("twelve") == 0:
                hour = 0
        return f"T{hour:02}"

    def _amount(self, e: Expression, atom: Atom) -> None:
        if atom.kind == "nights":
            e.amount.append((str(int(atom.data["nd"] or 0)), "D"))
            return
        if atom.kind == "span":
            value = self.words.spans[plain(atom.data["span"])]
            number, letter = value.lstrip("PT")[:-1], value[-1]
            e.amount.append((number, "T" + letter if "T" in value else letter))
            return
        if atom.kind == "native":
            number, letter = self._native(atom)
            if any(plain(atom.data["native"]).startswith(word) for word in self.words.about):
                e.mod = "APPROX"
        else:
            number, letter = atom.number.replace(",", ""), self._letter(atom)
            if atom.unit == "분기":
                number = str(3 * int(number))
            if atom.data["more"] or atom.lead:
                e.mod = "APPROX"
        e.amount.append((number, letter))

    # ---- what stands around an expression ---------------------------------------------------

    def _close(
        self, e: Expression, text: str, end: int, *, lead: bool = False
    ) -> Iterator[Expression]:
        """Read what belongs to the end of an expression and the cues around it."""
        if e.last in UNFINISHED or (e.nth and not (e.month or e.shift or e.every)):
            return
        cues = self.words.cues
        if e.last == "daypart":
            alone = len(e.names) == 1
            if alone and not cues["daypart_alone"].match(text, e.end, end):
                return
            e.clock = "T" + str(self.words.dayparts[e.daypart]["alone"])
            e.clock = "" if e.clock == "T" else e.clock
        elif e.last in ("clock", "minute") and ":" not in e.clock and e.clock:
            e.clock += ":00"
        if e.last == "amount":
            yield from self._length(e, text, end)
            return
        if e.last in ("year", "month", "decade", "part"):
            edge = self.words.edge.match(text, e.end, end)
            if edge and not lead:
                e.mod, e.end = self.words.edges[plain(edge["edge"])], edge.end()
                e.names.append("edge")
            elif e.last == "year" and (e.shift or e.year):
                if same := self.words.same.match(text, e.end, end):
                    e.same, e.end = True, same.end()
                    e.names.append("same_period")
                elif whole := cues["whole_year"].match(text, e.end, end):
                    e.end = whole.end()
                elif e.shift and (season := cues["season"].match(text, e.end, end)):
                    e.end = season.end()
            elif e.last == "month" and (whole := cues["whole_month"].match(text, e.end, end)):
                e.end = whole.end()
        if (e.clock or not e.mod) and cues["approximate"].match(text, e.end, end):
            e.mod = "APPROX"
        e.since = bool(cues["since"].match(text, e.end, end))
        if not e.mod and not e.clock:
            if e.since:
                e.mod = "AFTER" if cues["after"].match(text, e.end, end) else None
            elif cues["before"].match(text, e.end, end):
                e.mod = "BEFORE"
        e.until = bool(cues["until"].match(text, e.end, end))
        e.compared = bool(cues["compared"].match(text, e.end, end))
        e.said = bool(cues["said"].match(text, e.end, end))
        if e.every and not e.rate and e.last != "every":
            e.names = ["set_" + "_".join(n for n in e.names if n != "set")]
        if e.last == "weekday" and cues["each"].match(text, e.end, end) and not e.every:
            e.every = "P1W"
        yield e

    def _length(self, e: Expression, text: str, end: int) -> Iterator[Expression]:
        cues = self.words.cues
        number, letter = e.amount[-1]
        if half := cues["half"].match(text, e.end, end):
            smaller = {"Y": ("6", "M"), "TH": ("30", "TM"), "TM": ("30", "TS")}.get(letter)
            if smaller:
                e.amount.append(smaller)
            elif letter == "M" and number.isdigit():
                e.amount[-1] = (number + ".5", letter)
            e.end = half.end() if smaller or letter == "M" else e.end
        single = len(e.amount) == 1 and number == "1" and not e.direction
        if single and cues["rate_after"].match(text, e.end, end):
            e.every, e.rate, e.names = "P" + self.iso(e), True, ["rate"]
            yield e
            return
        if cues["each"].match(text, e.end, end):
            e.every, e.rate, e.names = "P" + self.iso(e), True, ["set"]
            yield e
            return
        if letter[0] != "T" and e.direction is None and "X" not in number:
            for name, side in (("ago", -1), ("hence", 1)):
                if found := cues[name].match(text, e.end, end):
                    e.ago, e.end = side, found.end()
                    e.names = ["before_now" if side < 0 else "after_that"]
                    e.compared = bool(cues["compared"].match(text, e.end, end))
                    e.mod = "APPROX" if e.mod else None
                    yield e
                    return
        before = text[max(0, e.start - BEHIND // 2) : e.start]
        for mod, behind, ahead in (
            ("EQUAL_OR_LESS", "less", "before_less"),
            ("EQUAL_OR_MORE", "more", "before_more"),
            ("APPROX", "approximate", "before_approximate"),
        ):
            if cues[behind].match(text, e.end, end) or cues[ahead].search(before):
                e.mod = mod
                break
        yield e

    @staticmethod
    def iso(e: Expression) -> str:
        """The amount without its P: 1Y6M, T1H30M."""
        out, clock = "", False
        for number, letter in e.amount:
            if letter[0] == "T" and not clock:
                out, clock = out + "T", True
            out += number + letter[-1]
        return out

    # ---- edges ------------------------------------------------------------------------------

    def _bounded(self, e: Expression, text: str, morphemes: Morphemes) -> bool:
        """Whether it begins and ends where words do; a suffix may stand between."""
        if _is_hangul(text[e.start]):
            if e.start and (_is_hangul(text[e.start - 1]) or text[e.start - 1].isdigit()):
                return False
            at = morphemes.at(e.start)
            whole = at is not None and morphemes.ends[at] >= e.end
            if at is not None and whole and morphemes.tags[at].startswith("V"):  # 내주고
                return False
        elif e.start and text[e.start - 1].isascii() and text[e.start - 1].isalpha():
            return False
        if e.end < len(text) and _is_hangul(text[e.end]) and _is_hangul(text[e.end - 1]):
            return morphemes.is_end(e.end) or (
                text[e.end] in self.words.tails and morphemes.is_end(e.end + 1)
            )
        return True


def _is_hangul(char: str) -> bool:
    return "가" <= char <= "힣"
