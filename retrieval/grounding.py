"""Settle the status of every citation of a draft: is the passage there, the quote, the claim?"""

from __future__ import annotations

from collections.abc import Callable

from .support import contributes, fold, is_supported
from .types import Citation, CitationStatus, Claim, Context, Draft, Grounding, Passage


def ground(draft: Draft, context: Context, text_of: Callable[[str], str | None]) -> Grounding:
    """Check ``draft`` against the passages of ``context`` and the texts of their documents.

    ``not_found``: the document is unknown or the passage is not in the context. ``mismatch``: the
    quote is not at its offsets (white space and punctuation variants are folded, a word is not), or
    the claim is not supported by the quotes that are. ``verified``: all of it holds. A claim
    without citations stays without: ``check_output`` decides what becomes of it.
    """
    passages = {hit.passage.id: hit.passage for hit in context.hits}
    return Grounding(claims=tuple(_settle(claim, passages, text_of) for claim in draft.claims))


def _settle(
    claim: Claim, passages: dict[str, Passage], text_of: Callable[[str], str | None]
) -> Claim:
    located = [_locate(citation, passages, text_of) for citation in claim.citations]
    quotes = [c.quote for c, s in zip(claim.citations, located, strict=True) if s == "verified"]
    supported = is_supported(claim.text, quotes)
    settled = []
    for citation, status in zip(claim.citations, located, strict=True):
        if status == "verified" and not (supported and contributes(claim.text, citation.quote)):
            status = "mismatch"
        settled.append(citation.model_copy(update={"status": status}))
    return claim.model_copy(update={"citations": tuple(settled)})


def _locate(
    citation: Citation, passages: dict[str, Passage], text_of: Callable[[str], str | None]
) -> CitationStatus:
    """Find the quote at its offsets, inside the passage that it names."""
    passage = passages.get(citation.passage_id)
    if passage is None or passage.document_id != citation.document_id:
        return "not_found"
    text = text_of(citation.document_id)
    if text is None:
        return "not_found"
    start, end = citation.start, citation.end
    inside = passage.start <= start < end <= passage.end and end <= len(text)
    quote = fold(citation.quote)
    return "verified" if inside and quote and quote == fold(text[start:end]) else "mismatch"
