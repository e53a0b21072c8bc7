"""Passages that tell people what to do, written for training, and what is made of them.

Passages of the half "dev" train the head; those of "test" only measure it.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from vademecum.retrieval.sentences import sentence_spans

from ..halves import Half, half_of
from .orders import written_advice

FILES: Final = ("instructions_health.toml", "instructions_other.toml")
SLICES: Final = 3
"""Parts of a passage that are read beside the whole, since libraries cut where they must."""

LISTS: Final = 1500
"""Passages that are put together from sentences of one pattern."""
OWN_SHARE: Final = 0.75

Told = list[tuple[str, str]]
"""(id, text)."""


def instructions(half: Half) -> Told:
    """Return the passages of one half, in the order of the files."""
    found: Told = []
    for name in FILES:
        table = tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
        for kind, passages in table.items():
            ids = (f"{kind}-{number}" for number in range(len(passages)))
            found += (pair for pair in zip(ids, passages, strict=True) if half_of(pair[0]) == half)
    return found


def slices(rng: random.Random, text: str) -> Iterator[str]:
    """Yield stretches of one to four sentences."""
    spans = sentence_spans(text)
    for _ in range(SLICES):
        first = rng.randrange(len(spans))
        last = min(first + rng.randrange(4), len(spans) - 1)
        yield text[spans[first][0] : spans[last][1]]


def single_sentences(text: str) -> list[str]:
    """Return the sentences of a passage, to be set into others: advice within prose."""
    return [text[start:end] for start, end in sentence_spans(text)]


def lists_of_advice(rng: random.Random) -> Told:
    """Return passages of two to eight sentences from patterns, mostly of one kind."""
    kinds = written_advice()
    found: Told = []
    for number in range(LISTS):
        own = rng.choice(kinds)
        lines = [
            rng.choice(own if rng.random() < OWN_SHARE else kinds[-1])
            for _ in range(rng.randrange(2, 9))
        ]
        found.append((f"advice-{number}", rng.choice((" ", " ", "\n")).join(lines)))
    return found
