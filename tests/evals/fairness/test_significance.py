from __future__ import annotations

import numpy as np
import pytest

from vademecum.evals.fairness.significance import exchange_test, holm, mcnemar, shuffle_test


def test_mcnemar_by_hand() -> None:
    assert mcnemar(0, 0) == 1.0
    assert mcnemar(3, 3) == 1.0
    assert mcnemar(0, 5) == pytest.approx(2 / 32)
    assert mcnemar(1, 9) == pytest.approx(2 * 11 / 1024)


def test_two_columns_of_zeros_and_ones_are_mcnemars() -> None:
    rows = np.array([[1.0, 0.0]] * 5 + [[1.0, 1.0]] * 20)
    assert exchange_test(rows, 0, seed=0) == pytest.approx(2 / 32)


def test_equal_columns_differ_in_nothing() -> None:
    assert exchange_test(np.ones((9, 3)), 1, seed=0) == 1.0


def test_a_group_that_is_always_less_is_found_and_noise_is_not() -> None:
    rng = np.random.default_rng(1)
    noise = rng.normal(size=(60, 4))
    biased = noise + np.array([0.0, 0.0, -1.0, 0.0])
    assert exchange_test(biased, 2, seed=0, draws=5000) < 0.001
    assert exchange_test(noise, 2, seed=0, draws=5000) > 0.05


def test_the_exchange_test_agrees_with_the_exact_one() -> None:
    rows = np.array([[0.5, 0.0]] * 5 + [[0.0, 0.5]])  # not 0 and 1: drawn, not counted
    assert exchange_test(rows, 0, seed=3, draws=40_000) == pytest.approx(mcnemar(5, 1), abs=0.01)


def test_names_of_one_group_against_the_others() -> None:
    values = np.array([0.1] * 8 + [0.9] * 24)
    is_in = [True] * 8 + [False] * 24
    assert shuffle_test(values, is_in, seed=0, draws=2000) < 0.01
    assert shuffle_test(values, [i % 4 == 0 for i in range(32)], seed=0, draws=2000) > 0.5


def test_holm_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.6, 0.9]) == [1.0, 1.0]
    assert holm([]) == []
