"""Who is honoured: organizations, programs or people, by particle, list or context."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from extract.awards.actors import (
    AND,
    BARE,
    OBJECT,
    SUBJECT,
    TOPIC,
    listed,
)
from extract.awards.grantors import Grantors
from extract.awards.prizes import Prizes
from extract.awards.statements import Clause, Frame, Passage, Statement
from extract.found import Evidence, Recipient
from extract.quotations import Quotation
from extract.sentences import Actor
from extract.wording import COPULA, Rare, any_of

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
QUOTED = re.compile(r"(?:이|가|은|는)(?![가-힣])")
BREAKS = re.compile(r"…|\.\.+|;|·{2,}")
"""What divides a headline."""
PERSON = r"(?<![가-힣])(?P<name>[가-힣]{2,4})"
BACK_TO = 20
"""Characters behind a verb that a prize before it may need to be known by (우수로 결정)."""
HEAD = 60
"""Characters of a headline that may name a person first."""
PARAGRAPH = 300
"""Characters before a prize in which its paragraph may speak of a person."""
BACK = 3_000
"""Characters before that in which the person's full name is looked for."""
AGE = r"(?:\s?\(\d{2}\))?"
PERSON_PARTICLES = "은|는|이|가|도|에게는|에게"


Got = tuple[Recipient, Evidence]
"""Who got something, and the words that name them."""


