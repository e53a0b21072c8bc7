from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from vademecum.evals.adapting.frozen import FrozenCollection
from vademecum.evals.adapting.loop import Progress
from vademecum.evals.adapting.query_side import QuerySide
from vademecum.evals.adapting.settings import Course, LoraShape
from vademecum.evals.adapting.training import Asking, TrainingSet, dev_metrics, train
from vademecum.evals.items import Item
from vademecum.retrieval.encoder import SentenceEncoder
from vademecum.retrieval.errors import InvalidInput

ASKED = {
    "zebra": "rent",
    "violin": "rent",
    "quartz": "breach",
    "harbour": "breach",
    "tundra": "fever",
    "saffron": "cells",
    "anvil": "will",
    "lantern": "poem",
}
"""Words that tell nothing of where they lead, so that there is something to learn."""
COURSE = Course(steps=8, batch=8, rate=2e-3, warmup=1, every=4, patience=9)
SHAPE = LoraShape(rank=2, alpha=4, layers=1)


@pytest.fixture
def sets(collection: FrozenCollection) -> list[TrainingSet]:
    askings = []
    for text, name in ASKED.items():
        right, _ = collection.units_of(Item(id=text, text=text, use="tune", documents=(name,)))
        askings.append(Asking(text, collection.asked(text), None, frozenset(right)))
    return [TrainingSet("made", collection, askings, askings)]


def model(encoder: SentenceEncoder) -> QuerySide:
    return QuerySide(encoder.folder, SHAPE, 0)


def vectors(side: QuerySide, sets: list[TrainingSet]) -> np.ndarray:
    return side.vectors([a.asked for a in sets[0].train])[0].detach().numpy()


def test_training_brings_questions_near_their_documents_and_is_the_same_twice(
    encoder: SentenceEncoder, sets: list[TrainingSet], tmp_path: Path
) -> None:
    first, second = model(encoder), model(encoder)
    start = vectors(first, sets)
    assert np.abs(start - encoder.encode(list(ASKED))).max() < 2e-3, "nothing is added at first"
    told: list[Progress] = []
    done = train(first, sets, COURSE, tmp_path / "a", "x", told.append)
    again = train(second, sets, COURSE, tmp_path / "b", "x")
    assert done.history[-1]["dev"] > done.history[0]["dev"]
    assert done.best == pytest.approx(dev_metrics(first, sets)["made"])
    assert again.history == done.history
    assert np.array_equal(vectors(first, sets), vectors(second, sets))
    assert not np.allclose(vectors(first, sets), start, atol=1e-2)
    assert told[-1].step == COURSE.steps


class Killed(Exception):
    pass


def test_killed_and_called_again_it_ends_where_it_would_have_ended(
    encoder: SentenceEncoder, sets: list[TrainingSet], tmp_path: Path
) -> None:
    whole = model(encoder)
    expected = train(whole, sets, COURSE, tmp_path / "whole", "x")

    def kill(progress: Progress) -> None:
        if progress.step == 6:
            raise Killed

    with pytest.raises(Killed):
        train(model(encoder), sets, COURSE, tmp_path / "parts", "x", kill)
    resumed = model(encoder)
    steps: list[int] = []
    found = train(resumed, sets, COURSE, tmp_path / "parts", "x", lambda p: steps.append(p.step))
    assert steps[:2] == [4, 5], "it goes on at the last evaluation"
    assert found.history == expected.history
    assert np.allclose(vectors(whole, sets), vectors(resumed, sets), atol=1e-6)


def test_what_was_kept_of_other_data_is_not_gone_on_with(
    encoder: SentenceEncoder, sets: list[TrainingSet], tmp_path: Path
) -> None:
    train(model(encoder), sets, COURSE, tmp_path, "one")
    steps: list[int] = []
    train(model(encoder), sets, COURSE, tmp_path, "other", lambda p: steps.append(p.step))
    assert steps[:2] == [0, 1]


def test_questions_to_hold_stay_where_they_are(
    encoder: SentenceEncoder, sets: list[TrainingSet], tmp_path: Path
) -> None:
    (made,) = sets
    held = TrainingSet("held", made.collection, made.train, made.dev, hold=True)
    side = model(encoder)
    start = vectors(side, sets)
    train(side, [held], COURSE, tmp_path, "x")
    assert np.allclose(vectors(side, sets), start, atol=1e-6)


def test_a_set_that_falls_counts_against_a_step(
    encoder: SentenceEncoder, sets: list[TrainingSet], tmp_path: Path
) -> None:
    (made,) = sets
    wrong = [Asking(a.id, a.asked, None, frozenset({(min(a.right) + 1) % 6})) for a in made.train]
    learned = TrainingSet("learned", made.collection, wrong, wrong)
    watched = TrainingSet("watched", made.collection, (), made.dev)
    found = train(model(encoder), [learned, watched], COURSE, tmp_path, "x")
    first, last = found.history[0], found.history[-1]
    assert last["watched"] < first["watched"]
    mean = (last["learned"] + last["watched"]) / 2
    fall = first["watched"] - last["watched"] + max(0.0, first["learned"] - last["learned"])
    assert last["dev"] == pytest.approx(mean - fall)


def test_nothing_to_train_on_is_said(encoder: SentenceEncoder, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="nothing to train on"):
        train(model(encoder), [], COURSE, tmp_path, "x")


def test_what_is_saved_is_what_peft_reads_and_names_no_path(
    encoder: SentenceEncoder, tmp_path: Path
) -> None:
    from safetensors.numpy import load_file

    side = model(encoder)
    side.save(tmp_path / "made")
    assert sorted(p.name for p in (tmp_path / "made").iterdir()) == [
        "adapter_config.json",
        "adapter_model.safetensors",
    ]
    config = json.loads((tmp_path / "made" / "adapter_config.json").read_text())
    assert config["base_model_name_or_path"] == "all-MiniLM-L6-v2"
    assert str(encoder.folder) not in json.dumps(config)
    tensors = load_file(tmp_path / "made" / "adapter_model.safetensors")
    assert {t.dtype.name for t in tensors.values()} == {"float16"}
    assert len(tensors) == 12
