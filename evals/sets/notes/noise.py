"""What hurried typing does to a note: small letters, capitals, slips, lines broken at a margin."""

from __future__ import annotations

import re
from collections.abc import Iterable
from random import Random
from typing import Final

from .note import Piece

_WORD: Final = re.compile(r"[a-z]{5,}")
_SLIPS: Final = 0.025


def roughen(pieces: Iterable[Piece], rng: Random) -> tuple[Piece, ...]:
    """Draw how the whole note is typed; only plain text and names get slips."""
    chance = rng.random()
    if chance < 0.1:
        return tuple(p.model_copy(update={"text": p.text.lower()}) for p in pieces)
    if chance < 0.14:
        return tuple(p.model_copy(update={"text": p.text.upper()}) for p in pieces)
    if chance < 0.35:
        return tuple(
            p.model_copy(update={"text": _WORD.sub(lambda m: _slip(m[0], rng), p.text)})
            if p.fate == "plain" or p.kind == "name"
            else p
            for p in pieces
        )
    return tuple(pieces)


def wrap(text: str, width: int) -> str:
    """Turn the last space before ``width`` of each line into a line break; the length stays."""
    chars, line, space = list(text), 0, -1
    for i, char in enumerate(chars):
        if char == "\n":
            line, space = i + 1, -1
        elif i - line >= width and space > line:
            chars[space] = "\n"
            line, space = space + 1, -1
        if char == " ":
            space = i
    return "".join(chars)


def _slip(word: str, rng: Random) -> str:
    if rng.random() >= _SLIPS:
        return word
    at = rng.randrange(1, len(word) - 1)
    return rng.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
        )
    )
