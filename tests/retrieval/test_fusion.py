from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vademecum.retrieval.fusion import reciprocal_rank, weighted_sum


def test_weighted_sum_of_normalised_scores() -> None:
    dense = np.array([0.2, 0.4, 0.6], dtype=np.float32)
    lexical = np.array([10.0, 0.0, 5.0], dtype=np.float32)
    assert weighted_sum([(0.6, dense), (0.4, lexical)]).tolist() == pytest.approx([0.4, 0.3, 0.8])


def test_equal_scores_carry_nothing() -> None:
    same = np.array([3.0, 3.0], dtype=np.float32)
    other = np.array([1.0, 2.0], dtype=np.float32)
    assert weighted_sum([(1, same), (1, other)]).tolist() == [0.0, 0.5]
    assert weighted_sum([(1, same[:0]), (1, other[:0])]).tolist() == []


def test_reciprocal_rank_by_hand() -> None:
    fused = reciprocal_rank([["a", "b"], ["b", "c"]])
    assert fused == [
        ("b", pytest.approx(1 / 62 + 1 / 61)),
        ("a", pytest.approx(1 / 61)),
        ("c", pytest.approx(1 / 62)),
    ]


@given(st.lists(st.lists(st.sampled_from("abcdef"), unique=True)))
def test_a_better_rank_never_hurts_and_ties_break_by_id(rankings: list[list[str]]) -> None:
    fused = reciprocal_rank(rankings)
    assert fused == sorted(fused, key=lambda item: (-item[1], item[0]))
    assert {i for i, _ in fused} == {i for ranking in rankings for i in ranking}
