"""Choose among the options of a question by what a library says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from .sentences import sentence_spans
from .types import Access, Hit, Noun, Query

if TYPE_CHECKING:
    from .search import HybridSearch

_BLANK = re.compile(r"_{2,}")
_ASKING = re.compile(
    r"^(?:which|what|who)(?: (?:one )?of (?:the following|these)"
    r"(?: (?:statements?|terms?|options?|answers?|examples?|people|groups?|events?)\b)?)?\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\bNOT\b|\bEXCEPT\b|\bexcept\b|\bnot (?:a|an|one|true|part|considered)\b")
"""Questions that ask for the option which does not fit."""
_PASSAGES = 5
_COSINE, _SHARED = 11.8, 3.9
"""Weights, fitted on the half of the OpenStax review questions for tuning (docs/log.md)."""


class Borne(Noun):
    """How far the library bears an option out."""

    cosine: float
    """The best of what the option says and a sentence."""
    shared: float
    """The best product of a sentence's shares of the question's and of the option's term weight."""

    @property
    def weight(self) -> float:
        """Return both as one number."""
        return _COSINE * self.cosine + _SHARED * self.shared


def choose_option(
    question: str, options: Sequence[str], search: HybridSearch, allow: Access
) -> int | None:
    """Return the index of the option that the library bears out best; None without any.

    Of a question that asks for the exception, the option that is borne out least.
    """
    found = borne_out(question, options, search, allow)
    if not found:
        return None
    weights = [one.weight for one in found]
    best = min if _NEGATED.search(question) else max
    return weights.index(best(weights))


def statement(question: str, option: str) -> str:
    """Return what an option says: it fills the blank, or stands for the question word."""
    if _BLANK.search(question):
        return _BLANK.sub(lambda _: option, question, count=1)
    said = _ASKING.sub(lambda _: option, question, count=1)
    return said.rstrip("?") if said != question else f"{question.rstrip(':?')} {option}"


def borne_out(
    question: str, options: Sequence[str], search: HybridSearch, allow: Access
) -> list[Borne]:
    """Search the question, and what each option says; empty if nothing is found."""
    asked = " ".join(_BLANK.sub(" ", question).split()) or " ".join(options)
    about = search.search(Query(text=asked, allow=allow, k=_PASSAGES))
    lexical = search.indexes.lexical
    terms = lexical.analyzer.terms
    wanted = set(terms(asked))
    found: list[Borne] = []
    for option in options:
        said = statement(question, option)
        hits = search.search(Query(text=said, allow=allow, k=_PASSAGES))
        if not hits:
            return []
        own = set(terms(option))
        shares = (
            _share(wanted, held, lexical.weight) * _share(own - wanted or own, held, lexical.weight)
            for held in _sentences((*hits, *about), terms)
        )
        found.append(
            Borne(
                cosine=max(max(hit.sentences, default=hit.cosine or 0.0) for hit in hits),
                shared=max(shares, default=0.0),
            )
        )
    return found


def _sentences(
    hits: Iterable[Hit], terms: Callable[[str], Sequence[str]]
) -> Iterable[frozenset[str]]:
    for hit in {hit.passage.id: hit for hit in hits}.values():
        text = hit.passage.text
        for start, end in sentence_spans(text):
            yield frozenset(terms(text[start:end]))


def _share(terms: set[str], held: frozenset[str], weight: Callable[[str], float]) -> float:
    total = sum(weight(term) for term in terms)
    return sum(weight(term) for term in terms if term in held) / total if total else 0.0
