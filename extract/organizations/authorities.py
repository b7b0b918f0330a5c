"""Powers of the state that act without a name of their own: 경찰은, 검찰 관계자, 금융당국."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from extract.found import Found
from extract.organizations.candidates import AUTHORITY, Candidate
from extract.organizations.edges import WORD, Edges
from extract.organizations.triggers import Hits, Triggers, around
from extract.wording import any_of


class Authorities:
    """Finds bare names of authorities."""

    def __init__(self, table: dict[str, Any], edges: Edges, triggers: Triggers) -> None:
        authorities = table["authorities"]
        triggers.add(
            "authority",
            [
                *authorities["names"],
                *authorities["acting"],
                authorities["field_end"],
                *authorities["formations"],
            ],
        )
        self._category: str = authorities["category"]
        acts = (
            rf"{any_of(authorities['particles'])}(?![가-힣])|\s?{any_of(authorities['followers'])}"
        )
        self._pattern = re.compile(
            rf"(?<![{WORD}])(?:(?:{any_of(authorities['names'])})(?!{any_of(authorities['longer'])})(?={edges.plain})"
            rf"|(?:{any_of(authorities['acting'])})(?={acts})"
            rf"|(?:{any_of(authorities['fields'])}\s?{authorities['field_end']})"
            rf"(?={edges.plain})"
            rf"|(?:(?:{any_of(authorities['services'])}\s?)?(?:제\s?)?\d{{1,3}}"
            rf"{any_of(authorities['formations'])})(?={edges.titled}))"
        )

    def find(self, found: Found, hits: Hits) -> Iterator[Candidate]:
        """The authorities of an article."""
        for match in around(self._pattern, found.text, hits, 9, 10):
            yield Candidate(
                match.start(),
                match.end(),
                "name",
                AUTHORITY,
                name=match[0],
                category=self._category,
            )
