"""Read a long message without what only greets, thanks or signs.

Consumers write to a health library in some fifty words where a question of ten would do (Ben
Abacha and Demner-Fushman 2019). Choosing among the sentences that are left found less than the
whole message does (docs/log.md), so all of them are searched.
"""

from __future__ import annotations

import re

from .sentences import sentence_spans
from .words import word_list

LONG_WORDS = 24
"""Shorter questions are searched as they stand."""
_HEAD = re.compile(r"^\s*(?:subject|re|message|question)\s*:\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_COURTESIES = frozenset(word_list("courtesies"))


def condense(message: str) -> str:
    """Return the sentences that say something; a message that holds none, or is short, as it is."""
    if len(message.split()) <= LONG_WORDS:
        return message
    parts = [
        _HEAD.sub("", line[start:end])
        for line in message.splitlines()
        for start, end in sentence_spans(line)
    ]
    return " ".join(part for part in parts if part and not _is_courtesy(part)) or message


def _is_courtesy(text: str) -> bool:
    return sum(w not in _COURTESIES for w in _WORD.findall(text.casefold())) <= 1
