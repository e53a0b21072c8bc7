"""The words of a sentence with their offsets, and where an accepted answer stands among them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..answers_match import normalised

_WORD = re.compile(r"\S+")
_OUTSIDE = re.compile(r"^\W+|\W+$")


class Word(NamedTuple):
    """Characters between white space; ``plain`` is empty of articles and punctuation."""

    start: int
    end: int
    plain: str


def words_of(sentence: str) -> list[Word]:
    """Return the words of a sentence, each normalised as answers are compared."""
    return [Word(m.start(), m.end(), normalised(m.group())) for m in _WORD.finditer(sentence)]


def answer_words(words: Sequence[Word], answers: Sequence[str]) -> tuple[int, int] | None:
    """Return the half-open range of the words that are one of ``answers``; None without any.

    The longest answer that stands there, and of equal ones the first: the same words stand there
    as `holds_answer` finds.
    """
    said = [(place, word.plain) for place, word in enumerate(words) if word.plain]
    best: tuple[int, int] | None = None
    longest = 0
    for answer in answers:
        wanted = normalised(answer).split()
        for first in range(len(said) - len(wanted) + 1):
            here = said[first : first + len(wanted)]
            if len(wanted) > longest and [plain for _, plain in here] == wanted:
                best, longest = (here[0][0], here[-1][0] + 1), len(wanted)
    return best


def text_of(sentence: str, words: Sequence[Word], first: int, end: int) -> tuple[int, int]:
    """Return the characters of words ``first`` up to ``end``, outer punctuation left out."""
    start, stop = words[first].start, words[end - 1].end
    said = sentence[start:stop]
    bare = _OUTSIDE.sub("", said)
    if not bare:
        return start, stop
    start += said.index(bare)
    return start, start + len(bare)
