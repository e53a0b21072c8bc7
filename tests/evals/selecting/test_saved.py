from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from vademecum.evals.results import Metric
from vademecum.evals.selecting import sentence_net, span_net
from vademecum.evals.selecting.head import EvidenceHead
from vademecum.evals.selecting.saved import FILE, EvidenceCard, load_evidence, save_evidence
from vademecum.retrieval.adapters import TrainedOn
from vademecum.retrieval.errors import InvalidModel, UnknownName

BASE = "b" * 64
FIGURE = Metric(value=0.5, low=0.4, high=0.6)
CARD = EvidenceCard(
    task="evidence",
    purpose="a test",
    base_sha256=BASE,
    learned_from=(TrainedOn(name="made", licence="ours", items=4),),
    data_sha256="d",
    command="none",
    seed=0,
    dtype="float32",
    before={"x": FIGURE},
    after={"x": FIGURE},
    difference={"x": FIGURE},
    stopped_by="nothing",
    may_be_shipped=True,
    limits="none",
)
HEAD = EvidenceHead(
    {n: np.ones(shape, np.float32) for n, shape in sentence_net.shapes(4).items()},
    {n: np.ones(shape, np.float16) for n, shape in span_net.shapes(6).items()},
)


def test_what_is_saved_is_loaded_again(tmp_path: Path) -> None:
    path = tmp_path / FILE
    card = save_evidence(HEAD, CARD, path)
    head, found = load_evidence(path, BASE)
    assert found == card
    assert found.weights_sha256
    assert head.span["out"].dtype == np.float16
    assert head.sentence.keys() == HEAD.sentence.keys()


def test_another_base_a_damaged_file_and_wrong_shapes_are_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / FILE
    with pytest.raises(UnknownName, match="no head 'evidence'"):
        load_evidence(path, BASE)
    save_evidence(HEAD, CARD, path)
    with pytest.raises(InvalidModel, match="stands on the base"):
        load_evidence(path, "c" * 64)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(InvalidModel, match="not those of its card") as told:
        load_evidence(path, BASE)
    assert "\n" not in str(told.value)
    for part in ("out", "states"):
        span = {**HEAD.span, part: np.ones((2, 3), np.float16)}
        save_evidence(EvidenceHead(HEAD.sentence, span), CARD, path)
        with pytest.raises(InvalidModel, match="do not fit"):
            load_evidence(path, BASE)
    save_evidence(EvidenceHead(HEAD.sentence, {}), CARD, path)
    with pytest.raises(InvalidModel, match="do not fit"):
        load_evidence(path, BASE)
