"""How a question is read before it is searched: its topic, and words of the field added."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from .topic import topic_of, words_around
from .types import Noun

if TYPE_CHECKING:
    from collections.abc import Callable

    from .analysis import Analyzer
    from .protocols import Encoder, Floats

TOPIC_TIMES = 3
"""How often the words of a topic count beside the other words of its question."""
QUESTION_TIMES = 2
"""How often the words of a question count beside the words added to it."""


class Related(Noun):
    """Words that documents of a field use where people ask with others.

    ``asked`` is a regular expression, matched anywhere in a question, case folded; ``words`` are
    added to a question that it matches.
    """

    asked: str
    words: str


@dataclass(frozen=True)
class Asked:
    """A question as it is searched."""

    text: str
    topic: str = ""
    added: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the texts whose vectors are added: the question and what it asks about."""
        whole = f"{self.text} {self.added}" if self.added else self.text
        return (whole, self.topic) if self.topic else (whole,)

    def vector(self, encoder: Encoder) -> Floats:
        """Return the unit vector of the question, drawn towards its topic."""
        rows = encoder.encode(self.texts)
        if len(rows) == 1:
            alone: Floats = rows[0]
            return alone
        mean = rows.sum(axis=0)
        found: Floats = mean / max(float((mean @ mean) ** 0.5), 1e-12)
        return found

    def stems(self, analyzer: Analyzer) -> list[str]:
        """Return the stems to look up, as often as each counts."""
        return self._terms(analyzer.terms)

    def surfaces(self, analyzer: Analyzer) -> list[str]:
        """Return the same of the words as they stand."""
        return self._terms(analyzer.surface_terms)

    def _terms(self, cut: Callable[[str], list[str]]) -> list[str]:
        if self.topic:
            terms = cut(self.topic) * TOPIC_TIMES + cut(words_around(self.text, self.topic))
        else:
            terms = cut(self.text)
        return terms * QUESTION_TIMES + cut(self.added) if self.added else terms


def read_question(text: str, related: Sequence[Related] = (), with_topic: bool = True) -> Asked:
    """Find the topic of a question and the words of the field that belong to it."""
    added = [entry.words for entry in related if _pattern(entry.asked).search(text)]
    return Asked(text, topic_of(text) if with_topic else "", " ".join(added))


@lru_cache(maxsize=1024)
def _pattern(asked: str) -> re.Pattern[str]:
    return re.compile(asked, re.IGNORECASE)
