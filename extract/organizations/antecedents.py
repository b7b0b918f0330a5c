"""Whom a bare noun means: 구는, 공사가, 이 지자체는, 도의회."""

from __future__ import annotations

from typing import Any

from extract.found import OrganizationFound
from extract.organizations.candidates import Candidate
from extract.organizations.discourse import Discourse, fits
from extract.organizations.entries import Entries


class Antecedents:
    """Resolves bare nouns by what the article has said before them."""

    def __init__(self, table: dict[str, Any]) -> None:
        anaphors, government = table["anaphors"], table["government"]
        self._categories: dict[str, str] = anaphors["by_category"]
        self._governments = frozenset(anaphors["governments"])
        self._bodies: dict[str, str] = government["bodies"]
        self._levels: dict[str, frozenset[str]] = {}
        for level, nouns in government["levels"].items():
            for noun in nouns:
                self._levels[noun] = self._levels.get(noun, frozenset()) | {level}

    def find(
        self, anaphor: Candidate, said: Discourse, entries: Entries
    ) -> OrganizationFound | None:
        """The organization that an anaphor means; None where there is none."""
        noun = anaphor.name
        if anaphor.body:
            return self._body(anaphor, said, entries)
        if noun in self._governments:
            return said.latest_actor(anaphor.start)
        if noun in self._levels:
            return self._government(anaphor, said, entries)
        return self._named(anaphor, said)

    def _body(
        self, anaphor: Candidate, said: Discourse, entries: Entries
    ) -> OrganizationFound | None:
        """도의회, 시교육청: a body of the government that the noun means."""
        above = self._government(anaphor, said, entries)
        if above is None:
            return None
        category = self._bodies[anaphor.body]
        return said.organization(
            above.name + anaphor.body, category, anaphor.rule, parent=above.name
        )

    def _government(
        self, anaphor: Candidate, said: Discourse, entries: Entries
    ) -> OrganizationFound | None:
        """The local government that 구, 시, 군 or 도 means."""
        noun = anaphor.name
        levels = self._levels[noun]

        def of_level(name: str) -> bool:
            return said.levels.get(name) in levels and name.endswith(noun)

        for organization in reversed(said.actors.values()):
            if of_level(organization.name):
                return organization
        for topic in reversed(said.topics):
            if of_level(topic.organization.name):
                return topic.organization
        named = [said.organizations[name] for name in said.levels if of_level(name)]
        if named:
            return max(named, key=lambda o: len(o.mentions))
        entry = entries.first_after(anaphor.start, levels)
        return said.registered(entry, "organizations.local") if entry else None

    def _named(self, anaphor: Candidate, said: Discourse) -> OrganizationFound | None:
        """The organization whose name ends in the noun, or whose category it names."""
        noun = anaphor.name
        category = self._categories.get(noun)
        since = said.paragraph(anaphor.start)
        for topic in reversed(said.topics):
            if topic.start < since:
                break
            if fits(topic.organization, noun, category):
                return topic.organization
        named = said.fitting(noun, category)
        if category is not None:
            here = [(m.end, o) for o in named for m in o.mentions if since <= m.start]
            if here:
                return max(here, key=lambda pair: pair[0])[1]
        return max(named, key=_prominence, default=None)


def _prominence(organization: OrganizationFound) -> tuple[int, int]:
    """The organization with most mentions counts most, of these the one named first."""
    mentions = organization.mentions
    return len(mentions), -mentions[0].start if mentions else 0
