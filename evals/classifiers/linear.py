"""A linear head on standardised features and weighted words, as plain arrays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats

FOLDS: Final = 5
FEWEST: Final = 50
"""With fewer items nothing is chosen: the first choice is taken."""
MOST_STEPS: Final = 1000
TOLERANCE: Final = 1e-3


class Choice(NamedTuple):
    """What a cross-validation chooses between."""

    features: float
    """C, the inverse strength of the L2 penalty, on standardised features."""
    words: float = 0.0
    """C on weighted words; 0 leaves them out."""
    power: float = 1.0
    """Classes weigh as their inverse size to this power: 0 as they come, 1 all the same."""


class Table(NamedTuple):
    """What items look like to a head: one row an item."""

    features: Floats
    words: Any = None
    """Counts by slot of a hash, a sparse matrix of scipy, which is not typed; or none."""

    def at(self, places: Any) -> Table:
        """Return some rows."""
        return Table(self.features[places], None if self.words is None else self.words[places])


@dataclass(frozen=True)
class LinearHead:
    """Logits are sums of a part on features and one on words."""

    labels: tuple[str, ...]
    mean: Floats = field(repr=False)
    scale: Floats = field(repr=False)
    """Both of shape (features,)."""
    weights: Floats = field(repr=False)
    """float32 of shape (features, labels)."""
    idf: Floats = field(repr=False)
    """float32 of shape (slots,)."""
    words: Floats = field(repr=False)
    """float32 of shape (slots, labels)."""
    bias: Floats = field(repr=False)

    def logits(self, table: Table) -> Floats:
        """Return one row an item, one column a label."""
        rows = (table.features - self.mean) / self.scale
        found: Floats = np.asarray(rows @ self.weights + self.bias, dtype=np.float32)
        if len(self.idf) and table.words is not None:
            found += np.asarray(weighted(table.words, self.idf) @ self.words, dtype=np.float32)
        return found

    def say(self, table: Table) -> list[str]:
        """Return the label of each row; of equally likely ones the first by name."""
        return [self.labels[place] for place in self.logits(table).argmax(axis=1)]


def weighted(counts: Any, idf: Any) -> Any:
    """Return rows of length 1 of logarithmic counts times ``idf``; sparse in, sparse out."""
    from scipy.sparse import diags

    rows = counts.astype(np.float64, copy=True)
    rows.data = 1 + np.log(rows.data)
    rows = rows @ diags(idf.astype(np.float64))
    norms = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return diags(1 / np.maximum(norms, 1e-9)) @ rows


def fit_chosen(
    table: Table,
    labels: Sequence[str],
    groups: Sequence[str],
    choices: Sequence[Choice],
    seed: int,
) -> LinearHead:
    """Fit with the choice that does best, by accuracy and macro-F1, on folds of groups."""
    best = choices[0]
    folds = _folds(labels, groups, seed)
    if folds and len(choices) > 1:
        scores = [_score(table, labels, folds, choice) for choice in choices]
        best = choices[int(np.argmax(scores))]
    return fit_head(table, labels, best)


def fit_head(table: Table, labels: Sequence[str], choice: Choice) -> LinearHead:
    """Fit a logistic regression on the features and one on the words, and add their logits."""
    known = tuple(sorted(set(labels)))
    width = table.features.shape[1]
    if len(known) == 1:
        parts = (np.zeros(width), np.ones(width), np.zeros((width, 1)), *_no_words(1), np.zeros(1))
        return LinearHead(known, *map(_float32, parts))
    mean = table.features.mean(axis=0)
    spread = table.features.std(axis=0)
    scale = np.where(spread > 1e-6, spread, 1.0)
    weights, bias = _logistic((table.features - mean) / scale, labels, choice.features, choice)
    idf, words = _no_words(len(known))
    if choice.words and table.words is not None:
        idf = _idf(table.words, labels)
        words, more = _logistic(weighted(table.words, idf), labels, choice.words, choice)
        bias = bias + more
    return LinearHead(known, *map(_float32, (mean, scale, weights, idf, words, bias)))


def _no_words(labels: int) -> tuple[Floats, Floats]:
    return np.zeros(0, dtype=np.float32), np.zeros((0, labels), dtype=np.float32)


def _float32(part: Any) -> Floats:
    return np.asarray(part, dtype=np.float32)


def _idf(counts: Any, labels: Sequence[str]) -> Floats:
    """Return the weight of each slot; 0 for words that fewer than two classes use twice.

    What one class alone holds is as likely an accident of how its texts were made as a sign.
    """
    held = counts > 0
    names = np.array(labels)
    classes = sorted(set(labels))
    least = 2 if len(labels) >= FEWEST else 1
    used = sum(
        (np.asarray(held[names == name].sum(axis=0)).ravel() >= least).astype(int)
        for name in classes
    )
    total = np.asarray(held.sum(axis=0)).ravel()
    idf: Floats = np.log((1 + len(labels)) / (1 + total)) + 1
    idf[used < min(2, len(classes))] = 0.0
    return idf


def _logistic(rows: Any, labels: Sequence[str], c: float, choice: Choice) -> tuple[Floats, Floats]:
    from sklearn.linear_model import LogisticRegression

    counts = Counter(labels)
    even = len(labels) / len(counts)
    model = LogisticRegression(
        C=c,
        class_weight={name: (even / n) ** choice.power for name, n in counts.items()},
        max_iter=MOST_STEPS,
        tol=TOLERANCE,
    )
    model.fit(rows, labels)
    weights, bias = model.coef_.T, model.intercept_
    if len(counts) == 2:  # one column speaks for the second class
        weights, bias = np.hstack([-weights / 2, weights / 2]), np.array([-bias[0], bias[0]]) / 2
    return weights, bias


def _score(
    table: Table, labels: Sequence[str], folds: Sequence[tuple[Any, Any]], choice: Choice
) -> float:
    from sklearn.metrics import f1_score

    gold = np.array(labels)
    said = gold.copy()
    for rest, fold in folds:
        head = fit_head(table.at(rest), list(gold[rest]), choice)
        said[fold] = head.say(table.at(fold))
    return float((said == gold).mean()) + float(f1_score(gold, said, average="macro"))


def _folds(labels: Sequence[str], groups: Sequence[str], seed: int) -> list[tuple[Any, Any]]:
    from sklearn.model_selection import StratifiedGroupKFold

    folds = min(FOLDS, len(set(groups)), *Counter(labels).values())
    if len(labels) < FEWEST or folds < 2:
        return []
    cut = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    return list(cut.split(labels, labels, groups))
