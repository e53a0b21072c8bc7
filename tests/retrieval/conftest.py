from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

import pytest

from vademecum.retrieval import Access, Document
from vademecum.retrieval.ingest import ingest
from vademecum.retrieval.library import Library
from vademecum.retrieval.passages import PassageSettings
from vademecum.retrieval.search import HybridSearch, SearchSettings
from vademecum.retrieval.testing.fakes import HashEncoder

PUBLIC = Access.of("public")


class CountingEncoder(HashEncoder):
    """The hash encoder with offsets of words, remembering what it was asked to encode."""

    encoded: ClassVar[list[str]] = []

    def token_offsets(self, text: str) -> list[tuple[int, int]]:
        return [m.span() for m in re.finditer(r"\w+|[^\w\s]", text)]

    def encode(self, texts: Sequence[str]):  # type: ignore[no-untyped-def]
        self.encoded.extend(texts)
        return super().encode(texts)


@pytest.fixture
def encoder() -> CountingEncoder:
    CountingEncoder.encoded = []
    return CountingEncoder()


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


@pytest.fixture
def add(library: Library, encoder: CountingEncoder) -> Callable[..., object]:
    def run(*documents: Document, settings: PassageSettings | None = None) -> object:
        return ingest(library, documents, encoder, settings or PassageSettings())

    return run


@pytest.fixture
def search(library: Library, encoder: CountingEncoder) -> HybridSearch:
    return HybridSearch(library, encoder, SearchSettings())


def document(identity: str, text: str, **fields: object) -> Document:
    return Document.model_validate({"id": identity, "title": "", "text": text, **fields})
