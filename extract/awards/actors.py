"""What the particle behind an organization makes of it, and which are named together."""

from __future__ import annotations

import re

from extract.sentences import Actor, adjoins

SUBJECT = frozenset({"이", "가"})
TOPIC = SUBJECT | {"은", "는"}
OBJECT = frozenset({"을", "를"})
AND = frozenset({"와", "과"})
BARE = frozenset({""})
"""No particle: within a list, or before a noun (환경부 주관)."""

PLACE = re.compile(r"에?서(?![가-힣])")
"""Behind an award or a section: it is where something is won."""
_SIGN = re.compile(r"[·,]")


def listed(text: str, actor: Actor, later: Actor) -> bool:
    """Whether two actors are named together: A와 B; A, B; A·B."""
    if not adjoins(text, actor, later):
        return False
    signed = actor.particle in BARE and _SIGN.search(text, actor.after, later.start)
    return actor.particle in AND or bool(signed)
