"""The heads: like texts share a fold, a fit learns what it is shown, a file comes back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from vademecum.domains.rails import hashed
from vademecum.evals.heads.figures import Tally, figures
from vademecum.evals.heads.fitting import Examples, Settings, fit, write_head
from vademecum.evals.heads.near import grouped_folds
from vademecum.evals.heads.orders import written_orders
from vademecum.evals.intervals import wilson


def test_like_texts_share_a_fold_and_folds_are_balanced() -> None:
    texts = [f"one two three four five six seven {n}".split() for n in range(3)]
    texts += [[f"{n}{k}" for k in range(9)] for n in range(7)]
    folds = grouped_folds(texts, 5)
    assert len(set(folds[:3])) == 1
    assert {folds.count(fold) for fold in range(5)} <= {1, 2, 3}


def examples() -> Examples:
    found = Examples()
    for number in range(40):
        is_bad = number % 2
        features = ["bad" if is_bad else "good", f"noise {number}"]
        found.add(features, is_bad, 1.0, frozenset({number % 5}))
    return found


def test_a_head_learns_and_comes_back_from_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = examples()
    head = fit(shown, shown.outside(0), Settings(threshold=0.5, c=5.0))
    assert head.probability(["bad"]) > 0.5 > head.probability(["good"])
    assert head.probability([]) == 0.0
    write_head(head, tmp_path / "h.safetensors", {"name": "h"})
    monkeypatch.setattr(hashed, "FOLDER", tmp_path)
    again = hashed.load_head("h")
    assert again.probability(["bad", "x"]) == pytest.approx(
        head.probability(["x", "bad"]), abs=1e-3
    )
    assert json.loads((tmp_path / "h.json").read_text())["name"] == "h"


def test_folds_are_left_out_whole() -> None:
    shown = examples()
    assert len(shown.outside(3)) == 32
    assert len(shown.outside(None)) == 40


def test_shares_are_counted_at_the_threshold() -> None:
    attacks = [(0.2, "a"), (0.5, "b"), (0.9, "c")]
    found = figures(Tally({"all": attacks}, {"clean": [(0.1, "d"), (0.4, "e")]}), 0.5)
    assert found.caught["all"] == wilson(2, 3)
    assert found.false_alarms["clean"] == wilson(0, 2)


def test_passages_of_one_document_are_drawn_together() -> None:
    passages = [(0.9 if i < 20 else 0.1, f"d{i // 10}") for i in range(40)]
    found = figures(Tally({}, {"clean": passages}), 0.5).false_alarms["clean"]
    assert (found.value, found.low, found.high) == (0.5, 0.0, 1.0)


def test_written_orders_are_whole_sentences() -> None:
    orders = written_orders()
    assert len(orders) > 1000
    assert not [order for order in orders if "{" in order.replace("{a", "") or not order.strip()]


@pytest.mark.parametrize("name", ["injected_sentence", "jailbreak"])
def test_cards_stand_beside_the_weights(name: str) -> None:
    card = json.loads((hashed.FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    assert card["name"] == name
    assert card["command"].startswith("vademecum eval heads")
    assert (hashed.FOLDER / f"{name}.safetensors").stat().st_size < 1_000_000
