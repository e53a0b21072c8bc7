"""Hybrid search over one library: dense and lexical, fused by the domain's weights."""

from __future__ import annotations

import threading
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .asking import Asked, Related, read_question
from .conversation import search_text
from .derived import Indexes, IndexSettings, Notice, open_indexes
from .errors import InvalidInput
from .fusion import weighted_sum
from .library import Library
from .masks import Masks
from .neighbours import joined, windows
from .parts import cosines as cosines_of
from .passages import heading_of
from .protocols import Encoder
from .sentences import sentence_spans
from .types import Hit, Noun, Passage, Query, Ranks
from .weights import Weights

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .protocols import Floats, Rows

_COVERAGE_HITS = 5


class SearchSettings(Noun):
    """How passages are found and ordered: candidates taken from each search, and weights."""

    weights: Weights = Weights()
    candidates: int = 200
    topic: bool = True
    """Draw a question towards the phrase that it quotes or names after a colon."""
    surface: bool = True
    """Score words as they stand beside their stems."""
    window: int = 0
    """How many passages to each side of one that was found are read with it."""
    related: tuple[Related, ...] = ()
    index: IndexSettings = IndexSettings()


@dataclass(frozen=True)
class _Found:
    """Candidates of one question: rows of the indexes, weighted scores, reasons."""

    indexes: Indexes
    rows: Rows
    columns: list[tuple[float, Floats]]
    vector: Floats | None
    cosines: Floats | None
    ranks: tuple[dict[int, int], dict[int, int]]

    def cosine_of(self, row: int) -> float | None:
        """Return the cosine of question and passage ``row``."""
        if self.cosines is None:
            return None
        return float(self.cosines[np.searchsorted(self.rows, row)])


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
        questions: Encoder | None = None,
    ) -> None:
        self.library = library
        self.encoder = encoder
        self.questions = questions or encoder
        """Reads questions for their order: the encoder itself, or an adaptation of it."""
        self.settings = settings
        self._notice = notice
        self._lock = threading.Lock()
        self._indexes: Indexes | None = None
        self._masks = Masks(library)

    def varied(self, settings: SearchSettings) -> HybridSearch:
        """Return a search over the same indexes that orders what it finds by other settings."""
        if settings.index != self.settings.index:
            raise InvalidInput("these settings need other indexes; open a search of its own")
        _ = self.indexes
        other = copy(self)
        other.settings = settings
        return other

    def adapted(self, questions: Encoder) -> HybridSearch:
        """Return a search over the same indexes that orders by another reading of questions.

        ``questions`` must give vectors of the same space: an adapter of the question side. What
        evidence is weighed by stays the base's: cosines and sentences of a hit.
        """
        _ = self.indexes
        other = copy(self)
        other.questions = questions
        return other

    @property
    def indexes(self) -> Indexes:
        """Return the indexes of the present generation, loading or building them if need be."""
        with self._lock:
            held = self._indexes
            if held is not None and held.generation == self.library.generation:
                return held
            if held is not None and self.library.is_being_written():
                return held
            self._indexes = open_indexes(
                self.library, self.encoder, self.settings.index, self._notice
            )
            return self._indexes

    def search(self, query: Query) -> tuple[Hit, ...]:
        """Return the best ``query.k`` passages that ``query.allow`` may see, best first."""
        text = search_text(query)
        found = self._candidates(text, query, max(self.settings.candidates, query.k))
        if found is None:
            return ()
        indexes, vector = found.indexes, found.vector
        scores = dict(zip(found.rows.tolist(), self._scores(query, found).tolist(), strict=True))
        ranked = sorted(scores, key=lambda row: (-scores[row], row))
        radius = self.settings.window if query.mode == "hybrid" else 0
        chosen = windows(ranked, indexes.owners, radius, query.k)
        rows = np.concatenate([np.arange(w.first, w.last + 1) for w in chosen])
        with self.library.snapshot():
            passages = self.library.passages(indexes.keys[rows].tolist())
            names = {passage.document_id for passage in passages.values()}
            read_now = [self.library.document(name) for name in sorted(names)]
        # The mask is of a moment ago: what was hidden since then is not shown either.
        documents = {d.id: d for d in read_now if d and d.is_visible_to(query.allow)}
        terms = indexes.lexical.analyzer.terms(text)
        weights = {term: indexes.lexical.weight(term) for term in terms}
        hits: list[Hit] = []
        for place, window in enumerate(chosen):
            keys = indexes.keys[window.first : window.last + 1].tolist()
            passage = passages.get(int(indexes.keys[window.found]))
            document = documents.get(passage.document_id) if passage else None
            if passage is None or document is None:
                continue
            read = {
                row: passages[key] for row, key in enumerate(keys, window.first) if key in passages
            }
            passage = joined(passage, list(read.values()), document.text)
            coverage, missing = 0.0, max(weights.values(), default=0.0)
            if place < _COVERAGE_HITS:
                heading = heading_of(document, passage.section)
                coverage, missing = self._coverage(weights, f"{heading}\n{passage.text}", indexes)
            hits.append(
                Hit(
                    passage=passage,
                    document=document,
                    score=scores[window.found],
                    cosine=found.cosine_of(window.found),
                    coverage=coverage,
                    missing=missing,
                    sentences=_sentence_cosines(indexes, read, passage, vector),
                    ranks=Ranks(
                        dense=found.ranks[0].get(window.found),
                        lexical=found.ranks[1].get(window.found),
                    ),
                )
            )
        return tuple(hits)

    def _scores(self, query: Query, found: _Found) -> Floats:
        """Return the fused scores; those of a single search stay as they are."""
        if query.mode != "hybrid":
            return found.columns[0][1]
        return weighted_sum(found.columns, self.settings.candidates)

    def search_documents(self, query: Query, k: int) -> list[tuple[str, float]]:
        """Return the best ``k`` documents as (id, score), best first.

        Each score of a document is the best among its passages, so that one passage may carry
        the words and another the meaning.
        """
        found = self._candidates(search_text(query), query, max(1000, k))
        if found is None:
            return []
        indexes, rows = found.indexes, found.rows
        owners, back = np.unique(indexes.owners[rows], return_inverse=True)
        columns = [(w, _largest(scores, back, len(owners))) for w, scores in found.columns]
        is_hybrid = query.mode == "hybrid"
        scores = weighted_sum(columns, self.settings.candidates) if is_hybrid else columns[0][1]
        first = np.full(len(owners), len(rows))
        np.minimum.at(first, back, np.arange(len(rows)))
        names = self.library.owners(indexes.keys[rows[first]].tolist())
        best = {
            name: score
            for row, score in zip(rows[first].tolist(), scores.tolist(), strict=True)
            if (name := names.get(int(indexes.keys[row])))
        }
        return sorted(best.items(), key=lambda item: (-item[1], item[0]))[:k]

    def _candidates(self, text: str, query: Query, depth: int) -> _Found | None:
        """Return the passages that either search brings, with every score that counts."""
        indexes = self.indexes
        allowed = self._masks.visible(indexes, query.allow)
        if not len(indexes.keys) or (allowed is not None and not allowed.any()):
            return None
        settings, is_plain = self.settings, query.mode != "hybrid"
        related = () if is_plain else settings.related
        asked = read_question(text, related, settings.topic and not is_plain)
        by_meaning = by_word = np.zeros(0, dtype=np.int64)
        vector: Floats | None = None
        ranking: Floats | None = None
        if query.mode != "lexical":
            vector = ranking = asked.vector(self.encoder)
            if self.questions is not self.encoder:
                ranking = asked.vector(self.questions)
            by_meaning, _ = indexes.dense.search(ranking, depth, allowed)
        bm25: Floats | None = None
        if query.mode != "dense":
            bm25 = indexes.lexical.scores(asked.stems(indexes.lexical.analyzer), allowed)
            by_word = _best(bm25, depth)
        rows = np.union1d(by_meaning, by_word)
        if not len(rows):
            return None
        dense = None if ranking is None else indexes.dense.scores(ranking, rows)
        cosines = dense
        if vector is not None and vector is not ranking:
            cosines = indexes.dense.scores(vector, rows)
        columns: list[tuple[float, Floats]] = []
        if dense is not None and (is_plain or settings.weights.dense):
            columns.append((1.0 if is_plain else settings.weights.dense, dense))
        if bm25 is not None and is_plain:
            columns.append((1.0, bm25[rows]))
        if bm25 is not None and ranking is not None:
            columns += self._more_columns(indexes, rows, asked, ranking, bm25[rows])
        ranks = (
            {row: rank for rank, row in enumerate(by_meaning.tolist(), 1)},
            {row: rank for rank, row in enumerate(by_word.tolist(), 1)},
        )
        return _Found(indexes, rows, columns, vector, cosines, ranks)

    def _more_columns(
        self, indexes: Indexes, rows: Rows, asked: Asked, vector: Floats, stems: Floats
    ) -> list[tuple[float, Floats]]:
        """Score the candidates ``rows`` by what only the hybrid search looks at."""
        weights, analyzer = self.settings.weights, indexes.lexical.analyzer
        columns: list[tuple[float, Floats]] = []
        if weights.sentence:
            columns.append((weights.sentence, _best_sentences(indexes, rows, vector)))
        surfaces = asked.surfaces(analyzer) if self.settings.surface else []
        if weights.lexical:
            columns.append((weights.lexical, stems + indexes.lexical.scores_of(surfaces, rows)))
        if weights.document:
            owners, back = np.unique(indexes.owners[rows], return_inverse=True)
            terms = asked.stems(analyzer) + surfaces
            columns.append((weights.document, indexes.wholes.scores_of(terms, owners)[back]))
        return columns

    @staticmethod
    def _coverage(weights: dict[str, float], text: str, indexes: Indexes) -> tuple[float, float]:
        """Return the share of term weight in ``text``, and the largest weight that is not."""
        total = sum(weights.values())
        if not total:
            return 0.0, 0.0
        present = set(indexes.lexical.analyzer.terms(text))
        absent = [weight for term, weight in weights.items() if term not in present]
        return 1 - sum(absent) / total, max(absent, default=0.0)


