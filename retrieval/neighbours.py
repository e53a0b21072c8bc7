"""Passages beside one another in a document are read together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .types import Passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .protocols import Rows


class Window(NamedTuple):
    """Rows ``first`` to ``last`` of one document, read together because of the row ``found``."""

    first: int
    found: int
    last: int


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
