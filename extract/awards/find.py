"""Where an honour is stated: the walk over the sentences of an article.

A statement needs a prize (or an award's name that is itself won) and a verb of winning that no
word of failing follows; in headlines the verb may be missing, lists have none. What a sentence
does not tell is taken from those before it; ``resolve.py`` joins the statements of one honour.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extract.awards.certificates import Certificates
from extract.awards.dates import Dates
from extract.awards.grantors import Grantors
from extract.awards.lists import Leading, Lists
from extract.awards.names import Names
from extract.awards.prizes import Prizes
from extract.awards.recipients import Recipients
from extract.awards.slots import Slots
from extract.awards.statements import (
    HEADLINE,
    SENTENCE,
    Clause,
    Name,
    Passage,
    Prize,
    Statement,
    passages,
)
from extract.found import Evidence
from extract.sentences import Discourse
from extract.wording import any_of
from rules import Rules

MARKS = re.compile(r"['‘’“”]")


@dataclass(slots=True)
class Told:
    """What the sentences so far have told."""

    statements: list[Statement] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    """Every name of an award, with a winner or without."""
    current: Name | None = None
    """The award that the text speaks of."""
    leading: Leading = field(default_factory=Leading)
    prizes: dict[str, Name] = field(default_factory=dict)
    """Prize -> the award it was last won in."""

    def add(self, statement: Statement) -> None:
        """Note a statement."""
        self.statements.append(statement)
        if statement.name and statement.prize:
            self.prizes[statement.prize] = statement.name


class Finder:
    """Finds statements with the tables of a set of rules."""

    def __init__(self, rules: Rules) -> None:
        table = rules.tables["awards"]
        self.prizes = Prizes(table)
        self.grantors = Grantors(table)
        self.names = Names(table, self.prizes, self.grantors)
        self.certificates = Certificates(table, self.names)
        self.slots = Slots(table)
        self.dates = Dates(table)
        self.recipients = Recipients(table, self.prizes, self.grantors)
        self.lists = Lists(table, self.prizes, self.slots, self.recipients)
        self.again = re.compile(table["numbers"]["again_pattern"])
        self.told_edition = re.compile(table["numbers"]["told_edition_pattern"])
        self.office = re.compile(table["prizes"]["office_pattern"])
        self.rank_refers = re.compile(any_of(table["anaphors"]["rank"]))
        self.office_refers = re.compile(any_of(table["anaphors"]["office"]))

    def find(self, discourse: Discourse) -> tuple[list[Statement], list[Name]]:
        """Every statement of an honour, and every award's name, in the order of the text."""
        told = Told()
        for passage in passages(discourse):
            passage.names = self.names.read(passage)
            told.names += passage.names
            listed = self.lists.read(passage, told.leading)
            for statement in listed:
                statement.name = statement.name or told.current
                told.add(statement)
            if not listed:
                self._sentence(passage, told)
        for statement in told.statements:
            if statement.name is None:  # 이상은 NAME 결과다: told below its list
                below = (name for name in told.names if name.start > statement.start)
                statement.name = next(below, None)
        self.grantors.hold(discourse, told.statements)
        return told.statements, told.names

    def _sentence(self, passage: Passage, told: Told) -> None:
        """Add the statements of a sentence, or what it tells of an award without a winner."""
        count = len(told.statements)
        edition = self.told_edition.search(passage.sentence.text)
        name = passage.names[-1] if passage.names else told.current
        if edition and name and name.edition is None:
            name.edition = int(edition[1])
            start = passage.sentence.start
            told_at = start + edition.start(), start + edition.end()
            name.evidence.append(Evidence("edition", *told_at, "awards.numbers.told_edition"))
        for statement in self._statements(passage):
            if statement.name is None:
                statement.name = self._refer(passage, statement, told)
            if statement.name is not None:
                told.add(statement)
        if len(told.statements) > count:
            if passage.names:
                told.current = told.statements[-1].name
            return
        if passage.names:
            told.current = passage.names[-1]
            self.grantors.present(passage, told.current)
            self.dates.announced(passage, told.current)
        ceremony = self.dates.ceremony(passage)
        last = told.statements[-1].name if told.statements else None
        name = told.current or last
        if ceremony and name and name.ceremony is None:
            name.ceremony = ceremony
        if name:
            name.grantors += self.grantors.told(passage)

    def _statements(self, passage: Passage) -> list[Statement]:
        """The statements of a sentence that is no list, by what it tells itself."""
        prizes = self.prizes.read(passage)
        for name, prize in self.certificates.read(passage):
            if name is not None:
                passage.names.append(name)
            prizes.append(prize)
        passage.names.sort(key=lambda name: name.start)
        out: list[Statement] = []
        since = passage.sentence.start
        for prize in sorted(prizes, key=lambda prize: (prize.start, prize.end)):
            clause = self.prizes.clause(passage, prize, since)
            stated = self._stated(passage, prize, clause) if clause else None
            if stated is not None:
                out += stated
                since = prize.end
        for earlier, later in pairwise(out):  # told in one breath
            if earlier.name is later.name:
                later.date = later.date or earlier.date
        return out

    def _stated(self, passage: Passage, prize: Prize, clause: Clause) -> list[Statement] | None:
        """One statement for each recipient and year; None where the prize is none."""
        if clause.failed:
            return []
        statement = Statement(prize.start, prize.end, HEADLINE if passage.headline else SENTENCE)
        statement.prize = MARKS.sub("", prize.text) if prize.text else None
        statement.name = _name(passage, prize)
        statement.sentence = passage.sentence.start
        self._because(statement, prize, clause)
        self.slots.fill(passage, statement, clause)
        self.dates.fill(passage, statement)
        statement.grantors = self.grantors.read(passage, statement.name, prize.start)
        recipients = self.recipients.read(passage, statement, clause)
        return [
            self.slots.of_recipient(passage, dated.to(recipient, why))
            for recipient, why in recipients
            for dated in self.dates.by_year(passage, statement, clause)
        ]

    def _because(self, statement: Statement, prize: Prize, clause: Clause) -> None:
        """Note the words of the prize, and the verb that says that it was won."""
        name = statement.name
        start, end = (prize.start, prize.end) if prize.text or not name else (name.start, name.end)
        statement.because(
            "prize", start, end, "awards.prizes" if prize.text else "awards.names.won"
        )
        if clause.frame:
            rule = f"awards.frames.{clause.frame.name}"
            statement.because("prize", clause.verb, clause.verb_end, rule)

    def _refer(self, passage: Passage, statement: Statement, told: Told) -> Name | None:
        """The award that a prize without a name is one of."""
        name = self._antecedent(passage, statement, told)
        edition = self.again.search(passage.sentence.text)
        if name and edition:  # 지난해 제17회 대회 때는
            return replace(name, edition=int(edition[1]), year=None)
        return name

    def _antecedent(self, passage: Passage, statement: Statement, told: Told) -> Name | None:
        """The name from the sentences before; a mere place or grade does not point back."""
        sentence, current, prize = passage.sentence, told.current, statement.prize
        if prize is None:
            return None
        referring = statement.category or self.rank_refers.search(sentence.text)
        if statement.rank is not None and not referring:
            return None
        if not self.office.search(prize):
            return current
        if prize in told.prizes:
            return told.prizes[prize]
        if current is not None and (
            current.start >= sentence.line.start or self.office_refers.search(sentence.text)
        ):
            return current
        start, end = statement.start, statement.end
        for actor in sentence.actors:
            if actor.start == start:  # 국토교통부 장관 표창
                why = Evidence("grantors", start, end, "awards.prizes.office")
                statement.grantors.append((actor.organization, why))
        return Name(start, end, start, end, prize, "awards.prizes.office")


def _name(passage: Passage, prize: Prize) -> Name | None:
    """The award whose name stands last before a prize; in a headline also behind it."""
    before = [n for n in passage.names if n.end <= prize.start or n.outer_end == prize.start]
    if before:
        return before[-1]
    return passage.names[0] if passage.headline and passage.names else None
