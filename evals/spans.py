"""How well an answer's citations fit the gold spans of its question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from vademecum.retrieval.types import Citation, Claim, Hit

from .questions import GoldSpan

WORD = re.compile(r"\w+")


def is_span_found(hits: Sequence[Hit], gold: Sequence[GoldSpan], k: int = 5) -> bool:
    """Tell whether one of the first ``k`` passages shares a character with a gold span."""
    return any(
        span.overlaps(hit.passage.document_id, hit.passage.start, hit.passage.end)
        for hit in hits[:k]
        for span in gold
    )


def is_claim_verified(claim: Claim, text_of: Callable[[str], str | None]) -> bool:
    """Check anew that a claim has citations and that every quote stands where it says.

    Believes no status: each quote is compared with the document's text at its offsets.
    """
    return bool(claim.citations) and all(_stands(c, text_of) for c in claim.citations)


def citation_precision(citations: Sequence[Citation], gold: Sequence[GoldSpan]) -> float:
    """Return the share of the citations that overlap a gold span; 0 without any.

    After ALCE (Gao et al. 2023), with gold spans in the place of an entailment model.
    """
    if not citations:
        return 0.0
    return sum(any(_overlap(c, span) for span in gold) for c in citations) / len(citations)


def citation_recall(citations: Sequence[Citation], gold: Sequence[GoldSpan]) -> float:
    """Return the share of the gold spans that some citation overlaps."""
    return sum(any(_overlap(c, span) for c in citations) for span in gold) / len(gold)


def token_f1(text: str, gold: str) -> float:
    """Return the F1 of two bags of lower-cased words (SQuAD's, articles kept)."""
    ours, theirs = (Counter(WORD.findall(t.lower())) for t in (text, gold))
    shared = (ours & theirs).total()
    return 2 * shared / (ours.total() + theirs.total()) if shared else 0.0


def cited_text(citations: Sequence[Citation]) -> str:
    """Join the distinct quotes of an answer in their order."""
    return " ".join(dict.fromkeys(citation.quote for citation in citations))


def _stands(citation: Citation, text_of: Callable[[str], str | None]) -> bool:
    text = text_of(citation.document_id)
    return (
        text is not None
        and bool(citation.quote)
        and 0 <= citation.start < citation.end
        and text[citation.start : citation.end] == citation.quote
    )


def _overlap(citation: Citation, span: GoldSpan) -> bool:
    return span.overlaps(citation.document_id, citation.start, citation.end)
