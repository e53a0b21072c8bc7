"""Say whether a source supports the sentence that cites it: yes, no, or left to a person."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal

from vademecum.retrieval.reading import fold, read
from vademecum.retrieval.sentences import sentence_spans
from vademecum.retrieval.support import is_supported, overlap, refutes

from .claims import without_citations
from .reader import find_citations

Support = Literal["yes", "no", "open"]

LEAST_WORDS: Final = 4
"""A claim of fewer content words says too little to be checked."""
SAME_MATTER: Final = 0.6
"""From this share of common words on, a sentence speaks of what the claim says."""
OTHER_MATTER: Final = 0.25
"""Below this share, the quotation offered for a claim speaks of something else."""
_BEST = 4
_MAX_CHARS = 200_000


def support_for(claim: str, text: str, title: str, quotes: Sequence[str] = ()) -> Support:
    """Compare ``claim`` with the sentences of ``text`` most like it, and with ``quotes`` of it.

    "no" needs a reason: the nearest sentence says another number or the opposite, or the quotation
    offered shares hardly a word with the claim. A paraphrase that cannot be settled is "open".
    """
    if len(set(read(fold(claim)).content)) < LEAST_WORDS:
        return "open"
    nearest = _nearest(claim, text)
    evidence = [*quotes, *nearest]
    if not evidence:
        return "open"
    if is_supported(claim, evidence, [title]) or any(
        is_supported(claim, [one, *quotes], [title]) for one in nearest
    ):
        return "yes"
    shares = [(overlap(claim, one), one) for one in evidence]
    share, best = max(shares, key=lambda pair: pair[0])
    if share >= SAME_MATTER and refutes(claim, best):
        alike = [one for s, one in shares if s >= share - 0.1]
        return "no" if all(refutes(claim, one) for one in alike) else "open"
    told = [overlap(claim, f"{quote} {title}") for quote in quotes]
    return "no" if told and max(told) < OTHER_MATTER and share < SAME_MATTER else "open"


def _nearest(claim: str, text: str) -> list[str]:
    sentences = _sentences(text)
    ranked = sorted(sentences, key=lambda s: -overlap(claim, s))[:_BEST]
    return [s for s in ranked if overlap(claim, s) > 0]


@lru_cache(maxsize=256)
def _sentences(text: str) -> tuple[str, ...]:
    """Cut ``text`` into sentences without their citations, whose numbers are not the matter's."""
    cut = text[:_MAX_CHARS]
    cited = find_citations(cut)
    starts = [c.start for c in cited]
    return tuple(
        without_citations(cut, (a, b), cited[bisect_left(starts, a) : bisect_left(starts, b)])
        for a, b in sentence_spans(cut)
    )
