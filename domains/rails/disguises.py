"""Find words that are written so that a filter does not know them, and write them plainly."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

from .swaps import Swap
from .vocabulary import (
    LETTERS,
    common_share,
    cut_into_words,
    cut_with_gaps,
    known_share,
    known_words,
)
from .wording import FUNCTION_WORDS

MARKUP = re.compile(
    r"(?<=[^\W\d_])(?:<!--.{0,200}?-->|</?[a-z]{1,10}>|[*`~]{1,3}|\\)(?=[^\W\d_])", re.DOTALL
)
SIGNS = re.compile(r"<!--.{0,200}?-->|</?[a-z]{1,10}>|[*`~]{1,3}|(?<=\w)\\(?=\w)", re.DOTALL)
ASSIGNED = re.compile(r"(?<!\w)\w{1,12}\s?=\s?[\"'“]([^\"“”\n]{1,400})[\"'”](?!\w)")
TO_JOIN = re.compile(
    r"(?<!\w)(?:join|combine|concatenate|merge|put together|une|junta)(?!\w)", re.I
)
ITEM = re.compile(r"\s*\n\s*(?:\d+[.)]|[-*])\s+")
SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .\-_*|·]{1,3}[^\W\d_]){4,}(?![^\W_])")
WORD_GAP = re.compile(r"[ .\-_*|·]{2,}")
JOINED = re.compile(r"(?<!\w)[a-z]{16,400}(?!\w)", re.IGNORECASE)
TOKEN = re.compile(r"[^\s,;:?\"()]{2,24}")
LEET = str.maketrans("013457890@$!|+", "oieastb9oasilt")
LEET_SIGNS = frozenset("013457@$!|+")
LEET_L = str.maketrans("1!", "ll")
DIGITS = re.compile(r"(?<![\w.,-])\d{1,3}(?![\w.,-])")
SEGMENT = re.compile(r"[^\n:\"“”]{8,400}")
SEGMENTS = 12
"""Lines that are tried with every shift: what a person would turn is short."""
CONTROL = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
LOWER = string.ascii_lowercase
SHIFTS = (13, *(n for n in range(1, 26) if n != 13))
FEW, MANY = 0.2, 0.4
"""Shares of letters in common words: below the first a text is no prose, above the second it is."""


def find_disguises(text: str) -> list[Swap]:
    """Return the disguised parts of ``text`` of one kind, the first kind that there is."""
    for find in (_markup, _parts, _spaced, _leet, _turned, _joined):
        if swaps := list(find(text)):
            return swaps
    return []


def _markup(text: str) -> Iterator[Swap]:
    """Take signs of markup away, if some stand inside words."""
    if any(c in text for c in "<*`~\\") and MARKUP.search(text):
        yield from (Swap(*match.span(), "") for match in SIGNS.finditer(text))


def _parts(text: str) -> Iterator[Swap]:
    """Put a sentence together that was handed over in parts: a = "How do", b = "I ..."."""
    parts = list(ASSIGNED.finditer(text))
    if len(parts) > 1:
        joined = " ".join(part[1].strip() for part in parts)
        yield Swap(parts[0].start(), parts[-1].end(), joined)
    elif TO_JOIN.search(text):
        yield from (Swap(*match.span(), " ") for match in ITEM.finditer(text))


def _spaced(text: str) -> Iterator[Swap]:
    """Join letters that stand alone, if words that the rails know come out of it."""
    for match in SPACED.finditer(text):
        words: list[str] = []
        for part in WORD_GAP.split(match[0]):
            letters = "".join(LETTERS.findall(part)).lower()
            words += cut_into_words(letters) or [letters]
        if known_share(words) >= MANY:
            yield Swap(*match.span(), " ".join(words))


def _leet(text: str) -> Iterator[Swap]:
    """Read digits and signs inside words as letters, where known words come out of it."""
    if LEET_SIGNS.isdisjoint(text):
        return
    known = known_words()
    sure: list[Swap] = []
    unsure: list[Swap] = []
    for match in TOKEN.finditer(text):
        token = match[0].rstrip(".!")
        if not any(c.isalpha() for c in token) or LEET_SIGNS.isdisjoint(token):
            continue
        low = token.lower()
        plain = low.translate(LEET)
        if plain not in known and (other := low.translate(LEET_L).translate(LEET)) in known:
            plain = other
        swap = Swap(match.start(), match.start() + len(token), plain)
        if plain in known and len(plain) > 2:
            sure.append(swap)
        elif plain.isalpha() and (plain in known or len(plain) > 3):
            unsure.append(swap)
    if len(sure) > 2:  # enough to read "70" as "to"
        unsure += (
            Swap(*match.span(), plain)
            for match in DIGITS.finditer(text)
            if (plain := match[0].translate(LEET)) in FUNCTION_WORDS
        )
    if len(sure) > 1 or (sure and unsure):
        yield from sorted(sure + unsure)


def _turned(text: str) -> Iterator[Swap]:
    """Undo shifted alphabets and reversed writing, line by line."""
    tried = 0
    for match in SEGMENT.finditer(text):
        words = LETTERS.findall(match[0].lower())
        if len(words) < 3 or common_share(words) >= FEW:
            continue
        tried += 1
        if tried > SEGMENTS:
            return
        readings = [(_prose(plain), plain) for plain in _readings(match[0])]
        best = max(share for share, _ in readings)
        if best >= MANY:  # reversed words and reversed lines look alike: both are read
            yield Swap(
                *match.span(), "\n".join(plain for share, plain in readings if share == best)
            )


def _prose(plain: str) -> float:
    return known_share(LETTERS.findall(plain.lower()))


def _readings(line: str) -> Iterator[str]:
    yield CONTROL.sub("", line)[::-1]
    yield LETTERS.sub(lambda match: match[0][::-1], line)
    upper = LOWER.upper()
    for shift in SHIFTS:
        turned = LOWER[shift:] + LOWER[:shift]
        yield line.translate(str.maketrans(LOWER + upper, turned + turned.upper()))
    yield line.translate(str.maketrans(LOWER + upper, LOWER[::-1] + upper[::-1]))


def _joined(text: str) -> Iterator[Swap]:
    """Put the spaces back between words that were written as one."""
    for match in JOINED.finditer(text):
        letters = match[0].lower()
        words = cut_into_words(letters) or cut_with_gaps(letters)
        if words and len(words) > 3:
            yield Swap(*match.span(), " ".join(words))
