"""What a question asks about, without the words that only frame it."""

from __future__ import annotations

import re

from .words import word_list

_QUOTED = re.compile(r"[\"“]([^\"“”]{2,160})[\"”]")
_AFTER_COLON = re.compile(
    r"^(?:what|which|where|how|who|when|find|show|search|look)\b[^:?!]{3,60}:\s+(\S.+)$",
    re.IGNORECASE | re.DOTALL,
)
_WORDS_AROUND = 12
"""A quotation inside a longer question is a detail of it, not its topic."""
_FRAME = frozenset(word_list("frame"))
_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")


def topic_of(question: str) -> str:
    """Return the one quoted phrase, or what follows a colon; "" if the question has neither."""
    question = question.strip()
    quoted = _QUOTED.findall(question)
    if len(quoted) == 1 and len(_QUOTED.sub(" ", question).split()) <= _WORDS_AROUND:
        return str(quoted[0]).strip()
    match = _AFTER_COLON.match(question)
    return match[1].strip().rstrip("?") if match else ""


def words_around(question: str, topic: str) -> str:
    """Return the words beside the topic that do more than frame it ("define", "according to")."""
    rest = question.replace(topic, " ", 1)
    return " ".join(word for word in _WORD.findall(rest) if word.casefold() not in _FRAME)
