"""What is won, and whether it was: prizes and the verbs behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from extract.awards.statements import Clause, Frame, Passage, Prize
from extract.morphemes import Morphemes
from extract.wording import COPULA, Rare, any_of, verbs

REACH = 60
"""Characters between a prize and its verb."""
AMBIGUOUS_REACH = 16
"""The same for a prize that is an ordinary word too."""
SURE_REACH = 16
"""Characters behind a verb that may say that what could be is so."""
LISTING = re.compile(r"(?:에는|은)\s")
"""Behind a prize: its winners follow."""
TARGET = 30
"""Characters that tell that such a word is no prize."""
PARTICLES = "을|를|에|으로|로|의|과|와|은|는|이|가|도|까지|인|에도|에는|상"
SAME = re.compile(r"인\s")
"""최고상인 대통령상: two words for one prize."""
MAY_BE = frozenset(
    f"{form}/{tag}"
    for tag, forms in {
        "EP": ["겠"],
        "EC": ["려", "으려", "려고", "으려고", "려면", "으려면", "고자", "도록"],
        "ETM": ["ㄹ", "을"],
        "VV": ["위하"],
    }.items()
    for form in forms
)
"""Endings, as Kiwi tags them, of what has not come about."""
FORM = 5
"""Morphemes from a verb's stem on that hold its ending."""
VERBAL = ("V", "XSV", "XSA")
"""How Kiwi's tags of verbs begin, and of what makes them of nouns."""
WINNERS = ("자", "작")
"""Behind a noun: it tells of who wins, not that they win (수상자, 수상작)."""
IS = re.compile(rf"(?:{COPULA})(?![가-힣])")
SENTENCE_ENDS = re.compile(r"[가-힣](?:다|지만|으나)\s|\.\s")
CLAUSE_ENDS = re.compile(r"(?:고|며|지만|으나|는데|은데)[,\s]")


