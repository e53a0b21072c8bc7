"""How alike two rankings are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

PERSISTENCE: Final = 0.9
"""The reader of RBO goes on to the next rank with this probability."""


def rank_biased_overlap(
    first: Sequence[str], second: Sequence[str], persistence: float = PERSISTENCE
) -> float:
    """Return extrapolated RBO, 0 to 1 (Webber, Moffat and Zobel 2010, equation 32).

    The lists may differ in length and hold nothing twice. Two empty lists are alike.
    """
    short, long = sorted((first, second), key=len)
    if not short:
        return float(not long)
    s, n, p = len(short), len(long), persistence
    shared = [len(set(short[:d]) & set(long[:d])) for d in range(1, n + 1)]
    total = sum(shared[d - 1] / d * p**d for d in range(1, n + 1))
    total += sum(shared[s - 1] * (d - s) / (s * d) * p**d for d in range(s + 1, n + 1))
    tail = (shared[n - 1] - shared[s - 1]) / n + shared[s - 1] / s
    return min(1.0, (1 - p) / p * total + tail * p**n)


def overlap(first: Sequence[str], second: Sequence[str], k: int = 5) -> float:
    """Return the share of the first ``k`` that both hold; two empty lists are alike."""
    a, b = set(first[:k]), set(second[:k])
    return len(a & b) / max(len(a), len(b)) if a or b else 1.0
