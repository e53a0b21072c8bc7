"""Sort clauses into the classes of a task that has a handful of examples.

So few examples carry a mean of each class and no more (prototypes: Snell et al. 2017): the vector
of the text, its words at half that weight, and how near it comes to what the task asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from ..items import Item
from .counts import word_counts
from .linear import LinearHead, Table, weighted
from .reader import Readings

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats

WORDS: Final = 0.5
"""Weight of the words beside the vector, both of length 1."""
TASK: Final = 2.5
"""Weight of the cosine with the task: about 0.3 a standard deviation of it."""
SLOTS: Final = 1 << 12
WINDOW: Final = 150
"""Words of a text that are read at once."""


def table_of(readings: Readings, items: Sequence[Item]) -> Table:
    """Return the mean vector of a text's windows and the highest cosine of one with the task."""
    cut = [_windows(item.text) for item in items]
    readings.vectors([w for windows in cut for w in windows] + [i.context for i in items])
    rows = []
    for item, windows in zip(items, cut, strict=True):
        vectors = readings.vectors(windows)
        mean = vectors.mean(axis=0)
        mean /= max(float(np.linalg.norm(mean)), 1e-9)
        near = float((vectors @ readings.vectors([item.context])[0]).max()) if item.context else 0.0
        rows.append(np.append(mean, TASK * near))
    texts = [item.text for item in items]
    return Table(np.array(rows, dtype=np.float32), word_counts(texts, 2, SLOTS))


def fit_means(table: Table, labels: Sequence[str]) -> LinearHead:
    """Fit the head that says the class whose mean is nearest."""
    known = tuple(sorted(set(labels)))
    names = np.array(labels)
    words = WORDS * weighted(table.words, np.ones(table.words.shape[1])).toarray()
    means: Floats = np.stack([table.features[names == name].mean(axis=0) for name in known])
    word_means: Floats = np.stack([words[names == name].mean(axis=0) for name in known])
    bias = -((means**2).sum(axis=1) + (word_means**2).sum(axis=1)) / 2
    width = table.features.shape[1]
    return LinearHead(
        known,
        *(
            np.asarray(part, dtype=np.float32)
            for part in (
                np.zeros(width),
                np.ones(width),
                means.T,
                np.ones(words.shape[1]),
                WORDS * word_means.T,
                bias,
            )
        ),
    )


def _windows(text: str) -> list[str]:
    words = text.split()
    return [" ".join(words[n : n + WINDOW]) for n in range(0, len(words), WINDOW)] or [text]
