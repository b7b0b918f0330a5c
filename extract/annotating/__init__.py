"""``gisa annotate``: a run's records as annotations for people to mend, and back as gold.

Both tools hold the same thing, an ``Annotated``: records in the form of gold files, where a
reference is a name, a date's value, or a figure's words; ``links`` say which record that is.
"""

from __future__ import annotations

import errno
import json
import types
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, Literal, Union, get_args, get_origin

import schemas
from extract.exporting import articles, kept, staged
from extract.outputs import KINDS, Line, Output, named_files
from extract.reading.files import UsageError
from extract.writing import DONE, Failure, ended, write
from schemas import MODELS

Link = tuple[int, str, int]
"""Record, field and record that the field refers to; both by their places in ``records``."""
HEAD = ("published", "publisher", "reporter", "title")
ORDER = {kind: place for place, kind in enumerate(KINDS)}
MENTIONED = ("organization", "program")
MENTION_KINDS = ("name", "alias", "anaphor")
_UNJUDGED = {
    *("type", "id", "rule", "text", "start", "end", "mentions", "optional"),
    *("code", "earliest", "latest"),
}
"""What gold leaves out, and what every record has."""
Shape = Literal["choice", "bool", "reference", "references", "int", "number", "str"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field that gold judges.

    ``values`` are those of a choice, ``nullable`` fields may say that there is nothing to say,
    ``targets`` are the types of the records that a reference leads to.
    """

    name: str
    shape: Shape
    values: tuple[str, ...] = ()
    nullable: bool = True
    targets: tuple[str, ...] = ()

    @property
    def many(self) -> bool:
        return self.shape == "references"


@cache
def fields(kind: str) -> dict[str, Field]:
    """The fields of a type of record that gold judges, as its model has them."""
    made = {}
    for name, info in MODELS[kind].model_fields.items():
        if name in _UNJUDGED:
            continue
        options = _options(info.annotation)
        nullable = type(None) in options
        options = [option for option in options if option is not type(None)]
        targets: tuple[str, ...] = MENTIONED
        shape: Shape = "str"
        values: tuple[str, ...] = ()
        if name == "compared_to":
            shape, targets = "reference", ("figure",)
        elif schemas.Reference in options:
            shape = "reference"
            targets = ("date",) if name in ("date", "period") else MENTIONED
        elif get_origin(options[0]) is list:
            shape, nullable = "references", True
        elif get_origin(options[0]) is Literal:
            shape, values = "choice", get_args(options[0])
        elif bool in options:
            shape = "bool"
        elif float in options:
            shape = "number"
        elif int in options:
            shape = "int"
        refers = shape in ("reference", "references")
        made[name] = Field(name, shape, values, nullable, targets if refers else ())
    return made


def _options(annotation: Any) -> list[Any]:
    """The members of a union, of unions in it, too, without what annotates them."""
    if get_origin(annotation) in (Union, types.UnionType):
        return [option for part in get_args(annotation) for option in _options(part)]
    if hasattr(annotation, "__metadata__"):
        return _options(annotation.__origin__)
    return [annotation]


@dataclass(slots=True)
class Annotated:
    """An article as people annotate it; ``head`` is the line of gold for the article itself."""

    name: str
    text: str
    head: Line
    records: list[Line]
    links: list[Link] = field(default_factory=list)

    def __post_init__(self) -> None:
        path = PurePosixPath(self.name)
        if not self.name or path.is_absolute() or ".." in path.parts or "\0" in self.name:
            name = self.name or "an article without a name"
            raise Failure(name, "no name for a file", "name it after its article")
        for span in (span for record in self.records for span in spans(record)):
            if not self.text[span["start"] : span["end"]].strip():
                fault = f"a record of blanks at {span['start']}:{span['end']}"
                raise Failure(self.name, fault, "remove it")

    def lines(self) -> Iterator[str]:
        """The lines of its gold file; a record's fields are in the order of its model."""
        yield json.dumps(self.head, ensure_ascii=False)
        for record in self.records:
            names = [name for name in MODELS[record["type"]].model_fields if name in record]
            rest = [name for name in record if name not in names]
            yield json.dumps({name: record[name] for name in (*names, *rest)}, ensure_ascii=False)


def spans(record: Line) -> list[Line]:
    """Where a record stands: its mentions, or itself."""
    return record.get("mentions") or [record]


def ordered(records: Iterable[Line]) -> list[Line]:
    """Records as gold has them; those at one place as they come."""
    return sorted(records, key=lambda r: (r["start"], r["end"], ORDER[r["type"]]))


def said(record: Line) -> Any:
    """What gold calls a record in a reference to it; None where an annotator has not said."""
    part = {"date": "value", "figure": "text"}.get(record["type"], "name")
    return record.get(part)


def from_run(out: Path, failures: list[Failure], rules: str | None = None) -> Iterator[Annotated]:
    """The articles of a run; what cannot be read, or has no text, is added to ``failures``."""
    for output, article in articles(out, failures, rules):
        try:
            yield _of_output(output, article.text)
        except Failure as failure:
            failures.append(failure)


def _of_output(output: Output, text: str) -> Annotated:
    places = {record["id"]: place for place, record in enumerate(output.records)}
    records, links = [], []
    for place, record in enumerate(output.records):
        line = {name: record[name] for name in ("type", "text", "start", "end")}
        for name, about in fields(record["type"]).items():
            value = record[name]
            if about.targets:
                names = []
                for one in value if about.many else [] if value is None else [value]:
                    key, name_ = (one["id"], one["name"]) if isinstance(one, dict) else (one, one)
                    target = places.get(key)
                    if target is not None:
                        links.append((place, name, target))
                        name_ = said(output.records[target])
                    names.append(name_)
                value = names if about.many else names[0] if names else None
            line[name] = value
        if "mentions" in record:
            line["mentions"] = record["mentions"]
        records.append(line)
    head = {"type": "article", **{name: output.article[name] for name in HEAD}}
    return Annotated(output.name, text, head, records, links)


def from_gold(gold: Path, texts: Path, failures: list[Failure]) -> Iterator[Annotated]:
    """The articles of a folder of gold, ``GOLD/NAME.jsonl``, with their ``TEXTS/NAME.txt``.

    What cannot be read is added to ``failures``. Raises UsageError where there is no gold.
    """
    paths = [*named_files(gold, ".jsonl")]
    if not paths:
        raise UsageError(f"{gold}: no gold files (.jsonl)")
    for path, name in paths:
        try:
            text = (texts / f"{name}.txt").read_bytes().decode("utf-8")
            head: Line = {"type": "article"}
            records = []
            with path.open(encoding="utf-8", newline="\n") as file:
                for number, row in enumerate(file, 1):
                    record = json.loads(row)
                    if "id" in record and record["type"] != "article":
                        raise Failure(str(path), "is of a run, no gold", "leave out --texts")
                    if record["type"] == "article":
                        head = record
                        continue
                    for span in (record, *spans(record)):
                        if text[span["start"] : span["end"]] != span["text"]:
                            fault = f"the text has no {span['text']!r} at {span['start']}"
                            hint = "give the texts that it was made from"
                            raise Failure(f"{path}:{number}", fault, hint)
                    records.append(record)
            yield Annotated(name, text, head, records, _links(records))
        except Failure as failure:
            failures.append(failure)
        except (OSError, ValueError, KeyError, TypeError) as error:
            fault = " ".join(f"{type(error).__name__}: {error}".split())[:200]
            failures.append(Failure(str(path), fault, "gold and its text are needed"))


def _links(records: list[Line]) -> list[Link]:
    """What references lead to, by what they say; of several the nearest."""
    links = []
    for place, record in enumerate(records):
        for name, about in fields(record["type"]).items():
            value = record.get(name)
            if not about.targets or value is None:
                continue
            for one in value if about.many else [value]:
                fit = [
                    (abs(other["start"] - record["start"]), target)
                    for target, other in enumerate(records)
                    if other["type"] in about.targets and said(other) == one and target != place
                ]
                if fit:
                    links.append((place, name, min(fit)[1]))
    return links


def write_gold(found: Iterable[Annotated], gold: Path, failures: list[Failure]) -> int:
    """Write ``GOLD/NAME.jsonl`` for each; returns how many. Raises OSError.

    An article whose name is too long for a file is added to ``failures``.
    """
    number = 0
    for article in found:
        try:
            write(gold / f"{article.name}.jsonl", ended(article.lines()))
        except OSError as error:
            if error.errno != errno.ENAMETOOLONG:
                raise
            failures.append(Failure(article.name, "too long for a file's name", "shorten it"))
            continue
        number += 1
    return number


def annotate(
    source: Path,
    to: Literal["brat", "doccano", "gold"],
    out: Path,
    *,
    texts: Path | None = None,
    rules: str | None = None,
) -> tuple[int, list[Failure]]:
    """Write annotations of a run (or of gold, with its ``texts``), or gold of annotations.

    Returns how many articles were written, and what failed. Raises UsageError where nothing can
    be done.
    """
    from extract.annotating import brat, doccano

    failures: list[Failure] = []
    if to == "gold":
        if (out / DONE).exists():
            raise UsageError(f"{out}: a run has written there; give another folder")
        if texts is not None:
            raise UsageError("--texts: only to write annotations of gold")
        if not source.exists():
            raise UsageError(f"{source}: no such file or folder")
        read = brat.read if source.is_dir() else doccano.read
        with staged(out, source, folder=True) as part:
            number = write_gold(read(source, failures), part, failures)
            kept(part, number, failures)
        return number, failures
    if texts is None:
        found = from_run(source, failures, rules)
    else:
        found = from_gold(source, texts, failures)
    with staged(out, source, folder=to == "brat") as part:
        number = (brat if to == "brat" else doccano).write(found, part)
        kept(part, number, failures)
    return number, failures
