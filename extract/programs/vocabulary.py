"""The words of ``rules/programs.toml`` that names of all kinds are told by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from extract.occurrences import compact
from extract.wording import any_of

BEFORE = 14
"""Characters before a name that tell what it is."""
MAX_BRACKET = 60
BRACKET = rf"\([^()]{{0,{MAX_BRACKET}}}\)"
CASES = "은는이가을를의도에로으과와"
"""First letters of the particles behind a noun."""
PARTICLES = (
    r"(?:에서|에게|으로|로|까지|부터|와|과|의|은|는|이|가|을|를|에|도|인|등)(?:는|은|도|의)?"
)
"""What may follow a name within its word."""


def alternatives(words: Iterable[str]) -> str:
    """A group for any of the words; the spacing of names varies, so a blank may be missing."""
    return any_of(words, blank=r"\s?")


class Vocabulary:
    """Heads, class nouns and what shows that a name is an undertaking."""

    def __init__(self, table: dict[str, Any]) -> None:
        self._heads = _categories(table["heads"])
        self._classes = _categories(table["classes"])
        heads, classes = (
            alternatives(_words(table["heads"])),
            alternatives(_words(table["classes"])),
        )
        self._head = re.compile(rf"(?P<head>{heads})\+?(?:\s?{BRACKET})?$")
        self._class_behind = re.compile(
            rf"(?:\s?{BRACKET})?\s?(?P<noun>[가-힣]{{0,6}}?(?:{classes}))(?=[{CASES},.\s·)]|$)"
        )
        self._class_before = re.compile(rf"(?P<noun>{classes})(?:인|인\s)?\s?$")
        self.class_pattern = classes
        self.head_pattern = heads
        self.noun_pattern = alternatives([*_words(table["classes"]), *_words(table["heads"])])
        """Either of them; its branches all begin with a letter."""
        evidence = table["evidence"]
        self.cues = re.compile(alternatives(evidence["cues"]))
        self.letters = frozenset(evidence["letters"])
        """Letters that mark no name."""
        self._made = re.compile(
            rf"(?:{BRACKET})?(?:을|를)\s?(?:(?:{alternatives(evidence['made_how'])})\s)?"
            rf"(?:{alternatives(evidence['made'])})"
        )
        self._opened = re.compile(
            rf"(?:{BRACKET})?(?:이|가|은|는)\s(?:\S+\s){{0,3}}?(?:{alternatives(evidence['opened'])})"
        )
        self._leads = re.compile(rf"(?:{alternatives(evidence['leads'])})\s(?:[가-힣]+\s){{0,2}}$")
        contests = table["contests"]
        self._contest = re.compile(rf"(?:{alternatives(contests['heads'])})(?:\s?{BRACKET})?$")
        self._held = re.compile(
            rf"[을를은는이가]?\s?(?:[가-힣0-9~∼\-.()]+\s){{0,4}}?(?:{alternatives(contests['held'])})"
        )
        self._holds = re.compile(rf"(?:{alternatives(contests['leads'])})\s$")

    def head(self, name: str) -> str | None:
        """The category of the head noun that a name ends in; None where it ends in none."""
        match = self._head.search(name)
        return self._heads[compact(match["head"])] if match else None

    def head_span(self, name: str) -> tuple[int, int] | None:
        """Where in a name its head noun stands; None where it ends in none."""
        match = self._head.search(name)
        return match.span("head") if match else None

    def category(self, noun: str) -> str | None:
        """The category of the class noun that a noun ends in: 배달앱 is an 앱."""
        noun = compact(noun)
        endings = (noun[i:] for i in range(len(noun)))
        return next((self._classes[end] for end in endings if end in self._classes), None)

    def is_class(self, word: str) -> bool:
        """Whether a word is a class noun."""
        return word in self._classes

    def class_behind(self, text: str, at: int) -> re.Match[str] | None:
        """The class noun that stands at an offset, behind a name, as the group ``noun``."""
        return self._class_behind.match(text, at)

    def class_before(self, before: str) -> str | None:
        """The category of the class noun that a stretch ends in, as what stands before a name."""
        match = self._class_before.search(before)
        return self._classes[compact(match["noun"])] if match else None

    def before_span(self, before: str) -> tuple[int, int] | None:
        """Where the class noun stands that a stretch before a name ends in; None for none."""
        match = self._class_before.search(before)
        return match.span("noun") if match else None

    def made(self, behind: str) -> bool:
        """Whether a name is the object of being made or run, or the subject of its opening."""
        return (self._made.match(behind) or self._opened.match(behind)) is not None

    def leads(self, before: str) -> bool:
        """Whether what stands before a name says of what follows that it is run: 문을 연 …"""
        return self._leads.search(before) is not None

    def mere_contest(self, name: str, before: str, behind: str) -> bool:
        """Whether a name is that of a contest, and nobody holds it there: it is an award."""
        return (
            self._contest.search(name) is not None
            and not self._holds.search(before)
            and not self._held.match(behind)
        )


def _words(table: dict[str, list[str]]) -> list[str]:
    return [word for words in table.values() for word in words]


def _categories(table: dict[str, list[str]]) -> dict[str, str]:
    """Compact word -> category; of two categories the first."""
    found: dict[str, str] = {}
    for category, words in table.items():
        for word in words:
            found.setdefault(compact(word), category)
    return found
