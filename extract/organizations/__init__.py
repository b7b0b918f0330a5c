"""Organizations: who is named, under which official name, and what stands for them later.

Candidates, put together by ``find.py``:
``registered.py`` (names of a registry; ``places.py`` tells governments from places),
``unregistered.py`` and ``suffixes.py`` (names that no registry has), ``nations.py`` (states and
their bodies), ``authorities.py`` (police and other powers without a name), ``units.py`` (units and
offices), ``learned.py`` (short forms), ``anaphors.py`` (bare nouns). ``edges.py`` says where a
name may end; ``triggers.py`` finds the words that all of them look for in one pass.

Whom they mean, walked through by ``resolve.py``:
``entries.py`` (names that several share), ``antecedents.py`` (bare nouns), both by what the
article has said so far (``discourse.py``).

``registry.py`` holds the registered names with their periods, ``gazetteer.py`` finds what an
article itself has taught; the words are in ``rules/organizations.toml``.
"""

from __future__ import annotations

from extract.found import Found
from extract.organizations.find import Finder
from extract.organizations.resolve import Resolver
from rules import Rules


class Organizations:
    """The stage: fills ``found.organizations``."""

    def __init__(self, rules: Rules) -> None:
        self.finder = Finder(rules)
        self.resolver = Resolver(rules, self.finder.registry)

    def read(self, found: Found) -> None:
        """Fill ``found.organizations``."""
        names, anaphors = self.finder.find(found)
        found.organizations = self.resolver.resolve(found, names, anaphors)
