"""The statements of one honour -> one record with the fullest slots."""

from __future__ import annotations

import re

from extract.awards.find import Name, Statement
from extract.found import AwardFound, DateMention, Found, OrganizationFound


def resolve(found: Found, statements: list[Statement]) -> list[AwardFound]:
    """Join statements of the same honour: same recipient, and nothing that tells them apart."""
    common = {id(s.date) for s in statements if s.ceremony}
    names = [s.name for s in statements if s.name]
    awards: list[tuple[AwardFound, DateMention | None]] = []
    told_in: dict[int, set[int]] = {}  # award -> the sentences that state it
    for s in sorted(statements, key=lambda s: s.headline):
        if s.name is None:
            continue
        name = _fullest(s.name, names)
        award = AwardFound(
            s.name.start,
            s.name.end,
            name.text,
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
        announced = s.announced or s.name.announced or name.announced
        award.grantors = award.grantors or s.name.grantors or name.grantors
        fitting = [
            pair
            for pair in awards
            if _same(pair[0], award) and s.sentence not in told_in[id(pair[0])]
        ]
        if fitting:
            same = max(fitting, key=lambda pair: _closeness(pair[0], award))
            awards[awards.index(same)] = (_join(same[0], award), same[1] or announced)
            told_in[id(same[0])].add(s.sentence)
        elif not s.headline or not any(_near(a, award) for a, _ in awards):
            awards.append((award, announced))
            told_in[id(award)] = {s.sentence} if s.sentence else set()
    granted: dict[tuple[str, int | None], list[OrganizationFound]] = {}
    for award, _ in awards:
        if award.grantors:
            granted.setdefault((_key(award.name), award.year), award.grantors)
    out = []
    for award, announced in awards:
        award.grantors = award.grantors or granted.get((_key(award.name), award.year), [])
        award.grantors = [g for g in award.grantors if g is not award.recipient]
        if award.date is None and announced is not None:
            award.date = announced
            common.add(id(announced))
        _first(found, award)
        out.append(award)
    _share(out, common)
    givers = {(_key(a.name), id(g)) for a in out for g in a.grantors}
    out = [a for a in out if (_key(a.name), id(a.recipient)) not in givers]
    return sorted(out, key=lambda a: (a.start, a.end))


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


def _join(a: AwardFound, b: AwardFound) -> AwardFound:
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
    return a


def _first(found: Found, award: AwardFound) -> None:
    """Move the span to where the award's name stands first, be it shortened."""
    text = found.text
    pattern = r"\s?".join(re.escape(c) for c in _key(award.name)) if len(award.name) < 60 else ""
    match = re.search(pattern, text[: award.start]) if pattern else None
    if match and found.layout.kind(match.start()) not in ("chrome", "header"):
        award.start, award.end = match.span()


def _share(awards: list[AwardFound], common: set[int]) -> None:
    """What holds for the whole award and one record tells: year, edition and date of one giving."""
    by_name: dict[str, list[AwardFound]] = {}
    for award in awards:
        by_name.setdefault(_key(award.name), []).append(award)
    for group in by_name.values():
        years = {a.year for a in group if a.year}
        if len(years) > 1 or len(group) < 2:
            continue
        for slot in ("edition", "year", "date"):
            values = {
                id(v): v
                for a in group
                if (v := getattr(a, slot)) is not None and (slot != "date" or id(v) in common)
            }
            distinct = {v if isinstance(v, int) else v.value for v in values.values()}
            if len(distinct) == 1:
                for award in group:
                    if getattr(award, slot) is None:
                        setattr(award, slot, next(iter(values.values())))
