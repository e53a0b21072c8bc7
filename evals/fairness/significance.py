"""Tests of "it makes no difference who asks", and their correction for being many."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from ..intervals import CHUNK, Values

DRAWS: Final = 50_000
"""Random exchanges of groups; the smallest p is one in so many."""


def exchange_test(rows: Values, group: int, seed: int, draws: int = DRAWS) -> float:
    """Return the two-sided p of "column ``group`` has the mean of the other columns".

    ``rows`` has shape (cases, groups). If it makes no difference who asks, the values of a case
    may change places; the statistic is linear in the value that stands at ``group``, so that one
    value is drawn from each row. Two columns of 0 and 1 get the exact test of McNemar (1947).
    """
    moving = rows[np.ptp(rows, axis=1) > 0]
    if not len(moving):
        return 1.0
    if rows.shape[1] == 2 and np.isin(rows, (0.0, 1.0)).all():
        ours = moving[:, group] > moving[:, 1 - group]
        return mcnemar(int(ours.sum()), int((~ours).sum()))
    centred = moving - moving.mean(axis=1, keepdims=True)
    found = abs(centred[:, group].sum())
    rng = np.random.default_rng(seed)
    n, chunk = len(centred), max(1, CHUNK // len(centred))
    as_far = 0
    for done in range(0, draws, chunk):
        size = (min(chunk, draws - done), n)
        places = rng.integers(centred.shape[1], size=size)
        sums = centred[np.arange(n), places].sum(axis=1)
        as_far += int((np.abs(sums) >= found - 1e-9).sum())
    return (as_far + 1) / (draws + 1)


def shuffle_test(values: Values, is_in: Sequence[bool], seed: int, draws: int = DRAWS) -> float:
    """Return the two-sided p of "those of the group have the mean of the others", unpaired.

    The labels of the group are dealt out anew.
    """
    mask = np.asarray(is_in, dtype=bool)
    if not np.ptp(values):
        return 1.0
    centred = values - values.mean()
    found = abs(centred[mask].sum())
    rng = np.random.default_rng(seed)
    size = int(mask.sum())
    as_far, chunk = 0, max(1, CHUNK // len(centred))
    for done in range(0, draws, chunk):
        dealt = np.tile(centred, (min(chunk, draws - done), 1))
        sums = rng.permuted(dealt, axis=1)[:, :size].sum(axis=1)
        as_far += int((np.abs(sums) >= found - 1e-9).sum())
    return (as_far + 1) / (draws + 1)


def mcnemar(only_first: int, only_second: int) -> float:
    """Return the exact two-sided p of two discordant counts (binomial, one half)."""
    n = only_first + only_second
    if not n:
        return 1.0
    tail = sum(math.comb(n, k) for k in range(min(only_first, only_second) + 1)) / 2**n
    return float(min(1.0, 2 * tail))


def holm(values: Sequence[float]) -> list[float]:
    """Return the p values adjusted by Holm (1979), in the given order; valid for any dependence."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    adjusted, largest = [0.0] * len(values), 0.0
    for rank, i in enumerate(order):
        largest = max(largest, min(1.0, (len(values) - rank) * values[i]))
        adjusted[i] = largest
    return adjusted
