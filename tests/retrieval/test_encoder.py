from __future__ import annotations

import json
import shutil
import warnings
from pathlib import Path

import numpy as np
import pytest
from torch import Tensor

from vademecum.retrieval.bert import Bert
from vademecum.retrieval.encoder import SentenceEncoder
from vademecum.retrieval.errors import InvalidModel
from vademecum.retrieval.testing.contracts import EncoderContract

TEXTS = ["What is a stroke?", "", "a", "word " * 400, "Ärztliche Leitlinie: 0,5 mg 💊", "x" * 3000]


class TestSentenceEncoder(EncoderContract):
    @pytest.fixture
    def encoder(self) -> SentenceEncoder:
        return SentenceEncoder()


def test_own_forward_pass_equals_sentence_transformers() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sentence_transformers import SentenceTransformer

        ours = SentenceEncoder(dtype="float32")
        theirs = SentenceTransformer(str(ours.folder), local_files_only=True)
        expected = theirs.encode(TEXTS, normalize_embeddings=True)
    assert np.abs(ours.encode(TEXTS) - expected).max() < 1e-5


def test_bfloat16_keeps_the_direction() -> None:
    half = SentenceEncoder(dtype="bfloat16").encode(TEXTS)
    full = SentenceEncoder(dtype="float32").encode(TEXTS)
    assert (half * full).sum(axis=1).min() > 0.999


def test_the_stamp_names_model_and_number_format() -> None:
    assert SentenceEncoder(dtype="float32").stamp == "53aa51172d142c89-none-float32"


@pytest.mark.parametrize("broken", ["nothing", "config", "weights", "tokenizer", "garbage"])
def test_a_folder_that_is_no_model_is_told_in_one_line(
    broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "model"
    if broken != "nothing":
        shutil.copytree(SentenceEncoder().folder, folder)
        name = {"config": "config.json", "tokenizer": "tokenizer.json"}.get(broken)
        if name:
            (folder / name).unlink()
        else:
            (folder / "model.safetensors").unlink()
            if broken == "garbage":
                (folder / "config.json").write_text(json.dumps([1]))
    monkeypatch.setenv("VADEMECUM_ENCODER", str(folder))
    with pytest.raises(InvalidModel) as caught:
        SentenceEncoder().encode(["a"])
    assert "\n" not in str(caught.value)


def test_changed_weights_of_the_packaged_base_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(SentenceEncoder().folder, folder)
    weights = bytearray((folder / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (folder / "model.safetensors").write_bytes(bytes(weights))
    with pytest.raises(InvalidModel, match="reinstall"):
        SentenceEncoder(folder).encode(["a"])


def test_a_text_that_was_read_is_not_encoded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = SentenceEncoder(dtype="float32")
    asked = "What is a stroke?"
    expected = encoder.encode([asked, "other"])
    states = encoder.read(asked)
    assert states.middle.shape == states.last.shape == (len(encoder.token_ids([asked])[0]), 384)
    assert np.abs(states.vector - expected[0]).max() < 1e-5
    counted: list[int] = []
    bare = encoder.encode_ids
    monkeypatch.setattr(
        encoder, "encode_ids", lambda ids, tick=None: (counted.append(len(ids)), bare(ids))[1]
    )
    assert np.array_equal(encoder.encode([asked])[0], states.vector)
    assert np.abs(encoder.encode(["other", asked]) - expected[::-1]).max() < 1e-5
    assert counted == [0, 1]


@pytest.mark.parametrize("text", TEXTS)
def test_reading_goes_on_where_the_layers_ended(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder, other = SentenceEncoder(), SentenceEncoder()
    encoder.encode_layers([text], [[(0, len(text))]], (2, 4))
    run: list[str] = []
    layer = Bert._layer

    def counted(self: Bert, hidden: Tensor, bias: Tensor | None, name: str) -> Tensor:
        run.append(name)
        return layer(self, hidden, bias, name)

    with monkeypatch.context() as patch:
        patch.setattr(Bert, "_layer", counted)
        ours = encoder.read(text)
    assert run == ["encoder.layer.4", "encoder.layer.5"]
    whole = other.read(text)
    for part in ("vector", "middle", "last"):
        assert np.array_equal(getattr(ours, part), getattr(whole, part))


def test_many_texts_are_read_as_one_is() -> None:
    encoder = SentenceEncoder(dtype="float32")
    found = dict(encoder.read_all(["a b c", "", "one two three four five six"]))
    alone = encoder.read("a b c")
    assert np.abs(found[0].middle - alone.middle).max() < 1e-4
    assert sorted(found) == [0, 1, 2]


def test_a_question_is_encoded_on_one_thread_and_the_threads_are_given_back() -> None:
    import torch

    from vademecum.retrieval.bert import SMALL, _alone_if_small

    threads = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        with _alone_if_small(SMALL):
            assert torch.get_num_threads() == 1
        with pytest.raises(ValueError, match="stop"), _alone_if_small(1):
            raise ValueError("stop")
        assert torch.get_num_threads() == 2
        with _alone_if_small(SMALL + 1):
            assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(threads)
