"""The statements of one honour -> one record with the fullest slots."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from extract.awards.grantors import Given
from extract.awards.statements import Name, Statement
from extract.found import (
    AwardFound,
    DateMention,
    Evidence,
    Found,
    OrganizationFound,
    Recipient,
)
from extract.occurrences import without_blanks
from extract.organizations.resolve import first_day
from rules import Rules

SIGNS = re.compile(r"[\s·ㆍ'\"‘’“”()]")
MIN_SHORT = 4
"""Characters of a short form of an award's name (혁신대상)."""
MAX_SEARCHED = 60
"""A longer name is not searched for where it stands first."""


@dataclass(slots=True)
class Honour:
    """An award on its way: when it was told, and the sentences that state it (their offsets)."""

    award: AwardFound
    announced: DateMention | None
    sentences: set[int] = field(default_factory=set)


class Resolver:
    """Joins statements; the table tells which wordings are of one prize."""

    def __init__(self, rules: Rules) -> None:
        self.same_prize = frozenset(rules.tables["awards"]["prizes"]["same"])

    def resolve(
        self, found: Found, statements: list[Statement], seen: list[Name]
    ) -> list[AwardFound]:
        """The awards of an article, ordered by ``start``, then ``end``.

        Statements are joined that have the same recipient and nothing that tells them apart.
        ``seen`` are all award names of the article: what a sentence tells of an award without
        naming a winner (who gives it, when the ceremony was) holds for every honour in it.
        """
        names = [s.name for s in statements if s.name] + seen
        honours = self._joined(statements, names)
        awards = [honour.award for honour in honours]
        givings = _by_name(awards)
        known: dict[str, list[tuple[int, Name]]] = defaultdict(list)
        for place, name in enumerate(names):
            known[_key(name.text)].append((place, name))
        for honour in honours:
            about = _about(honour.award, known)
            _grant(honour.award, about, givings[_key(honour.award.name)])
            _date(found, honour, about, givings[_key(honour.award.name)])
            _first(found, honour.award)
        for giving in givings.values():
            _share(found, giving)
        givers = {(_key(a.name), id(g)) for a in awards for g in a.grantors}
        awards = [a for a in awards if (_key(a.name), id(a.recipient)) not in givers]
        return sorted(awards, key=lambda a: (a.start, a.end))

    def _joined(self, statements: list[Statement], names: list[Name]) -> list[Honour]:
        """One honour for the statements that fit each other; what headlines tell comes last."""
        honours: list[Honour] = []
        of: dict[Recipient, list[Honour]] = defaultdict(list)
        distinct = [*{name.text: name for name in names}.values()]
        fullest: dict[str, str] = {}
        for s in sorted(statements, key=lambda s: s.headline):
            if s.name is None:
                continue
            if s.name.text not in fullest:
                fullest[s.name.text] = _fullest(s.name, distinct).text
            award = _award(s, s.name, fullest[s.name.text])
            theirs = of[award.recipient]
            fitting = [
                h for h in theirs if s.sentence not in h.sentences and self._same(h.award, award)
            ]
            if fitting:
                honour = max(fitting, key=lambda h: _closeness(h.award, award))
                _join(honour.award, award)
                honour.announced = honour.announced or s.announced
            elif not s.headline or not any(self._near(h.award, award) for h in theirs):
                honour = Honour(award, s.announced)
                honours.append(honour)
                theirs.append(honour)
            else:
                continue
            if s.sentence is not None:
                honour.sentences.add(s.sentence)
        return honours

    def _same(self, a: AwardFound, b: AwardFound) -> bool:
        """Whether nothing tells two awards apart."""
        if not self._near(a, b):
            return False
        if not (_within(a.name, b.name) or _within(b.name, a.name)):
            return False
        if a.year and b.year and a.year != b.year:
            return False
        if a.category and b.category and _key(a.category) != _key(b.category):
            return False
        reworded = a.prize != b.prize and {a.prize, b.prize} <= self.same_prize
        return not (reworded and a.category != b.category)

    def _near(self, a: AwardFound, b: AwardFound) -> bool:
        """A headline tells shortly what the text tells in full: it makes no award of its own."""
        return a.recipient == b.recipient and self._compatible(a.prize, b.prize)

    def _compatible(self, a: str | None, b: str | None) -> bool:
        """The same prize, or one said less exactly: 대상 and 종합대상."""
        if a is None or b is None or {a, b} <= self.same_prize:
            return True
        short, long = sorted((a.replace(" ", ""), b.replace(" ", "")), key=len)
        return long.startswith(short)


