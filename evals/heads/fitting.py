"""Fit a logistic head over hashed features, and write it with its card."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vademecum.domains.rails.hashed import BITS, HashedHead, rows_of
from vademecum.retrieval.types import Noun

FOLDS = 5

Rows = NDArray[np.int32]


@dataclass
class Examples:
    """Feature rows with labels, weights and the folds that must not be trained on to score them."""

    rows: list[Rows] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    folds: list[frozenset[int]] = field(default_factory=list)

    def add(
        self, features: Iterable[str], label: int, weight: float, folds: frozenset[int]
    ) -> None:
        """Add one example; ``folds`` are those that it belongs to."""
        self.rows.append(np.array(rows_of(features), dtype=np.int32))
        self.labels.append(label)
        self.weights.append(weight)
        self.folds.append(folds)

    def outside(self, fold: int | None) -> list[int]:
        """Return the examples that belong to other folds only; all of them for None."""
        return [n for n, folds in enumerate(self.folds) if fold not in folds]


class Settings(Noun):
    """How a head is fitted, and from which probability it fires."""

    threshold: float
    c: float
    """scikit-learn's C: the inverse of the weight of the L2 penalty."""


def fit(examples: Examples, chosen: Sequence[int], settings: Settings) -> HashedHead:
    """Fit the chosen examples; deterministic."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    rows = [examples.rows[n] for n in chosen]
    values = [np.full(len(r), len(r) ** -0.5 if len(r) else 0.0) for r in rows]
    ends = np.cumsum([0, *(len(r) for r in rows)])
    table = csr_matrix(
        (np.concatenate(values), np.concatenate(rows), ends), shape=(len(rows), 1 << BITS)
    )
    model = LogisticRegression(C=settings.c, solver="liblinear", max_iter=400)
    labels = np.array([examples.labels[n] for n in chosen])
    model.fit(table, labels, sample_weight=np.array([examples.weights[n] for n in chosen]))
    weights = model.coef_[0].astype(np.float16).astype(np.float32)
    return HashedHead(weights, float(model.intercept_[0]), settings.threshold)


def write_head(head: HashedHead, path: Path, card: Mapping[str, Any]) -> None:
    """Write the weights and, beside them, the card."""
    from safetensors.numpy import save_file

    tensors: dict[str, NDArray[Any]] = {
        "weights": head.weights.astype(np.float16),
        "bias_threshold": np.array([head.bias, head.threshold], dtype=np.float32),
    }
    save_file(tensors, path)
    path.chmod(0o644)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    text = json.dumps({**card, "sha256": digest}, indent=2, ensure_ascii=False)
    path.with_suffix(".json").write_text(f"{text}\n", encoding="utf-8")
