from __future__ import annotations

import math

import numpy as np
import pytest

from vademecum.evals.exact import (
    beta_binomial_at_most,
    binomial_at_most,
    clopper_pearson,
    exchangeable_rate,
)


@pytest.mark.parametrize(
    ("successes", "trials", "chance"), [(0, 5, 0.3), (3, 10, 0.5), (97, 100, 0.9), (7, 7, 0.2)]
)
def test_the_binomial_tail_is_the_sum_of_its_terms(
    successes: int, trials: int, chance: float
) -> None:
    terms = (
        math.comb(trials, k) * chance**k * (1 - chance) ** (trials - k)
        for k in range(successes + 1)
    )
    assert binomial_at_most(successes, trials, chance) == pytest.approx(sum(terms))


def test_a_uniform_chance_makes_every_count_equally_likely() -> None:
    found = [beta_binomial_at_most(k, 9, 1.0, 1.0) for k in range(-1, 10)]
    assert found == pytest.approx([k / 10 for k in range(11)])


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (81, 263, 0.2527, 0.3676),  # Newcombe 1998, table I, method 5
        (15, 148, 0.0578, 0.1617),
        (0, 20, 0.0, 0.1684),
        (29, 29, 0.8806, 1.0),
    ],
)
def test_clopper_pearson_gives_the_published_intervals(
    successes: int, trials: int, low: float, high: float
) -> None:
    figure = clopper_pearson(successes, trials)
    assert (figure.low, figure.high) == pytest.approx((low, high), abs=1e-4)


def test_the_interval_of_a_mean_rate_is_wider_than_that_of_one_threshold() -> None:
    narrow, wide = clopper_pearson(135, 150), exchangeable_rate(135, 150, 140)
    assert wide.low < narrow.low < 0.9 < narrow.high < wide.high
    much = exchangeable_rate(135, 150, 10_000_000)
    assert (much.low, much.high) == pytest.approx((narrow.low, narrow.high), abs=1e-4)


def test_the_interval_of_a_mean_rate_covers_it_over_both_draws() -> None:
    """The rate of a threshold set by 49 of 50 places varies; 45/50 is its mean."""
    rng = np.random.default_rng(4)
    exact, simple, runs = 0, 0, 400
    for _ in range(runs):
        rate = rng.beta(45, 5)
        kept = int(rng.binomial(60, rate))
        exact += exchangeable_rate(kept, 60, 49).low <= 0.9 <= exchangeable_rate(kept, 60, 49).high
        simple += clopper_pearson(kept, 60).low <= 0.9 <= clopper_pearson(kept, 60).high
    assert exact / runs >= 0.94
    assert simple / runs < 0.93


@pytest.mark.parametrize(("successes", "trials"), [(1, 0), (3, 2), (-1, 2)])
def test_what_is_no_proportion_is_refused(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="not a proportion"):
        clopper_pearson(successes, trials)
