"""Mentions of one program -> one record: who runs it, who supports it, since when, first where.

What is said where the name stands first in full fills the slots: the clause behind it, then the
clause that leads up to it.
"""

from __future__ import annotations

import re

from extract.found import DateMention, Found, NameMention, OrganizationFound, ProgramFound
from extract.organizations.resolve import first_day
from extract.programs.find import Mention
from extract.sentences import Actor, Discourse
from rules import Rules

Roles = tuple[OrganizationFound, list[OrganizationFound]]
CLAUSE = 60
"""Characters of a clause before or behind a name that tell something of it."""


class Resolver:
    """Fills slots with the tables of a set of rules."""

    def __init__(self, rules: Rules) -> None:
        table = rules.tables["programs"]
        status: dict[str, str] = table["status"]
        self.status = {s: re.compile(p) for s, p in status.items()}
        self.first = re.compile(table["first"]["pattern"])
        self.not_first = re.compile(table["first"]["never"])
        host = table["host"]["verbs"]
        self.hosts = re.compile(
            rf"\s?(?:공동\s?|함께\s)?(?:{host})(?:하는|한|하고|으로|로|의|\s|을\s받)|\s?지원(?:을|으로|하는|한|\s)"
        )
        runs = table["runs"]["verbs"]
        self.runs = re.compile(rf"(?:{runs})[가-힣]{{0,3}}\s(?:[가-힣]+\s){{0,2}}$")
        self.lost = re.compile(table["lost"]["pattern"])
        self.joined = re.compile(table["lost"]["joined"])
        self.tool = re.compile(table["lost"]["tool"])
        self._roles: list[tuple[str, Roles]] = []
        self.alias = re.compile(r"\s?\((?P<alias>[A-Za-z][A-Za-z0-9&.\- ]{1,30}|[가-힣]{2,10})\)")

    def resolve(
        self, found: Found, discourse: Discourse, mentions: list[Mention]
    ) -> list[ProgramFound]:
        """The programs of an article in the order of their first mention."""
        groups = _grouped(mentions)
        self._roles = self._told_roles(found, discourse)
        out = []
        for group in groups:
            name = _name(group)
            full = [m for m in group if _key(m.name) == _key(name)]
            told = [m for m in full if m.sentence.line.kind in ("body", "caption")] or full
            main = told[0]
            category = next((m.category for m in [main, *full, *group] if m.category), "other")
            program = ProgramFound(full[0].name, category, main.rule)
            self._slots(found, discourse, program, main)
            program.mentions = self._mentions(found, discourse, program, group)
            out.append(program)
        return _without_overlaps(out)

    def _mentions(
        self, found: Found, discourse: Discourse, program: ProgramFound, group: list[Mention]
    ) -> list[NameMention]:
        spans = {(m.start, m.end): NameMention(m.start, m.end, "name") for m in group}
        text = found.text
        for name in {m.name for m in group}:
            pattern = r"\s?".join(re.escape(c) for c in re.sub(r"\s", "", name))
            for match in re.finditer(rf"(?<![가-힣A-Za-z0-9]){pattern}(?![A-Za-z0-9])", text):
                span = match.span()
                inside = any(a < span[1] and span[0] < b for a, b in spans)
                if not inside and found.layout.kind(span[0]) not in ("chrome", "header", "byline"):
                    spans[span] = NameMention(*span, "name")
        keys = {_key(m.name) for m in group}
        for q in discourse.quotes:  # ‘119 이음콜’ for 119 이음 콜 출동정보 알리미 서비스
            key = _key(text[q.start : q.end])
            known = any(k.startswith(key) and len(key) >= 4 for k in keys)
            if known and not any(a < q.end and q.start < b for a, b in spans):
                spans[q.start, q.end] = NameMention(q.start, q.end, "name")
        for _, end in list(spans):
            close = end + (text[end : end + 1] in "'’\"”」』》〉>‘" and end < len(text))
            alias = self.alias.match(text, close)
            if alias and (alias["alias"][0].isascii() and alias["alias"].isascii()):
                spans[alias.span("alias")] = NameMention(*alias.span("alias"), "alias")
        return [spans[span] for span in sorted(spans)]

    # -- slots ----------------------------------------------------------------------------

    def _slots(self, found: Found, discourse: Discourse, program: ProgramFound, m: Mention) -> None:
        text, sentence = found.text, m.sentence
        after = m.after if m.tail is None else m.tail
        behind = text[after : min(sentence.end, after + CLAUSE)]
        ahead = text[max(sentence.start, m.before - CLAUSE) : m.before]
        program.operator, program.host = self._who(found, discourse, m)
        own = self._runner(found, m)
        if re.match(r"\s?공모에", behind):  # the programme that chose, not what was chosen
            program.host = [*program.host, *([own] if own and own not in program.host else [])]
            program.operator = None
            return
        if self.tool.match(behind) or (self.lost.search(_clause(behind)) and own is None):
            program.operator = None
            return
        if program.host and own is None and self.joined.search(_clause(behind)):
            program.operator = None
        told = self._told(program.name)
        if told:
            program.operator, program.host = told
        program.date = self._date(found, m)
        program.status = self._status(behind, ahead) or ("running" if program.operator else None)
        published = first_day(found.known.published)
        begins = program.date.earliest if program.date else None
        if begins and published and begins > published and program.status != "expanded":
            program.status = "planned"
        if program.status == "running" and not program.operator:
            program.date = None
        program.first_in = self._first_in(found, m)

    def _told_roles(self, found: Found, discourse: Discourse) -> list[tuple[str, Roles]]:
        """Sentences that only tell the roles: 축제는 가가 주최하고 나가 주관하며 다가 후원한다."""
        out = []
        for sentence in discourse.list:
            head = re.match(
                r"(?:한편,?\s|이번\s)?[‘'“]?(?P<name>[^,.]{2,30}?)[’'”]?(?:은|는)\s", sentence.text
            )
            verbs = list(
                re.finditer(r"(?:공동\s)?(주최|주관|후원|협찬)(?=하|한|했)", sentence.text)
            )
            if not head or len(verbs) < 2:
                continue
            leads: list[OrganizationFound] = []
            helps: list[OrganizationFound] = []
            since = sentence.start
            for verb in verbs:
                at = sentence.start + verb.start()
                for actor in sentence.actors:
                    if since <= actor.start < at and actor.organization not in leads + helps:
                        (leads if verb[1] == "주최" else helps).append(actor.organization)
                since = at
            if leads:
                out.append((head["name"], (leads[0], [*leads[1:], *helps])))
        return out

    def _told(self, name: str) -> Roles | None:
        key = _key(name)
        for written, roles in self._roles:
            word = _key(written)
            if key.endswith(word) or (
                word in ("행사", "축제", "대회") and key.endswith(("제", "축제", "대회", "전"))
            ):
                return roles
        return None

    def _runner(self, found: Found, m: Mention) -> OrganizationFound | None:
        """Whom a clause right before the name says to run it: ORG 가 운영하는 'NAME'."""
        for actor in reversed([a for a in m.sentence.actors if a.end <= m.before]):
            between = found.text[actor.after : m.before]
            if actor.particle in ("이", "가") and self.runs.search(between):
                return actor.organization
            if actor.particle == "의" and not between.strip():
                return actor.organization
        return None

    def _who(
        self, found: Found, discourse: Discourse, m: Mention
    ) -> tuple[OrganizationFound | None, list[OrganizationFound]]:
        text, sentence = found.text, m.sentence
        before = [a for a in sentence.actors if a.end <= m.before]
        hosts: list[Actor] = []
        for actor in reversed(before):
            role = self.hosts.match(text, actor.after)
            if (
                role
                and actor.particle in ("", "이", "가", "의", "에서")
                and role.end() <= m.before + 1
            ) or (
                hosts
                and actor.particle in ("와", "과", "")
                and re.fullmatch(r"[\s·,]*", text[actor.after : hosts[-1].start])
            ):
                hosts.append(actor)
        operator = self._runner(found, m)
        if operator is None:
            taken = {id(a.organization) for a in hosts}
            topics = [a for a in before if a.particle in ("은", "는", "이", "가", "도", "에서는")]
            free = [a for a in topics if id(a.organization) not in taken]
            late = [a for a in sentence.actors if a.start >= m.after and a.particle in ("은", "는")]
            if free:
                chosen = free[-1] if free[-1].particle in ("은", "는", "도") else free[0]
                for actor in reversed([a for a in before if a.end <= chosen.start]):
                    if actor.particle in ("와", "과") and actor.after + 1 >= chosen.start:
                        chosen = actor  # A와 B는: the first leads
                operator = chosen.organization
            elif late:
                operator = late[0].organization
            else:
                operator = discourse.about(sentence, sentence.start)
            if operator is not None and operator.category == "media":
                operator = None
        organizations: list[OrganizationFound] = []
        for actor in reversed(hosts):
            if actor.organization not in organizations and actor.organization is not operator:
                organizations.append(actor.organization)
        return operator, organizations

    def _status(self, behind: str, ahead: str) -> str | None:
        """The clause behind the name decides, then the one that leads up to it."""
        for part, leading in ((_clause(behind), False), (ahead[-40:], True), (behind, False)):
            matches = [
                (
                    -1 if status == "planned" else -match.start() if leading else match.start(),
                    i,
                    status,
                )
                for i, (status, pattern) in enumerate(self.status.items())
                for match in pattern.finditer(part)
            ]
            if matches:
                return min(matches)[2]
        return None

    def _first_in(self, found: Found, m: Mention) -> str | None:
        text, sentence = found.text, m.sentence
        earlier = self.first.finditer(text, max(sentence.start, m.before - CLAUSE), m.before)
        for match in reversed(list(earlier)):
            area = str(match["area"]).strip()
            clause = re.search(r"[가-힣](?:고|며)[,\s]", text[match.end() : m.before])
            if not self.not_first.match(area) and not clause:
                return area
        later = self.first.search(text, m.after, min(sentence.end, m.after + 30))
        if later and not re.search(r"[‘'“]", text[m.after : later.start()]):
            area = str(later["area"]).strip()
            return None if self.not_first.match(area) else area
        return None

    def _date(self, found: Found, m: Mention) -> DateMention | None:
        text, sentence = found.text, m.sentence
        best: DateMention | None = None
        for date in sentence.dates:
            if date.timex not in ("DATE", "TIME") or date.value.endswith("_REF"):
                continue
            if re.match(r"[^가-힣]*(?:밝혔|밝힌|전했|발표|말했)", text[date.end : date.end + 8]):
                continue
            if m.start <= date.start < m.end or text.startswith("까지", date.end):
                continue
            behind = 0 <= date.start - m.after < CLAUSE // 2
            if (date.end <= m.before and m.before - date.end < CLAUSE) or (
                behind and (best is None or len(best.value) == 4)
            ):
                best = date
        return best


