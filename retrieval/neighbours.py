"""Passages beside one another in a document: they lend each other score, and are read together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .types import Passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .protocols import Floats, Rows


class Window(NamedTuple):
    """Rows ``first`` to ``last`` of one document, read together because of the row ``found``."""

    first: int
    found: int
    last: int


def with_neighbours(scores: Floats, rows: Rows, owners: Rows, share: float) -> Floats:
    """Add to each score ``share`` times the mean of the rows before and after it.

    ``rows`` rise; ``owners`` is the document of every row of the index. Where a document begins
    or ends, a row is its own neighbour; a neighbour that was no candidate counts 0.
    """
    if not share or not len(rows):
        return scores
    return scores + (share / 2) * (
        _beside(scores, rows, owners, -1) + _beside(scores, rows, owners, +1)
    )


def _beside(scores: Floats, rows: Rows, owners: Rows, step: int) -> Floats:
    wanted = rows + step
    is_inside = (wanted >= 0) & (wanted < len(owners))
    is_inside &= owners[np.clip(wanted, 0, len(owners) - 1)] == owners[rows]
    at = np.clip(np.searchsorted(rows, wanted), 0, len(rows) - 1)
    lent = np.where(rows[at] == wanted, scores[at], 0.0)
    found: Floats = np.where(is_inside, lent, scores).astype(np.float32)
    return found


def windows(ranked: Iterable[int], owners: Rows, radius: int, k: int) -> list[Window]:
    """Return the first ``k`` windows of rows, best first.

    Each reaches ``radius`` rows to both sides of a ranked row, as far as its document does, and
    stops where a better window begins. A row that a better window holds opens none.
    """
    taken: set[int] = set()
    found: list[Window] = []
    for row in ranked:
        if row in taken:
            continue
        first = last = row
        while first > row - radius and _is_free(first - 1, row, owners, taken):
            first -= 1
        while last < row + radius and _is_free(last + 1, row, owners, taken):
            last += 1
        taken.update(range(first, last + 1))
        found.append(Window(first, row, last))
        if len(found) == k:
            break
    return found


def _is_free(row: int, beside: int, owners: Rows, taken: set[int]) -> bool:
    is_inside = 0 <= row < len(owners) and bool(owners[row] == owners[beside])
    return is_inside and row not in taken


def joined(found: Passage, others: Sequence[Passage], text: str) -> Passage:
    """Return ``found`` widened to the document's ``text`` from the first to the last of all."""
    start = min(p.start for p in (found, *others))
    end = max(p.end for p in (found, *others))
    if (start, end) == (found.start, found.end):
        return found
    return found.model_copy(update={"start": start, "end": end, "text": text[start:end]})
