from __future__ import annotations

import pytest

from vademecum.evals.intervals import bootstrap_mean, wilson
from vademecum.evals.resampling import clustered_mean, clustered_rate, resampled_mean

APART = [f"q{i}" for i in range(40)]
DOCUMENTS = [f"d{i // 10}" for i in range(40)]
HITS = [float(i < 20) for i in range(40)]  # two documents of four are right throughout


def test_items_of_one_document_are_drawn_together() -> None:
    rate = clustered_rate(HITS, DOCUMENTS, 0)
    assert (rate.value, rate.low, rate.high) == (0.5, 0.0, 1.0)
    mean = clustered_mean(HITS, DOCUMENTS, 0)
    assert (mean.value, mean.low, mean.high) == (0.5, 0.0, 1.0)


@pytest.mark.parametrize("clusters", [APART, ["one contract"] * 40])
def test_items_of_clusters_of_their_own_and_of_one_alone_are_drawn_by_item(
    clusters: list[str],
) -> None:
    assert clustered_rate(HITS, clusters, 3) == wilson(20, 40)
    assert clustered_mean(HITS, clusters, 3) == bootstrap_mean(HITS, 3)
    one = resampled_mean(HITS, clusters, 3)
    assert 0.3 < one.low < one.value < one.high < 0.7


def test_a_rate_of_0_or_1_has_the_width_of_its_number_of_clusters() -> None:
    assert clustered_rate([1.0] * 40, DOCUMENTS, 0) == wilson(4, 4)
    assert clustered_rate([0.0] * 40, DOCUMENTS, 0) == wilson(0, 4)
    assert clustered_rate([1.0] * 40, APART, 0) == wilson(40, 40)


def test_a_rate_of_nothing_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="0 of 0"):
        clustered_rate([], [], 0)
