"""What a question looks like: its question words, and whether it asks for what comes after."""

from __future__ import annotations

import re
from typing import Final

ASKED: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bwho(?:m|se)?\b",
        r"\bwhere\b",
        r"\bwhen\b",
        r"\bwhy\b",
        r"\bhow (?:many|much|long|old|far|large|big|tall|often)\b",
        r"\bhow\b",
        r"\b(?:what|which)\b",
        r"\bfe(?:el|els|lt|eling)\b",
        r"\bhappen\w*\b",
        r"\bwhat (?:did|does|do|was|were|is|are)\b.*\bdo(?:ing)?\b",
        r"\bwhat (?:is|are|was|were)\b",
        r"\b(?:say|said|tell|told|ask|asked|call|called|answer|reply)\b",
        r"\bafter\b",
        r"\bbefore\b",
        r"\b(?:because|result)\b",
        r"\b(?:will|would)\b",
        r"\b(?:when|while|once|as soon as|until)\b.{8,}",
    )
)


def asked(question: str) -> list[float]:
    """Return 1 for each pattern of ``ASKED`` that the question shows, else 0."""
    return [float(bool(pattern.search(question))) for pattern in ASKED]
