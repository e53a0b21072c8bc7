from __future__ import annotations

import math

import numpy as np
import pytest

from vademecum.evals.conformal import (
    GRID,
    RiskThreshold,
    bound_false_answers,
    bound_selective_risk,
    check_coverage,
    check_risk,
)
from vademecum.retrieval.errors import InvalidInput

RUNS = 3000


def test_the_threshold_lies_just_above_the_corrected_rank() -> None:
    bound = bound_false_answers([float(score) for score in range(9, 0, -1)], alpha=0.2)
    assert bound.rank == 8  # ceil(10 * 0.8)
    assert bound.threshold == math.nextafter(8.0, math.inf)
    assert bound.expected == pytest.approx(0.8)


def test_too_few_scores_answer_nothing() -> None:
    assert bound_false_answers([0.1] * 8, alpha=0.1).threshold == math.inf
    assert bound_false_answers([0.1] * 9, alpha=0.1).threshold == math.nextafter(0.1, 1)


def test_no_scores_are_an_input_error() -> None:
    with pytest.raises(InvalidInput, match="needs scores"):
        bound_false_answers([])
    with pytest.raises(InvalidInput, match="needs scores"):
        check_coverage(bound_false_answers([0.1]), [])


@pytest.mark.parametrize("n", [10, 19, 37])
@pytest.mark.parametrize("alpha", [0.1, 0.3])
def test_the_stated_coverage_holds_on_average(n: int, alpha: float) -> None:
    rng = np.random.default_rng(n)
    answered = 0
    for _ in range(RUNS):
        *calibration, new = rng.gumbel(size=n + 1).tolist()
        answered += new >= bound_false_answers(calibration, alpha).threshold
    noise = 3 * math.sqrt(alpha * (1 - alpha) / RUNS)
    assert answered / RUNS <= alpha + noise
    assert answered / RUNS >= alpha - 1 / (n + 1) - noise


def test_without_the_correction_the_coverage_fails() -> None:
    rng = np.random.default_rng(10)
    n, alpha, answered = 10, 0.1, 0
    for _ in range(RUNS):
        *calibration, new = rng.gumbel(size=n + 1).tolist()
        answered += new > sorted(calibration)[math.ceil(n * (1 - alpha)) - 1]
    assert answered / RUNS > alpha + 5 * math.sqrt(alpha * (1 - alpha) / RUNS)


def test_ties_do_not_break_the_coverage() -> None:
    rng = np.random.default_rng(12)
    answered = 0
    for _ in range(RUNS):
        *calibration, new = rng.integers(0, 4, size=31).tolist()
        answered += new >= bound_false_answers(calibration, 0.1).threshold
    assert answered / RUNS <= 0.1


def test_the_check_is_kept_as_often_as_its_interval_says_and_a_shift_is_seen() -> None:
    rng = np.random.default_rng(13)
    inside = kept_when_shifted = 0
    for _ in range(300):
        bound = bound_false_answers(rng.normal(size=99).tolist(), 0.1)
        inside += check_coverage(bound, rng.normal(size=150).tolist()).is_inside
        shifted = check_coverage(bound, rng.normal(1.0, size=150).tolist())
        kept_when_shifted += shifted.is_kept
    assert inside / 300 >= 0.93
    assert kept_when_shifted / 300 <= 0.05


def test_what_a_check_says() -> None:
    bound = bound_false_answers([float(score) for score in range(99)], 0.1)
    check = check_coverage(bound, [0.0] * 90 + [99.0] * 10)
    assert (check.stated, check.reached.value) == (0.9, 0.9)
    assert check.is_kept
    assert check.is_inside
    far_too_safe = check_coverage(bound, [0.0] * 100)
    assert far_too_safe.is_kept
    assert not far_too_safe.is_inside


def draw(rng: np.random.Generator, n: int) -> tuple[list[float], list[bool]]:
    """Draw scores whose chance of being wrong falls from .5 to 0."""
    scores = rng.random(n)
    return scores.tolist(), (rng.random(n) < (1 - scores) / 2).tolist()


def true_risk(threshold: float) -> float:
    return (1 - threshold) / 4


@pytest.mark.parametrize("n", [100, 1500])
def test_the_stated_risk_holds_in_all_but_delta_of_calibrations(n: int) -> None:
    rng = np.random.default_rng(n)
    found = [bound_selective_risk(*draw(rng, n), alpha=0.1, delta=0.1) for _ in range(200)]
    proven = [true_risk(b.threshold) for b in found if math.isfinite(b.threshold)]
    assert sum(risk > 0.1 for risk in proven) / len(found) <= 0.1
    if n == 1500:
        assert len(proven) / len(found) > 0.85
        assert np.median(proven) > 0.05  # not by answering next to nothing


def test_without_a_test_the_stated_risk_fails() -> None:
    """The lowest threshold whose observed risk is low enough is wrong about half of the time."""
    rng = np.random.default_rng(21)
    broken = 0
    for _ in range(400):
        scores, wrong = draw(rng, 100)
        risks = {
            t: np.mean([w for s, w in zip(scores, wrong, strict=True) if s >= t] or [1])
            for t in GRID
        }
        low_enough = [threshold for threshold, risk in risks.items() if risk <= 0.1]
        broken += bool(low_enough) and true_risk(min(low_enough)) > 0.1
    assert broken / 400 > 0.3


def test_nothing_is_proven_by_few_items() -> None:
    bound = bound_selective_risk([0.99] * 20, [False] * 20)
    assert bound.threshold == math.inf
    check = check_risk(bound, [0.99], [False])
    assert (check.answered, check.reached, check.is_kept) == (0, None, True)


def test_a_broken_risk_is_seen() -> None:
    bound = bound_selective_risk([0.95] * 100, [False] * 100)
    assert bound.threshold == 0.0
    assert check_risk(bound, [0.5] * 100, [False] * 90 + [True] * 10).is_kept
    assert not check_risk(bound, [0.5] * 100, [False] * 50 + [True] * 50).is_kept


def test_a_risk_over_clusters_is_less_certain() -> None:
    bound = RiskThreshold(threshold=0.5, alpha=0.1, delta=0.05, n=100)
    scores, wrong = [0.9] * 100, [i < 10 for i in range(100)]
    apart = check_risk(bound, scores, wrong)
    together = check_risk(bound, scores, wrong, [f"c{i // 10}" for i in range(100)])
    assert apart.reached is not None
    assert together.reached is not None
    assert apart.reached.value == together.reached.value == 0.1
    assert apart.reached.low > 0.04
    assert together.reached.low == 0.0  # one contract of ten holds every wrong answer
