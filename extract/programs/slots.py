"""What is said of a program where its name stands first in full."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any

from extract.found import DateMention, Found, ProgramFound
from extract.organizations.resolve import first_day
from extract.programs.mention import Mention
from extract.programs.roles import RoleReader, Told
from extract.programs.status import Statuses
from extract.programs.vocabulary import alternatives
from extract.sentences import Discourse

CLAUSE = 60
"""Characters of a clause before or behind a name that tell something of it."""
BEHIND = 30
"""Those behind it that hold its date, or where it is the first."""

_NEXT_CLAUSE = re.compile(r"[가-힣](?:고|며)[,\s]")
_NEXT_QUOTE = re.compile(r"[‘'“]")


class Slots:
    """Fills slots with the table of programs."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.roles = RoleReader(table)
        self._statuses = Statuses(table["status"])
        first = table["first"]
        self._first = re.compile(
            rf"(?P<area>(?:{alternatives(first['areas'])}|[가-힣]{{2,8}}(?:시|도|군|구)?)"
            rf"(?:\s(?:{alternatives(first['members'])}))?)"
            rf"(?:에서는|에서|\s?(?:{alternatives(first['among'])})|으로는)?"
            rf"\s?(?:{alternatives(first['claims'])})"
        )
        self._no_area = re.compile(alternatives(first["never"]))
        self._telling = re.compile(rf"[^가-힣]*(?:{alternatives(table['date']['telling'])})")

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
        behind = text[after : min(sentence.end, after + CLAUSE)]
        ahead = text[max(sentence.start, mention.outer_start - CLAUSE) : mention.outer_start]
        roles = self.roles.of(found, discourse, mention, behind)
        if not roles.done:
            roles = self.roles.told(told, program.name, own=roles.own) or roles
        program.operator, program.host = roles.operator, roles.host
        if roles.done:
            return
        program.date = self._date(found, mention)
        program.status = self._status(program, ahead, behind, found.known.published)
        if program.status == "running" and not program.operator:
            program.date = None
        program.first_in = self._first_in(text, mention)

    def _status(
        self, program: ProgramFound, ahead: str, behind: str, published: str | None
    ) -> str | None:
        status = self._statuses.read(ahead, behind) or ("running" if program.operator else None)
        begins = program.date.earliest if program.date else None
        told = first_day(published)
        if begins and told and begins > told and status != "expanded":
            return "planned"
        return status

    def _first_in(self, text: str, mention: Mention) -> str | None:
        """Where it is the first: the last claim before the name in its clause, or one behind."""
        start = max(mention.sentence.start, mention.outer_start - CLAUSE)
        for claim in reversed(list(self._first.finditer(text, start, mention.outer_start))):
            area = claim["area"].strip()
            if not self._no_area.match(area) and not _NEXT_CLAUSE.search(
                text, claim.end(), mention.outer_start
            ):
                return area
        end = min(mention.sentence.end, mention.outer_end + BEHIND)
        later = self._first.search(text, mention.outer_end, end)
        if later is None or _NEXT_QUOTE.search(text, mention.outer_end, later.start()):
            return None
        area = later["area"].strip()
        return None if self._no_area.match(area) else area

    def _date(self, found: Found, mention: Mention) -> DateMention | None:
        """The nearest date before the name; one behind it where there is none but a year."""
        text, at = found.text, mention.outer_start
        best: DateMention | None = None
        dates = mention.sentence.dates
        for date in dates[bisect_right(dates, at - CLAUSE, key=lambda d: d.end) :]:
            if date.start >= mention.outer_end + BEHIND:
                break
            if not self._may_date(text, date) or mention.start <= date.start < mention.end:
                continue
            if date.end <= at or (
                date.start >= mention.outer_end and (best is None or len(best.value) == 4)
            ):
                best = date
        return best

    def _may_date(self, text: str, date: DateMention) -> bool:
        """Whether it is a day or a time, and neither an end nor that of the telling."""
        return (
            date.timex in ("DATE", "TIME")
            and not date.value.endswith("_REF")
            and not self._telling.match(text[date.end : date.end + 8])
            and not text.startswith("까지", date.end)
        )
