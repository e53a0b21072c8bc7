"""Hybrid search over one library: dense and lexical, fused by the domain's weights."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

import numpy as np

from .conversation import search_text
from .derived import Indexes, IndexSettings, Notice, open_indexes
from .fusion import weighted_sum
from .library import Library
from .passages import heading_of
from .protocols import Encoder
from .types import Access, Hit, Noun, Query, Ranks

if TYPE_CHECKING:
    from .protocols import Floats, Mask, Rows

_COVERAGE_HITS = 5


class SearchSettings(Noun):
    """How the two searches are joined: weight of the dense one, candidates taken from each."""

    dense_weight: float = 0.5
    candidates: int = 200
    index: IndexSettings = IndexSettings()


class HybridSearch:
    """Find passages in a library. A changed library is seen at the next question.

    While another process is still writing, the last finished indexes are served; what was removed
    meanwhile is never returned, since every passage is read from the library itself.
    """

    def __init__(
        self,
        library: Library,
        encoder: Encoder,
        settings: SearchSettings,
        notice: Notice = lambda line: None,
    ) -> None:
        self.library = library
        self.encoder = encoder
        self.settings = settings
        self._notice = notice
        self._lock = threading.Lock()
        self._indexes: Indexes | None = None
        self._masks: OrderedDict[tuple[int, frozenset[str]], Mask | None] = OrderedDict()

    @property
    def indexes(self) -> Indexes:
        """Return the indexes of the present generation, loading or building them if need be."""
        with self._lock:
            held = self._indexes
            if held is not None and held.generation == self.library.generation:
                return held
            if held is not None and self.library.is_being_written():
                return held
            self._masks.clear()
            self._indexes = open_indexes(
                self.library, self.encoder, self.settings.index, self._notice
            )
            return self._indexes

    def search(self, query: Query) -> tuple[Hit, ...]:
        """Return the best ``query.k`` passages that ``query.allow`` may see, best first."""
        text = search_text(query)
        found = self._ranked(text, query)
        if found is None:
            return ()
        indexes, rows, scores, cosines, ranks = found
        passages = self.library.passages(indexes.keys[rows].tolist())
        terms = indexes.lexical.analyzer.terms(text)
        weights = {term: indexes.lexical.weight(term) for term in terms}
        hits: list[Hit] = []
        for place, row in enumerate(rows.tolist()):
            passage = passages.get(int(indexes.keys[row]))
            document = self.library.document(passage.document_id) if passage else None
            if passage is None or document is None:
                continue
            coverage, missing = 0.0, max(weights.values(), default=0.0)
            if place < _COVERAGE_HITS:
                heading = heading_of(document, passage.section)
                coverage, missing = self._coverage(weights, f"{heading}\n{passage.text}", indexes)
            hits.append(
                Hit(
                    passage=passage,
                    document=document,
                    score=float(scores[place]),
                    cosine=None if cosines is None else float(cosines[place]),
                    coverage=coverage,
                    missing=missing,
                    ranks=ranks[place],
                )
            )
        return tuple(hits)

    def search_documents(self, query: Query, k: int) -> list[tuple[str, float]]:
        """Return the best ``k`` documents as (id, score of its best passage), best first."""
        deep = query.model_copy(update={"k": 1000})
        found = self._ranked(search_text(query), deep)
        if found is None:
            return []
        indexes, rows, scores, _, _ = found
        best: dict[str, float] = {}
        owners = self.library.owners(indexes.keys[rows].tolist())
        for row, score in zip(rows.tolist(), scores.tolist(), strict=True):
            if owner := owners.get(int(indexes.keys[row])):
                best.setdefault(owner, score)
        return sorted(best.items(), key=lambda item: (-item[1], item[0]))[:k]

    def _ranked(
        self, text: str, query: Query
    ) -> tuple[Indexes, Rows, Floats, Floats | None, list[Ranks]] | None:
        """Return rows, fused scores, cosines and ranks of the best passages."""
        indexes = self.indexes
        allowed = self._allowed(indexes, query.allow)
        if not len(indexes.keys) or (allowed is not None and not allowed.any()):
            return None
        depth = max(self.settings.candidates, query.k)
        by_meaning = np.zeros(0, dtype=np.int64)
        by_word = np.zeros(0, dtype=np.int64)
        vector: Floats | None = None
        if query.mode != "lexical":
            vector = self.encoder.encode([text])[0]
            by_meaning, _ = indexes.dense.search(vector, depth, allowed)
        bm25: Floats = np.zeros(len(indexes.keys), dtype=np.float32)
        if query.mode != "dense":
            bm25 = indexes.lexical.scores(indexes.lexical.analyzer.terms(text), allowed)
            by_word = _best(bm25, depth)
        rows = np.union1d(by_meaning, by_word)
        if not len(rows):
            return None
        cosines = None if vector is None else indexes.dense.scores(vector, rows)
        scores = self._fused(query, cosines, bm25[rows])
        order = np.lexsort((rows, -scores))[: query.k]
        dense_rank = {row: rank for rank, row in enumerate(by_meaning.tolist(), 1)}
        word_rank = {row: rank for rank, row in enumerate(by_word.tolist(), 1)}
        best = rows[order]
        ranks = [Ranks(dense=dense_rank.get(r), lexical=word_rank.get(r)) for r in best.tolist()]
        return indexes, best, scores[order], None if cosines is None else cosines[order], ranks

    def _fused(self, query: Query, cosines: Floats | None, bm25: Floats) -> Floats:
        if cosines is None:
            return bm25
        if query.mode == "dense":
            return cosines
        return weighted_sum(cosines, bm25, self.settings.dense_weight)

    def _allowed(self, indexes: Indexes, allow: Access) -> Mask | None:
        """Return the mask of visible rows, or None where everything is visible."""
        key = (self.library.generation, allow.groups)
        if key not in self._masks:
            visible = self.library.visible_keys(allow)
            mask = np.fromiter((k in visible for k in indexes.keys.tolist()), dtype=bool)
            self._masks[key] = None if mask.all() else mask
            while len(self._masks) > 64:
                self._masks.popitem(last=False)
        return self._masks[key]

    @staticmethod
    def _coverage(weights: dict[str, float], text: str, indexes: Indexes) -> tuple[float, float]:
        """Return the share of term weight in ``text``, and the largest weight that is not."""
        total = sum(weights.values())
        if not total:
            return 0.0, 0.0
        present = set(indexes.lexical.analyzer.terms(text))
        absent = [weight for term, weight in weights.items() if term not in present]
        return 1 - sum(absent) / total, max(absent, default=0.0)


def _best(scores: Floats, k: int) -> Rows:
    """Return the rows of the best ``k`` positive scores, by falling score, then row."""
    rows = np.flatnonzero(scores)
    if len(rows) > k:
        rows = rows[np.argpartition(-scores[rows], k - 1)[:k]]
    return rows[np.lexsort((rows, -scores[rows]))]
