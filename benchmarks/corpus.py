"""Many articles from the samples in ``seeds/``: other places, numbers and days, other paragraphs.

The same count gives the same articles, so that runs can be compared.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
KEPT = 0.9
"""The share of paragraphs that an article keeps of its sample."""
HEAD = 6
"""Lines at its top that it keeps all."""
_NUMBER = re.compile(r"(?<![\d.])(\d+)(?![\d.])(년|월|일|시)?")


def articles(count: int) -> Iterator[str]:
    """The texts of so many articles, each unlike the others."""
    samples = [path.read_text() for path in sorted((ROOT / "seeds").glob("*.txt"))]
    places = _places()
    names = re.compile("|".join(sorted(places, key=len, reverse=True)))
    for number in range(count):
        chosen = random.Random(number)
        lines = samples[number % len(samples)].splitlines(keepends=True)
        rest = [line for line in lines[HEAD:] if chosen.random() < KEPT]
        text = "".join(lines[:HEAD] + rest)
        moved: dict[str, str] = {}

        def place(match: re.Match[str], moved: dict[str, str] = moved) -> str:
            return moved.setdefault(match[0], chosen.choice(places[match[0]]))  # noqa: B023

        def digits(match: re.Match[str]) -> str:
            if match[2] == "일":
                return f"{chosen.randint(1, 28)}일"  # noqa: B023
            if match[2]:
                return match[0]
            first, rest = match[1][0], match[1][1:]
            return first + "".join(chosen.choice("0123456789") for _ in rest)  # noqa: B023

        yield _NUMBER.sub(digits, names.sub(place, text))


def write(folder: Path, count: int) -> None:
    """Write so many articles, ``a000001.txt`` and on."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(articles(count), 1):
        (folder / f"a{number:06}.txt").write_text(text)


def _places() -> dict[str, list[str]]:
    """The short name of each local government -> those of its level."""
    table = ROOT / "rules" / "organizations" / "local_governments.csv"
    levels: dict[str, list[str]] = {}
    with table.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            name = row["short"].split("|")[0]
            if len(name) > 2 and not row["valid_to"]:
                levels.setdefault(row["level"], []).append(name)
    return {name: same for same in levels.values() for name in same}
