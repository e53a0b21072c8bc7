"""One passage in a hundred visible: the search among them stays exact.

``VADEMECUM_VISIBLE=100000 pytest tests/retrieval/test_dense_few_visible.py -s`` takes as many.
"""

from __future__ import annotations

import os
import sys

import numpy as np
import pytest

from vademecum.retrieval.dense import EXACT_UP_TO, FaissIndex

ROWS = int(os.environ.get("VADEMECUM_VISIBLE", "24000"))
WIDTH = 384 if ROWS >= 100_000 else 64
QUESTIONS = 200


def rows_of(kind: str, draw: np.random.Generator) -> np.ndarray:
    """Return unit vectors: all directions alike, or around 500 centres as texts of topics lie."""
    found = draw.standard_normal((ROWS, WIDTH), dtype=np.float32)
    if kind == "clustered":
        centres = draw.standard_normal((500, WIDTH), dtype=np.float32)
        found = centres[draw.integers(500, size=ROWS)] + 0.5 * found
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    return found


@pytest.mark.parametrize("seen", ["scattered", "a cluster"])
@pytest.mark.parametrize("kind", ["random", "clustered"])
def test_the_visible_best_ten_are_found(kind: str, seen: str) -> None:
    draw = np.random.default_rng(11)
    vectors = rows_of(kind, draw)
    assert len(vectors) > EXACT_UP_TO
    index = FaissIndex.build(vectors, "cpu")
    allowed = np.zeros(ROWS, dtype=bool)
    if seen == "scattered":
        allowed[draw.choice(ROWS, ROWS // 100, replace=False)] = True
    else:  # what one group may see is about one thing
        allowed[np.argsort(-(vectors @ vectors[0]))[: ROWS // 100]] = True
    visible = np.flatnonzero(allowed)
    near = vectors[draw.choice(ROWS, QUESTIONS, replace=False)]
    questions = near + 0.7 / WIDTH**0.5 * draw.standard_normal(near.shape, dtype=np.float32)
    found = []
    for question in questions:
        rows, _ = index.search(question, 10, allowed)
        assert len(rows) == 10
        assert allowed[rows].all()
        best = visible[np.argsort(-(vectors[visible] @ question), kind="stable")[:10]]
        found.append(len(set(rows.tolist()) & set(best.tolist())) / 10)
    recall = float(np.mean(found))
    sys.stdout.write(
        f"\n{ROWS} {kind} vectors of {WIDTH}, 1 % visible, {seen}: recall@10 {recall:.4f}\n"
    )
    assert recall >= 0.99
