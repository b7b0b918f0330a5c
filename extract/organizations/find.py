"""Where organizations are mentioned, and what each mention may name.

Registered names come from one Aho-Corasick pass over the characters; their right edge is what
may follow a name in Korean (particles, titles, an office noun), their left edge no letter.
Names that no registry has come from suffixes, from brackets that name a head (대표 …) and from
the letters of groups; each is then looked for in the whole article, short forms too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from extract.found import Found
from extract.organizations.registry import LOCAL, Form, Registry
from rules import Rules

WORD = "가-힣A-Za-z0-9"
MAX_NAME = 24
"""Characters of a name that no registry has; bounds the search to the left of a suffix."""


@dataclass(slots=True, eq=False)
class Candidate:
    """A stretch of text that may be a mention. ``forms`` are empty for a name no registry has."""

    start: int
    end: int
    kind: str  # name, alias, anaphor
    rule: str
    forms: list[Form] = field(default_factory=list)
    name: str = ""
    category: str = "other"
    place: bool = False
    """It only locates: evidence for the others, but no mention."""
    composed: bool = False
    """Its parent stands in front of it."""
    parent: Candidate | None = None
    unit: str = ""
    """The own name of a unit, whose full name is its parent's with this behind."""
    suffix: str = ""
    """The office that makes it another organization than its forms say: 의회."""
    topic: bool = False
    level: str = ""


