"""Reads small files, written here after the schema of a publisher, with the recipe for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from vademecum.domains.education import EDUCATION
from vademecum.domains.healthcare import HEALTHCARE
from vademecum.domains.law import LAW
from vademecum.domains.recipes import CorpusReading, RecipeChild
from vademecum.retrieval.passages import PassageSettings, split
from vademecum.retrieval.types import Document

RECIPES = {r.name: r for domain in (HEALTHCARE, LAW, EDUCATION) for r in domain.recipes}


class Copy(NamedTuple):
    """What a copy of a corpus gave."""

    documents: dict[str, Document]
    skipped: dict[str, str]
    notes: tuple[str, ...]


Reader = Callable[[str, dict[str, str | bytes]], Copy]


@pytest.fixture(scope="session")
def child() -> Iterator[RecipeChild]:
    """Keep one child process for all tests, as one reads all files of a corpus."""
    with RecipeChild() as warm:
        yield warm


@pytest.fixture
def read(tmp_path: Path, child: RecipeChild) -> Reader:
    def run(name: str, files: dict[str, str | bytes]) -> Copy:
        root = tmp_path / "copy"
        for file, content in files.items():
            path = root / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        reading = CorpusReading(RECIPES[name], child)
        found = list(reading.documents([root]))
        for document in found:
            require_offsets(document)
        skipped = {Path(s.path).relative_to(root).as_posix(): s.reason for s in reading.skipped}
        return Copy({d.id: d for d in found}, skipped, tuple(n.note for n in reading.notes))

    return run


def require_offsets(document: Document) -> None:
    """Cut a document finely and compare every passage with the text it stands in."""
    passages = split(document, words, PassageSettings(max_tokens=32))
    assert passages
    for passage in passages:
        assert document.text[passage.start : passage.end] == passage.text


def words(text: str) -> list[tuple[int, int]]:
    """Return the spans of words and signs, in place of the encoder's tokens."""
    return [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]
