"""Output against gold: how many records are found, and how many of their fields are right.

Gold files have the form of output files: ``GOLD/a/x.jsonl`` is for the article ``a/x`` of OUT.
What they mark as ``optional`` is neither missed nor wrong. They leave out what they do not judge:
any field but ``type`` and the place; a slot that is left out counts as empty.

- strict: a record's place is right to the character. Each found span counts for one gold span at
  most. Programs go by their names, awards by their fields (two in common), organizations and
  anaphors by their mentions.
- partial: a place that only shares some of it counts half (MUC-5's scoring, as in nervaluate:
  https://github.com/MantisAI/nervaluate). Not for programs and awards, which have no one place.
- overlap: such a place counts whole, and so does a program of another name in that place.
- values: of those that overlap, the share whose field is right.
- slots: precision, recall and F1 over the filled fields of programs that were found and of all
  awards.
"""

from extract.evaluating.confusions import Confusion
from extract.evaluating.evaluation import Evaluation, evaluate
from extract.evaluating.floors import FLOOR, FLOORED, fallen, raised
from extract.evaluating.scores import KINDS, Difference, Judged, Score, judge, plain

__all__ = [
    "FLOOR",
    "FLOORED",
    "KINDS",
    "Confusion",
    "Difference",
    "Evaluation",
    "Judged",
    "Score",
    "evaluate",
    "fallen",
    "judge",
    "plain",
    "raised",
]
