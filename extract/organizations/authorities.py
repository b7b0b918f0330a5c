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
        names, acting = authorities["names"], authorities["acting"]
        ending, formations = authorities["field_end"], authorities["formations"]
        triggers.add("authority", [*names, *acting, ending, *formations])
        self._category: str = authorities["category"]
        longer = any_of(authorities["longer"])
        acts = any_of(authorities["particles"]), any_of(authorities["followers"])
        field, service = any_of(authorities["fields"]), any_of(authorities["services"])
        self._pattern = re.compile(
            rf"(?<![{WORD}])(?:{any_of(names)}(?!{longer})(?={edges.plain})"
            rf"|{any_of(acting)}(?={acts[0]}(?![가-힣])|\s?{acts[1]})"
            rf"|{field}\s?{ending}(?={edges.plain})"
            rf"|(?:{service}\s?)?(?:제\s?)?\d{{1,3}}{any_of(formations)}(?={edges.titled}))"
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
