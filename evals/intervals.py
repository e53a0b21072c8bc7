"""The 95 % intervals that every figure carries."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from .results import Metric

Values: TypeAlias = NDArray[np.float64]

RESAMPLES = 2000
Z = 1.959963984540054
CHUNK = 2_000_000


def bootstrap_mean(values: Sequence[float], seed: int, resamples: int = RESAMPLES) -> Metric:
    """Return the mean with its percentile bootstrap interval (Efron 1979).

    Raises ValueError on no values: a mean of nothing is not a figure.
    """
    return bootstrap(values, lambda rows: rows.mean(axis=1), seed, resamples)


def bootstrap_percentile(
    values: Sequence[float], percent: float, seed: int, resamples: int = RESAMPLES
) -> Metric:
    """Return a percentile (0 to 100) with its percentile bootstrap interval."""
    return bootstrap(values, lambda rows: np.percentile(rows, percent, axis=1), seed, resamples)


def bootstrap(
    values: Sequence[float], statistic: Callable[[Values], Values], seed: int, resamples: int
) -> Metric:
    """Return a statistic of ``values`` with its percentile bootstrap interval.

    ``statistic`` maps rows of resampled values, shape (rows, n), to one figure a row.
    """
    array = np.asarray(values, dtype=np.float64)
    if not array.size:
        raise ValueError("a bootstrap needs at least one value")
    rng = np.random.default_rng(seed)
    rows = max(1, CHUNK // array.size)
    means = [
        statistic(array[rng.integers(array.size, size=(min(rows, resamples - done), array.size))])
        for done in range(0, resamples, rows)
    ]
    low, high = np.percentile(np.concatenate(means), (2.5, 97.5))
    return Metric(value=float(statistic(array[None, :])[0]), low=float(low), high=float(high))


def paired_difference(
    system: Sequence[float], baseline: Sequence[float], seed: int, resamples: int = RESAMPLES
) -> Metric:
    """Return the mean of ``system - baseline`` over the same items, with its interval."""
    pairs = [a - b for a, b in zip(system, baseline, strict=True)]
    return bootstrap_mean(pairs, seed, resamples)


def wilson(successes: int, trials: int) -> Metric:
    """Return a proportion with its Wilson score interval (Wilson 1927, no continuity correction).

    Raises ValueError unless ``0 <= successes <= trials`` and ``trials > 0``.
    """
    if not 0 <= successes <= trials or trials < 1:
        raise ValueError(f"{successes} of {trials} is not a proportion")
    share, square = successes / trials, Z * Z
    centre = (share + square / (2 * trials)) / (1 + square / trials)
    spread = math.sqrt(share * (1 - share) / trials + square / (4 * trials * trials))
    half = Z * spread / (1 + square / trials)
    return Metric(
        value=share,
        low=0.0 if successes == 0 else centre - half,
        high=1.0 if successes == trials else centre + half,
    )
