"""Join the results of the dense and the lexical search into one order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .protocols import Floats


def weighted_sum(columns: Sequence[tuple[float, Floats]], depth: int = 200) -> Floats:
    """Add min-max normalised scores of the same candidates, each with its weight.

    The weights are divided by their sum. The zero of a column is its ``depth``-th best value, so
    that candidates which only another column found do not stretch its scale.
    Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", ACM TOIS 2023.
    """
    total = sum(weight for weight, _ in columns)
    if not total:
        raise ValueError("at least one weight must be positive")
    parts = [weight / total * normalised(scores, depth) for weight, scores in columns if weight]
    found: Floats = np.sum(parts, axis=0, dtype=np.float32)
    return found


def reciprocal_rank(
    rankings: Sequence[Sequence[str]], constant: int = 60
) -> list[tuple[str, float]]:
    """Fuse rankings of ids by the sum of 1 / (constant + rank), rank from 1; ties break by id.

    Cormack, Clarke and Buettcher, "Reciprocal Rank Fusion", SIGIR 2009.
    """
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, identity in enumerate(ranking, start=1):
            scores[identity] = scores.get(identity, 0.0) + 1 / (constant + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def normalised(scores: Floats, depth: int) -> Floats:
    """Scale scores so that the best is 1 and the ``depth``-th best 0; none is below -1."""
    if not len(scores):
        return scores
    ordered = np.sort(scores)[::-1]
    high, low = float(ordered[0]), float(ordered[min(depth, len(ordered)) - 1])
    if high <= low:
        return np.zeros_like(scores)
    found: Floats = np.maximum((scores - low) / (high - low), np.float32(-1.0))
    return found
