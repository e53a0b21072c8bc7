"""Vectors that many rungs share, without making what comes later look cheaper."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats


class Remembered:
    """Encode each text once; inside ``anew`` do the work again, and give the same vectors."""

    def __init__(self, encode: Callable[[Sequence[str]], Floats]) -> None:
        self._encode = encode
        self._known: dict[str, Floats] = {}
        self._is_anew = False

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Return one row a text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known |= dict(zip(new, self._encode(new), strict=True))
        if self._is_anew and (old := [text for text in texts if text not in new]):
            self._encode(old)
        return np.stack([self._known[text] for text in texts])

    @contextmanager
    def anew(self) -> Iterator[None]:
        """Encode what is known already as well, for as long as this lasts."""
        self._is_anew = True
        try:
            yield
        finally:
            self._is_anew = False
