"""Settle the status of every citation of a draft: is the passage there, the quote, the claim?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from .reading import fold
from .support import contributes, is_supported
from .types import Citation, CitationStatus, Claim, Context, Draft, Grounding, Hit

Held: TypeAlias = Sequence[tuple[Citation, Hit]]
"""Citations whose quotes stand where they say, each with its passage."""
Supports: TypeAlias = Callable[[str, Held], bool]
"""Tells whether what is held says what a claim says."""


def by_words(claim: str, held: Held) -> bool:
    """Tell by the rule of ``support.py``, which knows no paraphrase, whether quotes say a claim."""
    above = [above_passage(hit) for _, hit in held]
    return is_supported(claim, [citation.quote for citation, _ in held], above)


def ground(
    draft: Draft,
    context: Context,
    text_of: Callable[[str], str | None],
    supports: Supports = by_words,
) -> Grounding:
    """Check ``draft`` against the passages of ``context`` and the texts of their documents.

    ``not_found``: the document is unknown or the passage is not in the context. ``mismatch``: the
    quote is not at its offsets (white space and punctuation variants are folded, a word is not), or
    the claim is not supported by the quotes that are. ``verified``: all of it holds. A claim
    without citations stays without: ``check_output`` decides what becomes of it.
    """
    found = {hit.passage.id: hit for hit in context.hits}
    return Grounding(
        claims=tuple(_settle(claim, found, text_of, supports) for claim in draft.claims)
    )


def above_passage(hit: Hit) -> str:
    """Return the title and the headings that a passage stands under."""
    return " / ".join((hit.document.title, *hit.passage.section))


def _settle(
    claim: Claim,
    found: dict[str, Hit],
    text_of: Callable[[str], str | None],
    supports: Supports,
) -> Claim:
    located = [_locate(citation, found, text_of) for citation in claim.citations]
    holding = [c for c, s in zip(claim.citations, located, strict=True) if s == "verified"]
    supported = supports(claim.text, [(c, found[c.passage_id]) for c in holding])
    settled = []
    for citation, status in zip(claim.citations, located, strict=True):
        if status == "verified" and not (supported and contributes(claim.text, citation.quote)):
            status = "mismatch"
        settled.append(citation.model_copy(update={"status": status}))
    return claim.model_copy(update={"citations": tuple(settled)})


def _locate(
    citation: Citation, found: dict[str, Hit], text_of: Callable[[str], str | None]
) -> CitationStatus:
    """Find the quote at its offsets, inside the passage that it names."""
    hit = found.get(citation.passage_id)
    if hit is None or hit.passage.document_id != citation.document_id:
        return "not_found"
    passage = hit.passage
    text = text_of(citation.document_id)
    if text is None:
        return "not_found"
    start, end = citation.start, citation.end
    inside = passage.start <= start < end <= passage.end and end <= len(text)
    quote = fold(citation.quote)
    return "verified" if inside and quote and quote == fold(text[start:end]) else "mismatch"
