"""Above EXACT_UP_TO the CPU index is an inverted file: near exact, exact under a mask."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vademecum.retrieval import dense
from vademecum.retrieval.dense import FaissIndex


@pytest.fixture
def vectors(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(dense, "EXACT_UP_TO", 1000)
    rng = np.random.default_rng(3)
    topics = rng.standard_normal((40, 24))
    rows = topics[rng.integers(40, size=3000)] + 0.6 * rng.standard_normal((3000, 24))
    rows = rows.astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_nearly_all_of_the_best_ten_are_found(vectors: Any) -> None:
    index = FaissIndex.build(vectors, "cpu")
    found = [
        len(set(index.search(v, 10, None)[0]) & set(np.argsort(-(vectors @ v))[:10]))
        for v in vectors[::60]
    ]
    assert np.mean(found) / 10 >= 0.95


def test_a_mask_makes_the_search_exact(vectors: Any) -> None:
    index = FaissIndex.build(vectors, "cpu")
    allowed = np.arange(len(vectors)) % 7 == 0
    rows, scores = index.search(vectors[1], 20, allowed)
    exact = np.where(allowed, vectors @ vectors[1], -2.0)
    assert allowed[rows].all()
    np.testing.assert_allclose(scores, np.sort(exact)[::-1][:20], atol=2e-3)


def test_what_was_saved_finds_the_same(vectors: Any, tmp_path: Path) -> None:
    index = FaissIndex.build(vectors, "cpu")
    index.save(tmp_path)
    loaded = FaissIndex.load(tmp_path, "cpu")
    for vector in vectors[:5]:
        before, after = index.search(vector, 10, None), loaded.search(vector, 10, None)
        assert before[0].tolist() == after[0].tolist()
    wanted = np.array([5, 2999])
    np.testing.assert_allclose(
        loaded.scores(vectors[0], wanted), vectors[wanted] @ vectors[0], atol=2e-3
    )
