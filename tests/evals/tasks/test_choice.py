from __future__ import annotations

import pytest

from vademecum.evals.items import Item
from vademecum.evals.manifest import RunManifest
from vademecum.evals.results import ItemTexts
from vademecum.evals.tasks.choice import Chooser, evaluate_choice, longest_option
from vademecum.retrieval.errors import InvalidInput

OPTIONS = ("a bond", "a share", "an option to buy", "cash")


def item(i: int, correct: int | None = 0) -> Item:
    kind = {"kind": "even" if i % 2 == 0 else "odd"}
    return Item(
        id=f"q{i}", text="Which?", use="report", options=OPTIONS, correct=correct, slices=kind
    )


def picking(option: str) -> Chooser:
    return lambda question, options: options.index(option)


def test_accuracy_beside_rivals_and_chance(manifest: RunManifest) -> None:
    items = [item(0, 0), item(1, 0), item(2, 0), item(3, 1), item(4, None)]
    result = evaluate_choice(
        items,
        {"bond": picking("a bond"), "longest": longest_option},
        domain="law",
        manifest=manifest,
        by=("kind",),
        resamples=50,
    )
    assert result.metrics["accuracy"].value == 0.75
    assert result.metrics["accuracy/kind=odd"].value == 0.5
    assert result.baselines["longest"]["accuracy"].value == 0.0
    assert result.baselines["chance"]["accuracy"].value == 0.25
    assert result.differences["chance"]["accuracy"].value == 0.5
    assert result.differences["longest"]["accuracy"].value == 0.75
    assert result.manifest.n == 4
    assert result.manifest.notes == ("1 items without a key left out",)
    assert result.items[3].labels == {"kind": "odd", "chosen": "a bond", "right": "a share"}
    assert result.items[3].texts == ItemTexts(
        question="Which?\n- a bond\n- a share\n- an option to buy\n- cash",
        expected="a share",
        found="a bond",
    )


def test_chance_is_known_and_not_rounded(manifest: RunManifest) -> None:
    items = [item(i).model_copy(update={"options": OPTIONS[:3]}) for i in range(5)]
    result = evaluate_choice(items, {"bond": picking("a bond")}, domain="law", manifest=manifest)
    chance = result.baselines["chance"]["accuracy"]
    assert chance.value == pytest.approx(1 / 3)  # not 2 of 5
    assert chance.low == chance.value == chance.high
    assert result.metrics["accuracy"].low < 1.0


def test_a_usual_place_of_the_key_is_worth_nothing(manifest: RunManifest) -> None:
    items = [item(i, 0) for i in range(400)]
    result = evaluate_choice(
        items, {"first": lambda question, options: 0}, domain="law", manifest=manifest
    )
    assert result.metrics["accuracy"].value == pytest.approx(0.25, abs=0.07)
    seen: list[tuple[str, ...]] = []

    def look(question: str, options: tuple[str, ...]) -> int:
        seen.append(options)
        return 0

    evaluate_choice(items[:9], {"a": look, "b": look}, domain="law", manifest=manifest)
    assert seen[0::2] == seen[1::2]  # every chooser sees the same order
    assert all(sorted(options) == sorted(OPTIONS) for options in seen)


def test_abstaining_is_not_right(manifest: RunManifest) -> None:
    result = evaluate_choice(
        [item(0), item(1)],
        {"none": lambda question, options: None},
        domain="law",
        manifest=manifest,
        resamples=50,
    )
    values = {name: figure.value for name, figure in result.metrics.items()}
    assert values == {"accuracy": 0.0, "answered": 0.0}
    assert result.items[0].labels["chosen"] == "none"


def test_what_cannot_be_measured_is_an_input_error(manifest: RunManifest) -> None:
    with pytest.raises(InvalidInput, match="no item has options and a key"):
        evaluate_choice([item(0, None)], {"a": longest_option}, domain="law", manifest=manifest)
    with pytest.raises(InvalidInput, match="q0: far chose option 4 of 4"):
        evaluate_choice([item(0)], {"far": lambda q, o: 4}, domain="law", manifest=manifest)


def test_equally_long_options_are_a_tie_for_the_first() -> None:
    assert longest_option("?", ("aa", "bbb", "ccc")) == 1
