"""Words and patterns of the rules: verbs in all their forms, and what is sought by a part of it."""

import re

import pytest
from kiwipiepy import Kiwi

from extract.morphemes import kiwi
from extract.wording import Rare, verbs

ENDINGS = [
    ("어", "EC"),
    ("었", "EP"),
    ("은", "ETM"),
    ("을", "ETM"),
    ("음", "ETN"),
    ("는", "ETM"),
    ("습니다", "EF"),
]
VERBS = [
    *(
        "받다",
        "오르다",
        "따다",
        "챙기다",
        "이루다",
        "만들다",
        "거머쥐다",
        "돌아가다",
        "주다",
        "건네다",
    ),
    *(
        "품다",
        "쓰다",
        "되다",
        "보다",
        "휩쓸다",
        "열다",
        "놓다",
        "부르다",
        "꿰차다",
        "내다",
        "뽑히다",
    ),
    *("빛나다", "지키다", "베풀다"),
]


@pytest.fixture(scope="module")
def analyser() -> Kiwi:
    return kiwi(1)


@pytest.mark.parametrize("verb", VERBS)
def test_every_form_begins_as_one_of_the_wordings(verb, analyser):
    begins = tuple(verbs([verb]))
    for ending in ENDINGS:
        form = analyser.join([(verb[:-1], "VV"), ending])
        assert form.startswith(begins), form


def test_a_noun_and_a_verb_of_several_words():
    assert verbs(["수상"]) == ["수상"]
    assert "이름을 올렸" in verbs(["이름을 올리다"])
    assert "차지했" in verbs(["차지하다"])


@pytest.mark.parametrize("text", ["", "금상을 받았다", "상을 은상과 금상을", "받았다"])
def test_rare_finds_what_the_whole_finds(text: str) -> None:
    whole = re.compile("(?<![가-힣])[금은]상")
    rare = Rare("상", whole.pattern)
    for start in range(len(text) + 1):
        found = rare.search(text, start), whole.search(text, start)
        assert len({match and match.span() for match in found}) == 1
        spans = [[m.span() for m in p.finditer(text, start)] for p in (rare, whole)]
        assert spans[0] == spans[1]
