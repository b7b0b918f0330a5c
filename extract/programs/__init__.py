"""Programs: who runs which named undertaking, since when, first where, ordered by whom.

``find.py`` says where a program is named, ``resolve.py`` joins the mentions and fills the slots;
heads, classes and verbs are in ``rules/programs.toml``.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

import rules as rules_package
from extract.found import Found
from extract.programs.find import Finder
from extract.programs.resolve import Resolver
from extract.sentences import Discourse


class Programs:
    """The component: fills ``found.programs``."""

    def __init__(self, rules: rules_package.Rules) -> None:
        self.finder = Finder(rules)
        self.resolver = Resolver(rules)

    def __call__(self, doc: Doc) -> Doc:
        found: Found = doc._.gisa
        discourse = Discourse(found)
        mentions = self.finder.find(found, discourse)
        found.programs = self.resolver.resolve(found, discourse, mentions)
        return doc


@Language.factory("gisa_programs", default_config={"rules": None})
def make(nlp: Language, name: str, rules: str | None) -> Programs:
    """The factory; ``rules`` is a folder of tables laid over the package's."""
    return Programs(rules_package.load(rules))
