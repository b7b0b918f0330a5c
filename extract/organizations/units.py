"""Units and offices of organizations: 경남도 기획조정실, 행안부 재난안전관리본부."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from extract.found import Found
from extract.morphemes import Morphemes
from extract.organizations.candidates import BODY, GOVERNMENT, LEVEL, UNIT, Candidate
from extract.organizations.edges import AT, MAX_NAME, SUBJECT, TO, WORD, Edges
from extract.organizations.triggers import Hits, Triggers, around
from extract.wording import any_of

CUE_CHARS = 12
"""Characters behind a unit in which a cue for it stands."""


class Units:
    """Finds units behind their parents' names and on their own."""

    def __init__(self, table: dict[str, Any], edges: Edges, triggers: Triggers) -> None:
        units, government = table["units"], table["government"]
        self._edges = edges
        never = rf"{any_of(units['never'])}{edges.particles}(?![가-힣])"
        endings = (rf"[가-힣]{{2,{MAX_NAME}}}{re.escape(ending)}" for ending in units["endings"])
        ends = "|".join(
            (
                units["divisions"],
                any_of(units["rooms"]),
                *endings,
                any_of(units["heads"]),
                rf"[가-힣]{{1,6}}{any_of(units['short_endings'])}",
            )
        )
        self._behind = re.compile(
            rf"\s?(?P<unit>(?!{never}|·)[가-힣·]{{0,10}}?(?:{ends}))(?={edges.titled})"
        )
        levels = any_of(end for ends in government["levels"].values() for end in ends)
        self._alone = re.compile(
            rf"(?<![{WORD}])(?:(?P<level>{levels})(?P<body>{any_of(government['bodies'])})?\s)?"
            rf"(?P<unit>[가-힣]{{2,8}}{any_of(units['alone'])})(?={edges.titled})"
        )
        triggers.add("unit", units["alone"])
        self._sections = tuple(units["alone"])
        self._acts = re.compile(rf"(?:{SUBJECT}|{AT}|(?:으)?로|{units['head']})(?![가-힣])")
        self._cues = re.compile("|".join(units["cues"]))
        persons, inner = units["persons"], units["inner"]
        triggers.add("staff", [f" {title}" for title in persons["staff"]])
        self._staffed = re.compile(
            rf"(?<![{WORD}])(?P<unit>[가-힣]{{2,10}}{any_of(persons['staffed'])})"
            rf"\s[가-힣]{{2,4}}\s{any_of(persons['staff'])}(?:{SUBJECT}|{TO})"
        )
        self._houses = tuple(inner["parents"])
        self._inner = re.compile(
            rf"\s(?P<unit>[가-힣A-Za-z]{{2,12}}{any_of(inner['endings'])})(?={edges.titled})"
        )
        # the noun before the look behind it: most letters are passed over at once
        self._leveled = re.compile(
            rf"(?P<level>{levels})(?<![{WORD}].)(?P<body>)\s(?P<unit>(?!{never})"
            rf"[가-힣]{{2,8}}{any_of(units['endings'])})(?={edges.titled})"
        )

    def at(self, text: str, start: int) -> re.Match[str] | None:
        """A unit's name (the group ``unit``) that begins here, perhaps after a blank."""
        return self._behind.match(text, start)

    def behind(self, found: Found, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
        """The units that stand right behind one of the candidates."""
        text = found.text
        for candidate in candidates:
            if candidate.place or candidate.unit or self._headed(candidate, text):
                continue
            match = self.at(text, candidate.end) or self._inside(candidate, text)
            if match and len(match["unit"]) > 1 and self.section(found, match):
                yield Candidate(
                    candidate.start,
                    match.end(),
                    candidate.kind,
                    UNIT,
                    category=candidate.category,
                    parent=candidate,
                    unit=match["unit"],
                )

    def _inside(self, candidate: Candidate, text: str) -> re.Match[str] | None:
        """A centre inside a hospital or a university."""
        if not text.endswith(self._houses, candidate.start, candidate.end):
            return None
        return self._inner.match(text, candidate.end)

    def section(self, found: Found, match: re.Match[str], *, anywhere: bool = False) -> bool:
        """Whether a unit ends here: 정책과는, but not 시민과 함께."""
        return not inflected(found.morphemes, match.end()) or (
            (anywhere or match["unit"].endswith(self._sections))
            and self._acts.match(found.text, match.end()) is not None
        )

    def _headed(self, candidate: Candidate, text: str) -> bool:
        """경남도지사 is the governor, not a branch of the province."""
        return candidate.rule == GOVERNMENT and self._edges.governed(text, candidate.end)

    def alone(self, found: Found, hits: dict[str, Hits]) -> Iterator[Candidate]:
        """Units without their parents' names: with a person, a cue, or a bare noun (구 건설과)."""
        text, morphemes = found.text, found.morphemes
        for match in around(self._staffed, text, hits.get("staff", []), 18, 3):
            if not inflected(morphemes, match.end("unit")):
                yield Candidate(match.start(), match.end("unit"), "name", UNIT, unit=match["unit"])
        for match in self._leveled.finditer(text):
            if self.section(found, match, anywhere=True):
                yield _under(match)
        for match in around(self._alone, text, hits.get("unit", []), 16, 6):
            cued = self._cues.match(text, match.end(), match.end() + CUE_CHARS)
            if cued or (match["level"] and not inflected(morphemes, match.end())):
                yield _under(match)


def _under(match: re.Match[str]) -> Candidate:
    """A unit, of the bare noun in front of it where there is one."""
    parent = _level(match) if match["level"] else None
    return Candidate(match.start(), match.end(), "name", UNIT, parent=parent, unit=match["unit"])


def _level(match: re.Match[str]) -> Candidate:
    """The bare noun in front of a unit, as its parent: 구, 시의회."""
    body = match["body"] or ""
    rule = BODY if body else LEVEL
    end = match.start("unit") - 1
    return Candidate(match.start(), end, "anaphor", rule, name=match["level"], body=body)


def inflected(morphemes: Morphemes, end: int) -> bool:
    """Whether the last letter before ``end`` is a particle or an ending: 시민+과 is no section."""
    last = morphemes.at(end - 1)
    return last is not None and morphemes.tags[last][0] in "JE"
