"""Several names in a row, and what is said of all of them: △가 △나 △다 등 3개 사업을 추진한다."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from extract.programs.vocabulary import Vocabulary, alternatives
from extract.sentences import Sentence
from extract.wording import Rare

BULLETS = "▲△▶▷○◇◆■"
SEPARATORS = "▲△▶▷○◇◆,"
"""What may stand behind an item that is not the last."""
MAX_WORD = 20


@dataclass(slots=True, frozen=True)
class Listing:
    """What a sentence lists. ``first`` is the offset of its first item's bullet, None where it
    lists nothing; ``tail`` that behind its last 'and so on', None where there is none;
    ``category`` that of the noun which sums up the items there."""

    first: int | None
    tail: int | None
    category: str | None

    def holds(self, at: int) -> bool:
        """Whether a name that begins at this offset may be an item."""
        return self.first is not None and self.first < at


class Lists:
    """Reads the lists of sentences."""

    def __init__(self, table: dict[str, Any], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        lists = table["lists"]
        others = alternatives(lists["others"])
        ordinals = alternatives(lists["ordinals"])
        first_letters = "".join(word[:1] for word in lists["ordinals"])
        self.item = Rare(
            f"[{BULLETS}①-⑳{first_letters}]",
            rf"(?:[{BULLETS}]|(?<!\d)[①-⑳]|(?<![가-힣])(?:{ordinals}),)\s*",
        )
        self.after_quoted = re.compile(rf"\s?(?:{others}|[{SEPARATORS}]|을|를)")
        """What stands behind a quoted item."""
        self.after_phrase = re.compile(
            rf"\s?(?:{others}|[{SEPARATORS}]|{alternatives(lists['done'])})"
        )
        """What stands behind an item without quotation marks."""
        self._others = Rare(others, rf"(?<=[가-힣’'”\"\s])(?:{others})(?=[이을의에\s])")
        self._sum = re.compile(
            rf"(?:{others})\s?(?:[가-힣]{{1,{MAX_WORD}}}\s){{0,2}}?"
            rf"(?P<noun>[가-힣]{{1,{MAX_WORD}}})(?:을|를|이|가|으로|로)"
        )

    def read(self, sentence: Sentence) -> Listing:
        """What a sentence lists: two items or more, and behind the last what is done to them."""
        text = sentence.text
        items = list(self.item.finditer(text))
        *_, others = None, *self._others.finditer(text)  # the last
        cued = self._vocabulary.cues.search
        done = len(items) > 1 and (
            cued(text, items[-1].end()) or (others and cued(text, 0, items[0].start()))
        )
        summed = self._sum.search(text, others.start()) if others else None
        return Listing(
            sentence.start + items[0].start() if done else None,
            sentence.start + others.end() if others else None,
            self._vocabulary.category(summed["noun"]) if summed else None,
        )
