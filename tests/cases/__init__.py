"""Tables of cases: one JSON object a line, an input and what is to be found in it."""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def rows(name: str) -> list[Any]:
    """The rows of a table; each is a case for ``pytest.mark.parametrize``."""
    lines = (HERE / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]
