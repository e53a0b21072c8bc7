"""Train a guard head, once on everything and once without each fold, and set its thresholds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..fold import fold
from .features import WORD_SLOTS, pooled, word_slots
from .head import BUDGETS, Version
from .net import READ, project

if TYPE_CHECKING:
    from vademecum.retrieval.encoder import SentenceEncoder
    from vademecum.retrieval.protocols import Floats, Mask, Rows

FOLDS: Final = 5
INVERSE_PENALTY: Final = 10.0
ALWAYS: Final = -1
"""The fold of a row that every version may learn from."""
NEVER: Final = -2
"""The fold of a row that none may learn from, and that none is scored on."""
DIRECTIONS_FROM: Final = 3000
"""How many written sentences the kept directions of token states are computed from."""


@dataclass(frozen=True)
class Features:
    """What all rows look like to a head."""

    pooled: Floats
    words: Any  # a sparse matrix of scipy, which ships no types
    tokens: list[Floats]
    matrix: Floats
    offset: Floats


@dataclass(frozen=True)
class Labels:
    """What each row teaches: ``targets`` and ``weights`` are of shape (rows, outputs)."""

    targets: Floats
    weights: Floats
    folds: Rows
    near: Sequence[frozenset[int]]
    """Folds that hold a text like the row's: who is scored on them does not learn from it."""


def features_of(
    texts: Sequence[str],
    own: Sequence[str],
    encoder: SentenceEncoder,
    tick: Callable[[], None] = lambda: None,
) -> Features:
    """Return the features of ``texts``; directions are computed from ``own`` sentences alone."""
    from scipy.sparse import csr_matrix

    matrix, offset = directions(own[:: max(1, len(own) // DIRECTIONS_FROM)], encoder)
    rows = np.zeros((len(texts), 3 * encoder.dimension), dtype=np.float32)
    tokens: list[Floats] = [rows[:0]] * len(texts)
    for row, states in encoder.read_all(texts):
        rows[row] = pooled(states)
        tokens[row] = project(states, matrix, offset).astype(np.float16)
        tick()
    terms = [word_slots(fold(text).text) for text in texts]
    starts = np.concatenate([[0], np.cumsum([len(slots) for slots, _ in terms])])
    words = csr_matrix(
        (np.concatenate([w for _, w in terms]), np.concatenate([s for s, _ in terms]), starts),
        shape=(len(texts), WORD_SLOTS),
    )
    return Features(rows, words, tokens, matrix, offset)


def directions(texts: Sequence[str], encoder: SentenceEncoder) -> tuple[Floats, Floats]:
    """Return matrix and offset of the first principal components of standardised token states."""
    both = np.concatenate(
        [np.concatenate([s.middle, s.last], axis=1) for _, s in encoder.read_all(texts)]
    )
    mean, spread = both.mean(axis=0), both.std(axis=0) + 1e-3
    standard = (both - mean) / spread
    _, vectors = np.linalg.eigh(standard.T @ standard / len(standard))
    kept = vectors[:, ::-1][:, :READ]
    scale = float((standard @ kept).std())
    matrix = (kept / spread[:, None] / scale).astype(np.float16).astype(np.float32)
    return matrix, (-mean @ matrix).astype(np.float32)


def fit_versions(
    features: Features, labels: Labels, seed: int, tell: Callable[[str], None]
) -> tuple[tuple[Version, ...], Floats]:
    """Return all versions, and the scores (rows, outputs) of each row in a fold by the version
    that did not see it; NaN for rows in none."""
    versions = []
    scores = np.full(labels.targets.shape, np.nan, dtype=np.float32)
    for without in (None, *range(FOLDS)):
        tell("trained on everything" if without is None else f"trained without fold {without}")
        version = _fit(features, labels, _may_learn(labels, without), seed)
        versions.append(version)
        if without is not None:
            for row in np.flatnonzero(labels.folds == without):
                terms = features.words[row]
                slots = (terms.indices, terms.data)
                tokens = features.tokens[row].astype(np.float32)
                scores[row] = version.scores(features.pooled[row], slots, tokens)
    return tuple(versions), scores


def thresholds_for(scores: Floats, folds: Rows, pools: Mapping[str, Mask]) -> Floats:
    """Return thresholds of shape (versions, outputs, budgets).

    ``pools`` are benign rows by set; the threshold for a budget is the least at which no pool has
    a larger share above, counted on scores of versions that did not see the row, and for version
    ``k + 1`` on other folds than ``k``.
    """
    return np.array(
        [
            [
                [
                    max(_quantile(scores[m & (folds != version - 1), output], share)
                        for m in pools.values())
                    for share in BUDGETS
                ]
                for output in range(scores.shape[1])
            ]
            for version in range(FOLDS + 1)
        ],
        dtype=np.float32,
    )  # fmt: skip


def _may_learn(labels: Labels, without: int | None) -> Rows:
    mask = labels.folds != NEVER
    if without is not None:
        mask &= labels.folds != without
        mask &= np.array([without not in found for found in labels.near])
    rows: Rows = np.flatnonzero(mask)
    return rows


def _quantile(scores: Floats, share: float) -> float:
    """Return the score that at most ``share`` of the scores is above."""
    known = np.sort(scores[~np.isnan(scores)])[::-1]
    return float(known[int(share * len(known))])


def _fit(features: Features, labels: Labels, chosen: Rows, seed: int) -> Version:
    from .net_training import fit_net

    balanced = _balanced(labels, chosen)
    small = fit_net(features.tokens, labels.targets, balanced, chosen, seed)
    linear = [
        _fit_linear(features, labels.targets[:, o], balanced[:, o], chosen[balanced[chosen, o] > 0])
        for o in range(labels.targets.shape[1])
    ]
    words = np.stack([w for _, w, _ in linear], axis=1)
    return Version(
        pooled=np.stack([p for p, _, _ in linear], axis=1),
        words=words.astype(np.float16).astype(np.float32),
        bias=np.array([b for _, _, b in linear], dtype=np.float32),
        net={k: t.astype(np.float16).astype(np.float32) for k, t in small.items()},
    )


def _balanced(labels: Labels, chosen: Rows) -> Floats:
    """Return weights in which wrong texts count more: by the root of how rare they are."""
    weights = labels.weights.copy()
    for output in range(weights.shape[1]):
        wrong = labels.targets[:, output] > 0.5
        own = np.zeros(len(wrong), dtype=bool)
        own[chosen] = weights[chosen, output] > 0
        rare = int((own & ~wrong).sum()) / max(1, int((own & wrong).sum()))
        weights[wrong, output] *= np.float32(rare**0.5)
    return weights


def _fit_linear(
    features: Features, targets: Floats, weights: Floats, chosen: Rows
) -> tuple[Floats, Floats, float]:
    """Return weights in the units of the features: standardising is folded into them."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    dense = features.pooled[chosen]
    width = dense.shape[1]
    third = 2 * width // 3
    mean, scale = np.zeros(width), np.ones(width)
    mean[third:] = dense[:, third:].mean(axis=0)
    scale[third:] = 20 * (dense[:, third:].std(axis=0) + 5e-4)
    matrix = hstack([csr_matrix((dense - mean) / scale), features.words[chosen]]).tocsr()
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=3000)
    model.fit(matrix, targets[chosen] > 0.5, sample_weight=weights[chosen])
    found = model.coef_[0]
    own = (found[:width] / scale).astype(np.float32)
    bias = float(model.intercept_[0] - mean @ own)
    return own, found[width:].astype(np.float32), bias
