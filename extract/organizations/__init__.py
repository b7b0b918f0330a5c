"""Organizations: who is named, under which official name, and what stands for them later.

``find.py`` says where a mention is, ``resolve.py`` whom it means, ``registry.py`` holds the
registered names with their periods; the words are in ``rules/organizations.toml``.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

import rules as rules_package
from extract.found import Found
from extract.organizations.find import Finder
from extract.organizations.resolve import Resolver


class Organizations:
    """The component: fills ``found.organizations``."""

    def __init__(self, rules: rules_package.Rules) -> None:
        self.finder = Finder(rules)
        self.resolver = Resolver(rules, self.finder)

    def __call__(self, doc: Doc) -> Doc:
        found: Found = doc._.gisa
        found.organizations = self.resolver.resolve(found, self.finder.find(found))
        return doc


@Language.factory("gisa_organizations", default_config={"rules": None})
def make(nlp: Language, name: str, rules: str | None) -> Organizations:
    """The factory; ``rules`` is a folder of tables laid over the package's."""
    return Organizations(rules_package.load(rules))
