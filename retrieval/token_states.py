"""What the encoder makes of one text, token by token, for small heads that stand on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .protocols import Floats


@dataclass(frozen=True)
class TokenStates:
    """A text as the encoder read it; special tokens are among the tokens."""

    vector: Floats
    """The unit vector that search uses: float32 of shape (dimension,)."""
    middle: Floats
    """The states after half of the layers: float32 of shape (tokens, dimension)."""
    last: Floats
    """The states after the last layer, of the same shape."""
