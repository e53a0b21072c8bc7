"""A library as training sees it: everything that search scores, the question's vector left open.

Passages and their sentences keep the vectors of the base; BM25 keeps its scores. What a question
scores is then a function of its vector alone, the same one that ``HybridSearch`` computes, and
every passage of the library takes part in every step.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from vademecum.retrieval.asking import Asked, read_question
from vademecum.retrieval.derived import stored_matrices
from vademecum.retrieval.fusion import normalised
from vademecum.retrieval.search import HybridSearch

from ..items import Item

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats, Rows

Tensor: TypeAlias = Any  # torch is loaded by what trains, not by what names its types
_NEVER: Final = -1e4


@dataclass(frozen=True)
class Scope:
    """The units that questions choose among, and what each passage and sentence belongs to.

    Units are the documents of the library, or the passages of the one document searched.
    """

    passages: Tensor
    sentences: Tensor
    units: Tensor
    sentence_units: Tensor
    count: int


class FrozenCollection:
    """The score of every document, or of every passage of one, for a question's vector."""

    def __init__(self, search: HybridSearch, device: str = "cpu") -> None:
        self._search = search
        self._device = device
        self._indexes = search.indexes
        weights = search.settings.weights
        self._total = weights.dense + weights.sentence + weights.lexical + weights.document
        self._scopes: dict[str | None, Scope] = {}

    def asked(self, text: str) -> Asked:
        """Return the question as the search reads it."""
        settings = self._search.settings
        return read_question(text, settings.related, settings.topic)

    def scope(self, within: str | None) -> Scope:
        """Return what is searched: the whole library, or one document of it."""
        if within not in self._scopes:
            self._scopes[within] = self._scope(within)
        return self._scopes[within]

    def units_of(self, item: Item) -> tuple[set[int], set[int]]:
        """Return the units that answer ``item``, and those that must not count against it."""
        if item.within is None:
            right = {self._number[name] for name in item.documents if name in self._number}
            fine = {self._number[name] for name in item.acceptable if name in self._number}
            return right, fine - right
        rows = self._rows_of(item.within)
        passages = self._search.library.passages(self._indexes.keys[rows].tolist())
        right = {
            place
            for place, key in enumerate(self._indexes.keys[rows].tolist())
            for span in item.gold
            if span.overlaps(item.within, passages[key].start, passages[key].end)
        }
        return right, set()

    def lexical(self, text: str, within: str | None) -> Floats:
        """Return what BM25 gives each unit of the scope, normalised and weighted, float32."""
        settings, index = self._search.settings, self._indexes
        asked, analyzer = self.asked(text), index.lexical.analyzer
        stems = asked.stems(analyzer)
        surfaces = asked.surfaces(analyzer) if settings.surface else []
        weights, depth = settings.weights, settings.candidates
        scores = np.zeros(self.scope(within).count, dtype=np.float32)
        if weights.lexical:
            if within is None:
                each = index.lexical.scores(stems + surfaces, None)
                column = np.zeros(len(scores), dtype=np.float32)
                np.maximum.at(column, index.owners, each)
            else:
                column = index.lexical.scores_of(stems + surfaces, self._rows_of(within))
            scores += weights.lexical / self._total * normalised(column, depth)
        if weights.document and within is None:
            column = index.wholes.scores(stems + surfaces, None)
            scores += weights.document / self._total * normalised(column, depth)
        return scores

    def scores(self, vectors: Tensor, lexical: Tensor, scope: Scope) -> Tensor:
        """Return the fused score of every unit for each question, shape (questions, units)."""
        weights, depth = self._search.settings.weights, self._search.settings.candidates
        found = lexical
        for weight, rows, units in (
            (weights.dense, scope.passages, scope.units),
            (weights.sentence, scope.sentences, scope.sentence_units),
        ):
            if weight:
                cosines = _largest(vectors @ rows.T, units, scope.count)
                found = found + weight / self._total * _normalised_tensor(cosines, depth)
        return found

    @cached_property
    def _vectors(self) -> tuple[Floats, Floats, Rows]:
        """Return vectors of passages and sentences, both of length 1, and the sentences' bounds."""
        vectors, parts, bounds = stored_matrices(self._search.library, self._search.encoder)
        sentences = parts.astype(np.float32)
        sentences /= np.maximum(np.linalg.norm(sentences, axis=1, keepdims=True), 1e-6)
        return vectors, sentences, bounds

    @cached_property
    def _number(self) -> dict[str, int]:
        """Number the documents as the indexes do."""
        owners = self._search.library.owners(self._indexes.keys.tolist())
        pairs = zip(self._indexes.keys.tolist(), self._indexes.owners.tolist(), strict=True)
        return {owners[key]: number for key, number in pairs}

    def _rows_of(self, document_id: str) -> Rows:
        found: Rows = np.flatnonzero(self._indexes.owners == self._number[document_id])
        return found

    def _scope(self, within: str | None) -> Scope:
        import torch

        vectors, sentences, bounds = self._vectors
        owners = self._indexes.owners
        rows = np.arange(len(owners)) if within is None else self._rows_of(within)
        units = owners if within is None else np.arange(len(rows))
        counts = np.diff(bounds)[rows]
        first, last = int(bounds[rows[0]]), int(bounds[rows[-1] + 1])
        if int(counts.sum()) != last - first:
            raise ValueError(f"the passages of {within} do not lie side by side")
        return Scope(
            passages=torch.from_numpy(vectors[rows]).to(self._device),
            sentences=torch.from_numpy(sentences[first:last]).to(self._device),
            units=torch.from_numpy(np.ascontiguousarray(units)).to(self._device),
            sentence_units=torch.from_numpy(np.repeat(units, counts)).to(self._device),
            count=int(units.max()) + 1,
        )


def _normalised_tensor(scores: Tensor, depth: int) -> Tensor:
    """Scale each row as ``fusion.normalised`` does; no gradient bends the scale itself."""
    best = scores.detach().topk(min(depth, scores.shape[1]), dim=1).values
    high, low = best[:, :1], best[:, -1:]
    return ((scores - low) / (high - low).clamp_min(1e-6)).clamp_min(-1.0)


def _largest(scores: Tensor, units: Tensor, count: int) -> Tensor:
    found = scores.new_full((scores.shape[0], count), _NEVER)
    return found.scatter_reduce(1, units[None].expand(scores.shape[0], -1), scores, "amax")
