from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from vademecum.evals.adapting.settings import LoraShape
from vademecum.evals.classifiers.fits import fit_grading, fit_pairs
from vademecum.evals.classifiers.pair_encoder import PairEncoder, encoder_of, lots
from vademecum.evals.classifiers.pair_training import PairCourse, PairPlace, train_pairs
from vademecum.evals.classifiers.pairs import (
    ANSWER,
    ANSWER_TOKENS,
    QUESTION_TOKENS,
    REFERENCE,
    REFERENCE_TOKENS,
    PairShape,
    pairs_of,
)
from vademecum.evals.classifiers.reader import Readings
from vademecum.evals.items import Item
from vademecum.retrieval.encoder import SentenceEncoder
from vademecum.retrieval.errors import InvalidInput, InvalidModel

SHAPE = PairShape(lora=LoraShape(rank=2, alpha=4, layers=1), width=8)
COURSE = PairCourse(epochs=1, batch=4, most_steps=2)


def pupil(n: int) -> Item:
    is_right = n % 2 == 0
    return Item(
        id=f"answer {n:02}",
        text=f"{'a gap breaks the circuit' if is_right else 'the bulbs are tired'} {n}",
        label="correct" if is_right else "incorrect",
        use="tune",
        context="Why is the bulb dark?",
        answers=("Salt dissolves in water.", "The circuit has a gap."),
        group="bulb",
    )


ITEMS = [pupil(n) for n in range(12)]
LABELS = [str(item.label) for item in ITEMS]


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return SentenceEncoder(dtype="float32")


@pytest.fixture(scope="module")
def readings(encoder: SentenceEncoder) -> Readings:
    return Readings(encoder)


def place_in(folder: Path, encoder: SentenceEncoder, told: list[int]) -> PairPlace:
    return PairPlace(
        encoder.folder,
        encoder.sha256,
        folder,
        lambda done, steps, loss: told.append(done),
        SHAPE,
        COURSE,
    )


def words(encoder: SentenceEncoder, ids: list[int]) -> str:
    return str(encoder._tokenizer.decode(ids))


def test_a_pair_holds_the_closest_reference_and_tells_the_parts_apart(
    encoder: SentenceEncoder, readings: Readings
) -> None:
    (pair,) = pairs_of(readings, ITEMS[:1])
    of = {p: [i for i, own in zip(*pair, strict=True) if own == p] for p in (REFERENCE, ANSWER)}
    assert words(encoder, of[REFERENCE]) == "the circuit has a gap."
    assert words(encoder, of[ANSWER]) == "a gap breaks the circuit 0"
    whole = encoder._tokenizer.decode(list(pair.ids), skip_special_tokens=False)
    assert whole == (
        "[CLS] why is the bulb dark? [SEP] the circuit has a gap. [SEP] "
        "a gap breaks the circuit 0 [SEP]"
    )


def test_long_parts_are_cut_and_the_end_of_the_question_is_kept(
    encoder: SentenceEncoder, readings: Readings
) -> None:
    long = ITEMS[0].model_copy(
        update={"context": "salt " * 99 + "why?", "text": "gap " * 99, "answers": ("gap " * 99,)}
    )
    (pair,) = pairs_of(readings, [long])
    assert pair.parts.count(REFERENCE) == REFERENCE_TOKENS
    assert pair.parts.count(ANSWER) == ANSWER_TOKENS
    assert len(pair.ids) == QUESTION_TOKENS + REFERENCE_TOKENS + ANSWER_TOKENS + 4
    assert words(encoder, list(pair.ids[: QUESTION_TOKENS + 1])).endswith("salt why?")


def test_below_the_factors_states_are_the_base_s_own(
    encoder: SentenceEncoder, readings: Readings
) -> None:
    model = PairEncoder(encoder.folder, SHAPE, ["a", "b"], 0)
    (pair,) = pairs_of(readings, ITEMS[:1])
    (found,) = model.lower([pair])
    states = encoder._bert.layer_states([list(pair.ids)], 5)
    assert float((found.float() - states[5][0]).abs().max()) < 5e-3


