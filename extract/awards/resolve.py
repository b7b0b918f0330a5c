"""The statements of one honour -> one record with the fullest slots."""

from __future__ import annotations

import re

from extract.awards.find import Name, Statement
from extract.found import AwardFound, DateMention, Found


def resolve(found: Found, statements: list[Statement], seen: list[Name]) -> list[AwardFound]:
    """Join statements of the same honour: same recipient, and nothing that tells them apart.

    ``seen`` are all award names of the article: what a sentence tells of an award without
    naming a winner (who gives it, when the ceremony was) holds for every honour in it.
    """
    names = [s.name for s in statements if s.name] + seen
    awards: list[AwardFound] = []
    announced: dict[int, DateMention | None] = {}
    told_in: dict[int, set[int]] = {}  # award -> the sentences that state it
    for s in sorted(statements, key=lambda s: s.headline):
        if s.name is None:
            continue
        award = AwardFound(
            s.name.start,
            s.name.end,
            _fullest(s.name, names).text,
            s.rule,
            s.recipient,
            edition=s.name.edition,
            year=s.year or s.name.year,
            category=s.category,
            prize=s.prize,
            rank=s.rank,
            streak=s.streak,
            grantors=s.grantors,
            date=s.date,
        )
        fitting = [a for a in awards if _same(a, award) and s.sentence not in told_in[id(a)]]
        if fitting:
            same = max(fitting, key=lambda a: _closeness(a, award))
            _join(same, award)
            announced[id(same)] = announced[id(same)] or s.announced
            told_in[id(same)].add(s.sentence)
        elif not s.headline or not any(_near(a, award) for a in awards):
            awards.append(award)
            announced[id(award)] = s.announced
            told_in[id(award)] = {s.sentence} if s.sentence else set()
    for award in awards:
        about = [n for n in names if _speaks_of(n, award)]
        given = next((n.grantors for n in about if n.grantors), [])
        others = (
            a.grantors for a in awards if _key(a.name) == _key(award.name) and a.year == award.year
        )
        award.grantors = award.grantors or given or next((g for g in others if g), [])
        ceremony = next((n.ceremony for n in about if n.ceremony), None)
        told = next((n.announced for n in about if n.announced), None)
        latest = max((a.year or 0 for a in awards if _key(a.name) == _key(award.name)), default=0)
        if not award.year or award.year == latest:  # an older giving had a date of its own
            for date in (ceremony, announced[id(award)], told):
                fits = date and not (award.year and int(date.value[:4]) > award.year + 1)
                award.date = award.date or (date if fits else None)
        award.grantors = [g for g in award.grantors if g is not award.recipient]
        _first(found, award)
    _share(awards)
    givers = {(_key(a.name), id(g)) for a in awards for g in a.grantors}
    awards = [a for a in awards if (_key(a.name), id(a.recipient)) not in givers]
    return sorted(awards, key=lambda a: (a.start, a.end))


def _speaks_of(name: Name, award: AwardFound) -> bool:
    """Whether a name elsewhere is this award's, and not another year's or edition's."""
    if not _key(award.name).endswith(_key(name.text)):
        return False
    other_year = name.year and award.year and name.year != award.year
    other_edition = name.edition and award.edition and name.edition != award.edition
    return not other_year and not other_edition


def _key(name: str) -> str:
    return re.sub(r"[\s·ㆍ'\"‘’“”()]", "", name)


def _fullest(name: Name, names: list[Name]) -> Name:
    """The longest name of the article that this one is the end of."""
    best = name
    for other in names:
        longer = len(other.text) > len(best.text)
        if longer and len(name.text) >= 4 and _key(other.text).endswith(_key(name.text)):
            best = other
    return best


def _same(a: AwardFound, b: AwardFound) -> bool:
    if a.recipient is not b.recipient and a.recipient != b.recipient:
        return False
    if not (_key(a.name) in _key(b.name) or _key(b.name) in _key(a.name)):
        return False
    if a.year and b.year and a.year != b.year:
        return False
    if a.category and b.category and _key(a.category) != _key(b.category):
        return False
    if {a.prize, b.prize} == {"대상", "종합대상"} and a.category != b.category:
        return False
    return _compatible(a.prize, b.prize)


def _closeness(a: AwardFound, b: AwardFound) -> int:
    return 2 * (a.prize == b.prize) + (a.category == b.category) + (a.year == b.year)


def _compatible(a: str | None, b: str | None) -> bool:
    """The same prize, or one said less exactly: 대상 and 종합대상."""
    if a is None or b is None or a == b:
        return True
    return {a, b} <= {"대상", "종합대상"} or a.replace(" ", "") == b.replace(" ", "")


def _near(a: AwardFound, b: AwardFound) -> bool:
    """A headline tells shortly what the text tells in full: it makes no award of its own."""
    return (a.recipient is b.recipient or a.recipient == b.recipient) and _compatible(
        a.prize, b.prize
    )


def _join(a: AwardFound, b: AwardFound) -> None:
    """``a`` with what only ``b`` tells; of two prizes the more exact."""
    if len(b.name) > len(a.name):
        a.name = b.name
    if b.prize and (a.prize is None or len(b.prize) > len(a.prize)):
        a.prize = b.prize
    for slot in ("edition", "year", "category", "rank", "streak", "date"):
        if getattr(a, slot) is None:
            setattr(a, slot, getattr(b, slot))
    for grantor in b.grantors:
        if not a.grantors:
            a.grantors = [grantor]
        elif grantor not in a.grantors and len(b.grantors) > len(a.grantors):
            a.grantors = [*a.grantors, grantor]


def _first(found: Found, award: AwardFound) -> None:
    """Move the span to where the award's name stands first, be it shortened."""
    text = found.text
    pattern = r"\s?".join(re.escape(c) for c in _key(award.name)) if len(award.name) < 60 else ""
    match = re.search(pattern, text[: award.start]) if pattern else None
    if match and found.layout.kind(match.start()) not in ("chrome", "header"):
        award.start, award.end = match.span()


def _share(awards: list[AwardFound]) -> None:
    """The year and the edition of one giving, where only one of its honours tells them."""
    by_name: dict[str, list[AwardFound]] = {}
    for award in awards:
        by_name.setdefault(_key(award.name), []).append(award)
    for group in by_name.values():
        for slot in ("edition", "year"):
            values = {getattr(a, slot) for a in group} - {None}
            if len(values) == 1 and len({a.year for a in group} - {None}) < 2:
                for award in group:
                    setattr(award, slot, *values)
