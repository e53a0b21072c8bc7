"""Choose among the options of a question by what a library says."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from .types import Access, Hit, Noun, Query

if TYPE_CHECKING:
    from .search import HybridSearch

_BLANK = re.compile(r"_{2,}")
_NEGATED = re.compile(r"\bNOT\b|\bEXCEPT\b|\bexcept\b|\bnot (?:a|an|one|true|part|considered)\b")
"""Questions that ask for the option which does not fit."""
_PASSAGES = 5


class Borne(Noun):
    """How far the passages found bear an option out: each the best of the passages."""

    sentence: float
    """Cosine of what the option says and a sentence."""
    passage: float
    """Cosine of what the option says and a passage."""
    coverage: float
    """Share of the term weight of what the option says."""
    words: float
    """Share of the option's own term weight in what the question alone finds."""


class ChoiceWeights(Noun):
    """How much each feature counts."""

    sentence: float = 1.0
    passage: float = 1.0
    coverage: float = 0.5
    words: float = 0.5


WEIGHTS = ChoiceWeights()


def choose_option(
    question: str,
    options: Sequence[str],
    search: HybridSearch,
    allow: Access,
    weights: ChoiceWeights = WEIGHTS,
) -> int | None:
    """Return the index of the option that the library bears out best; None without any.

    Of a question that asks for the exception, the option that is borne out least.
    """
    found = borne_out(question, options, search, allow)
    if not found:
        return None
    scores = [
        sum(getattr(weights, name) * getattr(one, name) for name in ChoiceWeights.model_fields)
        for one in found
    ]
    best = min if _NEGATED.search(question) else max
    return scores.index(best(scores))


def statements(question: str, options: Sequence[str]) -> list[str]:
    """Return what each option says: it fills the blank, or stands behind the question."""
    if _BLANK.search(question):
        return [_BLANK.sub(lambda _, o=option: o, question, count=1) for option in options]  # type: ignore[misc]
    return [f"{question} {option}" for option in options]


def borne_out(
    question: str, options: Sequence[str], search: HybridSearch, allow: Access
) -> list[Borne]:
    """Search the question, and what each option says, and compare; empty if nothing is found."""
    asked = " ".join(_BLANK.sub(" ", question).split()) or " ".join(options)
    about = search.search(Query(text=asked, allow=allow, k=_PASSAGES))
    lexical = search.indexes.lexical
    terms = lexical.analyzer.terms
    present = {term for hit in about for term in terms(hit.passage.text)}
    found: list[Borne] = []
    for option, said in zip(options, statements(question, options), strict=True):
        hits = search.search(Query(text=said, allow=allow, k=_PASSAGES))
        if not hits:
            return []
        found.append(
            Borne(
                sentence=_best(hits, lambda hit: max(hit.sentences, default=0.0)),
                passage=_best(hits, lambda hit: hit.cosine or 0.0),
                coverage=_best(hits, lambda hit: hit.coverage),
                words=_share(terms(option), present, lexical.weight),
            )
        )
    return found


def _best(hits: Sequence[Hit], of: Callable[[Hit], float]) -> float:
    return max(of(hit) for hit in hits)


def _share(terms: Sequence[str], present: set[str], weight: Callable[[str], float]) -> float:
    total = sum(weight(term) for term in terms)
    return sum(weight(term) for term in terms if term in present) / total if total else 0.0
