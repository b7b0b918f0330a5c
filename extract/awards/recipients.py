"""Who is honoured: organizations, programs or people, by particle, list or context."""

from __future__ import annotations

import re
from typing import Any

from extract.awards.actors import (
    AND,
    BARE,
    GOAL,
    GOAL_TOPIC,
    OBJECT,
    SUBJECT,
    TOPIC,
    listed,
    organizations,
)
from extract.awards.grantors import Grantors
from extract.awards.prizes import Prizes
from extract.awards.statements import Clause, Passage, Statement
from extract.found import OrganizationFound, Recipient
from extract.sentences import Actor
from extract.wording import any_of

LISTING = re.compile(r"(?:에|에는|은|는)\s")
"""Behind a prize: who follows has won it. A등급에는 가와 나를 포함해 7곳이 자리했다."""
LISTED_FOR_SURE = "에는"
"""Of these, the one that no subject of winning can stand before."""
RELATIVE_REACH = 6
"""Characters behind a verb in which the noun of its relative clause stands: 대상을 받은 담양군."""
PROGRAM = re.compile(r"[’'”\"」』》〉>]?(?:\s?[가-힣]{2,6}?)?(?<!에서)(?:이|가|은|는)(?![가-힣])")
"""Behind a program's name: it is the subject, be it with a class noun (‘NAME’ 사업이)."""
PROGRAM_REACH = 14
"""Characters behind a program in which that is looked for."""
PERSON = r"(?<![가-힣])(?P<name>[가-힣]{2,4})"
PERSON_PARTICLES = "은|는|이|가|도|에게는|에게"


