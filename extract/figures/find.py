"""Where a figure is: a number, then its unit, with nothing beside them that makes it a name.

Numbers are found by one expression; the unit after a number is looked up in ``rules/units.csv``,
longest form first; morphemes decide whether the unit ends there (``3명문`` has no ``명``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from string import ascii_letters

from extract.figures.hits import Hit, Unit
from extract.figures.unitless import Unitless
from extract.found import Found
from extract.morphemes import Morphemes
from extract.numerals import MIXED, NATIVE, NATIVE_RANGE, NATIVE_WORD, NEIGHBOURS, VAGUE, parse
from extract.wording import any_of
from rules import Rules, RulesError

SKIPPED = frozenset({"chrome", "header", "byline"})
"""Kinds of lines that have no figures."""
AROUND = 16
"""How far around a figure false friends are looked for."""
LONGEST = 40
"""A longer number is none."""
CONTEXT = 120
"""How far around a bare number words for money are looked for."""
NAME_CHARS = 40
"""A quotation longer than this is speech, not a name."""

_DIGIT = "일이삼사오육칠팔구"
_PLACE = "십백천만억조경"
_PLACES = rf"(?:[{_DIGIT}]?[{_PLACE}]){{1,20}}+[{_DIGIT}]?"
_FIRST = "".join(sorted({w[0] for w in (*NATIVE, *NATIVE_RANGE)} | {"수", *_DIGIT, *_PLACE}))
# The look-ahead comes first: most characters begin no number, and it costs least.
NUMBER = re.compile(
    rf"(?=[\d{_FIRST}])(?:(?<!\d)(?<!\d[.,])(?P<digits>{MIXED})(?!\d|[.,]\d)"
    rf"|(?<![가-힣])(?P<words>(?!몇){VAGUE}|{NATIVE_WORD}|{NEIGHBOURS}|{_PLACES}))"
)
_SECOND = re.compile(rf"({MIXED})(?!\d|[.,]\d)")
_ODD = re.compile(r"[ \u00a0]?여[ \u00a0]?(?P<place>(?:십|백|천)?[만억조](?=[ \u00a0]?[가-힣%]))?")
_TILDE = re.compile(r"[ \u00a0]?(?:[~∼～〜]|내지[ \u00a0])[ \u00a0]?")
_LINK = re.compile(r"[~∼～〜내·ㆍ,–-]")
_HYPHEN = re.compile(r"[-–]")
_DOT = re.compile(r"[·ㆍ,][ \u00a0]?(?=\d)")
_RATIO = re.compile(
    r"[ \u00a0]?(?:대[ \u00a0]?1(?!\d|[.,]\d)(?=[^가-힣]|$|[은는이가을를의에로과와도라였])"
    rf"|분의[ \u00a0]?(?P<of>{_SECOND.pattern}|[{_DIGIT}]))"
)
_NATIVE = re.compile(NATIVE_WORD)
_LATIN = frozenset(ascii_letters + "µμ")
_MINUS = "-−–－"
_PLUS = "+＋"


class Finder:
    """Finds figures with the units of a set of rules.

    Raises rules.RulesError where a row of units.csv or a pattern cannot be used.
    """

    def __init__(self, rules: Rules) -> None:
        self.units: dict[str, list[Unit]] = {}
        self.prefixes: dict[str, Unit] = {}
        for row in rules.rows["units"]:
            least = row.get("least", "")
            if least and not least.isdigit():
                raise RulesError(f"{row.where}: least is {least!r}, not a number")
            unit = Unit(
                row["unit"],
                row["dimension"],
                row.get("native", ""),
                row.get("strict", "") == "yes",
                int(least or 0),
            )
            for form in row.many("forms"):
                self.units.setdefault(form, []).append(unit)
            for form in row.get("before", "").split("|"):
                if form:
                    self.prefixes[form] = unit
        for found in self.units.values():
            found.sort(key=lambda unit: -unit.least)
        self.longest = max(map(len, self.units))
        self.lengths: dict[str, list[int]] = {}  # of the forms, by their first character
        for length, initial in sorted({(len(form), form[0]) for form in self.units}, reverse=True):
            self.lengths.setdefault(initial, []).append(length)
        table = rules.tables["figures"]
        self.context = table["context"]
        self.unitless = Unitless(rules)
        try:
            friends = table["not"]
            numbers, words = ("|".join(friends[name]) or "(?!)" for name in ("numbers", "words"))
            # that most characters are no digits is told at once
            self.friends = re.compile(rf"(?=\d)(?:{numbers})|{words}")
        except re.error as error:
            raise RulesError(f"figures.toml, not: {error}") from error
        self.before_units = {
            (word, form): Unit(name, dimension)
            for word, forms in table["prefixed"].items()
            for form, (name, dimension) in forms.items()
        }
        self.prefixed = frozenset(form for forms in table["prefixed"].values() for form in forms)
        self.below = frozenset(self.context["below_zero"])
        self.before = re.compile(rf"(?<![가-힣])({any_of(table['prefixed'])})[ ]?$")
        self.names = re.compile("|".join(map(_quotation, table["not"]["quotes"])))
        self.symbol = re.compile(rf"{any_of(self.prefixes, blank=' ')}[ ]?$")
        self.money = re.compile(any_of(self.context["money"], blank=" "))
        self.persons = re.compile(any_of(self.context["persons"], blank=" "))

    def find(self, found: Found) -> list[Hit]:
        """All figures of an article in the order of the text, none overlapping another."""
        hits: list[Hit] = []
        for line in found.layout.lines:
            if line.kind not in SKIPPED:
                hits.extend(self._line(found.text, line.start, line.end, found.morphemes))
        return hits

    def _line(self, text: str, start: int, end: int, morphemes: Morphemes) -> list[Hit]:
        hits: list[Hit] = []
        reached = start
        for match in NUMBER.finditer(text, start, end):
            if match.start() < reached:
                continue
            hit = self._hit(text, match, start, end, morphemes)
            if hit is not None:
                hits.append(hit)
                reached = hit.end
        taken = [(hit.start, hit.end) for hit in hits]
        bare = self.unitless.find(text, start, end, morphemes)
        hits = sorted([*hits, *(hit for hit in bare if not _overlapping(taken, hit))], key=_start)
        if not hits:
            return hits
        banned = [
            match.span()
            for a, b in _around(hits, start, end)
            for match in self.friends.finditer(text, a, b)
        ]
        names = [match.span() for match in self.names.finditer(text, start, end)]
        return [
            hit
            for hit in hits
            if _overlapping(banned, hit) is None
            and not _named(_overlapping(names, hit), hit, morphemes)
        ]

    def _hit(
        self, text: str, match: re.Match[str], low: int, high: int, morphemes: Morphemes
    ) -> Hit | None:
        start, at = match.span()
        words = match["words"]
        if at - start > LONGEST:
            return None
        before = text[start - 1] if start > low else " "
        if words is None:
            if before in "#@&_^" or (before in _LATIN and not self._symbol(text, low, start)):
                return None
            if before in _MINUS and not _signed(text, low, start):
                return None  # part of a code, a phone number or a score
        elif not _is_numeral(morphemes, start, at):
            return None
        odd = place = None
        ahead = _ODD.match(text, at, high)
        if ahead:
            odd, place = ahead.end(), ahead["place"] or ""
        number = match[0]
        hit = Hit(start, at, number, None, "figures.count", place=place or "")
        if words is None and (before in _MINUS or (before in _PLUS and _signed(text, low, start))):
            hit.start, hit.negative = start - 1, before in _MINUS
        if words is None and (special := self._ratio(text, at, high, hit)):
            return special
        ranged = None if words else self._range(text, at, high, hit, morphemes)
        if ranged:
            return ranged
        unit = None
        if odd is not None:
            hit.odd = True
            unit = self._unit(text, odd, high, hit, morphemes, words)
        if unit is None:
            hit.odd, hit.place = False, ""
            unit = self._unit(text, at, high, hit, morphemes, words)
        if unit is None:
            if symbol := self._symbol(text, low, start):
                hit.start, hit.unit = symbol
                hit.rule = "figures.money"
                return hit
            plain = words is None or len(words) > 1
            return self._bare(text, low, high, hit, morphemes) if plain else None
        hit.unit = unit
        prefixed = None
        if unit.name in self.prefixed:
            prefixed = self.before.search(text, max(low, hit.start - 4), hit.start)
        if prefixed:
            whole = self.before_units.get((prefixed[1], unit.name))
            if whole:  # 시속 60㎞, 영하 3도
                hit.unit = unit = whole
                hit.start = prefixed.start()
                hit.negative = prefixed[1] in self.below
        hit.rule = f"figures.{unit.dimension}"
        return hit if self._left(text, low, hit, morphemes) else None

    def _symbol(self, text: str, low: int, start: int) -> tuple[int, Unit] | None:
        """A currency's symbol right before the number: where it begins, and its unit."""
        match = self.symbol.search(text, max(low, start - 6), start)
        return (match.start(), self.prefixes[_prefix(match[0], self.prefixes)]) if match else None

    def _unit(
        self,
        text: str,
        at: int,
        high: int,
        hit: Hit,
        morphemes: Morphemes,
        words: str | None,
        *,
        loose: bool = False,
    ) -> Unit | None:
        """The unit that stands at ``at``, after at most one blank; sets the end of the hit."""
        blank = at < high and text[at] in " \u00a0"
        begin = at + blank
        lengths = self.lengths.get(text[begin]) if begin < high else None
        if lengths is None:
            return None
        native = words is not None and _NATIVE.fullmatch(words) is not None
        for length in lengths:
            end = begin + length
            form = text[begin:end]
            if end > high or form not in self.units:
                continue
            if not _ends(text, end, high, morphemes, form):
                continue
            for unit in self.units[form]:
                if (not unit.native) if native else unit.native == "only":
                    continue
                close = hit.number[-1] in _PLACE or hit.odd or native
                if unit.strict and blank and not close:
                    continue
                apart = unit.strict or native or blank  # 50만 대도시 has no 대
                if apart and not loose and _glued(text, end, high, morphemes):
                    continue
                if unit.least and (parse(hit.number) or 0) < unit.least:
                    continue
                hit.end = end
                return unit
        return None

    def _range(self, text: str, at: int, high: int, hit: Hit, morphemes: Morphemes) -> Hit | None:
        """``300만~600만원``, ``50~60대``, ``20%∼30%``: two numbers with one unit."""
        if not _LINK.search(text, at, min(high, at + self.longest + 2)):
            return None
        first = self._unit(text, at, high, hit, morphemes, None, loose=True)
        joint = hit.end if first else at + text.startswith("여", at)  # 20여~30여 명
        hit.end = at
        match = _TILDE.match(text, joint, high)
        hyphen = None if match or first else _HYPHEN.match(text, joint, high)
        dotted = None if match or hyphen or first else _DOT.match(text, joint, high)
        link = match or hyphen or dotted
        if link is None:
            return None
        second = _SECOND.match(text, link.end(), high)
        if second is None or (hyphen and text[second.end() : second.end() + 1] == "-"):
            return None
        whole = Hit(hit.start, second.end(), hit.number, None, "figures.range", other=second[1])
        whole.negative = hit.negative
        probe = Hit(second.start(), second.end(), second[1], None, "")
        odd = _ODD.match(text, second.end(), high)
        unit = None
        if odd and not odd["place"]:
            unit = self._unit(text, odd.end(), high, probe, morphemes, None)
            whole.odd = unit is not None
        unit = unit or self._unit(text, second.end(), high, probe, morphemes, None)
        if unit is None and not first and (match and second[1][-1] in "억조"):
            unit, probe.end = self.units["원"][0], second.end()
        if unit is None or (first and first.name != unit.name):
            return None
        low, upper = parse(hit.number), parse(second[1])
        if low is None or upper is None:
            return None
        if hyphen and not (low < upper and hit.start > 0 and hit.number[0] != "0"):
            return None
        if dotted and not (unit.name in ("대", "위") and upper > low and second[1].isdigit()):
            return None
        whole.end, whole.unit = probe.end, unit
        return whole

    def _ratio(self, text: str, at: int, high: int, hit: Hit) -> Hit | None:
        """``5대 1``, ``3분의 2``."""
        match = _RATIO.match(text, at, high)
        if match is None:
            return None
        if match["of"] is None:
            hit.unit, hit.rule = Unit("대 1", "ratio"), "figures.ratio"
        elif parse(hit.number):
            hit.other, hit.rule = match["of"], "figures.fraction"
        else:
            return None
        hit.end = match.end()
        return hit

    def _bare(self, text: str, low: int, high: int, hit: Hit, morphemes: Morphemes) -> Hit | None:
        """A number without a unit that the words around it make money or persons."""
        last = hit.number[-1]
        if hit.end < high and text[hit.end] in _LATIN:  # 3천만CGT: a unit that we do not know
            return None
        if last not in "만억조" or not _ends(text, hit.end, high, morphemes, last):
            return None
        after = text[hit.end : min(high, hit.end + 8)].lstrip()
        before = text[max(low, hit.start - 8) : hit.start].rstrip()
        beside = next((w for w in self.context["persons"] if before.endswith(w)), None)
        if beside or any(after.startswith(w) for w in self.context["persons"]):
            hit.unit, hit.rule = self.units["명"][0], "figures.bare_persons"
        elif any(after.startswith(w) for w in self.context["things"]):
            return None
        elif (
            last == "억"
            or (last == "만" and self.money.search(before))
            or (last == "조" and self._about_money(text, low, high, hit))
        ):
            hit.unit, hit.rule = self.units["원"][0], "figures.bare_money"
        else:
            return None
        return hit if self._left(text, low, hit, morphemes) else None

    def _about_money(self, text: str, low: int, high: int, hit: Hit) -> bool:
        return bool(
            self.money.search(text, max(low, hit.start - CONTEXT), hit.start)
            or self.money.search(text, hit.end, min(high, hit.end + CONTEXT))
        )

    def _left(self, text: str, low: int, hit: Hit, morphemes: Morphemes) -> bool:
        """Whether a number may begin here: not within a name such as ``금호1동``."""
        start = hit.start
        if start <= low or not _is_hangul(text[start - 1]):
            tail = text[max(low, start - 3) : start].rstrip()
            return not (tail.endswith("제") and (len(tail) == 1 or not _is_hangul(tail[-2])))
        if text[start - 1] == "제" and (start - 2 < low or not _is_hangul(text[start - 2])):
            return False
        unit = hit.unit
        if unit is None or not (unit.strict or unit.dimension in ("ordinal", "rank")):
            return True
        i = morphemes.after(start) - 1
        return i >= 0 and morphemes.tags[i] in (
            "MM",
            "MAG",
            "XPN",
            "JX",
            "JKS",
            "JKO",
            "JKB",
            "NNB",
        )


