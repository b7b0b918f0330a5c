"""A run's records on its articles' morphemes: spaCy's DocBin, and CoNLL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin
from spacy.util import filter_spans

from extract.components import KiwiTokenizer, keep
from extract.exporting import articles
from extract.outputs import KINDS
from extract.writing import Failure

Named = tuple[str, Doc]


def docs(out: Path, failures: list[Failure], rules: str | None = None) -> Iterator[Named]:
    """The articles of a run by name, each a Doc as gisa's pipeline leaves it, with ``doc.ents``.

    ``doc.spans`` has every mention; of those that overlap, ``doc.ents`` has the longest, then the
    first, then that of the type that comes first in ``KINDS``. What has no text or does not fit it
    is added to ``failures``.
    """
    tokenizer = KiwiTokenizer(spacy.blank("xx").vocab, rules=rules)
    for output, article in articles(out, failures, rules):
        doc = tokenizer(article.text)
        keep(doc, article)
        doc.ents = filter_spans([span for kind in KINDS for span in doc.spans[kind]])
        yield output.name, doc


def write_spacy(named: Iterable[Named], file: Path) -> int:
    """Write a DocBin, with ``doc.user_data``, so that ``doc._.article`` works once it is loaded.

    ``doc.user_data["name"]`` is the article's name in the run. Returns the number of articles.
    """
    store = DocBin(store_user_data=True)
    for name, doc in named:
        doc.user_data["name"] = name
        store.add(doc)
    store.to_disk(file)
    return len(store)


def write_conll(named: Iterable[Named], file: Path) -> int:
    """Write a line for each token: its characters, Kiwi's tags (``_``: none), its BIO label.

    Tabs separate them, a blank line ends a sentence, ``# article = NAME`` begins an article.
    Tokens are without blanks; together they are the text without its blanks. The labels are those
    of ``doc.ents``; a sentence never ends within one. Returns the number of articles.
    """
    number = 0
    with file.open("w", encoding="utf-8", newline="\n") as out:
        for name, doc in named:
            number += 1
            out.write(f"# article = {' '.join(name.split())}\n")
            begun = None
            open_ = False
            for token in doc:
                inside = token.ent_iob_ == "I"
                if token.is_sent_start and not inside and open_:
                    out.write("\n")
                    open_ = False
                if not inside:
                    begun = None
                characters = "".join(token.text.split())
                if not characters:
                    continue
                label = f"{'I' if begun else 'B'}-{token.ent_type_}" if token.ent_type_ else "O"
                begun = begun or token.ent_type_
                out.write(f"{characters}\t{token.tag_ or '_'}\t{label}\n")
                open_ = True
            if open_:
                out.write("\n")
    return number
