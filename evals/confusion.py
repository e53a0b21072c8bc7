"""What the counts of gold and predicted labels say, as statistics that can be resampled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np

from .intervals import Values
from .resampling import Statistic

Counts: TypeAlias = Callable[[Values], tuple[Values, Values, Values]]
"""Maps weights, shape (rows, n), to hits, gold and predicted counts, each (rows, labels)."""


def balanced_accuracy(gold: Sequence[str], predicted: Sequence[str]) -> Statistic:
    """Return the mean over gold labels of the share that is found (recall).

    A label that a resample does not hold is passed over, here and in the others.
    """
    counts = _counts(gold, predicted)

    def statistic(weights: Values) -> Values:
        hits, golden, _ = counts(weights)
        return _mean_over_labels(_ratio(hits, golden), golden)

    return statistic


def macro_f1(gold: Sequence[str], predicted: Sequence[str]) -> Statistic:
    """Return the mean of F1 over the labels that occur in ``gold``.

    A predicted label that no item has costs its items their recall and is not averaged over.
    """
    counts = _counts(gold, predicted)

    def statistic(weights: Values) -> Values:
        hits, golden, guessed = counts(weights)
        return _mean_over_labels(_ratio(2 * hits, golden + guessed), golden)

    return statistic


def weighted_f1(gold: Sequence[str], predicted: Sequence[str]) -> Statistic:
    """Return the mean of F1 over gold labels, each weighted by its number of items."""
    counts = _counts(gold, predicted)

    def statistic(weights: Values) -> Values:
        hits, golden, guessed = counts(weights)
        f1 = _ratio(2 * hits, golden + guessed)
        found: Values = (f1 * golden).sum(axis=1) / golden.sum(axis=1)
        return found

    return statistic


def _counts(gold: Sequence[str], predicted: Sequence[str]) -> Counts:
    labels = sorted(set(gold))
    golden, guessed = _one_hot(gold, labels), _one_hot(predicted, labels)
    hits = golden * guessed
    return lambda weights: (weights @ hits, weights @ golden, weights @ guessed)


def _one_hot(found: Sequence[str], labels: Sequence[str]) -> Values:
    return np.array([[float(one == label) for label in labels] for one in found])


def _ratio(above: Values, below: Values) -> Values:
    """Divide; 0 where there is nothing to divide by."""
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)


def _mean_over_labels(figures: Values, golden: Values) -> Values:
    held = golden > 0
    found: Values = (figures * held).sum(axis=1) / held.sum(axis=1)
    return found
