"""Whether the words behind a date speak of what has been or of what is to come.

Reads Kiwi's endings up to the predicate that the date belongs to: ``30일 열린``, ``30일 열렸다``
look back, ``30일 열릴``, ``30일 연다고 밝혔다``, ``30일 개최할 예정`` ahead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum

from extract.morphemes import Morphemes

REACH = 60
"""Morphemes behind the date that are looked at."""
NEAR = 6
"""So far, an adnominal ending is taken to govern the date (``30일 서울에서 열린``)."""


class Outlook(IntEnum):
    """What the text says of the date; AHEAD is plainly said, TENDS_AHEAD a bare present tense."""

    BACK = -1
    OPEN = 0
    TENDS_AHEAD = 1
    AHEAD = 2


def outlook(
    morphemes: Morphemes,
    end: int,
    words: Mapping[str, Sequence[str]],
    *,
    until: bool = False,
    since: bool = False,
) -> Outlook:
    """Where the predicate behind ``end`` points, within the sentence.

    ``words`` is the table ``outlook`` of ``rules/dates.toml``; ``until`` says that the date is a
    deadline (``23일까지 모집``), ``since`` that something begins then (``1일부터 받을 수 있다``).
    """
    forms, tags = morphemes.forms, morphemes.tags
    first = morphemes.after(end)
    limit = morphemes.sentence(max(end - 1, 0))[1]
    last = min(len(forms), first + REACH)
    for i in range(first, last):
        if morphemes.starts[i] >= limit:
            break
        form, tag = forms[i], tags[i]
        before = tags[i - 1] if i else ""
        if tag == "EP":
            if form in words["past"]:
                # 열기로 했다: decided, not done
                resolved = i >= 3 and tags[i - 3] == "ETN" and forms[i - 2] == "로"
                return Outlook.AHEAD if resolved else Outlook.BACK
            if form == "겠":
                return Outlook.AHEAD
        elif tag == "JX":
            until = until or (since and form == "까지")
        elif tag == "VCP" and until:  # 13일까지다
            after = tags[i + 1] if i + 1 < len(tags) else ""
            return Outlook.BACK if after == "EP" else Outlook.AHEAD
        elif tag == "NNG":
            if form in words["nouns"]:
                return Outlook.AHEAD
            if until and form in words["open"]:
                ended = tags[i + 1 : i + 3] == ["XSV", "ETM"] and forms[i + 2] in ("ᆫ", "은")
                return Outlook.BACK if ended else Outlook.AHEAD  # 6월까지 접수된 제안
        elif tag == "ETM" and before in ("VV", "XSV", "VV-R", "VV-I"):
            if form in ("ᆯ", "을"):
                after = forms[i + 1] if i + 1 < len(forms) else ""
                if after not in words["neutral"]:
                    return Outlook.AHEAD
                if since or until:
                    return Outlook.TENDS_AHEAD
            elif i - first <= NEAR:
                return Outlook.BACK if form in ("ᆫ", "은") else Outlook.TENDS_AHEAD
        elif tag in ("EF", "EC") and form.startswith(("ᆫ다", "는다")):
            if before in ("VV", "XSV", "VV-R", "VV-I") and forms[i - 1] not in words["statal"]:
                return Outlook.AHEAD if until else Outlook.TENDS_AHEAD
            return Outlook.OPEN
        elif tag == "EF":
            return Outlook.OPEN
    return Outlook.OPEN
