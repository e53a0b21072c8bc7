"""A linear head over hashed words: small, in numpy, without an encoder.

The feature hashing of Weinberger et al. 2009 with CRC-32, one table of signed weights; a text is
the set of its features, scaled to length 1.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BITS = 16
"""Log2 of the rows of a table: 128 KiB of half floats."""
FOLDER = Path(__file__).parent / "heads"


@dataclass(frozen=True)
class HashedHead:
    """A logistic model over hashed features."""

    weights: NDArray[np.float32]
    bias: float
    threshold: float
    """The probability from which it fires."""

    def logit(self, features: Iterable[str]) -> float:
        """Return the logit of a text with these features; order and repeats do not count."""
        rows = rows_of(features)
        if not rows:
            return -math.inf
        return self.bias + float(self.weights[rows].sum()) / math.sqrt(len(rows))

    def probability(self, features: Iterable[str]) -> float:
        """Return the probability of a text with these features."""
        return probability_of(self.logit(features))


def probability_of(logit: float) -> float:
    """Return the probability that a logit stands for; 0 for minus infinity."""
    return 0.0 if logit == -math.inf else 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, logit))))


def rows_of(features: Iterable[str]) -> list[int]:
    """Return the rows of a table that the features fall into, each once, in order."""
    return sorted(set(map(_row_of, features)))


@lru_cache(maxsize=65_536)
def _row_of(feature: str) -> int:
    return crc32(feature.encode()) & ((1 << BITS) - 1)


@cache
def load_head(name: str) -> HashedHead:
    """Read ``heads/NAME.safetensors``: a table, a bias and a threshold."""
    from safetensors.numpy import load_file

    tensors = load_file(FOLDER / f"{name}.safetensors")
    bias, threshold = (float(value) for value in tensors["bias_threshold"])
    return HashedHead(tensors["weights"].astype("float32"), bias, threshold)
