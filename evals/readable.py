"""Documents, quotes and gold spans as lines that people read beside a failed item."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from vademecum.retrieval.types import Citation

from .questions import GoldSpan
from .spans import Span

SHOWN: Final = 5
"""Lines of one list; how many more there are stands below."""
PASSAGE_CHARS: Final = 300
NOTHING: Final = "(nothing)"


def documents(ids: Iterable[str], titles: Mapping[str, str]) -> str:
    """Return "title (id)", one document a line; the bare id where the title is not known."""
    return _lines(f"{title} ({name})" if (title := titles.get(name)) else name for name in ids)


def quotes(citations: Iterable[Citation]) -> str:
    """Return each quote with its document, one a line."""
    return _lines(f"“{_flat(c.quote)}” — {c.title} ({c.document_id})" for c in citations)


def passages(spans: Sequence[Span], text_of: Callable[[str], str | None]) -> str:
    """Return the beginning of each passage with its document, one a line."""
    return _lines(
        f"“{_beginning(span, text_of(span.document_id) or '')}” — {span.document_id}"
        for span in spans
    )


def gold_spans(spans: Iterable[GoldSpan]) -> str:
    """Return each gold span with its document, one a line."""
    return _lines(f"“{_flat(span.quote)}” — {span.document_id}" for span in spans)


def accepted(answers: Sequence[str], spans: Sequence[GoldSpan]) -> str:
    """Return the accepted short answers on one line, the gold spans below; either may be none."""
    short = [f"answer: {' | '.join(answers)}"] if answers else []
    return "\n".join([*short, *([gold_spans(spans)] if spans else [])])


def _beginning(span: Span, text: str) -> str:
    whole = _flat(text[span.start : span.end])
    return whole if len(whole) <= PASSAGE_CHARS else f"{whole[: PASSAGE_CHARS - 2]} …"


def _flat(text: str) -> str:
    return " ".join(text.split())


def _lines(lines: Iterable[str]) -> str:
    listed = list(lines)
    more = [f"and {len(listed) - SHOWN} more"] if len(listed) > SHOWN else []
    return "\n".join(listed[:SHOWN] + more) or NOTHING
