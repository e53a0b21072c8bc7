from __future__ import annotations

import pytest

from vademecum.evals.intervals import bootstrap_mean, wilson
from vademecum.evals.items import Item
from vademecum.evals.manifest import RunManifest
from vademecum.evals.questions import GoldSpan
from vademecum.evals.results import ItemResult
from vademecum.evals.side_by_side import (
    clusters_of,
    drawn_together,
    paired_result,
    side_by_side,
)

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


def test_what_an_item_is_drawn_with() -> None:
    bare = Item(id="q", text="?", use="report")
    span = GoldSpan(document_id="d9", quote="x", start=0, end=1)
    on_gold = bare.model_copy(update={"gold": (span,)})
    on_documents = on_gold.model_copy(update={"documents": ("d3", "d2")})
    grouped = on_documents.model_copy(update={"group": "article"})
    within = grouped.model_copy(update={"within": "d1", "slices": {"story": "s"}})
    items = [bare, on_gold, on_documents, grouped, within]
    assert clusters_of(items) == ["q", "document d9", "document d2", "group article", "within d1"]
    assert clusters_of([within], "story") == ["story s"]


def on(documents: str) -> list[Item]:
    """Return the items, asked of documents with one letter each."""
    return [
        item.model_copy(update={"documents": (name,)})
        for item, name in zip(ITEMS, documents, strict=True)
    ]


def test_questions_on_one_gold_document_are_drawn_together() -> None:
    rows = {"ours": [{"f1": 1.0}, {"f1": 0.9}, {"f1": 0.1}, {"f1": 0.0}], "none": [{"f1": 0.0}] * 4}
    together = side_by_side(rows, on("aabb"), seed=0)
    apart = side_by_side(rows, on("abcd"), seed=0)
    assert apart.metrics["f1"] == bootstrap_mean([1.0, 0.9, 0.1, 0.0], 0)
    assert (together.metrics["f1"].low, together.metrics["f1"].high) == (0.05, 0.95)
    assert together.differences["none"]["f1"] == together.metrics["f1"]
    assert together.clusters == ("document a", "document a", "document b", "document b")
    assert apart.clusters == ()


def test_a_slice_of_one_document_and_a_rate_of_1_have_a_width() -> None:
    rows = {"ours": [{"hit": 1.0}, {"hit": 0.0}, {"hit": 1.0}, {"hit": 1.0}]}
    found = side_by_side(rows, on("aabb"), rates={"hit"}, by=("book",), seed=0).metrics
    assert found["hit/book=a"] == wilson(1, 2)
    all_right = side_by_side({"ours": [{"hit": 1.0}] * 4}, on("aabb"), rates={"hit"}, seed=0)
    assert all_right.metrics["hit"] == wilson(2, 2)


def test_a_result_says_what_was_drawn_together(manifest: RunManifest) -> None:
    found = side_by_side({"ours": OURS}, on("aabb"), seed=0)
    results = [ItemResult(id=item.id) for item in ITEMS]
    result = paired_result("choice", found, results, domain="law", manifest=manifest, notes=["own"])
    assert result.manifest.notes == (
        "own",
        "4 questions on 2 documents, drawn together by document",
    )
    assert [item.cluster for item in result.items] == [*found.clusters]
    assert drawn_together(["q0", "q1", "q2"], ["q0", "story s", "story s"], "story") == (
        "2 items with 1 values of story, drawn together by story",
    )
    apart = side_by_side({"ours": OURS}, on("abcd"), seed=0)
    result = paired_result("choice", apart, results, domain="law", manifest=manifest)
    assert result.manifest.notes == ()
    assert {item.cluster for item in result.items} == {None}


def test_no_system_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="at least one system"):
        side_by_side({}, ITEMS, seed=0)
