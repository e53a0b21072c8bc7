"""The dense index: inner product over float16 vectors (FAISS), on the CPU or a GPU.

Exact up to ``EXACT_UP_TO`` vectors and on a GPU; above that, on the CPU, an inverted file of which
half is read (recall@10 0.996 at about a quarter of the time: docs/benchmarks.md).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .errors import MissingExtra, OperatorError

if TYPE_CHECKING:
    from .protocols import Floats, Mask, Rows

_MAX_GPU_K = 2048
"""The largest k of a FAISS GPU index (FAISS wiki, "Faiss on the GPU")."""
EXACT_UP_TO = 20_000
_READ = 2
"""One list of the inverted file in so many is read."""
_TRAINING_PER_LIST = 64
_SPARE = 16
"""Rows asked for beyond k, so that equal scores at the cut are ordered by row."""


def faiss_module() -> Any:
    """Import FAISS; raise MissingExtra where no build of it is installed."""
    try:
        import faiss
    except ImportError:
        raise MissingExtra("faiss", "cpu") from None
    return faiss


def choose_device() -> str:
    """Return "gpu" or "cpu": ``VADEMECUM_FAISS_DEVICE``, or what is present."""
    wish = os.environ.get("VADEMECUM_FAISS_DEVICE", "auto")
    if wish not in ("auto", "cpu", "gpu"):
        raise OperatorError(f"VADEMECUM_FAISS_DEVICE is {wish!r}; expected auto, cpu or gpu")
    present = getattr(faiss_module(), "get_num_gpus", lambda: 0)() > 0
    if wish == "gpu" and not present:
        raise OperatorError("VADEMECUM_FAISS_DEVICE is gpu, but this FAISS build sees no GPU")
    return "gpu" if present and wish != "cpu" else "cpu"


class FaissIndex:
    """Maximum inner product search. ``allowed`` goes into the search, which then is exact."""

    def __init__(self, index: Any, device: str | None = None) -> None:
        self._faiss = faiss_module()
        self._index = index  # faiss ships no types; always the CPU index: the one that is saved
        self._lists = int(getattr(index, "nlist", 0))
        if self._lists:
            index.nprobe = -(-self._lists // _READ)
            index.make_direct_map()
        self.device = device or choose_device()
        self._gpu: Any = None
        if self.device == "gpu" and index.ntotal:
            options = self._faiss.GpuClonerOptions()
            options.useFloat16 = True
            resources = self._faiss.StandardGpuResources()
            self._gpu = self._faiss.index_cpu_to_gpu(resources, 0, index, options)

    @classmethod
    def build(cls, vectors: Floats, device: str | None = None) -> FaissIndex:
        """Index ``vectors``, float of shape (n, d), kept as float16; row i is vector i."""
        faiss = faiss_module()
        rows, width = vectors.shape
        kind = (faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        device = device or choose_device()
        contiguous = np.ascontiguousarray(vectors, dtype=np.float32)
        if rows > EXACT_UP_TO and device == "cpu":
            lists = round(rows**0.5)
            index = faiss.IndexIVFScalarQuantizer(
                faiss.IndexFlatIP(width), width, lists, *kind, False
            )
            order = np.random.default_rng(0).permutation(rows)[: lists * _TRAINING_PER_LIST]
            index.train(contiguous[np.sort(order)])
        else:
            index = faiss.IndexScalarQuantizer(width, *kind)
            index.is_trained = True
        if rows:
            index.add(contiguous)
        return cls(index, device)

    @classmethod
    def load(cls, folder: Path, device: str | None = None) -> FaissIndex:
        """Load what ``save`` wrote."""
        return cls(faiss_module().read_index(str(folder / "dense.faiss")), device)

    def save(self, folder: Path) -> None:
        """Write the index in FAISS's own format."""
        self._faiss.write_index(self._index, str(folder / "dense.faiss"))

    def search(self, vector: Floats, k: int, allowed: Mask | None) -> tuple[Rows, Floats]:
        """Return (rows, scores) of the best ``k`` allowed rows, by falling score, then row."""
        possible = self._index.ntotal if allowed is None else int(np.count_nonzero(allowed))
        wanted, k = k, min(k + _SPARE, possible)
        if k == 0:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        query = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        if self._gpu is not None and allowed is None and k <= _MAX_GPU_K:
            scores, rows = self._gpu.search(query, k)
        elif allowed is None:
            scores, rows = self._index.search(query, k)
        else:
            bits = np.packbits(allowed, bitorder="little")
            selector = self._faiss.IDSelectorBitmap(len(allowed), self._faiss.swig_ptr(bits))
            params = (
                self._faiss.SearchParametersIVF(sel=selector, nprobe=self._lists)
                if self._lists
                else self._faiss.SearchParameters(sel=selector)
            )
            scores, rows = self._index.search(query, k, params=params)
        rows, scores = rows[:, rows[0] >= 0], scores[:, rows[0] >= 0]
        order = np.lexsort((rows[0], -scores[0]))[:wanted]
        return rows[0][order].astype(np.int64), scores[0][order]

    def scores(self, vector: Floats, rows: Rows) -> Floats:
        """Return the inner products of ``vector`` with the named rows, float32."""
        if not len(rows):
            return np.zeros(0, dtype=np.float32)
        found: Floats = self._index.reconstruct_batch(np.ascontiguousarray(rows)) @ vector
        return found
