from __future__ import annotations

import numpy as np
import pytest

from vademecum.evals.adapting.shared_failure import (
    Shares,
    SystemFailures,
    homogenization,
    shares_of,
)
from vademecum.retrieval.errors import InvalidInput

RANDOM = np.random.default_rng(0).random(400) < 0.3


def system(name: str, origin: Shares, fails: object) -> SystemFailures:
    return SystemFailures(name=name, origin=origin, fails=tuple(map(bool, fails)))  # type: ignore[call-overload]


def test_figures_are_those_of_the_two_by_two_table() -> None:
    a = [True] * 4 + [False] * 6
    b = [True] * 3 + [False] * 1 + [True] * 1 + [False] * 5
    found = homogenization([system("a", "base", a), system("b", "base", b)], "wrong", seed=0)
    (pair,) = found.pairs
    assert (pair.fails_a, pair.fails_b, pair.joint) == (0.4, 0.4, 0.3)
    assert pair.ratio is not None
    assert pair.phi is not None
    assert pair.conditional is not None
    assert pair.ratio.value == pytest.approx(0.3 / 0.16)
    assert pair.phi.value == pytest.approx((0.3 - 0.16) / 0.24)
    assert pair.conditional.value == pytest.approx(0.75)
    assert pair.phi.low < pair.phi.value < pair.phi.high
    assert found.everybody.value == pytest.approx(0.3)
    assert found.everybody_expected == pytest.approx(0.16)


def test_what_shares_the_base_is_told_from_what_does_not() -> None:
    near = RANDOM.copy()
    near[:20] = ~near[:20]
    stranger = np.random.default_rng(1).random(400) < 0.3
    systems = [
        system("base", "base", RANDOM),
        system("adapted", "base", near),
        system("words", "nothing", stranger),
        system("embedding", "embedding", stranger),
    ]
    found = homogenization(systems, "wrong", seed=0, resamples=300)
    assert found.phi_shared is not None
    assert found.phi_other is not None
    assert found.phi_excess is not None
    assert found.phi_shared.value > 0.8 > 0.2 > abs(found.phi_other.value)
    assert found.phi_excess.low > 0.5
    of = {(p.a, p.b): p.shares for p in found.pairs}
    assert of["base", "adapted"] == "base"
    assert of["base", "embedding"] == of["adapted", "embedding"] == "embedding"
    assert of["words", "embedding"] == "nothing"


def test_independent_failures_have_a_ratio_near_one_and_phi_near_zero() -> None:
    other = np.random.default_rng(2).random(400) < 0.3
    (pair,) = homogenization(
        [system("a", "base", RANDOM), system("b", "nothing", other)], "wrong", seed=0
    ).pairs
    assert pair.ratio is not None
    assert pair.phi is not None
    assert pair.ratio.low < 1 < pair.ratio.high
    assert pair.phi.low < 0 < pair.phi.high


def test_a_system_that_never_fails_has_no_figures() -> None:
    never = [False] * 400
    (pair,) = homogenization(
        [system("a", "base", never), system("b", "base", RANDOM)], "wrong", seed=0, resamples=50
    ).pairs
    assert (pair.ratio, pair.phi, pair.conditional) == (None, None, None)


@pytest.mark.parametrize("sizes", [(3,), (3, 4), (0, 0)])
def test_other_numbers_of_items_do_not_compare(sizes: tuple[int, ...]) -> None:
    systems = [system(str(n), "base", [True] * n) for n in sizes]
    with pytest.raises(InvalidInput, match="two systems or more over the same items"):
        homogenization(systems, "wrong", seed=0)


def test_two_embeddings_share_the_embedding() -> None:
    a, b = system("a", "embedding", [True]), system("b", "embedding", [True])
    assert shares_of(a, b) == "embedding"
