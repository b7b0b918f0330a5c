"""Programs: who runs which named undertaking, since when, first where, ordered by whom.

The words are in ``rules/programs.toml``. Names, in the order in which modules use each other:

- ``vocabulary.py``: the words that names of all kinds are told by
- ``lists.py``: names in a row; ``context.py``: the article as the following ask about it
- ``quoted.py``, ``phrases.py``: names with and without quotation marks; ``nouns.py``: noun
  phrases, ``elsewhere.py``: what other places of a name say
- ``find.py``: names of all kinds put together as ``mention.py`` has them

Records:

- ``grouping.py``: which mentions belong to one program
- ``roles.py``: operator and host; ``status.py``: status; ``slots.py``: these, first_in and date
- ``resolve.py``: mentions of one program -> one record

``spans.py`` keeps stretches of any text.
"""

from __future__ import annotations

from extract.found import Found
from extract.programs.find import Finder
from extract.programs.resolve import Resolver
from extract.programs.vocabulary import Vocabulary
from extract.sentences import Discourse
from rules import Rules


class Programs:
    """The stage: fills ``found.programs``."""

    def __init__(self, rules: Rules) -> None:
        vocabulary = Vocabulary(rules.tables["programs"])
        self.finder = Finder(rules, vocabulary)
        self.resolver = Resolver(rules, vocabulary)

    def read(self, found: Found) -> None:
        """Fill ``found.programs``."""
        discourse = Discourse.of(found)
        mentions = self.finder.find(found, discourse)
        found.programs = self.resolver.resolve(found, discourse, mentions)