def _is_hangul(char: str) -> bool:
    return "가" <= char <= "힣"


def _start(hit: Hit) -> int:
    return hit.start


def _quotation(marks: str) -> str:
    """The expression for a short quotation in these marks; ``'21년`` opens none."""
    opening, closing, either = map(re.escape, (marks[0], marks[1], "".join({*marks})))
    return rf"{opening}(?!\d\d년)[^{either}\n]{{1,{NAME_CHARS}}}{closing}"


def _around(hits: list[Hit], low: int, high: int) -> Iterator[tuple[int, int]]:
    """The stretches around hits, joined where they touch."""
    begin = stop = low
    for hit in hits:
        if hit.start - AROUND > stop:
            if stop > begin:
                yield begin, stop
            begin = hit.start - AROUND
        stop = min(high, hit.end + AROUND)
    yield begin, stop


def _overlapping(spans: list[tuple[int, int]], hit: Hit) -> tuple[int, int] | None:
    """The last of some spans in order, none overlapping another, that overlaps the hit."""
    i = bisect_left(spans, (hit.end, 0)) - 1
    return spans[i] if i >= 0 and spans[i][1] > hit.start else None


def _named(quoted: tuple[int, int] | None, hit: Hit, morphemes: Morphemes) -> bool:
    """Whether a hit is part of a quoted name."""
    if quoted is None or not (quoted[0] < hit.start and hit.end < quoted[1] - 1):
        return False
    return _is_name(morphemes, quoted[0] + 1, quoted[1] - 1)


