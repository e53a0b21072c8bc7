from __future__ import annotations

import pytest

from vademecum.evals.adapting.inheritance import inheritance
from vademecum.evals.intervals import wilson
from vademecum.retrieval.errors import InvalidInput

BEFORE = {"a": True, "b": True, "c": False, "d": False, "e": False, "gone": True}
AFTER = {"a": True, "b": False, "c": True, "d": False, "e": False}


def test_every_shared_item_has_one_fate() -> None:
    found = inheritance("base", "adapted", BEFORE, AFTER, "wrong")
    assert found.ids == {
        "kept": ("d", "e"),
        "repaired": ("b",),
        "introduced": ("c",),
        "inherited": ("a",),
    }
    assert found.n == 5
    assert found.shares["kept"] == wilson(2, 5)
    assert found.repair_rate == wilson(1, 2)
    assert found.damage_rate == wilson(1, 3)
    assert found.count("repaired") == 1


def test_a_rate_of_nothing_is_none() -> None:
    found = inheritance("base", "adapted", {"a": False}, {"a": True}, "wrong")
    assert found.repair_rate is None
    assert found.damage_rate == wilson(1, 1)


def test_systems_without_a_shared_item_are_not_compared() -> None:
    with pytest.raises(InvalidInput, match="share no item"):
        inheritance("base", "adapted", {"a": True}, {"b": True}, "wrong")
