"""Compare a quotation with a text word by word; white space and punctuation do not count."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from vademecum.retrieval.reading import fold

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[%$€£°=<>≤≥±]")
_GAP = re.compile(r"\.\s?\.\s?\.(?:\s?\.)?|…|\[\s*…\s*\]")
_SIC = re.compile(r"\[sic\]", re.IGNORECASE)
_NEAR_SHARE = 0.7
"""A passage that shares this share of a quotation's words in order is the one that was meant."""
_MAX_CHARS = 400_000


class Words(NamedTuple):
    """The words of a text, case folded, with the characters that each stands at."""

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


class Near(NamedTuple):
    """A passage that differs from a quotation, and the first word that does."""

    said: str
    stands: str


def words_of(text: str) -> Words:
    """Cut ``text`` into words; offsets are those of ``text``."""
    found = [(fold(m.group()).casefold(), m.span()) for m in _WORD.finditer(text)]
    return Words(tuple(w for w, _ in found), tuple(s for _, s in found))


def find_quote(quote: str, text: str) -> tuple[int, int] | None:
    """Return where the words of ``quote`` stand in ``text``, or None.

    An ellipsis stands for any words; the parts around it must follow one another. Brackets of a
    changed capital ("[t]he") are taken off; a word put in brackets is an altered word.
    """
    found = _text_words(text)
    at, first, last = 0, None, None
    for part in _parts(quote):
        place = _place(part, found.words, at)
        if place is None:
            return None
        first = place if first is None else first
        at = last = place + len(part)
    if first is None or last is None:
        return None
    return found.spans[first][0], found.spans[last - 1][1]


def nearest(quote: str, text: str) -> Near | None:
    """Return the first word in which ``quote`` differs from the passage most like it, or None."""
    said = tuple(word for part in _parts(quote) for word in part)
    stands = _text_words(text).words
    if len(said) < 3:
        return None
    wanted = set(said)
    best, place = 0, 0
    inside = [word in wanted for word in stands]
    count = sum(inside[: len(said)])
    for start in range(max(1, len(stands) - len(said) + 1)):
        if start:
            count += inside[start + len(said) - 1] - inside[start - 1]
        if count > best:
            best, place = count, start
    from difflib import SequenceMatcher

    spare = max(6, len(said) // 2)
    window = stands[max(0, place - spare) : place + len(said) + spare]
    matcher = SequenceMatcher(None, said, window, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if sum(block.size for block in blocks) < _NEAR_SHARE * len(said):
        return None
    return _difference(said, window, [(b.a, b.b, b.size) for b in blocks])


def _difference(
    said: tuple[str, ...], window: tuple[str, ...], blocks: list[tuple[int, int, int]]
) -> Near:
    for (a, b, size), (c, d, _) in pairwise(blocks):
        if (c, d) != (a + size, b + size):
            mine, theirs = said[a + size : c], window[b + size : d]
            return Near(" ".join(mine) or "nothing", " ".join(theirs) or "nothing")
    first, place, _ = blocks[0]
    if first > 0:
        before = window[max(0, place - first) : place]
        return Near(" ".join(said[:first]), " ".join(before) or "nothing")
    a, b, size = blocks[-1]
    rest = said[a + size :]
    return Near(" ".join(rest), " ".join(window[b + size : b + size + len(rest)]) or "nothing")


@lru_cache(maxsize=64)
def _text_words(text: str) -> Words:
    return words_of(text[:_MAX_CHARS])


def _parts(quote: str) -> list[tuple[str, ...]]:
    plain = _SIC.sub(" ", quote)
    parts = _GAP.split(plain)
    cut = [words_of(re.sub(r"[\[\]]", "", part)).words for part in parts]
    return [part for part in cut if part]


def _place(part: tuple[str, ...], words: tuple[str, ...], start: int) -> int | None:
    first = part[0]
    for place in range(start, len(words) - len(part) + 1):
        if words[place] == first and words[place : place + len(part)] == part:
            return place
    return None
