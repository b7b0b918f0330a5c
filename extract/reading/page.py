"""What a reader hands on: the text of one article, and what its file says of it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Page:
    """One article as read; offsets of all records count the code points of ``text``.

    ``published`` is an ISO 8601 date, ``2023-03-08`` or ``2023-03``. ``id`` and ``place`` (``17``
    for the row or line) are set where a file holds many articles.
    """

    text: str
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    reporter: str | None = None
    id: str | None = None
    place: int | None = None
    warnings: list[str] = field(default_factory=list)
