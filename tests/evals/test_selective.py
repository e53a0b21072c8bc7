from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vademecum.evals.intervals import wilson
from vademecum.evals.resampling import difference, resampled, resampled_mean
from vademecum.evals.selective import (
    answer_rates,
    aurc,
    auroc,
    concordance,
    excess_aurc,
    newcombe,
    risk_area,
    risk_coverage,
)

Labelled = list[tuple[int, bool]]
LABELLED = st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=12)


def by_pairs(rows: Labelled) -> float:
    good, bad = [s for s, g in rows if g], [s for s, g in rows if not g]
    if not (good and bad):
        return math.nan
    wins = sum((a > b) + (a == b) / 2 for a in good for b in bad)
    return wins / (len(good) * len(bad))


def of_all(rows: Labelled) -> float:
    statistic = concordance([s for s, _ in rows], [g for _, g in rows])
    return float(statistic(np.ones((1, len(rows))))[0])


@given(LABELLED)
def test_auroc_counts_pairs_and_half_of_ties(rows: Labelled) -> None:
    assert of_all(rows) == pytest.approx(by_pairs(rows), nan_ok=True)


@given(LABELLED)
def test_a_weight_is_a_repeated_item(rows: Labelled) -> None:
    weights = [i % 3 for i in range(len(rows))]
    repeated = [row for row, weight in zip(rows, weights, strict=True) for _ in range(weight)]
    scores, good = [s for s, _ in rows], [g for _, g in rows]
    found = concordance(scores, good)(np.array([weights], dtype=np.float64))[0]
    assert found == pytest.approx(by_pairs(repeated), nan_ok=True)
    if repeated:
        losses = [float(not g) for g in good]
        area = risk_area(scores, losses)(np.array([weights], dtype=np.float64))[0]
        assert area == pytest.approx(mean_area(repeated))


def mean_area(rows: Labelled) -> float:
    """Return AURC by rank, the loss at each rank being the mean of its tie."""
    mean = {
        score: np.mean([not g for s, g in rows if s == score]) for score in {s for s, _ in rows}
    }
    losses = [mean[s] for s in sorted((s for s, _ in rows), reverse=True)]
    return float(np.mean(np.cumsum(losses) / np.arange(1, len(losses) + 1)))


def test_a_tie_has_the_mean_area_of_all_its_orders() -> None:
    losses = [0.0, 1.0, 1.0, 0.0]
    areas = [
        np.mean(np.cumsum([0.0, *order]) / np.arange(1, 6))
        for order in itertools.permutations(losses)
    ]
    found = risk_area([9.0, 5.0, 5.0, 5.0, 5.0], [0.0, *losses])(np.ones((1, 5)))[0]
    assert found == pytest.approx(float(np.mean(areas)))


def test_a_prior_is_worth_nothing_within_its_categories() -> None:
    category = ["a"] * 10 + ["b"] * 10
    good = [True] * 9 + [False] + [True] + [False] * 9
    prior = [0.9] * 10 + [0.1] * 10
    assert auroc(prior, good, seed=0).value == pytest.approx(0.9)
    assert auroc(prior, good, seed=0, within=category).value == 0.5


def test_categories_are_weighted_by_their_pairs() -> None:
    category = ["a", "a", "a", "b", "b", "c"]
    good = [True, True, False, True, False, True]
    scores = [2.0, 0.0, 1.0, 5.0, 4.0, -9.0]  # a: 1 of 2 pairs, b: 1 of 1, c: none
    assert auroc(scores, good, seed=0, within=category).value == pytest.approx(2 / 3)


def test_the_interval_agrees_with_delong() -> None:
    """DeLong, DeLong and Clarke-Pearson 1988: the variance from placement values."""
    rng = np.random.default_rng(8)
    good, bad = rng.normal(1, 1, 120), rng.normal(0, 1, 80)
    wins = (good[:, None] > bad[None, :]).astype(np.float64)
    spread = math.sqrt(wins.mean(1).var(ddof=1) / 120 + wins.mean(0).var(ddof=1) / 80)
    figure = auroc([*good, *bad], [True] * 120 + [False] * 80, seed=1)
    assert figure.value == pytest.approx(wins.mean())
    assert (figure.high - figure.low) == pytest.approx(2 * 1.96 * spread, rel=0.1)


def test_a_perfect_order_is_not_certain() -> None:
    figure = auroc([3, 2, 1, 0], [True, True, False, False], seed=0)
    assert (figure.value, figure.high) == (1.0, 1.0)
    assert figure.low < 0.6
    many = newcombe(1.0, 500, 500)
    assert 0.99 < many.low < 1.0
    upside_down = newcombe(0.0, 500, 500)
    assert upside_down.high == pytest.approx(1 - many.low, abs=1e-9)


