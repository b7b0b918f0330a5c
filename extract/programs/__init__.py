"""Stub: replaced as the stage is built."""

from spacy.language import Language
from spacy.tokens import Doc


@Language.factory("gisa_programs", default_config={"rules": None})
def make(nlp: Language, name: str, rules: str | None):
    def component(doc: Doc) -> Doc:
        return doc

    return component
