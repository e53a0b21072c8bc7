"""What a guard head looks at: pooled token states, and hashed words and pairs of words."""

from __future__ import annotations

import re
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats, Rows
    from vademecum.retrieval.token_states import TokenStates

WORD_SLOTS: Final = 2**14
WORD: Final = re.compile(r"\w+")
PEAK_SCALE: Final = 0.05
"""Brings the largest states to about the size of the entries of a unit vector."""


def pooled(states: TokenStates) -> Floats:
    """Return one row: the question's vector, the mean and the largest of its middle states.

    The last layer knows what a text is about; the middle ones still know how it is said.
    """
    mean = states.middle.mean(axis=0)
    mean = mean / max(float(np.linalg.norm(mean)), 1e-12)
    peak = states.middle.max(axis=0) * np.float32(PEAK_SCALE)
    row: Floats = np.concatenate([states.vector, mean, peak]).astype(np.float32, copy=False)
    return row


def word_slots(text: str) -> tuple[Rows, Floats]:
    """Return slots and weights of the words and neighbouring pairs of a folded text.

    Signed feature hashing (Weinberger et al. 2009); the weights have length 1 together.
    """
    words = WORD.findall(text)
    terms = words + [f"{a} {b}" for a, b in pairwise(words)]
    found: dict[int, float] = {}
    for term in terms:
        number = zlib.crc32(term.encode("utf-8", "surrogatepass"))
        slot = number % WORD_SLOTS
        found[slot] = found.get(slot, 0.0) + (1.0 if number >> 31 else -1.0)
    weights = np.fromiter(found.values(), dtype=np.float32, count=len(found))
    slots = np.fromiter(found.keys(), dtype=np.int64, count=len(found))
    return slots, weights / max(float(np.linalg.norm(weights)), 1e-12)
