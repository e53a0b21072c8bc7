"""Times of two things done in turn, and the ratio between them."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from time import perf_counter

import numpy as np
from pydantic import Field

from vademecum.evals.intervals import bootstrap_percentile
from vademecum.evals.results import Metric
from vademecum.retrieval.types import Noun

SEED = 20


class BenchResult(Noun):
    """What was measured, on what kind of machine, with every single time kept."""

    name: str
    machine: str
    figures: dict[str, Metric | float | int | str]
    seconds: dict[str, tuple[float, ...]] = Field(default_factory=dict)
    memory_mib: tuple[tuple[int, float], ...] = ()
    """Questions asked so far and the memory of the process that answers, where that is measured."""


def machine() -> str:
    """Return the kind of machine in one line: cores, processor family, Python."""
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"


def in_turn(
    actions: Mapping[str, Callable[[], object]],
    rounds: int,
    tick: Callable[[], None] = lambda: None,
) -> dict[str, tuple[float, ...]]:
    """Do each action once per round, one after the other; return the seconds of each."""
    seconds: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(rounds):
        for name, action in actions.items():
            started = perf_counter()
            action()
            seconds[name].append(perf_counter() - started)
            tick()
    return {name: tuple(times) for name, times in seconds.items()}


def ratio(over: Sequence[float], under: Sequence[float], resamples: int = 2000) -> Metric:
    """Return the median of ``over`` divided by that of ``under``, with a paired bootstrap interval.

    Both were taken in turn, so round i of one is compared with round i of the other.
    """
    a, b = np.array(over), np.array(under)
    picks = np.random.default_rng(SEED).integers(0, len(a), (resamples, len(a)))
    ratios = np.median(a[picks], axis=1) / np.median(b[picks], axis=1)
    low, high = np.percentile(ratios, [2.5, 97.5])
    return Metric(value=median(over) / median(under), low=float(low), high=float(high))


def quantiles_ms(seconds: Sequence[float]) -> dict[str, Metric]:
    """Return p50 and p95 in milliseconds with bootstrap intervals."""
    values = [1000 * s for s in seconds]
    return {f"p{p}_ms": bootstrap_percentile(values, p, SEED) for p in (50, 95)}
