"""Where an honour is stated: its name, what was won and who won it, sentence by sentence.

A statement needs a prize (or an award's name that is itself won) and a verb of winning that no
word of failing follows; in headlines the verb may be missing. Lists by category are read line by
line. ``resolve.py`` joins the statements of one honour.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extract.found import DateMention, Found, OrganizationFound, ProgramFound, Recipient
from extract.numerals import parse
from extract.quotations import Quotation
from extract.sentences import Actor, Discourse, Sentence
from rules import Rules

REACH = 60
"""Characters between a prize and its verb."""
NAME_WORDS = 7
SUBJECT = re.compile(r"[’'”\"」』》〉>]?(?:\s?[가-힣]{2,6}?)?(?<!에서)(?:이|가|은|는)(?![가-힣])")
"""Behind a program's name: it is the subject, be it with a class noun (‘NAME’ 사업이)."""
BULLETS = "△▲▷▶○◇◆□■●"


@dataclass(slots=True)
class Name:
    """An award's name: ``start:end`` without edition, year and marks; ``outer_*`` with them."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    text: str
    edition: int | None
    year: int | None
    grantors: list[OrganizationFound] = field(default_factory=list)
    announced: DateMention | None = None
    ceremony: DateMention | None = None


@dataclass(slots=True)
class Statement:
    """What one sentence says of one honour; ``name`` is None where only the discourse tells."""

    at: int
    rule: str
    recipient: Recipient
    name: Name | None = None
    prize: str | None = None
    category: str | None = None
    rank: int | None = None
    streak: int | None = None
    year: int | None = None
    grantors: list[OrganizationFound] = field(default_factory=list)
    date: DateMention | None = None
    announced: DateMention | None = None
    headline: bool = False
    prize_span: tuple[int, int] = (0, 0)
    sentence: int = 0


class Finder:
    """Finds statements with the tables of a set of rules."""

    def __init__(self, rules: Rules) -> None:
        table = rules.tables["awards"]
        heads = "|".join(sorted(map(re.escape, table["heads"]), key=len, reverse=True))
        self.head = re.compile(
            rf"[가-힣A-Za-z0-9·&+-]*(?:{heads})(?=\s?\(|(?:에서는?|에서도|에|의|을|를|은|는|이|가|도|로|으로|와|과)?(?![가-힣A-Za-z]))"
        )
        self.headed = re.compile(rf"(?:{heads})(?:\s?\([^()]*\))?(?:\s\d{{4}})?$")
        self.won_itself = re.compile(r"(?:상|인증|인증서|대상)(?:\s?\([^()]*\))?$")
        self.prize = re.compile(
            rf"(?<![가-힣A-Za-z0-9])(?P<prize>{table['prizes']})(?=['’”\"]|\(|(?:을|를|에|으로|로|의|과|와|은|는|이|가|도|까지|인|에도|에는|상)?(?![가-힣]))"
        )
        verbs = table["verbs"]
        words = [*verbs["object"], *verbs["goal"], *verbs["passive"], *verbs["giver"]]
        self.verb = re.compile(
            rf"(?<![가-힣])(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})"
        )
        self.giver = re.compile("|".join(map(re.escape, verbs["giver"])))
        self.leads = re.compile(table["grantors"]["leads"])
        self.other = re.compile(table["verbs"]["other"])
        self.ceremony = re.compile(table["verbs"]["ceremony"])
        self.giving = re.compile(table["verbs"]["giving"])
        self.weak = set(table["weak"])
        self.both = re.compile(table["both"]["pattern"])
        self.passive = re.compile("|".join(verbs["passive"]))
        self.never = re.compile(table["verbs"]["never"])
        grant = "|".join(sorted(map(re.escape, table["grantors"]["verbs"]), key=len, reverse=True))
        self.grants = re.compile(
            rf"\s?(?:공동\s?(?:으로\s)?|함께\s|각각\s|직접\s)*(?:{grant})(?:하는|한|하고|하여|해|된|되는|로|의|으로|는|\s|$)"
        )
        self.certified = re.compile(table["certificates"]["pattern"])
        self.category = re.compile(table["category"]["pattern"])
        self.no_category = set(table["category"]["not"])
        numbers = table["numbers"]
        self.edition = re.compile(numbers["edition"])
        self.streak = re.compile(numbers["streak"])
        self.again = re.compile(numbers["again"])
        self.nobody = re.compile(table["lists"]["nobody"])
        self.kept = re.compile(numbers["kept"])
        self.year = re.compile(numbers["year"])
        self.person = re.compile(
            rf"(?<![가-힣])(?P<name>[가-힣]{{2,4}})\s(?:[가-힣]{{0,6}}{table['people']['titles']})(?:은|는|이|가|도|에게는|에게)(?![가-힣])"
        )
        self.listed_person = re.compile(
            rf"(?<![가-힣])(?P<name>[가-힣]{{2,4}})\s?(?:[가-힣]{{0,6}}\s)?{table['people']['titles']}(?![가-힣])"
        )
        self.segment = re.compile(rf"[{BULLETS}]\s*(?P<body>[^{BULLETS}\n]+)")

    # -- names ----------------------------------------------------------------------------

    def names(self, found: Found, sentence: Sentence, quotes: list[Quotation]) -> list[Name]:
        """The award names of a sentence, quoted or not, in order."""
        text = found.text
        out: list[Name] = []
        for q in quotes:
            if sentence.start <= q.start < sentence.end:
                content = text[q.start : q.end]
                after = text[q.outer_end : q.outer_end + 24]
                contest = re.match(
                    r"(?:\s?\([^()]*\))?\s?(?:의\s)?(?:에서|시상식|기념식|심사|\S{2,12}\s?(?:부문|분야)(?:에서)?)",
                    after,
                )
                if (self.headed.search(content) or contest) and not self.prize.fullmatch(content):
                    out.append(self._name(text, q.start, q.end, q.outer_start, q.outer_end))
        for match in self.head.finditer(text, sentence.start, sentence.end):
            if any(q.outer_start <= match.start() < q.outer_end for q in quotes):
                continue
            if self.prize.fullmatch(match[0]):
                continue
            start = self._left(found, sentence, match.start(), quotes)
            section = re.match(
                r"(?:\S+\s){0,2}?\S+(?:부문|분야)\s", text[start : match.start() + 1]
            )
            if section and start + section.end() <= match.start():
                start += section.end()
            weak = any(match[0].endswith(w) for w in self.weak)
            if weak and not self.prize.search(text, match.end(), sentence.end):
                continue
            name = self._name(text, start, match.end(), start, match.end())
            # a bare head (이번 평가, 시상식) only points back
            if len(name.text) > 4 and name.text not in ("시상식", "종합평가"):
                out.append(name)
        return sorted(out, key=lambda n: n.start)

    def _left(self, found: Found, sentence: Sentence, start: int, quotes: list[Quotation]) -> int:
        """Where the noun phrase that ends in the word at ``start`` begins."""
        text, m = found.text, found.morphemes
        for _ in range(NAME_WORDS):
            space = start - 1
            if space <= sentence.start or text[space] != " ":
                break
            begin = max(text.rfind(" ", sentence.start, space) + 1, sentence.start)
            word = text[begin:space]
            i = m.after(space) - 1
            nominal = (
                i >= 0
                and m.ends[i] == space
                and m.tags[i][0] in "NSX"
                and m.tags[i] not in ("SP", "SF", "SSC", "SY", "SE", "XSV")
            )
            if (
                not nominal
                or re.search(r"[,.'’‘”“\"…]", word)
                or any(q.outer_start < space <= q.outer_end for q in quotes)
            ):
                break
            if re.fullmatch(
                r"올해|지난해|작년|이번|최근|당시|주관|주최|또|또한|나란히|각각|모두|특히|앞서|매년|\d{1,2}일|\d{1,3}(?:년|회|차례)|연속",
                word,
            ):
                break
            if any(
                a.start <= begin < a.end
                and a.particle == ""
                and a.end == space
                and self.grants.match(text, space)
                for a in sentence.actors
            ):
                break
            start = begin
        return start

    def _name(self, text: str, start: int, end: int, outer_start: int, outer_end: int) -> Name:
        edition = year = None
        content = text[start:end]
        for _ in range(3):
            if match := self.year.match(content):
                year = int(match[1])
            elif match := re.match(r"\W*" + self.edition.pattern, content):
                edition = int(match[1])
            else:
                break
            start += match.end()
            content = text[start:end]
            lead = len(content) - len(content.lstrip())
            start, content = start + lead, content.lstrip()
        stripped = re.sub(r"\s?\([^()]*\)$", "", content)
        if year is None and (match := re.search(r"\s((?:19|20)\d\d)$", stripped)):
            year, stripped = int(match[1]), stripped[: match.start()]  # CES 2023
        end = start + len(stripped)
        return Name(start, end, outer_start, outer_end, stripped, edition, year)

    # -- statements -----------------------------------------------------------------------

    def find(self, found: Found, discourse: Discourse) -> tuple[list[Statement], list[Name]]:
        """Every statement of an honour, and every award's name, in the order of the text."""
        quotes = discourse.quotes
        out: list[Statement] = []
        seen: list[Name] = []
        current: Name | None = None
        told: dict[str, Name] = {}  # prize -> the award it was last won in
        for sentence in discourse.list:
            names = self.names(found, sentence, quotes)
            seen += names
            listed = self._listed(found, discourse, sentence, names, quotes)
            if listed:
                for statement in listed:
                    statement.name = statement.name or current
                    if statement.name and statement.prize:
                        told[statement.prize] = statement.name
                out += listed
                continue
            for statement in self._stated(found, discourse, sentence, names, quotes):
                if statement.name is None:
                    statement.name = self._carried(sentence, statement, current, told)
                    edition = self.again.search(sentence.text)
                    if statement.name and edition:  # 지난해 제17회 대회 때는
                        statement.name = replace(statement.name, edition=int(edition[1]), year=None)
                if statement.name is not None:
                    out.append(statement)
                    if statement.prize:
                        told[statement.prize] = statement.name
            if names:
                current = names[-1] if not out or out[-1].at < sentence.start else out[-1].name
                if not out or out[-1].at < sentence.start:
                    self._announced(found, sentence, names[-1])
            self._ceremony(found, sentence, out, current)
        self._organizers(found, discourse, out)
        return out, seen

    def _carried(
        self, sentence: Sentence, s: Statement, current: Name | None, told: dict[str, Name]
    ) -> Name | None:
        """The name from the sentences before; a mere place or grade does not point back."""
        if s.prize is None or (s.rank is not None and "평가" not in sentence.text):
            return None
        start, end = s.prize_span
        granted = re.search(r"표창|(?:대통령|총리|장관|청장|지사|시장|군수)\s?상", s.prize)
        if not granted or s.prize in told:
            return told.get(s.prize, current) if granted else current
        near = current is not None and current.start >= sentence.line.start
        if near or (
            current is not None
            and re.search(r"시상식|대회|평가|심사|이번|올해|이 상", sentence.text)
        ):
            return current
        return Name(start, end, start, end, s.prize, None, None)

    def _organizers(self, found: Found, discourse: Discourse, out: list[Statement]) -> None:
        """Who holds it, told elsewhere: CES를 여는 미국소비자기술협회."""
        text = found.text
        for actor in discourse.actors:
            match = re.search(
                r"(\S+)(?:을|를)\s(?:여는|주최하는|주관하는|운영하는|수여하는)\s$",
                text[max(0, actor.start - 40) : actor.start],
            )
            for s in out if match else ():
                if match and s.name and not s.grantors and s.name.text.endswith(match[1]):
                    s.grantors.append(actor.organization)

    def _announced(self, found: Found, sentence: Sentence, name: Name) -> None:
        """Who gives it and when it was told, where a sentence only presents the results."""
        text = found.text
        topic = sentence.topic(name.outer_start)
        if topic is not None and re.match(
            r"\s?(?:수상|선정)?\s?(?:결과|대상|명단|수상|성적표|점수|순위|등급)",
            text[name.outer_end : name.outer_end + 10],
        ):
            name.grantors.append(topic.organization)
        name.grantors += self._grantors(found, sentence, name, name.outer_start)
        for date in sentence.dates:
            exact = date.timex in ("DATE", "TIME") and re.fullmatch(
                r"\d{4}-\d\d-\d\d.*", date.value
            )
            if exact and not name.outer_start <= date.start < name.outer_end:
                name.announced = date

    def _told(self, text: str, date: DateMention) -> bool:
        return bool(
            re.match(
                r"[^가-힣]*(?:밝혔|밝힌|전했|발표|말했|내놨|내놓|알렸|공개)",
                text[date.end : date.end + 8],
            )
        )

    def _ceremony(
        self, found: Found, sentence: Sentence, out: list[Statement], current: Name | None
    ) -> None:
        """A sentence that only tells when the honour was handed over."""
        if not self.ceremony.search(sentence.text) or (out and out[-1].at >= sentence.start):
            return
        for date in sentence.dates:
            exact = date.timex in ("DATE", "TIME") and len(date.value) >= 10
            if not exact or self._told(found.text, date):
                continue
            name = out[-1].name if out and current is None else current
            if name is not None and name.ceremony is None:
                name.ceremony = date

    def _stated(
        self,
        found: Found,
        discourse: Discourse,
        sentence: Sentence,
        names: list[Name],
        quotes: list[Quotation],
    ) -> list[Statement]:
        text = found.text
        headline = sentence.line.kind in ("title", "subhead")
        spans: list[tuple[int, int, str | None]] = []
        for match in self.prize.finditer(text, sentence.start, sentence.end):
            inside = [q for q in quotes if q.start <= match.start() < q.end]
            if inside and text[inside[0].start : inside[0].end] != match["prize"]:
                continue
            if any(n.start <= match.start("prize") < n.end for n in names):
                continue
            if spans and text[spans[-1][1] : match.start("prize")] == "(":
                continue  # 최우수기관(1위): the rank of the prize before
            spans.append((match.start("prize"), match.end("prize"), match["prize"]))
        for prized in names:
            if self.won_itself.search(text[prized.start : prized.end]):
                at = prized.outer_end
                if re.match(r"\s?(?:을|를)", text[at : at + 3]):
                    spans.append((at, at, None))
        spans += self._certificates(found, sentence, quotes, names)
        names.sort(key=lambda n: n.start)
        spans.sort()
        out: list[Statement] = []
        previous = sentence.start
        for start, end, prize in spans:
            verb = self.verb.search(text, end, min(end + REACH, sentence.end))
            gap = text[end : verb.start()] if verb else ""
            if verb and self.giving.match(text, verb.start()):
                verb = None
            if verb and (
                re.search(r"[가-힣](?:다|지만|으나)\s|\.\s", gap) or self.giving.search(gap)
            ):
                verb = None
            if prize == "대상" and verb and not self._near(gap):
                verb = None
            if prize and re.match(r"인\s", text[end : end + 2]) and self.prize.match(text, end + 2):
                continue  # 최고상인 대통령상: the same prize
            if verb is None and not (headline and prize and "위" not in prize):
                continue
            until = verb.end() if verb else end
            clause = re.search(r"(?:고|며|지만|으나|는데|은데)[,\s]|$", text[until : sentence.end])
            stop = until + (clause.end() if clause else 0)
            if self.never.search(text, end, min(stop, sentence.end)):
                previous = end
                continue
            if (
                prize == "대상"
                and re.match(
                    r"(?:으로|에게|에\s(?:포함|선정)|은\s[^.]*?(?:이다|다)$)", text[end : end + 30]
                )
                and not (verb and self.passive.match(verb[0]))
            ):
                continue
            before = [n for n in names if n.end <= start or n.outer_end == start]
            name = before[-1] if before else names[0] if headline and names else None
            rank = re.search(r"(\d{1,3})위$", prize or "")
            if rank and name is None:
                continue
            statement = Statement(
                start,
                "awards.headline" if headline else "awards.sentence",
                "",
                name,
                prize=re.sub(r"['‘’“”]", "", prize) if prize else None,
                prize_span=(start, end),
                headline=headline,
                sentence=sentence.start,
            )
            self._numbers(found, sentence, statement, previous, until)
            statement.category = self._category(found, sentence, previous, start, name)
            statement.grantors = self._grantors(found, sentence, name, start)
            self._when(found, sentence, statement, previous, start, name)
            recipients = self._recipients(
                found, discourse, sentence, statement, verb.start() if verb else end, stop
            )
            for recipient in recipients:
                out += self._years(found, sentence, statement, recipient, previous, start, name)
            previous = end
        for earlier, later in pairwise(out):  # told in one breath
            if earlier.name is later.name:
                later.date = later.date or earlier.date
        return out

    def _certificates(
        self, found: Found, sentence: Sentence, quotes: list[Quotation], names: list[Name]
    ) -> list[tuple[int, int, str]]:
        """NAME 인증을 획득했다: adds the names, gives the spans of the prizes."""
        text = found.text
        spans = []
        for q in quotes:
            after = re.match(r"\s?인증서?(?=[을를도])", text[q.outer_end : q.outer_end + 6])
            if after and sentence.start <= q.start < sentence.end:
                names.append(self._name(text, q.start, q.end, q.outer_start, q.outer_end))
                spans.append((q.outer_end + after.end(), q.outer_end + after.end(), "인증"))
        for match in self.certified.finditer(text, sentence.start, sentence.end):
            start, end = self._left(found, sentence, match.start("name"), quotes), match.end("name")
            if not any(n.start < match.end() and match.start() < n.outer_end for n in names):
                names.append(self._name(text, start, end, start, end))
                spans.append((*match.span("prize"), "인증"))
        return spans

    def _near(self, gap: str) -> bool:
        """Whether 대상 is the prize and not a target: its verb follows, or another prize does."""
        return len(gap) <= 16 or bool(self.prize.search(gap))

    def _numbers(
        self, found: Found, sentence: Sentence, s: Statement, since: int, end: int
    ) -> None:
        text = found.text
        # a streak told in an earlier clause is another prize's
        begin = sentence.start if since == sentence.start or since > s.prize_span[0] - 30 else since
        streaks = list(self.streak.finditer(text, max(begin, since), end)) or [
            m
            for m in self.streak.finditer(text, end, sentence.end)
            if self.kept.match(text[m.end() : m.end() + 6])
        ]
        if not streaks and s.headline:
            streaks = list(self.streak.finditer(text, end, sentence.end))
        if streaks:
            value = parse(streaks[-1][1])
            s.streak = int(value) if isinstance(value, int | float) else None
        rank = re.search(r"(\d{1,3})위$", s.prize or "") or re.match(
            r"\((\d{1,3})위\)", text[end : end + 6]
        )
        if rank:
            s.rank = int(rank[1])
            if s.prize and s.prize.endswith("위"):
                s.prize = f"{rank[1]}위"

    def _category(
        self, found: Found, sentence: Sentence, previous: int, start: int, name: Name | None
    ) -> str | None:
        text = found.text
        since = max(previous, name.outer_end) if name and name.outer_end <= start else previous
        matches = list(self.category.finditer(text, since, start))
        if not matches and name and name.outer_start > sentence.start:
            before = list(
                self.category.finditer(text, max(previous, name.outer_start - 24), name.outer_start)
            )
            matches = [m for m in before if not text[m.end() : name.outer_start].strip()]
        if not matches:
            return None
        match = matches[-1]
        if match["quoted"]:
            return match["quoted"]
        m = found.morphemes
        begin = match.start("plain")
        words = match["plain"].split(" ")
        offset = begin
        for word in words[:-1]:  # particles and names of others do not belong to it
            i = m.after(offset + len(word)) - 1
            actor = any(a.start <= offset < a.end for a in sentence.actors)
            noun = m.tags[i][0] == "N" or m.tags[i] in ("SL", "XSN", "SW")
            offset += len(word) + 1
            if actor or not noun or word in self.no_category or re.search(r"분야$|\d", word):
                begin = offset
        section = text[begin : match.end("plain")].strip()
        return section if len(section) > 2 else None  # 이 부문

    def _grantors(
        self, found: Found, sentence: Sentence, name: Name | None, start: int
    ) -> list[OrganizationFound]:
        text = found.text
        limit = name.outer_start if name and name.outer_start >= sentence.start else start
        before = [a for a in sentence.actors if a.end <= limit]
        out: list[Actor] = []
        ends = {d.start - 1: d.end for d in sentence.dates} | {
            d.start: d.end for d in sentence.dates
        }
        for actor in reversed(before):
            # 뉴스위크가 지난 9월 내놓은: a date may stand between
            granted = actor.particle in (
                "이",
                "가",
                "",
                "에서",
                "와",
                "과",
                "의",
            ) and self.grants.match(text, ends.get(actor.after, actor.after))
            between = text[actor.after : limit]
            alone = not any(actor.end < a.start for a in before if a.particle in ("이", "가"))
            led = actor.particle in ("이", "가") and alone and self.leads.search(between)
            owns = actor.particle == "의" and name and not text[actor.after : limit].strip()
            bare = (
                actor.particle == ""
                and name
                and 0 <= limit - actor.after <= 1
                and actor.organization.category
                in ("central_government", "public_institution", "association", "media")
            )
            if (granted and granted.end() <= limit + 1) or owns or bare or led:
                out.append(actor)
            elif out and re.fullmatch(r"[\s·,]*", text[actor.after : out[-1].start]):
                # A와 B가 주최한, A가 B와 함께 주최한
                listed = actor.particle == "" and re.search(
                    r"[·,]", text[actor.after : out[-1].start]
                )
                along = actor.particle in ("이", "가") and out[0].particle in ("와", "과")
                if actor.particle in ("와", "과") or listed or along:
                    out.append(actor)
        organizations: list[OrganizationFound] = []
        for actor in reversed(out):
            if actor.organization not in organizations:
                organizations.append(actor.organization)
        return organizations

    def _when(
        self,
        found: Found,
        sentence: Sentence,
        s: Statement,
        previous: int,
        start: int,
        name: Name | None,
    ) -> None:
        text = found.text
        for date in sentence.dates:
            if date.timex not in ("DATE", "TIME") or re.match(r"\d{4}$|.*[XR]", date.value):
                continue
            if self.other.match(text[date.end : date.end + 8]):
                continue
            if self._told(text, date):
                s.announced = date
            elif (
                date.start < start
                and (name is None or not name.outer_start <= date.start < name.outer_end)
                and not text.startswith(("부터", "까지"), date.end)
            ):
                s.date = date

    def _years(
        self,
        found: Found,
        sentence: Sentence,
        s: Statement,
        recipient: Recipient,
        previous: int,
        start: int,
        name: Name | None,
    ) -> list[Statement]:
        """One statement, or one for each of the years told together."""
        text = found.text
        years = []
        for date in sentence.dates:
            inside = name is not None and name.outer_start <= date.start < name.outer_end
            if (
                date.timex == "DATE"
                and re.fullmatch(r"\d{4}", date.value)
                and previous <= date.start < start
                and not inside
                and not text.startswith(("부터", "까지", " 이후", "(", "보다", "에 비해"), date.end)
            ):
                years.append((date, int(date.value)))
        together = [
            y
            for i, (d, y) in enumerate(years)
            if i + 1 == len(years)
            or re.fullmatch(r"[\s·,과와]*", text[d.end : years[i + 1][0].start])
        ]
        if len(together) < 2 or s.streak is None:
            year = name.year if name and name.year else (together[-1] if together else None)
            return [_copy(s, recipient, year, s.streak)]
        together.sort()
        return [_copy(s, recipient, y, s.streak if y == together[-1] else None) for y in together]

    # -- recipients -----------------------------------------------------------------------

    def _recipients(
        self,
        found: Found,
        discourse: Discourse,
        sentence: Sentence,
        s: Statement,
        verb: int,
        stop: int,
    ) -> list[Recipient]:
        text = found.text
        start = s.prize_span[0]
        granting = {id(o) for o in s.grantors}
        actors = [a for a in sentence.actors if id(a.organization) not in granting]
        passive = self.passive.match(text, verb)
        if passive:
            given = [
                a
                for a in actors
                if (s.prize_span[1] <= a.start < verb and a.particle in ("에", "에게", "로", ""))
                or (a.end <= start and a.particle in ("에", "에게", "에는", "에게는"))
            ]
            if given:
                return [a.organization for a in given]
        if self.giver.match(text, verb):
            return self._given(discourse, sentence, s, actors, verb)
        to = re.match(r"(?:에|에는|은|는)\s", text[s.prize_span[1] : s.prize_span[1] + 3])
        after = [a for a in actors if a.start >= s.prize_span[1]]
        if s.headline and to and after:
            return [a.organization for a in after]
        if to:  # A등급에는 가와 나, 다를 포함해 7곳이 자리했다; S등급은 가가 유일하다
            rest = self.prize.search(text, s.prize_span[1] + 2, sentence.end)
            end = rest.start() if rest else sentence.end
            got = [
                a
                for a in after
                if a.end <= end and a.particle in ("", "와", "과", "이", "가", "를", "을")
            ]
            if got or text.startswith("에는", s.prize_span[1]):
                return [a.organization for a in got]
        topics = [
            a for a in actors if a.end <= start and a.particle in ("은", "는", "이", "가", "도")
        ]
        topics = [a for a in topics if not self.grants.match(text, a.after)]
        subject = self._program(found, discourse, sentence, start)
        if subject and (not topics or topics[-1].start < subject[0]):
            return [subject[1]]
        people = list(self.person.finditer(text, sentence.start, start))
        person = people[-1] if people else None
        if (
            person
            and (not topics or topics[-1].start < person.start())
            and not text.startswith("장", person.end("name"))
        ):
            return [str(person["name"])]
        both = self.both.search(text, sentence.start, start)
        if both and (not topics or topics[-1].start <= both.start()):
            return [*self._both(discourse, sentence, both)]
        if topics:
            return [a.organization for a in self._group(text, actors, topics[-1])]
        relative = [a for a in actors if 0 <= a.start - stop <= 1 or (verb < a.start <= verb + 6)]
        if relative:
            return [relative[0].organization]
        if s.headline:
            named = [a for a in actors if a.end <= start] or actors
            own = [
                a for a in named if a.organization.category not in ("central_government", "media")
            ]
            if own:
                return [own[0].organization]
            return [discourse.main] if discourse.main else []
        about = discourse.about(sentence, sentence.start)
        if about is None or id(about) in granting:
            about = discourse.main
        return [about] if about is not None else []

    def _given(
        self, discourse: Discourse, sentence: Sentence, s: Statement, actors: list[Actor], verb: int
    ) -> list[Recipient]:
        """Who is honoured where the giver is the subject: ORG 는 군에 인증을 내줬다."""
        before = [a for a in sentence.actors if a.end <= verb]
        givers = [a for a in before if a.particle in ("은", "는", "이", "가")]
        if givers and not s.grantors:
            s.grantors = [givers[-1].organization]
        got = [
            a.organization
            for a in before
            if a.particle in ("을", "를", "에", "에게", "에는", "에게는")
            and not discourse.found.text.startswith(" 따르면", a.after)
        ]
        if got:
            return [*dict.fromkeys(got)]
        giver = givers[-1].organization if givers else None
        about = discourse.about(sentence, sentence.start)
        other = about if about is not giver else discourse.main
        return [other] if other is not None and other is not giver else []

    def _program(
        self, found: Found, discourse: Discourse, sentence: Sentence, start: int
    ) -> tuple[int, ProgramFound] | None:
        """A program that is itself honoured: ‘NAME’이 … 최우수상을 받았다."""
        best = None
        for program in found.programs:
            for m in program.mentions:
                if sentence.start <= m.start and m.end <= start:
                    after = found.text[m.end : m.end + 14]
                    if SUBJECT.match(after):
                        best = (m.start, program)
        return best

    def _both(
        self, discourse: Discourse, sentence: Sentence, both: re.Match[str]
    ) -> list[OrganizationFound]:
        """The two organizations that 양 군, 두 기관 means: the last two of that kind before."""
        kind = both["noun"] if both["noun"] in "구시군도" else ""
        found: list[OrganizationFound] = []
        for actor in reversed(discourse.actors):
            if sentence.line.start <= actor.start < both.start():
                organization = actor.organization
                if organization not in found and organization.name.endswith(kind):
                    found.append(organization)
        return found[:2][::-1]

    def _group(self, text: str, actors: list[Actor], last: Actor) -> list[Actor]:
        """All that a subject names together: A와 B, C가."""
        group = [last]
        for actor in reversed([a for a in actors if a.end <= last.start]):
            joined = re.fullmatch(r"[\s,·]*", text[actor.after : group[-1].start])
            if (
                not joined
                or actor.particle not in ("", "와", "과")
                or (
                    actor.particle == ""
                    and not re.search(r"[,·]", text[actor.after : group[-1].start])
                )
            ):
                break
            group.append(actor)
        return group[::-1]

    def _rows(self, found: Found, sentence: Sentence, names: list[Name]) -> list[Statement]:
        """A row of a list of winners: 기업 부문 | 최우수상 가 | 우수상 나·다."""
        text, line = found.text, sentence.line
        content = text[line.start : line.end]
        if sentence.start != line.start or len(content) > 160 or content.endswith("다."):
            return []
        prizes = [
            m
            for m in self.prize.finditer(text, line.start, line.end)
            if re.match(r"\s?[-–:|]?\s?[가-힣A-Za-z]", text[m.end("prize") : m.end("prize") + 4])
        ]
        marked = re.match(r"\W*(?:\d+[.)]|[가-하][.)]|[-–·•]|\S+\s?(?:부문|분야))?\s?", content)
        rowed = (
            "|" in content
            or "/" in content
            or (marked and prizes and prizes[0].start() - line.start <= marked.end())
        )
        if not prizes or not rowed or self.verb.search(content) or line.kind == "title":
            return []
        sections = list(self.category.finditer(text, line.start, prizes[0].start()))
        section = sections[-1]["quoted"] or sections[-1]["plain"] if sections else None
        out: list[Statement] = []
        for match, following in zip(prizes, [*prizes[1:], None], strict=False):
            end = following.start() if following else line.end
            body = text[match.end("prize") : end].strip(" |-–:·,/")
            if not body or self.nobody.search(body):
                continue
            people: list[Recipient] = [str(m["name"]) for m in self.listed_person.finditer(body)]
            actors: list[Recipient] = [
                a.organization for a in sentence.actors if match.end() <= a.start < end
            ]
            for recipient in actors or people:
                out.append(
                    Statement(
                        match.start("prize"),
                        "awards.list",
                        recipient,
                        names[-1] if names and names[-1].end <= match.start() else None,
                        prize=match["prize"],
                        category=section,
                        prize_span=match.span("prize"),
                        sentence=line.start,
                    )
                )
        return out

    # -- lists ----------------------------------------------------------------------------

    def _listed(
        self,
        found: Found,
        discourse: Discourse,
        sentence: Sentence,
        names: list[Name],
        quotes: list[Quotation],
    ) -> list[Statement]:
        """A list by category: ■ 대통령상 △광역 부문: 전라남도 △시 부문: 경기 광주시."""
        text = found.text
        rows = self._rows(found, sentence, names)
        if rows:
            return rows
        if sentence.text.count("△") + sentence.text.count("▲") + sentence.text.count("○") < 1:
            return []
        segments = [m for m in self.segment.finditer(text, sentence.start, sentence.end)]
        first = next((m for m in segments if m[0][0] in "△▲○"), None)
        if first is None:
            return []
        prizes = list(self.prize.finditer(text, sentence.start, first.start()))
        prize = prizes[-1] if prizes else None
        if prize is None or self.never.search(text, prize.end(), first.start()):
            return []
        out = []
        for segment in segments:
            if segment.start() < first.start():
                continue
            actors = [a for a in sentence.actors if segment.start() <= a.start < segment.end()]
            if not actors or any(
                a.particle not in ("", "와", "과", "에", "이", "가") for a in actors
            ):
                continue
            category = text[segment.start("body") : actors[0].start].strip(" :：([〔-")
            for actor in actors:
                out.append(
                    Statement(
                        prize.start("prize"),
                        "awards.list",
                        actor.organization,
                        next((n for n in names if n.end <= first.start()), None),
                        prize=prize["prize"],
                        category=category if 0 < len(category) <= 20 else None,
                        prize_span=prize.span("prize"),
                    )
                )
        return out


def _copy(s: Statement, recipient: Recipient, year: int | None, streak: int | None) -> Statement:
    return Statement(
        s.at,
        s.rule,
        recipient,
        s.name,
        s.prize,
        s.category,
        s.rank,
        streak,
        year,
        list(s.grantors),
        s.date,
        s.announced,
        s.headline,
        s.prize_span,
        s.sentence,
    )