class Recipients:
    """Reads who is honoured with the table ``recipients``."""

    def __init__(self, table: dict[str, Any], prizes: Prizes, grantors: Grantors) -> None:
        self.prizes = prizes
        self.grantors = grantors
        words = table["recipients"]
        titles = any_of(words["titles"])
        self.person = re.compile(
            rf"{PERSON}\s[가-힣]{{0,6}}{titles}(?:{PERSON_PARTICLES})(?![가-힣])"
        )
        self.listed_person = re.compile(rf"{PERSON}\s?(?:[가-힣]{{0,6}}\s)?{titles}(?![가-힣])")
        self.areas = frozenset(words["pair_areas"])
        self.pair = re.compile(
            rf"(?<![가-힣]){any_of(words['pair_counts'])}\s?"
            rf"(?P<noun>{any_of([*words['pair_areas'], *words['pair_nouns']])})"
            r"(?:은|는|이|가|도)(?![가-힣])"
        )
        self.not_in_headlines = frozenset(words["not_in_headlines"])
        self.source = re.compile(rf"\s{any_of(words['sources'])}")

    def read(self, passage: Passage, statement: Statement, clause: Clause) -> list[Recipient]:
        """Who won; where the giver is the subject, that is added to the statement's grantors."""
        if clause.gives:
            return [*self._given(passage, statement, clause)]
        granting = {id(organization) for organization in statement.grantors}
        actors = [a for a in passage.sentence.actors if id(a.organization) not in granting]
        if clause.passive and (handed := _handed(actors, statement, clause)):
            return [*organizations(handed)]
        found = self._listed(passage, statement, actors)
        if found is None:
            found = self._subject(passage, statement, actors)
        if found is None:
            found = self._implied(passage, statement, clause, actors)
        return found

    def people(self, text: str) -> list[str]:
        """The people whom a stretch of a list names with their titles."""
        return [match["name"] for match in self.listed_person.finditer(text)]

    def _given(
        self, passage: Passage, statement: Statement, clause: Clause
    ) -> list[OrganizationFound]:
        """Who is honoured where the giver is the subject: 환경부는 군에 인증을 내줬다."""
        before = [a for a in passage.sentence.actors if a.end <= clause.verb]
        givers = [a.organization for a in before if a.particle in TOPIC]
        if givers and not statement.grantors:
            statement.grantors = [givers[-1]]
        got = organizations(
            a
            for a in before
            if a.particle in OBJECT | GOAL | GOAL_TOPIC
            and not self.source.match(passage.text, a.after)
        )
        if got:
            return [*dict.fromkeys(got)]
        discourse = passage.discourse
        about = discourse.about(passage.sentence, passage.sentence.start)
        if givers and about is givers[-1]:
            about = discourse.main
        return [] if about is None or (givers and about is givers[-1]) else [about]

    def _listed(
        self, passage: Passage, statement: Statement, actors: list[Actor]
    ) -> list[Recipient] | None:
        """Those who stand behind a prize: S등급은 담양군이 유일하다. None where none does."""
        text, end = passage.text, statement.end
        if not LISTING.match(text, end):
            return None
        behind = [a for a in actors if a.start >= end]
        if statement.headline and behind:
            return [*organizations(behind)]
        other = self.prizes.pattern.search(text, end + 2, passage.sentence.end)
        until = other.start() if other else passage.sentence.end
        particles = BARE | AND | SUBJECT | OBJECT
        got = organizations(a for a in behind if a.end <= until and a.particle in particles)
        return [*got] if got or text.startswith(LISTED_FOR_SURE, end) else None

    def _subject(
        self, passage: Passage, statement: Statement, actors: list[Actor]
    ) -> list[Recipient] | None:
        """The subject before a prize, whichever kind of it stands last."""
        text = passage.text
        topics = [
            actor
            for actor in actors
            if actor.end <= statement.start
            and actor.particle in TOPIC | {"도"}
            and not self.grantors.verb.match(text, actor.after)
        ]
        last = topics[-1].start if topics else -1
        begin = passage.sentence.start
        program = _program(passage, statement)
        if program and last < program[0]:
            return [program[1]]
        person = passage.last(self.person, begin, statement.start)
        if person and last < person.start():
            return [person["name"]]
        pair = passage.first(self.pair, begin, statement.start)
        if pair and last <= pair.start():
            return [*self._pair(passage, pair)]
        return [*organizations(_group(text, actors, topics[-1]))] if topics else None

    def _pair(self, passage: Passage, pair: re.Match[str]) -> list[OrganizationFound]:
        """The two organizations that 양 군, 두 기관 means: the last two of that kind before."""
        kind = pair["noun"] if pair["noun"] in self.areas else ""
        found: list[OrganizationFound] = []
        for actor in reversed(passage.discourse.actors):
            if passage.sentence.line.start <= actor.start < pair.start():
                organization = actor.organization
                if organization not in found and organization.name.endswith(kind):
                    found.append(organization)
        return found[:2][::-1]

    def _implied(
        self, passage: Passage, statement: Statement, clause: Clause, actors: list[Actor]
    ) -> list[Recipient]:
        """Who is meant where no subject tells it."""
        for actor in actors:
            behind = clause.verb < actor.start <= clause.verb + RELATIVE_REACH
            if behind or 0 <= actor.start - clause.end <= 1:
                return [actor.organization]
        main = passage.discourse.main
        if statement.headline:
            named = organizations(a for a in actors if a.end <= statement.start)
            own = (
                o for o in named or organizations(actors) if o.category not in self.not_in_headlines
            )
            about = next(own, main)
        else:
            about = passage.discourse.about(passage.sentence, passage.sentence.start)
            if about is None or about in statement.grantors:
                about = main
        return [about] if about is not None else []


def _handed(actors: list[Actor], statement: Statement, clause: Clause) -> list[Actor]:
    """대상은 담양군에 돌아갔다, 담양군에는 대상이 주어졌다."""
    return [
        a
        for a in actors
        if (statement.end <= a.start < clause.verb and a.particle in GOAL | BARE | {"로"})
        or (a.end <= statement.start and a.particle in GOAL | GOAL_TOPIC)
    ]


def _program(passage: Passage, statement: Statement) -> tuple[int, Recipient] | None:
    """A program that is itself honoured, and where: ‘NAME’이 … 최우수상을 받았다."""
    best = None
    for program in passage.found.programs:
        for m in program.mentions:
            inside = passage.sentence.start <= m.start and m.end <= statement.start
            if inside and PROGRAM.match(passage.text, m.end, m.end + PROGRAM_REACH):
                best = (m.start, program)
    return best


def _group(text: str, actors: list[Actor], last: Actor) -> list[Actor]:
    """All that a subject names together: A와 B, C가."""
    group = [last]
    for actor in reversed([a for a in actors if a.end <= last.start]):
        if not listed(text, actor, group[-1]):
            break
        group.append(actor)
    return group[::-1]
