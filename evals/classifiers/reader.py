"""Read texts for features: vectors and token states, each text once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np

from ..memory import Memory

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats
    from vademecum.retrieval.token_states import TokenStates


class TextEncoder(Protocol):
    """What features read with; ``SentenceEncoder`` is one."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return unit vectors, one row a text."""

    def read_all(self, texts: Sequence[str]) -> Iterator[tuple[int, TokenStates]]:
        """Yield the row and the token states of each text, in any order."""

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the token ids of each text, special tokens included."""


class Readings:
    """Vectors and token states of texts, each text read once and kept."""

    def __init__(self, encoder: TextEncoder) -> None:
        self._encoder = encoder
        self._vectors = Memory(encoder.encode)
        self._tokens = Memory(self._read)

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Return one unit row a text, in order."""
        return np.stack(self._vectors.of(texts))

    def read_tokens(self, texts: Sequence[str]) -> None:
        """Read the tokens of texts together, which is faster than one by one."""
        self._tokens.of(texts)

    def tokens(self, text: str) -> Floats:
        """Return the last states of the tokens, each of length 1, special tokens left out."""
        return self.stored(text).astype(np.float32)

    def stored(self, text: str) -> Floats:
        """Return what ``tokens`` does as it is kept: float16, not to be written to."""
        ((_, states),) = self._tokens.of([text])
        return states

    def ids(self, text: str) -> list[int]:
        """Return the token ids, special tokens left out."""
        ((ids, _),) = self._tokens.of([text])
        return ids[1:-1]

    def ends(self, text: str) -> tuple[int, int]:
        """Return the ids of the special tokens that a text begins and ends with."""
        ((ids, _),) = self._tokens.of([text])
        return ids[0], ids[-1]

    def _read(self, texts: Sequence[str]) -> list[tuple[list[int], Floats]]:
        ids = self._encoder.token_ids(texts)
        found: dict[int, Floats] = {}
        for row, states in self._encoder.read_all(texts):
            inner = states.last[1:-1]
            norms = np.linalg.norm(inner, axis=1, keepdims=True)
            found[row] = (inner / np.maximum(norms, 1e-9)).astype(np.float16)
        return [(of, found[row]) for row, of in enumerate(ids)]
