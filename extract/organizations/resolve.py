"""Which organization each mention means.

One walk through the article in the order of the text. A local government that opens a section
(a heading of its own, or the first one in a paragraph as its topic) is the actor there:
ambiguous names and bare nouns of its level mean it. Otherwise what was named before decides,
then what is named later, then the provinces that the article speaks of.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from extract.found import Found, OrganizationFound
from extract.organizations.antecedents import Antecedents
from extract.organizations.candidates import AUTHORITY, BOTH, Candidate, overlaps
from extract.organizations.discourse import Discourse, Topic
from extract.organizations.edges import SUBJECT, TOPIC
from extract.organizations.entries import Entries
from extract.organizations.registry import Registry
from extract.reading.layout import Line
from rules import Rules

HEAD_CHARS = 45
"""A topic this near to the beginning of a paragraph opens it."""
HEADING_CHARS = 16
"""A shorter heading that names a local government is that government's."""
MIN_SHORT_NAME = 4
"""Characters of a name that may be the end of a longer one in the article."""
_BRACKET = r"(?:\([^()]{0,40}\))?"
_SUBJECT = re.compile(rf"{_BRACKET}{SUBJECT}(?![가-힣])")
_TOPIC = re.compile(rf"{_BRACKET}{TOPIC}(?![가-힣])")


class Resolver:
    """Resolves the candidates of articles with the tables of a set of rules."""

    def __init__(self, rules: Rules, registry: Registry) -> None:
        government = rules.tables["organizations"]["government"]
        self.registry = registry
        self.antecedents = Antecedents(rules.tables["organizations"])
        self.office: str = government["office"]
        self.council: str = government["council"]
        self.committees = tuple(government["committees"])
        self.named: dict[str, list[str]] = rules.tables["organizations"]["authorities"]["named"]

    def resolve(
        self, found: Found, names: Sequence[Candidate], anaphors: Sequence[Candidate]
    ) -> list[OrganizationFound]:
        """The distinct organizations of an article with all their mentions, by the first ones.

        Adds a warning to ``found`` for each name that several share and nothing decides.
        """
        return _Walk(self, found, names, anaphors).go()


