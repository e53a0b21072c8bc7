"""The sentences of a passage as vectors: what is stored of them, and where they stand.

A vector of length 1 is kept as its direction in signed bytes: a quarter of float32, cosines equal
to about 0.002.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from .sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from .protocols import Floats

    Bytes: TypeAlias = NDArray[np.int8]


class Encoded(NamedTuple):
    """What is stored of one encoded text: its vector (float16) and those of its sentences."""

    vector: bytes
    parts: bytes


Vectors: TypeAlias = "Mapping[bytes, Encoded]"
"""By the digest of the encoded text."""


def part_spans(encoded: str, body_chars: int) -> list[tuple[int, int]]:
    """Return the sentences among the last ``body_chars`` characters: those of the passage."""
    return sentence_spans(encoded, len(encoded) - body_chars, len(encoded))


def encoded_row(vector: Floats, parts: Floats) -> Encoded:
    """Turn a vector and those of its parts, shape (n, d), into what is stored."""
    return Encoded(vector.astype("<f2").tobytes(), to_bytes(parts).tobytes())


def to_bytes(vectors: Floats) -> Bytes:
    """Return each row's direction as signed bytes, its largest number being 127."""
    if not len(vectors):
        return np.zeros(vectors.shape, dtype=np.int8)
    largest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-12)
    found: Bytes = np.rint(vectors * (127.0 / largest)).astype(np.int8)
    return found


def cosines(rows: Bytes, vector: Floats) -> Floats:
    """Return the cosine of each row with ``vector``, which has length 1."""
    directions = rows.astype(np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", directions, directions))
    found: Floats = (directions @ vector) / np.maximum(lengths, 1e-6)
    return found
