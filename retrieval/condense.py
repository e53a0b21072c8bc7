"""Condense a long message into what it asks: its subject and its requests, no greetings.

Consumers write to a health library in some fifty words where a question of ten would do (Ben
Abacha and Demner-Fushman 2019); a vector of the whole is drawn to the story around the question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from .sentences import sentence_spans
from .words import word_list

LONG_WORDS = 24
"""Shorter questions are searched as they stand."""
KEPT_WORDS = 34
_HEAD = re.compile(r"^\s*(?:subject|re|message|question)\s*:\s*", re.IGNORECASE)
_SUBJECT = re.compile(r"^\s*(?:subject|re)\s*:", re.IGNORECASE)
_ASKS = re.compile(
    r"\?|^(?:what|which|who|where|when|why|how|is|are|was|were|do|does|did|can|could|will|would"
    r"|should|may|has|have|any)\b"
    r"|\b(?:(?:want|like|need|trying|wish|hoping|interested) (?:to|in)|wonder(?:ing)?|let me know"
    r"|tell me|information|advi[cs]e|suggest|looking for|help (?:me|us)|please|question)\b",
    re.IGNORECASE,
)
_FRAME = frozenset(word_list("courtesies"))
_ASKING_BONUS = 1.0
_SUBJECT_BONUS = 1.5


def condense(
    message: str, terms: Callable[[str], Sequence[str]], weight: Callable[[str], float]
) -> str:
    """Return the subject line and the sentences that ask, in their order.

    ``terms`` and ``weight`` are the lexical index's: rare words tell what a message is about. A
    message of at most ``LONG_WORDS`` words comes back as it is.
    """
    if len(message.split()) <= LONG_WORDS:
        return message
    parts = _parts(message)
    if not parts:
        return message
    largest = max((weight(t) for part, _ in parts for t in terms(part)), default=0.0) or 1.0
    scored = [
        (_score(part, is_subject, terms, weight, largest), place)
        for place, (part, is_subject) in enumerate(parts)
    ]
    kept: list[int] = []
    words = 0
    for _, place in sorted(scored, key=lambda pair: (-pair[0], pair[1])):
        size = len(parts[place][0].split())
        if kept and words + size > KEPT_WORDS:
            continue
        kept.append(place)
        words += size
    return " ".join(parts[place][0] for place in sorted(kept))


def _parts(message: str) -> list[tuple[str, bool]]:
    """Return sentences without their heads, and whether each is a subject line."""
    found: list[tuple[str, bool]] = []
    for line in message.splitlines():
        for start, end in sentence_spans(line):
            sentence = line[start:end]
            text = _HEAD.sub("", sentence).strip()
            if text and not _is_courtesy(text):
                found.append((text, bool(_SUBJECT.match(sentence))))
    return found


def _is_courtesy(text: str) -> bool:
    """Tell whether a sentence only greets, thanks or signs."""
    words = re.findall(r"[a-z']+", text.casefold())
    return sum(word not in _FRAME for word in words) <= 1


def _score(
    part: str,
    is_subject: bool,
    terms: Callable[[str], Sequence[str]],
    weight: Callable[[str], float],
    largest: float,
) -> float:
    heaviest = sorted((weight(term) for term in set(terms(part))), reverse=True)[:3]
    score = sum(heaviest) / (3 * largest)
    return score + _ASKING_BONUS * bool(_ASKS.search(part)) + _SUBJECT_BONUS * is_subject
