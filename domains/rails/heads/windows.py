"""The parts of a long text that a guard head reads: where something may be asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

WINDOW_CHARACTERS: Final = 300
"""A fraction of what the encoder reads at once: a request must not drown in what surrounds it."""
OVERLAP_CHARACTERS: Final = 120
MOST_WINDOWS: Final = 6
"""Read twice if disguised, they are fewer than the readings that the encoder remembers."""
PARAGRAPH: Final = re.compile(r"\s*\n\s*\n\s*")
REQUEST: Final = re.compile(
    r"\?|\b(?:how (?:to|do|can|could|would|should)|(?:tell|show|teach|help|give|write|send) me|"
    r"please|instructions|(?:write|explain|describe|create|develop|list|generate|provide|make|"
    r"outline|continue|finish) (?:a|an|the|how|all|some|step)|i (?:want|need) )\b",
    re.IGNORECASE,
)


def windows(text: str) -> tuple[str, ...]:
    """Return the text, or of a long one its beginning, its end, and what asks in between.

    A paragraph is a window of its own, or several that overlap and begin at words.
    """
    if len(text) <= WINDOW_CHARACTERS:
        return (text,)
    parts = [part for paragraph in PARAGRAPH.split(text) for part in _cut(paragraph)]
    parts = [part for part in parts if any(map(str.isalnum, part))] or [text[:WINDOW_CHARACTERS]]
    middle = [part for part in parts[1:-1] if REQUEST.search(part)]
    middle = middle[: MOST_WINDOWS - 2]
    return (parts[0], *middle, parts[-1]) if len(parts) > 1 else (parts[0],)


def _cut(text: str) -> Iterator[str]:
    if len(text) <= WINDOW_CHARACTERS:
        yield text
        return
    start = 0
    while True:
        end = start + WINDOW_CHARACTERS
        if end >= len(text):
            yield text[max(0, len(text) - WINDOW_CHARACTERS) :]
            return
        yield text[start:end]
        start = end - OVERLAP_CHARACTERS
        start = text.find(" ", start, end) + 1 or start
