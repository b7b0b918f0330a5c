"""Awards: who won what, in which section, from whom, when, for the how-manieth time.

``find.py`` reads statements off sentences, headlines and lists, ``resolve.py`` joins those of one
honour; the words are in ``rules/awards.toml``.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

import rules as rules_package
from extract.awards.find import Finder
from extract.awards.resolve import resolve
from extract.found import Found
from extract.sentences import Discourse


class Awards:
    """The component: fills ``found.awards``."""

    def __init__(self, rules: rules_package.Rules) -> None:
        self.finder = Finder(rules)

    def __call__(self, doc: Doc) -> Doc:
        found: Found = doc._.gisa
        found.awards = resolve(found, *self.finder.find(found, Discourse(found)))
        return doc


@Language.factory("gisa_awards", default_config={"rules": None})
def make(nlp: Language, name: str, rules: str | None) -> Awards:
    """The factory; ``rules`` is a folder of tables laid over the package's."""
    return Awards(rules_package.load(rules))