def _clause(behind: str) -> str:
    return re.split(r"(?<=[가-힣])(?:고|며|는데|지만|으나)[,\s]|\.\s", behind)[0]


def _key(name: str) -> str:
    return re.sub(r"[\s·ㆍ'\"‘’“”-]", "", name).casefold()


def _grouped(mentions: list[Mention]) -> list[list[Mention]]:
    """Mentions of one program together: the same letters, or a part of a longer name."""
    keys = sorted({_key(m.name) for m in mentions}, key=len, reverse=True)
    whole: dict[str, str] = {}
    for key in keys:
        longer = [
            w
            for w in dict.fromkeys(whole.values())
            if len(key) >= 3
            and (
                w.startswith(key + ":")
                or (len(key) >= 4 and (w.endswith(key) or (key in w and len(key) * 3 >= len(w))))
            )
        ]
        whole[key] = longer[0] if len(longer) == 1 else key
    groups: dict[str, list[Mention]] = {}
    for mention in mentions:
        groups.setdefault(whole[_key(mention.name)], []).append(mention)
    return list(groups.values())


def _name(group: list[Mention]) -> str:
    """The longest quoted form; of unquoted ones the one that stands most often on its own."""
    quoted = [m.name for m in group if m.rule == "programs.quoted"]
    undated = [n for n in quoted if re.sub(r"^\d{4}년?도?\s", "", n) == n]
    if any(re.sub(r"^\d{4}년?도?\s", "", n) in undated for n in quoted if n not in undated):
        quoted = undated  # the edition of a year, and the thing itself
    if quoted:
        return max(quoted, key=lambda n: (len(_key(n)), -len(n)))
    names = [m.name for m in group]
    return max(names, key=lambda n: (names.count(n), -len(_key(n))))


def _without_overlaps(programs: list[ProgramFound]) -> list[ProgramFound]:
    """Each stretch of text mentions one program: the one with the longer mention there."""
    taken: list[tuple[int, int]] = []
    spans = sorted(
        ((m.start, m.end, p) for p in programs for m in p.mentions),
        key=lambda s: (s[0] - s[1], s[0]),
    )
    keep: dict[int, list[NameMention]] = {}
    for start, end, program in spans:
        if all(end <= a or b <= start for a, b in taken):
            taken.append((start, end))
            keep.setdefault(id(program), []).append(
                next(m for m in program.mentions if (m.start, m.end) == (start, end))
            )
    out = []
    for program in programs:
        program.mentions = sorted(keep.get(id(program), []), key=lambda m: m.start)
        if any(m.kind == "name" for m in program.mentions):
            out.append(program)
    return sorted(out, key=lambda p: (p.mentions[0].start, p.mentions[0].end))
