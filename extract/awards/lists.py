"""Lists of winners, which have no verbs: rows by prize, and bullets by section."""

from __future__ import annotations

import re
from itertools import dropwhile
from typing import Any

from extract.awards.actors import AND, BARE, SUBJECT
from extract.awards.prizes import Prizes
from extract.awards.recipients import Got, Recipients, gotten
from extract.awards.slots import Slots
from extract.awards.statements import LIST, Passage, Statement
from extract.wording import any_of

MAX_ROW = 160
"""Characters; a longer line is no row."""
MAX_SECTION = 20
"""Characters; anything longer before the first winner is no section."""
BULLETS = "△▲▷▶○◇◆□■●"
ITEMS = "△▲○"
"""The bullets of winners; the others open a prize or a part of the list."""
ITEM = re.compile(rf"[{BULLETS}]\s*(?P<body>[^{BULLETS}\n]+)")
ITEM_PARTICLES = BARE | AND | SUBJECT | {"에"}
SIGNS = " |-–:·,/"
OPENING = " :：([〔-"
NAMED = re.compile(r"\s?[-–:|]?\s?[가-힣A-Za-z]")
"""Behind a prize in a row: somebody is named."""
COLUMNS = ("|", "/")
"""Signs that make a line a row wherever they stand."""
STATEMENT_ENDS = "다."
"""How a line ends that is a sentence and no row."""


class Lists:
    """Reads lists of winners with the words for nobody and for sections."""

    def __init__(
        self, table: dict[str, Any], prizes: Prizes, slots: Slots, recipients: Recipients
    ) -> None:
        self.prizes = prizes
        self.slots = slots
        self.recipients = recipients
        self.nobody = re.compile(any_of(table["recipients"]["nobody"]))
        self.short = re.compile(
            rf"(?<![가-힣])(?P<prize>{any_of(table['prizes']['listed'])})[\s:]\s?(?=[가-힣])"
        )
        nouns = any_of(table["category"]["nouns"])
        self.label = re.compile(rf"\W*(?:\d+[.)]|[가-하][.)]|[-–·•]|\S+\s?{nouns})?\s?")

    def read(self, passage: Passage) -> list[Statement]:
        """The statements of a row or of a sentence with bullets; none where it is no list."""
        return self._row(passage) or self._bullets(passage)

    def _row(self, passage: Passage) -> list[Statement]:
        """A row of a list: 기업 부문 | 최우수상 가 | 우수상 나·다."""
        text, line = passage.text, passage.sentence.line
        prizes = self._row_prizes(passage)
        if not prizes:
            return []
        sections = [*self.slots.section.finditer(text, line.start, prizes[0].start())]
        section = sections[-1].span(sections[-1].lastgroup or 0) if sections else None
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
        content = text[line.start : line.end]
        whole = passage.sentence.start == line.start and len(content) <= MAX_ROW
        if not whole or content.endswith(STATEMENT_ENDS) or line.kind == "title":
            return []
        matches = self.prizes.pattern.finditer(text, line.start, line.end)
        prizes = [m for m in matches if NAMED.match(text, m.end("prize"))]
        if not prizes or any(self.prizes.verbs(passage, line.start, line.end)):
            return []
        label = self.label.match(content)
        labelled = label and prizes[0].start() - line.start <= label.end()
        return prizes if labelled or any(c in content for c in COLUMNS) else []

    def _row_recipients(self, passage: Passage, start: int, end: int) -> list[Got]:
        """Who is named in a stretch of a row: its organizations, else its people."""
        body = passage.text[start:end].strip(SIGNS)
        if not body or self.nobody.search(body):
            return []
        actors = [a for a in passage.sentence.actors if start <= a.start < end]
        return gotten(actors, "lists") or self.recipients.people(passage.text, start, end)

    def _item(self, passage: Passage, item: re.Match[str]) -> list[Statement]:
        """An item with prizes of its own: ▲1그룹 최우수 수원시, 우수 부천시·안산시."""
        prizes = [*self.short.finditer(passage.text, item.start("body"), item.end())]
        if not prizes:
            return []
        bracket = passage.text.find("(", item.start("body"), prizes[0].start())
        until = prizes[0].start() if bracket < 0 else bracket
        section = _section(passage.text, item.start("body"), until)
        out = []
        for prize, end in zip(prizes, [*(p.start() for p in prizes[1:]), item.end()], strict=True):
            actors = (a for a in passage.sentence.actors if prize.end() <= a.start < end)
            for got in gotten(actors, "lists"):
                statement = _statement(passage.text, prize, got, section)
                statement.sentence = passage.sentence.start
                out.append(statement)
        return out

    def _bullets(self, passage: Passage) -> list[Statement]:
        """A list by section: ■ 대통령상 △광역 부문: 전라남도 △시 부문: 경기 광주시."""
        text, sentence = passage.text, passage.sentence
        bullets = ITEM.finditer(text, sentence.start, sentence.end)
        items = [*dropwhile(lambda item: item[0][0] not in ITEMS, bullets)]
        if not items:
            return []
        begin = items[0].start()
        inside = [s for item in items for s in self._item(passage, item)]
        if inside:
            return inside
        prizes = [*self.prizes.pattern.finditer(text, sentence.start, begin)]
        if not prizes or self.prizes.failed.search(text, prizes[-1].end(), begin):
            return []
        name = next((n for n in passage.names if n.end <= begin), None)
        out = []
        for item in items:
            actors = [a for a in sentence.actors if item.start() <= a.start < item.end()]
            if not actors or any(a.particle not in ITEM_PARTICLES for a in actors):
                continue
            section = _section(text, item.start("body"), actors[0].start)
            for got in gotten(actors, "lists"):
                statement = _statement(text, prizes[-1], got, section)
                statement.name = name
                out.append(statement)
        return out


def _statement(
    text: str, prize: re.Match[str], got: Got, section: tuple[int, int] | None
) -> Statement:
    """One recipient's statement in a list."""
    recipient, why = got
    statement = Statement(*prize.span("prize"), LIST, recipient, prize=prize["prize"])
    statement.because("prize", statement.start, statement.end, "awards.prizes")
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
