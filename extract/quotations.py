"""Quotation marks of all kinds, broken pairs too."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_QUOTED = 60
"""A longer stretch between two marks is speech, or the marks do not belong together."""
MAX_BROKEN = 30
"""The same for marks that are no pair: “가나다'."""
OPENING = "‘'“\"「『《〈<`"
CLOSING = "’'”\"」』》〉>`"

# single marks may be closed by another opening one; '21년 is a year, its mark an apostrophe
_MARK = re.compile(f"[{OPENING}’]")
_PAIRS = re.compile(
    rf"""[‘'](?!\d\d[년.])(?P<single>[^‘’'“”"\n]{{1,{MAX_QUOTED}}})[’'‘]
       | [“"](?P<double>[^“”"\n]{{1,{MAX_QUOTED}}})[”"“]
       | 「(?P<corner>[^「」\n]{{1,{MAX_QUOTED}}})」
       | 『(?P<white>[^『』\n]{{1,{MAX_QUOTED}}})』
       | 《(?P<book>[^《》\n]{{1,{MAX_QUOTED}}})》
       | 〈(?P<angle>[^〈〉\n]{{1,{MAX_QUOTED}}})〉
       | <(?P<less>[^<>\n]{{1,{MAX_QUOTED}}})>
       | `(?P<grave>[^`'’\n]{{1,{MAX_BROKEN}}})[`'’]
       | [「『](?P<mixed>[^「」『』\n]{{1,{MAX_BROKEN}}})[」』]
       | [“"](?P<broken>[^‘’'“”"\n]{{1,{MAX_BROKEN}}})['’]
       | ’(?P<turned>(?!\s)[^‘’'“”"\n]{{1,{MAX_BROKEN}}}(?<!\s))‘""",
    re.VERBOSE,
)


def ahead(text: str, offset: int) -> int:
    """Where the word before an offset ends, marks and blanks aside."""
    while offset > 0 and text[offset - 1] in f"{OPENING} ":
        offset -= 1
    return offset


@dataclass(slots=True, frozen=True)
class Quotation:
    """``start:end`` is what stands between the marks, ``outer_*`` takes them in."""

    start: int
    end: int
    outer_start: int
    outer_end: int


def quotations(text: str) -> list[Quotation]:
    """The quotations of a text in order, none within another; of nested ones the inner."""
    found = []
    at = 0
    while mark := _MARK.search(text, at):
        match = _PAIRS.match(text, mark.start())
        if match is None:
            at = mark.end()
            continue
        if match["double"] is not None:  # “‘이름’을 …”: the outer is speech
            match = _PAIRS.search(text, *match.span("double")) or match
        at = match.end()
        start, end = match.span(match.lastgroup or 0)
        content = text[start:end]
        if content.strip():
            start += len(content) - len(content.lstrip())
            end -= len(content) - len(content.rstrip())
            found.append(Quotation(start, end, match.start(), match.end()))
    return found
