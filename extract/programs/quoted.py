"""Names in quotation marks.

A quoted name counts where something says that it is an undertaking: the head noun it ends in, a
class noun before or behind it, or what is done to it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extract.programs.context import Context
from extract.programs.elsewhere import Uses
from extract.programs.lists import Lists
from extract.programs.mention import Mention
from extract.programs.vocabulary import BEFORE, Vocabulary, alternatives
from extract.quotations import Quotation, ahead
from extract.sentences import Sentence
from extract.wording import any_of, verbs

MIN_NAME = 2
MIN_DESCRIBED = 5
MAX_NAME = 40
BEHIND = 30
"""Characters behind the closing mark that tell what is quoted."""
HELD = 50
"""Characters behind the name of a contest that tell whether it is held."""
ENDING = 60
"""Characters at the end of a sentence that hold its predicate."""
ENOUGH = 2

_LETTER = re.compile(r"[가-힣A-Za-z]")
# behind the mark a particle, or else the word goes on and what is quoted is a part of it
_WORD_GOES_ON = re.compile(
    r"(?!은|는|이|가|을|를|의|에|와|과|도|로|으로|까지|부터|만|엔|등|인|라는)[가-힣]"
)
_AS = re.compile(r"(?:으로|로)(?:서|써)?(?![가-힣])")
_SUBJECT = re.compile(r"(?:은|는)\s")
_PREDICATE = re.compile(r"(?P<noun>[가-힣]+?)(?:이다|다)\.?$")
_ROW = re.compile(r"(?:,|·|와|과)\s?")
"""What stands between two quotations of a row."""
_EDITION = re.compile(r"(?:\d{4}년?\s)?제\s?\d+\s?회\s")


@dataclass(slots=True)
class Evidence:
    """What says that a quoted name is an undertaking."""

    head: str | None
    """The category of the head noun that it ends in."""
    class_behind: re.Match[str] | None
    class_before: str | None
    """The category of the class noun before it."""
    led: bool
    """What stands before says that it is run."""
    cue: bool
    """Somewhere behind stands what is done to undertakings."""
    made: bool
    """It is the object of being made or run."""
    listed: bool
    edition: bool
    """It begins with 제3회."""
    described: bool
    """A clause before it tells what it does."""
    proper: bool
    """It holds a name."""
    words: int
    letters: int

    def strength(self) -> int:
        """``ENOUGH`` is enough where nothing speaks against it."""
        sure = (self.head, self.class_behind, self.class_before, self.led)
        return (
            2 * (sum(map(bool, sure)) + self.listed + self.edition)
            + self.cue
            + self.described
            + self.made * (2 if self.letters > 2 else 1)
        )

    def mere_head(self) -> bool:
        """Whether it is a word like 'center' and nothing else speaks for it."""
        return self.head is not None and not (
            self.proper
            or self.cue
            or self.class_behind
            or self.class_before
            or self.led
            or self.listed
            or self.words > 1
        )


class Quoted:
    """Finds quoted names."""

    def __init__(self, table: dict[str, Any], vocabulary: Vocabulary, lists: Lists) -> None:
        self._vocabulary = vocabulary
        self._after_item = lists.after_quoted
        quoted = table["quoted"]
        self._not_behind = re.compile(
            rf"{'|'.join(quoted['speech'])}|{alternatives(quoted['not_behind'])}"
            rf"|(?:을|를)\s(?:[가-힣]+\s){{0,2}}(?:{alternatives(quoted['aims'])})로"
        )
        self._not_before = re.compile(
            rf"(?:{alternatives(quoted['not_before'])})[은는이가을를:]?\s?$"
        )
        self._not_inside = re.compile(
            rf"(?:{alternatives(quoted['sentence_ends'])})\.|[?!…]"
            rf"|(?:{alternatives(quoted['ends'])})$|^\d+$"
            rf"|^(?:{alternatives(quoted['begins'])})\s"
        )
        self._not_after = re.compile(
            rf"(?<![가-힣]){any_of(verbs(quoted['not_after']))}[가-힣]{{0,3}}$"
        )
        self._tail = re.compile(rf"\s(?:{alternatives(quoted['tails'])})$")

    def find(self, context: Context) -> Iterator[Mention]:
        """The names in order."""
        starts = [sentence.start for sentence in context.sentences]
        names = (context.text[q.start : q.end] for q in context.quotes)
        uses = Uses(context.text, names, self._vocabulary)
        for row in self._rows(context):
            found = []
            for quote in row:
                i = bisect_right(starts, quote.start) - 1
                if i >= 0 and quote.start < context.sentences[i].end:
                    found.append(self._mention(context, context.sentences[i], quote, uses))
            sure = any(mention for mention, convinces in found if convinces)
            # ‘가’, ‘나’ 등을 연다: in a row with names every one is a name
            yield from (m for m, convinces in found if m is not None and (sure or convinces))

    def _rows(self, context: Context) -> list[list[Quotation]]:
        """Quotations that stand in a row, together."""
        rows: list[list[Quotation]] = []
        for quote in context.quotes:
            if rows and _ROW.fullmatch(context.text, rows[-1][-1].outer_end, quote.outer_start):
                rows[-1].append(quote)
            else:
                rows.append([quote])
        return rows

    def _mention(
        self, context: Context, sentence: Sentence, quote: Quotation, uses: Uses
    ) -> tuple[Mention | None, bool]:
        """The mention that a quotation may be, and whether it is enough by itself."""
        name = context.text[quote.start : quote.end]
        if not self._may_be_name(context.text, sentence, quote, name):
            return None, False
        evidence = self._evidence(context, sentence, quote, name)
        convinces = self._convinces(context.text, evidence, quote, name, uses)
        category, tail = self._category(context, sentence, quote, evidence)
        behind = evidence.class_behind
        trimmed = self._tail.search(name)
        stop = trimmed.start() if trimmed else len(name)
        mention = Mention(
            quote.start,
            quote.start + stop,
            name[:stop],
            category,
            "programs.quoted",
            sentence,
            quote.outer_start,
            behind.end() if behind else quote.outer_end,
            tail,
        )
        return mention, convinces

    def _may_be_name(self, text: str, sentence: Sentence, quote: Quotation, name: str) -> bool:
        """Whether nothing around the marks or between them says that it is something else."""
        if not MIN_NAME <= len(name) <= MAX_NAME or not _LETTER.search(name):
            return False
        if _WORD_GOES_ON.match(text, quote.outer_end) and not self._vocabulary.class_behind(
            text, quote.outer_end
        ):
            return False
        behind, before = _behind(text, quote), _before(text, quote)
        if self._not_behind.match(behind.lstrip(" ”’\"'")) or self._not_inside.search(name):
            return False
        if self._not_before.search(before):
            return False
        rest = text[quote.outer_end : min(sentence.end, quote.outer_end + HELD)]
        return not self._vocabulary.mere_contest(name, before, rest)

    def _evidence(
        self, context: Context, sentence: Sentence, quote: Quotation, name: str
    ) -> Evidence:
        words, text = self._vocabulary, context.text
        behind, before = _behind(text, quote), _before(text, quote)
        cue_end = min(sentence.end, quote.outer_end + BEHIND)
        return Evidence(
            head=words.head(name),
            class_behind=words.class_behind(text, quote.outer_end),
            class_before=words.class_before(before),
            led=words.leads(before if before.endswith(" ") else before + " "),
            cue=words.cues.search(text, quote.outer_end, cue_end) is not None,
            made=words.made(behind),
            listed=context.listing(sentence).holds(quote.outer_start)
            and self._after_item.match(behind) is not None,
            edition=_EDITION.match(name) is not None,
            described=self._is_described(context, quote, name),
            proper=context.proper(quote.start, quote.end, words.letters),
            words=len(name.split()),
            letters=len(name),
        )

    def _is_described(self, context: Context, quote: Quotation, name: str) -> bool:
        """Whether a clause leads up to a name of several words: …을 공개하는 ‘가나다 알림판’."""
        end = ahead(context.text, quote.outer_start)
        before = context.text[max(0, end - BEFORE) : end]
        several = " " in name and len(name) >= MIN_DESCRIBED
        leads = several and context.found.morphemes.leads(end)
        return leads and not self._not_after.search(before)

    def _convinces(
        self, text: str, evidence: Evidence, quote: Quotation, name: str, uses: Uses
    ) -> bool:
        classed = evidence.class_behind or evidence.class_before
        if _AS.match(text, quote.outer_end) and not classed:
            return False  # what something is made into, or named
        if evidence.mere_head():
            return False
        strength = evidence.strength()
        if strength < ENOUGH and uses.elsewhere(name, quote.start):
            strength += 2
        return strength >= ENOUGH or (evidence.proper and evidence.cue and len(name) > 3)

    def _category(
        self, context: Context, sentence: Sentence, quote: Quotation, evidence: Evidence
    ) -> tuple[str | None, int | None]:
        """The category, and in a list the offset behind its items."""
        words, listing = self._vocabulary, context.listing(sentence)
        tail = listing.tail if evidence.listed else None
        if evidence.class_behind:
            return words.category(evidence.class_behind["noun"]), tail
        category = evidence.head or evidence.class_before
        if category is None and tail is not None:
            category = listing.category
        return category or self._predicate(context.text, sentence, quote.outer_end), tail

    def _predicate(self, text: str, sentence: Sentence, at: int) -> str | None:
        """The class that the sentence says it is: ‘…’는 … 소통 핫라인이다."""
        if not _SUBJECT.match(text, at, sentence.end):
            return None
        match = _PREDICATE.search(sentence.text[-ENDING:].rstrip())
        return self._vocabulary.category(match["noun"]) if match else None


def _behind(text: str, quote: Quotation) -> str:
    return text[quote.outer_end : quote.outer_end + BEHIND]


def _before(text: str, quote: Quotation) -> str:
    return text[max(0, quote.outer_start - BEFORE) : quote.outer_start]
