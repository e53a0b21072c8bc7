"""The lexical index: BM25 over stems and, beside them, words as they stand (bm25s)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .analysis import Analyzer, NumberedTerms

if TYPE_CHECKING:
    from .protocols import Floats, Mask, Rows


class LexicalIndex:
    """BM25 scores of texts for a question's terms, and the weight of each term.

    A word is indexed as its stem and as it stands; a search over all texts asks for stems alone,
    and both are scored for the few texts that it finds (``scores_of``).
    """

    def __init__(self, bm25: Any, size: int, analyzer: Analyzer) -> None:
        self._bm25 = bm25  # bm25s ships no types
        self.size = size
        self.analyzer = analyzer
        self._frequency = np.diff(bm25.scores["indptr"]) if size else np.zeros(0)

    @classmethod
    def build(
        cls, texts: Iterable[str], analyzer: Analyzer, k1: float = 1.2, b: float = 0.75
    ) -> LexicalIndex:
        """Index ``texts`` in order."""
        return cls.of(analyzer.number(texts), analyzer, k1, b)

    @classmethod
    def of(cls, terms: NumberedTerms, analyzer: Analyzer, k1: float, b: float) -> LexicalIndex:
        """Index texts whose terms are known; ``terms`` is left as it is."""
        import bm25s

        bm25 = bm25s.BM25(method="lucene", k1=k1, b=b)
        if any(terms.ids):
            bm25.index((terms.ids, dict(terms.vocab)), show_progress=False)
            return cls(bm25, len(terms.ids), analyzer)
        return cls(bm25, 0, analyzer)

    @classmethod
    def load(cls, folder: Path, size: int, analyzer: Analyzer) -> LexicalIndex:
        """Load what ``save`` wrote; the arrays stay on disk until they are read."""
        import bm25s

        if not (folder / "params.index.json").is_file():
            return cls(bm25s.BM25(), 0, analyzer)
        return cls(bm25s.BM25.load(str(folder), mmap=True, show_progress=False), size, analyzer)

    def save(self, folder: Path) -> None:
        """Write the index as arrays and JSON, no pickle."""
        folder.mkdir(parents=True, exist_ok=True)
        if self.size:
            self._bm25.save(str(folder), show_progress=False)

    def scores(self, terms: Sequence[str], allowed: Mask | None) -> Floats:
        """Return the BM25 score of every passage, float32 of shape (size,), 0 where not allowed."""
        known = [term for term in terms if term in self._bm25.vocab_dict] if self.size else []
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        mask = None if allowed is None else allowed.astype(np.float32)
        scores: Floats = self._bm25.get_scores(known, weight_mask=mask)
        return scores

    def scores_of(self, terms: Sequence[str], rows: Rows) -> Floats:
        """Return the BM25 score of the named rows, float32 in their order."""
        found = np.zeros(len(rows), dtype=np.float32)
        if not self.size:
            return found
        data, places, ends = (self._bm25.scores[k] for k in ("data", "indices", "indptr"))
        for term, times in Counter(terms).items():
            column = self._bm25.vocab_dict.get(term)
            if column is None:
                continue
            start, end = int(ends[column]), int(ends[column + 1])
            if start == end:
                continue
            holding = places[start:end]
            at = np.minimum(np.searchsorted(holding, rows), len(holding) - 1)
            found += times * np.where(holding[at] == rows, data[start:end][at], 0.0)
        return found

    def weight(self, term: str) -> float:
        """Return the inverse document frequency of a term; a term never seen has the largest."""
        found = self._bm25.vocab_dict.get(term) if self.size else None
        frequency = 0 if found is None else int(self._frequency[found])
        return float(np.log(1 + (self.size - frequency + 0.5) / (frequency + 0.5)))
