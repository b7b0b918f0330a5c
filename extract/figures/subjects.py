"""Whose figure it is: the owner of its metric, who acts in its clause, else the topic before it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter

from extract.figures.sentences import Actor, Sentence, actor_start
from extract.found import FigureMention, Found, OrganizationFound
from extract.morphemes import Morphemes
from extract.quotations import OPENING
from extract.reading.layout import Line
from extract.wording import any_of
from rules import Rules

MAIN_SHARE = 0.5
"""The main organization of an article has this share of the mentions that act."""
MEMORY = 12
"""Actors looked back at."""
ITEM_CHARS = 60
"""A shorter line goes on with the topic of the lines before it."""
HEADING_CHARS = 24
"""A heading that names a section's organization is at most so long."""
BACK = 20
"""Characters before a figure in which 전국 or an average stands."""
SEVERAL = 80
"""Characters before a figure in which several together are named."""
CONDITION = 8
"""Morphemes behind a figure in which its clause ends as a condition."""
CLAUSE = 24
"""Morphemes of a clause that are looked at."""

_OFFICE = re.compile(r"(?:청?장)?(?:[ ]?(?:관계자|측))?(?=[은는이가도])|(?:청?장)(?=[은는이가도])")
_ADJACENT = re.compile(r"(?:청|청장)?(?:[은는이가도의]|[ ]?\([^()]{1,20}\)[은는이가도])?[ ]")
_GOVERNED = re.compile(r"[시군구도청]$")
_PARTICLE = re.compile(r"[은는이가도](?![가-힣])")
_CONDITIONS = frozenset({"면", "으면", "어도", "아도", "더라도"})
_CHAINED = frozenset({"NNG", "NNP", "NNB", "SL", "SH", "XSN", "XPN", "XR", "JKG"})
_MARKS = re.compile(r"^[^\w]+|[^\w]+$")
_LINKED = frozenset({"어", "아", "어서", "아서"})


class Topics:
    """Whom the text is about, sentence by sentence: its paragraph, its section, the article."""

    def __init__(self, found: Found, actors: list[Actor]) -> None:
        self.found = found
        self.acting = [a for a in actors if acts(found.text, found.morphemes, a[0], a[1])]
        self.main = self._main()
        self._starts = [a[0] for a in self.acting]
        self._sections = self._headings(actors)
        self._last: tuple[int, OrganizationFound] | None = None

    def _main(self) -> OrganizationFound | None:
        """The organization that the article is about: it acts far more often than any other."""
        counts = Counter(id(a[2]) for a in self.acting)
        best = max(self.acting, key=lambda a: counts[id(a[2])], default=None)
        if best is None or counts[id(best[2])] < MAIN_SHARE * len(self.acting):
            return None
        return best[2]

    def _headings(self, actors: list[Actor]) -> list[tuple[int, OrganizationFound | None]]:
        """Where a section begins that is headed by an organization, and by which."""
        headings: list[tuple[int, OrganizationFound | None]] = []
        for line in self.found.layout.lines:
            if line.kind in ("chrome", "header", "byline"):
                continue
            if line.end - line.start > 2 * HEADING_CHARS:
                continue  # too long, however many of its characters are marks
            words = _MARKS.sub("", self.found.text[line.start : line.end])
            if len(words) > HEADING_CHARS or not words:
                continue
            k = bisect_left(actors, line.start, key=actor_start)
            named = actors[k] if k < len(actors) and actors[k][0] < line.end else None
            if named and words == self.found.text[named[0] : named[1]]:
                main = self.main is not None and named[2].parent == self.main.name
                headings.append((line.end, self.main if main else named[2]))
            elif line.kind == "subhead":
                headings.append((line.end, None))
        return headings

    def within(self, low: int, high: int) -> list[Actor]:
        """The actors of a stretch that are topic or subject."""
        return self.acting[bisect_left(self._starts, low) : bisect_left(self._starts, high)]

    def before(self, sentence: Sentence, line: Line | None) -> OrganizationFound | None:
        """Whom a sentence is about if it names no one."""
        low = sentence.span[0]
        if line and line.kind in ("title", "subhead"):
            return self.main or next((a[2] for a in sentence.actors), None)
        k = bisect_left(self._sections, low, key=lambda section: section[0] + 1) - 1
        section = self._sections[k] if k >= 0 else None
        flowing = line is not None and line.end - line.start > ITEM_CHARS
        floor = line.start if line and flowing else section[0] if section else 0
        k = self._topical(bisect_left(self._starts, low) - 1, floor)
        latest = (self._starts[k], self.acting[k][2]) if k >= 0 else None
        if self._last and (latest is None or self._last[0] > latest[0]):
            latest = self._last
        if latest and latest[0] >= floor:
            return latest[1]
        return (section[1] if section else None) or self.main

    def _topical(self, last: int, floor: int) -> int:
        """The last actor marked as topic since an offset, else the last that acts at all."""
        for k in range(last, max(-1, last - MEMORY), -1):
            if self._starts[k] < floor:
                break
            if self.found.text[self.acting[k][1] : self.acting[k][1] + 1] in ("은", "는"):
                return k
        return last

    def tell(self, sentence: Sentence) -> None:
        """Note whose figures a sentence told, where it said whose they are."""
        if self.within(*sentence.span):
            return
        for figure in reversed(sentence.figures):
            if figure.start in sentence.owned:
                self._last = (figure.start, sentence.owned[figure.start])
                return


