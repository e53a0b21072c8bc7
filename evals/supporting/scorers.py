"""What scores the support of a claim: the learned score, and what it must beat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from vademecum.retrieval.claim_support import PATH, claim_support, support_scores
from vademecum.retrieval.errors import InvalidModel
from vademecum.retrieval.sentences import sentence_spans
from vademecum.retrieval.support import is_supported, overlap

from ..support_pairs import SupportPair
from .fitting import judged

if TYPE_CHECKING:
    from vademecum.retrieval.encoder import SentenceEncoder

Scorer = Callable[[Sequence[SupportPair]], list[float]]


def learned(encoder: SentenceEncoder) -> Scorer:
    """Return the shipped score; raise InvalidModel where there is none."""
    head = claim_support()
    if head is None:
        raise InvalidModel(f"{PATH}: missing; run: python -m vademecum.evals.supporting.fitting")
    return lambda pairs: support_scores(judged(pairs), encoder, head)


def by_rule(pairs: Sequence[SupportPair]) -> list[float]:
    """Return 1 where the rule of grounding, given every sentence as a quote, passes the claim."""
    return [float(is_supported(p.claim, _sentences(p.passage), [p.title])) for p in pairs]


def lexical_overlap(pairs: Sequence[SupportPair]) -> list[float]:
    """Return the share of the claim's words and numbers that the passage has."""
    return [overlap(pair.claim, pair.passage) for pair in pairs]


def sentence_cosine(encoder: SentenceEncoder) -> Scorer:
    """Return the best cosine of the claim with a sentence of the passage."""

    def score(pairs: Sequence[SupportPair]) -> list[float]:
        passages = list(dict.fromkeys(pair.passage for pair in pairs))
        sentences = {p: _sentences(p) for p in passages}
        rows = encoder.encode([s for p in passages for s in sentences[p]])
        ends = np.cumsum([len(sentences[p]) for p in passages])
        vectors = dict(zip(passages, np.split(rows, ends[:-1]), strict=True))
        claims = encoder.encode([pair.claim for pair in pairs])
        return [
            float((vectors[pair.passage] @ claim).max())
            for pair, claim in zip(pairs, claims, strict=True)
        ]

    return score


def claim_alone(tuning: Sequence[SupportPair], encoder: SentenceEncoder) -> Scorer:
    """Return what the form of a claim gives away: words and vector of the claim, no passage."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    texts = [pair.claim for pair in tuning]
    rows = hstack([words.fit_transform(texts), csr_matrix(encoder.encode(texts))])
    model = LogisticRegression(max_iter=3000).fit(rows, [pair.supported for pair in tuning])

    def score(pairs: Sequence[SupportPair]) -> list[float]:
        own = [pair.claim for pair in pairs]
        rows = hstack([words.transform(own), csr_matrix(encoder.encode(own))])
        return [float(value) for value in model.decision_function(rows)]

    return score


def _sentences(text: str) -> list[str]:
    return [text[a:b] for a, b in sentence_spans(text)] or [text]