def _award(statement: Statement, name: Name, fullest: str) -> AwardFound:
    evidence = [Evidence("name", name.start, name.end, name.rule), *name.evidence]
    evidence += statement.evidence + [why for _, why in statement.grantors]
    if statement.date:
        evidence.append(_dated(statement.date, "before"))
    return AwardFound(
        name.start,
        name.end,
        fullest,
        statement.rule,
        statement.recipient,
        edition=name.edition,
        year=statement.year or name.year,
        category=statement.category,
        prize=statement.prize,
        rank=statement.rank,
        streak=statement.streak,
        grantors=_organizations(statement.grantors),
        date=statement.date,
        evidence=evidence,
    )


def _organizations(given: list[Given]) -> list[OrganizationFound]:
    """Who gives, each once, in the order told."""
    return [*dict.fromkeys(organization for organization, _ in given)]


def _dated(date: DateMention, rule: str) -> Evidence:
    return Evidence("date", date.start, date.end, f"awards.dates.{rule}")


def _take(award: AwardFound, slot: str, evidence: Iterable[Evidence]) -> None:
    """Note why a slot is what it is, in place of what was noted before."""
    award.evidence = [e for e in award.evidence if e.slot != slot]
    award.evidence += [e for e in evidence if e.slot == slot]


@lru_cache(1 << 10)
def _key(name: str) -> str:
    """A name without blanks and signs, which differ from mention to mention."""
    return SIGNS.sub("", name)


def _within(short: str, long: str) -> bool:
    """Whether a name is part of another, be it with words left out."""
    return _key(short) in _key(long) or _shortened(short, long)


def _shortened(short: str, long: str) -> bool:
    """Whether a name is another one with words left out: 매니페스토 경진대회."""
    words, whole = short.split(), long.split()
    if len(words) < 2 or not whole[-1].startswith(words[-1]):
        return False
    rest = iter(whole[:-1])
    return all(word in rest for word in words[:-1])


def _by_name(awards: list[AwardFound]) -> dict[str, list[AwardFound]]:
    groups: dict[str, list[AwardFound]] = defaultdict(list)
    for award in awards:
        groups[_key(award.name)].append(award)
    return groups


def _fullest(name: Name, names: list[Name]) -> Name:
    """The longest name of the article that this one is the end of."""
    best = name
    for other in names:
        longer = len(other.text) > len(best.text)
        ends = _key(other.text).endswith(_key(name.text)) or _shortened(name.text, other.text)
        ends = ends or (name.text.isascii() and other.text.startswith(f"{name.text} "))
        if longer and ends and (len(name.text) >= MIN_SHORT or name.text.isascii()):
            best = other
    return best


def _closeness(a: AwardFound, b: AwardFound) -> int:
    return 2 * (a.prize == b.prize) + (a.category == b.category) + (a.year == b.year)


