"""Quotation marks of all kinds, broken pairs too."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_QUOTED = 60
"""A longer stretch between two marks is speech, or the marks do not belong together."""

_PAIRS = re.compile(
    rf"""[‘'](?!\d\d[년.])(?P<a>[^‘’'“”"\n]{{1,{MAX_QUOTED}}})[’'‘]
       | [“"](?P<b>[^“”"\n]{{1,{MAX_QUOTED}}})[”"“]
       | 「(?P<c>[^「」\n]{{1,{MAX_QUOTED}}})」 | 『(?P<d>[^『』\n]{{1,{MAX_QUOTED}}})』
       | 《(?P<e>[^《》\n]{{1,{MAX_QUOTED}}})》 | 〈(?P<f>[^〈〉\n]{{1,{MAX_QUOTED}}})〉
       | <(?P<g>[^<>\n]{{1,{MAX_QUOTED}}})>""",
    re.VERBOSE,
)


@dataclass(slots=True, frozen=True)
class Quotation:
    """``start:end`` is what stands between the marks, ``outer_*`` takes them in."""

    start: int
    end: int
    outer_start: int
    outer_end: int


def quotations(text: str) -> list[Quotation]:
    """The quotations of a text in order; of nested ones the inner."""
    found = []
    at = 0
    while match := _PAIRS.search(text, at):
        group = match.lastgroup or "a"
        start, end = match.span(group)
        inner = _PAIRS.search(text, start, end) if group == "b" else None
        if inner:  # “‘이름’을 …”: the outer is speech
            at = start
            match = inner
            group = match.lastgroup or "a"
            start, end = match.span(group)
        raw = text[start:end]
        lead = len(raw) - len(raw.lstrip())
        trail = len(raw) - len(raw.rstrip())
        if raw.strip():
            found.append(Quotation(start + lead, end - trail, match.start(), match.end()))
        at = match.end()
    return found
