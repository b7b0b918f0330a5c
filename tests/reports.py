"""Output of a run by hand, for the tests of what is made of it."""

import hashlib
import json
from pathlib import Path
from typing import Any

from schemas import LINE, SCHEMA_VERSION

Line = dict[str, Any]
_DEFAULTS: dict[str, Line] = {
    "organization": {"category": "local_government", "code": None, "parent": None},
    "award": {
        **dict.fromkeys(("edition", "year", "category", "prize", "rank", "streak", "date")),
        "grantors": [],
    },
    "program": {
        **dict.fromkeys(("operator", "status", "first_in", "date")),
        "category": "service",
        "host": [],
    },
    "figure": {
        **dict.fromkeys(("value", "unit", "modifier", "lower", "upper", "metric", "subject")),
        **dict.fromkeys(("period", "trend", "compared_to")),
        "dimension": "count",
    },
    "date": {"timex": "DATE", "mod": None, "earliest": None, "latest": None, "relative": False},
}


def record(kind: str, id: str, text: str, start: int = 0, **fields: Any) -> Line:
    """A record of ``text`` at ``start``; ``name`` is its text unless given."""
    end = start + len(text)
    line = {"type": kind, "id": id, "text": text, "start": start, "end": end, "rule": "by.hand"}
    if kind in ("organization", "award", "program"):
        line["name"] = text
    if kind in ("organization", "program"):
        line["mentions"] = [{"text": text, "start": start, "end": end, "kind": "name"}]
    return line | _DEFAULTS[kind] | fields


def save(out: Path, name: str, text: str | None, records: list[Line], **head: Any) -> None:
    """Write an article's records, which are valid, and its text."""
    chars = len(text or "")
    article = {"type": "article", "id": Path(name).name, "source": f"{name}.txt", "chars": chars}
    article |= dict.fromkeys(("title", "published", "published_from", "publisher", "reporter"))
    article |= {"sha256": hashlib.sha256(name.encode()).hexdigest(), "generator": "gisa 0"}
    article |= {"schema_version": SCHEMA_VERSION, "warnings": []} | head
    lines = [json.dumps(line, ensure_ascii=False) for line in (article, *records)]
    for line in lines:
        LINE.validate_json(line)
    path = out / f"{name}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    if text is not None:
        path.with_suffix(".txt").write_bytes(text.encode())
