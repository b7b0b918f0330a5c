"""Tables of cases: one JSON object a line, an input and what is to be found in it.

``missed`` in a row says why it is not found yet; the row fails as soon as it is.
"""

import json
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent


def rows(name: str) -> list[Any]:
    """The rows of a table; each is a case for ``pytest.mark.parametrize``."""
    lines = (HERE / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def cases(name: str) -> list[Any]:
    """The rows as cases; those with ``missed`` are expected to fail."""
    return [
        pytest.param(
            row,
            id=row["text"][:30],
            marks=[pytest.mark.xfail(strict=True, reason=row["missed"])] if "missed" in row else [],
        )
        for row in rows(name)
    ]
