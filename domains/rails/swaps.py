"""A text with parts of it replaced, and the way back to where each character came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Swap(NamedTuple):
    """A half-open range of a text and what it says in plain words.

    If both are of one length, character stands for character; otherwise all for the whole range.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Plain:
    """A text in plain words; character ``i`` came from ``original[starts[i]:ends[i]]``."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, text: str) -> Plain:
        """Return a text as it stands."""
        return cls(text, range(len(text)), range(1, len(text) + 1))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Map a non-empty half-open range of the plain text to the one it came from."""
        return min(self.starts[start:end]), max(self.ends[start:end])

    def swapped(self, swaps: Sequence[Swap]) -> Plain:
        """Return the text with ``swaps`` made: in order, none inside another."""
        text: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        last = 0
        for swap in (*swaps, Swap(len(self.text), len(self.text), "")):
            text += (self.text[last : swap.start], swap.text)
            starts += self.starts[last : swap.start]
            ends += self.ends[last : swap.start]
            if len(swap.text) == swap.end - swap.start:
                starts += self.starts[swap.start : swap.end]
                ends += self.ends[swap.start : swap.end]
            elif swap.text:
                begin, stop = self.span(swap.start, swap.end)
                starts += [begin] * len(swap.text)
                ends += [stop] * len(swap.text)
            last = swap.end
        return Plain("".join(text), starts, ends)
