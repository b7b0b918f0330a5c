"""Who gives an award: the organization that holds it, by verb, by 의, or by standing before it."""

from __future__ import annotations

import re
from typing import Any

from extract.awards.actors import AND, BARE, SUBJECT, listed
from extract.awards.statements import Name, Passage, Statement
from extract.found import Evidence, OrganizationFound, Recipient
from extract.quotations import ahead
from extract.sentences import Actor, Discourse, Sentence, adjoins
from extract.wording import COPULA, any_of, verbs

ENDINGS = r"하는|한|하고|하며|하여|해|했|된|되는|로|의|으로|는|은|고|며|\s|$"
"""What follows a verb or a noun of giving."""
GIVERS = SUBJECT | AND | BARE | {"에서", "의"}
"""The particles of who gives."""
HOLDING_REACH = 40
"""Characters before an organization that may tell what it holds."""
HAS_OBJECT = re.compile(r"[가-힣](?:을|를)\s")
TOPIC_MARK = re.compile(r"(?:은|는)\s")
RESULTS_REACH = 10
"""Characters behind a name that may tell that its results are presented."""

Given = tuple[OrganizationFound, Evidence]
"""Who gives, and the words that tell so."""


def given(actor: Actor, end: int, rule: str) -> Given:
    """Who gives, by the words from their name up to ``end``."""
    why = Evidence("grantors", actor.start, end, f"awards.grantors.{rule}")
    return actor.organization, why