class Prizes:
    """Reads prizes with the tables ``prizes`` and ``verbs``; ``pattern`` has a group ``prize``."""

    def __init__(self, table: dict[str, Any]) -> None:
        prizes, outcome = table["prizes"], table["verbs"]
        patterns = (pattern for some in prizes["patterns"].values() for pattern in some)
        kinds = "|".join([*patterns, *_kinds(prizes)])
        self.pattern = Rare(
            _cores(prizes),
            rf"(?<![가-힣A-Za-z0-9])(?P<prize>{kinds})"
            rf"(?=['’”\"]|\(|(?:{PARTICLES}|{COPULA})?(?![가-힣]))",
        )
        self.ambiguous = frozenset(prizes["ambiguous"])
        self.target = re.compile(prizes["target_pattern"])
        self.named = re.compile(r"인\s['‘“]([^'’”\n]{2,30})['’”]")
        """최고상인 ‘베스트 오브 더 베스트’: how the prize is called."""
        self.rank = re.compile(
            rf"(?:{table['numbers']['rank_pattern']}|{prizes['levels_pattern']})$"
        )
        self.ending = re.compile(
            rf"(?<![가-힣A-Za-z0-9])(?P<prize>[가-힣A-Za-z]{{1,8}}{any_of(prizes['endings'])})"
            rf"(?=(?:을|를|에|의)(?![가-힣])|\s{any_of(prizes['won'])})"
        )
        section = any_of(table["category"]["nouns"])
        self.own = re.compile(
            rf"\s?(?:을|를|은|는)(?![가-힣])"
            rf"|(?P<section>\s\S{{1,12}}?\s?{section})?\s?{any_of(prizes['won'])}"
        )
        """What stands behind an award's name that is itself won."""
        words = any_of(table["certificates"]["words"])
        self.called = re.compile(rf"(?P<prize>{words}|(?<=[A-Za-z]\s){any_of(prizes['words'])})$")
        """The prize that an award is called by: 가족친화인증, CES 혁신상."""
        self.won = re.compile(rf"{any_of(table['names']['won'])}(?:\s?\([^()]*\))?$")
        self.frames = _frames(table["frames"])
        self.verb = re.compile(rf"(?<![가-힣]){any_of(self.frames)}")
        self.crown = re.compile(
            r"(?:(?:과|와|,|·)\s?['‘][^'’\n]{2,30}['’]){0,4}\s?\d"
            rf"{any_of(prizes['crowns'])}"
        )
        """Behind a quotation: it is one of several prizes won at once."""
        self.sure = re.compile(any_of(outcome["sure"]))
        self.ahead = re.compile(any_of(outcome["ahead"]))
        self.helped = re.compile(any_of(outcome["helped"]))
        self.aims = re.compile(any_of(outcome["aims"]))
        self.failed = re.compile(any_of(outcome["failed"]))

    def read(self, passage: Passage) -> list[Prize]:
        """The prizes of a sentence, then the awards of it that are themselves won."""
        return [*self._named(passage), *self._crowns(passage), *self._awards(passage)]

    def _crowns(self, passage: Passage) -> list[Prize]:
        """Prizes by names of their own: ‘최우수 은행’과 ‘올해의 혁신’ 2관왕."""
        out: list[Prize] = []
        for quote in passage.quotes:
            if not passage.sentence.start <= quote.start < passage.sentence.end:
                continue
            crown = self.crown.match(passage.text, quote.outer_end, passage.sentence.end)
            name = any(n.holds(quote.start) for n in passage.names)
            if crown and not name:
                text = passage.text[quote.start : quote.end]
                out.append(Prize(quote.start, quote.end, text))
        return out

    def _named(self, passage: Passage) -> list[Prize]:
        text = passage.text
        out: list[Prize] = []
        for match in self._words(passage):
            start, end = match.span("prize")
            quote = passage.quoted(start)
            within = quote and quote.start <= start < quote.end
            announced = quote and any(quote.start <= n.start < quote.end for n in passage.names)
            mere = quote and within and text[quote.start : quote.end] != match["prize"]
            if mere and not announced:
                continue
            if any(n.start <= start < n.end for n in passage.names):
                continue
            if out and text[out[-1].end : start] == "(":
                continue  # 최우수기관(1위): the rank of the prize before
            named = self.named.match(text, end)
            if named:
                out.append(Prize(*named.span(1), named[1]))
            else:
                out.append(Prize(start, end, match["prize"]))
        return out

    def _words(self, passage: Passage) -> list[re.Match[str]]:
        """The words that are prizes by their wording, or by their ending behind a name."""
        text, sentence = passage.text, passage.sentence
        out = passage.matches(self.pattern)
        if passage.names:
            begin = passage.names[0].end
            own = self.ending.finditer(text, begin, sentence.end)
            known = {match.end("prize") for match in out}
            morphemes = passage.found.morphemes
            added = [
                match
                for match in own
                if match.end("prize") not in known and compound(morphemes, *match.span("prize"))
            ]
            out = sorted([*out, *added], key=re.Match.start) if added else out
        return out

    def _awards(self, passage: Passage) -> list[Prize]:
        text = passage.text
        out = []
        for name in passage.names:
            won = self.won.search(text, name.start, name.end)
            match = self.own.match(text, name.outer_end) if won else None
            if won and match:
                called = self.called.search(name.text)
                prize = called["prize"] if called else None
                at = max(name.outer_end, match.end("section"))
                out.append(Prize(at, at, prize))
        return out

    def clause(self, passage: Passage, prize: Prize, since: int) -> Clause | None:
        """The clause that tells what became of a prize; None where nothing is told of it."""
        text, sentence = passage.text, passage.sentence
        if prize.text and SAME.match(text, prize.end) and self.pattern.match(text, prize.end + 2):
            return None
        verb = self._verb(passage, prize)
        if verb is None and not (passage.headline and prize.text and not self.is_rank(prize)):
            return None
        begin, until = verb.span() if verb else (prize.end, prize.end)
        stop = passage.first(CLAUSE_ENDS, until, sentence.end)
        end = stop.end() if stop else max(until, sentence.end)
        aimed = _led(passage.found.morphemes, until) if verb else end
        failed = (
            passage.first(self.failed, prize.end, end) is not None
            or passage.first(self.aims, prize.end, min(end, aimed or end)) is not None
        )
        if verb and self._unreal(passage, verb):
            return None
        frame = self.frames.get(verb[0], (None, False))[0] if verb else None
        if not failed and not (frame and frame.passive) and self._targeted(text, prize):
            return None
        return Clause(since, begin, until, end, frame, failed)

    def _verb(self, passage: Passage, prize: Prize) -> re.Match[str] | None:
        """The verb of winning that belongs to a prize."""
        text = passage.text
        reach = min(prize.end + REACH, passage.sentence.end)
        verb = next(self.verbs(passage, prize.end, reach), None)
        if verb is None and passage.names:
            verb = IS.match(text, prize.end)  # 성적표는 최우수 등급이었다
            return verb
        if verb is None or self.ahead.match(text, verb.start()):
            return None
        gap = text[prize.end : verb.start()]
        if SENTENCE_ENDS.search(gap) or self.ahead.search(gap):
            return None
        listing = LISTING.match(text, prize.end)  # 대상은 가, 나가 받았다
        far = len(gap) > AMBIGUOUS_REACH and not self.pattern.search(gap) and not listing
        return None if far and prize.text in self.ambiguous else verb

    def _unreal(self, passage: Passage, verb: re.Match[str]) -> bool:
        """Whether the verb's form tells what may be or is wanted: 받으려면, 받을 수, 받겠다는."""
        m = passage.found.morphemes
        first = m.after(verb.end()) - 1
        for i in range(max(0, first), min(first + FORM, len(m))):
            if m.starts[i] > verb.end() + 3:
                break
            form = f"{m.forms[i]}/{m.tags[i]}"
            if form in MAY_BE:
                return self.sure.search(passage.text, verb.end(), verb.end() + SURE_REACH) is None
        return False

    def verbs(self, passage: Passage, start: int, end: int) -> Iterator[re.Match[str]]:
        """The words that begin as a verb of winning does and are one."""
        for match in self.verb.finditer(passage.text, start, end):
            if self.frames[match[0]][1]:
                told = _is_verb(passage.found.morphemes, match)
            else:
                told = passage.text[match.end() : match.end() + 1] not in WINNERS
                told = told and not self.helped.match(passage.text, match.end())
            if told:
                yield match

    def is_rank(self, prize: Prize) -> bool:
        """Whether the prize is a mere place (2위) or level (1등급)."""
        return self.rank.search(prize.text or "") is not None

    def _targeted(self, text: str, prize: Prize) -> bool:
        """Whether an ambiguous word is a target and no prize: 대상으로."""
        end = prize.end
        return prize.text in self.ambiguous and bool(self.target.match(text, end, end + TARGET))


