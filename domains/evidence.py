"""Decide whether the passages found can carry an answer, and say what is missing if not."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from vademecum.retrieval.analysis import Analyzer
from vademecum.retrieval.topic import topic_of
from vademecum.retrieval.types import Hit, Noun

from .manifest import Evidence
from .rails.fold import fold

WORD = re.compile(r"[a-z][a-z-]{3,}|\d[\d./]*")
PLACEHOLDER = re.compile(r"\[[A-Z_]{2,20}\]")
ANCHOR = re.compile(r"(?<=\s)(?!I\b)[A-Z][\w-]*|(?<=\s)[\w-]*\d[\w-]*")
"""A word inside the question that begins with a capital or holds a digit."""
ANCHORING_HITS = 5
ANALYZER = Analyzer()
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


class Features(Noun):
    """What the evidence model looks at; ``Evidence`` says what each is."""

    sentence: float
    coverage: float
    missing: float
    anchors: float
    phrase: float


def features_of(question: str, hits: Sequence[Hit]) -> Features:
    """Reduce a question and the passages found for it to the features of the model."""
    best = hits[:ANCHORING_HITS]
    return Features(
        sentence=max((max(hit.sentences, default=hit.cosine or 0.0) for hit in best), default=0.0),
        coverage=max((hit.coverage for hit in hits), default=0.0),
        missing=min((hit.missing for hit in best), default=0.0),
        anchors=_anchored(question, best),
        phrase=_holds_phrase(question, best),
    )


def certainty(found: Features, model: Evidence) -> float:
    """Return the probability, under the logistic ``model``, that the passages answer."""
    logit = model.bias + sum(
        getattr(model, name) * getattr(found, name) for name in Features.model_fields
    )
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, logit))))


def confidence(question: str, hits: Sequence[Hit], model: Evidence) -> float:
    """Return the probability that ``hits`` answer ``question``."""
    return certainty(features_of(question, hits), model)


def _anchored(question: str, hits: Sequence[Hit]) -> float:
    """Return the share of names and numbers in the question that stand in the passages."""
    anchors = [word.casefold() for word in ANCHOR.findall(question)]
    if not anchors:
        return 1.0
    text = " ".join(map(_read, hits)).casefold()
    return sum(anchor in text for anchor in anchors) / len(anchors)


def _holds_phrase(question: str, hits: Sequence[Hit]) -> float:
    """Return 1 if the phrase that the question is about stands in a passage, stem by stem.

    A question that quotes no phrase gets 1 as well: there is nothing to miss.
    """
    phrase = ANALYZER.terms(topic_of(question))
    if not phrase:
        return 1.0
    wanted = f" {' '.join(phrase)} "
    return float(any(wanted in f" {' '.join(ANALYZER.terms(_read(hit)))} " for hit in hits))


def _read(hit: Hit) -> str:
    return f"{hit.document.title} {hit.passage.text}"


def missing_terms(question: str, hits: Sequence[Hit], limit: int = 6) -> tuple[str, ...]:
    """Return the question's content words that occur in none of the passages or titles."""
    found = fold(" ".join(map(_read, hits))).text
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
