"""Whom a bare noun means: 구는, 공사가, 이 지자체는, 도의회."""

from __future__ import annotations

from typing import Any

from extract.found import OrganizationFound
from extract.organizations.candidates import Candidate
from extract.organizations.discourse import Discourse, fits
from extract.organizations.entries import Entries

MAIN = 2
"""An organization named more than so many times as often as another has the bare noun, …"""
OFTEN = 3
"""… and more often than this."""


class Antecedents:
    """Resolves bare nouns by what the article has said before them."""

    def __init__(self, table: dict[str, Any]) -> None:
        anaphors, government = table["anaphors"], table["government"]
        self._categories: dict[str, str] = anaphors["by_category"]
        self._governments = frozenset(anaphors["governments"])
        self._bodies: dict[str, str] = government["bodies"]
        self._firm = frozenset(noun for noun, kind in self._categories.items() if kind == "company")
        self._like_firms: list[str] = anaphors["firms"]
        self._own = tuple(noun for noun in anaphors["nouns"] if noun not in self._firm)
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

        since = said.paragraph(anaphor.start)
        for level, organization in reversed(said.actors.items()):
            start, heading = said.acting[level]
            if of_level(organization.name) and (heading or start >= since):
                return organization
        for topic in reversed(said.topics):
            if topic.start < since:
                break
            if topic.leads and of_level(topic.organization.name):
                return topic.organization
        named = [said.organizations[name] for name in said.levels if of_level(name)]
        if named:
            return self._elsewhere(named, said)
        entry = entries.first_after(anaphor.start, levels) or entries.above(
            said.organizations, levels
        )
        return said.registered(entry, "organizations.local") if entry else None

    def _elsewhere(self, named: list[OrganizationFound], said: Discourse) -> OrganizationFound:
        """Of the governments named so far, the section's actor, the last topic, or the article's.

        One that the article names more than twice as often as that is whom it is about.
        """
        topics = [topic.organization for topic in said.topics]
        actors = [*reversed(said.actors.values()), *reversed(topics)]
        often = max(named, key=lambda o: (said.named(o), len(o.mentions)))
        near = next((o for o in actors if o in named), often)
        least = max(MAIN * said.named(near), OFTEN)
        return often if said.named(often) > least else near

    def _named(self, anaphor: Candidate, said: Discourse) -> OrganizationFound | None:
        """The organization whose name ends in the noun, or whose category it names."""
        noun = anaphor.name
        category = self._categories.get(noun)
        since = said.paragraph(anaphor.start)
        if noun in self._firm:
            return self._company(anaphor, said, since)
        for topic in reversed(said.topics):
            if topic.start < since:
                break
            if fits(topic.organization, noun, category):
                return topic.organization
        named = said.fitting(noun, category)
        return _latest(named, since) or max(named, key=_prominence, default=None)

    def _company(self, anaphor: Candidate, said: Discourse, since: int) -> OrganizationFound | None:
        """회사: the firm that its paragraph is about, else the one the article names most.

        A bank or a corporation has a noun of its own, so that it is 회사 only after 이 or where
        the article is about it.
        """
        firms = said.fitting(anaphor.name, self._categories[anaphor.name])
        like = [o for end in self._like_firms for o in said.fitting(end)]
        if anaphor.that:
            return _latest([*firms, *like], 0)
        own = [o for o in firms if not o.name.endswith(self._own)]
        for topic in reversed(said.topics):
            if topic.start < since:
                break
            if topic.leads and topic.organization in own:
                return topic.organization
        return (
            _latest(own, since)
            or max([*own, *like], key=_prominence, default=None)
            or max(firms, key=_prominence, default=None)
        )


def _latest(named: list[OrganizationFound], since: int) -> OrganizationFound | None:
    """The one mentioned last, from an offset on."""
    here = [(m.end, i) for i, o in enumerate(named) for m in o.mentions if since <= m.start]
    return named[max(here)[1]] if here else None


def _prominence(organization: OrganizationFound) -> tuple[int, int]:
    """The organization with most mentions counts most, of these the one named first."""
    mentions = organization.mentions
    return len(mentions), -mentions[0].start if mentions else 0
