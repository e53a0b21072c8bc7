"""What a domain quotes for an item of a public set, and what plain sentence rankers would."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from vademecum.evals.items import Item
from vademecum.evals.tasks.evidence import Evidence
from vademecum.retrieval import Claim, Context, Hit, Query
from vademecum.retrieval.analysis import Analyzer
from vademecum.retrieval.grounding import ground
from vademecum.retrieval.lexical import LexicalIndex
from vademecum.retrieval.search import HybridSearch
from vademecum.retrieval.sentences import sentence_spans
from vademecum.retrieval.types import Citation, Document

from ..composition import extractive, shared_encoder
from .options import Job
from .public import allowed
from .systems import EVERYBODY

PASSAGES_READ = 4


def claims_of(job: Job, search: HybridSearch) -> Callable[[Item], tuple[Claim, ...]]:
    """Return what searches, quotes and grounds; no rail and no threshold stands in its way."""
    generator = extractive(search)

    def claims(item: Item) -> tuple[Claim, ...]:
        query = Query(text=item.text, allow=allowed(item, given=job.options.given))
        context = Context(hits=search.search(query))
        grounding = ground(generator.generate(query, context), context, search.library.text_of)
        return tuple(
            claim
            for claim in grounding.claims
            if all(citation.status == "verified" for citation in claim.citations)
        )

    return claims


def evidence_of(claims: Sequence[Claim]) -> Evidence:
    """Return the quotes of an answer, the most trusted first."""
    return Evidence(quotes=tuple(c for claim in claims for c in claim.citations))


class SentenceRanker:
    """Quote the best sentence of the passages that one plain search finds.

    With a document given, all of its sentences compete; otherwise those of the first
    ``PASSAGES_READ`` passages.
    """

    def __init__(self, job: Job, search: HybridSearch, mode: str) -> None:
        self._job, self._search, self._mode = job, search, mode
        self._spans: dict[str, list[tuple[int, int]]] = {}
        self._vectors: dict[str, np.ndarray] = {}
        self._bm25 = self._sentences_index() if mode == "lexical" else None

    def __call__(self, item: Item) -> Evidence:
        """Return the one sentence, or nothing."""
        query = Query(
            text=item.text,
            allow=allowed(item, given=self._job.options.given),
            mode="lexical" if self._mode == "lexical" else "dense",
            k=PASSAGES_READ,
        )
        hits = self._search.search(query)
        best: tuple[float, Hit, int, int] | None = None
        seen: set[tuple[str, int]] = set()
        for hit in hits:
            document = hit.document
            for place, (start, end) in enumerate(self._spans_of(document)):
                is_inside = start < hit.passage.end and end > hit.passage.start
                if (document.id, start) in seen or not (self._job.options.given or is_inside):
                    continue
                seen.add((document.id, start))
                score = self._score(item.text, document, place)
                if best is None or score > best[0]:
                    best = (score, hit, start, end)
        if best is None:
            return Evidence()
        _, hit, start, end = best
        return Evidence(quotes=(citation(hit, start, end),))

    def _spans_of(self, document: Document) -> list[tuple[int, int]]:
        if document.id not in self._spans:
            self._spans[document.id] = sentence_spans(document.text)
        return self._spans[document.id]

    def _score(self, question: str, document: Document, place: int) -> float:
        if self._bm25 is not None:
            index, firsts, analyzer = self._bm25
            row = np.array([firsts[document.id] + place])
            return float(index.scores_of(analyzer.terms(question), row)[0])
        encoder = shared_encoder()
        if document.id not in self._vectors:
            texts = [document.text[a:b] for a, b in self._spans_of(document)]
            self._vectors[document.id] = encoder.encode(texts)
        return float(self._vectors[document.id][place] @ _vector(question))

    def _sentences_index(self) -> tuple[LexicalIndex, dict[str, int], Analyzer]:
        analyzer, texts = Analyzer(), list[str]()
        firsts: dict[str, int] = {}
        for document in self._search.library.documents(EVERYBODY):
            firsts[document.id] = len(texts)
            texts += [document.text[a:b] for a, b in self._spans_of(document)]
        return LexicalIndex.build(texts, analyzer), firsts, analyzer


@lru_cache(maxsize=1)
def _vector(question: str) -> np.ndarray:
    found: np.ndarray = shared_encoder().encode([question])[0]
    return found


def citation(hit: Hit, start: int, end: int) -> Citation:
    """Return a citation of characters of the document of ``hit``."""
    document = hit.document
    return Citation(
        passage_id=hit.passage.id,
        document_id=document.id,
        title=document.title,
        source=document.source,
        start=start,
        end=end,
        quote=document.text[start:end],
    )