class Subjects:
    """Reads subjects with the words of a set of rules."""

    def __init__(self, rules: Rules) -> None:
        subject = rules.tables["figures"]["subject"]
        large = any_of(subject["at_large"])
        self.at_large = re.compile(rf"{large}(?:에서는|에서|의)?[ ]?[^ ]{{0,8}}[ ]?$")
        self.large = re.compile(rf"{large}(?![가-힣])")
        own = rf"(?<![가-힣])(?!{any_of(subject['rates'])})[가-힣]{{2,}}"
        self.mean = re.compile(
            rf"(?:{any_of(subject['groups'])}[ ]?평균[ ]?\(?|{own}[ ]평균[ ]?\()$"
        )
        self.impersonal = tuple(subject["impersonal"])
        self.classes = tuple(subject["classes"])
        self.prices = frozenset(subject["prices"])
        self.attended = re.compile(rf"이?[ ]?{any_of(subject['attended'])}")
        self.several = re.compile(
            rf"(?:양|두|세|네|다섯|\d개)[ ]?{any_of(subject['bodies'])}[은는이가]"
        )
        self.survey = re.compile(rf"명(?:에게|을 대상으로)[^.\n]{{0,16}}{any_of(subject['asked'])}")
        self.reports = frozenset(subject["reports"])
        self.foretold = re.compile(any_of(subject["foretold"]))
        self.loose = self.reports | frozenset(subject["loose"])
        self.reported = re.compile(rf"고[ ]?(?:[가-힣]+[ ])?{any_of(subject['reported'])}")

    def read(
        self, sentence: Sentence, acting: list[Actor], topic: OrganizationFound | None
    ) -> None:
        """Fill ``subject`` of the sentence's figures, and ``owned``; ``metric`` is known.

        ``acting`` are the sentence's actors that are topic or subject; ``topic`` is whom the
        text before was about.
        """
        leading = acting[0][2] if acting else None
        low, high = sentence.span
        if self.survey.search(sentence.text, low, high):
            return
        large = -1  # a figure at large goes on to its comparison
        for k, figure in enumerate(sentence.figures):
            impersonal = self._impersonal(sentence, figure)
            first = not acting or acting[0][0] > figure.start
            if first and self._is_class(sentence, figure, impersonal=impersonal):
                large = k
            if impersonal:
                continue
            low = sentence.figures[k - 1].end if k else figure.start
            named = bisect_left(sentence.actors, low, key=actor_start)
            apart = any(a[0] < figure.start for a in sentence.actors[named : named + 1])
            if not apart and self._several(sentence, figure, acting):
                continue
            back = max(low, figure.start - BACK), figure.start
            mean = sentence.text.find("평균", *back) >= 0 and self.mean.search(sentence.text, *back)
            i = bisect_left(acting, figure.start, key=actor_start)
            owner = None if mean else self._owner(sentence, figure, alone=i == 0)
            if owner is None and (
                mean
                or self._is_large(sentence, figure)
                or (large == k - 1 >= 0 and not apart and self._goes_on(sentence, k))
            ):
                large = k
                continue
            current = acting[i - 1] if i else self._headed(sentence, figure)
            if current and self._reports(sentence, figure, current):
                continue
            owner = owner or self._bearer(sentence, figure, acting)
            if owner:
                sentence.owned[figure.start] = owner
            before = sentence.figures[k - 1] if k and not apart else None
            who = (
                owner
                or (current[2] if current else None)
                or (before and sentence.owned.get(before.start))
                or self._found_in(sentence, figure)
            )
            if who and not owner and not current:
                sentence.owned[figure.start] = who
            price = figure.dimension == "money" and (figure.metric or "").split()[-1:]
            if price and price[0] in self.prices and not who:
                continue
            figure.subject = who or topic or leading

    def _headed(self, sentence: Sentence, figure: FigureMention) -> Actor | None:
        """Who does it in a headline: ``가람군, 3개 부문서 …``."""
        if not sentence.heading:
            return None
        k = bisect_left(sentence.actors, figure.start, key=actor_start)
        for actor in reversed(sentence.actors[max(0, k - MEMORY) : k]):
            if sentence.text[actor[1] : actor[1] + 1] == ",":
                return actor
        return None

    def _owner(
        self, sentence: Sentence, figure: FigureMention, *, alone: bool
    ) -> OrganizationFound | None:
        """Whose metric it is: ``군의 재정자립도``, ``서천군 귀농인``, ``북구 13명``.

        A mere name before the metric counts where it is ``alone``: 가람군은 환경부 예산 3억원을.
        """
        if not sentence.actors:
            return None
        metric = sentence.metrics.get(figure.start)
        low = sentence.span[0]
        starts = [figure.start]
        quoted = metric is not None and metric.text[0] in OPENING  # someone's programme
        if metric and not quoted and low <= metric.start:
            k = bisect_left(sentence.actors, metric.end, key=actor_start)
            if not any(actor[0] < figure.start for actor in sentence.actors[k : k + 1]):
                starts.append(metric.start)  # 62%였던 전주시의 집행률: it may stand behind
        for at, start in enumerate(starts):
            k = bisect_left(sentence.actors, start, key=actor_start)
            for actor in reversed(sentence.actors[max(0, k - MEMORY) : k]):
                if actor[1] > start or actor[0] < figure.end <= start:
                    continue
                between = sentence.text[actor[1] : start]
                if at and not alone and "의" not in between:
                    continue
                named = _is_named(sentence, actor)
                if (_ADJACENT.fullmatch(between) and (named or between[0] != " ")) or (
                    at and named and self._chained(sentence, actor[1], start)
                ):
                    return actor[2]
        return self._relative(sentence, metric.start) if len(starts) > 1 and metric else None

    def _chained(self, sentence: Sentence, end: int, start: int) -> bool:
        """Whether only nouns and 의 stand between an actor and a metric."""
        tags = sentence.morphemes.tags
        inside = sentence.morphemes.within(end, start)
        forms = sentence.morphemes.forms
        return len(inside) <= 8 and all(
            (tags[i] in _CHAINED or i in sentence.date_at) and forms[i] not in self.loose
            for i in inside
        )

    def _relative(self, sentence: Sentence, start: int) -> OrganizationFound | None:
        """Who does what describes the metric: ``가람군이 받은 국비는``; no publisher's."""
        forms, tags = sentence.morphemes.forms, sentence.morphemes.tags
        i = sentence.morphemes.after(start) - 1
        if i < sentence.first or tags[i] != "ETM":
            return None
        for j in range(i - 1, max(sentence.first, i - CLAUSE), -1):
            if forms[j] in self.reports or tags[j] in ("EF", "SF", "ETM") or tags[j] == "JX":
                return None
            if tags[j] == "EC" and forms[j] not in _LINKED:
                return None
            if tags[j] == "JKS" and j - 1 in sentence.actor_at:
                offset = sentence.morphemes.starts[j]
                k = bisect_left(sentence.actors, offset, key=actor_start) - 1
                return sentence.actors[k][2] if k >= 0 else None
        return None

    def _found_in(self, sentence: Sentence, figure: FigureMention) -> OrganizationFound | None:
        """Where it was counted: ``의왕시에 접수된 민원 640건``, ``밀양시를 찾은 관광객``."""
        k = bisect_left(sentence.actors, figure.start, key=actor_start)
        for actor in reversed(sentence.actors[max(0, k - MEMORY) : k]):
            i = sentence.morphemes.at(actor[1])
            if i is None or not _is_named(sentence, actor):
                continue
            form, tag = sentence.morphemes.forms[i], sentence.morphemes.tags[i]
            if (tag == "JKB" and form in ("에", "에는")) or (tag == "JKO" and form in ("을", "를")):
                tags = sentence.morphemes.tags
                for j in range(i + 1, min(sentence.last, i + 6)):
                    if tags[j] == "ETM":
                        return actor[2]
                    if tags[j] in ("EC", "EF"):
                        break
        return None

    def _bearer(
        self, sentence: Sentence, figure: FigureMention, acting: list[Actor]
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
        """Whether the figure is an age, a full mark, or counts a class of organizations."""
        if figure.dimension == "age" or sentence.text.startswith("만점", figure.end + 1):
            return True
        if figure.unit == "명" and self.attended.match(sentence.text, figure.end):
            return True
        if self._is_condition(sentence, figure):
            return True
        return figure.dimension == "count" and (figure.metric or "").endswith(self.impersonal)

    def _is_condition(self, sentence: Sentence, figure: FigureMention) -> bool:
        """Whether the figure stands in a condition: ``9만원을 부으면``."""
        forms, tags = sentence.morphemes.forms, sentence.morphemes.tags
        first = sentence.after(figure)
        for i in range(first, min(sentence.last, first + CONDITION)):
            if tags[i] in ("EC", "EF", "ETM"):
                return tags[i] == "EC" and forms[i] in _CONDITIONS
        return False

    def _is_class(self, sentence: Sentence, figure: FigureMention, *, impersonal: bool) -> bool:
        """Whether a class of organizations does what follows: ``40개 지자체가 낸``."""
        if not impersonal and not (
            figure.dimension == "count" and (figure.metric or "").endswith(self.classes)
        ):
            return False
        i = self._behind(sentence, figure)
        return i < sentence.last and sentence.morphemes.tags[i] == "JKS"

    def _behind(self, sentence: Sentence, figure: FigureMention) -> int:
        """The first morpheme behind the figure and the nouns that it counts."""
        i = sentence.unbracketed(figure)
        last = min(sentence.last, i + CONDITION)
        while i < last and sentence.morphemes.tags[i] in ("NNG", "SP", "XSN"):
            i += 1
        return i

    def _several(self, sentence: Sentence, figure: FigureMention, acting: list[Actor]) -> bool:
        """Whether several together do it: ``세 기관은 9억원을 모아``."""
        i = bisect_left(acting, figure.start, key=actor_start)
        since = max(acting[i - 1][1] if i else sentence.span[0], figure.start - SEVERAL)
        return bool(self.several.search(sentence.text, since, figure.start))

    def _goes_on(self, sentence: Sentence, k: int) -> bool:
        """Whether a figure only says by how much the one before changed."""
        figure, before = sentence.figures[k], sentence.figures[k - 1]
        between = sentence.text[before.end : figure.start]
        placed = any(
            sentence.morphemes.tags[i] == "JKB"
            for i in sentence.morphemes.within(before.end, figure.start)
            if i > sentence.unbracketed(before)
        )
        apart = placed or " 중 " in between or " 가운데 " in between
        return figure.compared_to is None and not apart

    def _is_large(self, sentence: Sentence, figure: FigureMention) -> bool:
        """Whether the figure is of the whole country, or of a group (전국 평균)."""
        if figure.dimension == "rank":
            return False
        low = sentence.span[0]
        before = sentence.text[max(low, figure.start - BACK) : figure.start]
        if figure.dimension == "percent" and before.endswith("의 "):
            return False  # 전국 생산량의 15%: a share is someone's
        if self.at_large.search(before):
            return True
        metric = sentence.metrics.get(figure.start)
        if metric is None or not low <= metric.start < figure.start:
            return False
        k = sentence.order(figure)
        if k and metric.start < sentence.figures[k - 1].end:
            return False
        words = sentence.text[max(low, metric.start - 6) : metric.end]
        return bool(self.large.search(words))

    def _reports(self, sentence: Sentence, figure: FigureMention, actor: Actor) -> bool:
        """Whether an agency only tells it: ``통계청은 출산율이 0.7명이라고 밝혔다``."""
        low, high = figure.end, max(figure.end, sentence.span[1])
        foretold = actor[2].category == "public_institution"
        if actor[2].category != "central_government" and not foretold:
            return False
        if foretold and not self.foretold.search(sentence.text, low, high):
            return False
        metric = sentence.metrics.get(figure.start)
        if metric is None or not actor[1] <= metric.start < figure.start:
            return False
        i = sentence.morphemes.at(metric.end)
        own = i is not None and sentence.morphemes.tags[i] in ("JKS", "JX")
        return own and (foretold or bool(self.reported.search(sentence.text, low, high)))


def _is_named(sentence: Sentence, actor: Actor) -> bool:
    """Whether a mention names an organization, and no mere place (부산 4월 고용률)."""
    if actor[2].category != "local_government":
        return True
    return bool(_GOVERNED.search(sentence.text[actor[0] : actor[1]]))


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
    if i is None and (particle := _PARTICLE.match(text, end)):  # 양주 시가, as Kiwi has it
        if particle[0] in "은는도":
            return True
        i = morphemes.after(end) - 1
        return not _describes(morphemes, i)
    if i is None or morphemes.tags[i] not in ("JX", "JKS", "JKB"):
        return False
    if morphemes.tags[i] == "JKB":
        return text.startswith(("에서는", "에서도", "에는", "께서"), end)
    if morphemes.forms[i] not in ("은", "는", "도", "이", "가"):
        return False
    if morphemes.tags[i] == "JX":
        return True
    return not _describes(morphemes, i)


def _describes(morphemes: Morphemes, i: int) -> bool:
    """Whether the clause of the subject whose particle is at ``i`` describes a noun."""
    forms, tags = morphemes.forms, morphemes.tags
    for j in range(i + 1, min(len(tags) - 1, i + CLAUSE)):
        if tags[j] in ("EF", "SF") or (tags[j] == "EC" and forms[j] not in _LINKED):
            return False
        dated = forms[j - 1] in ("지나", "오") and tags[j + 1] in ("SN", "NNG")  # 지난 7일
        if tags[j] == "ETM" and forms[j + 1] not in ("것", "데", "뒤", "후") and not dated:
            return True
    return False
