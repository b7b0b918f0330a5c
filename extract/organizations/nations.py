"""States and what belongs to them: 북한은 … 발표했다, 미국 국무부, 일본 정부, 한·미, 북측.

A country is mostly a place. It is an organization where it acts: as the one who does in a clause
with such a deed, beside another by its letter, or with a side of its own (북측은).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from extract.found import Found
from extract.organizations.candidates import ABROAD, FIRM, Candidate
from extract.organizations.edges import SUBJECT, TOPIC, WITH, WORD, Edges, left_edge
from extract.organizations.triggers import Hits, Triggers, around, longest
from extract.quotations import OPENING
from extract.wording import any_of
from rules import Row

NATION = "organizations.nation"
FOREIGN = "organizations.foreign_body"
CLAUSE_CHARS = 90
"""Characters behind a country in which its deed stands."""
NAME_CHARS = 14
"""Characters of a country's name, at most."""


class Nations:
    """Finds countries that act, and bodies of foreign states."""

    def __init__(
        self, table: dict[str, Any], rows: Sequence[Row], edges: Edges, triggers: Triggers
    ) -> None:
        nations = table["nations"]
        self._home: str = nations["home"]
        self._government: str = nations["government"]
        self._names: dict[str, str] = {}
        self._letters: dict[str, str] = {}
        for row in rows:
            for form in (row["name"], *row.many("aliases")):
                self._names.setdefault(form, row["name"])
            for letter in row.many("letters"):
                self._letters.setdefault(letter, row["name"])
        triggers.add("nation", self._names)
        triggers.add("dot", "·ᆞ・")
        triggers.add("side", [nations["side"]])
        kinds = any_of(nations["kinds"])
        bodies = any_of(nations["bodies"])
        ending = rf"[가-힣]{{2,8}}{any_of(nations['body_ends'])}"
        self._body = re.compile(
            rf"(?:{any_of(nations['glued'])}|\s?{bodies}|\s(?:{kinds}\s?)?(?:{bodies}|{ending}))"
            rf"(?={edges.titled})"
        )
        self._firm = re.compile(
            rf"\s(?P<name>[A-Z][A-Za-z&]{{2,15}})(?={edges.particle}(?![{WORD}]))"
        )
        self._no_body = re.compile(rf"\s?{any_of(nations['no_bodies'])}{edges.plain}")
        self._kept = frozenset(nations["extended"])
        self._acts = re.compile(
            rf"(?:{any_of(nations['sides'])}{edges.plain}"
            rf"|{SUBJECT}(?![가-힣])[^.!?\n]{{0,{CLAUSE_CHARS}}}?{any_of(nations['deeds'])})"
        )
        letter = any_of(self._letters)
        follows = any_of(nations["relations"])
        self._pairs = re.compile(
            rf"(?<![{WORD}·])(?P<pair>{letter}(?:[·ᆞ・]{letter})+)"
            rf"(?=\s?{follows}|\s[가-힣]+\s?{follows}|(?:{TOPIC}|{WITH}|의)(?![가-힣]))"
        )
        self._side = re.compile(
            rf"(?<![{WORD}])(?P<letter>{letter})"
            rf"(?={nations['side']}{any_of(nations['side_particles'])}(?![가-힣]))"
        )

    def find(self, found: Found, hits: dict[str, Hits]) -> Iterator[Candidate]:
        """The countries of an article that act, and bodies named behind their country."""
        text = found.text
        for start, end, form in longest(hits.get("nation", [])):
            if not left_edge(text, start):
                continue
            country = self._names[form]
            body = self._body.match(text, end)
            if body and not self._no_body.match(text, end):
                yield self._of(country, start, end, body.end(), text)
            elif firm := self._firm.match(text, end):
                yield Candidate(
                    *firm.span("name"), "name", FIRM, name=firm["name"], category="company"
                )
            elif self._acts.match(text, end):
                yield _nation(start, end, country, form)
        for match in around(self._pairs, text, hits.get("dot", []), 1, 12):
            for i in range(match.start("pair"), match.end("pair"), 2):
                yield _nation(i, i + 1, self._letters[text[i]], text[i])
        for match in around(self._side, text, hits.get("side", []), 1, 6):
            yield _nation(*match.span("letter"), self._letters[match["letter"]], match["letter"])

    def extended(self, found: Found, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
        """Candidates with their country in front: 일본 기상청 is not the Korean one."""
        text = found.text
        for candidate in candidates:
            category = candidate.forms[0].entry.category if candidate.forms else candidate.category
            if candidate.place or category not in self._kept:
                continue
            end = candidate.start - 1
            if text[end : end + 1] != " ":
                continue
            word = text[max(0, end - NAME_CHARS) : end].rpartition(" ")[2].lstrip("(" + OPENING)
            country = self._names.get(word) or self._letters.get(word)
            if country and country != self._home:
                start = end - len(word)
                name = f"{country} {text[candidate.start : candidate.end]}"
                yield Candidate(start, candidate.end, "name", FOREIGN, name=name, category=ABROAD)

    def _of(self, country: str, start: int, end: int, stop: int, text: str) -> Candidate:
        """The body of a state; the government at home goes by its own name."""
        own = text[end:stop].strip()
        if country == self._home and own == self._government:
            return Candidate(start, stop, "name", FOREIGN, name=own, category="central_government")
        return Candidate(start, stop, "name", FOREIGN, name=f"{country} {own}", category=ABROAD)


def _nation(start: int, end: int, country: str, form: str) -> Candidate:
    kind = "name" if form == country else "alias"
    return Candidate(start, end, kind, NATION, name=country, category=ABROAD)