def test_items_of_one_document_widen_the_interval() -> None:
    rng = np.random.default_rng(6)
    shift = np.repeat(rng.normal(0, 2, 30), 10)
    good = (np.repeat(rng.random(30), 10) > 0.5).tolist()
    scores = (shift + rng.normal(0, 0.1, 300)).tolist()
    document = np.repeat(np.arange(30), 10).tolist()
    alone = auroc(scores, good, seed=0)
    together = auroc(scores, good, seed=0, clusters=document)
    assert together.value == alone.value
    assert together.high - together.low > 2 * (alone.high - alone.low)


def test_one_kind_has_no_auroc() -> None:
    with pytest.raises(ValueError, match="positive and a negative"):
        auroc([1.0, 2.0], [True, True], seed=0)


def test_the_difference_is_paired() -> None:
    rng = np.random.default_rng(9)
    good = rng.random(200) > 0.5
    scores = rng.normal(0, 1, 200) + good
    ours = concordance(scores.tolist(), good.tolist())
    same = resampled(difference(ours, ours), good.tolist(), seed=0)
    assert (same.value, same.low, same.high) == (0.0, 0.0, 0.0)
    worse = concordance((scores + rng.normal(0, 0.3, 200)).tolist(), good.tolist())
    figure = resampled(difference(ours, worse), good.tolist(), seed=0)
    alone = auroc(scores.tolist(), good.tolist(), seed=0)
    assert figure.high - figure.low < 0.7 * (alone.high - alone.low)


def test_areas_of_the_best_and_the_worst_order() -> None:
    losses = [0.0, 0.0, 1.0]
    assert aurc([3, 2, 1], losses, seed=0).value == pytest.approx((0 + 0 + 1 / 3) / 3)
    assert aurc([1, 2, 3], losses, seed=0).value == pytest.approx((1 + 1 / 2 + 1 / 3) / 3)
    assert excess_aurc([3, 2, 1], losses, seed=0).value == pytest.approx(0)
    assert excess_aurc([1, 2, 3], losses, seed=0).value == pytest.approx((1 + 1 / 2) / 3)


def test_the_base_rate_of_errors_moves_the_area() -> None:
    """A random order has the base rate as its area, and both vary from sample to sample."""
    rng = np.random.default_rng(2)
    losses = (rng.random(200) < 0.3).astype(float).tolist()
    figure = aurc(rng.random(200).tolist(), losses, seed=0)
    assert figure.high - figure.low > 0.1


def test_the_curve_has_a_point_for_every_threshold_and_none_inside_a_tie() -> None:
    curve = risk_coverage([0.9, 0.5, 0.5, 0.1], [0.0, 1.0, 0.0, 1.0])
    assert curve == ((0.25, 0.0), (0.75, pytest.approx(1 / 3)), (1.0, 0.5))


def test_a_long_curve_is_thinned_and_keeps_its_ends() -> None:
    curve = risk_coverage(list(range(1000)), [1.0] + [0.0] * 999, points=11)
    assert len(curve) == 11
    assert curve[0] == (0.001, 0.0)
    assert curve[-1] == (1.0, 0.001)


def test_rates_at_a_threshold() -> None:
    rates = answer_rates([0.5, 0.4, 0.5, 0.1], [True, True, False, False], 0.5)
    assert {name: rate.value for name, rate in rates.items()} == {
        "answered_when_answerable": 0.5,
        "answered_when_unanswerable": 0.5,
    }
    assert set(answer_rates([0.5], [True], 0.5)) == {"answered_when_answerable"}


def test_the_cluster_bootstrap_covers_the_true_mean() -> None:
    rng = np.random.default_rng(7)
    covered = {True: 0, False: 0}
    for seed in range(200):
        values = np.repeat(rng.normal(3, 1, 40), 5) + rng.normal(0, 0.1, 200)
        document = np.repeat(np.arange(40), 5).tolist()
        for is_clustered in covered:
            clusters = document if is_clustered else list(range(200))
            figure = resampled_mean(values.tolist(), clusters, seed, 300)
            covered[is_clustered] += figure.low <= 3 <= figure.high
    assert covered[True] / 200 >= 0.9
    assert covered[False] / 200 < 0.8


def test_the_seed_decides_the_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    scores, good = rng.random(50).tolist(), (rng.random(50) > 0.5).tolist()
    whole = auroc(scores, good, seed=1)
    assert whole == auroc(scores, good, seed=1)
    assert whole != auroc(scores, good, seed=2)
    monkeypatch.setattr("vademecum.evals.resampling.CHUNK", 50 * 13)
    assert auroc(scores, good, seed=1).value == whole.value


def test_no_items_are_an_error() -> None:
    with pytest.raises(ValueError, match="at least one item"):
        aurc([], [], seed=0)


def test_answer_rates_draw_documents_whole() -> None:
    scores = [0.9] * 10 + [0.1] * 10
    answerable = [True] * 20
    apart = answer_rates(scores, answerable, 0.5)["answered_when_answerable"]
    contracts = [f"c{i // 5}" for i in range(20)]
    drawn = answer_rates(scores, answerable, 0.5, clusters=contracts)["answered_when_answerable"]
    assert apart == wilson(10, 20)
    assert (drawn.value, drawn.low, drawn.high) == (0.5, 0.0, 1.0)
