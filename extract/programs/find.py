"""Where programs are named: names of all kinds put together."""

from __future__ import annotations

from extract.found import Found
from extract.programs.context import Context
from extract.programs.lists import Lists
from extract.programs.mention import Mention
from extract.programs.phrases import Phrases
from extract.programs.quoted import Quoted
from extract.programs.vocabulary import Vocabulary
from extract.sentences import Discourse
from rules import Rules


class Finder:
    """Finds names with the tables of a set of rules."""

    def __init__(self, rules: Rules, vocabulary: Vocabulary) -> None:
        table = rules.tables["programs"]
        self._lists = Lists(table, vocabulary)
        self._quoted = Quoted(table, vocabulary, self._lists)
        self._phrases = Phrases(rules, vocabulary, self._lists)

    def find(self, found: Found, discourse: Discourse) -> list[Mention]:
        """The names of an article in order; one stretch of text yields one at most."""
        context = Context(found, discourse, self._lists)
        mentions = [
            *self._quoted.find(context),
            *self._phrases.find(context),
            *self._phrases.introduced(context),
        ]
        mentions.sort(key=lambda mention: (mention.start, -mention.end))
        kept: list[Mention] = []
        for mention in mentions:
            if not kept or mention.start >= kept[-1].end:
                kept.append(mention)
        return kept
