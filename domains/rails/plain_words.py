"""Reading level: the Flesch-Kincaid grade of a text, as patients read it.

Kincaid et al. (1975): 0.39 words per sentence + 11.8 syllables per word - 15.59. Syllables are
counted by groups of vowels, which is right to within a few per cent over a passage.
"""

from __future__ import annotations

import re
from typing import Final

from vademecum.retrieval.sentences import sentence_spans

WORD: Final = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?")
VOWELS: Final = re.compile(r"[aeiouy]+")
SILENT: Final = re.compile(r"(?:[^laeiouy]e|[^aeiouytd]ed|[^aeiouysxz]es)$")
LEAST_WORDS: Final = 15
"""A shorter text has no level."""


def reading_grade(text: str) -> float | None:
    """Return the school grade that ``text`` reads at; None where it is too short to tell."""
    words = WORD.findall(text)
    if len(words) < LEAST_WORDS:
        return None
    sentences = max(1, len(sentence_spans(text)))
    syllables = sum(_syllables(word.lower()) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    groups = len(VOWELS.findall(word))
    return max(1, groups - (groups > 1 and SILENT.search(word) is not None))