def test_a_pair_is_read_the_same_alone_and_beside_longer_ones(
    encoder: SentenceEncoder, readings: Readings
) -> None:
    model = PairEncoder(encoder.folder, SHAPE, ["a", "b"], 0)
    pairs = pairs_of(readings, [ITEMS[0].model_copy(update={"text": "gap " * 40}), ITEMS[1]])
    together, alone = model.log_shares(pairs), model.log_shares(pairs[1:])
    assert together[1] == pytest.approx(alone[0], abs=1e-5)
    assert np.exp(together).sum(axis=1) == pytest.approx(1.0, abs=1e-5)


def test_more_steps_learn_and_the_same_seed_gives_the_same_weights(
    encoder: SentenceEncoder, readings: Readings
) -> None:
    pairs, losses = pairs_of(readings, ITEMS), list[float]()
    course = PairCourse(epochs=15, batch=6, rate=5e-3, end_rate=5e-3, smoothing=0.0)
    state = torch.get_rng_state()
    weights = train_pairs(
        encoder.folder, SHAPE, course, pairs, LABELS, lambda n, of, loss: losses.append(loss)
    )
    assert torch.equal(torch.get_rng_state(), state), "nobody else's dice are thrown"
    assert len(losses) == 30
    assert losses[-1] < losses[0] / 2
    said = encoder_of(encoder.folder, weights).log_shares(pairs).argmax(axis=1)
    assert [weights.labels[place] for place in said] == LABELS
    short = [train_pairs(encoder.folder, SHAPE, COURSE, pairs, LABELS) for _ in range(2)]
    for name, tensor in short[0].tensors.items():
        assert np.array_equal(tensor, short[1].tensors[name])


def test_a_training_is_kept_until_the_data_change_and_made_anew_where_it_is_damaged(
    encoder: SentenceEncoder, readings: Readings, tmp_path: Path
) -> None:
    told: list[int] = []
    place = place_in(tmp_path, encoder, told)
    first = fit_pairs(readings, ITEMS, 0, place)
    assert told == [1, 2]
    again = fit_pairs(readings, ITEMS, 0, place)
    assert told == [1, 2]
    assert all(np.array_equal(tensor, again.tensors[n]) for n, tensor in first.tensors.items())
    (path,) = tmp_path.glob("*.safetensors")
    whole = path.read_bytes()
    path.write_bytes(b"half")
    fit_pairs(readings, ITEMS, 0, place)
    assert told == [1, 2] * 2
    assert path.read_bytes() == whole
    fit_pairs(readings, [*ITEMS[1:], ITEMS[0].model_copy(update={"label": "incorrect"})], 0, place)
    fit_pairs(readings, ITEMS, 1, place)
    assert told == [1, 2] * 4
    with pytest.raises(InvalidInput, match="reporting"):
        fit_pairs(readings, [ITEMS[0].model_copy(update={"use": "report"})], 0, place)


def test_a_grader_counts_both_what_its_head_and_its_network_say(
    encoder: SentenceEncoder, readings: Readings, tmp_path: Path
) -> None:
    grader = fit_grading(readings, ITEMS, 0, place_in(tmp_path, encoder, []))
    assert grader.reads_pairs is not None
    assert grader.reads_pairs(ITEMS[:3]).shape == (3, 2)
    sure = np.log(np.array([[0.0001, 0.9999]], dtype=np.float32))
    head = replace(grader, reads_pairs=None)
    assert head.classify(ITEMS[:1]) == ["correct"]
    assert replace(grader, reads_pairs=lambda items: sure * 9).classify(ITEMS[:1]) == ["incorrect"]


def test_weights_of_another_shape_are_told(encoder: SentenceEncoder) -> None:
    weights = PairEncoder(encoder.folder, SHAPE, ["a", "b"], 0).weights()
    with pytest.raises(InvalidModel, match="do not fit"):
        encoder_of(encoder.folder, replace(weights, labels=("a", "b", "c")))


def test_lots_hold_each_place_once_those_of_like_lengths_together() -> None:
    assert lots([5, 1, 4, 1], 2) == [[1, 3], [2, 0]]