def _join(a: AwardFound, b: AwardFound) -> None:
    """``a`` with what only ``b`` tells; of two prizes the more exact."""
    if len(b.name) > len(a.name):
        a.name = b.name
        _take(a, "name", b.evidence)
    if b.prize and (a.prize is None or len(b.prize) > len(a.prize)):
        a.prize = b.prize
        _take(a, "prize", b.evidence)
    for slot in ("edition", "year", "category", "rank", "streak", "date"):
        if getattr(a, slot) is None and getattr(b, slot) is not None:
            setattr(a, slot, getattr(b, slot))
            _take(a, slot, b.evidence)
    if len(b.grantors) > len(a.grantors):
        _take(a, "grantors", b.evidence)
    for grantor in b.grantors:
        if not a.grantors:
            a.grantors = [grantor]
        elif grantor not in a.grantors and len(b.grantors) > len(a.grantors):
            a.grantors = [*a.grantors, grantor]


def _about(award: AwardFound, known: dict[str, list[tuple[int, Name]]]) -> list[Name]:
    """The names elsewhere that are this award's, or its end, in the order of the text.

    ``known`` has the names by their keys, with their places; those of another year or edition are
    left out.
    """
    key = _key(award.name)
    ends = [named for i in range(len(key)) for named in known.get(key[i:], ())]
    return [
        name
        for _, name in sorted(ends, key=lambda named: named[0])
        if not (name.year and award.year and name.year != award.year)
        and not (name.edition and award.edition and name.edition != award.edition)
    ]


def _grant(award: AwardFound, about: list[Name], giving: list[AwardFound]) -> None:
    """Who gives it: told of it, of its name, or of another honour of the same giving."""
    if not award.grantors:
        given = next((n.grantors for n in about if n.grantors), [])
        award.grantors = _organizations(given)
        _take(award, "grantors", (why for _, why in given))
    if not award.grantors:
        other = next((a for a in giving if a.year == award.year and a.grantors), None)
        if other is not None:
            award.grantors = other.grantors
            _take(award, "grantors", other.evidence)
    award.grantors = [g for g in award.grantors if g is not award.recipient]


def _date(found: Found, honour: Honour, about: list[Name], giving: list[AwardFound]) -> None:
    """When it was given, else when its ceremony was, else when it was told."""
    award = honour.award
    if award.year and award.year != max(a.year or 0 for a in giving):
        return  # an older giving had a date of its own
    ceremony = next((n.ceremony for n in about if n.ceremony), None)
    told = next((n.announced for n in about if n.announced), None)
    dates = [("told", honour.announced), ("results", told)]
    published = first_day(found.known.published)
    held = ceremony.earliest if ceremony else None
    ahead = bool(held and published and held > published)  # what is told now is the nearer
    dates.insert(len(dates) if ahead else 0, ("ceremony", ceremony))
    for rule, date in dates:
        year = date.value[:4] if date else ""
        late = award.year and year.isdigit() and int(year) > award.year + 1
        if date and not award.date and not late:
            award.date = date
            _take(award, "date", [_dated(date, rule)])


def _first(found: Found, award: AwardFound) -> None:
    """Move the span to where the award's name stands first, be it shortened."""
    if len(award.name) >= MAX_SEARCHED:
        return
    place = without_blanks(found.text).first(_key(award.name), award.start)
    if place and found.layout.kind(place[0]) not in ("chrome", "header"):
        award.start, award.end = place


def _past(found: Found, award: AwardFound) -> bool:
    """Whether the year is told for this honour only: 지난해 대상은 …."""
    told = any(e.slot == "year" and e.rule == "awards.dates.year" for e in award.evidence)
    published = found.known.published
    return told and bool(published and award.year) and str(award.year) < str(published)[:4]


def _share(found: Found, giving: list[AwardFound]) -> None:
    """The year and the edition of one giving, where only one of its honours tells them."""
    for slot in ("edition", "year"):
        known = {
            getattr(a, slot): a
            for a in giving
            if getattr(a, slot) is not None and not (slot == "year" and _past(found, a))
        }
        if len(known) == 1 and len({a.year for a in giving} - {None}) < 2:
            for value, teller in known.items():
                for award in giving:
                    setattr(award, slot, value)
                    _take(award, slot, teller.evidence)