def _kinds(table: dict[str, Any]) -> list[str]:
    """Patterns of prizes by office, by merit and of one wording."""
    return [
        rf"(?:[가-힣]{{0,12}}{any_of(table['office_bodies'])}\s|[가-힣]{{0,12}})?"
        rf"{any_of(table['offices'])}{_honour(table)}",
        rf"{any_of(table['honour_kinds'])}\s?{any_of(table['honours'][1:])}",
        rf"{any_of(table['merits'])}\s?{any_of(table['bodies'])}",
        any_of(table["words"]),
    ]


def _honour(table: dict[str, Any]) -> str:
    """What is given, behind who gives it."""
    return rf"\s?(?:{any_of(table['honour_kinds'])}\s?)?{any_of(table['honours'])}"


def _cores(table: dict[str, Any]) -> str:
    """A pattern for what the prizes of each kind hold; all its branches begin with a letter."""
    honours, more = _honour(table), rf"\s?{any_of(table['honours'][1:])}"
    return "|".join(
        [
            *(any_of([office]) + honours for office in table["offices"]),
            *(any_of([kind]) + more for kind in table["honour_kinds"]),
            *(any_of([word]) for word in (*table["patterns"], *table["merits"], *table["words"])),
        ]
    )


def _frames(table: dict[str, dict[str, list[str]]]) -> dict[str, tuple[Frame, bool]]:
    """The beginning of a verb's form -> its frame, and whether Kiwi must take it for a verb."""
    found: dict[str, tuple[Frame, bool]] = {}
    for name, words in table.items():
        frame = Frame(name, frozenset(words["recipient"]), frozenset(words["grantors"]))
        for word in words["verbs"]:
            for form in verbs([word]):
                found.setdefault(form, (frame, word.endswith("다")))
    return found


def _led(morphemes: Morphemes, end: int) -> int | None:
    """Where a verb's form ends that leads up to a noun (따낸 공사); None for any other form."""
    for i in range(morphemes.after(end) - 1, min(morphemes.after(end) + 2, len(morphemes))):
        if i >= 0 and morphemes.tags[i].startswith("E") and morphemes.tags[i] != "EP":
            bound = i + 1 < len(morphemes) and morphemes.tags[i + 1] == "NNB"  # 받는 것을 목표로
            return morphemes.ends[i] if morphemes.tags[i] == "ETM" and not bound else None
    return None


def _is_verb(morphemes: Morphemes, match: re.Match[str]) -> bool:
    """Whether the last word of a match is a verb, and no longer one: 안았다, not 안전, 안겼다."""
    start = match.start() + match[0].rfind(" ") + 1
    verbal = [
        i for i in morphemes.within(start, match.end()) if morphemes.tags[i].startswith(VERBAL)
    ]
    return (
        bool(verbal)
        and morphemes.ends[verbal[-1]] <= match.end() + 1
        and (len(morphemes.forms[verbal[0]]) <= match.end() - start)
    )


def compound(morphemes: Morphemes, start: int, end: int) -> bool:
    """Whether the word ``start:end`` has its last syllable as a morpheme: 도약상, not 인상."""
    i = morphemes.after(end) - 1
    if i < 0 or morphemes.ends[i] != end:
        return False
    return start < morphemes.starts[i] == end - 1
