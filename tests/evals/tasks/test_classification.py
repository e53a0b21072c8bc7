from __future__ import annotations

from collections.abc import Sequence

import pytest

from vademecum.evals.intervals import wilson
from vademecum.evals.items import Item, Use
from vademecum.evals.manifest import RunManifest
from vademecum.evals.results import ItemTexts, comparable
from vademecum.evals.tasks.classification import BATCH, Classifier, evaluate_classification
from vademecum.retrieval.errors import InvalidInput


def item(
    name: str, label: str | None, group: str | None = None, use: Use = "report", **slices: str
) -> Item:
    return Item(id=name, text=name, use=use, label=label, group=group, slices=slices)


def saying(labels: dict[str, str]) -> Classifier:
    return lambda items: [labels[one.text] for one in items]


def always(label: str) -> Classifier:
    return lambda items: [label] * len(items)


FIVE = [
    item("p", "yes", kind="odd"),
    item("q", "no", kind="even"),
    item("r", "yes", kind="odd"),
    item("s", "no", kind="even"),
    item("t", None, kind="odd"),
]
SAID = {"p": "yes", "q": "no", "r": "no", "s": "no"}


def test_figures_beside_a_rival(manifest: RunManifest) -> None:
    result = evaluate_classification(
        FIVE,
        {"probe": saying(SAID), "majority": always("no")},
        domain="law",
        manifest=manifest,
        by=("kind",),
        resamples=200,
    )
    assert result.metrics["accuracy"] == wilson(3, 4)
    assert result.metrics["balanced_accuracy"].value == 0.75
    yes, no = 2 * 1 / (2 + 1), 2 * 2 / (2 + 3)
    assert result.metrics["macro_f1"].value == pytest.approx((yes + no) / 2)
    assert result.metrics["weighted_f1"].value == pytest.approx((yes + no) / 2)
    assert result.metrics["accuracy/kind=odd"] == wilson(1, 2)
    assert result.baselines["majority"]["balanced_accuracy"].value == 0.5
    assert result.baselines["majority"]["macro_f1"].value == pytest.approx(1 / 3)
    assert result.differences["majority"]["accuracy"].value == 0.25
    assert result.differences["majority"]["balanced_accuracy"].value == 0.25
    assert result.manifest.n == 4
    assert result.manifest.notes == ("1 items without a label left out",)
    assert result.items[2].labels == {"kind": "odd", "gold": "yes", "predicted": "no"}
    assert result.items[2].values == {"accuracy": 0.0}
    assert result.items[2].texts == ItemTexts(question="r", expected="yes", found="no")


def test_items_of_a_group_are_drawn_together(manifest: RunManifest) -> None:
    """All answers to a question are right or wrong together: ten questions, not a hundred."""
    labels = {f"{g}/{i}": "yes" if g < 5 else "no" for g in range(10) for i in range(10)}
    widths = []
    for is_grouped in (False, True):
        items = [
            item(name, "yes" if i % 2 else "no", name.split("/")[0] if is_grouped else None)
            for i, name in enumerate(labels)
        ]
        right = {one.text: str(one.label) if one.text < "3" else "other" for one in items}
        metrics = evaluate_classification(
            items, {"probe": saying(right)}, domain="law", manifest=manifest
        ).metrics
        widths.append([metrics[m].high - metrics[m].low for m in ("accuracy", "macro_f1")])
    assert all(one > 2 * alone for alone, one in zip(*widths, strict=True))


def test_tasks_with_labels_of_their_own_are_averaged(manifest: RunManifest) -> None:
    items = [
        item("a1", "yes", "a", task="a"),
        item("a2", "no", "a", task="a"),
        item("b1", "x", "b", task="b"),
        item("b2", "y", "b", task="b"),
        item("c1", "z", "c", task="c"),
        item("c2", "z", "c", task="c"),
    ]
    said = {"a1": "yes", "a2": "no", "b1": "x", "b2": "x", "c1": "q", "c2": "q"}
    result = evaluate_classification(
        items,
        {"probe": saying(said), "first": saying({**said, "a2": "yes"})},
        domain="law",
        manifest=manifest,
        mean_over="task",
    )
    mean = result.metrics["balanced_accuracy_mean/task"]
    assert (mean.value, mean.low, mean.high) == (0.75, 0.5, 1.0)  # c has one label alone
    assert result.baselines["first"]["balanced_accuracy_mean/task"].value == 0.5  # chance
    assert result.differences["first"]["balanced_accuracy_mean/task"].value == 0.25
    assert result.metrics["accuracy"].value == 0.5
    assert "macro_f1" not in result.metrics, "labels of different tasks are not one scale"


def test_a_classifier_sees_nothing_that_names_the_label(manifest: RunManifest) -> None:
    seen: list[Item] = []

    def look(items: Sequence[Item]) -> list[str]:
        seen.extend(items)
        return ["yes"] * len(items)

    secret = Item(id="x/yes", text="?", use="report", label="yes", score=1, slices={"is": "yes"})
    evaluate_classification(
        [secret] * (BATCH + 1), {"look": look}, domain="law", manifest=manifest, resamples=5
    )
    assert len(seen) == BATCH + 1
    assert seen[BATCH] == Item(id=str(BATCH), text="?", use="report")


def test_two_runs_are_equal(manifest: RunManifest) -> None:
    first, second = (
        evaluate_classification(
            FIVE, {"probe": saying(SAID), "no": always("no")}, domain="law", manifest=manifest
        )
        for _ in range(2)
    )
    assert comparable(first) == comparable(second)


def test_what_cannot_be_measured_is_an_input_error(manifest: RunManifest) -> None:
    with pytest.raises(InvalidInput, match="no item has a label"):
        evaluate_classification(FIVE[4:], {"a": always("no")}, domain="law", manifest=manifest)
    with pytest.raises(InvalidInput, match=r"1 items are for tuning \(u\)"):
        evaluate_classification(
            [*FIVE, item("u", "yes", use="tune")],
            {"a": always("no")},
            domain="law",
            manifest=manifest,
        )
    with pytest.raises(InvalidInput, match="short gives 1 labels for 4 items"):
        evaluate_classification(
            FIVE, {"short": lambda items: ["no"]}, domain="law", manifest=manifest
        )
