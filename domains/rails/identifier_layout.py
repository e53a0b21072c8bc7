"""Undo the line breaks that a margin made, so that a name or a number is read whole."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

NARROW: Final = 48
WIDE: Final = 100
"""Characters of the longest line of a text that was wrapped at a margin."""


def unwrapped(text: str) -> str:
    """Return ``text``, as long as it was, with spaces for the line breaks of a margin.

    A line was broken at the margin if the first word of the next would not have fitted beside it.
    Lists, addresses and forms have shorter lines and stay as they are.
    """
    lines = text.split("\n")
    width = max(map(len, lines))
    if len(lines) < 3 or not NARROW <= width <= WIDE:
        return text
    parts = [lines[0]]
    for line, following in pairwise(lines):
        first = following.split(" ", 1)[0]
        is_full = bool(line.strip()) and bool(first) and len(line) + 1 + len(first) > width
        parts += [" " if is_full else "\n", following]
    return "".join(parts)
