"""The sample articles against their gold: no figure may fall below tests/gold/floor.json.

``make floor`` raises the floor to what has been reached.
"""

import json
from pathlib import Path

import pytest

from extract.evaluating import FLOORED, KINDS, evaluate, fallen
from extract.running.local import run

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "tests" / "gold"
FLOOR = json.loads((GOLD / "floor.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def scores(nlp, tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    summary = run([ROOT / "seeds"], out)
    assert not summary.failures, "\n".join(map(str, summary.failures))
    return evaluate(out, GOLD)


@pytest.mark.parametrize("kind", KINDS)
def test_no_figure_falls(scores, kind):
    below = fallen(scores, {kind: FLOOR[kind]})
    assert not below, "\n".join([*below, *scores[kind].differences])


def test_every_figure_has_a_floor():
    assert {kind: tuple(measures) for kind, measures in FLOOR.items()} == {
        kind: FLOORED.get(kind, ("exact",)) for kind in KINDS
    }


def test_every_sample_has_gold():
    assert {p.stem for p in (ROOT / "seeds").iterdir()} == {p.stem for p in GOLD.glob("*.jsonl")}
