"""Which entry of the registry a name means where several share it: 서구, 중앙회."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from itertools import islice

from extract.found import Found
from extract.organizations.candidates import Candidate
from extract.organizations.edges import WITH
from extract.organizations.registry import LOCAL, PROVINCE, Entry, Registry
from extract.reading.layout import Line

FIRST_NAMES = 50
"""Organizations whose names may tell a government that is not named itself."""
DATELINE = 3
"""How often the dateline's place counts among the provinces that an article speaks of."""
_GOVERNMENT = re.compile(r"(?<=[시도])(?:교육청|의회).*")
_BESIDE = re.compile(rf"{WITH}?\s?[,·]?\s?")


class Entries:
    """The registered names of one article: what each means, by those that are certain.

    ``day`` is the day of publication; None is taken for today.
    """

    def __init__(
        self, registry: Registry, day: dt.date | None, found: Found, names: Iterable[Candidate]
    ) -> None:
        self._registry = registry
        self._day = day
        self._found = found
        self._text = found.text
        # local governments with their province: these decide what bare ones mean elsewhere
        self._certain: list[tuple[int, Entry]] = []
        self._by_name: dict[str, list[tuple[int, Entry]]] = {}
        self._provinces: Counter[str] = Counter()
        self._nearby: dict[int, list[Entry]] = {}  # what speaks for provinces, by line
        self._bare: dict[str, list[Candidate]] = {}  # names that several share, as written
        self._singles: dict[tuple[str, int], Entry | None] = {}  # by word and number of forms
        self._decided: dict[tuple[int, str], Entry | None] = {}  # by line and word
        self._others: dict[str, Entry | None] = {}  # by word
        self._last: tuple[int, Entry] | None = None
        for candidate in names:
            entry = self._single(candidate)
            if entry is not None and entry.category == LOCAL:
                self._note(candidate, entry)
            elif entry is None and candidate.forms:
                self._bare.setdefault(self._written(candidate), []).append(candidate)
        for start, end in found.layout.datelines:
            place = found.text[start + 1 : end].partition("=")[0].strip()
            forms = registry.forms.get(place, ())
            provinces = [form for form in forms if form.entry.level == PROVINCE]
            # 광주 is the metropolis there, not the city in 경기
            for form in provinces or registry.pick(list(forms), day) if forms else ():
                self._provinces[self._province(form.entry)] += DATELINE

    def _note(self, candidate: Candidate, entry: Entry) -> None:
        if candidate.past:
            gone = self._gone(form.entry for form in candidate.forms)
            if gone is not None:
                self._by_name.setdefault(gone.name, []).append((candidate.start, gone))
            return
        if candidate.composed or entry.level == PROVINCE:
            self._certain.append((candidate.start, entry))
            self._by_name.setdefault(entry.name, []).append((candidate.start, entry))
        self._provinces[self._province(entry)] += 1
        line = self._found.layout.line(candidate.start)
        if line is not None:
            self._nearby.setdefault(line.start, []).append(entry)

    def _province(self, entry: Entry) -> str:
        """The province that a local government lies in at the article's date, in short."""
        if entry.level == PROVINCE:
            entry = self._current(entry)
        name = entry.name.split()[0] if entry.category == LOCAL else ""
        return self._registry.provinces.get(name, name)

    def _single(self, candidate: Candidate) -> Entry | None:
        """The one organization that the forms name at the article's date."""
        if not candidate.forms:
            return None
        key = self._written(candidate), len(candidate.forms)
        if key not in self._singles:
            picked = self._registry.pick(candidate.forms, self._day)
            entries = {form.entry.name: form.entry for form in picked}
            self._singles[key] = next(iter(entries.values())) if len(entries) == 1 else None
        return self._singles[key]

    def parent(self, entry: Entry) -> str | None:
        """What it was part of on the day of publication."""
        return self._registry.parent(entry, self._day)

    def meant(self, candidate: Candidate, actors: Iterable[str]) -> Entry | None:
        """The entry that a candidate with forms means; None where nothing decides.

        ``actors`` are the names of the local governments that the section is about. Candidates
        come in the order of the text.
        """
        entry = self._meant(candidate, actors)
        if entry is not None and entry.category == LOCAL:
            self._last = candidate.end, entry
        return entry

    def _meant(self, candidate: Candidate, actors: Iterable[str]) -> Entry | None:
        single = self._single(candidate)
        everything = {form.entry.name: form.entry for form in candidate.forms}
        if candidate.past and (gone := self._gone(everything.values())):
            return gone
        if single is not None and (candidate.composed or single.category != LOCAL):
            return self._current(single)
        beside = self._beside(candidate, everything.values())
        if beside is not None:
            return beside
        for name in actors:
            if name in everything:
                return everything[name]
        before, after = self._nearest(candidate.start, everything)
        if before is not None:
            return before
        if single is not None:
            return self._current(single)
        return (
            self._by_paragraph(candidate)
            or self._by_others(candidate)
            or after
            or self._by_province(candidate)
        )

    def _by_others(self, candidate: Candidate) -> Entry | None:
        """What the same word means where its paragraph decides it: a headline tells nothing."""
        written = self._written(candidate)
        if written not in self._others:
            decided = (self._by_paragraph(other) for other in self._bare.get(written, ()))
            self._others[written] = next((e for e in decided if e is not None), None)
        return self._others[written]

    def _written(self, candidate: Candidate) -> str:
        return self._text[candidate.start : candidate.end]

    def _gone(self, options: Iterable[Entry]) -> Entry | None:
        """The one that was gone at the article's date: 옛 청원군."""
        day = self._day or dt.date.max
        gone = [entry for entry in options if entry.until <= day]
        return max(gone, key=lambda entry: entry.until, default=None)

    def _beside(self, candidate: Candidate, options: Iterable[Entry]) -> Entry | None:
        """The sibling of the one named right before: 울산 북구와 남구, 전남도와 광주시."""
        if self._last is None:
            return None
        end, entry = self._last
        if not _BESIDE.fullmatch(self._text, end, candidate.start):
            return None
        if entry.level == PROVINCE:
            day = self._day or dt.date.max - dt.timedelta(days=1)
            provinces = [option for option in options if option.level == PROVINCE]
            nearest = min(provinces, key=lambda option: option.distance(day), default=None)
            return nearest and self._current(nearest)
        return next((option for option in options if option.parent == entry.parent), None)

    def _nearest(self, at: int, names: Iterable[str]) -> tuple[Entry | None, Entry | None]:
        """The last certain entry of these names before an offset, and the first one behind it."""
        before: list[tuple[int, Entry]] = []
        after: list[tuple[int, Entry]] = []
        for name in names:
            named = self._by_name.get(name, [])
            i = bisect_left(named, at, key=_start)
            before += named[max(0, i - 1) : i]
            i = bisect_right(named, at, key=_start)
            after += named[i : i + 1]
        last, first = max(before, key=_start, default=None), min(after, key=_start, default=None)
        return last and last[1], first and first[1]

    def _by_province(self, candidate: Candidate) -> Entry | None:
        """The one in the province that the article speaks of most."""
        picked = self._registry.pick(candidate.forms, self._day)
        options = {form.entry.name: form.entry for form in picked}
        provinces = [entry for entry in options.values() if entry.level == "province"]
        if len(provinces) == 1 and all(form.kind == "bare" for form in picked):
            return provinces[0]  # 제주 in a list of provinces
        return self._heaviest(options, self._provinces)

    def _by_paragraph(self, candidate: Candidate) -> Entry | None:
        """The one in the province that its paragraph speaks of; a heading's is the next one.

        Another of the same name does not speak for its own: beside 강원 고성군, 고성군 is not it.
        """
        line = self._found.layout.line(candidate.start)
        if line is None:
            return None
        key = line.start, self._written(candidate)
        if key not in self._decided:
            self._decided[key] = self._of_paragraph(candidate, line)
        return self._decided[key]

    def _of_paragraph(self, candidate: Candidate, line: Line) -> Entry | None:
        options = {f.entry.name: f.entry for f in self._registry.pick(candidate.forms, self._day)}
        lines = [line]
        if line.kind == "subhead":
            layout = self._found.layout
            i = bisect_right(layout.starts, line.start)
            following = (other for other in islice(layout.lines, i, None) if other.kind != "blank")
            lines += [*islice(following, 1)]
        weights: Counter[str] = Counter()
        for one in lines:
            entries = self._nearby.get(one.start, ())
            weights.update(self._province(entry) for entry in entries if entry.name not in options)
        return self._heaviest(options, weights)

    def _heaviest(self, options: dict[str, Entry], weights: Counter[str]) -> Entry | None:
        """The option in the province with most weight; None where two have as much."""
        ranked = Counter({n: weights[self._province(e)] for n, e in options.items()}).most_common(2)
        if ranked[0][1] > 0 and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
            return self._current(options[ranked[0][0]])
        return None

    def _current(self, entry: Entry) -> Entry:
        """A local government's successor where the name was no longer in force."""
        if self._day is None or entry.category != LOCAL or entry.until > self._day:
            return entry
        if entry in self._registry.merged:
            return entry
        for name in entry.successors if len(entry.successors) == 1 else ():
            for form in self._registry.forms.get(name, ()):
                if form.entry.name == name and form.entry.valid(self._day):
                    return form.entry
        return entry

    def above(self, names: Iterable[str], levels: Iterable[str]) -> Entry | None:
        """The government of one of these levels that an organization's name begins with.

        인천광역시교육청 tells which one 시 is.
        """
        wanted = frozenset(levels)
        for name in islice(names, FIRST_NAMES):
            for form in self._registry.forms.get(_GOVERNMENT.sub("", name), ()):
                if form.entry.level in wanted and " " not in form.entry.name:
                    return self._current(form.entry)
        return None

    def first_after(self, at: int, levels: Iterable[str]) -> Entry | None:
        """The first certain local government of one of these levels behind an offset."""
        wanted = frozenset(levels)
        i = bisect_right(self._certain, at, key=_start)
        for _, entry in self._certain[i:]:
            if entry.level in wanted:
                return entry
        return None


def _start(pair: tuple[int, Entry]) -> int:
    return pair[0]
