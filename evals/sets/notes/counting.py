"""How found spans count against a note, beyond recall: false alarms and what they cost."""

from __future__ import annotations

from collections.abc import Iterable

from ...tasks.identifiers import FoundSpan, Identifier
from .note import SyntheticNote


def decided(note: SyntheticNote, found: Iterable[FoundSpan]) -> tuple[FoundSpan, ...]:
    """Return the found spans that a precision may count: those that do more than touch an undecided
    span. One that touches an identifier or a term to keep always counts.
    """
    return tuple(
        span
        for span in found
        if _touches(span, (*note.spans, *note.keep)) or not _touches(span, note.undecided)
    )


def wrongly_hidden(note: SyntheticNote, found: Iterable[FoundSpan]) -> tuple[Identifier, ...]:
    """Return the spans to keep of which a found span takes a character."""
    known = tuple(found)
    return tuple(span for span in note.keep if _touches(span, known))


def _touches(span: FoundSpan, others: Iterable[FoundSpan]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)
