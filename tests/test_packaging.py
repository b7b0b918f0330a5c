"""What an installed gisa offers to spaCy, and to type checkers."""

import subprocess
import sys
from importlib.metadata import entry_points
from importlib.resources import files

import spacy

from extract.components import COMPONENTS


def test_entry_points():
    factories = {e.name: e for e in entry_points(group="spacy_factories") if "gisa" in e.name}
    assert set(factories) == {*COMPONENTS, "gisa_records"}
    tokenizers = [e for e in entry_points(group="spacy_tokenizers") if "gisa" in e.name]
    assert [e.name for e in tokenizers] == ["gisa.KiwiTokenizer.v1"]
    for entry in (*factories.values(), *tokenizers):
        assert callable(entry.load())
    assert spacy.registry.has("tokenizers", "gisa.KiwiTokenizer.v1")


def test_spacy_finds_the_components_itself():
    """In a process that has not imported gisa."""
    code = (
        "import spacy\n"
        "config = {'nlp': {'tokenizer': {'@tokenizers': 'gisa.KiwiTokenizer.v1'}}}\n"
        "nlp = spacy.blank('xx', config=config)\n"
        f"for name in {[*COMPONENTS, 'gisa_records']}: nlp.add_pipe(name)\n"
        "import extract\n"
        "assert extract.load().pipe_names == nlp.pipe_names"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-c", code], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_typed():
    assert all((files(package) / "py.typed").is_file() for package in ("extract", "schemas"))
