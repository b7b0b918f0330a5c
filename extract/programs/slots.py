"""What is said of a program where its name stands first in full."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from extract.found import DateMention, Evidence, Found, ProgramFound
from extract.occurrences import compact
from extract.organizations.resolve import first_day
from extract.programs.grouping import MIN_PART
from extract.programs.mention import Mention
from extract.programs.roles import RoleReader, Told
from extract.programs.status import Said, Statuses
from extract.programs.vocabulary import Vocabulary, alternatives
from extract.sentences import Discourse, Sentence
from extract.wording import Rare

CLAUSE = 60
"""Characters of a clause before or behind a name that tell something of it."""
BEHIND = 30
"""Those behind it that hold its date, or where it is the first."""

FOLLOWING = 2
"""Sentences behind that of a name that may go on about it."""
OPENS = 12
"""Characters at the beginning of a sentence that hold what it is about."""

_PARTICLES = ("을", "를", "은", "는", "의")
_PLACE = re.compile(r"(?:에서|으로)$")
_NEXT_CLAUSE = re.compile(r"[가-힣](?:고|며)[,\s]")
_NEXT_QUOTE = re.compile(r"[‘'“]")


class Slots:
    """Fills slots with the table of programs."""

    def __init__(self, table: dict[str, Any], vocabulary: Vocabulary) -> None:
        self.roles = RoleReader(table)
        self._vocabulary = vocabulary
        self._statuses = Statuses(table["status"], table["chosen"]["verbs"])
        self._quiet = re.compile(alternatives(table["chosen"]["used"]))
        first = table["first"]
        areas, members = alternatives(first["areas"]), alternatives(first["members"])
        claims = alternatives(first["claims"])
        self._first = Rare(
            claims,
            rf"(?P<area>(?:{areas}|[가-힣]{{2,8}}?(?:시|도|군|구)?)(?:\s(?:{members}))?)"
            rf"(?:에서는|에서|\s?(?:{alternatives(first['among'])})|으로는)?"
            rf"\s?(?:{claims})(?!{alternatives(first['denied'])})",
        )
        self._members = re.compile(rf"\S*?[이가은는]\s(?P<own>{members})$")
        self._no_area = re.compile(alternatives(first["never"]))
        self._telling = re.compile(rf"[^가-힣]*(?:{alternatives(table['date']['telling'])})")
        this = alternatives(table["anaphors"]["this"])
        subject = r"(?:(?:은|는|이|가|을|를|의|에는|에서는)(?![가-힣])|(?=\s문을))"
        nouns = rf"(?:{vocabulary.class_pattern}|{vocabulary.head_pattern})"
        self._again = Rare(
            vocabulary.noun_pattern + subject,
            rf"(?:^|\s)(?:(?:{this})\s)?(?P<noun>[가-힣]{{0,8}}?{nouns}){subject}",
        )

    def fill(
        self,
        program: ProgramFound,
        found: Found,
        discourse: Discourse,
        mention: Mention,
        told: Told,
    ) -> None:
        """Set operator, host, status, first_in and date of a program by one mention of it."""
        text, sentence = found.text, mention.sentence
        after = mention.outer_end if mention.tail is None else mention.tail
        end = min(sentence.end, after + CLAUSE)
        roles = self.roles.of(found, discourse, mention, text[after:end])
        if not roles.done:
            hosted = self.roles.told(told, program.name, own=roles.own)
            if hosted is not None and hosted.operator is None:
                for host, why in zip(hosted.host, hosted.evidence, strict=True):
                    roles.support(host, why)
            else:
                roles = hosted or roles
        program.operator, program.host = roles.operator, roles.host
        program.evidence += roles.evidence
        if roles.done:
            return
        self._date(program, found, mention, sentence)
        begin = max(sentence.start, mention.outer_start - CLAUSE)
        said = self._statuses.read(text, begin, mention.outer_start, after, end)
        program.first_in = self._first_in(program, text, mention)
        if said is not None and said.start >= mention.outer_end:
            self._nearer(program, text, mention, said)
            if said.status == "selected":
                self.roles.chose(program, text, sentence, mention.outer_end, said.end)
        for later, at in self._following(found, discourse, mention, program):
            self.roles.chose(program, text, later, later.start, later.end)
            first = self._first.search(text, later.start, later.end)
            if program.first_in is None and first and self._is_area(first["area"]):
                program.first_in = self._area(program, first)
            more = self._statuses.read(text, later.start, at, at, later.end)
            if more is None:
                continue
            if said is None or (said.status == "running" and more.status != "running"):
                said = more
            if program.date is None and more.status == said.status:
                self._date(program, found, mention, later)
        if program.category in ("event", "campaign"):
            self.roles.help(program, text, discourse, sentence)
        quiet = self._quiet.search(text, after, end) is not None
        self._set_status(program, said, found.known.published, quiet)
        since = program.date and text.startswith("부터", program.date.end)
        if program.status == "running" and not (program.operator and since):
            program.date = None

    def _set_status(
        self, program: ProgramFound, said: Said | None, published: str | None, quiet: bool
    ) -> None:
        if said is not None:
            program.status = said.status
            rule = f"programs.status.{said.status}"
            program.evidence.append(Evidence("status", said.start, said.end, rule))
        elif program.operator and not quiet:
            program.status = "running"
        begins = program.date.earliest if program.date else None
        told = first_day(published)
        if begins and told and begins > told and program.status != "expanded" and program.date:
            program.status = "planned"
            ahead = Evidence("status", program.date.start, program.date.end, "programs.date.ahead")
            program.evidence = [*(e for e in program.evidence if e.slot != "status"), ahead]

    def _following(
        self, found: Found, discourse: Discourse, mention: Mention, program: ProgramFound
    ) -> Iterator[tuple[Sentence, int]]:
        """The next sentences that speak of the program, and where in each it is named.

        By its name or a part of it, or by a class noun (이 앱은), which also decides the category
        where nothing has done so.
        """
        line = mention.sentence.line
        key = compact(program.name)
        i = bisect_right(discourse.list, mention.sentence.start, key=lambda s: s.start)
        for sentence in discourse.list[i : i + FOLLOWING]:
            if sentence.start >= line.end:
                return
            again = next(
                (
                    match
                    for match in self._again.finditer(sentence.text)
                    if match.start() <= OPENS
                    or match["noun"] in program.name
                    or self._same_kind(match["noun"], program, sentence)
                ),
                None,
            )
            if again is not None:
                if program.category == "other":
                    category = self._vocabulary.category(again["noun"])
                    program.category = category or program.category
                yield sentence, sentence.start + again.end()
            elif key[-MIN_PART:] in compact(sentence.text):
                yield sentence, sentence.start
            else:
                return

    def _same_kind(self, noun: str, program: ProgramFound, sentence: Sentence) -> bool:
        """Whether a noun is of the program's class, and nothing else is quoted there."""
        known = program.category not in ("other", "project")
        alone = not _NEXT_QUOTE.search(sentence.text)
        return known and alone and self._vocabulary.category(noun) == program.category

    def _first_in(self, program: ProgramFound, text: str, mention: Mention) -> str | None:
        """Where it is the first: the last claim before the name in its clause, or one behind."""
        start = max(mention.sentence.start, mention.outer_start - CLAUSE)
        for claim in reversed(list(self._first.finditer(text, start, mention.outer_start))):
            if self._is_area(claim["area"]) and not _NEXT_CLAUSE.search(
                text, claim.end(), mention.outer_start
            ):
                return self._area(program, claim)
        end = min(mention.sentence.end, mention.outer_end + BEHIND)
        later = self._first.search(text, mention.outer_end, end)
        if later is None or _NEXT_QUOTE.search(text, mention.outer_end, later.start()):
            return None
        return self._area(program, later) if self._is_area(later["area"]) else None

    def _is_area(self, word: str) -> bool:
        return not self._no_area.match(word) and not word.endswith(_PARTICLES)

    def _area(self, program: ProgramFound, claim: re.Match[str]) -> str:
        """The area of a claim, without the subject before it: 성동구가 자치구 중 처음으로."""
        program.evidence.append(Evidence("first_in", *claim.span(), "programs.first.claims"))
        area = _PLACE.sub("", claim["area"].strip())
        own = self._members.match(area)
        return own["own"] if own else area

    def _date(
        self, program: ProgramFound, found: Found, mention: Mention, sentence: Sentence
    ) -> None:
        """The nearest date before the name; one behind it where there is none but a year."""
        text, at = found.text, mention.outer_start
        own = sentence is mention.sentence
        best: DateMention | None = None
        dates = sentence.dates
        since = bisect_right(dates, at - CLAUSE, key=lambda d: d.end) if own else 0
        for date in dates[since:]:
            if own and date.start >= mention.outer_end + BEHIND:
                break
            if not self._may_date(text, date) or mention.start <= date.start < mention.end:
                continue
            if not own and best is None:
                best = date
            if own and (
                date.end <= at
                or (date.start >= mention.outer_end and (best is None or len(best.value) == 4))
            ):
                best = date
        if best is not None:
            program.date = best
            program.evidence.append(Evidence("date", best.start, best.end, "programs.date"))

    def _nearer(self, program: ProgramFound, text: str, mention: Mention, said: Said) -> None:
        """The last date between the name and the words of its status: NAME이 18일 마무리됐다."""
        for date in mention.sentence.dates:
            between = mention.outer_end <= date.start and date.end <= said.start
            if between and self._may_date(text, date):
                program.date = date
                program.evidence = [e for e in program.evidence if e.slot != "date"]
                program.evidence.append(Evidence("date", date.start, date.end, "programs.date"))

    def _may_date(self, text: str, date: DateMention) -> bool:
        """Whether it is a day or a time, and neither an end nor that of the telling."""
        return (
            date.timex in ("DATE", "TIME")
            and not date.value.endswith("_REF")
            and not self._telling.match(text[date.end : date.end + 8])
            and not text.startswith("까지", date.end)
        )
