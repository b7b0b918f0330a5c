"""What is wrong in a folder of rules, with the file and the line of each fault."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import rules as rules_package
from extract.organizations.registry import faults
from extract.sentences import PARTICLES
from rules import HERE, Rules, RulesError

NEEDED = ("name", "unit", "forms")
"""Columns that a table that has them cannot do without."""
# what tells that the package has patterns at a place
_PATTERN = re.compile(r"\\[sdbw]|\(\?|\[\^|\[가-힣\]")


def check(directory: Path) -> list[str]:
    """Every fault of a folder of rules, each with its file and line; empty where there is none.

    Checked are the names of files and keys, the kinds of values, the rows of tables, and that
    the whole pipeline can be built with the folder laid over the package's rules.
    """
    if not directory.is_dir():
        return [f"{directory}: no such folder of rules"]
    own = rules_package.load()
    found = [fault for path in _files(directory) for fault in _file(path, directory, own)]
    return found or _build(directory)


def _files(directory: Path) -> Iterator[Path]:
    for path in sorted(directory.rglob("*")):
        if path.is_file() and path.suffix not in (".py", ".pyc", ".typed") and path.name[0] != ".":
            yield path


def _file(path: Path, directory: Path, own: Rules) -> Iterator[str]:
    at = path.relative_to(directory)
    if path.suffix == ".md":
        return
    name = path.stem if path.parent == directory else path.parent.name
    known = own.tables if path.suffix == ".toml" else own.rows
    if path.suffix not in (".toml", ".csv") or len(at.parts) > 2 or name not in known:
        names = [f"{stem}.toml" for stem in sorted(own.tables)]
        names += [f"{stem}/*.csv" if (HERE / stem).is_dir() else f"{stem}.csv" for stem in own.rows]
        yield f"{path}: no table of rules has this name; there are {', '.join(names)}"
    elif path.suffix == ".toml":
        yield from _toml(path, own.tables[name])
    else:
        yield from _csv(path, name, own)


def _toml(path: Path, own: dict[str, Any]) -> Iterator[str]:
    try:
        text = path.read_text("utf-8-sig")
        table = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        yield f"{path}: {error}"
        return
    lines = text.splitlines()
    for key, fault in _keys(table, own, ()):
        yield f"{path}:{_line(lines, key)}: {fault}"
    for word, fault in _words(path.stem, table, own):
        quoted = json.dumps(word, ensure_ascii=False)
        yield f"{path}:{_line(lines, quoted)}: {fault}"
    for word in _patterns(table, own):
        try:
            re.compile(word)
        except re.error as error:
            yield f"{path}:{_line(lines, word)}: not a regular expression: {word!r}: {error}"


def _keys(
    table: dict[str, Any], own: dict[str, Any], above: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """Keys that no rule reads, and values of another kind than the package's."""
    free = any(not key.isascii() for key in own)  # a table of words, not of names
    entry = _entry(own)
    for key, value in table.items():
        name = ".".join((*above, key))
        if key not in own:
            if entry is not None:
                yield from _new(key, name, value, entry)
            elif not free:
                yield key, f"nothing reads {name}; there are {', '.join(own)}"
            continue
        if type(value) is not type(own[key]):
            kind: dict[type, str] = {dict: "a table", list: "a list", str: "a text"}
            wanted = kind.get(type(own[key]), f"a {type(own[key]).__name__}")
            yield key, f"{name} must be {wanted}"
        elif isinstance(value, dict):
            yield from _keys(value, own[key], (*above, key))
        elif isinstance(value, list) and own[key]:
            kinds = {type(item) for item in own[key]}
            if any(type(item) not in kinds for item in value):
                yield key, f"{name} must be a list of {next(iter(kinds)).__name__}"


def _entry(own: dict[str, Any]) -> dict[str, Any] | None:
    """What the entries of a table look like that is open to new ones (frames.NAME); else None."""
    entries = [value for value in own.values() if isinstance(value, dict)]
    alike = all(entry.keys() == entries[0].keys() for entry in entries)
    return dict(entries[0]) if alike and len(entries) == len(own) > 1 else None


def _new(key: str, name: str, value: Any, entry: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong in a new entry: it needs all that the others have."""
    if not isinstance(value, dict):
        yield key, f"{name} must be a table"
        return
    for missing in [part for part in entry if part not in value]:
        yield key, f"{name} has no {missing}; an entry there has {', '.join(entry)}"
    yield from _keys(value, entry, (name,))


def _words(stem: str, table: dict[str, Any], own: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Words that match everywhere, words in two lists of which one counts, and no particles."""
    for word in _texts(table):
        if not word.strip() and word not in _texts(own):
            yield word, "an empty word: it would be found everywhere"
    for group in ("heads", "classes", "frames"):
        if not isinstance(own.get(group), dict) or not isinstance(table.get(group), dict):
            continue
        known: dict[str, str] = {}
        for name, value in [*table[group].items(), *own[group].items()]:
            words = value.get("verbs", []) if isinstance(value, dict) else value
            for word in words if isinstance(words, list) else ():
                first = known.setdefault(word, name)
                if first != name and word in _texts(table[group]):
                    yield word, f"{word!r} is in {stem}.{group}.{first} and in {group}.{name}"
    particles = sorted(PARTICLES.split("|"))
    for name, frame in table.get("frames", {}).items() if stem == "awards" else ():
        for slot in ("recipient", "grantors"):
            for word in frame.get(slot, []) if isinstance(frame, dict) else ():
                if word not in particles:
                    there_are = ", ".join(particles)
                    yield word, f"frames.{name}.{slot}: {word!r} is no particle; {there_are} are"


def _texts(value: Any) -> Iterator[str]:
    """Every text in a table."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def _patterns(value: Any, own: Any) -> Iterator[str]:
    """The texts that stand where the package has patterns."""
    if isinstance(value, dict) and isinstance(own, dict):
        for key, inner in value.items():
            yield from _patterns(inner, own.get(key))
        return
    texts = own if isinstance(own, list) else [own]
    if any(isinstance(text, str) and _PATTERN.search(text) for text in texts):
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str):
                yield text


def _line(lines: list[str], text: str) -> int:
    """The first line that has a key or a text as it stands there; 1 where it is not found."""
    escaped = text.replace("\\", "\\\\")
    for number, line in enumerate(lines, 1):
        if text in line or escaped in line:
            return number
    return 1


def _csv(path: Path, name: str, own: Rules) -> Iterator[str]:
    try:
        rows = rules_package.read(path, path.read_bytes())
    except RulesError as error:
        yield str(error)
        return
    columns = {frozenset(row) for row in own.rows[name]}
    every = frozenset[str]().union(*columns)
    header = frozenset(rows[0]) if rows else every
    if unknown := sorted(header - every):
        known = ", ".join(sorted(every))
        yield f"{path}:1: unknown columns {', '.join(unknown)}; there are {known}"
        return
    for column in NEEDED:
        if column in every and column not in header:
            yield f"{path}:1: the column {column} is missing"
            return
    if name == "organizations":
        for row in rows:
            yield from (f"{row.where}: {fault}" for fault in faults(row))


def _build(directory: Path) -> list[str]:
    """What only shows when the stages are built of the rules."""
    from extract.pipeline import Pipeline
    from extract.reading.html import layouts

    try:
        Pipeline(str(directory))
        layouts(rules_package.load(str(directory)))
    except RulesError as error:
        return [str(error)]
    except (re.error, KeyError, TypeError, ValueError) as error:
        return [f"{directory}: the rules cannot be used: {type(error).__name__}: {error}"]
    return []
