"""Names of the registries: the longest one with its edges, and how far its parent stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from extract.found import Found
from extract.organizations.candidates import Candidate
from extract.organizations.edges import AT, WORD, Edges, left_edge
from extract.organizations.places import Places
from extract.organizations.registry import LOCAL, Form, Registry
from extract.organizations.triggers import Hits, Triggers
from extract.wording import any_of

Starts = dict[int, list[tuple[int, str]]]
"""Where forms of the registry start: the end of each and the form."""
PAST_CHARS = 8
"""Characters before a name in which a word stands that tells it to be gone."""
PLATFORM_CHARS = 8
"""Characters behind a platform's name that tell whether the service is meant."""
_NUMBER = re.compile(r"\s?\d")


class RegisteredNames:
    """Finds names of a registry."""

    def __init__(
        self,
        table: dict[str, Any],
        registry: Registry,
        edges: Edges,
        places: Places,
        triggers: Triggers,
    ) -> None:
        # one letter alone names nobody
        triggers.add("registered", (form for form in registry.forms if len(form) > 1))
        platforms = table["platforms"]
        self._elsewhere: dict[str, list[str]] = table["registered"]["elsewhere"]
        past = table["past"]["words"]
        self._past_ends = tuple(word.rpartition(" ")[2] for word in past)
        self._past = re.compile(rf"(?<![{WORD}]){any_of(past)}\s?$")
        self._standards = frozenset(table["registered"]["standards"])
        self._no_members = table["registered"]["members"]
        self._registry = registry
        self._edges = edges
        self._places = places
        self._held = re.compile(
            rf"\)?(?:\([A-Za-z]+\))?{AT}\s[^.,]{{0,30}}?{any_of(table['places']['events'])}"
        )
        self._platforms = frozenset(platforms["names"])
        self._told_there = re.compile(
            rf"{any_of(platforms['told_there'])}|\s?{any_of(platforms['parts'])}"
        )

    def find(self, found: Found, triggered: Hits) -> Iterator[Candidate]:
        """The registered names of an article, at most one for each start."""
        hits: Starts = {}
        for start, end, form in reversed(triggered):  # the longest first
            hits.setdefault(start, []).append((end, form))
        present = {form for _, _, form in triggered}
        for start in sorted(hits):
            if left_edge(found.text, start):
                candidate = self._at(found, hits, present, start)
                if candidate is not None:
                    before = found.text[max(0, start - PAST_CHARS) : start]
                    if before.rstrip().endswith(self._past_ends):
                        candidate.past = self._past.search(before) is not None
                    yield candidate

    def _at(self, found: Found, hits: Starts, present: set[str], start: int) -> Candidate | None:
        """The longest name that starts here and whose right edge holds."""
        options: list[tuple[int, str, list[Form]]] = []  # by their ends: a form, or a part's
        for end, written in hits[start]:
            options.append((end, written, []))
            if above := self._registry.governments.get(written):
                options += [(e, "", f) for e, f in self._parts(found.text, hits, end, above)]
        options.sort(key=lambda option: -option[0])
        for end, written, parts in options:
            candidate = None
            local = parts or self._registry.governments.get(written)
            if local:
                candidate = self._places.candidate(found, start, end, local, bool(parts))
            if candidate is None and written:
                forms = self._registry.forms[written]
                others = [f for f in forms if f.entry.category != LOCAL] if local else forms
                if others:
                    candidate = self._other(found.text, start, end, others, present)
            if candidate is not None:
                return candidate
        return None

    def _parts(
        self, text: str, hits: Starts, end: int, above: list[Form]
    ) -> Iterator[tuple[int, list[Form]]]:
        """Names of parts behind their parent's: 인천 연수구, 경기도 수원시 영통구."""
        parents = {f.entry.name for f in above}
        starts = (end, end + 1) if text.startswith(" ", end) else (end,)
        for start in starts:
            for stop, written in hits.get(start, ()):
                local = self._registry.governments.get(written, ())
                forms = [f for f in local if f.entry.parent in parents]
                if forms:
                    yield stop, forms
                    yield from self._parts(text, hits, stop, forms)

    def _other(
        self, text: str, start: int, end: int, forms: list[Form], present: set[str]
    ) -> Candidate | None:
        """A name that is not a local government's; ``present`` are all forms in the article."""
        if not self._edges.ends_titled(text, end):
            return None
        written = text[start:end]
        if self._edges.works(text, end):
            return None
        if text.startswith(tuple(self._elsewhere.get(written[-1], ())), end):
            return None
        if text.startswith(tuple(self._no_members.get(written, ())), end):
            return None
        forms = [
            f
            for f in forms
            if f.kind != "doubtful" or (f.entry.name != written and f.entry.name in present)
        ]
        # ISO 45001 is a standard: a letter code with a number is no organization
        if not forms or (written in self._standards and _NUMBER.match(text, end)):
            return None
        kind = "name" if any(f.kind == "full" for f in forms) else "alias"
        place = self._held.match(text, end) is not None or (
            written in self._platforms
            and self._told_there.match(text, end, end + PLATFORM_CHARS) is not None
        )
        return Candidate(start, end, kind, "organizations.registry", forms, place=place)
