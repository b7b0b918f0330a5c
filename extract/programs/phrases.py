"""Names without quotation marks: noun phrases with a head noun and what makes them a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.programs.context import Context
from extract.programs.elsewhere import Alone
from extract.programs.lists import Lists
from extract.programs.mention import Mention
from extract.programs.nouns import NounPhrases, Phrase
from extract.programs.vocabulary import BEFORE, BRACKET, PARTICLES, Vocabulary, alternatives
from extract.wording import Rare
from rules import Rules

BEHIND = 40
"""Characters behind a phrase that tell what is done to it."""
MIN_SHORT = 4
"""Characters of a shorter name that a phrase may stand for."""
ENOUGH = 3

_FOREIGN = re.compile(r"[A-Za-z&]+")


@dataclass(slots=True)
class Evidence:
    """What says that a phrase is the name of an undertaking."""

    marked: bool
    """A place in front, letters, figures or a proper noun make it a name."""
    hosted: bool
    """It is named by who gives it: 행안부 주관 …"""
    led: bool
    """What stands before says that it is run."""
    item: bool
    """It stands in a list."""
    cue: bool
    """Right behind stands what is done to undertakings."""
    made: bool
    """It is the object of being made or run."""
    classed: bool
    """A class noun stands before it."""

    def convinces(self, phrase: Phrase) -> bool:
        """Whether it is enough: something must be done to it, or a mark and modifiers name it."""
        score = (
            2 * (self.marked + self.hosted + self.led + self.item)
            + self.cue
            + self.made
            + self.classed
            + min(phrase.modifiers, 2)
            + (len(phrase.stem) >= 4)
            + (len(phrase.stem) >= 6)
        )
        told = self.hosted or self.led or self.cue or self.item
        return score >= ENOUGH and (told or (self.marked and phrase.modifiers > 0))


class Phrases:
    """Finds names without quotation marks."""

    def __init__(self, rules: Rules, vocabulary: Vocabulary, lists: Lists) -> None:
        table = rules.tables["programs"]["phrases"]
        self._vocabulary = vocabulary
        self._lists = lists
        self._nouns = NounPhrases(table, vocabulary, lists)
        self._cue = re.compile(
            rf"(?:{BRACKET})?[을를은는이가에도의]?\s?(?:[가-힣0-9.]+\s){{0,3}}"
            rf"(?:{alternatives(table['cues'])})"
        )
        self._head = re.compile(rf"(?:{alternatives(table['heads'])})$")
        self._hosted = re.compile(rf"(?:{alternatives(table['hosted'])})\s$")
        self._no_name_behind = re.compile(
            rf"\s?[‘'“\"]|에서|\s제\d|\s[가-힣]+(?:{alternatives(table['rooms'])})에서"
        )
        self._marks = re.compile(
            rf"[가-힣](?:{alternatives(table['stamps'])})\s|[A-Za-z]|\d|[一-龥]|\+"
            rf"|{alternatives(table['marks'])}|^(?:{alternatives(table['regions'])})"
        )
        self._offices = tuple(table["offices"])
        self._generic = frozenset(table["generic"])
        self._shed = frozenset(table["shed"])
        self._places = _short_names(rules)
        currency = alternatives(rules.tables["programs"]["classes"]["currency"])
        self._common = frozenset(rules.tables["programs"]["phrases"]["after_currency"])
        self._named = re.compile(
            rf"(?P<noun>{currency})\s(?P<name>[가-힣A-Za-z0-9]{{2,10}}?)(?={PARTICLES}(?![가-힣]))"
        )
        self._introduced = Rare(
            r"인\s",
            rf"(?P<noun>{vocabulary.class_pattern})인\s(?P<name>[가-힣A-Za-z0-9]{{3,20}}?)"
            rf"(?={PARTICLES}(?![가-힣]))",
        )

    def find(self, context: Context) -> Iterator[Mention]:
        """The names, sentence by sentence."""
        found = [
            (phrase, evidence)
            for sentence in context.sentences
            for phrase in self._nouns.read(context, sentence)
            if (evidence := self._evidence(context, phrase)) is not None
        ]
        shorter = {name for phrase, _ in found for name in self._shorter(phrase)}
        alone = Alone(context.text, shorter)
        for phrase, evidence in found:
            mention = self._mention(context, phrase, evidence, alone)
            if mention is not None:
                yield mention

    def introduced(self, context: Context) -> Iterator[Mention]:
        """Names behind a class noun with a copula: 이동 돌봄 서비스인 느티나무버스가."""
        for sentence in context.sentences:
            found = [
                *self._introduced.finditer(context.text, sentence.start, sentence.end),
                *self._named.finditer(context.text, sentence.start, sentence.end),
            ]
            for match in found:
                if match.re is self._named and not self._is_coined(context, *match.span("name")):
                    continue
                start, end = match.span("name")
                category = self._vocabulary.category(match["noun"])
                yield Mention(
                    start, end, match["name"], category, "programs.copula", sentence, start, end
                )

    def _is_coined(self, context: Context, start: int, end: int) -> bool:
        """Whether a word is a name, and stands on its own elsewhere: 지역화폐 시루의 … 시루를."""
        name = context.text[start:end]
        known = name in self._places or name in self._common
        return not known and context.text.count(name) > 1

    # -- what speaks for it ---------------------------------------------------------------

    def _evidence(self, context: Context, phrase: Phrase) -> Evidence | None:
        """What says that a phrase is a name; None where that is not enough."""
        text, listing = context.text, context.listing(phrase.sentence)
        behind = text[phrase.end : phrase.end + BEHIND]
        before = text[max(0, phrase.start - BEFORE) : phrase.start]
        if self._no_name_behind.match(behind[:12]):
            return None  # a class noun before a name, or a venue
        evidence = Evidence(
            marked=self._is_marked(context, phrase),
            hosted=self._hosted.search(before[-4:]) is not None,
            led=self._vocabulary.leads(before),
            item=listing.holds(phrase.start) and self._lists.after_phrase.match(behind) is not None,
            cue=self._cue.match(behind) is not None,
            made=self._vocabulary.made(behind[:20]),
            classed=self._vocabulary.class_before(before) is not None,
        )
        told = evidence.marked or (evidence.made and phrase.modifiers > 1)
        if not (told or self._has_head(phrase)) or context.ends_organization(phrase.end):
            return None
        if self._is_common(context, phrase, evidence):
            return None
        if not (evidence.convinces(phrase) or self._is_currency(context, phrase)):
            return None
        return evidence

    def _is_currency(self, context: Context, phrase: Phrase) -> bool:
        """Whether it is a town's own money: 관악사랑상품권."""
        town = phrase.word.startswith(context.places)
        return town and self._vocabulary.head(phrase.word) == "currency"

    def _has_head(self, phrase: Phrase) -> bool:
        """Whether the head noun is one that needs no mark."""
        return self._head.search(phrase.word) is not None

    def _is_common(self, context: Context, phrase: Phrase, evidence: Evidence) -> bool:
        """What is common to many is no name, with however many modifiers."""
        if not phrase.stem and phrase.modifiers < 2 and not (evidence.marked or evidence.hosted):
            return True
        words = phrase.name.split()
        while len(words) > 1 and (context.is_place(words[0]) or words[0] in context.names):
            words.pop(0)
        rest = " ".join(words)
        if len(words) <= phrase.modifiers and (rest in self._generic or self._head.fullmatch(rest)):
            return True  # 경기 시흥시 지역화폐
        if phrase.modifiers == 0 and phrase.word.endswith(self._offices):
            return True  # 근화동주민센터
        bare = phrase.modifiers == 0 and (phrase.stem in self._generic or len(phrase.stem) < 2)
        return bare or phrase.name in self._generic

    def _is_marked(self, context: Context, phrase: Phrase) -> bool:
        first = phrase.name.split()[0]
        if first in self._places or (
            first.startswith(context.places) and first not in context.places
        ):
            return True
        if context.named_by(phrase.start, phrase.start + len(first)):
            return True
        name, common = phrase.name, self._vocabulary.letters
        for letters in _FOREIGN.findall(name):
            if letters in common:
                name = name.replace(letters, "")
        return self._marks.search(name) is not None or context.proper(
            phrase.start, phrase.start + len(name) - 2, common
        )

    # -- the name in it -------------------------------------------------------------------

    def _mention(
        self, context: Context, phrase: Phrase, evidence: Evidence, alone: Alone
    ) -> Mention | None:
        start, name = self._shortened(phrase, alone)
        sentence = phrase.sentence
        rest = context.text[phrase.end : min(sentence.end, phrase.end + BEHIND)]
        if not evidence.item and self._vocabulary.mere_contest(name, "", rest):
            return None
        return Mention(
            start,
            start + len(name),
            name,
            self._vocabulary.head(name),
            "programs.phrase",
            sentence,
            start,
            phrase.end,
            context.listing(sentence).tail if evidence.item else None,
        )

    def _shortened(self, phrase: Phrase, alone: Alone) -> tuple[int, str]:
        """Where the name begins, and the name: as it stands alone elsewhere, else the phrase."""
        start, name = phrase.start, phrase.name
        if self._may_shed(phrase) and alone.elsewhere(phrase.rest, start):
            name = phrase.rest  # 스마트 지킴이 사업: elsewhere it stands without the class noun
        for short in self._endings(name):
            if alone.elsewhere(short, start):
                return start + len(name) - len(short), short
        return start, name

    def _shorter(self, phrase: Phrase) -> Iterator[str]:
        """The shorter names that a phrase may stand for."""
        yield from self._endings(phrase.name)
        if self._may_shed(phrase):
            yield phrase.rest
            yield from self._endings(phrase.rest)

    def _may_shed(self, phrase: Phrase) -> bool:
        return phrase.word in self._shed and self._vocabulary.head(phrase.rest) is not None

    def _endings(self, name: str) -> Iterator[str]:
        """What a name ends in, the longest first; one that begins with a place is whole."""
        words = name.split()
        if words[0] not in self._places:
            endings = (" ".join(words[i:]) for i in range(1, len(words)))
            yield from (ending for ending in endings if len(ending) >= MIN_SHORT)


def _short_names(rules: Rules) -> set[str]:
    """The names of local governments without their level: 연수 of 연수구."""
    return {
        short[:-1]
        for row in rules.rows["organizations"]
        if row.get("level")
        for short in row.many("short")
        if len(short) > 2
    }
