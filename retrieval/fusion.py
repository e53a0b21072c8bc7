"""Join the results of the dense and the lexical search into one order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .protocols import Floats


def weighted_sum(dense: Floats, lexical: Floats, dense_weight: float) -> Floats:
    """Add min-max normalised scores of the same candidates, with weights w and 1 - w.

    Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", ACM TOIS 2023.
    """
    return dense_weight * _normalised(dense) + (1 - dense_weight) * _normalised(lexical)


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


def _normalised(scores: Floats) -> Floats:
    if not len(scores):
        return scores
    low, high = float(scores.min()), float(scores.max())
    if high <= low:
        return np.zeros_like(scores)
    return (scores - low) / (high - low)
