from __future__ import annotations

import pytest

from vademecum.evals.fairness.ranks import overlap, rank_biased_overlap


def test_equal_lists_are_alike_and_disjoint_ones_are_not() -> None:
    assert rank_biased_overlap("abc", "abc") == pytest.approx(1.0)
    assert rank_biased_overlap("abc", "xyz") == 0.0
    assert (rank_biased_overlap("", ""), rank_biased_overlap("", "a")) == (1.0, 0.0)


def test_overlap_by_hand() -> None:
    # shared 0, 1 at depths 1, 2; p = 0.5: (1-p)/p * (0 + 1/2 * 1/4) + 1/2 * 1/4
    assert rank_biased_overlap("ab", "ca", 0.5) == pytest.approx(0.5**3 + 0.5**3)


def test_lists_of_unequal_length_by_hand() -> None:
    # s = 1, n = 2, shared 1, 1: sum = 1 * .5 + 1/2 * .25 + 1 * 1/(1*2) * .25 = .75; the tail is
    # ((1 - 1)/2 + 1) * .25
    assert rank_biased_overlap("a", "ab", 0.5) == pytest.approx(0.75 + 0.25)


def test_a_swap_at_the_top_counts_more_and_order_of_the_lists_does_not() -> None:
    top, bottom = rank_biased_overlap("bacdef", "abcdef"), rank_biased_overlap("abcdfe", "abcdef")
    assert top < bottom < 1
    assert rank_biased_overlap("xbc", "abcde") == rank_biased_overlap("abcde", "xbc")


def test_overlap_looks_at_the_first_k() -> None:
    assert overlap("abcdexx", "edcbayy") == 1.0
    assert overlap("abcde", "abxyz") == pytest.approx(2 / 5)
    assert (overlap("", ""), overlap("", "a")) == (1.0, 0.0)
