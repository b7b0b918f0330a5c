"""brat's standoff format: ``NAME.txt`` with ``NAME.ann``, and how brat is to show them.

- ``T``: each mention of an organization or a program, each other record at its place.
- ``A``: what has a fixed set of values; ``Kind`` of a mention (without it: name); ``Optional``
  (this mention, or a record without mentions), ``OptionalRecord`` (all its mentions).
- ``R``: references. To a record from anywhere: to any of its mentions, from any of its own.
- ``*``: ``Equiv`` joins the mentions of one organization or program. A mention whose note only
  names a record (``name=인천광역시 연수구``) belongs to it, too.
- ``#``: a note on any of a record's mentions says the rest: ``name=혁신평가; year=2021``. Lists
  are ``grantors=A | B``, for those that no mention stands for. A value with ``;`` or ``|`` in it
  stands in quotes, as in JSON. A note that begins with ``//`` is a remark.

A record with such a note is complete: what it does not say is null, but for what no record can
lack, and for what it lists as ``unjudged=trend subject``. One without is judged by its place and
by what it does say.

Offsets count code points. A span over a line's end is in parts, as brat itself writes it.
``articles.jsonl`` has what gold says of the articles.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from extract.annotating import (
    MENTION_KINDS,
    MENTIONED,
    Annotated,
    Field,
    Line,
    fields,
    ordered,
    said,
    spans,
)
from extract.reading.files import UsageError
from extract.writing import Failure, ended, one_line
from schemas import MODELS

ARTICLES = "articles.jsonl"
TYPES = {kind.capitalize(): kind for kind in MODELS}
RELATIONS = {
    ("award", "recipient"): "Recipient",
    ("award", "grantors"): "Grantor",
    ("award", "date"): "When",
    ("program", "operator"): "Operator",
    ("program", "host"): "Host",
    ("program", "date"): "When",
    ("figure", "subject"): "Subject",
    ("figure", "period"): "Period",
    ("figure", "compared_to"): "ComparedTo",
}
"""By record and field, the relation that leads from it."""
_FIELDS = {(name, kind): part for (kind, part), name in RELATIONS.items()}
COLORS = {
    "Organization": "#8fb2ff",
    "Award": "#ffd966",
    "Program": "#a8e6a1",
    "Figure": "#f4b6c2",
    "Date": "#d0c4f7",
}
_ENDS = re.compile(r"[\r\n]+")
_NAME = re.compile(r"\s*(\w+)\s*=\s*")
_PLAIN = re.compile(r"[^;|\x00-\x1f\x7f\x85\u2028\u2029]+")
_TIMEX3 = re.compile("[0-9A-Z:./_-]+")
HINT = "mend it in brat"


def attributes(kind: str) -> dict[str, Field]:
    """The attributes of a type by their names in brat."""
    return {
        (kind.capitalize() if name == "category" else "") + name.capitalize(): about
        for name, about in fields(kind).items()
        if about.shape in ("choice", "bool")
    }


def configuration() -> tuple[str, str]:
    """The files ``annotation.conf`` and ``visual.conf``."""
    relations: dict[str, list[tuple[str, Field]]] = {}
    for (kind, part), name in RELATIONS.items():
        relations.setdefault(name, []).append((kind.capitalize(), fields(kind)[part]))
    lines = ["[entities]", *TYPES, "", "[relations]"]
    for name, ends in relations.items():
        first = "|".join(kind for kind, _ in ends)
        second = "|".join(target.capitalize() for target in ends[0][1].targets)
        lines.append(f"{name}\tArg1:{first}, Arg2:{second}")
    mentioned = [kind.capitalize() for kind in MENTIONED]
    for kind in mentioned:
        lines.append(f"Equiv\tArg1:{kind}, Arg2:{kind}, <REL-TYPE>:symmetric-transitive")
    lines.append("<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>")
    both = "|".join(mentioned)
    lines += ["", "[events]", "", "[attributes]"]
    lines.append(f"Kind\tArg:{both}, Value:{'|'.join(MENTION_KINDS)}")
    lines += ["Optional\tArg:<ENTITY>", f"OptionalRecord\tArg:{both}"]
    for kind in MODELS:
        for name, about in attributes(kind).items():
            values = "|".join(about.values or ("true", "false"))
            lines.append(f"{name}\tArg:{kind.capitalize()}, Value:{values}")
    shown = ["[labels]", "", "[drawing]", "SPAN_DEFAULT\tfgColor:black, borderColor:darken"]
    shown += [f"{kind}\tbgColor:{color}" for kind, color in COLORS.items()]
    shown += ["ARC_DEFAULT\tcolor:black, arrowHead:triangle-5"]
    shown += ["Equiv\tcolor:#999999, dashArray:3-3, arrowHead:none"]
    shown += ["Optional\tglyph:?", "OptionalRecord\tglyph:??"]
    return "\n".join([*lines, ""]), "\n".join([*shown, ""])


def write(articles: Iterable[Annotated], folder: Path) -> int:
    """Write a folder for brat; returns the number of articles. Raises OSError."""
    annotation, visual = configuration()
    (folder / "annotation.conf").write_text(annotation, "utf-8", newline="\n")
    (folder / "visual.conf").write_text(visual, "utf-8", newline="\n")
    number = 0
    with (folder / ARTICLES).open("w", encoding="utf-8", newline="\n") as heads:
        for article in articles:
            path = folder / f"{article.name}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(article.text.encode("utf-8", "surrogatepass"))
            content = "".join(f"{line}\n" for line in standoff(article))
            path.with_name(f"{path.name[:-4]}.ann").write_bytes(
                content.encode("utf-8", "surrogatepass")
            )
            head = json.dumps({"article": article.name, **article.head}, ensure_ascii=False)
            heads.writelines(ended([head]))
            number += 1
    return number


def standoff(article: Annotated) -> Iterator[str]:
    """The lines of an ``.ann`` file."""
    firsts: list[int] = []
    texts: list[str] = []
    rest: list[str] = []
    equal: list[str] = []
    number = 0

    def attribute(name: str, target: int, value: Any = None) -> None:
        told = "" if value is None else f" {json.dumps(value) if value in (True, False) else value}"
        rest.append(f"A{len(rest) + 1}\t{name} T{target}{told}")

    for record in article.records:
        firsts.append(number + 1)
        marks = spans(record)
        for mark in marks:
            number += 1
            places, words = _parts(article.text, mark["start"], mark["end"])
            texts.append(f"T{number}\t{record['type'].capitalize()} {places}\t{words}")
            if mark is not record:
                attribute("Kind", number, mark.get("kind", "name"))
            if mark.get("optional"):
                attribute("Optional", number)
        first = firsts[-1]
        if marks[0] is not record and record.get("optional"):
            attribute("OptionalRecord", first)
        for name, about in attributes(record["type"]).items():
            if record.get(about.name) is not None:
                attribute(name, first, record[about.name])
        if len(marks) > 1:
            equal.append(" ".join(["*\tEquiv", *(f"T{first + i}" for i in range(len(marks)))]))
    relations = [
        f"R{n}\t{RELATIONS[article.records[a]['type'], part]} Arg1:T{firsts[a]} Arg2:T{firsts[b]}"
        for n, (a, part, b) in enumerate(article.links, 1)
    ]
    linked: dict[tuple[int, str], list[Any]] = {}
    for a, part, b in article.links:
        linked.setdefault((a, part), []).append(said(article.records[b]))
    notes = [
        f"#{n + 1}\tAnnotatorNotes T{firsts[n]}\t{_note(record, n, linked)}"
        for n, record in enumerate(article.records)
    ]
    yield from (*texts, *equal, *relations, *rest, *notes)


def _parts(text: str, start: int, end: int) -> tuple[str, str]:
    """A span as brat has it, ``0 5;6 9``: cut at line ends; and its words."""
    parts = []
    at = start
    for match in (*_ENDS.finditer(text, start, end), None):
        stop = match.start() if match else end
        if stop > at:
            parts.append((at, stop))
        at = match.end() if match else end
    return ";".join(f"{a} {b}" for a, b in parts), " ".join(text[a:b] for a, b in parts)


def _note(record: Line, place: int, linked: dict[tuple[int, str], list[Any]]) -> str:
    told, unjudged = [], []
    shown = {about.name for about in attributes(record["type"]).values()}
    for name, about in fields(record["type"]).items():
        if name not in record:
            unjudged += [name] if about.nullable else []
        elif about.targets:
            value = record[name]
            left = [*(value if about.many else [] if value is None else [value])]
            for one in linked.get((place, name), ()):
                left.remove(one)
            if left:
                told.append(f"{name}={' | '.join(_typed(one) for one in left)}")
        elif name not in shown and record[name] is not None:
            told.append(f"{name}={_typed(record[name])}")
    if unjudged or not told:  # brat has no empty notes
        told.append(f"unjudged={' '.join(unjudged)}")
    return "; ".join(told)


def _typed(value: Any) -> str:
    """A value as a person types it; in quotes where it would be misread."""
    text = value if isinstance(value, str) else json.dumps(value)
    if _PLAIN.fullmatch(text) and text == text.strip() and text[0] != '"':
        return text
    return one_line(json.dumps(text, ensure_ascii=False)).replace("\x7f", "\\u007f")


def read(folder: Path, failures: list[Failure]) -> Iterator[Annotated]:
    """The articles of a folder that brat has; faults are added to ``failures``, each by its line.

    An article with a fault is left out. Raises UsageError where there are none.
    """
    heads: dict[str, Line] = {}
    if (folder / ARTICLES).is_file():
        lines = (folder / ARTICLES).read_text("utf-8").split("\n")
        for number, line in enumerate(lines, 1):
            try:
                if line:
                    head = json.loads(line)
                    heads[head.pop("article")] = head
            except (ValueError, TypeError, KeyError, AttributeError):
                fault = "says of no article what it is"
                failures.append(Failure(f"{folder / ARTICLES}:{number}", fault, HINT))
    paths = sorted(folder.rglob("*.ann"))
    if not paths:
        raise UsageError(f"{folder}: no annotations of brat (.ann)")
    for path in paths:
        name = path.relative_to(folder).as_posix()[: -len(".ann")]
        try:
            text = path.with_name(f"{path.name[:-4]}.txt").read_bytes().decode("utf-8")
            lines = path.read_bytes().decode("utf-8").split("\n")
        except (OSError, ValueError) as error:
            failures.append(Failure(str(path), str(error), "put the text beside it, in UTF-8"))
            continue
        file = _File(str(path), text)
        records = file.records(lines)
        if file.failures:
            failures += file.failures
        else:
            yield Annotated(name, text, heads.get(name, {"type": "article"}), records)


@dataclass(slots=True)
class _Mark:
    """A ``T``, with what is said on it; ``line`` is the first that says it."""

    line: int
    kind: str
    start: int
    end: int
    said: dict[str, Any] = field(default_factory=dict)
    noted: bool = False
    mention: Line = field(default_factory=dict)
    group: int = 0


@dataclass(slots=True)
class _File:
    """An ``.ann`` file on its way to records."""

    path: str
    text: str
    failures: list[Failure] = field(default_factory=list)
    marks: dict[str, _Mark] = field(default_factory=dict)

    def fault(self, line: int, what: str, hint: str = HINT) -> Failure:
        return Failure(f"{self.path}:{line}", what, hint)

    def records(self, lines: list[str]) -> list[Line]:
        """The records, in order; faults are in ``failures``."""
        rows = [(n, line.rstrip("\r")) for n, line in enumerate(lines, 1) if line.strip()]
        rows.sort(key=lambda row: "T*AM#R".find(row[1][0]))  # T first, R last; stable
        relations: list[tuple[int, str, str, str]] = []
        for number, line in rows:
            try:
                match line[0]:
                    case "T":
                        self._mark(number, line)
                    case "*":
                        self._equal(number, line)
                    case "A" | "M":
                        self._attribute(number, line)
                    case "#":
                        self._note(number, line)
                    case "R":
                        relations.append(self._relation(number, line))
                    case _:
                        raise self.fault(number, f"gisa has no annotation {line.split()[0]!r}")
            except Failure as failure:
                self.failures.append(failure)
            except (ValueError, IndexError):
                self.failures.append(self.fault(number, f"no line of brat: {line[:80]!r}"))
        if self.failures:
            return []
        try:
            return self._built(relations)
        except Failure as failure:
            self.failures.append(failure)
            return []

    def _mark(self, number: int, line: str) -> None:
        id, told, words = line.split("\t", 2)
        kind, places = told.split(" ", 1)
        if kind not in TYPES:
            raise self.fault(number, f"gisa has no type {kind!r}; there are {', '.join(TYPES)}")
        parts = [tuple(map(int, part.split(" "))) for part in places.split(";")]
        for (_, end), (start, _) in pairwise(parts):
            if self.text[end:start].strip():
                raise self.fault(number, f"a span in pieces ({places})", "make it one")
        if " ".join(self.text[a:b] for a, b in parts) != words or not words:
            raise self.fault(number, f"the text has no {words!r} at {places}", "was it changed?")
        mark = _Mark(number, TYPES[kind], parts[0][0], parts[-1][1], group=len(self.marks))
        if id in self.marks:
            raise self.fault(number, f"{id} stands twice")
        self.marks[id] = mark

    def _at(self, number: int, id: str) -> _Mark:
        if id not in self.marks:
            raise self.fault(number, f"there is no {id}")
        return self.marks[id]

    def _equal(self, number: int, line: str) -> None:
        name, *ids = line.split("\t", 1)[1].split()
        if name != "Equiv":
            raise self.fault(number, f"gisa has no relation {name!r}")
        marks = [self._at(number, id) for id in ids]
        if len({mark.kind for mark in marks}) > 1 or marks[0].kind not in MENTIONED:
            raise self.fault(number, f"{' '.join(ids)} cannot be one organization or program")
        old = {mark.group for mark in marks}
        for mark in self.marks.values():
            if mark.group in old:
                mark.group = min(old)

    def _attribute(self, number: int, line: str) -> None:
        _, told = line.split("\t", 1)
        name, id, *values = told.split()
        value = values[0] if values else None
        mark = self._at(number, id)
        mentioned = mark.kind in MENTIONED
        known = attributes(mark.kind)
        if name == "Kind" and mentioned and value in MENTION_KINDS:
            mark.mention["kind"] = value
        elif name == "Optional" and value is None:
            mark.mention["optional"] = True
        elif name == "OptionalRecord" and value is None and mentioned:
            self._say(number, mark, "optional", True)
        elif name in known and value in (known[name].values or ("true", "false")):
            is_bool = known[name].shape == "bool"
            self._say(number, mark, known[name].name, value == "true" if is_bool else value)
        else:
            what = f"{mark.kind} has no attribute {name}" + (f" {value}" if value else "")
            raise self.fault(number, what)

    def _say(self, number: int, mark: _Mark, name: str, value: Any) -> None:
        if mark.said.setdefault(name, value) != value:
            raise self.fault(number, f"{name} is told twice: {mark.said[name]!r} and {value!r}")

    def _note(self, number: int, line: str) -> None:
        _, told, *note = line.split("\t", 2)
        kind, id = told.split(" ")[:2]
        text = note[0].strip() if note else ""
        if kind != "AnnotatorNotes" or text.startswith("//"):
            return
        mark = self._at(number, id)
        mark.noted = True
        for name, values in self._told(number, text):
            self._say(number, mark, name, self._value(number, mark, name, values))

    def _told(self, number: int, text: str) -> Iterator[tuple[str, list[str]]]:
        """The fields of a note with their values."""
        at = 0
        while at < len(text):
            match = _NAME.match(text, at)
            if not match:
                what = f"a note is field=value; field=value, not {text[at:][:60]!r}"
                raise self.fault(number, what, "begin remarks with //")
            at = match.end()
            values = []
            while True:
                value, at = self._one(number, text, at)
                values.append(value)
                end = text[at : at + 1]
                at += 1
                if end != "|":
                    break
            yield match[1], values

    def _one(self, number: int, text: str, at: int) -> tuple[str, int]:
        """The value that begins here, and where it ends."""
        at += len(text[at:]) - len(text[at:].lstrip())
        if text[at : at + 1] == '"':
            try:
                value, end = json.JSONDecoder().raw_decode(text, at)
            except ValueError:
                end = at
            end += len(text[end:]) - len(text[end:].lstrip())
            if end == at or text[end : end + 1] not in ("", ";", "|"):
                raise self.fault(number, f"{text[at:][:60]!r}: no text in quotes, as JSON has it")
            return value, end
        match = re.compile("[^;|]*").match(text, at)
        assert match  # as it may be empty
        return match[0].strip(), match.end()

    def _value(self, number: int, mark: _Mark, name: str, values: list[str]) -> Any:
        about = fields(mark.kind).get(name)
        if name == "unjudged":
            names = values[0].split()
            strange = {*names} - {*fields(mark.kind)}
            if strange or len(values) > 1:
                raise self.fault(number, f"unjudged: {mark.kind} has no {' '.join(strange)}")
            return names
        if about is None or name in {a.name for a in attributes(mark.kind).values()}:
            parts = [*fields(mark.kind)]
            what = "is an attribute" if about else f"is no field; there are {', '.join(parts)}"
            raise self.fault(number, f"{mark.kind}: {name} {what}")
        if about.many:
            return [value for value in values if value]
        if len(values) > 1:
            raise self.fault(number, f"{name}: one value, not {len(values)}", 'is | in it? use "')
        value = values[0]
        if not value:
            return None
        if about.shape in ("int", "number"):
            return self._number(number, name, value, about)
        if mark.kind == "date" and name == "value" and not _TIMEX3.fullmatch(value):
            raise self.fault(number, f"value: {value!r} is no TIMEX3 value")
        return value

    def _number(self, number: int, name: str, value: str, about: Field) -> int | float:
        plain = (
            value.replace(",", "") if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", value) else value
        )
        try:
            if about.shape == "int" or re.fullmatch(r"-?\d+", plain):
                return int(plain)
            return float(plain)
        except ValueError:
            raise self.fault(number, f"{name}: {value!r} is no number") from None

    def _relation(self, number: int, line: str) -> tuple[int, str, str, str]:
        _, told = line.split("\t", 1)
        name, first, second = told.split()
        a, b = first.removeprefix("Arg1:"), second.removeprefix("Arg2:")
        kinds = self._at(number, a).kind, self._at(number, b).kind
        part = _FIELDS.get((name, kinds[0]))
        if name == "Equiv":
            self._equal(number, f"*\tEquiv {a} {b}")
        elif part is None or kinds[1] not in fields(kinds[0])[part].targets:
            raise self.fault(number, f"no {name} leads from {kinds[0]} to {kinds[1]}")
        return number, part or "", a, b

    def _built(self, relations: list[tuple[int, str, str, str]]) -> list[Line]:
        self._join()
        groups: dict[int, list[_Mark]] = {}
        for mark in self.marks.values():
            groups.setdefault(mark.group, []).append(mark)
        made = {group: self._record(marks) for group, marks in groups.items()}
        links: dict[tuple[int, str], list[Any]] = {}
        for number, part, a, b in relations:
            if not part:
                continue
            one, other = self.marks[a].group, self.marks[b].group
            values = links.setdefault((one, part), [])
            values.append(said(made[other]))
            if len(values) > 1 and not fields(self.marks[a].kind)[part].many:
                raise self.fault(number, f"a second {part}; there is one at most")
        for (group, part), values in links.items():
            record = made[group]
            if None in values:  # it leads to what has no name yet: nothing to judge
                record.pop(part, None)
            elif fields(record["type"])[part].many:
                record[part] = values + (record.get(part) or [])
            elif record.get(part) not in (None, *values):
                line = groups[group][0].line
                raise self.fault(line, f"{part} is told twice: {record[part]!r} and {values[0]!r}")
            else:
                record[part] = values[0]
        return ordered(made.values())

    def _join(self) -> None:
        """Give mentions that only name their record to it."""
        named: dict[tuple[str, str], int] = {}
        sizes: dict[int, int] = {}
        bare = []
        for mark in self.marks.values():
            sizes[mark.group] = sizes.get(mark.group, 0) + 1
        for mark in self.marks.values():
            if mark.kind in MENTIONED and "name" in mark.said:
                if len(mark.said) == 1 and sizes[mark.group] == 1:
                    bare.append(mark)
                else:
                    named.setdefault((mark.kind, mark.said["name"]), mark.group)
        for mark in bare:
            mark.group = named.setdefault((mark.kind, mark.said["name"]), mark.group)

    def _record(self, marks: list[_Mark]) -> Line:
        marks = sorted(marks, key=lambda mark: (mark.start, mark.end))
        first = marks[0]
        told: dict[str, Any] = {}
        for mark in marks:
            for name, value in mark.said.items():
                if told.setdefault(name, value) != value:
                    what = f"{name} is told twice: {told[name]!r} and {value!r}"
                    raise self.fault(mark.line, what)
        unjudged = told.pop("unjudged", ())
        record: Line = {"type": first.kind, **self._span(first)}
        complete = any(mark.noted for mark in marks)
        for name, about in fields(first.kind).items():
            if name in unjudged:
                continue
            if name in told:
                record[name] = told[name]
            elif complete and about.nullable:
                record[name] = [] if about.many else None
        if first.kind in MENTIONED:
            record["mentions"] = [
                {**self._span(mark), "kind": "name", **mark.mention} for mark in marks
            ]
        elif first.mention.get("optional"):
            record["optional"] = True
        if told.get("optional"):
            record["optional"] = True
        return record

    def _span(self, mark: _Mark) -> Line:
        return {"text": self.text[mark.start : mark.end], "start": mark.start, "end": mark.end}
