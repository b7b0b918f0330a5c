"""What an article teaches of names: short forms in brackets, and its names wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from extract.found import Found
from extract.organizations.candidates import ABBREVIATION, Candidate
from extract.organizations.edges import Edges, in_order, left_edge
from extract.organizations.gazetteer import Gazetteer
from extract.organizations.registry import Form

_BRACKET = re.compile(r"\s?\(([^()\n]{1,60})\)")
_PART = re.compile(r"[^·,/]+")


class LearnedNames:
    """Finds short forms that an article explains, and further mentions of its new names."""

    def __init__(self, table: dict[str, Any], edges: Edges) -> None:
        self._edges = edges
        self._abbreviation = re.compile(table["abbreviations"]["pattern"])
        self._remarks = tuple(table["abbreviations"]["not"])
        self._short_forms: dict[str, str] = table["short_forms"]

    def abbreviations(self, found: Found, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
        """Short forms in the bracket behind a candidate: 세계보건기구(WHO), 한국전력공사(한전)."""
        text = found.text
        for candidate in candidates:
            bracket = _BRACKET.match(text, candidate.end)
            if bracket is None or candidate.place:
                continue
            for part in _PART.finditer(text, *bracket.span(1)):
                written = part[0].strip()
                if not self._abbreviation.fullmatch(written) or written.startswith(self._remarks):
                    continue
                name = candidate.name or text[candidate.start : candidate.end]
                if written[0] >= "가" and not _abbreviates(written, name, candidate.forms):
                    continue
                if (
                    candidate.name
                    and len(written) > len(candidate.name)
                    and candidate.name.isascii()
                ):
                    _rename(candidates, candidate.name, written)
                start = part.start() + part[0].index(written)
                end = start + len(written)
                yield candidate.elsewhere(start, end, "alias", ABBREVIATION)

    def again(self, found: Found, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
        """The names and short forms that no registry has, wherever else they stand."""
        text = found.text
        learned = self._learned(text, candidates)
        reached = 0
        for start, end, written in Gazetteer(learned).longest(text):
            if start < reached or not left_edge(text, start):
                continue
            reached = end
            if self._edges.ends_titled(text, end):
                yield learned[written].elsewhere(start, end)

    def _learned(self, text: str, candidates: Iterable[Candidate]) -> dict[str, Candidate]:
        """What is written for a new name, and the first candidate that it stands for."""
        learned: dict[str, Candidate] = {}
        for candidate in candidates:
            if candidate.place or (candidate.parent and candidate.parent.kind == "anaphor"):
                continue
            if not candidate.forms or candidate.rule == ABBREVIATION:
                learned.setdefault(text[candidate.start : candidate.end], candidate)
            for short in self._shortened(candidate.name):
                learned.setdefault(short, candidate)
        return learned

    def _shortened(self, name: str) -> Iterator[str]:
        """Everyday short forms: 영오초등학교 -> 영오초, 오사카대학교병원 -> 오사카대병원."""
        for long, short in self._short_forms.items():
            if long in name and len(name) > len(long) + 1:
                yield name.replace(long, short)


def _rename(candidates: Iterable[Candidate], name: str, longer: str) -> None:
    """The name of those that no registry has is its longest form: KEY(Korea Energy)."""
    for candidate in candidates:
        if candidate.name == name and not candidate.forms:
            candidate.name = longer


def _abbreviates(short: str, name: str, forms: list[Form]) -> bool:
    """Whether the letters of the short form stand in a name in this order."""
    for full in (name, *(form.entry.name for form in forms)):
        if full != short and in_order(short, full):
            return True
    return False
