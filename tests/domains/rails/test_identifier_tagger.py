from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file

from vademecum.domains.rails.identifier_tagger import (
    CLASSES,
    Tag,
    _convolve,
    decode,
    name_tagger,
    read_head,
)
from vademecum.domains.rails.identifier_words import cut
from vademecum.retrieval.errors import InvalidModel


def scores_of(*classes: str) -> np.ndarray:
    table = np.full((len(classes), len(CLASSES)), 0.01, dtype=np.float32)
    for row, name in enumerate(classes):
        table[row, CLASSES.index(name)] = 0.9 - row / 100
    return table


def test_runs_of_one_label_become_one_tag() -> None:
    words = cut("Ann Lee Bo in Leeds")
    found = list(decode(words, scores_of("B-PER", "I-PER", "B-PER", "O", "I-LOC")))
    assert [(t.start, t.end, t.label) for t in found] == [
        (0, 7, "PER"),
        (8, 10, "PER"),
        (14, 19, "LOC"),
    ]
    assert found[0].certainty == pytest.approx(0.895)


def test_convolution_is_that_of_torch() -> None:
    rng = np.random.default_rng(0)
    rows, bias = rng.normal(size=(7, 4)), rng.normal(size=3)
    weight = rng.normal(size=(3, 4, 5))
    theirs = torch.nn.functional.conv1d(
        torch.from_numpy(rows.T[None]), torch.from_numpy(weight), torch.from_numpy(bias), padding=2
    )
    assert np.allclose(_convolve(rows, weight, bias), theirs[0].T.clamp(min=0).numpy())


def test_places_of_a_long_text_are_those_of_the_text() -> None:
    text = "Nothing here is a name at all, only words. " * 8 + "Patient Maria Lopez called."
    tags = [tag for tag in name_tagger().tag(text) if tag.label == "PER"]
    assert [text[t.start : t.end] for t in tags] == ["Maria Lopez"]
    assert isinstance(tags[0], Tag)


def test_a_head_of_other_classes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "names.safetensors"
    save_file({"out.bias": np.zeros(3, dtype=np.float16)}, path)
    with pytest.raises(InvalidModel, match="train it again"):
        read_head(path)
    path.write_bytes(b"damaged")
    with pytest.raises(InvalidModel, match="no readable head"):
        read_head(path)


def test_nothing_heavy_is_loaded_without_a_candidate() -> None:
    code = (
        "import sys; from vademecum.domains.rails.identifiers import redact;"
        "redact('What is the treatment?');"
        "sys.exit(sum(m in sys.modules for m in ('torch', 'safetensors', 'tokenizers')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
