"""Who runs a program and who supports it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Any

from extract.found import Evidence, Found, OrganizationFound, ProgramFound
from extract.programs.grouping import key
from extract.programs.mention import Mention
from extract.programs.status import clause
from extract.programs.vocabulary import BRACKET, alternatives
from extract.quotations import ahead
from extract.sentences import NEAR, OPENING, Actor, Discourse, Sentence, adjoins
from extract.wording import Rare

RUNS = 60
"""Characters between who runs it and its name: ORG가 … 운영하는 'NAME'."""

_DOES = ("은", "는", "이", "가", "도", "에서는")
_HOSTING = ("", "이", "가", "의", "에서")
_AND = ("와", "과")
SUBJECT = re.compile(r"[가-힣](?:이|가|은|는)\s")
"""Another subject within a clause."""


Part = tuple[OrganizationFound, Evidence]
"""Who has a role, and the words that say so."""


@dataclass(slots=True)
class Roles:
    """Who runs it, and who supports it.

    ``done`` where nothing more is said of it there, ``own`` where a clause beside it says who
    runs it.
    """

    operator: OrganizationFound | None
    host: list[OrganizationFound] = field(default_factory=list)
    done: bool = False
    own: bool = False
    evidence: list[Evidence] = field(default_factory=list)

    def run(self, part: Part | None) -> None:
        """Set who runs it; None takes it back."""
        self.operator = part[0] if part else None
        self.evidence = [e for e in self.evidence if e.slot != "operator"]
        if part:
            self.evidence.append(part[1])

    def support(self, organization: OrganizationFound, why: Evidence) -> None:
        """Add who supports it, once."""
        if organization not in self.host and organization is not self.operator:
            self.host.append(organization)
            self.evidence.append(Evidence("host", why.start, why.end, why.rule))


@dataclass(slots=True)
class Told:
    """The sentences that only tell roles, in order: by the key of the name in each."""

    roles: dict[str, tuple[int, Roles]] = field(default_factory=dict)

    def add(self, name: str, roles: Roles) -> None:
        """Take in what a sentence tells of a name; the first one counts."""
        self.roles.setdefault(key(name), (len(self.roles), roles))

    def of(self, names: list[str]) -> Roles | None:
        """What is told first of any of these keys."""
        told = [self.roles[name] for name in names if name in self.roles]
        return min(told, key=lambda item: item[0])[1] if told else None


class RoleReader:
    """Reads roles with the table of programs."""

    def __init__(self, table: dict[str, Any]) -> None:
        operator, host = table["operator"], table["host"]
        self._runs = re.compile(
            rf"(?:{alternatives(operator['verbs'])})[가-힣]{{0,3}}\s(?:[가-힣]+\s){{0,2}}$"
        )
        self._ran = re.compile(
            rf"(?:{BRACKET})?(?:을|를)\s(?:[가-힣]+\s){{0,2}}?"
            rf"(?:{alternatives(operator['verbs'])})[가-힣]{{0,3}}\s"
        )
        self._others = re.compile(
            alternatives([*operator["lost"], *operator["joined"], *operator["others"]])
        )
        self._lost = re.compile(alternatives(operator["lost"]))
        self._joined = re.compile(alternatives(operator["joined"]))
        self._tool = re.compile(
            rf"(?:{BRACKET})?(?:으로|로)\s?(?:{alternatives(operator['tool'])})"
        )
        self._hosts = re.compile(
            rf"\s?(?:(?:{alternatives(host['together'])})\s?)?(?:[가-힣]{{1,6}}(?:을|를)\s)?"
            rf"(?:{alternatives(host['nouns'])})(?:하는|한|하고|으로|로|의|\s|(?:을|를)\s받)"
            rf"|\s?(?:{alternatives(host['gives'])})을"
        )
        self._passing = re.compile(alternatives(operator["passing"]))
        self._call = re.compile(rf"\s?(?:{alternatives(host['calls'])})에")
        self._helped = re.compile(rf"\s(?:{alternatives(table['told']['helps'])})")
        self._read_told(table["told"])

    def _read_told(self, table: dict[str, Any]) -> None:
        self._subject = re.compile(
            rf"(?:(?:{alternatives(table['openers'])}),?\s)?"
            r"[‘'“]?(?P<name>[^,.]{2,30}?)[’'”]?(?:은|는)\s"
        )
        self._verb = Rare(
            alternatives([*table["leads"], *table["helps"]]),
            rf"(?:(?P<leads>{alternatives(table['leads'])})|(?:{alternatives(table['helps'])}))"
            r"(?=하|한|했)",
        )
        self._held = re.compile(
            rf"(?:하는|한)\s(?:이\s|이번\s)?(?P<event>{alternatives(table['events'])})"
        )
        self._events = [key(word) for word in table["events"]]
        self._event_ends = tuple(table["event_ends"])

    # -- sentences that only tell roles ---------------------------------------------------

    def read(self, discourse: Discourse) -> Told:
        """The sentences like 축제는 A가 주최하고 B가 주관하며 C가 후원한다."""
        told = Told()
        for sentence in discourse.list:
            verbs = list(self._verb.finditer(sentence.text))
            if len(verbs) < 2:
                continue
            held = self._held.match(sentence.text, verbs[-1].end())
            subject = self._subject.match(sentence.text)
            if held:  # A가 주관하고 B가 후원하는 이 축제의
                told.add(held["event"], _told_roles(sentence, verbs) or Roles(None))
            elif subject and key(subject["name"]):
                roles = _told_roles(sentence, verbs)
                if roles is not None:
                    told.add(subject["name"], roles)
        return told

    def told(self, told: Told, name: str, *, own: bool = False) -> Roles | None:
        """What such sentences say of a program; they may name it by its end, or as the event.

        A program that has an ``own`` runner is not what 행사 means.
        """
        if not told.roles:
            return None
        name = key(name)
        names = [name[i:] for i in range(len(name))]
        if not own and name.endswith(self._event_ends):
            names += self._events
        return told.of(names)

    def chose(
        self, program: ProgramFound, text: str, sentence: Sentence, start: int, end: int
    ) -> None:
        """Add who called for what was chosen, told behind its name: NAME이 산업부 공모에 뽑혔다."""
        for actor in sentence.actors:
            verb = self._hosts.match(text, actor.after) or self._call.match(text, actor.after)
            if start <= actor.start < end and actor.particle in _HOSTING and verb:
                _host(program, actor, verb.end())

    def help(
        self, program: ProgramFound, text: str, discourse: Discourse, sentence: Sentence
    ) -> None:
        """Add who the next sentence says to support an event: 문체부가 후원한다."""
        i = bisect_right(discourse.list, sentence.start, key=lambda s: s.start)
        for later in discourse.list[i : i + 1]:
            for actor in later.actors if later.start < sentence.line.end else ():
                verb = self._helped.match(text, actor.after)
                if actor.particle in ("이", "가") and verb:
                    _host(program, actor, verb.end())

    # -- the sentence that names it -------------------------------------------------------

    def of(self, found: Found, discourse: Discourse, mention: Mention, behind: str) -> Roles:
        """What the sentence of a mention says; ``behind`` is what stands behind the name."""
        own = self._runner(found, mention)
        roles = self._roles(found, discourse, mention, own)
        end = clause(behind, 0, len(behind))
        calls = self._call.match(behind) is not None
        if calls and own is not None:  # the programme that chose, not what was chosen
            roles.support(*own)
        lost = own is None and self._lost.search(behind, 0, end)
        if calls or self._tool.match(behind) or lost:
            roles.run(None)
            roles.done = True
        elif self._passing.match(behind):
            roles.run(own)
            roles.done = True
        elif roles.host and own is None and self._joined.search(behind, 0, end):
            roles.run(None)
        return roles

    def _runner(self, found: Found, mention: Mention) -> Part | None:
        """Whom a clause beside the name says to run it: ORG가 연 'NAME', 'NAME'을 펼친 ORG."""
        text, at = found.text, mention.outer_start
        for actor in reversed(_before(mention.sentence, at)):
            between = text[max(actor.after, at - RUNS) : at]
            if actor.particle in ("이", "가") and (
                self._runs.search(between) or self._does(found, actor, at)
            ):
                return _part(actor, "operator", ahead(text, at), "verbs")
            if actor.particle == "의" and not between.strip():
                return _part(actor, "operator", actor.after, "owner")
        for actor in mention.sentence.actors:
            behind = self._ran.match(text, mention.outer_end)
            if behind and behind.end() == actor.start and found.morphemes.leads(actor.start - 1):
                return _part(actor, "operator", actor.end, "verbs")
        return None

    def _does(self, found: Found, actor: Actor, at: int) -> bool:
        """Whether an actor is the subject of a clause that leads up to a name: 시가 착수한 NAME."""
        end = ahead(found.text, at)
        near = actor.after < end <= actor.after + RUNS
        if not near or not found.morphemes.leads(end):
            return False
        clause = found.text[actor.after : end]
        return not (self._others.search(clause) or SUBJECT.search(clause))

    def _roles(
        self, found: Found, discourse: Discourse, mention: Mention, own: Part | None
    ) -> Roles:
        hosts = self._hosting(found, mention)
        roles = Roles(None, own=own is not None)
        part = own or _operator(discourse, mention, hosts)
        if own is not None or (part is not None and part[0].category != "media"):
            roles.run(part)
        for actor in reversed(hosts):
            verb = self._hosts.match(found.text, actor.after)
            roles.support(*_part(actor, "host", verb.end() if verb else actor.after, "nouns"))
        return roles

    def _hosting(self, found: Found, mention: Mention) -> list[Actor]:
        """Who hosts it, and whoever is joined to them by 와 or a comma; the last first."""
        hosts: list[Actor] = []
        for actor in reversed(_before(mention.sentence, mention.outer_start)):
            verb = self._hosts.match(found.text, actor.after)
            hosting = verb and actor.particle in _HOSTING and verb.end() <= mention.outer_start + 1
            joined = (
                hosts and actor.particle in (*_AND, "") and adjoins(found.text, actor, hosts[-1])
            )
            if hosting or joined:
                hosts.append(actor)
        return hosts


def _part(actor: Actor, slot: str, end: int, rule: str) -> Part:
    """An organization in a role, by the words from its name up to ``end``."""
    why = Evidence(slot, actor.start, max(end, actor.end), f"programs.{slot}.{rule}")
    return actor.organization, why


def _host(program: ProgramFound, actor: Actor, end: int) -> None:
    """Add a host, by the words from its name up to ``end``."""
    organization, why = _part(actor, "host", end, "nouns")
    if organization is not program.operator and organization not in program.host:
        program.host.append(organization)
        program.evidence.append(why)


def _told_roles(sentence: Sentence, verbs: list[re.Match[str]]) -> Roles | None:
    """Who leads and who helps: each verb has the organizations between it and the one before."""
    roles = Roles(None)
    known: set[int] = set()
    actors = iter(sentence.actors)
    actor = next(actors, None)
    for verb in verbs:
        end = sentence.start + verb.end()
        while actor is not None and actor.start < end:
            if id(actor.organization) not in known:
                known.add(id(actor.organization))
                if verb["leads"] and roles.operator is None:
                    roles.run(_part(actor, "operator", end, "told"))
                else:
                    roles.support(*_part(actor, "host", end, "told"))
            actor = next(actors, None)
    return roles if roles.operator or roles.host else None


def _operator(discourse: Discourse, mention: Mention, hosts: list[Actor]) -> Part | None:
    """Who does in the sentence and does not host, else whom the sentence is about."""
    sentence = mention.sentence
    before = _before(sentence, mention.outer_start)
    taken = {id(actor.organization) for actor in hosts}
    free = [a for a in before if a.particle in _DOES and id(a.organization) not in taken]
    if free:
        chosen = _first_of(before, free[-1] if free[-1].particle in OPENING else free[0])
        return _part(chosen, "operator", chosen.after, "subject")
    i = bisect_left(sentence.actors, mention.outer_end, key=lambda actor: actor.start)
    for actor in sentence.actors[i : i + NEAR]:
        if actor.particle in ("은", "는"):
            return _part(actor, "operator", actor.after, "subject")
    about = discourse.about(sentence, sentence.start)
    return _part(about, "operator", about.after, "about") if about else None


def _first_of(before: list[Actor], chosen: Actor) -> Actor:
    """A와 B는: the first leads."""
    for actor in reversed(before):
        joins = actor.particle in _AND and actor.after + 1 >= chosen.start
        if actor.end <= chosen.start and joins:
            chosen = actor
    return chosen


def _before(sentence: Sentence, offset: int) -> list[Actor]:
    """The actors of a sentence that stand before an offset, as far back as they count."""
    i = bisect_left(sentence.actors, offset, key=lambda actor: actor.start)
    return [actor for actor in sentence.actors[max(0, i - NEAR) : i] if actor.end <= offset]
