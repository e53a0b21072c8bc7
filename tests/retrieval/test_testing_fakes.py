"""The shipped fakes keep the contracts that they stand in for."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from vademecum.retrieval.pipeline import Engine, ask
from vademecum.retrieval.testing.contracts import (
    EncoderContract,
    GeneratorContract,
    VectorIndexContract,
)
from vademecum.retrieval.testing.fakes import (
    HashEncoder,
    ListSearch,
    MemoryAudit,
    OpenPolicy,
    QuoteGenerator,
    hit,
    text_of,
)
from vademecum.retrieval.types import Access, Query

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats, Mask, Rows


class TestHashEncoder(EncoderContract):
    @pytest.fixture
    def encoder(self) -> HashEncoder:
        return HashEncoder()


class TestQuoteGenerator(GeneratorContract):
    @pytest.fixture
    def generator(self) -> QuoteGenerator:
        return QuoteGenerator()


@dataclass
class BruteForce:
    """The index that the contract describes, in four lines."""

    vectors: Floats

    def search(self, vector: Floats, k: int, allowed: Mask | None) -> tuple[Rows, Floats]:
        rows = np.arange(len(self.vectors)) if allowed is None else np.flatnonzero(allowed)
        scores = self.scores(vector, rows)
        best = np.lexsort((rows, -scores))[:k]
        return rows[best], scores[best]

    def scores(self, vector: Floats, rows: Rows) -> Floats:
        return np.einsum("ij,j->i", self.vectors[rows], vector)

    def save(self, folder: Path) -> None:
        np.save(folder / "vectors.npy", self.vectors)


class TestTheVectorIndexContractHolds(VectorIndexContract):
    @pytest.fixture
    def build(self) -> Callable[[Floats], BruteForce]:
        return BruteForce

    @pytest.fixture
    def load(self) -> Callable[[Path], BruteForce]:
        return lambda folder: BruteForce(np.load(folder / "vectors.npy"))


def test_the_hash_encoder_is_the_same_in_every_process() -> None:
    code = (
        "from vademecum.retrieval.testing.fakes import HashEncoder\n"
        "import sys; sys.stdout.write(HashEncoder().encode(['A bond is a loan.']).tobytes().hex())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == HashEncoder().encode(["A bond is a loan."]).tobytes().hex()


def test_shared_words_are_nearer() -> None:
    bond, loan, cell = HashEncoder().encode(
        ["a bond is a loan", "the loan is a bond", "cells grow"]
    )
    assert bond @ loan > bond @ cell


def test_the_fakes_make_a_whole_line() -> None:
    found = hit("A bond is a loan. It pays.", document_id="bond")
    audit = MemoryAudit()
    engine = Engine(ListSearch([found]), QuoteGenerator(), audit, text_of([found]))
    answer = ask(Query(text="bond?", allow=Access.of("public")), engine, OpenPolicy())
    assert answer.text == "A bond is a loan."
    assert answer.claims[0].citations[0].status == "verified"
    assert [trace.receipt for trace in audit.traces] == [answer.receipt]
    nobody = ask(Query(text="bond?", allow=Access.of()), engine, OpenPolicy())
    assert nobody.outcome == "abstained"
