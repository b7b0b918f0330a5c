"""Award names: quoted, or noun phrases that end in a head (평가, 대회 …)."""

from __future__ import annotations

import re
from typing import Any

from extract.awards.actors import BARE, PLACE
from extract.awards.grantors import Grantors
from extract.awards.prizes import Prizes, compound
from extract.awards.statements import Name, Passage
from extract.found import Evidence
from extract.morphemes import Morphemes
from extract.quotations import OPENING, Quotation
from extract.sentences import Actor
from extract.wording import COPULA, any_of, words_with

HEADS = "awards.names.heads"
EVENTS = "awards.names.events"
NAME_WORDS = 7
"""Words of an unquoted name before its head."""
MIN_CHARS = 5
"""Anything shorter without marks only points back: 이번 평가, 시상식."""
EVENT_REACH = 24
"""Characters behind a quotation that tell that it is an award's name."""
PARTICLES = "에서는?|에서도|서|에|의|을|를|은|는|이|가|도|로|으로|와|과"
SIGNS = "·&+-"
WORD = f"가-힣A-Za-z0-9{SIGNS}"
"""What the last word of a name is made of."""
MARKS = re.compile(r"[,.'’‘”“\"…\[\]△▲]")
WORDS = re.compile(rf"[{WORD}]+")
PARTICLE = re.compile(rf"(?:{PARTICLES})$")
OF_ENDING = r"(?:을|를|에서|은|도)(?![가-힣])|’|'"
"""What stands behind a name that is told by its ending only."""
FOREIGN = re.compile(r"(?<![A-Za-z])[A-Za-z]{2,}\s$")
"""Before a prize's wording: both are one name (CES 혁신상)."""
ACRONYM = re.compile(r"(?P<name>[A-Z](?<![A-Za-z].)[A-Za-z]{2,})에서\s")
"""A name in letters where something is won: IDEA에서 동상을 받았다."""
BEFORE = 20
"""Characters before a name that tell of it."""
PRIZE_REACH = 16
"""Characters behind it that hold the prize."""
INNER_YEAR = re.compile(r"(?<=\s)(?:19|20)\d\d\s")
BRACKET_WORD = re.compile(r"\([^()]*\)$")
BRACKETS = re.compile(r"\s?\([^()]*\)$")
NEXT_YEAR = re.compile(r"\s(?:19|20)\d\d(?=\s)")
YEAR_BEHIND = re.compile(r"\s((?:19|20)\d\d)$")
NOMINAL = "NSX"
"""The first letters of Kiwi's tags for nouns, letters and figures, affixes."""
NOT_NOMINAL = frozenset({"SP", "SF", "SSC", "SY", "SE", "XSV"})


