from __future__ import annotations

import pytest

from vademecum.evals.items import Item
from vademecum.evals.side_by_side import side_by_side

ITEMS = [
    Item(id=f"q{i}", text="?", use="report", slices={"book": "a" if i < 2 else "b"})
    for i in range(4)
]
OURS = [{"hit": 1.0, "f1": 0.5}, {"hit": 1.0}, {"hit": 1.0, "f1": 1.0}, {"hit": 0.0}]
THEIRS = [{"hit": 0.0, "f1": 0.1}, {"hit": 1.0, "f1": 0.7}, {"hit": 0.0}, {"hit": 0.0}]


def test_figures_by_hand() -> None:
    found = side_by_side(
        {"ours": OURS, "theirs": THEIRS}, ITEMS, rates={"hit"}, by=("book",), seed=0
    )
    assert {name: figure.value for name, figure in found.metrics.items()} == {
        "hit": 0.75,
        "hit/book=a": 1.0,
        "hit/book=b": 0.5,
        "f1": 0.75,
        "f1/book=a": 0.5,
        "f1/book=b": 1.0,
    }
    assert found.metrics["hit/book=a"].low < 1.0  # Wilson's
    assert found.baselines["theirs"]["hit"].value == 0.25
    differences = {name: figure.value for name, figure in found.differences["theirs"].items()}
    assert differences == {
        "hit": 0.5,
        "hit/book=a": 0.5,
        "hit/book=b": 0.5,
        "f1": 0.4,  # the one item that bears on both
        "f1/book=a": 0.4,
    }


def test_items_of_one_document_are_drawn_together() -> None:
    rows = {"ours": [{"hit": 1.0}] * 2 + [{"hit": 0.0}] * 2}
    apart = side_by_side(rows, ITEMS, rates={"hit"}, seed=0).metrics["hit"]
    documents = ("d1", "d1", "d2", "d2")
    asked_of = [
        item.model_copy(update={"within": name})
        for item, name in zip(ITEMS, documents, strict=True)
    ]
    together = side_by_side(rows, asked_of, rates={"hit"}, seed=0).metrics["hit"]
    assert (together.value, together.low, together.high) == (0.5, 0.0, 1.0)
    assert apart.low > 0.1


def test_no_system_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="at least one system"):
        side_by_side({}, ITEMS, seed=0)
