from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vademecum.evals.agreement import cohen_kappa
from vademecum.retrieval.errors import InvalidInput


def test_the_example_of_two_readers_of_fifty_proposals() -> None:
    """Both yes 20, both no 15, one yes alone 5, the other alone 10: observed 0.7, chance 0.5."""
    one = ["yes"] * 20 + ["no"] * 15 + ["yes"] * 5 + ["no"] * 10
    other = ["yes"] * 20 + ["no"] * 15 + ["no"] * 5 + ["yes"] * 10
    kappa = cohen_kappa(one, other, seed=0)
    assert kappa.value == pytest.approx(0.4)
    # Cohen's large-sample error is 0.127; the percentile bootstrap has to lie near it.
    assert kappa.low == pytest.approx(0.4 - 1.96 * 0.127, abs=0.05)
    assert kappa.high == pytest.approx(0.4 + 1.96 * 0.127, abs=0.05)


def test_full_agreement_is_one_and_full_exchange_is_minus_one() -> None:
    labels = ["a", "b"] * 10
    assert cohen_kappa(labels, labels, seed=0).value == pytest.approx(1.0)
    assert cohen_kappa(labels, labels[::-1], seed=0).value == pytest.approx(-1.0)


@settings(deadline=None)  # the first example imports scikit-learn
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=40))
def test_it_is_what_scikit_learn_gives(pairs: list[tuple[str, str]]) -> None:
    from sklearn.metrics import cohen_kappa_score

    one, other = zip(*pairs, strict=True)
    if len({*one, *other}) == 1:
        return
    kappa = cohen_kappa(one, other, seed=0, resamples=20)
    assert kappa.value == pytest.approx(float(cohen_kappa_score(one, other)))
    assert np.isfinite([kappa.low, kappa.high]).all()


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ([], [], "at least one item"),
        (["a"], ["a", "b"], "two labels an item"),
        (["a", "a"], ["a", "a"], "both give the label 'a' throughout"),
    ],
)
def test_where_it_is_not_defined(one: list[str], other: list[str], said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        cohen_kappa(one, other, seed=0)
