"""Audience: passages written for this reader come first among near equals."""

from __future__ import annotations

from collections.abc import Sequence

from vademecum.retrieval.types import Hit

NEAR_SHARE = 0.5
"""A hit is a near equal of the best one when its score is at least this share of it."""


def is_for(hit: Hit, audience: str) -> bool:
    """Tell whether the document was written for ``audience``, or for nobody in particular."""
    return not hit.document.audience or audience in hit.document.audience


def prefer_audience(hits: Sequence[Hit], audience: str | None) -> tuple[Hit, ...]:
    """Move passages for ``audience`` before near equals; mark those written for other readers."""
    if audience is None or not hits:
        return tuple(hits)
    floor = max(hit.score for hit in hits) * NEAR_SHARE
    near = [hit for hit in hits if hit.score >= floor]
    far = [hit for hit in hits if hit.score < floor]
    ordered = sorted(near, key=lambda h: not is_for(h, audience))
    return tuple(hit if is_for(hit, audience) else _mark(hit) for hit in (*ordered, *far))


def _mark(hit: Hit) -> Hit:
    mark = f"written for: {', '.join(hit.document.audience)}"
    return hit.model_copy(update={"marks": (*hit.marks, mark)})
