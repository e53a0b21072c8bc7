from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from vademecum.evals.adapting.frozen import FrozenCollection
from vademecum.retrieval import PUBLIC, Document
from vademecum.retrieval.encoder import SentenceEncoder
from vademecum.retrieval.ingest import ingest
from vademecum.retrieval.library import Library
from vademecum.retrieval.passages import PassageSettings
from vademecum.retrieval.search import HybridSearch, SearchSettings

CORPUS = {
    "breach": "The controller tells the authority about a personal data breach within 72 hours.",
    "rent": "A tenant pays rent on the first day of the month. Late payment has a fee.",
    "fever": "Fever in a young infant needs a doctor.\n\nA cool bath does not treat fever.",
    "cells": "Mitochondria give energy to cells. They have two membranes.",
    "will": "A will is signed before two witnesses. A later will replaces it.",
    "poem": "A sonnet has fourteen lines. It often ends in a couplet.",
}


@pytest.fixture(scope="package")
def encoder() -> SentenceEncoder:
    return SentenceEncoder(dtype="float32")


@pytest.fixture
def search(encoder: SentenceEncoder, tmp_path: Path) -> HybridSearch:
    library = Library(tmp_path / "library")
    documents = [
        Document(id=name, title="", text=text, groups=(PUBLIC, name))
        for name, text in CORPUS.items()
    ]
    ingest(library, documents, encoder, PassageSettings(max_tokens=32))
    return HybridSearch(library, encoder, SearchSettings())


@pytest.fixture
def collection(search: HybridSearch) -> FrozenCollection:
    return FrozenCollection(search)


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Train on one thread: sums are then taken in one order, and equal means equal."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)