class Finder:
    """Finds candidates with the tables of a set of rules."""

    def __init__(self, rules: Rules) -> None:
        table = rules.tables["organizations"]
        self.registry = Registry(rules)
        particles = table["particles"]
        self.tail = re.compile(rf"(?:{particles})?(?![{WORD}])")
        titles = f"(?:{table['titles']})"
        self.titled = re.compile(rf"{titles}(?:{particles})?(?![{WORD}])")
        self.governed = re.compile(rf"{table['government_titles']}(?:{particles})?(?![{WORD}])")
        government = table["government"]
        self.office: str = government["office"]
        self.council: str = government["council"]
        self.place_after = re.compile(table["place_after"])
        self.place_verbs = re.compile(table["place_verbs"])
        self.held = re.compile(
            r"\)?(?:\([A-Za-z]+\))?에서\s[^.,]{0,30}?(?:열[린리렸]|개최|진행[된되])"
        )
        self.list = re.compile(
            r"\[(?:[가-힣]{2,4}(?: [가-힣]{2,4})?[·,] ?)+[가-힣]{2,4}(?: [가-힣]{2,4})?\]"
        )
        self.followers = government["followers"]
        self.topic = re.compile(r"(?:\([^()]{0,40}\))?(?:은|는|이|가|도)(?![가-힣])")
        self.opens = re.compile(r"(?:\([^()]{0,40}\))?(?:은|는|도)(?![가-힣])")

        self.category = {
            suffix: category for category, list_ in table["suffixes"].items() for suffix in list_
        }
        ends = "|".join(sorted(map(re.escape, self.category), key=len, reverse=True))
        self.hanja: dict[str, str] = table["countries"]["hanja"]
        self.suffixed = re.compile(
            rf"(?<![{WORD}])[{''.join(self.hanja)}]?[{WORD}&]{{1,{MAX_NAME}}}"
        )
        self.ending = re.compile(rf"(?:{ends})(?=(?:{titles})?(?:{particles})?$)")
        self.office_of = re.compile(table["local"]["offices"])
        self.loose = set(table["loose"]["suffixes"])
        self.platforms = set(table["platforms"]["names"])
        self.platform_used = re.compile(table["platforms"]["used"])
        self.generic = set(table["stems"]["generic"])

        units = table["units"]
        never = "|".join(sorted(map(re.escape, units["never"]), key=len, reverse=True))
        self.unit = re.compile(
            rf"\s?(?P<unit>(?!(?:{never})(?:{particles})?(?![가-힣]))[가-힣·]{{0,10}}?{units['heads']})"
            rf"(?={titles}?(?:{particles})?(?![{WORD}]))"
        )
        self.unit_alone = re.compile(
            rf"(?<![{WORD}])(?:(?P<level>[구시군도])(?P<office>의회|교육청)?\s)?{units['bare']}(?={titles}?(?:{particles})?(?![{WORD}]))"
        )
        self.staffed = re.compile(units["staffed"])
        self.unit_cue = re.compile(units["cues"])

        brackets = table["brackets"]
        self.bracket = re.compile(r"\s?\(([^()\n]{1,60})\)")
        self.abbreviation = re.compile(brackets["abbreviation"])
        self.no_abbreviation = re.compile(brackets["not"])
        self.headed = re.compile(
            rf"(?<![{WORD}])(?P<name>[{WORD}&]{{2,{MAX_NAME}}})\((?:(?P<alias>[^()·]{{1,30}})·)?"
            rf"{brackets['heads']}\)"
        )
        firms = table["firms"]
        self.classed = re.compile(
            rf"(?<![{WORD}]){firms['classes']}(?P<name>[{WORD}&]{{2,15}}?)(?=\(|(?:{particles})(?![{WORD}]))"
        )
        self.led = re.compile(
            rf"(?<![{WORD}])[가-힣]{{2,4}}\s(?P<name>[{WORD}&]{{3,15}})(?={firms['heads']})"
        )
        self.person = re.compile(firms["person"])
        self.winners = re.compile(firms["listed"], re.MULTILINE)
        self.nobody = re.compile(firms["nobody"])
        self.no_firm = set(firms["not"])
        groups = table["groups"]
        letters = "|".join(sorted(map(re.escape, groups["letters"]), key=len, reverse=True))
        self.grouped = re.compile(rf"(?<![{WORD}])(?:{letters})[가-힣]{{2,12}}")
        self.firm = re.compile(
            rf"(?:㈜|\(주\)|주식회사\s?)(?P<name>[{WORD}]{{2,20}})|(?<![{WORD}])(?P<before>[{WORD}]{{2,20}})(?:㈜|\(주\))"
        )
        self.together = re.compile(
            rf"(?:와|과|,|·)\s?(?P<name>[{WORD}&]{{3,20}}?)(?:이|가)\s(?={table['together']['verbs']})"
        )
        self.anaphor_follow = re.compile(table["anaphors"]["follow"])
        nouns = "|".join(sorted(map(re.escape, table["anaphors"]["nouns"]), key=len, reverse=True))
        single = rf"(?<![{WORD}])(?<!\d개 )(?<!여 )(?<!양 )(?<!두 )(?<!세 )(?<!각 )"
        self.noun = re.compile(rf"{single}(?:{nouns})(?={table['anaphors']['follow']})")
        self.that = re.compile(
            rf"(?<![{WORD}])(?:이|해당|당)\s(?P<noun>기초단체|지자체|자치단체|{nouns})(?={table['anaphors']['follow']})"
        )
        followers = "|".join(map(re.escape, self.followers))
        self.bare_level = re.compile(
            rf"(?<![{WORD}·])(?<!양 )(?<!두 )(?<!세 )(?<!각 )(?P<noun>[구시군도])(?P<office>청)?"
            rf"(?=(?:\([一-龥]+\))?(?:은|는|이|가|의|도|에|와|과|에서|에는|로|를|을|측은?|에게|에도)(?![가-힣])|\s(?:{followers}))"
        )
        self.bare_office = re.compile(
            rf"(?<![{WORD}])(?:구청|시청|군청|도청)(?=(?:{particles})?(?![{WORD}]))"
        )
        self.bare_council = re.compile(
            rf"(?<![{WORD}])(?P<noun>[구시군도])(?P<office>의회|교육청)(?=(?:{titles})?(?:{particles})?(?![{WORD}]))"
        )

    # -- registered names -----------------------------------------------------------------

    def find(self, found: Found) -> list[Candidate]:
        """All candidates of an article but anaphors, in order, not overlapping."""
        text = found.text
        masked = [(line.start, line.end) for line in found.layout.lines if line.kind == "chrome"]
        masked += [(start, text.find("=", start, end) + 1) for start, end in found.layout.datelines]
        masked += [
            (line.start, text.find("=", line.start, line.end) + 1)
            for line in found.layout.lines
            if line.kind == "byline"
        ]
        masked = sorted(m for m in masked if m[0] < m[1])
        begins = [start for start, _ in masked]

        def hidden(at: int) -> bool:
            i = bisect_left(begins, at + 1) - 1
            return i >= 0 and at < masked[i][1]

        hits: dict[int, list[tuple[int, str]]] = {}
        for start, end, form in self.registry.hits(text):
            if not hidden(start):
                hits.setdefault(start, []).append((end, form))
        for ends in hits.values():
            ends.sort(reverse=True)
        taken: list[Candidate] = []
        for start in sorted(hits):
            if left_edge(text, start) and (best := self._registered(found, hits, start)):
                taken.append(best)
        taken += [c for c in self._unregistered(found) if not hidden(c.start)]
        taken = longest(taken)
        taken += self._units(found, taken)
        taken = longest(taken)
        taken += list(self._joined(found, taken))
        taken = longest(taken)
        taken += [c for c in self._brackets(found, taken) if not hidden(c.start)]
        taken = longest(taken)
        taken += [c for c in self._again(found, taken) if not hidden(c.start)]
        taken = longest(taken)
        taken += self._units(found, taken)
        taken = longest(taken)
        for candidate in taken:
            candidate.topic = bool(self.topic.match(text, candidate.end))
        return taken

    def _registered(
        self, found: Found, hits: dict[int, list[tuple[int, str]]], start: int
    ) -> Candidate | None:
        """The longest name that starts here and whose right edge holds."""
        text = found.text
        options: list[tuple[int, list[Form], bool]] = []
        for end, written in hits[start]:
            forms = self.registry.forms[written]
            options.append((end, forms, False))
            options += [(e, f, True) for e, f in self._below(text, hits, end, forms)]
        options.sort(key=lambda option: -option[0])
        for end, forms, composed in options:
            local = [f for f in forms if f.entry.category == LOCAL]
            others = [f for f in forms if f.entry.category != LOCAL]
            if local and (hit := self._local(found, start, end, local, composed)):
                return hit
            if others and self._edge(text, end, start):
                written = text[start:end]
                strong = [
                    f
                    for f in others
                    if f.kind != "doubtful" or (f.entry.name != written and f.entry.name in text)
                ]
                # ISO 45001 is a standard, a letter code with a number no organization
                if not strong or (re.match(r"\s?\d", text[end : end + 2]) and written.isascii()):
                    continue
                kind = "name" if any(f.kind == "full" for f in strong) else "alias"
                candidate = Candidate(start, end, kind, "organizations.registry", strong)
                candidate.place = bool(self.held.match(text, end)) or (
                    written in self.platforms
                    and bool(self.platform_used.match(text[end : end + 8]))
                )
                return candidate
        return None

    def _edge(self, text: str, end: int, start: int) -> bool:
        return bool(
            self.tail.match(text, end)
            or (text[end : end + 1] >= "가" and self.titled.match(text, end))
        )

    def _below(
        self, text: str, hits: dict[int, list[tuple[int, str]]], end: int, above: list[Form]
    ) -> Iterator[tuple[int, list[Form]]]:
        """Names of parts behind their parent's: 인천 연수구, 경기도 수원시 영통구."""
        parents = {f.entry.name for f in above if f.entry.category == LOCAL}
        if not parents:
            return
        for at in (end, end + 1):
            if at > end and text[end : end + 1] != " ":
                return
            for stop, written in hits.get(at, ()):
                forms = [f for f in self.registry.forms[written] if f.entry.parent in parents]
                forms = [f for f in forms if f.entry.category == LOCAL]
                if forms:
                    yield stop, forms
                    yield from self._below(text, hits, stop, forms)

    def _local(
        self, found: Found, start: int, end: int, forms: list[Form], composed: bool
    ) -> Candidate | None:
        """A local government: its office and council, its mayor, or only a place."""
        text = found.text
        bare = all(f.kind == "bare" for f in forms)
        composed = composed or any(f.kind == "full" for f in forms)
        candidate = Candidate(start, end, "name", "organizations.local", forms, composed=composed)
        if text.startswith(self.office, end) and not bare:
            if self.tail.match(text, end + 1) or self.unit.match(text, end + 1):
                candidate.end = end + 1
                return candidate
            if self.governed.match(text, end):
                return candidate
        if text.startswith(self.council, end) and self._edge(text, end + 2, start) and not bare:
            candidate.end, candidate.suffix = end + 2, self.council
            candidate.category = "legislature"
            return candidate
        after = text[end : end + 40]
        if self.tail.match(text, end):
            listed = self._listed(text, start, end, composed)
            candidate.place = (bare and not listed) or self._locates(found, end, after)
            return candidate
        governor = bare and forms[0].entry.level == "province" and text.startswith("지사", end)
        if (not bare or governor) and self.governed.match(text, end):
            return candidate
        unit = self.unit.match(text, end)
        if unit and not bare and not text[end].isspace():
            return candidate
        return None

    def _listed(self, text: str, start: int, end: int, composed: bool) -> bool:
        """In a list in square brackets or of full names, a place name is its government."""
        before, after = text[start - 1 : start], text[end : end + 1]
        if composed:
            return after in ("·", "]") or before in ("·", "[")
        return bool(self.list.match(text, text.rfind("[", max(0, start - 40), start)))

    def _locates(self, found: Found, end: int, after: str) -> bool:
        """Whether what follows says that the name is only a place."""
        if self.place_after.match(after) or self.place_verbs.match(after):
            return True
        if not after.startswith(" "):
            return False
        # a smaller place, or a building in which something happens
        m = found.morphemes
        i = m.after(end)
        word_end = found.text.find(" ", end + 1, end + 30)
        word = found.text[end + 1 : word_end if word_end > 0 else end + 30]
        smaller = re.match(
            r"[가-힣]{1,6}(?:동|읍|면|리)(?:에|의|일|(?![가-힣]))|[가-힣]{1,6}\d+동", word
        )
        if smaller and any(m.tags[j] == "NNP" for j in m.within(end + 1, end + 1 + len(word))):
            return True
        for j in range(i, min(i + 9, len(m))):
            tag = m.tags[j]
            if m.forms[j] == "등":
                return False  # 해운대구 등 지자체에서
            if tag == "JKB" and m.forms[j] == "에서":
                return j > i
            if tag[0] in "JEVSM" or tag in ("XSV", "XSA"):
                return False
        return False

    # -- names that no registry has -------------------------------------------------------

    def _unregistered(self, found: Found) -> Iterator[Candidate]:
        text = found.text
        for match in self.headed.finditer(text):
            name = match["name"]
            if len(name) > 1 and not name.isdigit():
                category = self._category(name) or "company"
                yield Candidate(
                    match.start(),
                    match.start() + len(name),
                    "name",
                    "organizations.head_in_brackets",
                    name=name,
                    category=category,
                )
        for match in self.firm.finditer(text):
            group = "name" if match["name"] else "before"
            name = self._trim(found, match.start(group), match.end(group))
            yield Candidate(
                match.start(group),
                match.start(group) + len(name),
                "name",
                "organizations.firm",
                name=name,
                category="company",
            )
        for pattern in (self.classed, self.led):
            for match in pattern.finditer(text):
                name = match["name"]
                person = pattern is self.led and self.person.fullmatch(name)
                if (
                    name not in self.no_firm
                    and not person
                    and self._named(found, match.start("name"), name)
                ):
                    yield Candidate(
                        match.start("name"),
                        match.end("name"),
                        "name",
                        "organizations.firm",
                        name=name,
                        category=self._category(name) or "company",
                    )
        for match in self.winners.finditer(text):
            for part in re.finditer(rf"[{WORD}&]{{3,}}", match["names"]):
                if not self.nobody.search(part[0]) and part[0] not in self.no_firm:
                    start = match.start("names") + part.start()
                    yield Candidate(
                        start,
                        start + len(part[0]),
                        "name",
                        "organizations.listed",
                        name=part[0],
                        category=self._category(part[0]) or "company",
                    )
        for match in self.grouped.finditer(text):
            name = self._trim(found, match.start(), match.end())
            if name:
                yield Candidate(
                    match.start(),
                    match.start() + len(name),
                    "name",
                    "organizations.group",
                    name=name,
                    category=self._category(name) or "company",
                )
        for match in self.suffixed.finditer(text):
            endings = list(self.ending.finditer(match[0]))
            if not endings:
                continue
            ending = endings[-1]
            name = match[0][: ending.end()]
            if self._proper(found, match.start(), name, ending[0]):
                before = text.rfind(" ", 0, max(0, match.start() - 1)) + 1
                place = text[before : max(0, match.start() - 1)]
                local = any(f.entry.category == LOCAL for f in self.registry.forms.get(place, ()))
                if (
                    local
                    and match.start() - 1 == before + len(place)
                    and self.office_of.search(name)
                ):
                    yield Candidate(
                        before,
                        match.start() + len(name),
                        "name",
                        "organizations.suffix",
                        name=f"{place} {name}",
                        category=self.category[ending[0]],
                    )
                yield Candidate(
                    match.start(),
                    match.start() + len(name),
                    "name",
                    "organizations.suffix",
                    name=self.hanja.get(name[0], name[0]) + name[1:],
                    category=self.category[ending[0]],
                )

    def _category(self, name: str) -> str | None:
        endings = list(self.ending.finditer(name))
        return self.category[endings[-1][0]] if endings else None

    def _trim(self, found: Found, start: int, end: int) -> str:
        """A run of letters without the particles and endings at its end."""
        m = found.morphemes
        for j in m.within(start, end):
            bound = m.tags[j][0] in "JE" or m.tags[j] in ("XSV", "XSA", "VCP")
            if bound and m.starts[j] > start + 1:
                return found.text[start : m.starts[j]]
        return found.text[start:end]

    def _named(self, found: Found, start: int, name: str) -> bool:
        """Whether a run of letters is a name: nouns only, and one that Kiwi holds for a name."""
        m = found.morphemes
        tags = [m.tags[j] for j in m.within(start, start + len(name))]
        return all(t[0] in "NSX" and t not in ("NP", "NNB", "XSV", "XSA") for t in tags) and any(
            t in ("NNP", "SL") for t in tags
        )

    def _proper(self, found: Found, start: int, name: str, suffix: str) -> bool:
        """Whether the stem makes a name of the suffix: not a mere kind, nor a clause."""
        stem = name[: len(name) - len(suffix)]
        if len(stem) < 2 or (stem in self.generic and len(suffix) < 3) or suffix == name:
            return False
        m = found.morphemes
        at = m.at(start + len(stem))
        if at is None and m.ends[m.after(start) - 1 if m.at(start) is None else m.after(start)] < (
            start + len(name)
        ):
            return False  # 스마트 ends in 마트, but is no shop
        forms, named = [], False
        for j in m.within(start, start + len(stem)):
            tag = m.tags[j]
            if tag[0] in "JE" or tag in ("XSV", "XSA", "VCP", "MAG", "MM", "SN", "NP"):
                return False
            named |= tag in ("NNP", "SL", "SH") or len(m.forms[j]) >= 4
            forms.append(m.forms[j])
        if len(suffix) < 3 and all(f in self.generic for f in forms):
            return False
        if suffix in self.loose and not any(
            m.tags[j] in ("NNP", "SL", "SH") for j in m.within(start, start + len(stem))
        ):
            return len(stem) > 3 and suffix in ("협회", "조합")
        return named or len(forms) >= 2

    # -- units, brackets, further mentions ------------------------------------------------

    def _units(self, found: Found, taken: list[Candidate]) -> Iterator[Candidate]:
        """A unit behind its organization: 경남도 기획조정실, 행안부 재난안전관리본부."""
        text, m = found.text, found.morphemes
        for candidate in taken:
            if candidate.place or candidate.unit or candidate.kind == "anaphor":
                continue
            match = self.unit.match(text, candidate.end)
            if not match or len(match["unit"]) < 2 or self._headed(candidate, text):
                continue
            last = m.at(match.end("unit") - 1)
            if last is not None and m.tags[last][0] in "JE":
                continue
            yield Candidate(
                candidate.start,
                match.end("unit"),
                candidate.kind,
                "organizations.unit",
                parent=candidate,
                unit=match["unit"],
                category=candidate.category,
            )
        for match in self.staffed.finditer(text):
            last = m.at(match.end("unit") - 1)
            if (last is None or m.tags[last][0] not in "JE") and left_edge(text, match.start()):
                yield Candidate(
                    match.start(),
                    match.end("unit"),
                    "name",
                    "organizations.unit",
                    unit=match["unit"],
                )
        for match in self.unit_alone.finditer(text):
            cued = self.unit_cue.match(text[match.end() : match.end() + 12])
            parent = None
            if match["level"]:
                parent = Candidate(
                    match.start(),
                    match.start("unit") - 1,
                    "anaphor",
                    "organizations.council" if match["office"] else "organizations.anaphor_level",
                    name=match["level"],
                    suffix=match["office"] or "",
                )
            elif not cued:
                continue
            last = m.at(match.end() - 1)
            if last is not None and m.tags[last][0] in "JE" and not cued:
                continue
            yield Candidate(
                match.start(),
                match.end(),
                "name",
                "organizations.unit",
                parent=parent,
                unit=match["unit"],
            )

    def _headed(self, candidate: Candidate, text: str) -> bool:
        """경남도지사 is the governor, not a branch of the province."""
        return candidate.rule == "organizations.local" and bool(
            self.governed.match(text, candidate.end)
        )

    def _brackets(self, found: Found, taken: list[Candidate]) -> Iterator[Candidate]:
        """Abbreviations in brackets: 세계보건기구(WHO), 한국전력공사(한전)."""
        text = found.text
        for candidate in taken:
            match = self.bracket.match(text, candidate.end)
            if not match or candidate.place:
                continue
            at = match.start(1)
            for part in re.split(r"[·,/]", match[1]):
                written = part.strip()
                start = at + part.index(written) if written else at
                at += len(part) + 1
                if not self.abbreviation.fullmatch(written) or self.no_abbreviation.match(written):
                    continue
                base = candidate.name or text[candidate.start : candidate.end]
                if written[0] >= "가" and not abbreviates(written, base, candidate.forms):
                    continue
                yield Candidate(
                    start,
                    start + len(written),
                    "alias",
                    "organizations.abbreviation",
                    candidate.forms,
                    candidate.name,
                    candidate.category,
                    parent=candidate.parent,
                    unit=candidate.unit,
                    composed=candidate.composed,
                )

    def _joined(self, found: Found, taken: list[Candidate]) -> Iterator[Candidate]:
        """A name that acts together with an organization: 대한의학회와 X가 공동 수여하는."""
        for candidate in taken:
            match = self.together.match(found.text, candidate.end)
            if match and not candidate.place:
                yield Candidate(
                    match.start("name"),
                    match.end("name"),
                    "name",
                    "organizations.together",
                    name=match["name"],
                    category=self._category(match["name"]) or "company",
                )

    def _again(self, found: Found, taken: list[Candidate]) -> Iterator[Candidate]:
        """The names and abbreviations learned in this article, wherever else they stand."""
        text = found.text
        learned: dict[str, Candidate] = {}
        for candidate in taken:
            if candidate.place or (candidate.parent and candidate.parent.kind == "anaphor"):
                continue
            written = text[candidate.start : candidate.end]
            if not candidate.forms or candidate.rule == "organizations.abbreviation":
                learned.setdefault(written, candidate)
            if candidate.name:
                for short in shortened(candidate.name):
                    learned.setdefault(short, candidate)
        if not learned:
            return
        pattern = "|".join(sorted(map(re.escape, learned), key=len, reverse=True))
        for match in re.finditer(rf"(?<![{WORD}])(?:{pattern})", text):
            if not self._edge(text, match.end(), match.start()):
                continue
            source = learned[match[0]]
            yield Candidate(
                match.start(),
                match.end(),
                source.kind,
                source.rule,
                source.forms,
                source.name,
                source.category,
                parent=source.parent,
                unit=source.unit,
                composed=source.composed,
            )


