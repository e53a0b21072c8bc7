"""Train the support score: ``python -m vademecum.evals.supporting.fitting``.

On pairs from items for tuning alone. The penalty and the threshold are chosen on scores of models
that did not see the document: the threshold is the highest at which at
most 5 % of the supported claims fall below.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from vademecum.retrieval import claim_support
from vademecum.retrieval.claim_support import ClaimSupport, Judged, base_of, feature_rows
from vademecum.retrieval.claim_words import read_states

from ..data import data_home
from ..halves import fold_of
from ..selective import concordance
from ..sets.tuning import documents_for_tuning, read_for_tuning
from ..support_pairs import SETS, SupportPair, support_pairs
from .wording import things, words_for

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vademecum.retrieval.encoder import SentenceEncoder

    Floats = NDArray[np.float64]

FOLDS: Final = 5
PENALTIES: Final = (0.01, 0.1, 1.0)
"""Inverse strengths of the L2 penalty on standardised features."""
FALSE_ALARMS: Final = 0.05


def pairs_for_tuning(root: Path) -> tuple[SupportPair, ...]:
    """Return the pairs of all sets that the score may learn from."""
    return tuple(
        pair
        for name in SETS
        for pair in support_pairs(
            name, read_for_tuning(root, name), documents_for_tuning(root, name), "tune"
        )
    )


def judged(pairs: Sequence[SupportPair]) -> list[Judged]:
    """Return what the score sees of pairs."""
    return [Judged(pair.claim, pair.passage, pair.title) for pair in pairs]


def person_direction(encoder: SentenceEncoder) -> NDArray[np.float32]:
    """Return the unit direction from words for things to words for persons, of the tuning half."""
    persons = sorted({word for pair in words_for("tune").populations for word in pair})

    def mean(words: Sequence[str]) -> NDArray[np.float32]:
        rows = [read.layers[0][0] for read in read_states(words, encoder)]
        return np.asarray(np.mean(rows, axis=0), dtype=np.float32)

    way = mean(persons) - mean(things())
    return np.asarray(np.round(way / np.linalg.norm(way), 4), dtype=np.float32)


def fit(pairs: Sequence[SupportPair], encoder: SentenceEncoder) -> ClaimSupport:
    """Return weights, threshold and card."""
    persons = person_direction(encoder)
    rows = feature_rows(judged(pairs), encoder, persons)
    names = sorted({name for row in rows for name in row})
    matrix = np.array([[row.get(name, 0.0) for name in names] for row in rows], dtype=np.float64)
    labels = np.array([pair.supported for pair in pairs])
    folds = np.array([fold_of(pair.document_id, FOLDS) for pair in pairs])
    crossed = {c: _crossed(matrix, labels, folds, c) for c in PENALTIES}
    areas = {c: _area(scores, labels) for c, scores in crossed.items()}
    best = max(PENALTIES, key=lambda c: (round(areas[c], 3), -c))
    bias, weights = _logistic(matrix, labels, best)
    threshold = float(np.quantile(crossed[best][labels], FALSE_ALARMS))
    passed = crossed[best] >= threshold
    digest = hashlib.sha256("".join(pair.model_dump_json() for pair in pairs).encode()).hexdigest()
    return ClaimSupport(
        base=base_of(encoder),
        threshold=round(threshold, 3),
        bias=round(bias, 5),
        weights={n: round(float(w), 5) for n, w in zip(names, weights, strict=True)},
        persons=tuple(float(x) for x in np.round(persons.astype(np.float64), 4)),
        card={
            "purpose": "does the passage support a claim that a language model wrote?",
            "data": f"{len(pairs)} claims, half of them false, made by rule from items for tuning "
            f"of {', '.join(SETS)}",
            "data_sha256": digest,
            "command": "python -m vademecum.evals.supporting.fitting",
            "chosen": f"inverse penalty {best} of {PENALTIES}, AUROC {areas[best]:.3f} on "
            f"documents not seen ({FOLDS} folds); at the threshold "
            f"{passed[~labels].mean():.1%} of the false claims pass",
            "limits": "English; trained on reworded sentences, not on what a language model wrote",
        },
    )


def _crossed(matrix: Floats, labels: Any, folds: Any, inverse: float) -> Floats:
    scores = np.zeros(len(labels))
    for fold in range(FOLDS):
        held = folds == fold
        if held.any():
            bias, weights = _logistic(matrix[~held], labels[~held], inverse)
            scores[held] = matrix[held] @ weights + bias
    return scores


def _logistic(matrix: Floats, labels: Any, inverse: float) -> tuple[float, Floats]:
    """Fit on standardised columns and return bias and weights of the plain ones."""
    from sklearn.linear_model import LogisticRegression

    mean, spread = matrix.mean(axis=0), matrix.std(axis=0)
    spread = np.where(spread > 1e-9, spread, 1.0)
    model = LogisticRegression(C=inverse, max_iter=3000).fit((matrix - mean) / spread, labels)
    weights = model.coef_[0] / spread
    return float(model.intercept_[0] - weights @ mean), weights


def _area(scores: Floats, labels: Any) -> float:
    return float(concordance(scores.tolist(), labels.tolist())(np.ones((1, len(labels))))[0])


def main() -> None:
    """Train and write the weights that are shipped."""
    from vademecum.retrieval.encoder import SentenceEncoder

    made = fit(pairs_for_tuning(data_home()), SentenceEncoder())
    claim_support.PATH.write_text(made.model_dump_json() + "\n", encoding="utf-8")
    sys.stderr.write(f"{made.card['data']}; {made.card['chosen']}; threshold {made.threshold}\n")


if __name__ == "__main__":
    main()