def _prefix(matched: str, prefixes: dict[str, Unit]) -> str:
    return matched if matched in prefixes else matched.rstrip()


def _signed(text: str, low: int, start: int) -> bool:
    """Whether the hyphen before ``start`` is a minus: nothing but a blank or bracket before."""
    return start - 2 < low or text[start - 2] in " (\u00a0[:,·→"


def _is_numeral(morphemes: Morphemes, start: int, end: int) -> bool:
    """Whether the morphemes in a Hangul number are numerals, from edge to edge."""
    i = morphemes.at(start)
    if i is None:
        return False
    tags = morphemes.tags
    while i < len(tags) and morphemes.starts[i] < end:
        if tags[i] not in ("NR", "MM", "SN", "NNB", "XPN") or morphemes.ends[i] > end:
            return False
        i += 1
    return True


def _ends(text: str, end: int, high: int, morphemes: Morphemes, form: str) -> bool:
    """Whether a word, or at least a morpheme, ends here."""
    if end >= high:
        return True
    after = text[end]
    last = form[-1]
    if last in _LATIN:
        return after not in _LATIN and not after.isdigit()
    if not _is_hangul(after):
        return not (after.isdigit() and last not in "%％")
    if not _is_hangul(last):
        return True
    return morphemes.is_end(end) or bool(_PARTICLE.match(text, end, high))


_PARTICLE = re.compile(
    r"어치|(?:은|는|이|가|을|를|의|에|로|으로|와|과|도|만|까지|부터|보다|에서|에게|이다|이며|이고|이나|씩|당|가량|정도|짜리|어치"
    r"|이상|이하|미만|규모|여)(?![가-힣])"
)


def _glued(text: str, end: int, high: int, morphemes: Morphemes) -> bool:
    """Whether a noun follows without a blank: ``2차전지``, ``2층버스``."""
    if end >= high or not _is_hangul(text[end]):
        return False
    i = morphemes.at(end)
    return i is None or (
        morphemes.tags[i] in ("NNG", "NNP", "XSN", "NR", "SN")
        and not (_PARTICLE.match(text, end, high))
    )


def _is_name(morphemes: Morphemes, start: int, end: int) -> bool:
    """Whether quoted words are a noun phrase: no ending, and no particle but 의 and 와."""
    return not any(
        morphemes.tags[i] in ("EC", "EF", "EP")
        or morphemes.tags[i] in ("JKS", "JKO", "JX", "JKB", "VV", "VCP")
        for i in morphemes.within(start, end)
    )
