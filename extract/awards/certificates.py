"""Certificates: NAME 인증을 획득했다. The name is what is certified, the prize is 인증."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from extract.awards.names import Names
from extract.awards.statements import Name, Passage, Prize
from extract.sentences import NEAR
from extract.wording import any_of

RULE = "awards.certificates.words"


class Certificates:
    """Reads certificates with the table ``certificates``."""

    def __init__(self, table: dict[str, Any], names: Names) -> None:
        self.names = names
        words = table["certificates"]
        bare = rf"\s{any_of(words['bare'])}"
        behind = rf"(?:을|를|도|까지)(?![가-힣])|에\s이어|{bare}"
        word = rf"(?P<prize>{any_of(words['words'])})서?(?={behind})"
        self.word = re.compile(any_of(words["words"]))
        self.quoted = re.compile(rf"\s?{word}")
        self.plain = re.compile(
            r"(?<![가-힣A-Za-z0-9·-])(?P<name>[가-힣A-Za-z0-9·-]{1,60}(?:\s?\([^()]{2,20}\)|\s\d{4,5})?)"
            rf"\s{word}"
        )
        self.common = frozenset(words["common"])
        self.anaphors = frozenset(words["anaphors"])

    def read(self, passage: Passage) -> list[tuple[Name | None, Prize]]:
        """The certificates of a sentence that are in no name which is known already.

        The name is None where the certificate is one that was named before (이 인증).
        """
        out = [*self._quoted(passage)]
        quoted = [name for name, _ in out if name]
        at, end = passage.sentence.start, passage.sentence.end
        if not self.word.search(passage.text, at, end):
            return out
        for match in self.plain.finditer(passage.text, at, end):
            near = [*passage.names_around(match.start()), *quoted[-NEAR:]]
            if any(n.start < match.end() and match.start() < n.outer_end for n in near):
                continue
            prize = Prize(*match.span("prize"), match["prize"])
            if match["name"] in self.anaphors:
                out.append((None, prize))
            elif match["name"] not in self.common and not passage.quoted(match.start()):
                start = self.names.phrase(passage, match.start("name"))
                name = self.names.plain(passage.text, start, match.end("name"), RULE)
                out.append((name, prize))
        return out

    def _quoted(self, passage: Passage) -> Iterator[tuple[Name | None, Prize]]:
        text, sentence = passage.text, passage.sentence
        for quote in passage.quotes:
            if sentence.start <= quote.start < sentence.end:
                match = self.quoted.match(text, quote.outer_end)
                if match:
                    prize = Prize(*match.span("prize"), match["prize"])
                    yield self.names.name(text, quote, RULE), prize
