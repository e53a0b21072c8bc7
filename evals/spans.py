"""How well citations, quotes and passages fit the gold spans of a question, in characters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeAlias

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Citation, Claim, Hit

from .questions import GoldSpan

WORD = re.compile(r"\w+")
Interval: TypeAlias = tuple[int, int]
Covered: TypeAlias = dict[str, list[Interval]]
"""By document, disjoint half-open intervals in rising order."""


class Span(Protocol):
    """Characters of a document: a passage, a citation, a gold span."""

    @property
    def document_id(self) -> str:
        """Return the document's id."""
        ...

    @property
    def start(self) -> int:
        """Return the first character's offset."""
        ...

    @property
    def end(self) -> int:
        """Return the offset after the last character."""
        ...


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


def covered(spans: Iterable[Span]) -> Covered:
    """Return the union of ``spans``: characters in several of them stand in it once."""
    union: Covered = {}
    for span in sorted(spans, key=lambda s: (s.document_id, s.start, s.end)):
        intervals = union.setdefault(span.document_id, [])
        if intervals and span.start <= intervals[-1][1]:
            intervals[-1] = (intervals[-1][0], max(intervals[-1][1], span.end))
        elif span.start < span.end:
            intervals.append((span.start, span.end))
    return union


def size(union: Covered) -> int:
    """Count the characters of a union."""
    return sum(end - start for intervals in union.values() for start, end in intervals)


def shared(one: Covered, other: Covered) -> int:
    """Count the characters that stand in both unions."""
    return sum(
        max(0, min(end, last) - max(start, first))
        for document, intervals in one.items()
        for start, end in intervals
        for first, last in other.get(document, ())
    )


def char_recall(spans: Sequence[Span], gold: Sequence[Span]) -> float:
    """Return the share of the gold characters that ``spans`` cover, each counted once."""
    wanted = covered(gold)
    return shared(covered(spans), wanted) / size(wanted)


def char_precision(spans: Sequence[Span], gold: Sequence[Span]) -> float:
    """Return the share of the characters of ``spans``, each counted once, that are gold, or 0."""
    given = covered(spans)
    return shared(given, covered(gold)) / total if (total := size(given)) else 0.0


def is_supported(spans: Sequence[Span], gold: Sequence[Span]) -> bool:
    """Tell whether ``spans`` together and one gold span share half of the shorter's characters.

    So a clause that lies inside a long gold span supports, a passage around a short one does, and
    one that only touches its edge does not.
    """
    for span in gold:
        given = covered(s for s in spans if s.document_id == span.document_id)
        common, shorter = shared(given, covered([span])), min(size(given), span.end - span.start)
        if common and 2 * common >= shorter:
            return True
    return False


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean; 0 of two zeros."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def check_spans(
    named: Iterable[tuple[str, GoldSpan]], text_of: Callable[[str], str | None]
) -> None:
    """Raise InvalidInput, naming the first, if a span of (item id, span) is not in its document."""
    stale = [
        f"{item} in {span.document_id}"
        for item, span in named
        if (text := text_of(span.document_id)) is None or text[span.start : span.end] != span.quote
    ]
    if stale:
        raise InvalidInput(
            f"{len(stale)} gold spans do not stand in the documents, first {stale[0]}; "
            "read questions and documents of the same set"
        )


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
