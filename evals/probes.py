"""Classifiers fitted on the items for tuning: what a frozen encoder knows, and what needs none.

What is chosen is chosen by cross-validation on those items as well. An adapted encoder is another
``encode`` here, and a head trained in one piece with it another ``Fit``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from vademecum.retrieval.errors import InvalidInput

from .items import Item
from .memory import Memory
from .side_by_side import groups_of
from .tasks.classification import Classifier

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats

Encode: TypeAlias = "Callable[[Sequence[str]], Floats]"
"""Maps texts to unit vectors, one row each, as ``Encoder.encode`` does."""
Fit: TypeAlias = Callable[[Sequence[Item]], Classifier]
"""Makes a classifier of items for tuning."""
WORD_CHOICES: Final = (0.1, 1.0, 10.0)
"""Values of C, the inverse strength of the L2 penalty, on weighted words."""
VECTOR_CHOICES: Final = (0.0001, 0.001, 0.01)
"""Values of C on standardised vectors, which have more features than most sets have items."""
OTHERWISE: Final = 1.0
"""C where there are too few items to choose it on."""
FOLDS: Final = 5
MOST_STEPS: Final = 5000
TOLERANCE: Final = 1e-3
FEWEST: Final = 50
RULE: Final = (
    "classifiers fitted on the items for tuning only; C of the logistic regressions (classes "
    f"weighted equally) by macro-F1 in a cross-validation of at most {FOLDS} folds over the same "
    f"items, no group in two; {OTHERWISE:g} with fewer than {FEWEST} items"
)
"""What a manifest says of them."""


class Vectors:
    """The vectors of the texts that items hold, each text encoded once."""

    def __init__(self, encode: Encode) -> None:
        self._memory = Memory(encode)

    def of(self, texts: Sequence[str]) -> Floats:
        """Return one row a text, in order."""
        return np.stack(self._memory.of(texts))

    def pairs(self, items: Sequence[Item]) -> Floats:
        """Return a row for each item: its vector u, or [u, v, |u-v|, u*v].

        v is of what the text is held against: that of its reference answers which is closest to
        it, without any its context. All items must have it, or none is read with it.
        """
        texts = self.of([item.text for item in items])
        if not all(map(_held_against, items)):
            return texts
        self.of([text for item in items for text in _held_against(item)])
        others = np.stack(
            [self._closest(row, item) for row, item in zip(texts, items, strict=True)]
        )
        return np.hstack([texts, others, np.abs(texts - others), texts * others])

    def _closest(self, row: Floats, item: Item) -> Floats:
        found = self.of(_held_against(item))
        closest: Floats = found[int((found @ row).argmax())]
        return closest


def majority(items: Sequence[Item]) -> Classifier:
    """Say the label that most items have; of equally frequent ones the first by name."""
    counts = Counter(labels_of(for_tuning(items)))
    label = min(counts, key=lambda one: (-counts[one], one))
    return lambda asked: [label] * len(asked)


def tfidf(seed: int) -> Fit:
    """Return the fit of a logistic regression on weighted words and pairs of words.

    It reads the text and its context. Weights are of the items for tuning (Salton and Buckley
    1988, with a logarithm of the counts).
    """

    def fit(items: Sequence[Item]) -> Classifier:
        words = _sklearn("feature_extraction.text").TfidfVectorizer(
            sublinear_tf=True, ngram_range=(1, 2), token_pattern=r"(?u)\b\w+\b"
        )
        return _regression(for_tuning(items), _read, words, WORD_CHOICES, seed)

    return fit


def linear_probe(vectors: Vectors, seed: int) -> Fit:
    """Return the fit of a logistic regression on frozen vectors, each feature standardised."""

    def fit(items: Sequence[Item]) -> Classifier:
        known, step = for_tuning(items), _sklearn("preprocessing").StandardScaler()
        return _regression(known, vectors.pairs, step, VECTOR_CHOICES, seed)

    return fit


def nearest_neighbour(vectors: Vectors) -> Fit:
    """Return the fit that says the label of the item whose text is closest by cosine.

    Of equally close ones it is the first by id.
    """

    def fit(items: Sequence[Item]) -> Classifier:
        known = for_tuning(items)
        labels, rows = labels_of(known), vectors.of([item.text for item in known])

        def classify(asked: Sequence[Item]) -> list[str]:
            cosines = vectors.of([item.text for item in asked]) @ rows.T
            return [labels[place] for place in cosines.argmax(axis=1)]

        return classify

    return fit


def fitted_by_part(
    fit: Fit,
    items_for: Callable[[Hashable], Sequence[Item]],
    part_of: Callable[[Item], Hashable],
) -> Classifier:
    """Return a classifier that is fitted once for each part, when the first item of it is asked.

    A part is a task with labels of its own, or the fold that is left out.
    """

    @cache
    def fitted(part: Hashable) -> Classifier:
        return fit(items_for(part))

    def classify(asked: Sequence[Item]) -> list[str]:
        parts = [part_of(item) for item in asked]
        said = [""] * len(asked)
        for part in dict.fromkeys(parts):
            places = [place for place, own in enumerate(parts) if own == part]
            labels = fitted(part)([asked[place] for place in places])
            for place, label in zip(places, labels, strict=True):
                said[place] = label
        return said

    return classify


def for_tuning(items: Sequence[Item]) -> list[Item]:
    """Return the labelled items by id; raise InvalidInput on one that is for reporting."""
    if reported := [item.id for item in items if item.use != "tune"]:
        raise InvalidInput(f"{len(reported)} items to fit on are for reporting: {reported[0]}")
    labelled = sorted((i for i in items if i.label is not None), key=lambda item: item.id)
    if not labelled:
        raise InvalidInput("no labelled item to fit on")
    return labelled


def _regression(
    items: Sequence[Item],
    read: Callable[[Sequence[Item]], Any],
    step: Any,  # scikit-learn is not typed
    choices: Sequence[float],
    seed: int,
) -> Classifier:
    """Fit a logistic regression behind ``step``; C is one of ``choices`` if it can be chosen."""
    labels = labels_of(items)
    if len(set(labels)) == 1:
        return lambda asked: labels[:1] * len(asked)
    regression = _sklearn("linear_model").LogisticRegression(
        C=OTHERWISE, class_weight="balanced", max_iter=MOST_STEPS, tol=TOLERANCE, random_state=seed
    )
    model = _sklearn("pipeline").make_pipeline(step, regression)
    if folds := _folds(items, seed):
        grid = {"logisticregression__C": choices}
        search = _sklearn("model_selection").GridSearchCV
        model = search(model, grid, scoring="f1_macro", cv=folds)
    model.fit(read(items), labels)
    return lambda asked: [str(label) for label in model.predict(read(asked))]


def _folds(items: Sequence[Item], seed: int) -> list[tuple[Any, Any]]:
    """Return pairs of places, to fit and to check on; none where a class has too few items."""
    labels = labels_of(items)
    folds = min(FOLDS, *Counter(labels).values())
    if len(items) < FEWEST or folds < 2:
        return []
    groups = groups_of(items)
    cuts = _sklearn("model_selection")
    if 1 < len(set(groups)) < len(groups):
        folds = min(folds, len(set(groups)))
        by_group = cuts.StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
        return list(by_group.split(labels, labels, groups))
    by_item = cuts.StratifiedKFold(folds, shuffle=True, random_state=seed)
    return list(by_item.split(labels, labels))


def _sklearn(module: str) -> Any:
    """Import a module of scikit-learn, which is heavy to load and not typed."""
    return import_module(f"sklearn.{module}")


def labels_of(items: Sequence[Item]) -> list[str]:
    """Return the labels, in order."""
    return [str(item.label) for item in items]


def _held_against(item: Item) -> tuple[str, ...]:
    return item.answers or ((item.context,) if item.context else ())


def _read(items: Sequence[Item]) -> list[str]:
    return [f"{item.text}\n{item.context}" for item in items]
