"""What tests share: one pipeline, since Kiwi takes seconds to load."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language

import extract
from extract.found import Found
from extract.pipeline import Pipeline, pipeline
from extract.records import assemble
from extract.running import local
from schemas import Evidence, Record

os.environ.pop("COLUMNS", None)  # of the terminal, which is no matter of the tests


@pytest.fixture(scope="session")
def gisa() -> Pipeline:
    return pipeline(None, 1)  # as a run asks for it


@pytest.fixture
def steady() -> Iterator[None]:
    """For tests that measure time: no collection that looks through all that others have made."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(scope="session")
def nlp() -> Language:
    return extract.load()


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with two short articles."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("연수구는 30일 대상을 받았다.\n", "utf-8")
    (folder / "b.txt").write_text("서울 서초구가 15일 우수상을 받았다.\n", "utf-8")
    return folder


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every pipeline fails on each article with the word 고장."""

    def fail(found: Found) -> tuple[list[Record], dict[str, list[Evidence]]]:
        if "고장" in found.text:
            raise ValueError("고장\n났다")
        return assemble(found)

    monkeypatch.setattr("extract.pipeline.assemble", fail)


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run over the samples wrote."""
    out = tmp_path_factory.mktemp("samples")
    summary = local.run([Path(__file__).parent.parent / "seeds"], out)
    assert not summary.failures
    return out