class Grantors:
    """Reads who gives with the table ``grantors``; ``verb`` matches right behind a giver."""

    def __init__(self, table: dict[str, Any]) -> None:
        words = table["grantors"]
        self.verb = re.compile(
            rf"\s?{any_of(words['adverbs'])}*{any_of(verbs(words['behind']))}(?:{ENDINGS})"
        )
        frames = (f for f in table["frames"].values() if SUBJECT & {*f["recipient"]})
        wins = [word for frame in frames for word in frame["verbs"]]
        self.taking = re.compile(
            rf"(?<![가-힣]){any_of(verbs([*words['taking'], *wins]))}[가-힣]{{0,3}}\s?$"
        )
        self.holders = tuple(word.rpartition(" ")[2] for word in words["holding"])
        self.holding = re.compile(rf"(\S+)(?:을|를)\s{any_of(words['holding'])}\s$")
        self.results = re.compile(
            rf"\s?(?:{any_of(words['results_of'])}|[가-힣]{{2,4}}\s)?\s?{any_of(words['results'])}"
        )
        nouns = any_of(words["told_nouns"])
        self.told_of = re.compile(
            rf"\W*(?P<this>{any_of(words['told_of'])}\s)?(?:[가-힣]*{nouns})(?:은|는)\s"
        )
        self.is_award = re.compile(rf"\s{nouns}(?:{COPULA}|다)\W*$")
        self.hands = re.compile(
            rf"{any_of(words['things'])}(?:을|를)\s(?:\S+\s){{0,2}}?{any_of(words['hands_over'])}"
        )
        self.hosting = re.compile(rf"\s?{any_of(words['hosting'])}")
        self.judges = re.compile(rf"{any_of(words['judges'])}(?:한다|했다|하는|해)")
        self.helping = re.compile(any_of(words["helping"]))
        self.roles = re.compile(rf"(?P<role>{any_of(words['roles'])})|{any_of(words['helping'])}")
        self.categories = frozenset(words["categories"])

    def read(self, passage: Passage, name: Name | None, start: int) -> list[Given]:
        """Who gives the award of this name, or the prize at ``start``; in the text's order."""
        inside = name is not None and name.outer_start >= passage.sentence.start
        limit = name.outer_start if name is not None and inside else start
        before = [a for a in passage.around(limit) if a.end <= limit]
        dates = passage.sentence.dates
        dated = {d.start - 1: d.end for d in dates} | {d.start: d.end for d in dates}
        givers: list[Actor] = []
        out: list[Given] = []
        alone = True  # no other subject stands between an actor and the name
        for actor in reversed(before):
            verb = dated.get(actor.after, actor.after)  # 뉴스위크가 지난 9월 내놓은
            end = self._verb_behind(passage.text, actor, verb, limit)
            rule = "behind"
            if end is None and alone:
                end, rule = self._leads(passage, actor, limit), "leading"
            if end is None and name is not None and self._owns(passage.text, actor, limit):
                end, rule = actor.after, "categories"
            if end is None and givers and _together(passage.text, actor, givers):
                end, rule = actor.after, "together"
            if end is not None:
                givers.append(actor)
                out.insert(0, given(actor, end, rule))
            alone = alone and actor.particle not in SUBJECT
        return out

    def _verb_behind(self, text: str, actor: Actor, verb: int, limit: int) -> int | None:
        """Where the verb ends: 환경부가 주최한 NAME."""
        match = self.verb.match(text, verb) if actor.particle in GIVERS else None
        return match.end() if match and match.end() <= limit + 1 else None

    def _leads(self, passage: Passage, actor: Actor, limit: int) -> int | None:
        """Where the clause before the name ends: 뉴스위크가 상장사 987곳을 매긴 NAME."""
        text, m = passage.text, passage.found.morphemes
        end = ahead(text, limit)
        if actor.particle not in SUBJECT or end <= actor.after or not m.leads(end):
            return None
        return None if self.taking.search(text, actor.after, end) else end

    def _owns(self, text: str, actor: Actor, limit: int) -> bool:
        """환경부의 NAME, 환경부 NAME."""
        if actor.particle == "의":
            return not text[actor.after : limit].strip()
        near = actor.particle in BARE and 0 <= limit - actor.after <= 1
        return near and actor.organization.category in self.categories

    def above(
        self, passage: Passage, recipients: list[tuple[Recipient, Evidence]], start: int
    ) -> list[Given]:
        """The province that tells how its cities did: 경기도는 종합평가에서 수원시가 …."""
        for actor in passage.around(start):
            below = f"{actor.organization.name} "
            if actor.particle in ("은", "는") and any(
                isinstance(got, OrganizationFound) and got.name.startswith(below)
                for got, _ in recipients
            ):
                return [given(actor, actor.after, "above")]
        return []

    def present(self, passage: Passage, name: Name) -> None:
        """Note who gives an award in a sentence that only presents what came out."""
        start, end = name.outer_start, name.outer_end
        topic = passage.sentence.topic(start)
        own = self.read(passage, name, start)
        results = self.results.match(passage.text, end, end + RESULTS_REACH)
        results = results or self.hosting.match(passage.text, end)
        if topic is not None and results and not own:
            own = [given(topic, topic.after, "results")]
            for actor in reversed(passage.sentence.actors):
                if actor.end <= topic.start and listed(passage.text, actor, topic):
                    own.insert(0, given(actor, actor.after, "results"))
                    topic = actor
        name.grantors += own

    def is_topic(self, passage: Passage, name: Name) -> bool:
        """Whether a sentence tells of an award: NAME은 …."""
        return TOPIC_MARK.match(passage.text, name.outer_end) is not None

    def told(self, passage: Passage, current: Name) -> list[Given]:
        """Who holds the award told before: 이 상은 가가 주최하고 나가 주관한다."""
        sentence = passage.sentence
        goes_on = (  # 시상식이 열렸다. 가가 주최하고 나가 주관했다.
            not passage.names
            and current.start >= sentence.line.start
            and self.roles.search(sentence.text)
            and sentence.actors
            and sentence.actors[0].start - sentence.start < 2
            and not HAS_OBJECT.search(sentence.text)
        )
        topics = [n for n in passage.names if self.is_topic(passage, n)]
        acting = None if passage.names else self._acting(sentence, current)
        if acting is not None:
            return [acting]
        of = self.told_of.match(sentence.text)
        is_award = self.is_award.search(sentence.text)
        if not (goes_on or topics or of or is_award):
            return []
        if not self.roles.search(sentence.text):
            return self._subjects(passage) if topics or is_award or (of and of["this"]) else []
        out: list[Given] = []
        since = topics[-1].outer_end if topics else sentence.start
        for match in self.roles.finditer(passage.text, since, sentence.end):
            if match["role"]:
                here = (a for a in sentence.actors if since <= a.start < match.start())
                out += [given(actor, match.end(), "roles") for actor in here]
            since = match.end()
        return out

    def _acting(self, sentence: Sentence, current: Name) -> Given | None:
        """Who hands over what is won, or judges it, in a sentence that names no award."""
        hands = self.hands.search(sentence.text)
        giver = sentence.topic(sentence.start + hands.start()) if hands else None
        if giver is not None:
            return given(giver, giver.after, "hands_over")
        judges = self.judges.search(sentence.text)
        near = current.start >= sentence.line.start
        judge = sentence.topic(sentence.start + judges.start()) if judges and near else None
        if judge is not None and judge.particle in SUBJECT:
            return given(judge, judge.after, "judges")
        return None

    def _subjects(self, passage: Passage) -> list[Given]:
        """Who acts where it is told of the award, but for helpers: 이번 평가는 환경부가 벌였다."""
        if self.helping.search(passage.sentence.text):
            return []
        acting = [a for a in passage.sentence.actors if a.particle in SUBJECT]
        givers: list[Actor] = acting[:1]
        for actor in reversed(passage.sentence.actors):
            if givers and actor.end <= givers[0].start and listed(passage.text, actor, givers[0]):
                givers.insert(0, actor)
        return [given(actor, actor.after, "told_of") for actor in givers]

    def hold(self, discourse: Discourse, statements: list[Statement]) -> None:
        """Add who holds an award where that is told elsewhere: CES를 여는 미국소비자기술협회."""
        text = discourse.found.text
        if all(s.grantors for s in statements if s.name):
            return
        for actor in discourse.actors:
            begin = max(0, actor.start - HOLDING_REACH)
            if not text.endswith(self.holders, begin, actor.start - 1):
                continue
            match = self.holding.search(text, begin, actor.start)
            for s in statements if match else ():
                if match and s.name and not s.grantors and s.name.text.endswith(match[1]):
                    s.grantors.append(given(actor, actor.end, "holding"))


def _together(text: str, actor: Actor, givers: list[Actor]) -> bool:
    """A와 B가 주최한, A가 B와 함께 주최한; ``givers`` are those behind, the nearest last."""
    along = actor.particle in SUBJECT and givers[0].particle in AND
    return listed(text, actor, givers[-1]) or (along and adjoins(text, actor, givers[-1]))
