"""Mentions of one program -> one record with all its mentions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from extract.found import Evidence, Found, NameMention, ProgramFound
from extract.occurrences import compact, without_blanks
from extract.programs.grouping import MIN_PART, full_name, grouped, key
from extract.programs.mention import Mention
from extract.programs.slots import Slots
from extract.programs.spans import Spans
from extract.programs.vocabulary import BEFORE, Vocabulary
from extract.quotations import CLOSING
from extract.sentences import Discourse
from rules import Rules

_ALIAS = re.compile(r"\s?\((?P<alias>[A-Za-z][A-Za-z0-9&.\- ]{1,30})\)")
_CLOSING = frozenset(CLOSING + "‘")
_WORD_BEFORE = re.compile(r"[가-힣A-Za-z0-9]")
_WORD_BEHIND = re.compile(r"[A-Za-z0-9]")


class Resolver:
    """Makes records with the tables of a set of rules."""

    def __init__(self, rules: Rules, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._slots = Slots(rules.tables["programs"], vocabulary)

    def resolve(
        self, found: Found, discourse: Discourse, mentions: list[Mention]
    ) -> list[ProgramFound]:
        """The programs of an article in the order of their first mention."""
        if not mentions:
            return []
        groups = grouped(mentions)
        told = self._slots.roles.read(discourse)
        programs = []
        for group in groups:
            name = key(full_name(group))
            full = [mention for mention in group if key(mention.name) == name]
            in_text = (m for m in full if m.sentence.line.kind in ("body", "caption"))
            main = next(in_text, full[0])  # what is said where it stands first in full counts
            category = next((m.category for m in [main, *full, *group] if m.category), "other")
            program = ProgramFound(full[0].name, category, main.rule)
            program.evidence.append(Evidence("name", main.start, main.end, main.rule))
            self._slots.fill(program, found, discourse, main, told)
            program.evidence += self._category(found.text, program, main)
            programs.append(program)
        for program, places in zip(programs, _places(found, discourse, groups), strict=True):
            program.mentions = places
        return _without_overlaps(programs)

    def _category(self, text: str, program: ProgramFound, main: Mention) -> list[Evidence]:
        """The words that decide the category: the name's head, or a class noun beside it."""
        head = self._vocabulary.head_span(program.name)
        start, end = main.start, main.end
        if head and self._vocabulary.head(program.name) == program.category:
            start, rule = main.end - (head[1] - head[0]), "heads"
        elif main.outer_end > main.end + 1:
            start, end, rule = main.end, main.outer_end, "classes"
        else:
            before = max(0, main.outer_start - BEFORE)
            noun = self._vocabulary.before_span(text[before : main.outer_start])
            if noun is None:
                return []
            start, end, rule = before + noun[0], before + noun[1], "classes"
        return [Evidence("category", start, end, f"programs.{rule}.{program.category}")]


def _places(
    found: Found, discourse: Discourse, groups: list[list[Mention]]
) -> Iterator[list[NameMention]]:
    """For each group, every place that mentions its program, in order."""
    spans = [Spans((m.start, m.end) for m in group) for group in groups]
    ends = [[(m.start, m.end) for m in group] for group in groups]

    def add(i: int, start: int, end: int) -> bool:
        added = spans[i].add(start, end)
        if added:
            ends[i].append((start, end))
        return added

    for i, start, end in _repeated(found, groups):
        add(i, start, end)
    for start, end, candidates in _shortened(found.text, discourse, groups):
        for i in candidates:
            if add(i, start, end):
                break
    for places in ends:
        mentions = {place: NameMention(*place, "name") for place in places}
        for _, end in places:
            alias = _alias(found.text, end)
            if alias:
                mentions[alias] = NameMention(*alias, "alias")
        yield [mentions[place] for place in sorted(mentions)]


def _repeated(found: Found, groups: list[list[Mention]]) -> Iterator[tuple[int, int, int]]:
    """Group, start and end of the places that repeat a name, the longest names first."""
    text = found.text
    owners = {compact(m.name): i for i, group in enumerate(groups) for m in group}
    hits = sorted(without_blanks(text).hits(owners), key=lambda hit: (-len(hit[2]), hit[0]))
    for start, end, name in hits:
        if _WORD_BEFORE.match(text[start - 1 : start]) or _WORD_BEHIND.match(text, end):
            continue
        if found.layout.kind(start) not in ("chrome", "header", "byline"):
            yield owners[name], start, end


def _shortened(
    text: str, discourse: Discourse, groups: list[list[Mention]]
) -> Iterator[tuple[int, int, list[int]]]:
    """Quotations that a name begins with, and the groups of such names in order.

    ‘119 이음콜’ for 119 이음 콜 출동정보 알리미 서비스.
    """
    beginnings: dict[str, list[int]] = defaultdict(list)
    for i, group in enumerate(groups):
        for name in {key(mention.name) for mention in group}:
            for end in range(MIN_PART, len(name) + 1):
                known = beginnings[name[:end]]
                if not known or known[-1] != i:
                    known.append(i)
    for quote in discourse.quotes:
        candidates = beginnings.get(key(text[quote.start : quote.end]))
        if candidates:
            yield quote.start, quote.end, candidates


def _alias(text: str, end: int) -> tuple[int, int] | None:
    """The span of the letters in brackets behind a name: 늘봄 프로젝트(NBP)."""
    if text[end : end + 1] in _CLOSING:
        end += 1
    match = _ALIAS.match(text, end)
    return match.span("alias") if match else None


def _without_overlaps(programs: list[ProgramFound]) -> list[ProgramFound]:
    """Each stretch of text mentions one program: the one with the longer mention there."""
    longest_first = sorted(
        ((mention, i) for i, program in enumerate(programs) for mention in program.mentions),
        key=lambda pair: (pair[0].start - pair[0].end, pair[0].start),
    )
    taken = Spans()
    kept: list[list[NameMention]] = [[] for _ in programs]
    for mention, i in longest_first:
        if taken.add(mention.start, mention.end):
            kept[i].append(mention)
    out = []
    for program, mentions in zip(programs, kept, strict=True):
        program.mentions = sorted(mentions, key=lambda mention: mention.start)
        if any(mention.kind == "name" for mention in mentions):
            out.append(program)
    return sorted(out, key=lambda program: (program.mentions[0].start, program.mentions[0].end))
