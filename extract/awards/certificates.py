"""Certificates: NAME 인증을 획득했다. The name is what is certified, the prize is 인증."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from extract.awards.names import Names
from extract.awards.statements import Name, Passage, Prize
from extract.wording import any_of

RULE = "awards.certificates.words"


class Certificates:
    """Reads certificates with the table ``certificates``."""

    def __init__(self, table: dict[str, Any], names: Names) -> None:
        self.names = names
        word = rf"(?P<prize>{any_of(table['certificates']['words'])})서?"
        verbs = any_of(table["certificates"]["verbs"])
        self.quoted = re.compile(rf"\s?{word}(?=[을를도])")
        self.plain = re.compile(
            rf"(?<![가-힣A-Za-z0-9])(?P<name>[가-힣A-Za-z0-9]+(?:\s?\((?:[^()]{{2,20}})\)|\s\d{{4,5}})?)\s{word}"
            rf"(?=(?:을|를|도|까지)\s?(?:[가-힣]+\s){{0,2}}{verbs})"
        )

    def read(self, passage: Passage) -> list[tuple[Name, Prize]]:
        """The certificates of a sentence that are in no name which is known already."""
        out = [*self._quoted(passage)]
        known = [*passage.names, *(name for name, _ in out)]
        at = passage.sentence.start
        for match in self.plain.finditer(passage.sentence.text):
            if any(n.start < at + match.end() and at + match.start() < n.outer_end for n in known):
                continue
            start = self.names.phrase(passage, at + match.start("name"))
            name = self.names.plain(passage.text, start, at + match.end("name"), RULE)
            prize, end = match.span("prize")
            known.append(name)
            out.append((name, Prize(at + prize, at + end, match["prize"])))
        return out

    def _quoted(self, passage: Passage) -> Iterator[tuple[Name, Prize]]:
        text, sentence = passage.text, passage.sentence
        for quote in passage.quotes:
            if sentence.start <= quote.start < sentence.end:
                match = self.quoted.match(text, quote.outer_end)
                if match:
                    end = match.end()
                    yield self.names.name(text, quote, RULE), Prize(end, end, match["prize"])
