from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import balanced_accuracy_score, f1_score

from vademecum.evals.confusion import balanced_accuracy, macro_f1, weighted_f1
from vademecum.evals.resampling import Statistic

Pairs = list[tuple[str, str]]
STATISTICS = (balanced_accuracy, macro_f1, weighted_f1)


def value(of: Callable[[Sequence[str], Sequence[str]], Statistic], pairs: Pairs) -> float:
    gold, predicted = zip(*pairs, strict=True)
    return float(of(gold, predicted)(np.ones((1, len(pairs))))[0])


def test_every_figure_by_hand() -> None:
    """a: 2 of 3 found and one more said; b: 1 of 2 found and one more said."""
    pairs = list(zip("aaabb", "aabba", strict=True))
    f1_a, f1_b = 2 * 2 / (3 + 3), 2 * 1 / (2 + 2)
    assert value(balanced_accuracy, pairs) == pytest.approx((2 / 3 + 1 / 2) / 2)
    assert value(macro_f1, pairs) == pytest.approx((f1_a + f1_b) / 2)
    assert value(weighted_f1, pairs) == pytest.approx((3 * f1_a + 2 * f1_b) / 5)


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abcd")), min_size=1, max_size=40)
)
def test_they_are_what_scikit_learn_gives(pairs: Pairs) -> None:
    gold, predicted = zip(*pairs, strict=True)
    labels = sorted(set(gold))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of labels that are only predicted
        recall = balanced_accuracy_score(gold, predicted)
        f1, by_size = (
            f1_score(gold, predicted, labels=labels, average=average, zero_division=0)
            for average in ("macro", "weighted")
        )
    assert [value(of, pairs) for of in STATISTICS] == pytest.approx([recall, f1, by_size])


@pytest.mark.parametrize("of", STATISTICS)
def test_a_weight_is_so_many_items(
    of: Callable[[Sequence[str], Sequence[str]], Statistic],
) -> None:
    gold, predicted, weights = "aabc", "abcc", [2, 0, 3, 1]
    drawn = [
        pair
        for pair, times in zip(zip(gold, predicted, strict=True), weights, strict=True)
        for _ in range(times)
    ]
    weighted = of(gold, predicted)(np.array([weights], dtype=np.float64))[0]
    assert weighted == pytest.approx(value(of, drawn))
