"""Whose figure it is: the organization that acts in its clause, else the topic before it."""

from __future__ import annotations

import re
from bisect import bisect_left

from extract.figures.sentences import Sentence, actor_start
from extract.found import FigureMention, OrganizationFound
from extract.morphemes import Morphemes
from rules import Rules

MAIN_SHARE = 0.5
"""The main organization of an article has this share of the mentions that act."""
MEMORY = 12
"""Actors looked back at."""

_OFFICE = re.compile(r"(?:청?장)?(?:[ ]?(?:관계자|측))?(?=[은는이가도])|(?:청?장)(?=[은는이가도])")


class Subjects:
    """Reads subjects with the words of a set of rules."""

    def __init__(self, rules: Rules) -> None:
        metric = rules.tables["figures"]["metric"]
        self.at_large = re.compile(
            rf"(?:{'|'.join(map(re.escape, metric['at_large']))})(?:에서|의)?[ ]?[^ ]{{0,8}}[ ]?$"
        )
        self.impersonal = tuple(metric["impersonal"])

    def read(
        self,
        sentence: Sentence,
        acting: list[tuple[int, int, OrganizationFound]],
        topic: OrganizationFound | None,
    ) -> None:
        """Fill ``subject`` of the sentence's figures; ``metric`` is known.

        ``acting`` are the sentence's actors that are topic or subject; ``topic`` is whom the
        text before was about.
        """
        leading = acting[0][2] if acting else None
        for figure in sentence.figures:
            if self._impersonal(sentence, figure):
                continue
            k = bisect_left(acting, figure.start, key=actor_start)
            current = acting[k - 1][2] if k else None
            owner = self._owner(sentence, figure)
            if current is None and owner is None and topic is None:
                current = leading
            figure.subject = owner or self._bearer(sentence, figure, acting) or current or topic

    def _owner(self, sentence: Sentence, figure: FigureMention) -> OrganizationFound | None:
        """Whose metric it is: ``군의 재정자립도는 … 34.1%``."""
        text = sentence.text
        k = bisect_left(sentence.actors, figure.start, key=actor_start)
        for _, end, organization in reversed(sentence.actors[max(0, k - MEMORY) : k]):
            if text[end : end + 2] == "의 ":
                between = text[end + 2 : figure.start]
                return organization if (figure.metric or " ") in between else None
        return None

    def _bearer(
        self,
        sentence: Sentence,
        figure: FigureMention,
        acting: list[tuple[int, int, OrganizationFound]],
    ) -> OrganizationFound | None:
        """Who does it, told behind: ``나머지 3억원은 협회가 부담한다``."""
        after = sentence.text[figure.end : figure.end + 2]
        if after[:1] in ("은", "는") and after[1:] == " ":
            k = bisect_left(acting, figure.end, key=actor_start)
            for start, end, organization in acting[k : k + 1]:
                if start - figure.end <= 4 and sentence.text[end : end + 1] in ("이", "가"):
                    return organization
        return None

    def _impersonal(self, sentence: Sentence, figure: FigureMention) -> bool:
        """Whether the figure counts something at large, or is no one's."""
        if figure.dimension == "age":
            return True
        low = sentence.span[0]
        if self.at_large.search(sentence.text[max(low, figure.start - 20) : figure.start]):
            return True
        metric = figure.metric or ""
        return figure.dimension == "count" and metric.endswith(self.impersonal)


def main_actor(acting: list[tuple[int, int, OrganizationFound]]) -> OrganizationFound | None:
    """The organization that the article is about: it acts far more often than any other."""
    counts: dict[int, int] = {}
    for _, _, organization in acting:
        counts[id(organization)] = counts.get(id(organization), 0) + 1
    best = max(acting, key=lambda actor: counts[id(actor[2])], default=None)
    if best is None or counts[id(best[2])] < MAIN_SHARE * len(acting):
        return None
    return best[2]


def acts(text: str, morphemes: Morphemes, start: int, end: int) -> bool:
    """Whether a name is a topic or a subject: ``연수구는``, ``서구(구청장 이재현)가``.

    The subject of a clause that describes a noun is none: ``행정안전부가 주관한 평가``.
    """
    if text[end : end + 1] == "(":
        close = text.find(")", end, end + 40)
        end = close + 1 if close > 0 else end
    office = _OFFICE.match(text, end)
    end = office.end() if office else end
    i = morphemes.at(end)
    if i is None or morphemes.tags[i] not in ("JX", "JKS", "JKB"):
        return False
    if morphemes.tags[i] == "JKB":
        return text.startswith(("에서는", "에서도", "께서"), end)
    if morphemes.forms[i] not in ("은", "는", "도", "이", "가"):
        return False
    if morphemes.tags[i] == "JX":
        return True
    tags = morphemes.tags
    for j in range(i + 1, min(len(tags) - 1, i + 24)):
        if tags[j] in ("EF", "SF", "EC"):
            return True
        if tags[j] == "ETM" and morphemes.forms[j + 1] not in ("것", "데", "뒤", "후"):
            return False
    return True
