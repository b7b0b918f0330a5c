"""What pages and tables write for a day -> an ISO 8601 date in Korean time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

SEOUL = dt.timezone(dt.timedelta(hours=9))  # no summer time since 1988
YEARS = range(1900, 2101)
LONGEST = 200
"""What is longer is no date but text: only its beginning is looked at."""
_ZONE = r"(?P<zone>Z|UTC|GMT|KST|[+-]\d\d(?::?\d\d)?)"
_TIME = rf"(?P<H>\d{{1,2}}):(?P<M>\d\d)(?::\d\d(?:[.,]\d+)?)?\s*{_ZONE}?"
_REST = rf"(?:[.일]?\s*(?:\(?[월화수목금토일](?:요일)?\)?)?[T\s,]*{_TIME})?"
_MONTH_DAY = r"(?P<m>\d{1,2})\s*(?:[.\-/]|월)\s*(?P<d>\d{1,2})(?!\d)"
_DAY = re.compile(rf"(?<!\d)(?<!\d[.\-/])(?P<y>\d{{4}})\s*(?:[.\-/]|년)\s*{_MONTH_DAY}{_REST}")
_SHORT = re.compile(rf"[^\dA-Za-z]{{0,20}}(?P<y>\d\d)(?:[.\-/]|년)\s*{_MONTH_DAY}{_REST}")
_DIGITS = re.compile(
    rf"(?P<y>\d{{4}})(?P<m>\d\d)(?P<d>\d\d)(?:T?(?P<H>\d\d)(?P<M>\d\d)(?:\d\d)?{_ZONE}?)?"
)
_EPOCH = re.compile(r"(\d{10})(?:\d{3}|\.\d+)?")
_MONTH = re.compile(r"\D{0,20}(?P<y>\d{4})\s*(?:[.\-/]|년)\s*(?P<m>\d{1,2})\s*[월.]?\s*")
_YEAR = re.compile(r"(?P<y>\d{4})\s*년?")


def day(value: object) -> str | None:
    """The day of a date, ``2023-03-08``; ``2023-03`` or ``2023`` if no more is known, else None.

    Takes dates of any usual form, with a label before or a time after (``입력 2023.03.08. 오전
    3:00``), and seconds or milliseconds since 1970. Of several dates the first counts. A time
    with a zone is put into Korean time. Never raises.
    """
    try:
        return next(_days(value), None)
    except (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError):
        return None


def _days(value: object) -> Iterator[str]:
    if isinstance(value, dt.datetime):
        yield _seoul(value)
    elif isinstance(value, dt.date):
        yield value.isoformat()
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from _days(str(int(value)))
    elif isinstance(value, str):
        text = value[:LONGEST].strip()
        if match := _EPOCH.fullmatch(text):
            yield _seoul(dt.datetime.fromtimestamp(int(match[1]), SEOUL))
        for match in (_DIGITS.fullmatch(text), *_DAY.finditer(text), _SHORT.match(text)):
            yield from _matched(match)
        for match in (_MONTH.fullmatch(text), _YEAR.fullmatch(text)):
            yield from _matched(match)
        if re.search(r"\d [A-Z][a-z]{2}", text):  # RFC 822: 8 Mar 2023
            yield _seoul(parsedate_to_datetime(text))


def _matched(match: re.Match[str] | None) -> Iterator[str]:
    """The date of a match, unless there is no such day."""
    if match is None:
        return
    part = match.groupdict()
    year = int(part["y"])
    if len(part["y"]) == 2:
        year += 2000 if year < 70 else 1900
    month, day = (int(part.get(name) or 1) for name in "md")
    try:
        date = dt.datetime(year, month, day)
    except ValueError:
        return
    if part.get("zone") not in (None, "KST") and int(part["H"]) < 24:
        zone = part["zone"] if part["zone"][0] in "+-" else "+00"
        hours, minutes = int(zone[:3]), int(zone[0] + (zone[3:].lstrip(":") or "0"))
        date += dt.timedelta(hours=int(part["H"]) - hours + 9, minutes=int(part["M"]) - minutes)
    if year in YEARS:
        known = 10 if part.get("d") else 7 if part.get("m") else 4
        yield date.date().isoformat()[:known]


def _seoul(time: dt.datetime) -> str:
    return (time.astimezone(SEOUL) if time.tzinfo else time).date().isoformat()
