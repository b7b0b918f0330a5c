"""What the commands have in common."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

KINDS = ("organization", "award", "program", "figure", "date")
MAX_LISTED = 50
"""Failures that are printed; the ledger of a run has all."""
stderr = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)

OutputFolder = Annotated[
    Path, typer.Argument(metavar="OUT", help="Folder that gisa run has written to.")
]
RulesOption = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Folder of rules laid over the package's.")
]
RulesOfRun = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Folder of rules that the run had, if any.")
]


def fail(message: object) -> NoReturn:
    """End with a usage error."""
    stderr.print(f"gisa: {message}")
    raise typer.Exit(2)


def listed(lines: Iterable[object], most: int = MAX_LISTED, name: str = "") -> None:
    """Print the first lines, and how many more there are."""
    lines = iter(lines)
    for number, line in enumerate(lines):
        if number == most:
            stderr.print(f"gisa: and {1 + sum(1 for _ in lines)} more")
            return
        stderr.print(f"{name}{line}")
