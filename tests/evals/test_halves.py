from __future__ import annotations

import hashlib

import pytest

from vademecum.evals.halves import fold_of, half_of, is_fitted_on, is_in


@pytest.mark.parametrize("item", ["a", "b", "gdpr-concept-Accountability", "é"])
def test_even_is_dev_and_odd_is_test(item: str) -> None:
    number = int(hashlib.sha256(item.encode()).hexdigest(), 16)
    assert half_of(item) == ("test" if number % 2 else "dev")
    assert is_in(item, "all")
    assert is_in(item, "dev") != is_in(item, "test")


def test_a_paraphrase_stays_with_its_original() -> None:
    assert all(half_of(f"q{i}#paraphrase") == half_of(f"q{i}") for i in range(20))


def test_folds_are_remainders_of_the_same_number() -> None:
    number = int(hashlib.sha256(b"Amazon").hexdigest(), 16)
    assert fold_of("Amazon", 5) == number % 5
    assert {fold_of(f"a{i}", 5) for i in range(50)} == {0, 1, 2, 3, 4}


def test_either_half_is_fitted_on_in_half() -> None:
    for half in ("dev", "test"):
        ids = [f"a{i}" for i in range(400) if half_of(f"a{i}") == half]
        assert 0.4 < sum(map(is_fitted_on, ids)) / len(ids) < 0.6
