"""Where a program is named: in quotation marks, in lists, or as a noun phrase with a head.

A quoted name counts where something says that it is an undertaking: the head noun it ends in, a
class noun before or after it, or what is done to it. Unquoted noun phrases need a head noun and
a modifier that makes them a name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from extract.found import Found
from extract.quotations import Quotation
from extract.sentences import Discourse, Sentence
from rules import Rules

MIN_NAME = 2
MAX_NAME = 40
MAX_WORDS = 6


@dataclass(slots=True)
class Mention:
    """One place where a program is named; ``category`` None where nothing there decides it."""

    start: int
    end: int
    name: str
    category: str | None
    rule: str
    sentence: Sentence
    after: int
    """The offset behind the closing mark and a head noun there."""
    before: int
    """The offset of the opening mark."""
    strength: int = 0
    tail: int | None = None
    """In a list, the offset behind its last item: what is said of all stands there."""


class Finder:
    """Finds names with the tables of a set of rules."""

    def __init__(self, rules: Rules) -> None:
        table = rules.tables["programs"]
        self.heads = {h: c for c, list_ in table["heads"].items() for h in list_}
        self.classes = {h: c for c, list_ in table["classes"].items() for h in list_}
        self.head = re.compile(rf"(?:{_longest_first(self.heads)})\+?(?:\s?\([^()]*\))?$")
        classes = _longest_first(self.classes)
        self.class_after = re.compile(
            rf"(?:\s?\([^()]*\))?\s?(?P<noun>[가-힣]{{0,6}}?(?:{classes}))(?=[은는이가을를의도에로으과와,.\s·)]|$)"
        )
        self.class_before = re.compile(rf"(?P<noun>{classes})(?:인|인\s)?\s?$")
        table_not = table["not"]
        self.not_after = re.compile(table_not["after"])
        self.not_before = re.compile(table_not["before"])
        self.not_inside = re.compile(table_not["inside"])
        self.cues = re.compile(table["cues"]["pattern"])
        self.done = re.compile(table["cues"]["done"])
        plain = table["plain"]
        self.contest = re.compile(table["contest"]["heads"])
        self.contest_cue = re.compile(table["contest"]["cues"])
        self.numbered = re.compile(r"(?:\d{4}년?\s)?제\s?\d+\s?회\s")
        self.copula = re.compile(
            rf"(?:{classes})인\s(?P<name>[가-힣A-Za-z0-9]{{3,20}}?)(?={plain['particles']}(?![가-힣]))"
        )
        self.contest_lead = re.compile(table["contest"]["leads"])
        self.plain_head = re.compile(
            rf"(?<![가-힣A-Za-z0-9])(?P<word>[가-힣A-Za-z0-9·+-]*(?:{_longest_first(plain['heads'])}))"
            rf"(?=(?:{plain['particles']})?(?![가-힣A-Za-z]))"
        )
        self.plain_end = re.compile(rf"(?:{_longest_first(plain['heads'])})$")
        self.plain_cue = re.compile(plain["cues"])
        self.generic = set(plain["generic"])
        self.marked = re.compile(plain["marks"])
        self.stop = re.compile(plain["stop"])
        self.letters = set(plain["letters"])
        self.leads = re.compile(table["leads"]["pattern"])
        self.trim = re.compile(table["trim"]["tail"])
        self.places = {
            short[:-1]
            for row in rules.rows["organizations"]
            if row.get("level")
            for short in row.many("short")
            if len(short) > 2
        }
        self.item = re.compile(r"(?:[▲△▶▷○◇◆■]|(?<!\d)[①-⑳]|(?<=[\s,])첫째,|둘째,|셋째,)\s*")

    def find(self, found: Found, discourse: Discourse) -> list[Mention]:
        """The names of an article in order; one stretch of text yields one at most."""
        quotes = discourse.quotes
        starts = [s.start for s in discourse.list]
        out: list[Mention] = []
        for quote in quotes:
            i = bisect_right(starts, quote.start) - 1
            if i >= 0 and quote.start < discourse.list[i].end:
                mention = self._quoted(found, discourse.list[i], quote)
                if mention:
                    out.append(mention)
        for sentence in discourse.list:
            out += self._plain(found, sentence, quotes)
            for match in self.copula.finditer(found.text, sentence.start, sentence.end):
                noun = match[0].split("인 ")[0]  # 이동 돌봄 서비스인 느티나무버스가
                span = match.span("name")
                out.append(
                    Mention(
                        *span,
                        match["name"],
                        self._class(noun),
                        "programs.copula",
                        sentence,
                        span[1],
                        span[0],
                        4,
                    )
                )
        out.sort(key=lambda m: (m.start, -m.end))
        kept: list[Mention] = []
        for mention in out:
            if not kept or mention.start >= kept[-1].end:
                kept.append(mention)
        return kept

    # -- quoted ---------------------------------------------------------------------------

    def _quoted(self, found: Found, sentence: Sentence, q: Quotation) -> Mention | None:
        text = found.text
        content = text[q.start : q.end]
        if not MIN_NAME <= len(content) <= MAX_NAME or not re.search(r"[가-힣A-Za-z]", content):
            return None
        if (
            re.match(r"[가-힣](?![은는이가을를의])", text[q.outer_end : q.outer_end + 1])
            and not re.match(
                r"(?:은|는|이|가|을|를|의|에|와|과|도|로|으로|까지|부터|만|엔|등|인|라는|이라)",
                text[q.outer_end : q.outer_end + 3],
            )
            and not self.class_after.match(text, q.outer_end)
        ):
            return None
        after, before = (
            text[q.outer_end : q.outer_end + 30],
            text[max(0, q.outer_start - 14) : q.outer_start],
        )
        if self.not_after.match(after.lstrip(" ”’\"'")) or self.not_inside.search(content):
            return None
        if self.not_before.search(before):
            return None
        if (
            self.contest.search(content)
            and not self.contest_lead.search(before)
            and not self.contest_cue.search(text[q.outer_end : min(sentence.end, q.outer_end + 50)])
        ):
            return None  # who won in it is an award; as a program it is not what is told
        role = re.match(r"(?:으로|로)(?:서|써)?(?![가-힣])", after)
        inside = self.head.search(content)
        noun_after = self.class_after.match(text, q.outer_end)
        noun_before = self.class_before.search(before)
        cue = self.cues.search(text, q.outer_end, min(sentence.end, q.outer_end + 30))
        leads = self.leads.search(before + "" if before.endswith(" ") else before + " ")
        strength = 2 * (bool(inside) + bool(noun_after) + bool(noun_before) + bool(leads))
        strength += bool(cue)
        if self.done.search(after):
            strength += 2 if len(content) > 2 else 1
        strength += 2 * bool(self.numbered.match(content))
        listed = self._listed(sentence, q.outer_start) and bool(
            re.match(r"\s?(?:등|[▲△▶▷○◇◆,]|을|를)", after)
        )
        strength += 2 * listed
        if role and not (noun_after or noun_before):
            return None
        if strength < 2 and self._used(text, q):
            strength += 2
        words = content.split()
        proper = self._proper(found, q.start, q.end)
        if inside and not (
            proper or cue or noun_after or noun_before or leads or listed or len(words) > 1
        ):
            return None
        if strength < 2 and not (proper and cue and len(content) > 3):
            return None
        category = None
        if noun_after:
            category = self._class(noun_after["noun"])
        elif inside:
            category = self.heads[re.sub(r"\+?(?:\s?\([^()]*\))?$", "", inside[0])]
        elif noun_before:
            category = self.classes[noun_before["noun"]]
        tail = self._tail(sentence) if listed else None
        if category is None and tail is not None:
            summed = re.search(
                r"등\s?(?:[가-힣]+\s){0,2}?(?P<noun>[가-힣]+)(?:을|를|이|가|으로|로)",
                text[tail - 2 : sentence.end],
            )
            category = self._class(summed["noun"]) if summed else None
            category = None if category == "other" else category
        if category is None:
            category = self._predicate(text[q.outer_end : sentence.end])
        end = noun_after.end() if noun_after else q.outer_end
        stop = q.end
        if trimmed := self.trim.search(content):
            stop, content = q.start + trimmed.start(), content[: trimmed.start()]
        return Mention(
            q.start,
            stop,
            content,
            category,
            "programs.quoted",
            sentence,
            end,
            q.outer_start,
            strength,
            tail,
        )

    def _used(self, text: str, q: Quotation) -> bool:
        """Whether the words stand elsewhere with a class noun or as what somebody runs."""
        name = text[q.start : q.end]
        for match in re.finditer(re.escape(name), text) if len(name) > 3 else ():
            if match.start() != q.start:
                before = text[max(0, match.start() - 10) : match.start()].rstrip("‘'“\"『「<《")
                after = text[match.end() : match.end() + 24].lstrip("’'”\"』」>》")
                if self.class_before.search(before) or self.done.match(after):
                    return True
        return False

    def _listed(self, sentence: Sentence, at: int) -> bool:
        """Whether it stands in a list of three or more that ends in what is done to all."""
        items = list(self.item.finditer(sentence.text))
        return (
            len(items) > 1
            and items[0].start() + sentence.start < at
            and bool(self.cues.search(sentence.text, items[-1].end()))
        )

    def _tail(self, sentence: Sentence) -> int | None:
        ends = [
            m.end() for m in re.finditer(r"(?<=[가-힣’'”\"\s])등(?=[이을의에\s])", sentence.text)
        ]
        return sentence.start + ends[-1] if ends else None

    def _predicate(self, rest: str) -> str | None:
        """The class that the sentence says it is: ‘…’는 … 소통 핫라인이다."""
        match = re.match(r"(?:은|는)\s.*?\s?(?P<noun>[가-힣]+?)(?:이다|다)\.?\s*$", rest)
        category = self._class(match["noun"]) if match else "other"
        return category if category != "other" else None

    def _class(self, noun: str) -> str:
        for i in range(len(noun)):
            if noun[i:] in self.classes:
                return str(self.classes[noun[i:]])
        return "other"

    def _proper(self, found: Found, start: int, end: int) -> bool:
        """Whether a word in it is a name, or foreign, or unknown to Kiwi."""
        m = found.morphemes
        return any(
            m.tags[i] in ("NNP", "SL", "SH", "W_SERIAL", "UN") and m.forms[i] not in self.letters
            for i in m.within(start, end)
        )

    # -- not quoted -----------------------------------------------------------------------

    def _plain(self, found: Found, sentence: Sentence, quotes: list[Quotation]) -> list[Mention]:
        text = found.text
        out = []
        matches = list(self.plain_head.finditer(text, sentence.start, sentence.end))
        for match, following in zip(matches, [*matches[1:], None], strict=False):
            at = match.start()
            if following and following.start() == match.end() + 1 and text[match.end()] == " ":
                continue  # the noun phrase goes on
            if any(q.outer_start <= at < q.outer_end for q in quotes):
                continue
            start = self._left(found, sentence, at, quotes)
            name = text[start : match.end()]
            modifiers = name[: len(name) - len(match["word"])].split()
            stem = self.plain_end.sub("", match["word"])
            listed = self._listed(sentence, start)
            marked = self._marked(found, start, match.end(), name)
            hosted = re.search(r"(?:주관|주최|공모|지원)\s$", text[max(0, start - 4) : start])
            leads = self.leads.search(text[max(0, start - 14) : start])
            cue = self.plain_cue.match(text[match.end() : match.end() + 40])
            named = self.class_before.search(text[max(0, start - 14) : start])
            if re.match(
                r"\s?[‘'“\"]|에서|\s제\d|\s[가-힣]+(?:관|실|홀|장)에서",
                text[match.end() : match.end() + 12],
            ):
                continue  # a class noun before a name, or a venue
            # what is common to many is no name, with however many modifiers
            if not stem and len(modifiers) < 2 and not (marked or hosted):
                continue
            if name in self.generic or (not modifiers and (stem in self.generic or len(stem) < 2)):
                continue
            item = listed and re.match(
                r"\s?(?:등|[▲△▶▷○◇◆,]|구축|운영)", text[match.end() : match.end() + 4]
            )
            score = 2 * (marked + bool(hosted) + bool(leads) + bool(item)) + bool(cue)
            score += bool(named) + bool(self.done.match(text[match.end() : match.end() + 20]))
            score += min(len(modifiers), 2) + (1 if len(stem) >= 4 else 0) + (len(stem) >= 6)
            if score < 3 or not (hosted or leads or cue or item or (marked and modifiers)):
                continue
            rest = name[: -len(match["word"])].rstrip()
            if (
                match["word"] == "사업"
                and self.head.search(rest)
                and self._elsewhere(text, rest, start)
            ):
                name = rest  # 스마트 지킴이 사업: elsewhere it stands without the class noun
            words = name.split()
            for i in range(1, len(words)):
                short = " ".join(words[i:])
                if (
                    len(short) > 3
                    and words[0] not in self.places
                    and self._elsewhere(text, short, start)
                ):
                    start, name = start + len(name) - len(short), short
                    break
            if (
                self.contest.search(name)
                and not item
                and not self.contest_cue.search(
                    text[match.end() : min(sentence.end, match.end() + 40)]
                )
            ):
                continue
            head = self.head.search(name)
            category = self.heads.get(head[0].rstrip("+"), None) if head else None
            out.append(
                Mention(
                    start,
                    start + len(name),
                    name,
                    category,
                    "programs.phrase",
                    sentence,
                    match.end(),
                    start,
                    score,
                    self._tail(sentence) if item else None,
                )
            )
        return out

    def _elsewhere(self, text: str, name: str, here: int) -> bool:
        """Whether a name stands on its own somewhere else: at a line's head or in a list."""
        pattern = r"\s?".join(map(re.escape, name.replace(" ", "")))
        return any(
            abs(m.start() - here) > len(name)
            and not re.match(r"[가-힣]", text[m.end() : m.end() + 1])
            for m in re.finditer(rf"(?:^|[,·‘'△▲]\s?)({pattern})", text, re.MULTILINE)
        )

    def _marked(self, found: Found, start: int, end: int, name: str) -> bool:
        """Whether a place in front, letters, figures or a proper noun make it a name."""
        words = name.split()
        if words[0] in self.places:
            return True
        for letters in re.findall(r"[A-Za-z&]+", name):
            name = name.replace(letters, "") if letters in self.letters else name
        return bool(self.marked.search(name)) or self._proper(found, start, start + len(name) - 2)

    def _left(self, found: Found, sentence: Sentence, start: int, quotes: list[Quotation]) -> int:
        """Where the noun phrase that ends in the word at ``start`` begins."""
        text, m = found.text, found.morphemes
        for _ in range(MAX_WORDS):
            space = start - 1
            if space <= sentence.start or text[space] != " ":
                break
            begin = max(text.rfind(" ", sentence.start, space) + 1, sentence.start)
            mark = self.item.match(text, begin)
            if mark:
                begin = mark.end()
            word = text[begin:space]
            i = m.after(space) - 1
            if i < 0 or m.ends[i] != space or not word or self.stop.fullmatch(word):
                break
            noun = m.tags[i][0] == "N" or m.tags[i] in ("SL", "XSN", "SN", "SH", "XR")
            noun = noun or bool(self.plain_end.search(word))  # 지킴이 looks like a particle
            plain = re.sub(r"\([一-龥]+\)", "", word)  # 주(宙)토피아
            bound = m.tags[i] in ("NNB", "NP", "NR")
            if bound or not noun or re.search(r"[,.'’‘”“\"…)]", plain):
                break
            if any(d.start <= begin < d.end for d in sentence.dates) and not re.fullmatch(
                r"\d{4}(?:년도?)?", word
            ):
                break
            if word in self.classes and not text[start : start + 2].startswith(("사업", "서비")):
                break  # 빅데이터 플랫폼 스마트맵: what stands before the class noun describes
            actor = next((a for a in sentence.actors if a.start <= begin < a.end), None)
            if actor and actor.organization.category not in ("local_government",):
                break
            start = begin
            if mark:
                break
        return start


def _longest_first(words: dict[str, str] | list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
