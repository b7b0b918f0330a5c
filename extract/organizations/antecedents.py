"""Whom a bare noun means: 구는, 공사가, 이 지자체는, 도의회."""

from __future__ import annotations

from itertools import chain
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
        for topic in said.recent(since):
            if topic.leads and of_level(topic.organization.name):
                return topic.organization
        named = [said.organizations[name] for name in said.levels if of_level(name)]
        if named:
            return self._elsewhere(named, said)
        entry = entries.first_after(anaphor.start, levels) or entries.above(
            said.organizations, levels
        )
        return said.registered(entry, "organizations.local", entry.parent) if entry else None

    def _elsewhere(self, named: list[OrganizationFound], said: Discourse) -> OrganizationFound:
        """Of the governments named so far, the section's actor, the last topic, or the article's.

        One that the article names more than twice as often as that is whom it is about.
        """
        often = max(named, key=lambda o: (said.named(o), len(o.mentions)))
        actors = chain(reversed(said.actors.values()), (t.organization for t in said.recent()))
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
        for topic in said.recent(since):
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
            here = _latest([*firms, *like], since)
            return here or max([*firms, *like], key=_prominence, default=None)
        own = [o for o in firms if not o.name.endswith(self._own)]
        for topic in said.recent(since):
            if topic.leads and topic.organization in own:
                return topic.organization
        near = _latest(own, since)
        often = max([*own, *like], key=_prominence, default=None)
        if near is None or (often and len(often.mentions) > MAIN * len(near.mentions)):
            return often or max(firms, key=_prominence, default=None)
        return near


def _latest(named: list[OrganizationFound], since: int) -> OrganizationFound | None:
    """The one mentioned last, from an offset on."""
    here = [o for o in named if o.mentions and o.mentions[-1].start >= since]
    return max(here, key=lambda o: o.mentions[-1].end, default=None)


def _prominence(organization: OrganizationFound) -> tuple[int, int]:
    """The organization with most mentions counts most, of these the one named first."""
    mentions = organization.mentions
    return len(mentions), -mentions[0].start if mentions else 0
