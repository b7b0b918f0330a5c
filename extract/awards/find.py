"""Where an honour is stated: the walk over the sentences of an article.

A statement needs a prize (or an award's name that is itself won) and a verb of winning that no
word of failing follows; in headlines the verb may be missing, lists have none. What a sentence
does not tell is taken from those before it; ``resolve.py`` joins the statements of one honour.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from extract.awards.actors import PLACE
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
from extract.sentences import NEAR, Discourse
from extract.wording import COPULA, any_of
from rules import Rules

MARKS = re.compile(r"['‘’“”]")
IS = re.compile(COPULA)
"""Behind a name: the sentence says that this is it."""
HAS_OBJECT = re.compile(r"(?:을|를),?\s")
"""Behind a name: it is what a verb is done to."""
LEADS = 6
"""Characters between a verb of winning and the name that its clause leads up to."""


@dataclass(slots=True)
class Told:
    """What the sentences so far have told."""

    statements: list[Statement] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    """Every name of an award, with a winner or without."""
    current: Name | None = None
    """The award that the text speaks of."""
    nameless: list[Statement] = field(default_factory=list)
    """Statements whose award the next sentence may name."""
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
        self.judging = tuple(table["names"]["judging"])
        self.each = re.compile(any_of(table["recipients"]["each"]))
        self.beside = re.compile(rf"\s?{any_of(table['names']['beside'])}")
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
                before = [n for n in passage.names if n.outer_end <= statement.start]
                statement.name = statement.name or (before[-1] if before else None)
                if statement.name in passage.names:
                    self.dates.fill(passage, statement)
                    statement.grantors = self.grantors.read(
                        passage, statement.name, statement.start
                    )
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
        name = passage.names[-1] if passage.names else told.current
        unknown = name is not None and name.edition is None
        edition = self.told_edition.search(passage.sentence.text) if unknown else None
        if name and edition:
            name.edition = int(edition[1])
            self.dates.year(passage, name)
            start = passage.sentence.start
            told_at = start + edition.start(), start + edition.end()
            name.evidence.append(Evidence("edition", *told_at, "awards.numbers.told_edition"))
        for statement in self._statements(passage):
            if statement.name is None:
                statement.name = self._refer(passage, statement, told)
            if statement.name is not None:
                told.add(statement)
            elif statement.prize and not self.prizes.rank.search(statement.prize):
                told.nameless.append(statement)
        if len(told.statements) == count:
            self.slots.goes_on(passage, told.statements)
        if len(told.statements) > count:
            latest = told.statements[-1].name
            if passage.names and latest and not _older(latest, told.names):
                told.current = latest
            # 대상을 받은 NAME은 환경부가 주최했다
            if latest in passage.names and self.grantors.is_topic(passage, latest):
                latest.grantors += self.grantors.told(passage, latest)
            return
        if passage.names:
            latest = passage.names[-1]
            self.grantors.present(passage, latest)
            self.dates.announced(passage, latest)
            if told.current is None or latest.grantors or not self._judges(passage, latest):
                told.current = latest
            for statement in told.nameless:  # 은상을 받은 곳은 의성군이다. 군은 NAME에 나갔다
                start = passage.sentence.line.start
                if statement.sentence is not None and statement.sentence >= start:
                    statement.name = latest
                    self.slots.behind(passage, statement, latest)
                    told.add(statement)
            told.nameless.clear()
        last = told.statements[-1].name if told.statements else None
        name = told.current or last
        if name:
            name.ceremony = name.ceremony or self.dates.ceremony(passage)
            name.grantors += self.grantors.told(passage, name)

    def _judges(self, passage: Passage, name: Name) -> bool:
        """Whether a name without marks only says how something was judged."""
        return name.outer_start == name.start and name.text.endswith(self.judging)

    def _statements(self, passage: Passage) -> list[Statement]:
        """The statements of a sentence that is no list, by what it tells itself."""
        prizes = self.prizes.read(passage)
        for name, prize in self.certificates.read(passage):
            if name is not None:
                passage.names.append(name)
            prizes.append(prize)
        if not prizes:
            return []
        passage.names.sort(key=lambda name: name.start)
        out: list[Statement] = []
        told: list[tuple[Clause, list[Statement]]] = []
        since = passage.sentence.start
        for prize in sorted(prizes, key=lambda prize: (prize.start, prize.end)):
            clause = self.prizes.clause(passage, prize, since)
            stated = self._stated(passage, prize, clause) if clause else None
            if clause and stated is not None:
                told.append((clause, stated))
                since = prize.end
        for _, group in groupby(told, key=lambda pair: pair[0].verb):
            out += self._dealt(passage, [*group])
        out = _ranked(out)
        for earlier, later in pairwise(out):  # told in one breath
            if earlier.name is later.name:
                later.date = later.date or earlier.date
                self.slots.inherit(passage, earlier, later)
        return out

    def _dealt(
        self, passage: Passage, group: list[tuple[Clause, list[Statement]]]
    ) -> list[Statement]:
        """The statements of one verb; prizes are dealt out: 가와 나가 각각 대상과 금상을 받았다."""
        stated = [statements for _, statements in group]
        each = self.each.search(passage.text, passage.sentence.start, group[0][0].verb)
        count = len(stated)
        if each and count > 1 and all(len(statements) == count for statements in stated):
            return [statements[i] for i, statements in enumerate(stated)]
        return [statement for statements in stated for statement in statements]

    def _stated(self, passage: Passage, prize: Prize, clause: Clause) -> list[Statement] | None:
        """One statement for each recipient and year; None where the prize is none."""
        if clause.failed:
            return []
        statement = Statement(prize.start, prize.end, HEADLINE if passage.headline else SENTENCE)
        statement.prize = MARKS.sub("", prize.text) if prize.text else None
        statement.name = self._name(passage, prize, clause)
        statement.sentence = passage.sentence.start
        self._because(statement, prize, clause)
        self.slots.fill(passage, statement, clause)
        self.dates.fill(passage, statement)
        statement.grantors = self.grantors.read(passage, statement.name, prize.start)
        recipients = self.recipients.read(passage, statement, clause)
        statement.grantors = statement.grantors or self.grantors.above(
            passage, recipients, prize.start
        )
        stated = [
            self.slots.of_recipient(passage, dated.to(recipient, why))
            for recipient, why in recipients
            for dated in self.dates.by_year(passage, statement, clause)
        ]
        return self.slots.by_section(passage, stated, clause)

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
        if self.prizes.rank.search(prize) and not referring:
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
        for actor in sentence.actors[:NEAR]:
            if actor.start == start:  # 국토교통부 장관 표창
                why = Evidence("grantors", start, end, "awards.prizes.office")
                statement.grantors.append((actor.organization, why))
        return Name(start, end, start, end, prize, "awards.prizes.office")

    def _name(self, passage: Passage, prize: Prize, clause: Clause) -> Name | None:
        """The award whose name stands last before a prize, else the one behind that fits.

        That is one in a headline, one before the verb (대상을 NAME에서 받아), or one that the
        verb's clause leads up to (대상을 안은 NAME).
        """
        names = passage.names_around(prize.start)
        before = [n for n in names if n.end <= prize.start or n.outer_end == prize.start]
        if before:
            end = before[-1].outer_end
            # 도시대상에 이어 장관상을; 공로상을, 동구는 장관 표창을
            other = self.beside.match(passage.text, end) or HAS_OBJECT.match(passage.text, end)
            own = prize.text and self.office.search(prize.text)
            return None if other and own else before[-1]
        for name in names:
            if prize.end <= name.start and name.outer_end <= clause.verb:
                if PLACE.match(passage.text, name.outer_end):
                    return name
            elif 0 <= name.outer_start - clause.verb_end <= LEADS:
                return name
            elif name.start > clause.verb_end and IS.match(passage.text, name.outer_end):
                return name  # 대상을 받은 무대는 NAME이었다
        return passage.names[0] if passage.headline and passage.names else None


def _ranked(statements: list[Statement]) -> list[Statement]:
    """A place that is told beside a grade is of one honour with it: S등급을 받아 1위에 올랐다."""
    out: list[Statement] = []
    for s in statements:
        last = out[-1] if out else None
        same = last and (last.recipient, last.name, last.year) == (s.recipient, s.name, s.year)
        if last and same and s.rank and last.rank is None and not s.category and last.prize:
            last.rank = s.rank
            last.evidence += [e for e in s.evidence if e.slot == "rank"]
        else:
            out.append(s)
    return out


def _older(name: Name, names: list[Name]) -> bool:
    """Whether a name is of an earlier edition of an award than the text has told of before."""
    editions = [n.edition or 0 for n in names if n.text == name.text]
    return bool(name.edition and editions and name.edition < max(editions))
