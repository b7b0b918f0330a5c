"""Names of local governments: the government itself, or only a place."""

from __future__ import annotations

import re
from typing import Any

from extract.found import Found
from extract.organizations.candidates import GOVERNMENT, Candidate
from extract.organizations.edges import AT, SUBJECT, WITH, Edges
from extract.organizations.registry import Form
from extract.organizations.units import Units
from extract.wording import any_of

AFTER_CHARS = 40
"""Characters behind a name in which a word that makes it a place stands."""
LIST_CHARS = 40
"""Characters before a name in which the bracket that opens its list stands."""
WORD_CHARS = 30
"""Characters of the next word."""
NEXT_MORPHEMES = 9
"""Morphemes behind a name among which the 에서 of its phrase stands."""
# [정선 김철수, 태백·삼척]: places in square brackets
_LIST = re.compile(r"\[(?:[가-힣]{2,4}(?: [가-힣]{2,4})?[·,] ?)+[가-힣]{2,4}(?: [가-힣]{2,4})?\]")


class Places:
    """Tells local governments from the places that they govern."""

    def __init__(self, table: dict[str, Any], edges: Edges, units: Units) -> None:
        government, places = table["government"], table["places"]
        self._edges = edges
        self._units = units
        self._office: str = government["office"]
        self._council: str = government["council"]
        self._council_category: str = government["bodies"][self._council]
        self._governor: str = government["governor"]
        self._others = re.compile(
            "|".join(rf"{word}\s?{any_of(rest)}" for word, rest in places["others"].items())
        )
        self._islands = frozenset(places["islands"])
        self._acts = re.compile(rf"(?:\([^()]*\))?{SUBJECT}(?![가-힣])|의\s|{WITH}\s")
        self._among = frozenset(places["among"])
        self._locates = re.compile(
            rf"\s?(?:{any_of(places['after'])}|{any_of(places['after_alone'])}{edges.plain})"
            rf"|(?:{AT}|에|로)\s+(?:[가-힣]+\s+)?{any_of(places['verbs'])}"
        )
        self._smaller = re.compile(
            rf"[가-힣]{{1,6}}{any_of(places['smaller'])}"
            rf"(?:{any_of(places['smaller_followers'])}|{edges.plain})"
            rf"|[가-힣]{{1,6}}\d+{any_of(places['numbered'])}"
        )

    def candidate(
        self, found: Found, start: int, end: int, forms: list[Form], composed: bool
    ) -> Candidate | None:
        """What the name of a local government means here; None where it goes on as another word."""
        text = found.text
        if self._others.match(text, start):
            return None
        kinds = {form.kind for form in forms}
        bare = kinds == {"bare"}
        composed = composed or "full" in kinds
        candidate = Candidate(start, end, "name", GOVERNMENT, forms, composed=composed)
        if not bare and (self._with_office(candidate, text) or self._with_council(candidate, text)):
            return candidate
        if self._edges.ends(text, end):
            listed = bare and _listed(text, start, end, composed)
            island = text[start:end] in self._islands and not self._acts.match(text, end)
            candidate.place = (bare and not listed) or island or self._only_place(found, end)
            return candidate
        governor = forms[0].entry.level == "province" and text.startswith(self._governor, end)
        if (not bare or governor) and self._edges.governed(text, end):
            return candidate
        if not bare and not text[end : end + 1].isspace() and self._units.at(text, end):
            return candidate
        return None

    def _with_office(self, candidate: Candidate, text: str) -> bool:
        """Take in the office behind the name; 서구청장 stands for the district alone."""
        if not text.startswith(self._office, candidate.end):
            return False
        end = candidate.end + len(self._office)
        if self._edges.ends(text, end) or self._units.at(text, end):
            candidate.end = end
            return True
        return self._edges.governed(text, candidate.end)

    def _with_council(self, candidate: Candidate, text: str) -> bool:
        """Take in the council behind the name, which is an organization of its own."""
        end = candidate.end + len(self._council)
        if not text.startswith(self._council, candidate.end):
            return False
        if not self._edges.ends_titled(text, end):
            return False
        candidate.end, candidate.body = end, self._council
        candidate.category = self._council_category
        return True

    def _only_place(self, found: Found, end: int) -> bool:
        """Whether what follows says that the name only locates."""
        text = found.text
        if self._locates.match(text, end, end + AFTER_CHARS):
            return True
        return text.startswith(" ", end) and (
            self._before_smaller(found, end + 1) or self._in_phrase(found, end)
        )

    def _before_smaller(self, found: Found, start: int) -> bool:
        """Whether the word that starts here is a smaller place: 송도동."""
        stop = found.text.find(" ", start, start + WORD_CHARS - 1)
        stop = stop if stop > 0 else start + WORD_CHARS - 1
        if not self._smaller.match(found.text, start, stop):
            return False
        m = found.morphemes
        return any(m.tags[j] == "NNP" for j in m.within(start, stop))

    def _in_phrase(self, found: Found, end: int) -> bool:
        """Whether the name begins a phrase in 에서: a building in which something happens."""
        m = found.morphemes
        first = m.after(end)
        for j in range(first, min(first + NEXT_MORPHEMES, len(m))):
            tag = m.tags[j]
            if m.forms[j] in self._among:
                return False
            if tag == "JKB" and m.forms[j] == AT:
                return j > first
            if tag[0] in "JEVSM" or tag in ("XSV", "XSA"):
                return False
        return False


def _listed(text: str, start: int, end: int, composed: bool) -> bool:
    """In a list in square brackets or of full names, a place name is its government."""
    if composed:
        return text[end : end + 1] in ("·", "]") or text[start - 1 : start] in ("·", "[")
    opens = text.rfind("[", max(0, start - LIST_CHARS), start)
    return opens >= 0 and _LIST.match(text, opens) is not None
