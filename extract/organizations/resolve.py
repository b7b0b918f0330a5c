"""Which organization each mention means, and what bare nouns (구는, 공사가) stand for.

One walk through the article in the order of the text. A local government that opens a section
(a heading of its own, or the first one in a paragraph as its topic) is the actor there:
ambiguous names and bare nouns of its level mean it. Otherwise what was named before decides,
then what is named later, then the provinces that the article speaks of.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections import Counter

from extract.found import Found, NameMention, OrganizationFound
from extract.organizations.find import Candidate, Finder, longest
from extract.organizations.registry import LOCAL, Entry
from rules import Rules

HEAD_CHARS = 45
"""A topic this near to the beginning of a paragraph opens it."""


class Resolver:
    """Resolves the candidates of articles with the tables of a set of rules."""

    def __init__(self, rules: Rules, finder: Finder) -> None:
        table = rules.tables["organizations"]
        self.finder = finder
        self.levels: dict[str, list[str]] = table["government"]["levels"]
        self.by_category: dict[str, str] = table["anaphors"]["by_category"]

    def resolve(self, found: Found, candidates: list[Candidate]) -> list[OrganizationFound]:
        """The distinct organizations of an article with all their mentions."""
        return _Walk(self, found, candidates).go()


class _Walk:
    def __init__(self, resolver: Resolver, found: Found, candidates: list[Candidate]) -> None:
        self.rules = resolver
        self.found = found
        self.text = found.text
        self.day = first_day(found.known.published)
        self.organizations: dict[str, OrganizationFound] = {}
        self.topics: list[tuple[int, OrganizationFound, bool]] = []
        self.actor: dict[str, OrganizationFound] = {}
        self.levels: dict[str, str] = {}  # organization's name -> level
        self.named: list[tuple[int, Entry]] = []
        self.warned: set[str] = set()
        anaphors = self._anaphors(candidates)
        self.candidates = sorted([*candidates, *anaphors], key=lambda c: (c.start, -c.end))
        # names that say their parent, for bare ones elsewhere
        self.full: list[tuple[int, Entry]] = []
        self.spans: list[tuple[int, int, Entry]] = []
        self.provinces: Counter[str] = Counter()
        for c in self.candidates:
            entry = self._single(c)
            if entry is not None and entry.category == LOCAL:
                if c.composed or entry.level == "province":
                    self.full.append((c.start, entry))
                if c.composed:
                    self.spans.append((c.start, c.end, entry))
                self.provinces[top(entry)] += 1
        for start, end in found.layout.datelines:
            for form in resolver.finder.registry.forms.get(
                re.split(r"\s*=", self.text[start + 1 : end])[0].strip(), ()
            ):
                self.provinces[top(form.entry)] += 3

    # -- names ----------------------------------------------------------------------------

    def _single(self, c: Candidate) -> Entry | None:
        """The one registered organization that the forms name at the article's date."""
        if not c.forms:
            return None
        entries = {
            f.entry.name: f.entry for f in self.rules.finder.registry.pick(c.forms, self.day)
        }
        return next(iter(entries.values())) if len(entries) == 1 else None

    def _entry(self, c: Candidate, line: int) -> Entry | None:
        single = self._single(c)
        if single is not None and (c.composed or single.category != LOCAL):
            return self._current(single)
        picked = self.rules.finder.registry.pick(c.forms, self.day)
        options = {f.entry.name: f.entry for f in picked}
        everything = {f.entry.name: f.entry for f in c.forms}
        beside = self._beside(c, everything)
        if beside is not None:
            return beside
        for organization in self.actor.values():
            if organization.name in everything:
                return everything[organization.name]
        before = [e for at, e in self.full if at < c.start and e.name in everything]
        if before:
            return before[-1]
        if single is not None:
            return self._current(single)
        after = [e for at, e in self.full if at > c.start and e.name in everything]
        if after:
            return after[0]
        weights = Counter({name: self.provinces[top(entry)] for name, entry in options.items()})
        ranked = weights.most_common(2)
        provinces = [e for e in options.values() if e.level == "province"]
        if len(provinces) == 1 and all(f.kind == "bare" for f in picked):
            return provinces[0]  # 제주 in a list of provinces
        if ranked and ranked[0][1] > 0 and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
            return self._current(options[ranked[0][0]])
        return None

    def _beside(self, c: Candidate, options: dict[str, Entry]) -> Entry | None:
        """The sibling of the one named right before: 울산 북구와 남구."""
        for at, end, entry in reversed(self.spans):
            if at < c.start:
                if re.fullmatch(r"(?:와|과)?\s?[,·]?\s?", self.text[end : c.start]):
                    for option in options.values():
                        if entry.parent and option.parent == entry.parent:
                            return option
                return None
        return None

    def _current(self, entry: Entry) -> Entry:
        """A local government's successor where the name was no longer in force."""
        if self.day is None or entry.category != LOCAL or entry.until > self.day:
            return entry
        for name in entry.successors if len(entry.successors) == 1 else ():
            for form in self.rules.finder.registry.forms.get(name, ()):
                if form.entry.name == name and form.entry.valid(self.day):
                    return form.entry
        return entry

    def _organization(
        self,
        name: str,
        category: str,
        rule: str,
        code: str | None = None,
        parent: str | None = None,
    ) -> OrganizationFound:
        organization = self.organizations.get(name)
        if organization is None:
            organization = OrganizationFound(name, category, rule, code, parent)
            self.organizations[name] = organization
        return organization

    def _of_entry(self, entry: Entry, rule: str) -> OrganizationFound:
        organization = self._organization(
            entry.name, entry.category, rule, entry.code, entry.parent
        )
        if entry.level:
            self.levels[entry.name] = entry.level
        return organization

    def _meant(self, c: Candidate, line: int) -> OrganizationFound | None:
        """The organization that a name or an abbreviation means."""
        if c.unit:
            above = self._meant(c.parent, line) if c.parent else self._latest_actor(c.start)
            if above is None:
                return None
            name = above.name if c.unit == self.rules.finder.office else f"{above.name} {c.unit}"
            return self._organization(name, above.category, c.rule, None, above.name)
        if c.kind == "anaphor":
            return self._antecedent(c)
        if c.forms:
            entry = self._entry(c, line)
            if entry is None:
                written = self.text[c.start : c.end].removesuffix(self.rules.finder.office)
                if written not in self.warned:
                    self.warned.add(written)
                    self.found.warnings.append(
                        f"{written}: more than one organization has this name, and nothing decides"
                    )
                return self._organization(written, c.forms[0].entry.category, c.rule)
            if c.suffix:
                above = self._of_entry(entry, c.rule) if entry.name in self.organizations else None
                return self._organization(
                    entry.name + c.suffix,
                    c.category,
                    c.rule,
                    None,
                    above.name if above else entry.name,
                )
            if entry.name.endswith("위원회") and entry.category == "legislature":
                nested = self._committee(entry.name, c, line)
                if nested is not None:
                    return nested
            return self._of_entry(entry, c.rule)
        if c.name.endswith("위원회"):
            nested = self._committee(c.name, c, line)
            if nested is not None:
                return nested
        return self._organization(self._longest(c.name), c.category, c.rule)

    def _committee(self, name: str, c: Candidate, line: int) -> OrganizationFound | None:
        """A committee of the local council that its paragraph speaks of, not of the parliament."""
        since = self.found.layout.lines[line].start if line >= 0 else 0
        for organization in self.organizations.values():
            if organization.name.endswith(self.rules.finder.council) and any(
                since <= m.start < c.start for m in organization.mentions
            ):
                council = organization.name
                return self._organization(f"{council} {name}", "legislature", c.rule, None, council)
        return None

    def _longest(self, name: str) -> str:
        """The longest form of a new name: 심장협회 is 미국심장협회 where the article has that."""
        best = name
        for c in self.candidates:
            new = not c.forms and not c.unit
            if new and len(c.name) > len(best) and len(name) >= 4 and c.name.endswith(name):
                best = c.name
        return best

    # -- bare nouns -----------------------------------------------------------------------

    def _anaphors(self, candidates: list[Candidate]) -> list[Candidate]:
        text, finder, m = self.text, self.rules.finder, self.found.morphemes
        out: list[Candidate] = []

        def add(start: int, end: int, noun: str, rule: str, unit: str = "") -> None:
            kind = self.found.layout.kind(start)
            if kind in ("chrome", "byline", "header", "blank"):
                return
            i = m.at(start)
            if i is None:
                return
            # Kiwi takes 구는 for a form of 굴다, which needs an adverb in -게 before it
            verb = noun != "구" or text[max(0, start - 2) : start].startswith("게")
            if not m.tags[i].startswith("N") and verb:
                return
            out.append(Candidate(start, end, "anaphor", rule, name=noun, unit=unit))

        for match in finder.bare_level.finditer(text):
            add(match.start(), match.end(), match["noun"], "organizations.anaphor_level")
        for match in finder.bare_office.finditer(text):
            add(match.start(), match.end(), match[0][0], "organizations.anaphor_office")
        for match in finder.noun.finditer(text):
            add(match.start(), match.end(), match[0], "organizations.anaphor_noun")
        for match in finder.that.finditer(text):
            add(match.start("noun"), match.end("noun"), match["noun"], "organizations.anaphor_that")
        for match in finder.bare_council.finditer(text):
            add(match.start(), match.end(), match["noun"], "organizations.council")
            if out and out[-1].start == match.start():
                out[-1].suffix = match["office"]
        for i, anaphor in enumerate(out):
            if anaphor.rule == "organizations.anaphor_level" or anaphor.suffix:
                unit = finder.unit.match(text, anaphor.end)
                if unit and text[anaphor.end : anaphor.end + 1] == " ":
                    last = m.at(unit.end("unit") - 1)
                    if last is None or m.tags[last][0] not in "JE":
                        out[i] = Candidate(
                            anaphor.start,
                            unit.end("unit"),
                            "name",
                            "organizations.unit",
                            parent=anaphor,
                            unit=unit["unit"],
                        )
        for c in candidates:
            if c.unit and c.parent and c.start != c.end and len(c.unit) > 2:
                for match in re.finditer(rf"(?<![가-힣]){re.escape(c.unit)}", text):
                    if match.start() > c.end and finder._edge(text, match.end(), match.start()):
                        out.append(
                            Candidate(
                                match.start(),
                                match.end(),
                                "anaphor",
                                "organizations.anaphor_unit",
                                name=c.unit,
                                parent=c,
                            )
                        )
        starts = sorted((c.start, c.end) for c in candidates)

        def free(c: Candidate) -> bool:
            i = bisect_right(starts, (c.start, 1 << 60))
            return not (i > 0 and starts[i - 1][1] > c.start) and not (
                i < len(starts) and starts[i][0] < c.end
            )

        return [c for c in longest(out) if free(c)]

    def _antecedent(self, c: Candidate) -> OrganizationFound | None:
        if c.rule == "organizations.anaphor_unit" and c.parent:
            return self._meant(c.parent, 0)
        noun = c.name
        if c.suffix:  # 도의회, 시교육청
            above = self._government(noun, c)
            if above is None:
                return None
            name = above.name + c.suffix
            category = "legislature" if c.suffix == self.rules.finder.council else "education"
            return self._organization(name, category, c.rule, None, above.name)
        if noun in ("기초단체", "지자체", "자치단체"):
            return self._latest_actor(c.start)
        if noun in ("구", "시", "군", "도"):
            return self._government(noun, c)
        wanted = self.rules.by_category.get(noun)
        line = self.found.layout.line(c.start)
        since = line.start if line else 0
        fits = [
            o
            for o in self.organizations.values()
            if (o.name.endswith(noun) or (wanted is not None and o.category == wanted))
            and o.name != noun
        ]
        if not fits:
            return None
        sentence = self.found.morphemes.sentence(c.start)[0]
        for at, organization, _ in reversed(self.topics):
            if organization in fits and since <= at and at < max(sentence, c.start):
                return organization
        if wanted is not None:
            here = [(m.end, o) for o in fits for m in o.mentions if since <= m.start < c.start]
            if here:
                return max(here, key=lambda pair: pair[0])[1]
        return max(fits, key=lambda o: (len(o.mentions), -o.mentions[0].start if o.mentions else 0))

    def _government(self, noun: str, c: Candidate) -> OrganizationFound | None:
        """The local government that 구, 시, 군 or 도 means here."""

        def fits(name: str) -> bool:
            return noun in self.rules.levels.get(self.levels.get(name, ""), ()) and name.endswith(
                noun
            )

        actors = [o for o in self.actor.values() if fits(o.name)]
        if actors:
            return actors[-1]
        for _, organization, _ in reversed(self.topics):
            if fits(organization.name):
                return organization
        named = [o for o in self.organizations.values() if fits(o.name)]
        if named:
            return max(named, key=lambda o: len(o.mentions))
        for at, entry in self.full:
            if at > c.start and noun in self.rules.levels.get(entry.level or "", ()):
                return self._of_entry(entry, "organizations.local")
        return None

    def _latest_actor(self, at: int) -> OrganizationFound | None:
        """Who the paragraph is about: its own topic, else the section's."""
        line = self.found.layout.line(at)
        since = line.start if line else 0
        for start, organization, opens in reversed(self.topics):
            if opens and start >= since:
                return organization
        if self.actor:
            return next(reversed(self.actor.values()))
        for _, organization, opens in reversed(self.topics):
            if opens:
                return organization
        return self.topics[-1][1] if self.topics else None

    # -- the walk -------------------------------------------------------------------------

    def go(self) -> list[OrganizationFound]:
        layout = self.found.layout
        opened = -1
        for c in self.candidates:
            if c.place:
                continue
            i = bisect_right(layout.starts, c.start) - 1
            organization = self._meant(c, i)
            if organization is None:
                continue
            kind = c.kind if not c.suffix or c.kind == "name" else "alias"
            organization.mentions.append(NameMention(c.start, c.end, kind))
            line = layout.lines[i] if i >= 0 else None
            if line is None:
                continue
            level = self.levels.get(organization.name)
            heading = line.kind in ("subhead", "title") and line.end - line.start < 16
            topic = c.topic or bool(self.rules.finder.topic.match(self.text, c.end))
            if topic and organization.category != "media":
                near = c.start - line.start < HEAD_CHARS
                opens = near and bool(self.rules.finder.opens.match(self.text, c.end))
                self.topics.append((c.start, organization, opens))
            if level and c.kind == "name" and line.kind not in ("chrome", "byline", "header"):
                near = c.start - line.start < HEAD_CHARS and opened != i
                if heading or (near and topic) or (line.kind == "title" and not self.actor):
                    opened = i
                    self.actor.pop(level, None)
                    self.actor[level] = organization
        self._masthead()
        out = [o for o in self.organizations.values() if o.mentions]
        for organization in out:
            unique = {(m.start, m.end): m for m in organization.mentions}
            organization.mentions = [unique[k] for k in sorted(unique)]
        return sorted(out, key=lambda o: (o.mentions[0].start, o.mentions[0].end))

    def _masthead(self) -> None:
        """The publisher, where the page's header or a dateline names it."""
        publisher = self.found.known.publisher
        if not publisher:
            return
        spans = [
            (line.start, line.end) for line in self.found.layout.lines if line.kind == "header"
        ]
        spans += self.found.layout.datelines
        taken = sorted((m.start, m.end) for o in self.organizations.values() for m in o.mentions)
        for start, end in spans:
            at = self.text.find(publisher, start, end)
            i = bisect_left(taken, (at, 0))
            clash = (i < len(taken) and taken[i][0] < at + len(publisher)) or (
                i > 0 and taken[i - 1][1] > at
            )
            if at >= 0 and not clash:
                organization = self._organization(publisher, "media", "organizations.masthead")
                organization.mentions.append(NameMention(at, at + len(publisher), "name"))


def top(entry: Entry) -> str:
    """The province that a local government lies in, under any of its names' first letters."""
    return (entry.name.split()[0])[:2] if entry.category == LOCAL else ""


def first_day(published: str | None) -> dt.date | None:
    """The first day that an ISO 8601 date of any precision covers."""
    if not published:
        return None
    parts = [int(p) for p in published[:10].split("-")]
    return dt.date(*[*parts, 1, 1][:3])