class _Walk:
    def __init__(
        self,
        resolver: Resolver,
        found: Found,
        names: Sequence[Candidate],
        anaphors: Sequence[Candidate],
    ) -> None:
        self.resolver = resolver
        self.found = found
        self.candidates = sorted([*names, *anaphors], key=lambda c: (c.start, -c.end))
        self.said = Discourse(found)
        day = first_day(found.known.published)
        self.entries = Entries(resolver.registry, day, found, names)
        self.longer = _longer(self.candidates)
        self.undecided: set[str] = set()
        self.opened: Line | None = None
        """The last line that a local government opened."""

    def go(self) -> list[OrganizationFound]:
        """Walk through the article once."""
        for candidate in self.candidates:
            if candidate.place:
                continue
            if candidate.rule == BOTH:
                for one in self.said.pair(candidate.start):
                    self.said.mention(one, candidate.start, candidate.end, "anaphor")
                continue
            organization = self._meant(candidate)
            if organization is not None:
                kind = self._kind(candidate, organization)
                self.said.mention(organization, candidate.start, candidate.end, kind)
                self._follow(candidate, organization)
        self._masthead()
        return self._in_order()

    def _kind(self, candidate: Candidate, organization: OrganizationFound) -> str:
        if candidate.body and candidate.kind == "anaphor":
            return "alias"
        if candidate.rule == AUTHORITY and organization.name != candidate.name:
            return "anaphor"
        if candidate.unit and not candidate.parent:
            first = organization.mentions[0] if organization.mentions else candidate
            return "anaphor" if first.end - first.start > len(candidate.unit) else "name"
        return candidate.kind

    # -- whom a candidate means -----------------------------------------------------------

    def _meant(self, candidate: Candidate) -> OrganizationFound | None:
        if candidate.unit:
            return self._unit(candidate)
        if candidate.kind == "anaphor":
            if candidate.parent:
                return self._meant(candidate.parent)
            return self.resolver.antecedents.find(candidate, self.said, self.entries)
        if candidate.forms:
            return self._registered(candidate)
        name, said = candidate.name, self.said
        if candidate.rule == AUTHORITY:
            for ending in self.resolver.named.get(name, ()):
                if named := said.fitting(ending):
                    return named[-1]
        committee = self._committee(candidate, name)
        return committee or said.organization(
            self.longer.get(name, name), candidate.category, candidate.rule
        )

    def _unit(self, candidate: Candidate) -> OrganizationFound | None:
        """A unit of its parent, else of whom the paragraph is about."""
        if candidate.parent:
            above = self._meant(candidate.parent)
        else:
            told = self.said.fitting(f" {candidate.unit}")
            if told:
                return told[-1]
            above = self.said.latest_actor(candidate.start)
        if above is None:
            return None
        name = f"{above.name} {candidate.unit}"
        return self.said.organization(name, above.category, candidate.rule, parent=above.name)

    def _registered(self, candidate: Candidate) -> OrganizationFound:
        """The organization of a registered name, or of its council."""
        actors = (organization.name for organization in self.said.actors.values())
        entry = self.entries.meant(candidate, actors)
        if entry is None:
            return self._ambiguous(candidate)
        if candidate.body:
            return self.said.organization(
                entry.name + candidate.body, candidate.category, candidate.rule, parent=entry.name
            )
        committee = None
        if entry.category == "legislature":
            committee = self._committee(candidate, entry.name)
        return committee or self.said.registered(entry, candidate.rule, self.entries.parent(entry))

    def _ambiguous(self, candidate: Candidate) -> OrganizationFound:
        """An organization under the name as written, and a warning with its first mention."""
        written = self.found.text[candidate.start : candidate.end]
        written = written.removesuffix(self.resolver.office)
        if written not in self.undecided:
            self.undecided.add(written)
            self.found.warnings.append(
                f"{written}: more than one organization has this name, and nothing decides"
            )
        category = candidate.forms[0].entry.category
        return self.said.organization(written, category, candidate.rule)

    def _committee(self, candidate: Candidate, name: str) -> OrganizationFound | None:
        """A committee of the local council that its paragraph speaks of, not of the parliament."""
        if not name.endswith(self.resolver.committees):
            return None
        name = name.split()[-1]
        since = self.said.paragraph(candidate.start)
        for council in self.said.fitting(self.resolver.council):
            if council.mentions and council.mentions[-1].start >= since:
                return self.said.organization(
                    f"{council.name} {name}",
                    "legislature",
                    candidate.rule,
                    parent=council.name,
                )
        return None

    # -- what it says of the rest ---------------------------------------------------------

    def _follow(self, candidate: Candidate, organization: OrganizationFound) -> None:
        """Note whether the organization is a topic, and the actor from here on."""
        line = self.found.layout.line(candidate.start)
        if line is None:
            return
        near = candidate.start - line.start < HEAD_CHARS
        topic = _SUBJECT.match(self.found.text, candidate.end) is not None and not candidate.past
        if topic and organization.category != "media":
            leads = _TOPIC.match(self.found.text, candidate.end) is not None
            self.said.topics.append(Topic(candidate.start, organization, near and leads, leads))
        if candidate.kind != "name" or organization.name not in self.said.levels or candidate.past:
            return
        if line.kind in ("chrome", "byline", "header"):
            return
        heading = line.kind in ("subhead", "title") and line.end - line.start < HEADING_CHARS
        first = near and topic and self.opened is not line
        if heading or first or (line.kind == "title" and not self.said.actors):
            self.opened = line
            self.said.act(organization, candidate.start, heading)

    def _masthead(self) -> None:
        """The publisher, where the page's header or a dateline names it."""
        publisher = self.found.known.publisher
        if not publisher:
            return
        lines = self.found.layout.lines
        spans = [(line.start, line.end) for line in lines if line.kind in ("header", "byline")]
        spans += self.found.layout.datelines
        taken = sorted(
            (m.start, m.end) for o in self.said.organizations.values() for m in o.mentions
        )
        for start, end in spans:
            at = self.found.text.find(publisher, start, end)
            if at >= 0 and not overlaps(taken, at, at + len(publisher)):
                organization = self.said.organization(publisher, "media", "organizations.masthead")
                self.said.mention(organization, at, at + len(publisher), "name")

    def _in_order(self) -> list[OrganizationFound]:
        """The organizations that are mentioned, each span once."""
        mentioned = [o for o in self.said.organizations.values() if o.mentions]
        for organization in mentioned:
            unique = {(m.start, m.end): m for m in organization.mentions}
            organization.mentions = [unique[span] for span in sorted(unique)]
        return sorted(mentioned, key=lambda o: (o.mentions[0].start, o.mentions[0].end))


def _longer(candidates: Sequence[Candidate]) -> dict[str, str]:
    """The longest new name that ends in each shorter one: 심장협회 is 미국심장협회 there."""
    longer: dict[str, str] = {}
    names = [c.name for c in candidates if not c.forms and not c.unit]
    for name in dict.fromkeys(names):
        for i in range(1, len(name) - MIN_SHORT_NAME + 1):
            if len(name) > len(longer.get(name[i:], "")):
                longer[name[i:]] = name
    return longer


def first_day(published: str | None) -> dt.date | None:
    """The first day that an ISO 8601 date of any precision covers."""
    if not published:
        return None
    parts = [int(p) for p in published[:10].split("-")]
    return dt.date(*[*parts, 1, 1][:3])
