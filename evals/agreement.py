"""How far two people, or a judge and people, give the same labels."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np

from vademecum.retrieval.errors import InvalidInput

from .intervals import RESAMPLES, Values
from .resampling import codes_of, resampled
from .results import Metric


def cohen_kappa(
    one: Sequence[Hashable],
    other: Sequence[Hashable],
    *,
    seed: int,
    clusters: Sequence[Hashable] | None = None,
    resamples: int = RESAMPLES,
) -> Metric:
    """Return Cohen's kappa (1960) of two labels an item, with its bootstrap interval.

    1 is full agreement, 0 that of chance given how often each gives each label; labels have no
    order. Resamples in which it is not defined are passed over, and labels that agree throughout
    have an interval of no width, however few they are. Raises InvalidInput without items, on
    sequences of different lengths, and where both give one and the same label throughout: kappa
    is not defined there.
    """
    if len(one) != len(other):
        raise InvalidInput(f"{len(one)} labels and {len(other)}: kappa needs two labels an item")
    if not one:
        raise InvalidInput("kappa needs at least one item with two labels")
    codes = codes_of([*one, *other])
    if not codes.any():
        raise InvalidInput(
            f"both give the label {one[0]!r} throughout, so kappa is not defined; "
            "add items of another label"
        )
    hot = np.eye(int(codes.max()) + 1)[codes]
    ours, theirs = hot[: len(one)], hot[len(one) :]
    same = (ours * theirs).sum(axis=1)

    def kappa(weights: Values) -> Values:
        shares = weights / weights.sum(axis=1, keepdims=True)
        chance = ((shares @ ours) * (shares @ theirs)).sum(axis=1)
        with np.errstate(invalid="ignore"):
            found = np.where(chance < 1 - 1e-12, (shares @ same - chance) / (1 - chance), np.nan)
        return np.asarray(found, dtype=np.float64)

    return resampled(kappa, [0] * len(one), seed=seed, clusters=clusters, resamples=resamples)