class Names:
    """Reads award names with the tables ``names`` and ``numbers``."""

    def __init__(self, table: dict[str, Any], prizes: Prizes, grantors: Grantors) -> None:
        self.prizes = prizes
        self.grantors = grantors
        names, numbers = table["names"], table["numbers"]
        section = any_of(table["category"]["nouns"])
        won = any_of(table["prizes"]["won"])
        heads = any_of(names["heads"])
        self.endings = tuple(table["prizes"]["endings"])
        self.certificates = frozenset(table["certificates"]["words"])
        endings = any_of(self.endings)
        self.core = re.compile(any_of([*names["heads"], *self.endings]))
        self.head = re.compile(
            rf"(?<![{WORD}])(?:[{WORD}]*{heads}(?=\s?\(|(?:{PARTICLES}|{COPULA})?(?![가-힣A-Za-z]))"
            rf"|[{WORD}]+(?P<ending>{endings})(?={OF_ENDING}|\s{won}|\s\S+\s?{section}))"
        )
        self.headed = re.compile(rf"{heads}(?:\s?\([^()]*\))?(?:\s\d{{4}})?$")
        self.giving = re.compile(rf"{any_of(table['grantors']['giving'])}\s$")
        self.head_end = re.compile(rf"{heads}$")
        self.common = frozenset(names["common"])
        self.weak = frozenset(names["weak"])
        self.event = re.compile(
            r"(?:\s?\([^()]*\))?\s?(?:의\s)?"
            rf"(?:에서|{any_of(names['events'])}|\S{{2,12}}\s?{section}(?:에서)?)"
        )
        self.section = re.compile(rf"(?:\S+\s){{0,2}}?\S+{section}\s")
        self.below = re.compile(rf"\s{any_of(names['below'])}(?![가-힣])")
        self.assessed = tuple(names["assessed"])
        self.joining = frozenset(names["joining"])
        self.openers = frozenset(names["openers"])
        self.held = re.compile(rf"\s{any_of([*names['events'], *names['held']])}")
        self.stop = re.compile(rf"{any_of(names['stops'])}|{names['stop_pattern']}")
        self.year = re.compile(numbers["year_pattern"])
        self.edition = re.compile(rf"\W*(?:{numbers['edition_pattern']})")

    def read(self, passage: Passage) -> list[Name]:
        """The award names of a sentence, in the order of the text."""
        quoted = self._quoted(passage)
        names = [*quoted, *self._phrases(passage, quoted)]
        for match in ACRONYM.finditer(passage.text, passage.sentence.start, passage.sentence.end):
            prize = self.prizes.pattern.search(passage.text, match.end(), match.end() + PRIZE_REACH)
            if prize and not any(n.outer_start < match.end() <= n.outer_end for n in names):
                names.append(self.plain(passage.text, *match.span("name"), HEADS))
        return sorted(names, key=lambda name: name.start)

    def _quoted(self, passage: Passage) -> list[Name]:
        text, sentence = passage.text, passage.sentence
        out = []
        for quote in passage.quotes:
            if not sentence.start <= quote.start < sentence.end:
                continue
            content = text[quote.start : quote.end]
            event = self.event.match(text, quote.outer_end, quote.outer_end + EVENT_REACH)
            own = content.endswith(self.endings) and compound(
                passage.found.morphemes, quote.start, quote.end
            )
            if (self.headed.search(content) or event or own) and not self._is_prize(content):
                out.append(self.name(text, quote, EVENTS if event else HEADS))
        return out

    def _phrases(self, passage: Passage, quoted: list[Name]) -> list[Name]:
        text, sentence = passage.text, passage.sentence
        out: list[Name] = []
        heads = words_with(self.core, self.head, text, sentence.start, sentence.end, inner=SIGNS)
        for match in heads:
            head, end = match.span()
            if passage.quoted(head) and not self._announces(passage, head):
                continue
            if self._is_prize(match[0]) and not self._is_own(passage, head, end):
                continue
            weak = self._is_weak(match[0])
            if weak and any(n.outer_end <= head for n in quoted):
                continue  # ‘NAME’ 최종 심사
            if match[0] in self.certificates:
                continue
            prize = passage.first(self.prizes.pattern, end, sentence.end)
            if match["ending"]:  # 과학기술인상; behind another name it is what is won there
                if out or not compound(passage.found.morphemes, head, end):
                    continue
            elif prize is None and weak:
                won = self.prizes.won.search(text, head, end)
                of_own = won and self.prizes.own.match(text, end)
                if not of_own and not self.grantors.results.match(text, end):
                    continue
            start = self.phrase(passage, head)
            section = self.section.match(text, start, head)
            name = self.plain(text, section.end() if section else start, end, HEADS)
            if len(name.text) < MIN_CHARS or self._is_common(name.text):
                continue
            if out and name.start <= out[-1].start:
                out.pop()  # 피너클 어워드 한국대회 is one name
            out.append(name)
        return out

    def _is_weak(self, word: str) -> bool:
        head = self.head_end.search(word)  # the longest: 경진대회, not 대회
        return head is not None and head[0] in self.weak

    def _is_own(self, passage: Passage, head: int, end: int) -> bool:
        """Whether a prize's wording is an award's name: ORG이 주는 정보화 공로상, CES 혁신상."""
        text = passage.text
        if PLACE.match(text, end) or self.held.match(text, end):
            return True
        start = self.phrase(passage, head)
        given = start < head and self.giving.search(text, max(0, start - BEFORE), start)
        return bool(given or FOREIGN.search(text, max(0, head - BEFORE), head))

    def _is_common(self, name: str) -> bool:
        """Whether a name says only how something was judged: 현장 평가."""
        *modifiers, last = name.split()
        stem = self.head_end.sub("", last)
        return all(word in self.common for word in [*modifiers, stem] if word)

    def _announces(self, passage: Passage, offset: int) -> bool:
        """Whether a headline's quotation tells of a prize, so that it holds no name alone."""
        quote = passage.quoted(offset)
        if quote is None or not passage.headline:
            return False
        prize = self.prizes.pattern.search(passage.text, offset, quote.end)
        return prize is not None and prize.end() - offset > MIN_CHARS

    def _is_prize(self, words: str) -> bool:
        return self.prizes.pattern.fullmatch(words) is not None

    def phrase(self, passage: Passage, start: int) -> int:
        """Where the noun phrase that ends in the word at ``start`` begins."""
        text, floor, head = passage.text, passage.sentence.start, start
        for _ in range(NAME_WORDS):
            end = start - 1
            if end <= floor or text[end] != " ":
                break
            begin = max(text.rfind(" ", floor, end) + 1, floor)
            opens = passage.headline and text[begin] in OPENING
            if opens and self._belongs(passage, begin + 1, end, head):
                return begin + 1  # “응급의료기관 평가 A등급”
            if not self._belongs(passage, begin, end, head):
                break
            start = begin
        while text[start:].startswith(tuple(f"{word} " for word in self.joining)):
            start = text.index(" ", start) + 1
        return start

    def _belongs(self, passage: Passage, start: int, end: int, head: int) -> bool:
        """Whether a word is part of the noun phrase behind it."""
        text = passage.text
        if text[start:end] in self.joining or text[start:end] in self.openers:
            return True
        bare = start + len(BRACKET_WORD.sub("", text[start:end]))
        if not _nominal(passage.found.morphemes, bare) or MARKS.search(text, start, end):
            return False
        if self.stop.fullmatch(text, start, end):
            return False
        if passage.quoted(end - 1) and not passage.quoted(head):
            return False
        return not any(
            actor.start <= start < actor.end == end
            and actor.particle in BARE
            and (self.grantors.verb.match(text, end) or self._gives(passage, actor, head))
            for actor in passage.sentence.actors
        )

    def _gives(self, passage: Passage, actor: Actor, head: int) -> bool:
        """Whether who stands at the beginning of a noun phrase gives: 환경부 …, 경상남도 시군 …."""
        organization = actor.organization
        if organization.category in self.grantors.categories:
            return True
        province = organization.category == "local_government" and " " not in organization.name
        if province and self.below.match(passage.text, actor.end):
            return True
        return province and not passage.headline and self._assessed(passage.text, head)

    def _assessed(self, text: str, head: int) -> bool:
        word = WORDS.match(text, head)
        return word is not None and PARTICLE.sub("", word[0]).endswith(self.assessed)

    def plain(self, text: str, start: int, end: int, rule: str) -> Name:
        """The name at ``start:end``, which has no quotation marks."""
        behind = NEXT_YEAR.match(text, end)  # 웹어워드코리아 2023
        end = behind.end() if behind else end
        return self.name(text, Quotation(start, end, start, end), rule)

    def name(self, text: str, quote: Quotation, rule: str) -> Name:
        """The name that a quotation holds; year and edition before it are no part of it."""
        edition = year = None
        evidence = []
        start, end = quote.start, quote.end
        content = text[start:end]
        for _ in range(3):
            if match := self.year.match(content):
                year, slot = int(match[1]), "year"
            elif match := self.edition.match(content):
                edition, slot = int(match[1]), "edition"
            else:
                break
            told = start + match.start(), start + len(match[0].rstrip())
            evidence.append(Evidence(slot, *told, f"awards.numbers.{slot}"))
            content = content[match.end() :].lstrip()
            start = end - len(content)
        content = BRACKETS.sub("", content)
        if year is None and (match := INNER_YEAR.search(content)):  # CES 2024 혁신상
            year = int(match[0])
            told = start + match.start(), start + match.end() - 1
            evidence.append(Evidence("year", *told, "awards.numbers.year"))
        elif year is None and (match := YEAR_BEHIND.search(content)):  # CES 2023
            year, content = int(match[1]), content[: match.start()]
            told = start + match.start(1), start + match.end(1)
            evidence.append(Evidence("year", *told, "awards.numbers.year"))
        outer = quote.outer_start, quote.outer_end
        end = start + len(content)
        if year is not None:
            content = INNER_YEAR.sub("", content)
        return Name(start, end, *outer, content, rule, edition, year, evidence=evidence)


def _nominal(morphemes: Morphemes, end: int) -> bool:
    """Whether the word that ends here ends in a noun or the like."""
    i = morphemes.after(end) - 1
    if i < 0 or morphemes.ends[i] != end:
        return False
    tag = morphemes.tags[i]
    return tag[0] in NOMINAL and tag not in NOT_NOMINAL
