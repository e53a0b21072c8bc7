from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from vademecum.retrieval.dense import FaissIndex, choose_device, faiss_module
from vademecum.retrieval.errors import OperatorError
from vademecum.retrieval.testing.contracts import VectorIndexContract

HAS_GPU = getattr(faiss_module(), "get_num_gpus", lambda: 0)() > 0


class TestFaissOnTheCpu(VectorIndexContract):
    device = "cpu"

    @pytest.fixture
    def build(self) -> Callable[[np.ndarray], FaissIndex]:
        return lambda vectors: FaissIndex.build(vectors, self.device)

    @pytest.fixture
    def load(self) -> Callable[[Path], FaissIndex]:
        return lambda folder: FaissIndex.load(folder, self.device)

    @pytest.fixture
    def vectors(self) -> np.ndarray:
        # Kept as float16: values that float16 holds exactly make the contract's sums exact too.
        rows = np.random.default_rng(7).integers(-4, 5, (200, 32)).astype(np.float32) / 8
        rows[180:] = rows[:20]
        return rows


@pytest.mark.gpu
@pytest.mark.skipif(not HAS_GPU, reason="no NVIDIA GPU with a FAISS GPU build on this machine")
class TestFaissOnAGpu(TestFaissOnTheCpu):
    device = "gpu"


def test_a_wish_that_cannot_be_met_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VADEMECUM_FAISS_DEVICE", "tpu")
    with pytest.raises(OperatorError, match="expected auto, cpu or gpu"):
        choose_device()
    if not HAS_GPU:
        monkeypatch.setenv("VADEMECUM_FAISS_DEVICE", "gpu")
        with pytest.raises(OperatorError, match="sees no GPU"):
            choose_device()
