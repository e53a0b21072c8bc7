"""Thresholds of certainty with a stated guarantee, and whether the guarantee was kept.

Two guarantees, which are not the same:

- ``bound_false_answers`` (split-conformal prediction: Vovk, Gammerman and Shafer 2005; Angelopoulos
  and Bates 2021): a *new unanswerable question* is answered with probability at most alpha, on
  average over calibrations. It holds for exchangeable scores, whatever their distribution.
- ``bound_selective_risk`` (Learn then Test: Angelopoulos et al. 2021, after Geifman and El-Yaniv
  2017): with probability 1 - delta over calibrations, at most alpha of *what is answered* is
  wrong. Conformal risk control (Angelopoulos et al. 2022) does not give this one: it needs a loss
  that falls with the threshold, and the share of wrong among answered need not.

Scores must be of items that the certainty was not fitted on. An item is answered if its certainty
is at least the threshold.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import Final

from pydantic import Field

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Noun

from .exact import binomial_at_most, clopper_pearson, exchangeable_rate
from .resampling import clustered_rate, is_shared
from .results import Metric

ALPHA: Final = 0.1
DELTA: Final = 0.05
GRID: Final = tuple(step / 100 for step in range(99, -1, -1))
CHAINS: Final = 10


class ConformalThreshold(Noun):
    """A threshold that keeps all but ``alpha`` of the unanswerable unanswered, on average.

    Infinite, so that nothing is answered, where ``n`` scores are too few to state ``alpha``.
    """

    threshold: float
    alpha: float = Field(gt=0, lt=1)
    n: int
    """How many scores of unanswerable questions it was set by."""
    rank: int
    """Which of these scores, in rising order, is the highest that is not answered."""

    @property
    def expected(self) -> float:
        """Return the mean coverage if no two scores are equal; never below ``1 - alpha``."""
        return min(1.0, self.rank / (self.n + 1))


class CoverageCheck(Noun):
    """What a conformal threshold stated, and what it reached on other items."""

    stated: float
    reached: Metric
    """The interval is of the mean coverage, over the draws of calibration and of these items."""
    reached_by_this_threshold: Metric
    """The interval is of this one threshold's coverage: Clopper and Pearson's, or over clusters."""

    @property
    def is_kept(self) -> bool:
        """Tell whether what was reached is no evidence against the statement."""
        return self.stated <= self.reached.high

    @property
    def is_inside(self) -> bool:
        """Tell whether the statement lies inside the interval: kept, and not by far too much."""
        return self.reached.low <= self.stated <= self.reached.high


class RiskThreshold(Noun):
    """The lowest threshold at which the risk is proven; infinite if it is at none."""

    threshold: float
    alpha: float = Field(gt=0, lt=1)
    delta: float = Field(gt=0, lt=1)
    n: int


class RiskCheck(Noun):
    """What a risk threshold stated, and what it reached on other items."""

    stated: float
    answered: int
    reached: Metric | None
    """Share of wrong among the answered; none if none. The interval is Clopper and Pearson's, or
    over clusters."""

    @property
    def is_kept(self) -> bool:
        """Tell whether what was reached is no evidence against the statement."""
        return self.reached is None or self.reached.low <= self.stated


def bound_false_answers(unanswerable: Sequence[float], alpha: float = ALPHA) -> ConformalThreshold:
    """Set the threshold just above the ceil((n + 1)(1 - alpha))-th lowest score.

    The n + 1 counts the new question among the old ones; without it the bound fails. Scores of
    wrongly answered questions serve as well, and the guarantee is then about such questions.
    Raises InvalidInput without scores.
    """
    if not unanswerable:
        raise InvalidInput("a conformal threshold needs scores of unanswerable questions")
    n = len(unanswerable)
    # Rounded, since (n + 1)(1 - alpha) of 9.000000000000002 must not become 10.
    rank = math.ceil(round((n + 1) * (1 - alpha), 9))
    ordered = sorted(unanswerable)
    threshold = math.nextafter(ordered[rank - 1], math.inf) if rank <= n else math.inf
    return ConformalThreshold(threshold=threshold, alpha=alpha, n=n, rank=rank)


def check_coverage(
    bound: ConformalThreshold,
    unanswerable: Sequence[float],
    clusters: Sequence[Hashable] | None = None,
    seed: int = 0,
) -> CoverageCheck:
    """Compare the stated coverage with that on scores which the threshold was not set by.

    Where scores share one of ``clusters``, the interval of this threshold's coverage draws these
    whole; that of the mean coverage counts every score as independent all the same. Raises
    InvalidInput without scores.
    """
    if not unanswerable:
        raise InvalidInput("a coverage needs scores of unanswerable questions to check it on")
    hits = [score < bound.threshold for score in unanswerable]
    kept, n = sum(hits), len(hits)
    return CoverageCheck(
        stated=1 - bound.alpha,
        reached=exchangeable_rate(kept, n, bound.n),
        reached_by_this_threshold=_rate(hits, clusters, seed),
    )


def bound_selective_risk(
    scores: Sequence[float],
    wrong: Sequence[bool],
    alpha: float = ALPHA,
    delta: float = DELTA,
    *,
    grid: Sequence[float] = GRID,
    chains: int = CHAINS,
) -> RiskThreshold:
    """Return the lowest threshold of ``grid`` at which an answer is proven right often enough.

    ``grid`` (strictest first) must be fixed without looking at these scores. Each threshold has
    an exact binomial test of "more than ``alpha`` of the answers are wrong"; ``chains`` of tests
    start evenly over the grid, each at the level delta / chains, and go on until one fails
    (fixed-sequence testing with several starts), so that no false proof occurs in 1 - delta.
    """
    pairs = list(zip(scores, wrong, strict=True))
    starts = {round(chain * len(grid) / chains) for chain in range(chains)}
    best, is_going = math.inf, False
    for place, threshold in enumerate(grid):
        if not (is_going or place in starts):
            continue
        answered = [is_wrong for score, is_wrong in pairs if score >= threshold]
        chance = binomial_at_most(sum(answered), len(answered), alpha) if answered else 1.0
        is_going = chance <= delta / chains
        if is_going:
            best = min(best, threshold)
    return RiskThreshold(threshold=best, alpha=alpha, delta=delta, n=len(pairs))


def check_risk(
    bound: RiskThreshold,
    scores: Sequence[float],
    wrong: Sequence[bool],
    clusters: Sequence[Hashable] | None = None,
    seed: int = 0,
) -> RiskCheck:
    """Compare the stated risk with that on items which the threshold was not set by.

    Where answered items share one of ``clusters``, the interval draws these whole.
    """
    places = [i for i, score in enumerate(scores) if score >= bound.threshold]
    drawn = None if clusters is None else [clusters[i] for i in places]
    return RiskCheck(
        stated=bound.alpha,
        answered=len(places),
        reached=_rate([wrong[i] for i in places], drawn, seed) if places else None,
    )


def _rate(hits: Sequence[bool], clusters: Sequence[Hashable] | None, seed: int) -> Metric:
    if clusters is not None and is_shared(clusters):
        return clustered_rate(hits, clusters, seed)
    return clopper_pearson(sum(hits), len(hits))
