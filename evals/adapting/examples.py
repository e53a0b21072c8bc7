"""What can be made of k examples without changing a weight, for an encoder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from vademecum.retrieval.errors import InvalidInput

from ..items import Item
from ..probes import Fit, Vectors
from ..tasks.classification import Classifier

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Encoder, Floats

SHOTS: Final = (4, 8, 16, 32, 64)
"""How many examples are given, beside none and all."""


def drawn(items: Sequence[Item], k: int | None, seed: int) -> list[Item]:
    """Return ``k`` of ``items``, or all of them if None, in an order that ``seed`` decides.

    Draws of one seed are nested: the 8 begin with the 4. The first items are of one class each,
    the rest as they come, so that every class is shown where k allows it.
    """
    order = sorted(items, key=lambda item: (_lot(item.id, seed), item.id))
    firsts: dict[str | None, Item] = {}
    for item in order:
        firsts.setdefault(item.label, item)
    leading = list(firsts.values()) if len(firsts) < len(order) else []
    chosen = {item.id for item in leading}
    return [*leading, *(item for item in order if item.id not in chosen)][:k]


def shots(fit: Fit, k: int | None, seed: int) -> Fit:
    """Return ``fit`` on k of the items only."""
    return lambda items: fit(drawn(items, k, seed))


def label_words(vectors: Vectors) -> Fit:
    """Return the zero-shot classifier: the label whose words are closest to text and context.

    Of the items to fit on only the names of their labels are read.
    """

    def fit(items: Sequence[Item]) -> Classifier:
        labels = sorted({item.label for item in items if item.label is not None})
        if not labels:
            raise InvalidInput("no label to choose among")
        rows = vectors.of([label.replace("_", " ") for label in labels])

        def classify(asked: Sequence[Item]) -> list[str]:
            texts = [f"{item.text}\n{item.context}".strip() for item in asked]
            return [labels[place] for place in (vectors.of(texts) @ rows.T).argmax(axis=1)]

        return classify

    return fit


def reread(fit: Fit, context: Callable[[Item], str]) -> Fit:
    """Return ``fit`` on items whose context is replaced by what ``context`` gives."""

    def read(items: Sequence[Item]) -> list[Item]:
        return [item.model_copy(update={"context": context(item)}) for item in items]

    def refit(items: Sequence[Item]) -> Classifier:
        classify = fit(read(items))
        return lambda asked: classify(read(asked))

    return refit


class OffsetEncoder:
    """The base encoder, its questions moved by the way that k questions lie from their documents.

    The offset is the mean of document less question over the examples, as word vectors are moved
    from one relation to another (Mikolov et al. 2013).
    """

    def __init__(self, base: Encoder, questions: Sequence[str], documents: Sequence[str]) -> None:
        if not questions or len(questions) != len(documents):
            raise InvalidInput("an offset needs as many documents as questions, and one at least")
        found = base.encode(documents) - base.encode(questions)
        self.offset: Floats = found.mean(axis=0)
        self._base = base
        digest = hashlib.sha256(self.offset.tobytes()).hexdigest()
        self._stamp = f"{base.stamp}-offset-{digest[:16]}"

    @property
    def stamp(self) -> str:
        """Name the base and the offset."""
        return self._stamp

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return unit vectors, moved."""
        return self._moved(self._base.encode(texts))

    def encode_parts(
        self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
    ) -> tuple[Floats, list[Floats]]:
        """Return unit vectors of texts and of their parts, moved."""
        whole, parts = self._base.encode_parts(texts, spans)
        return self._moved(whole), [self._moved(rows) for rows in parts]

    def _moved(self, rows: Floats) -> Floats:
        moved = rows + self.offset
        lengths = np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-12)
        unit: Floats = (moved / lengths).astype(np.float32)
        return unit


def _lot(item: str, seed: int) -> str:
    return hashlib.sha256(f"{seed}\0{item}".encode()).hexdigest()
