"""Lists of winners, which have no verbs: rows by prize, bullets by section, pairs in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile
from typing import Any

from extract.awards.actors import AND, BARE, SUBJECT
from extract.awards.prizes import Prizes
from extract.awards.recipients import Got, Recipients, gotten, named
from extract.awards.slots import Slots
from extract.awards.statements import LIST, Name, Passage, Statement
from extract.wording import Rare, any_of

MAX_ROW = 160
"""Characters; a longer line is no row."""
MAX_SECTION = 20
"""Characters; anything longer before the first winner is no section."""
MAX_HEADING = 30
"""Characters of a line that only names a section."""
BULLETS = "△▲▷▶○◇◆□■●◎"
ITEMS = "△▲○▷▶"
"""The bullets of winners; the others open a prize or a part of the list."""
ITEM = re.compile(rf"[{BULLETS}]\s*(?P<body>[^{BULLETS}\n]+)")
ITEM_PARTICLES = BARE | AND | SUBJECT | {"에"}
OPENING = " :：=([〔-"
BRACKET = r"(?:\s?\([^()\n]{0,40}\))?"
"""Behind a prize: what else comes with it (상금 500만 원)."""
NAMED = re.compile(rf"{BRACKET}\s?(?P<sign>[-–:：|=])?\s?(?=[가-힣A-Za-z'‘])")
"""Behind a prize in a row: somebody is named."""
PAIRED = re.compile(rf"{BRACKET}(?:\s?[:：=]\s?|\s|에\s|에는\s|은\s)")
"""Behind a prize in a sentence: who follows at once has it."""
LABEL = re.compile(r"\((?P<section>[가-힣·]{1,10})\)\s?")
"""A section in brackets before its winners: (광역) 대구광역시, (기초) 수원시."""
COLUMNS = ("|", "/")
"""Signs that make a line a row wherever they stand."""
PART = re.compile(r"(?:[^,·/|'‘]|['‘][^'’\n]*['’]?)+")
"""What stands between two commas or dots that are not quoted."""
STATEMENT_ENDS = "다."
"""How a line ends that is a sentence and no row."""


@dataclass(slots=True)
class Leading:
    """What leads up to a list: the prize and the section that stand above it."""

    prize: re.Match[str] | None = None
    section: tuple[int, int] | None = None


class Lists:
    """Reads lists of winners with the words for nobody, for sections and for short prizes."""

    def __init__(
        self, table: dict[str, Any], prizes: Prizes, slots: Slots, recipients: Recipients
    ) -> None:
        self.prizes = prizes
        self.slots = slots
        self.recipients = recipients
        self.nobody = re.compile(any_of(table["recipients"]["nobody"]))
        listed = any_of([*table["prizes"]["listed"], *table["prizes"]["words"]])
        self.short = Rare(
            listed,
            rf"(?<![가-힣])(?P<prize>{listed})(?={BRACKET}\s?[\s:：=]\s?[가-힣A-Za-z'‘])",
        )
        nouns = any_of([*table["category"]["nouns"], *table["category"]["groups"]])
        self.label = re.compile(rf"\W*(?:\d+[.)]|[가-하][.)]|[-–·•]|\S+\s?{nouns})?\s?")
        self.heading = re.compile(rf"[\W\d]*(?P<section>[^\n.]{{1,{MAX_SECTION}}}?{nouns})\W*$")
        self.winners = re.compile(any_of(table["prizes"]["won"]))
        self.below = re.compile(any_of(table["prizes"]["below"]))

    def read(self, passage: Passage, leading: Leading) -> list[Statement]:
        """The statements of a row or of a sentence with bullets; none where it is no list.

        ``leading`` is what the lines above told, and is kept up.
        """
        self._lead(passage, leading)
        return (
            self._row(passage, leading)
            or self._bullets(passage)
            or self._labels(passage, leading)
            or self._pairs(passage)
        )

    def _lead(self, passage: Passage, leading: Leading) -> None:
        """Take in a line that only names a section, or tells what was won by those below."""
        line, text = passage.sentence.line, passage.text
        short = line.end - line.start <= MAX_HEADING
        heading = self.heading.fullmatch(text, line.start, line.end) if short else None
        if heading:
            leading.section = heading.span("section")
        elif text.endswith(STATEMENT_ENDS, line.start, line.end):
            leading.section = None
        if self.below.search(passage.sentence.text):
            prizes = self.prizes.pattern.finditer(
                text, passage.sentence.start, passage.sentence.end
            )
            leading.prize = next(prizes, None)

    def _row(self, passage: Passage, leading: Leading) -> list[Statement]:
        """A row of a list: 기업 부문 | 최우수상 가 | 우수상 나·다."""
        text, line = passage.text, passage.sentence.line
        prizes = self._row_prizes(passage)
        if not prizes:
            return []
        sections = [*self.slots.section.finditer(text, line.start, prizes[0].start())]
        section = leading.section
        if sections:
            section = self.slots.span(passage, sections[-1])
        name = passage.names[-1] if passage.names else None
        out: list[Statement] = []
        for prize, end in zip(prizes, [*(p.start() for p in prizes[1:]), line.end], strict=True):
            for got in self._row_recipients(passage, prize.end("prize"), end):
                statement = _statement(text, prize, got, section)
                statement.name = name if name and name.end <= prize.start() else None
                statement.sentence = line.start
                out.append(statement)
        return out

    def _row_prizes(self, passage: Passage) -> list[re.Match[str]]:
        """The prizes of a row; none where the sentence is no row."""
        text, line = passage.text, passage.sentence.line
        whole = passage.sentence.start == line.start and line.end - line.start <= MAX_ROW
        if not whole or text.endswith(STATEMENT_ENDS, line.start, line.end) or line.kind == "title":
            return []
        content = text[line.start : line.end]
        found = {
            match.start("prize"): match
            for pattern in (self.short, self.prizes.pattern)
            for match in pattern.finditer(text, line.start, line.end)
        }
        prizes = [
            match
            for start, match in sorted(found.items())
            if NAMED.match(text, match.end("prize")) and not _bracketed(content, start - line.start)
        ]
        if not prizes or any(self.prizes.verbs(passage, line.start, line.end)):
            return []
        label = self.label.match(content)
        labelled = label and prizes[0].start() - line.start <= label.end()
        return prizes if labelled or any(c in content for c in COLUMNS) else []

    def _row_recipients(self, passage: Passage, start: int, end: int) -> list[Got]:
        """Who is named in a stretch of a row: its organizations, else its people."""
        text = passage.text
        opened = NAMED.match(text, start)
        begin = opened.end() if opened else start
        if self.nobody.search(text, begin, end):
            return []
        if opened and opened["sign"]:
            return [*self._parts(passage, begin, end)]
        actors = passage.between(begin, end)
        return gotten(actors, "lists") or self.recipients.people(text, begin, end)

    def _parts(self, passage: Passage, start: int, end: int) -> Iterator[Got]:
        """Everyone whom a list divided by commas and dots names, organizations or not."""
        for begin, stop in _divided(passage.text, start, end):
            actors = passage.between(begin, stop)
            whole = actors and all(
                not passage.text[a:b].strip(" '‘’")
                for a, b in ((begin, actors[0].start), (actors[-1].end, stop))
            )
            people = self.recipients.people(passage.text, begin, stop)
            if people and not whole:
                yield people[-1]
            elif whole or stop - begin > MAX_SECTION:
                yield from gotten(actors, "lists")
            elif passage.text[begin:stop].strip():
                yield named(passage.text, begin, stop, "lists")

    def _item(
        self, passage: Passage, item: re.Match[str], above: tuple[int, int] | None
    ) -> list[Statement]:
        """An item with prizes of its own: ▲1그룹 최우수 수원시, 우수 부천시·안산시."""
        text = passage.text
        prizes = [*self.short.finditer(text, item.start("body"), item.end())]
        if not prizes or any(self.prizes.verbs(passage, prizes[-1].end(), item.end())):
            return []
        bracket = text.find("(", item.start("body"), prizes[0].start())
        until = prizes[0].start() if bracket < 0 else bracket
        section = _section(text, item.start("body"), until) or above
        out = []
        for prize, end in zip(prizes, [*(p.start() for p in prizes[1:]), item.end()], strict=True):
            opened = NAMED.match(text, prize.end("prize"))
            begin = opened.end() if opened else prize.end("prize")
            for got in self._parts(passage, begin, end):
                statement = _statement(text, prize, got, section)
                statement.sentence = passage.sentence.start
                out.append(statement)
        return out

    def _bullets(self, passage: Passage) -> list[Statement]:
        """A list by section: ■ 대통령상 △광역 부문: 전라남도 △시 부문: 경기 광주시."""
        text, sentence = passage.text, passage.sentence
        bullets = [*ITEM.finditer(text, sentence.start, sentence.end)]
        if not bullets:
            return []
        items = [*dropwhile(lambda item: item[0][0] not in ITEMS, bullets)]
        if not items:
            return []
        begin = items[0].start()
        inside: list[Statement] = []
        above: tuple[int, int] | None = None
        for item in bullets:
            if item in items:
                inside += self._item(passage, item, above)
            heading = self.heading.fullmatch(item["body"].strip())
            if heading:  # △축제 부문 ▷대상 가 ▷우수상 나
                above = item.start("body"), item.start("body") + len(item["body"].rstrip())
        if inside:
            return inside
        prizes = [*self.prizes.pattern.finditer(text, sentence.start, begin)]
        name = next((n for n in passage.names if n.end <= begin), None)
        prizes = [p for p in prizes if not any(n.holds(p.start()) for n in passage.names)]
        if prizes and self.prizes.failed.search(text, prizes[-1].end(), begin):
            return []
        if not prizes and not (name and self.winners.search(text, name.end, begin)):
            return []
        out = []
        for item in items:
            actors = passage.between(item.start(), item.end())
            if not actors or any(a.particle not in ITEM_PARTICLES for a in actors):
                continue
            section = _section(text, item.start("body"), actors[0].start)
            for got in gotten(actors, "lists"):
                statement = _statement(text, prizes[-1] if prizes else None, got, section, name)
                out.append(statement)
        return out

    def _labels(self, passage: Passage, leading: Leading) -> list[Statement]:
        """Winners by sections in brackets: (광역) 대구광역시, (기초) 수원시·종로구·홍성군."""
        text, sentence = passage.text, passage.sentence
        if sentence.text.count("(") < 2:
            return []
        starts = {a.start for a in sentence.actors}
        labels = [
            label
            for label in LABEL.finditer(text, sentence.start, sentence.end)
            if label.end() in starts
        ]
        if len(labels) < 2:
            return []
        own = [*self.prizes.pattern.finditer(text, sentence.start, labels[0].start())]
        prize = own[-1] if own else leading.prize
        if prize is None:
            return []
        ends = [*(label.start() for label in labels[1:]), sentence.end]
        return [
            _statement(text, prize, got, label.span("section"))
            for label, end in zip(labels, ends, strict=True)
            for got in gotten(passage.between(label.end(), end), "lists")
        ]

    def _pairs(self, passage: Passage) -> list[Statement]:
        """Two prizes or more with who has them: 최우수상 김해시, 우수상 거창군·통영시 순이다."""
        text, sentence = passage.text, passage.sentence
        if len(sentence.actors) < 2:
            return []
        starts = {a.start for a in sentence.actors}
        found = {
            match.start("prize"): match
            for matches in (
                self.short.finditer(text, sentence.start, sentence.end),
                passage.matches(self.prizes.pattern),
            )
            for match in matches
            if (behind := PAIRED.match(text, match.end("prize"))) and behind.end() in starts
        }
        prizes = [match for _, match in sorted(found.items())]
        if len(prizes) < 2:
            return []
        ends = [*(p.start() for p in prizes[1:]), sentence.end]
        out = []
        since, section = sentence.start, None
        for prize, end in zip(prizes, ends, strict=True):
            sections = [*self.slots.section.finditer(text, since, prize.start())]
            if sections:
                section = self.slots.span(passage, sections[-1])
            since = prize.end()
            actors = passage.between(prize.end(), end)
            for got in gotten(actors, "lists"):
                statement = _statement(text, prize, got, section)
                statement.sentence = sentence.start
                out.append(statement)
        return out


def _statement(
    text: str,
    prize: re.Match[str] | None,
    got: Got,
    section: tuple[int, int] | None,
    name: Name | None = None,
) -> Statement:
    """One recipient's statement in a list."""
    recipient, why = got
    start, end = prize.span("prize") if prize else (why.start, why.end)
    statement = Statement(start, end, LIST, recipient, name)
    if prize:
        statement.prize = prize["prize"]
        statement.because("prize", start, end, "awards.prizes")
    statement.evidence.append(why)
    if section:
        statement.category = text[slice(*section)]
        statement.because("category", *section, "awards.lists.section")
    return statement


def _section(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The section that an item begins with, without the signs; None where it has none."""
    words = text[start:end]
    section = words.strip(OPENING)
    begin = start + len(words) - len(words.lstrip(OPENING))
    return (begin, begin + len(section)) if 0 < len(section) <= MAX_SECTION else None


def _bracketed(content: str, offset: int) -> bool:
    """Whether an offset lies in round brackets."""
    return content.count("(", 0, offset) > content.count(")", 0, offset)


def _divided(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a stretch between commas and dots, without what is quoted or in brackets."""
    for part in PART.finditer(text, start, end):
        words = re.split(r"\(|\s['‘]", part[0], maxsplit=1)[0]
        begin = part.start() + len(words) - len(words.lstrip())
        yield begin, part.start() + len(words.rstrip(" .'’"))