class Recipients:
    """Reads who is honoured with the table ``recipients``."""

    def __init__(self, table: dict[str, Any], prizes: Prizes, grantors: Grantors) -> None:
        self.prizes = prizes
        self.grantors = grantors
        words = table["recipients"]
        titles = any_of(words["titles"])
        self.pronouns = frozenset(words["pronouns"])
        self.person = Rare(
            rf"{titles}(?:{PERSON_PARTICLES})(?![가-힣])",
            rf"{PERSON}{AGE}\s[가-힣]{{0,6}}{titles}(?:{PERSON_PARTICLES})(?![가-힣])",
        )
        self.again_person = re.compile(
            rf"(?<![가-힣])(?P<family>[가-힣]|{any_of(words['pronouns'])})(?:\s(?P<title>{titles}))?"
            r"(?:은|는|이|가)(?![가-힣])"
        )
        self.titled = re.compile(
            rf"{PERSON}{AGE}\s(?:\S{{1,10}}\s)?[가-힣]{{0,6}}{titles}(?![가-힣])"
        )
        self.listed_person = re.compile(rf"{PERSON}\s?(?:[가-힣]{{0,6}}\s)?{titles}(?![가-힣])")
        self.headed_person = re.compile(
            rf"\W*(?:\S+\s){{0,3}}?{PERSON}\s(?:\S{{1,10}}\s)?[가-힣]{{0,6}}{titles},"
        )
        self.is_person = re.compile(
            rf"{PERSON}\s(?:[가-힣]{{0,6}}{titles})?(?:{COPULA}|다)(?![가-힣])"
        )
        self.one_who = re.compile(rf"[가-힣]{{0,3}}\s{any_of(words['one_who'])}(?:은|는|이|가)\s")
        thing = any_of(words["things"])
        self.thing = Rare(
            rf"{thing}(?:이|가|은|는)",
            rf"(?<!\S)(?P<name>[가-힣A-Za-z0-9]{{2,}}{thing})(?:이|가|은|는)(?!\S)",
        )
        self.areas = frozenset(words["pair_areas"])
        self.pair = re.compile(
            rf"(?<![가-힣]){any_of(words['pair_counts'])}\s?"
            rf"(?P<noun>{any_of([*words['pair_areas'], *words['pair_nouns']])})"
            r"(?:은|는|이|가|도)(?![가-힣])"
        )
        self.not_in_headlines = frozenset(words["not_in_headlines"])
        self.source = re.compile(rf"\s{any_of(words['sources'])}")

    def read(self, passage: Passage, statement: Statement, clause: Clause) -> list[Got]:
        """Who won; where the giver is the subject, that is added to the statement's grantors."""
        frame = clause.frame
        if frame and frame.gives:
            return self._given(passage, statement, clause, frame)
        if frame:
            self._from(passage, statement, clause, frame)
        granting = {id(organization) for organization, _ in statement.grantors}
        names = passage.names_around(statement.start)
        actors = [
            a
            for a in passage.around(statement.start)
            if id(a.organization) not in granting and not any(n.holds(a.start) for n in names)
        ]
        if statement.headline:
            actors = _segment(passage, statement, actors)
        if frame and frame.passive:
            handed = _around(actors, statement, clause, frame.recipient | BARE)
            if handed:
                return gotten(handed, f"frames.{frame.name}")
            person = self.person.search(passage.text, statement.end, clause.verb)
            if person:
                return [_got(person["name"], person.span("name"), "recipients.titles")]
        found = self._predicate(passage, clause, actors)
        if found is None:
            found = self._listed(passage, statement, clause, actors)
        if found is None:
            found = self._subject(passage, statement, clause, actors)
        if found is None:
            found = self._implied(passage, statement, clause, actors)
        return found

    def _from(self, passage: Passage, statement: Statement, clause: Clause, frame: Frame) -> None:
        """Who gives, by the particle that the verb has for it: 환경부로부터 대상을 받았다."""
        if statement.grantors:
            return
        for actor in passage.between(clause.since, passage.sentence.end):
            near = actor.particle == "에서" and actor.after + 1 == clause.verb
            if near or actor.particle in frame.grantors:
                why = Evidence("grantors", actor.start, actor.after, f"awards.frames.{frame.name}")
                statement.grantors.append((actor.organization, why))

    def _predicate(self, passage: Passage, clause: Clause, actors: list[Actor]) -> list[Got] | None:
        """Who the sentence says it is: 대상을 받은 곳은 담양군이다. None where it does not."""
        subject = self.one_who.match(passage.text, clause.verb_end)
        if subject is None:
            return None
        begin, end = subject.end(), passage.sentence.end
        person = self.is_person.search(passage.text, begin, end)
        county = person and any(a.start < person.end() and person.start() < a.end for a in actors)
        if person and not county:  # 의성군이다
            return [_got(person["name"], person.span("name"), "recipients.titles")]
        return gotten([a for a in actors if begin <= a.start < end], "recipients.one_who")

    def people(self, text: str, start: int, end: int) -> list[Got]:
        """The people whom a stretch of a list names with their titles."""
        matches = self.listed_person.finditer(text, start, end)
        return [_got(match["name"], match.span("name"), "recipients.titles") for match in matches]

    def _given(
        self, passage: Passage, statement: Statement, clause: Clause, frame: Frame
    ) -> list[Got]:
        """Who is honoured where the giver is the subject: 환경부는 군에 인증을 내줬다."""
        before = [a for a in passage.around(clause.verb) if a.end <= clause.verb]
        rule = f"frames.{frame.name}"
        givers = [a for a in before if a.particle in frame.grantors]
        if givers and not statement.grantors:
            why = Evidence("grantors", givers[-1].start, givers[-1].after, f"awards.{rule}")
            statement.grantors = [(givers[-1].organization, why)]
        got = [
            a
            for a in before
            if a.particle in frame.recipient and not self.source.match(passage.text, a.after)
        ]
        if got:
            near = [a for a in got if clause.since <= a.start < statement.start]
            return gotten(near[-1:] or got, rule)
        discourse = passage.discourse
        about = discourse.about(passage.sentence, passage.sentence.start)
        giver = givers[-1].organization if givers else None
        for actor in (about, discourse.main):
            if actor is not None and actor.organization is not giver:
                return gotten([actor], "about")
        return []

    def _listed(
        self, passage: Passage, statement: Statement, clause: Clause, actors: list[Actor]
    ) -> list[Got] | None:
        """Those who stand behind a prize: S등급은 담양군이 유일하다. None where none does."""
        text, end = passage.text, statement.end
        if not LISTING.match(text, end):
            return None
        behind = [a for a in actors if a.start >= end]
        if statement.headline and behind:
            return gotten(behind, "listed")
        behind = [a for a in behind if behind[0].start < clause.verb]
        other = self.prizes.pattern.search(text, end + 2, passage.sentence.end)
        until = other.start() if other else passage.sentence.end
        particles = BARE | AND | SUBJECT | OBJECT
        got = [a for a in behind if a.end <= until and a.particle in particles]
        if got or text.startswith(LISTED_FOR_SURE, end):
            return gotten(got, "listed")
        return None

    def _subject(
        self, passage: Passage, statement: Statement, clause: Clause, actors: list[Actor]
    ) -> list[Got] | None:
        """The subject before a prize, whichever kind of it stands last."""
        text = passage.text
        behind = [
            a for a in actors if statement.end <= a.start < clause.verb and a.particle in SUBJECT
        ]
        until = min(clause.verb + BACK_TO, passage.sentence.end)
        other = self.prizes.pattern.search(text, statement.end, until)
        if behind and not (other and other.start() < clause.verb):
            return gotten(_group(text, actors, behind[-1]), "subject")
        topics = [
            actor
            for actor in actors
            if actor.end <= statement.start
            and actor.particle in TOPIC | {"도"}
            and not self.grantors.verb.match(text, actor.after)
        ]
        last = topics[-1].start if topics else -1
        begin = passage.sentence.start
        program = (
            _program(passage, statement, self.grantors.verb)
            or self._quoted(passage, statement)
            or self._thing(passage, statement)
        )
        if program and last < program[1].start:
            return [program]
        person = passage.last(self.person, begin, statement.start)
        if person and passage.found.morphemes.tag_before(person.end("name")) == "EC":
            person = None  # …하고 한국지방행정연구원이
        if person is None and statement.headline:
            until = min(statement.start, begin + HEAD)
            person = self.headed_person.match(passage.text, begin, until)
        if person and last < person.start():
            return [_got(person["name"], person.span("name"), "recipients.titles")]
        pair = passage.first(self.pair, begin, statement.start)
        if pair and last <= pair.start():
            return gotten(self._pair(passage, pair), "recipients.pair")
        return gotten(_group(text, actors, topics[-1]), "subject") if topics else None

    def _quoted(self, passage: Passage, statement: Statement) -> Got | None:
        """Who or what is the subject in quotation marks: ‘NAME’이 … 최우수상을 받았다."""
        text, best = passage.text, None
        names = passage.names_around(statement.start)
        for quote in passage.quotes_before(statement.start):
            if not passage.sentence.start <= quote.start or quote.outer_end > statement.start:
                continue
            if any(name.holds(quote.start) for name in names):
                continue
            subject = QUOTED.match(text, quote.outer_end)
            ahead = statement.headline and text.startswith(",", quote.outer_end)
            gives = subject and self.grantors.verb.match(text, subject.end())
            if (subject or ahead) and not gives and not _acts(passage, quote):
                best = _got(text[quote.start : quote.end], (quote.start, quote.end), "quoted")
        return best

    def _person_again(self, passage: Passage, statement: Statement) -> Got | None:
        """The person whom the paragraph was about last: 서 교수는 …. 2019년 표창을 받았다."""
        text = passage.text
        begin = max(passage.sentence.line.start, statement.start - PARAGRAPH)
        topics = [
            match
            for match in self.again_person.finditer(text, begin, statement.start)
            if match["title"] or match["family"] in self.pronouns
        ]
        if not topics:
            return None
        last = topics[-1]
        actors = passage.discourse.between(last.end(), statement.start)
        if any(actor.particle in TOPIC for actor in actors):
            return None
        known = [*self.titled.finditer(text, max(0, last.start() - BACK), last.start())]
        if last["title"]:
            known = [m for m in known if m["name"].startswith(last["family"])]
        if not known:
            return None
        return _got(known[-1]["name"], (last.start(), last.end()), "recipients.titles")

    def _thing(self, passage: Passage, statement: Statement) -> Got | None:
        """What is the subject without marks: 보령머드축제가 금상을 받았다."""
        thing = passage.last(self.thing, passage.sentence.start, statement.start)
        names = passage.names_around(statement.start)
        if thing is None or any(n.holds(thing.start()) for n in names):
            return None
        return named(passage.text, *thing.span("name"), "recipients.things")

    def _pair(self, passage: Passage, pair: re.Match[str]) -> list[Actor]:
        """The two organizations that 양 군, 두 기관 means: the last two of that kind before."""
        kind = pair["noun"] if pair["noun"] in self.areas else ""
        found: dict[int, Actor] = {}
        for actor in reversed(passage.discourse.actors):
            near = passage.sentence.line.start <= actor.start < pair.start()
            if near and actor.organization.name.endswith(kind):
                found.setdefault(id(actor.organization), actor)
        return [*found.values()][:2][::-1]

    def _implied(
        self, passage: Passage, statement: Statement, clause: Clause, actors: list[Actor]
    ) -> list[Got]:
        """Who is meant where no subject tells it."""
        for actor in actors:
            behind = clause.verb < actor.start <= clause.verb + RELATIVE_REACH
            if behind or 0 <= actor.start - clause.end <= 1:
                return gotten([actor], "relative")
        again = self._person_again(passage, statement)
        if again is not None:
            return [again]
        main = passage.discourse.main
        if statement.headline:
            before = [a for a in actors if a.end <= statement.start] or actors
            own = (a for a in before if a.organization.category not in self.not_in_headlines)
            about = next(own, main)
        else:
            about = passage.discourse.about(passage.sentence, passage.sentence.start)
            granting = [organization for organization, _ in statement.grantors]
            if about is None or about.organization in granting:
                about = main if main and main.organization not in granting else None
        return gotten([about], "about") if about is not None else []


