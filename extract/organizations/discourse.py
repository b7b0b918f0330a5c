"""What an article has said so far: its organizations, topics and actors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from extract.found import Found, NameMention, OrganizationFound
from extract.organizations.registry import Entry

NEAR = 200
"""Topics further back than so many have no say: keeps an endless list from costing its square."""
SHORT = 2
"""Letters of a name that keeps its end: 서구."""


@dataclass(slots=True, frozen=True)
class Topic:
    """An organization that a clause is about.

    ``opens`` where it opens its paragraph, ``leads`` where 은 or 는 marks it.
    """

    start: int
    organization: OrganizationFound
    opens: bool
    leads: bool


@dataclass(slots=True)
class Discourse:
    """The state of one walk through an article.

    ``actors`` are the local governments that the section is about, by level, the latest last;
    ``levels`` the levels of the local governments by their names.
    """

    found: Found
    organizations: dict[str, OrganizationFound] = field(default_factory=dict)
    topics: list[Topic] = field(default_factory=list)
    actors: dict[str, OrganizationFound] = field(default_factory=dict)
    levels: dict[str, str] = field(default_factory=dict)
    acting: dict[str, tuple[int, bool]] = field(default_factory=dict)
    """Since where the actor of each level is, and whether by a heading of its own."""
    said: list[tuple[int, OrganizationFound]] = field(default_factory=list)
    """The organizations in the order in which they are named."""
    _counts: dict[str, int] = field(default_factory=dict)
    _fitting: dict[tuple[str, str | None], list[OrganizationFound]] = field(default_factory=dict)

    def organization(
        self,
        name: str,
        category: str,
        rule: str,
        *,
        code: str | None = None,
        parent: str | None = None,
    ) -> OrganizationFound:
        """The organization of that name; the other arguments count where it is new."""
        organization = self.organizations.get(name)
        if organization is None:
            organization = OrganizationFound(name, category, rule, code, parent)
            self.organizations[name] = organization
            for wanted, fitting in self._fitting.items():
                if fits(organization, *wanted):
                    fitting.append(organization)
        return organization

    def fitting(self, noun: str, category: str | None = None) -> list[OrganizationFound]:
        """The organizations so far that fit a noun or a category, in the order of the walk."""
        wanted = noun, category
        if wanted not in self._fitting:  # kept: an article asks for the same few again and again
            self._fitting[wanted] = [o for o in self.organizations.values() if fits(o, *wanted)]
        return self._fitting[wanted]

    def registered(self, entry: Entry, rule: str, parent: str | None) -> OrganizationFound:
        """The organization of an entry of the registry, part of ``parent`` on that day."""
        if entry.level:
            self.levels[entry.name] = entry.level
        return self.organization(entry.name, entry.category, rule, code=entry.code, parent=parent)

    def mention(self, organization: OrganizationFound, start: int, end: int, kind: str) -> None:
        """Add a mention: ``kind`` is name, alias or anaphor."""
        organization.mentions.append(NameMention(start, end, kind))
        if kind != "anaphor" and organization.category != "media":
            self.said.append((start, organization))

    def act(self, organization: OrganizationFound, start: int, heading: bool) -> None:
        """Make a local government the latest actor of its level, from an offset on."""
        level = self.levels[organization.name]
        self.actors.pop(level, None)
        self.actors[level] = organization
        self.acting[level] = start, heading

    def named(self, organization: OrganizationFound) -> int:
        """How often the article has the last word of the name, without what ends it (청주)."""
        word = organization.name.split()[-1]
        if organization.name in self.levels and len(word) > SHORT:
            word = word[:-1]
        if word not in self._counts:
            self._counts[word] = self.found.text.count(word)
        return max(self._counts[word], len(organization.mentions))

    def pair(self, at: int) -> list[OrganizationFound]:
        """The two organizations that the text before an offset names together: 양 기관.

        Those of its paragraph, or else of the paragraph that was about any before it; none where
        there are more than two or fewer.
        """
        since = self.paragraph(at)
        if not self.said or self.said[-1][0] < since:
            since = self.paragraph(self.said[-1][0]) if self.said else 0
        named: list[OrganizationFound] = []
        for start, organization in islice(reversed(self.said), NEAR):
            if start < since:
                break
            if all(o is not organization for o in named):
                named.append(organization)
        return named[::-1] if len(named) == 2 else []

    def recent(self, since: int = 0) -> Iterator[Topic]:
        """The topics so far from an offset on, the last one first; at most ``NEAR``."""
        for topic in islice(reversed(self.topics), NEAR):
            if topic.start < since:
                return
            yield topic

    def paragraph(self, at: int) -> int:
        """Where the paragraph around an offset begins."""
        line = self.found.layout.line(at)
        return line.start if line else 0

    def latest_actor(self, at: int) -> OrganizationFound | None:
        """Who the paragraph around an offset is about: its own topic, else the section's."""
        since = self.paragraph(at)
        opening = next((topic for topic in reversed(self.topics) if topic.opens), None)
        if opening and opening.start >= since:
            return opening.organization
        if self.actors:
            return next(reversed(self.actors.values()))
        if opening:
            return opening.organization
        return self.topics[-1].organization if self.topics else None


def fits(organization: OrganizationFound, noun: str, category: str | None) -> bool:
    """Whether an organization is of that category, or its name ends in that noun and says more."""
    name = organization.name
    return (name.endswith(noun) or organization.category == category) and name != noun
