"""Awards: who won what, in which section, from whom, when, for the how-manieth time.

``find.py`` walks over the sentences and gathers statements, ``resolve.py`` joins those of one
honour. What a statement is made of is read by ``names.py`` and ``certificates.py`` (what the award
is called), ``prizes.py`` (what is won, and whether), ``slots.py`` (section, place, streak),
``grantors.py`` (who gives), ``recipients.py`` (who gets), ``dates.py`` (when); ``lists.py`` reads
lists of winners, which have no verbs. The words are in ``rules/awards.toml``.
"""

from __future__ import annotations

from extract.awards.find import Finder
from extract.awards.resolve import Resolver
from extract.found import Found
from extract.sentences import Discourse
from rules import Rules


class Awards:
    """The stage: fills ``found.awards``."""

    def __init__(self, rules: Rules) -> None:
        self.finder = Finder(rules)
        self.resolver = Resolver(rules)

    def read(self, found: Found) -> None:
        """Fill ``found.awards``."""
        found.awards = self.resolver.resolve(found, *self.finder.find(Discourse.of(found)))