def _segment(passage: Passage, statement: Statement, actors: list[Actor]) -> list[Actor]:
    """Of a headline's actors those of its part: 가시, 대상… 나시는 우수상."""
    before = passage.last(BREAKS, passage.sentence.start, statement.start)
    behind = passage.first(BREAKS, statement.start, passage.sentence.end)
    since = before.end() if before else passage.sentence.start
    until = behind.end() if behind else passage.sentence.end
    return [a for a in actors if since <= a.start < until and a.end <= statement.start] or actors


def _acts(passage: Passage, quote: Quotation) -> bool:
    """Whether what is quoted is an organization."""
    return bool(passage.between(quote.start, quote.end))


def gotten(actors: Iterable[Actor], rule: str) -> list[Got]:
    """The actors' organizations as who got something, by their mentions."""
    return [_got(actor.organization, (actor.start, actor.after), rule) for actor in actors]


def named(text: str, start: int, end: int, rule: str) -> Got:
    """Who has no record, by the name as it stands there."""
    return _got(text[start:end], (start, end), rule)


def _got(recipient: Recipient, span: tuple[int, int], rule: str) -> Got:
    return recipient, Evidence("recipient", *span, f"awards.{rule}")


def _around(
    actors: list[Actor], statement: Statement, clause: Clause, particles: frozenset[str]
) -> list[Actor]:
    """대상은 담양군에 돌아갔다, 담양군에는 대상이 주어졌다."""
    return [
        a
        for a in actors
        if (statement.end <= a.start < clause.verb and a.particle in particles)
        or (a.end <= statement.start and a.particle in particles - BARE)
    ]


def _program(passage: Passage, statement: Statement, gives: re.Pattern[str]) -> Got | None:
    """A program that is itself honoured, and where: ‘NAME’이 … 최우수상을 받았다."""
    best = None
    for start, end, program in passage.programs:
        if statement.start < end:
            continue
        subject = PROGRAM.match(passage.text, end, end + PROGRAM_REACH)
        if subject and not gives.match(passage.text, subject.end()):
            best = _got(program, (start, end), "program")
    return best


def _group(text: str, actors: list[Actor], last: Actor) -> list[Actor]:
    """All that a subject names together: A와 B, C가."""
    group = [last]
    for actor in reversed([a for a in actors if a.end <= last.start]):
        if not listed(text, actor, group[-1]):
            break
        group.append(actor)
    return group[::-1]
