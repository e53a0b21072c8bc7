from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from vademecum.evals.classifiers.grading import Graded
from vademecum.evals.classifiers.linear import Choice, Table, fit_head
from vademecum.evals.classifiers.pairs import PairShape, PairWeights
from vademecum.evals.classifiers.saved import (
    Heads,
    HeadsCard,
    load_heads,
    save_heads,
)
from vademecum.evals.results import Metric
from vademecum.retrieval.adapters import TrainedOn
from vademecum.retrieval.errors import InvalidModel, UnknownName

BASE = "b" * 64
ROWS = Table(np.array([[0.0], [0.2], [1.0], [1.2]], dtype=np.float32))


def trained() -> Heads:
    head = fit_head(ROWS, ["a", "a", "b", "b"], Choice(1.0))
    figure = Metric(value=0.5, low=0.4, high=0.6)
    card = HeadsCard(
        task="grading",
        purpose="a test",
        labels={"made/seen": ("a", "b"), "made/unseen": ("a", "b")},
        graded=("made",),
        base_sha256=BASE,
        learned_from=(TrainedOn(name="made", licence="ours", items=4),),
        data_sha256="d",
        command="none",
        seed=0,
        dtype="float32",
        before={"x": figure},
        after={"x": figure},
        may_be_shipped=True,
        limits="none",
    )
    numbers = np.array([1], dtype=np.int64)
    kept = Graded(("a", "b"), numbers, numbers, np.ones((1, 4), np.float16), numbers, numbers)
    return Heads(card, {"made/seen": head, "made/unseen": head}, {"made": kept})


def test_what_is_saved_says_the_same_when_loaded(tmp_path: Path) -> None:
    heads, path = trained(), tmp_path / "grading.safetensors"
    card = save_heads(heads, path)
    found = load_heads(path, BASE)
    assert found.card == card
    assert np.array_equal(
        found.linear["made/seen"].logits(ROWS), heads.linear["made/seen"].logits(ROWS)
    )
    assert found.graded["made"].questions.tolist() == [1]
    again = tmp_path / "again.safetensors"
    save_heads(heads, again)
    assert again.read_bytes() == path.read_bytes()


def test_a_network_that_reads_pairs_is_saved_beside_the_heads(tmp_path: Path) -> None:
    heads, path = trained(), tmp_path / "grading.safetensors"
    shape = PairShape(width=4)
    card = heads.card.model_copy(update={"pairs": {"made": shape}})
    own = PairWeights(("a", "b"), shape, {"outer.bias": np.array([1.0, 2.0], np.float32)})
    save_heads(replace(heads, card=card, pairs={"made": own}), path)
    found = load_heads(path, BASE).pairs["made"]
    assert (found.labels, found.shape) == (own.labels, shape)
    assert found.tensors["outer.bias"].tolist() == [1.0, 2.0]
    save_heads(replace(heads, card=card), path)
    with pytest.raises(InvalidModel, match="made has no network"):
        load_heads(path, BASE)


def test_another_base_a_changed_file_and_a_changed_card_are_told(tmp_path: Path) -> None:
    path = tmp_path / "grading.safetensors"
    save_heads(trained(), path)
    with pytest.raises(InvalidModel, match="base"):
        load_heads(path, "c" * 64)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    with pytest.raises(InvalidModel, match="not those of its card"):
        load_heads(path, BASE)
    path.write_bytes(whole)
    path.with_suffix(".json").write_text("{", encoding="utf-8")
    with pytest.raises(InvalidModel, match="not a card"):
        load_heads(path, BASE)
    path.unlink()
    with pytest.raises(UnknownName, match="no head 'grading'"):
        load_heads(path, BASE)


def test_wrong_shapes_and_what_is_no_safetensors_are_told(tmp_path: Path) -> None:
    path = tmp_path / "grading.safetensors"
    heads = trained()
    good = heads.linear["made/seen"]
    bad = replace(good, weights=good.weights[:, :1])
    save_heads(Heads(heads.card, {**heads.linear, "made/seen": bad}, heads.graded), path)
    with pytest.raises(InvalidModel, match="do not fit"):
        load_heads(path, BASE)
    path.write_bytes(b"not tensors")
    card = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    card["weights_sha256"] = hashlib.sha256(b"not tensors").hexdigest()
    path.with_suffix(".json").write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(InvalidModel, match="do not fit"):
        load_heads(path, BASE)
