"""Whether systems fail together more often than chance: the homogenization lens.

Observed over expected joint failure (Bommasani et al., "Picking on the same person", 2022) grows
when failures are rare, and phi when they are even; the conditional share depends on how often each
fails. None of the three tells alone, so they stand together, each with its interval.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Final, Literal, TypeAlias

import numpy as np

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Noun

from ..intervals import RESAMPLES, Values
from ..resampling import Statistic, difference, resampled
from ..results import Metric

Shares: TypeAlias = Literal["base", "embedding", "nothing"]
SHARES: Final[dict[Shares, str]] = {
    "base": "the base model",
    "embedding": "its word embeddings alone",
    "nothing": "nothing",
}
Of: TypeAlias = Callable[[Values, Values, Values], Values]
"""Maps the shares of items where A fails, B fails, both fail to one figure a row."""


class Pair(Noun):
    """Two systems: how often they fail together."""

    a: str
    b: str
    shares: Shares
    fails_a: float
    fails_b: float
    joint: float
    """Share of items that both fail."""
    ratio: Metric | None
    """Observed joint failure over what independence predicts."""
    phi: Metric | None
    """Correlation of the two failures, from -1 to 1."""
    conditional: Metric | None
    """P(B fails | A fails); None, as the others, where a system never or always fails."""


class Lens(Noun):
    """All pairs of systems on the same items, and what sharing the base comes with."""

    failure: str
    n: int
    pairs: tuple[Pair, ...]
    everybody: Metric
    """Share of items that every system fails, beside ``everybody_expected``."""
    everybody_expected: float
    phi_shared: Metric | None
    """Mean phi over the pairs that share the base."""
    phi_other: Metric | None
    """Mean phi over the pairs of a system on the base and one that shares nothing with it."""
    phi_excess: Metric | None
    """The first minus the second, of the same resamples."""


class SystemFailures(Noun):
    """Which items a system fails, and what it is built on."""

    name: str
    origin: Shares
    """The base model, its word embeddings alone, or nothing of it."""
    fails: tuple[bool, ...]


def homogenization(
    systems: Sequence[SystemFailures],
    failure: str,
    *,
    clusters: Sequence[str] | None = None,
    seed: int,
    resamples: int = RESAMPLES,
) -> Lens:
    """Compare every pair of ``systems`` over the same items.

    Raises InvalidInput on fewer than two systems, on none or different numbers of items.
    """
    sizes = {len(system.fails) for system in systems}
    if len(systems) < 2 or len(sizes) != 1 or 0 in sizes:
        raise InvalidInput("the lens needs two systems or more over the same items")
    (n,) = sizes
    rows = {s.name: np.array(s.fails, dtype=np.float64) for s in systems}

    def figure(statistic: Statistic) -> Metric | None:
        found = resampled(statistic, [""] * n, seed=seed, clusters=clusters, resamples=resamples)
        return None if np.isnan(found.value) else found

    def pair(one: SystemFailures, other: SystemFailures) -> Pair:
        a, b = rows[one.name], rows[other.name]
        return Pair(
            a=one.name,
            b=other.name,
            shares=shares_of(one, other),
            fails_a=float(a.mean()),
            fails_b=float(b.mean()),
            joint=float((a * b).mean()),
            ratio=figure(_of(a, b, _ratio)),
            phi=figure(_of(a, b, _phi)),
            conditional=figure(_of(a, b, _conditional)),
        )

    pairs = list(combinations(systems, 2))

    def mean_phi(shares: Shares) -> Statistic | None:
        some = [
            _of(rows[a.name], rows[b.name], _phi)
            for a, b in pairs
            if shares_of(a, b) == shares and "base" in (a.origin, b.origin)
        ]
        return _mean(some) if some else None

    shared, other = mean_phi("base"), mean_phi("nothing")
    all_fail = np.prod(np.stack(list(rows.values())), axis=0)
    everybody = figure(lambda weights: weights @ all_fail / weights.sum(axis=1))
    assert everybody is not None  # a mean over items is always a number
    return Lens(
        failure=failure,
        n=n,
        pairs=tuple(pair(a, b) for a, b in pairs),
        everybody=everybody,
        everybody_expected=float(np.prod([of.mean() for of in rows.values()])),
        phi_shared=figure(shared) if shared else None,
        phi_other=figure(other) if other else None,
        phi_excess=figure(difference(shared, other)) if shared and other else None,
    )


def shares_of(a: SystemFailures, b: SystemFailures) -> Shares:
    """Return the most that two systems have in common of the base model."""
    if "nothing" in (a.origin, b.origin):
        return "nothing"
    return "embedding" if "embedding" in (a.origin, b.origin) else "base"


def _of(a: Values, b: Values, of: Of) -> Statistic:
    both = a * b

    def statistic(weights: Values) -> Values:
        total = weights.sum(axis=1)
        return of(weights @ a / total, weights @ b / total, weights @ both / total)

    return statistic


def _ratio(a: Values, b: Values, both: Values) -> Values:
    return _divided(both, a * b)


def _phi(a: Values, b: Values, both: Values) -> Values:
    return _divided(both - a * b, np.sqrt(a * (1 - a) * b * (1 - b)))


def _conditional(a: Values, b: Values, both: Values) -> Values:
    return _divided(both, a)


def _divided(above: Values, below: Values) -> Values:
    """Divide; nan where there is nothing to divide by, which resampling passes over."""
    found: Values = np.divide(above, below, out=np.full_like(above, np.nan), where=below > 1e-12)
    return found


def _mean(statistics: Sequence[Statistic]) -> Statistic:
    """Return the mean over the statistics that are numbers."""

    def statistic(weights: Values) -> Values:
        each = np.stack([of(weights) for of in statistics])
        known = ~np.isnan(each)
        return _divided(np.where(known, each, 0.0).sum(axis=0), known.sum(axis=0).astype(float))

    return statistic


def failures_of(
    fails: Mapping[str, Mapping[str, bool]], origins: Mapping[str, Shares], items: Sequence[str]
) -> tuple[SystemFailures, ...]:
    """Return the failures of the systems that ``origins`` names, in the order of ``items``."""
    return tuple(
        SystemFailures(name=name, origin=origin, fails=tuple(fails[name][item] for item in items))
        for name, origin in origins.items()
    )
