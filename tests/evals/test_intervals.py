from __future__ import annotations

import numpy as np
import pytest

from vademecum.evals.intervals import (
    bootstrap_mean,
    bootstrap_percentile,
    paired_difference,
    wilson,
)


@pytest.mark.parametrize(
    ("successes", "trials", "value", "low", "high"),
    [
        (8, 10, 0.8, 0.4902, 0.9433),  # Newcombe 1998, method 3
        (81, 263, 0.3080, 0.2553, 0.3662),  # Newcombe 1998, table I
        (0, 20, 0.0, 0.0, 0.1611),
        (20, 20, 1.0, 0.8389, 1.0),
    ],
)
def test_wilson_gives_the_published_intervals(
    successes: int, trials: int, value: float, low: float, high: float
) -> None:
    figure = wilson(successes, trials)
    assert (figure.value, figure.low, figure.high) == pytest.approx((value, low, high), abs=1e-4)


@pytest.mark.parametrize(("successes", "trials"), [(1, 0), (3, 2), (-1, 2)])
def test_wilson_refuses_what_is_no_proportion(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="not a proportion"):
        wilson(successes, trials)


def test_equal_values_have_an_interval_of_no_width() -> None:
    figure = bootstrap_mean([0.25] * 7, seed=1)
    assert (figure.value, figure.low, figure.high) == (0.25, 0.25, 0.25)


def test_the_seed_decides_the_interval() -> None:
    values = np.random.default_rng(5).random(50).tolist()
    assert bootstrap_mean(values, seed=1) == bootstrap_mean(values, seed=1)
    assert bootstrap_mean(values, seed=1) != bootstrap_mean(values, seed=2)


def test_resampling_in_chunks_covers_all_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(5).random(40).tolist()
    whole = bootstrap_mean(values, seed=3, resamples=1001)
    monkeypatch.setattr("vademecum.evals.intervals.CHUNK", 40 * 13)
    assert bootstrap_mean(values, seed=3, resamples=1001) == whole


def test_a_mean_of_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one"):
        bootstrap_mean([], seed=0)


def test_a_percentile_lies_in_its_interval() -> None:
    figure = bootstrap_percentile(list(range(101)), 95, seed=0)
    assert figure.value == 95
    assert figure.low <= 95 <= figure.high


def test_the_interval_covers_the_true_mean_about_95_times_in_100() -> None:
    rng = np.random.default_rng(7)
    figures = [bootstrap_mean(rng.normal(3, 1, 60).tolist(), seed, 400) for seed in range(300)]
    share = sum(figure.low <= 3 <= figure.high for figure in figures) / 300
    assert 0.90 <= share <= 0.985


def test_a_constant_lead_has_a_certain_difference() -> None:
    baseline = np.random.default_rng(2).random(30)
    figure = paired_difference((baseline + 0.1).tolist(), baseline.tolist(), seed=0)
    assert (figure.value, figure.low, figure.high) == pytest.approx((0.1, 0.1, 0.1))


def test_unpaired_values_are_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        paired_difference([1.0, 2.0], [1.0], seed=0)
