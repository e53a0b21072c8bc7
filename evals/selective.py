"""How well a certainty orders items: AUROC, the risk-coverage curve and the area under it.

AUROC after Hanley and McNeil 1982; risk and coverage after El-Yaniv and Wiener 2010 and Geifman
and El-Yaniv 2017; AURC and its excess after Geifman, Uziel and El-Yaniv 2019. Ties are never
broken by the order of the items: a tied pair counts one half, and the risk inside a group of
equal scores is its mean over all orders.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import Final

import numpy as np

from .intervals import RESAMPLES, Values, Z
from .resampling import Statistic, clustered_rate, codes_of, difference, resampled
from .results import Metric

CURVE_POINTS: Final = 101


def auroc(
    scores: Sequence[float],
    positive: Sequence[bool],
    *,
    seed: int,
    within: Sequence[Hashable] | None = None,
    clusters: Sequence[Hashable] | None = None,
    resamples: int = RESAMPLES,
) -> Metric:
    """Return the chance that a positive item scores above a negative one.

    With ``within``, only pairs that share a label count: the AUROCs of the labels, averaged by
    their numbers of pairs, so that a score that merely knows the labels' priors gets .5. The
    interval is a stratified (cluster) bootstrap's, at 0 and 1, where that has no width, Newcombe's
    score interval (2006, method 5). Raises ValueError without a pair to compare.
    """
    statistic = concordance(scores, positive, within)
    figure = resampled(statistic, positive, seed=seed, clusters=clusters, resamples=resamples)
    if math.isnan(figure.value):
        raise ValueError("AUROC needs a positive and a negative item to compare")
    if 0 < figure.value < 1:
        return figure
    return newcombe(figure.value, sum(positive), len(positive) - sum(positive))


def aurc(
    scores: Sequence[float],
    losses: Sequence[float],
    *,
    seed: int,
    clusters: Sequence[Hashable] | None = None,
    resamples: int = RESAMPLES,
) -> Metric:
    """Return the area under the risk-coverage curve: the mean risk over all coverages."""
    return resampled(
        risk_area(scores, losses),
        [None] * len(losses),
        seed=seed,
        clusters=clusters,
        resamples=resamples,
    )


def excess_aurc(
    scores: Sequence[float],
    losses: Sequence[float],
    *,
    seed: int,
    clusters: Sequence[Hashable] | None = None,
    resamples: int = RESAMPLES,
) -> Metric:
    """Return AURC minus that of the best order of the same losses (exactly, not its limit)."""
    return resampled(
        difference(risk_area(scores, losses), risk_area([-loss for loss in losses], losses)),
        [None] * len(losses),
        seed=seed,
        clusters=clusters,
        resamples=resamples,
    )


def risk_coverage(
    scores: Sequence[float], losses: Sequence[float], points: int = CURVE_POINTS
) -> tuple[tuple[float, float], ...]:
    """Return (coverage, risk) at thresholds that scores set, most certain first.

    At most ``points``, evenly spread; the first and the last threshold are always among them.
    """
    order = np.argsort(-np.asarray(scores, dtype=np.float64), kind="stable")
    ranked, loss = np.asarray(scores)[order], np.asarray(losses, dtype=np.float64)[order]
    ends = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)
    if len(ends) > points:
        ends = ends[np.round(np.linspace(0, len(ends) - 1, points)).astype(np.intp)]
    risk = np.cumsum(loss)[ends] / (ends + 1)
    return tuple(zip(((ends + 1) / len(ranked)).tolist(), risk.tolist(), strict=True))


def answer_rates(
    scores: Sequence[float],
    answerable: Sequence[bool],
    threshold: float,
    *,
    clusters: Sequence[Hashable] | None = None,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> dict[str, Metric]:
    """Return how many score at least ``threshold``, of the answerable and of the others.

    A rate of no items is left out. Intervals are those of ``clustered_rate``.
    """
    drawn = range(len(scores)) if clusters is None else clusters
    rates = {}
    for name, wanted in (("answerable", True), ("unanswerable", False)):
        places = [i for i, is_answerable in enumerate(answerable) if is_answerable == wanted]
        if places:
            rates[f"answered_when_{name}"] = clustered_rate(
                [scores[i] >= threshold for i in places],
                [drawn[i] for i in places],
                seed,
                resamples,
            )
    return rates


def concordance(
    scores: Sequence[float],
    positive: Sequence[bool],
    within: Sequence[Hashable] | None = None,
) -> Statistic:
    """Return the function from item weights to AUROC; nan where there is no pair."""
    values, is_positive = np.asarray(scores, dtype=np.float64), np.asarray(positive, dtype=bool)
    block = codes_of([0] * len(values) if within is None else within)
    order = np.lexsort((values, block))
    values, block, is_positive = values[order], block[order], is_positive[order]
    new_block = np.append(True, np.diff(block) != 0)
    starts = np.flatnonzero(new_block | np.append(True, np.diff(values) != 0))
    first_of_block = np.flatnonzero(new_block[starts])
    block_of_tie = np.cumsum(new_block[starts]) - 1

    def statistic(weights: Values) -> Values:
        drawn = weights[:, order]
        good = np.add.reduceat(drawn * is_positive, starts, axis=1)
        bad = np.add.reduceat(drawn * ~is_positive, starts, axis=1)
        below = np.cumsum(bad, axis=1) - bad
        below -= below[:, first_of_block][:, block_of_tie]
        wins = (good * (below + bad / 2)).sum(axis=1)
        goods = np.add.reduceat(good, first_of_block, axis=1)
        bads = np.add.reduceat(bad, first_of_block, axis=1)
        pairs = (goods * bads).sum(axis=1)
        nothing = np.full(len(pairs), np.nan)
        return np.asarray(np.divide(wins, pairs, out=nothing, where=pairs > 0), dtype=np.float64)

    return statistic


def risk_area(scores: Sequence[float], losses: Sequence[float]) -> Statistic:
    """Return the function from whole-numbered item weights to AURC."""
    values, loss = np.asarray(scores, dtype=np.float64), np.asarray(losses, dtype=np.float64)
    order = np.argsort(-values, kind="stable")
    values, loss = values[order], loss[order]
    starts = np.flatnonzero(np.append(True, np.diff(values) != 0))

    def statistic(weights: Values) -> Values:
        drawn = weights[:, order]
        size = np.add.reduceat(drawn, starts, axis=1)
        lost = np.add.reduceat(drawn * loss, starts, axis=1)
        after = np.cumsum(size, axis=1)
        before, lost_before = after - size, np.cumsum(lost, axis=1) - lost
        mean = np.divide(lost, size, out=np.zeros_like(lost), where=size > 0)
        harmonic = np.append(0.0, np.cumsum(1 / np.arange(1, int(after.max()) + 1)))
        spread = harmonic[after.astype(np.intp)] - harmonic[before.astype(np.intp)]
        # Inside a tie the risk at rank i is (lost_before + (i - before) mean) / i, on average.
        area = (size * mean + (lost_before - before * mean) * spread).sum(axis=1)
        return np.asarray(area / after[:, -1], dtype=np.float64)

    return statistic


def newcombe(value: float, positives: int, negatives: int) -> Metric:
    """Return an AUROC with Newcombe's score interval (Statistics in Medicine 2006, method 5)."""
    size = (positives + negatives) / 2 - 1

    def is_outside(true: float) -> bool:
        spread = size * ((1 - true) / (2 - true) + true / (1 + true))
        variance = true * (1 - true) * (1 + spread) / (positives * negatives)
        return abs(value - true) > Z * math.sqrt(variance)

    def end(outer: float) -> float:
        inner = value
        for _ in range(60):
            middle = (inner + outer) / 2
            inner, outer = (inner, middle) if is_outside(middle) else (middle, outer)
        return (inner + outer) / 2

    return Metric(
        value=value, low=0.0 if value <= 0 else end(0.0), high=1.0 if value >= 1 else end(1.0)
    )