def left_edge(text: str, start: int) -> bool:
    """No letter or digit stands right before."""
    if start == 0:
        return True
    before = text[start - 1]
    return not ("가" <= before <= "힣" or (before.isascii() and before.isalnum()))


def longest(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates in order, the longer (then the earlier found) where two overlap."""
    kept: list[Candidate] = []
    starts: list[int] = []
    for candidate in sorted(candidates, key=lambda c: c.start - c.end):
        i = bisect_left(starts, candidate.start)
        if i < len(kept) and kept[i].start < candidate.end:
            continue
        if i > 0 and kept[i - 1].end > candidate.start:
            continue
        kept.insert(i, candidate)
        starts.insert(i, candidate.start)
    return kept


def abbreviates(short: str, name: str, forms: list[Form]) -> bool:
    """Whether the letters of ``short`` stand in ``name`` in this order, the first one first."""
    for full in (name, *(f.entry.name for f in forms)):
        letters = iter(full)
        if full != short and all(c in letters for c in short):
            return True
    return False


def shortened(name: str) -> Iterator[str]:
    """Everyday short forms of a name: 영오초등학교 -> 영오초, 오사카대학교병원 -> 오사카대병원."""
    for long, short in (("초등학교", "초"), ("중학교", "중"), ("고등학교", "고"), ("대학교", "대")):
        if long in name and len(name) > len(long) + 1:
            yield name.replace(long, short)