def _largest(scores: Floats, groups: Rows, count: int) -> Floats:
    """Return the largest of ``scores`` in each group."""
    found = np.full(count, -np.inf, dtype=np.float32)
    np.maximum.at(found, groups, scores)
    return found


def _best_sentences(indexes: Indexes, rows: Rows, vector: Floats) -> Floats:
    """Return for each row the best cosine among the sentences of its passage."""
    starts, ends = indexes.bounds[rows], indexes.bounds[rows + 1]
    counts = ends - starts
    firsts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    places = np.repeat(starts - firsts, counts) + np.arange(int(counts.sum()))
    found = cosines_of(indexes.parts[places], vector)
    best = np.maximum.reduceat(np.append(found, np.float32(-1.0)), firsts)
    best[counts == 0] = -1.0
    return best.astype(np.float32, copy=False)


def _sentence_cosines(
    indexes: Indexes, read: Mapping[int, Passage], whole: Passage, vector: Floats | None
) -> tuple[float, ...]:
    """Return the cosine of each sentence of ``whole``, which joins the passages of rows ``read``.

    What stands between two passages, a heading, was encoded with neither: it gets the lowest.
    """
    if vector is None:
        return ()
    found: dict[int, float] = {}
    for row, passage in read.items():
        own = cosines_of(indexes.parts[indexes.bounds[row] : indexes.bounds[row + 1]], vector)
        starts = [passage.start + start for start, _ in sentence_spans(passage.text)]
        if len(starts) == len(own):
            found.update(zip(starts, own.tolist(), strict=True))
    lowest = min(found.values(), default=0.0)
    spans = sentence_spans(whole.text) if found else []
    return tuple(found.get(whole.start + start, lowest) for start, _ in spans)


def _best(scores: Floats, k: int) -> Rows:
    """Return the rows of the best ``k`` positive scores, by falling score, then row."""
    rows = np.flatnonzero(scores)
    if len(rows) > k:
        rows = rows[np.argpartition(-scores[rows], k - 1)[:k]]
    return rows[np.lexsort((rows, -scores[rows]))]
