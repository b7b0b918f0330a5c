"""The words of time: what ``rules/dates.toml`` lists, and the pattern that finds them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from rules import RulesError

UNITS = (
    *("학년도", "회계연도", "년대", "년도", "개년", "년", "개월", "월", "시간", "시", "분기", "분"),
    *("초", "주일", "주", "일", "달", "세기"),
)
"""Behind a number."""
APOSTROPHES = "'’‘`´"
"""Before a year of two digits."""


def spell(words: Iterable[str], guards: Mapping[str, str] | None = None) -> str:
    """An alternation of words, longest first; a blank in a word is optional in the text."""
    guards = guards or {}
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(
        r"\s?".join(map(re.escape, word.split())) + guards.get(word, "") for word in ordered
    )


def plain(word: str | None) -> str:
    """A word without its blanks, as the tables are looked up."""
    return "".join((word or "").split())


def compiled(name: str, pattern: str) -> re.Pattern[str]:
    """A pattern of ``rules/dates.toml``. Raises RulesError where it is no regular expression."""
    try:
        return re.compile(pattern)
    except re.error as error:
        raise RulesError(f"dates.toml, {name}: {error}") from error


class Words:
    """The tables and patterns of ``rules/dates.toml``, as the finder looks things up.

    Raises RulesError where a pattern of the table cannot be used.
    """

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.shifts: dict[str, tuple[str, str, int]] = {
            plain(word): (base, unit, offset)
            for base, units in table["words"].items()
            for unit, words in units.items()
            for word, offset in words.items()
        }
        self.directions: dict[str, int] = table["directions"]
        self.parts: dict[str, str] = table["parts"]
        self.seasons: dict[str, list[str]] = table["seasons"]
        self.edges: dict[str, str] = table["edges"]
        self.lone_edges: dict[str, list[str]] = table["lone_edges"]
        self.weekdays: dict[str, int] = table["weekdays"]
        self.weeks: dict[str, int] = table["week_of_month"]
        self.dayparts: dict[str, dict[str, Any]] = table["dayparts"]
        self.noon: dict[str, str] = table["noon_and_midnight"]
        self.units: dict[str, str] = table["units"]
        self.about = {word: str(n) for word, n in table["numerals"]["about"].items()}
        self.numerals = self.about | {
            word: str(n)
            for kind in ("native", "sino")
            for word, n in table["numerals"][kind].items()
        }
        self.spans = {plain(word): value for word, value in table["spans"].items()}
        self.months: dict[str, int] = table["months"]
        self.every = {plain(word): value for word, value in table["every"].items()}
        self.rates: dict[str, str] = table["rates"]
        self.holidays = {plain(word): word for kind in table["holidays"].values() for word in kind}
        self.tails: str = table["tails"]["words"]
        self.cues = {name: compiled(name, pattern) for name, pattern in table["cues"].items()}
        self.cues |= {
            f"rate_{name}": compiled(name, pattern) for name, pattern in table["rate_of"].items()
        }
        friends = table["false_friends"]
        self.false = compiled("at", "|".join(f"(?:{p})" for p in friends["at"]))
        self.false_before = compiled("before", "|".join(f"(?:{p})" for p in friends["before"]))
        self.same = re.compile(rf"\s?(?:{spell(table['same']['words'])})")
        edge_words = [w for w in self.edges if w not in self.lone_edges]
        edge_end = table["cues"]["edge_end"]
        self.edge = re.compile(rf"\s?(?P<edge>{spell(edge_words)}){edge_end}")
        self.named_weekday = re.compile(
            rf"\.?\s?\(\s?(?P<weekday>[{''.join(self.weekdays)}])(?:요일)?\s?\)"
        )
        self.starts = re.compile(self._starts(table))
        self.atoms = re.compile(self._pattern(table), re.VERBOSE)

    def _starts(self, table: Mapping[str, Any]) -> str:
        """Where an atom may begin, by its first two characters: it costs much to try them all.

        Each alternative begins with one character, so that all others are skipped at once.
        """
        numerals, goes = table["numerals"], table["native_units"]
        words = [f"{n}{unit}" for kind in goes for n in numerals[kind] for unit in goes[kind]]
        words += [w for units in table["words"].values() for ws in units.values() for w in ws]
        words += [*self.directions, *self.parts, *self.seasons, *self.lone_edges, *self.weeks]
        words += [*self.dayparts, *self.noon, *self.spans, *self.months, *self.every]
        words += [*self.holidays, *table["weekend"]["words"], *table["same"]["alone"]]
        words += [*(day + "요일" for day in self.weekdays), "천구백", "천팔백", "이천"]
        seconds: dict[str, set[str]] = {}
        for word in words:
            seconds.setdefault(word[0], set()).add(re.escape(word.replace(" ", "")[1:2]))
        for word in (*self.weekdays, *self.rates):  # 월·수요일, 월 30만원
            seconds.setdefault(word[0], set()).add(re.escape(word[1:2]) or r"\Wㆍ")
        goes_on = {a: "" if "" in b else rf"\s?[{''.join(b)}]" for a, b in seconds.items()}
        begun = rf"(?:(?<![가-힣].)|(?<=[{table['run_on']['after']}].))"
        number = rf"(?<!\d.)\d*+(?![^여박ㆍ{''.join({unit[0] for unit in UNITS})}\W])"
        ways = [rf"{digit}(?:{number}|{goes_on.pop(digit, '(?!)')})" for digit in "0123456789"]
        ways += [mark + r"(?=\d\d)" for mark in APOSTROPHES]
        ways += [re.escape(first) + begun + behind for first, behind in goes_on.items()]
        return "|".join(ways)

    def _pattern(self, table: Mapping[str, Any]) -> str:
        """The atoms, one named group each; what a group is called is what the atom is.

        They are looked for where ``starts`` matches.
        """

        def verbatim(pattern: str) -> str:
            """A pattern of the tables inside a verbose one."""
            return re.sub(r"(?<!\\)([ #])", r"\\\1", pattern)

        cues = {name: verbatim(pattern) for name, pattern in table["cues"].items()}
        guards = {word: verbatim(p) for word, p in table["guards"].items()}
        numerals, goes = table["numerals"], table["native_units"]
        native = "|".join(
            rf"(?:{spell(numerals[kind])})\s?(?:{spell(goes[kind])})"
            for kind in ("about", "native", "sino")
        )
        units = f"(?:{'|'.join(UNITS)})"
        days = "".join(self.weekdays)
        after = table["run_on"]["after"]
        separator = r"(?: \s?[~∼～〜–—·ㆍ・-]\s? | ,\s?(?!\d{3}(?!\d)) )"
        words = spell(
            [w for units in table["words"].values() for ws in units.values() for w in ws], guards
        )
        return rf"""
        (?: (?=[0-9{APOSTROPHES}]) (?:
          (?P<stamp> (?<![\dA-Za-z])(?<!\d[.,/-])(?<!제)
              (?: (?P<sy>(?:1[89]|20)\d\d | ['’‘`´]\d\d) (?P<sep>[./-]) \s?(?P<sm>\d{{1,2}})
                  (?P=sep) \s?(?P<sd>\d{{1,2}}) (?![\d])(?![./-]\d)
                | (?P<sy2>\d\d) (?P<sep2>[./-]) (?P<sm2>\d\d) (?P=sep2) (?P<sd2>\d\d)
                  (?=\s\d\d:\d\d)
                | (?P<sy3>(?:19|20)\d\d) [./-] (?P<sm3>0[1-9]|1[0-2]) (?![\d.,/%-]|\s?[호가-힣%])
                | (?P<sy5>[0-4]\d)\.\s?(?P<sm5>\d{{1,2}})\.\s?(?P<sd5>\d{{1,2}})
                  (?=\.(?!\s?\d)|\s?\([{days}](?:요일)?\)|\s?[~∼]\s?\d)
                | (?<![\w.,/-])(?P<sy6>(?:19|20)\d\d)(?P<sm6>0[1-9]|1[0-2])
                  (?P<sd6>0[1-9]|[12]\d|3[01])(?![\w,/-]|\.\d)
                | (?P<sm4>\d{{1,2}}) (?P<sep4>[./]) \s?(?P<sd4>\d{{1,2}}) \.?
                  (?=\s?\([{days}](?:요일)?\))
              ) )
        | (?P<digital> (?<![\d:]) (?P<dh>[01]?\d|2[0-4]):(?P<dm>[0-5]\d)(?::(?P<ds>[0-5]\d))?
              (?![\d:]) )
        | (?P<short> ['’‘`´](?P<shy>\d\d)
              (?: \s?년도? | \.(?=\s?\d{{1,2}}월) | (?=\s?[~∼-]\s?['’‘`´]\d\d) ) )
        | (?P<fourth> (?<![\d.,]) (?P<fq>[1-4])\s?/\s?4\s?분기 )
        | (?P<nights> (?<![\d.,])\d{{1,2}}\s?박\s?(?P<nd>\d{{1,2}})\s?일 )
        | (?P<lead> (?<!\d)(?<!\d[.,]) (?P<ln>\d{{1,4}})
              (?={separator}(?:\d{{1,4}}{separator}){{0,4}}\d{{1,4}}\s?(?P<lu>{units})) )
        | (?P<number> (?<!\d)(?<!\d[.,])
              (?P<n>\d{{1,3}}(?:,\d{{3}})+(?!\d) | \d{{1,5}}(?:\.\d{{1,2}})?) (?P<more>여)?
              \s?(?P<u>{units}) )
        | (?P<bare> (?<=[‘’“”"'「『《〈<\[(]) (?P<by>(?:19[5-9]|20[0-4])\d)(?=\s[가-힣A-Za-z])
              | (?<=[가-힣A-Za-z]\s) (?P<by2>(?:19[5-9]|20[0-4])\d)(?=[’'”"」』》〉>])
              | (?<![^\s(\[‘“'"]) (?P<by3>(?:199|20[0-3])\d)(?<!00)
                (?=\s(?!{cues["counted"]})[가-힣]{{2}}) )
        )
        | (?:(?<![가-힣])|(?<=[{after}])) (?:
          (?P<rate> (?<![가-힣\d]) (?P<rw>{spell(self.rates)})\s
              {verbatim(table["rate_of"]["number"])} )
        | (?P<every> {spell(table["every"])} )
        | (?P<span> {spell(table["spans"])} )
        | (?P<native> {native} )
        | (?P<shift> {words} )
        | (?P<direction> (?:{spell(self.directions)})(?=\s?[\d가-힣'’]) )
        | (?P<part> {spell(self.parts)} )
        | (?P<lone_edge> {spell(self.lone_edges)} )
        | (?P<season> {spell(self.seasons)} )
        | (?P<nth> (?:{spell(table["week_of_month"])})
              (?: \s?주(?![가-힣]{{2}}) | (?=\s[{days}]요일) ) )
        | (?P<weekday> [{days}]
              (?: 요일 | (?={separator}(?:[{days}]{separator}){{0,4}}[{days}]요일) ) )
        | (?P<daypart> (?:{spell(self.dayparts)}){cues["daypart_end"]} )
        | (?P<noon> {spell(self.noon)} )
        | (?P<holiday> (?:{spell(self.holidays.values())}){cues["holiday"]} )
        | (?P<weekend> {spell(table["weekend"]["words"])} )
        | (?P<month_word> (?:{spell(table["months"])})
              (?: {cues["month_word"]} | (?<=년[ ].월) | (?<=년.월) ) )
        | (?P<same> (?:{spell(table["same"]["alone"])})(?={cues["same_end"]}) )
        | (?P<worded> (?:천[팔구]백|이천)[일이삼사오육칠팔구십]{{0,4}}년도? )
        ) )"""
