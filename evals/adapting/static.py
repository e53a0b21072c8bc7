"""Searches that share little or nothing with the base model, to hold adapted models against."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from vademecum.retrieval.errors import InvalidInput

from ..tasks.retrieval import System

if TYPE_CHECKING:
    from vademecum.retrieval.encoder import SentenceEncoder
    from vademecum.retrieval.protocols import Floats

TOPICS: Final = 256
"""Dimensions of the latent space, as many as the texts allow."""
LOT: Final = 256


def latent_semantic(texts: Sequence[tuple[str, str]], seed: int) -> System:
    """Return a search by latent semantic analysis (Deerwester et al. 1990) over (owner, text).

    Weighted words reduced by a singular value decomposition that is fitted on these texts alone:
    no part of the base model is in it.
    """
    _require(texts)
    extraction: Any = import_module("sklearn.feature_extraction.text")  # not typed, heavy
    decomposition: Any = import_module("sklearn.decomposition")
    words = extraction.TfidfVectorizer(sublinear_tf=True, stop_words="english")
    weighted = words.fit_transform([text for _, text in texts])
    most = min(weighted.shape) - 1
    if most < 1:
        raise InvalidInput("latent semantic analysis needs two texts and two words at least")
    reduced = decomposition.TruncatedSVD(min(TOPICS, most), random_state=seed)
    rows = _unit(reduced.fit_transform(weighted))
    owners = [owner for owner, _ in texts]
    return lambda question, k: _best(
        rows @ _unit(reduced.transform(words.transform([question])))[0], owners, k
    )


def word_embeddings(texts: Sequence[tuple[str, str]], encoder: SentenceEncoder) -> System:
    """Return a search by the mean of the base's word embeddings (layer 0), no transformer layer.

    It shares the embedding with the base and nothing of what the layers above it learned.
    """
    _require(texts)

    def encode(some: Sequence[str]) -> Floats:
        found = encoder.encode_layers(some, [[(0, len(text))] for text in some], [0])
        return np.concatenate(found)

    rows = np.concatenate(
        [
            encode([text for _, text in texts[start : start + LOT]])
            for start in range(0, len(texts), LOT)
        ]
    )
    owners = [owner for owner, _ in texts]
    return lambda question, k: _best(rows @ encode([question])[0], owners, k)


def _best(scores: Floats, owners: Sequence[str], k: int) -> list[tuple[str, float]]:
    """Return the best ``k`` owners by their best text, ties by id."""
    best: dict[str, float] = {}
    for owner, score in zip(owners, scores.tolist(), strict=True):
        best[owner] = max(best.get(owner, -np.inf), score)
    return sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:k]


def _unit(rows: Any) -> Any:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)


def _require(texts: Sequence[tuple[str, str]]) -> None:
    if not texts:
        raise InvalidInput("no text to search")
