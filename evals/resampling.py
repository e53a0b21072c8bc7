"""Intervals of figures over items that may come in clusters, such as those of one document."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from .intervals import CHUNK, RESAMPLES, Values, bootstrap_mean, wilson
from .results import Metric

Statistic: TypeAlias = Callable[[Values], Values]
"""Maps rows of item weights, shape (rows, n), to one figure a row; nan where there is none."""
Codes: TypeAlias = NDArray[np.intp]


def resampled(
    statistic: Statistic,
    strata: Sequence[Hashable],
    *,
    seed: int,
    clusters: Sequence[Hashable] | None = None,
    resamples: int = RESAMPLES,
) -> Metric:
    """Return a statistic with its percentile interval under a stratified cluster bootstrap.

    Whole ``clusters`` are drawn (every item is its own without them), since items of one document
    are not independent. Where all items share one cluster they are drawn alone, and the interval
    speaks of that cluster alone: one that is drawn again and again has no width. Clusters are
    drawn within groups of equal make-up, the set of their items' ``strata``, so that a class of
    few items is in every resample. Resamples in which the statistic is nan are passed over. Raises
    ValueError without items.
    """
    if not strata:
        raise ValueError("a bootstrap needs at least one item")
    rng = np.random.default_rng(seed)
    drawn = [statistic(weights) for weights in _weights(strata, clusters, rng, resamples)]
    value = float(statistic(np.ones((1, len(strata))))[0])
    figures = np.concatenate(drawn)
    figures = figures[~np.isnan(figures)]
    low, high = np.percentile(figures, (2.5, 97.5)) if figures.size else (value, value)
    return Metric(value=value, low=float(low), high=float(high))


def resampled_mean(
    values: Sequence[float], clusters: Sequence[Hashable], seed: int, resamples: int = RESAMPLES
) -> Metric:
    """Return a mean over items with the percentile interval of a cluster bootstrap."""
    array = np.asarray(values, dtype=np.float64)
    return resampled(
        lambda weights: weights @ array / weights.sum(axis=1),
        [0] * len(values),
        seed=seed,
        clusters=clusters,
        resamples=resamples,
    )


def clustered_mean(
    values: Sequence[float], clusters: Sequence[Hashable], seed: int, resamples: int = RESAMPLES
) -> Metric:
    """Return a mean with its bootstrap interval, whole clusters drawn where items share one.

    Where each item is its own cluster, or all are of one, this is ``bootstrap_mean``.
    """
    if is_shared(clusters):
        return resampled_mean(values, clusters, seed, resamples)
    return bootstrap_mean(values, seed, resamples)


def clustered_rate(
    hits: Sequence[float], clusters: Sequence[Hashable], seed: int, resamples: int = RESAMPLES
) -> Metric:
    """Return a share of ``hits``, all 0 or 1, whole clusters drawn where items share one.

    A share of exactly 0 or 1 gets Wilson's interval of as many trials as there are clusters, since
    no resample differs from it. Where each item is its own cluster, or all are of one, the
    interval is Wilson's of the items. Raises ValueError without items.
    """
    successes, trials = round(sum(hits)), len(hits)
    if not is_shared(clusters):
        return wilson(successes, trials)
    if 0 < successes < trials:
        return resampled_mean(hits, clusters, seed, resamples)
    drawn = len(set(clusters))
    return wilson(drawn if successes else 0, drawn)


def is_shared(clusters: Sequence[Hashable]) -> bool:
    """Tell whether there are several clusters and some item is not alone in its own."""
    return 1 < len(set(clusters)) < len(clusters)


def difference(ours: Statistic, theirs: Statistic) -> Statistic:
    """Return the statistic ``ours - theirs``, both of the same weights and so paired by item."""
    return lambda weights: ours(weights) - theirs(weights)


def codes_of(labels: Sequence[Hashable]) -> Codes:
    """Number labels from 0 in the order in which they first occur."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(label, len(numbers)) for label in labels], dtype=np.intp)


def _weights(
    strata: Sequence[Hashable],
    clusters: Sequence[Hashable] | None,
    rng: np.random.Generator,
    resamples: int,
) -> Iterator[Values]:
    n = len(strata)
    cluster = np.arange(n)
    if clusters is not None and len(set(clusters)) > 1:
        cluster = codes_of(clusters)
    members: list[set[Hashable]] = [set() for _ in range(int(cluster.max()) + 1)]
    for code, stratum in zip(cluster.tolist(), strata, strict=True):
        members[code].add(stratum)
    make_up = codes_of([frozenset(labels) for labels in members])
    groups = [np.flatnonzero(make_up == group) for group in range(int(make_up.max()) + 1)]
    rows = max(1, CHUNK // n)
    for done in range(0, resamples, rows):
        counts = np.empty((min(rows, resamples - done), len(members)))
        for group in groups:
            shares = np.full(len(group), 1 / len(group))
            counts[:, group] = rng.multinomial(len(group), shares, size=len(counts))
        yield counts[:, cluster]
