"""Which rows of the indexes a person may see."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

import numpy as np

from .derived import Indexes
from .library import Library
from .types import Access

if TYPE_CHECKING:
    from .protocols import Mask

_KEPT = 64


class Masks:
    """Access masks, kept until the library changes; for many threads and for several indexes.

    A mask fits the rows of the indexes that it was made for: of two generations, the same row is
    another passage. It also follows the library, which may have changed since they were built.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._masks: OrderedDict[tuple[int, int, frozenset[str]], Mask | None] = OrderedDict()

    def visible(self, indexes: Indexes, allow: Access) -> Mask | None:
        """Return the mask of the rows that ``allow`` may see, or None where that is all."""
        now = self._library.generation
        key = (now, indexes.generation, allow.groups)
        with self._lock:
            if key in self._masks:
                return self._masks[key]
        keys = self._library.visible_keys(allow)  # as of ``now`` or later
        mask = np.fromiter((k in keys for k in indexes.keys.tolist()), dtype=bool)
        found = None if mask.all() else mask
        with self._lock:
            for old in [k for k in self._masks if k[0] < now]:
                del self._masks[old]
            self._masks[key] = found
            while len(self._masks) > _KEPT:
                self._masks.popitem(last=False)
        return found
