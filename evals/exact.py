"""Exact binomial and beta-binomial tails, and the intervals that come from inverting them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .results import Metric

TAIL = 0.025
"""What a 95 % interval leaves on either side."""
STEPS = 60
"""Halvings of [0, 1]: more than a float64 can tell apart."""


def binomial_at_most(successes: int, trials: int, chance: float) -> float:
    """Return P(X <= ``successes``) of a binomial X."""
    if successes >= trials or chance <= 0:
        return 1.0
    if chance >= 1 or successes < 0:
        return 0.0
    return _lower_tail(_binomial_steps(trials, chance), successes)


def beta_binomial_at_most(successes: int, trials: int, a: float, b: float) -> float:
    """Return P(X <= ``successes``) of a binomial X whose chance is drawn from Beta(a, b)."""
    if successes >= trials:
        return 1.0
    if successes < 0:
        return 0.0
    x = np.arange(trials, dtype=np.float64)
    steps = np.log(trials - x) + np.log(x + a) - np.log(x + 1) - np.log(trials - x - 1 + b)
    return _lower_tail(steps, successes)


def clopper_pearson(successes: int, trials: int) -> Metric:
    """Return a proportion with its exact 95 % interval (Clopper and Pearson 1934).

    Raises ValueError unless ``0 <= successes <= trials`` and ``trials > 0``.
    """
    return _inverted(successes, trials, lambda k, chance: binomial_at_most(k, trials, chance))


def exchangeable_rate(successes: int, trials: int, calibration: int) -> Metric:
    """Return a rate that a conformal threshold reached, with the interval of its mean.

    The rate of one threshold, set by ``calibration`` scores, varies from calibration to
    calibration: for a mean rate c it is Beta(c (n + 1), (1 - c) (n + 1)) distributed (Vovk 2012),
    and the successes among ``trials`` new scores are beta-binomial. The interval
    holds every c under which these successes are not in an outer 2.5 %: it covers the mean rate
    over both draws, whereas Clopper and Pearson's covers the rate of this one threshold.
    """
    size = calibration + 1

    def at_most(k: int, c: float) -> float:
        if not 0 < c < 1:
            return float(c <= 0 or k >= trials)
        return beta_binomial_at_most(k, trials, c * size, (1 - c) * size)

    return _inverted(successes, trials, at_most)


def _inverted(successes: int, trials: int, at_most: Callable[[int, float], float]) -> Metric:
    """Return the chances under which neither tail of ``successes`` is below ``TAIL``."""
    if not 0 <= successes <= trials or trials < 1:
        raise ValueError(f"{successes} of {trials} is not a proportion")
    low = high = 0.0
    if successes:
        low = _root(lambda chance: 1 - at_most(successes - 1, chance) < TAIL)
    high = 1.0 if successes == trials else _root(lambda c: at_most(successes, c) >= TAIL)
    return Metric(value=successes / trials, low=low, high=high)


def _root(is_below: Callable[[float], bool]) -> float:
    """Return the chance at which ``is_below``, true from 0 on, turns false."""
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if is_below(middle) else (low, middle)
    return (low + high) / 2


def _binomial_steps(trials: int, chance: float) -> NDArray[np.float64]:
    x = np.arange(trials, dtype=np.float64)
    odds = chance / (1 - chance)
    return np.asarray(np.log(trials - x) - np.log(x + 1) + np.log(odds), dtype=np.float64)


def _lower_tail(steps: NDArray[np.float64], successes: int) -> float:
    """Return P(X <= successes), given the logs of p(x + 1) / p(x), in order."""
    logs = np.concatenate([[0.0], np.cumsum(steps)])
    shares = np.exp(logs - logs.max())
    return float(shares[: successes + 1].sum() / shares.sum())
