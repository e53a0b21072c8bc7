"""Decide whether the passages found can carry an answer, and say what is missing if not."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from vademecum.retrieval.types import Hit

from .manifest import Evidence
from .rails.fold import fold

WORD = re.compile(r"[a-z][a-z-]{3,}|\d[\d./]*")
PLACEHOLDER = re.compile(r"\[[A-Z_]{2,20}\]")
FUNCTION_WORDS = frozenset(
    [
        "about",
        "after",
        "again",
        "also",
        "because",
        "been",
        "before",
        "being",
        "between",
        "both",
        "cannot",
        "could",
        "does",
        "doing",
        "down",
        "during",
        "each",
        "explain",
        "find",
        "from",
        "give",
        "given",
        "have",
        "having",
        "help",
        "here",
        "into",
        "just",
        "know",
        "like",
        "make",
        "many",
        "mean",
        "means",
        "more",
        "most",
        "much",
        "must",
        "need",
        "only",
        "other",
        "over",
        "please",
        "same",
        "should",
        "some",
        "such",
        "tell",
        "than",
        "that",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "under",
        "until",
        "very",
        "want",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "will",
        "with",
        "would",
        "your",
        "yours",
        "happen",
        "happens",
        "people",
        "person",
    ]
)


def confidence(hits: Sequence[Hit], model: Evidence) -> float:
    """Return the probability, under the logistic ``model``, that ``hits`` answer the question."""
    cosine = max((hit.cosine for hit in hits if hit.cosine is not None), default=0.0)
    coverage = max((hit.coverage for hit in hits), default=0.0)
    logit = model.bias + model.cosine * cosine + model.coverage * coverage
    logit += model.product * cosine * coverage
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, logit))))


def missing_terms(question: str, hits: Sequence[Hit], limit: int = 6) -> tuple[str, ...]:
    """Return the question's content words that occur in none of the passages or titles."""
    found = fold(" ".join(f"{hit.document.title} {hit.passage.text}" for hit in hits)).text
    asked = PLACEHOLDER.sub(" ", question)
    terms = (w for w in WORD.findall(fold(asked).text) if w not in FUNCTION_WORDS)
    absent = (term for term in dict.fromkeys(terms) if term.rstrip("s") not in found)
    return tuple(absent)[:limit]


def what_is_missing(question: str, hits: Sequence[Hit]) -> str:
    """Say in one sentence or two what the passages lack."""
    if not hits:
        return "No passage was found that may be used for this question."
    closest = f"The closest document is “{hits[0].document.title}”."
    terms = missing_terms(question, hits)
    if not terms:
        return f"The passages found share words with the question but do not settle it. {closest}"
    return f"None of the passages found mentions: {', '.join(terms)}. {closest}"
