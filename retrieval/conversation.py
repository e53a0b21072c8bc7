"""Read a follow-up question together with the question before it."""

from __future__ import annotations

import re

from .types import Query

_POINTS_BACK = re.compile(
    r"^(?:and|but|so|what about|how about|also|then)\b"
    r"|\b(?:it|its|they|them|their|that|this|those|these|he|she|one|ones)\b",
    re.IGNORECASE,
)
_SHORT_WORDS = 12


def search_text(query: Query) -> str:
    """Return the text to search with: a follow-up is read with the user's last question."""
    asked = [turn.text for turn in query.history if turn.role == "user"]
    if (
        asked
        and len(query.text.split()) <= _SHORT_WORDS
        and _POINTS_BACK.search(query.text.strip())
    ):
        return f"{asked[-1]} {query.text}"
    return query.text
