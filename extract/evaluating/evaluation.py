"""A folder of output against a folder of gold."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nervaluate import Evaluator

from extract.evaluating.confusions import Confusion, confusions
from extract.evaluating.scores import KINDS, SPANS, Counts, Difference, Judged, Record, Score, judge
from extract.outputs import ANEW, Output, named_files, readable
from extract.outputs import KINDS as TYPES
from extract.reading.files import UsageError
from extract.writing import Failure

FORMS = {
    "string": ((str,), ("name", "compared_to")),
    "number": ((int, float), ("lower", "upper")),
    "list": ((list,), ("mentions", "host", "grantors")),
}
"""Which fields have to be what, unless they are null."""
KINDS_OF_MENTION = (None, "name", "alias", "anaphor")


@dataclass(slots=True)
class Evaluation:
    """What is measured, and all that it was measured on.

    ``articles`` are the worst first: most differences, then lowest F1, then by name. ``gold`` and
    ``found`` are their records; an article of ``absent`` has no output, so that nothing is found
    there. ``failures`` are gold and output files that cannot be read.
    """

    scores: dict[str, Score]
    articles: list[Judged]
    confusions: list[Confusion]
    gold: dict[str, list[Record]]
    found: dict[str, Output]
    failures: list[Failure] = field(default_factory=list)

    @property
    def absent(self) -> list[str]:
        return [name for name in self.gold if name not in self.found]

    @property
    def differences(self) -> list[Difference]:
        """Those of all articles, the worst article first."""
        return [difference for article in self.articles for difference in article.differences]


def evaluate(out: Path, gold: Path) -> Evaluation:
    """Compare the records that a run wrote to ``out`` with the gold files below ``gold``.

    Raises UsageError where there is no such folder, or no gold or no records in it.
    """
    failures: list[Failure] = []
    wanted = _gold(gold, failures)
    found: dict[str, Output] = {}
    for output in readable(out, failures, whole=False):  # any extractor's
        name = unicodedata.normalize("NFC", output.name)
        if name not in wanted:
            continue
        faults = [f for record in output.records if (f := fault(record)) is not None]
        if name in found:
            faults, hint = ["its records stand here twice"], "remove one of the files"
        else:
            hint = ANEW
        if faults:
            failures.append(Failure(str(out / name), faults[0], hint))
        else:
            found[name] = output
    articles = [
        judge(name, found[name].records if name in found else [], records)
        for name, records in wanted.items()
    ]
    scores = {kind: Score() for kind in KINDS}
    for article in articles:
        for kind, score in article.scores.items():
            scores[kind] += score
    for kind in SPANS:
        scores[kind].partial = partial([article.pairs[kind] for article in articles])
    told = confusions(articles)
    articles.sort(key=lambda a: (-len(a.differences), a.strict.f1, a.name))
    return Evaluation(scores, articles, told, wanted, found, failures)


def _gold(folder: Path, failures: list[Failure]) -> dict[str, list[Record]]:
    """The records of each file by the name of its article, in order."""
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder; give the one that holds the gold files")
    wanted: dict[str, list[Record]] = {}
    some = False
    for path, name in named_files(folder, ".jsonl"):
        some = True
        try:
            records = read(path)
        except Failure as failure:
            failures.append(failure)
        else:
            wanted[unicodedata.normalize("NFC", name)] = records
    if not some:
        raise UsageError(f"{folder}: no gold files; it needs NAME.jsonl for OUT/NAME.jsonl")
    return wanted


def read(path: Path) -> list[Record]:
    """The records of a gold file. Raises Failure with the line that is none."""
    try:
        lines = path.read_bytes().decode("utf-8-sig").split("\n")
    except (OSError, ValueError) as error:
        raise Failure(str(path), str(error), "make it readable, in UTF-8") from None
    records: list[Record] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            records.append(json.loads(line))
            wrong = fault(records[-1])
        except ValueError as error:
            wrong = f"no JSON ({error})"
        if wrong is not None:
            hint = "mend the line; until then the file is not judged"
            raise Failure(f"{path}:{number}", wrong, hint)
    return records


def fault(record: Any) -> str | None:
    """Why a record cannot be compared, if so: its type, its places, or the form of a field."""
    if not isinstance(record, dict):
        return "no JSON object"
    if "type" not in record:
        return "has no 'type'"
    kind = record["type"]
    if kind == "article":
        return None
    if kind not in TYPES:
        return f"'type' is {kind!r}, not one of {', '.join(TYPES)}"
    for form, (types, names) in FORMS.items():
        more = ("value",) if (kind, form) == ("figure", "number") else ()
        for name in (*names, *more):
            value = record.get(name)
            if value is not None and (isinstance(value, bool) or not isinstance(value, types)):
                return f"{name!r} of {_one(kind)} is {value!r}, which is no {form}"
    parts = record.get("mentions") or []
    faults = (_misplaced(part, f"a mention of {_one(kind)}") for part in parts)
    return _misplaced(record, _one(kind)) or next((f for f in faults if f is not None), None)


def _one(kind: str) -> str:
    return f"{'an' if kind[0] in 'ao' else 'a'} {kind}"


def _misplaced(part: Any, what: str) -> str | None:
    if not isinstance(part, dict):
        return f"{what} is no JSON object"
    for name in ("start", "end"):
        if name not in part:
            return f"{what} has no {name!r}"
        if type(part[name]) is not int:
            return f"{name!r} of {what} is {part[name]!r}, which is no whole number"
    start, end = part["start"], part["end"]
    if not 0 <= start < end:
        return f"{what} goes from {start} to {end}"
    text = part.get("text")
    if text is not None and (not isinstance(text, str) or len(text) != end - start):
        return f"'text' of {what} is {text!r}, which does not go from {start} to {end}"
    if "mentions" not in part and part.get("kind") not in KINDS_OF_MENTION:
        return f"'kind' of {what} is {part['kind']!r}, not name, alias or anaphor"
    return None


def partial(articles: Sequence[Iterable[tuple[Any, Any]]]) -> Counts:
    """nervaluate's partial counts over the pairs of each article (gold, found; one may be None).

    It takes the spans in their order, each found one the first gold one that is free and fits:
    pairs that come best first keep together. Its ends are inclusive.
    """
    true, predicted = (
        [
            [
                {"label": "it", "start": pair[side].start, "end": pair[side].end - 1}
                for pair in pairs
                if pair[side] is not None
            ]
            for pairs in articles
        ]
        for side in (0, 1)
    )
    results: Mapping[str, Any] = Evaluator(true, predicted, ["it"], loader="dict").evaluate()
    if not articles:
        return Counts()
    result = results["overall"]["partial"]
    return Counts(result.correct + result.partial / 2, result.actual, result.possible)
