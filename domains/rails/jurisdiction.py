"""Jurisdiction: never silently one of several."""

from __future__ import annotations

from collections.abc import Sequence

from vademecum.retrieval.types import Document, Hit, Verdict

from .regulations import ground

RAIL = "jurisdiction"
BASIS = str(ground("jurisdiction"))
EVERYWHERE = frozenset({None, "", "international", "sample"})
STRONG_SHARE = 0.5
"""A hit counts as used when its score is at least this share of the best score."""


def applies(document: Document, jurisdiction: str) -> bool:
    """Tell whether the document holds in ``jurisdiction``, a part of it, or the whole it is in."""
    own = document.jurisdiction
    if own in EVERYWHERE or own is None:
        return True
    return _is_part(own, jurisdiction) or _is_part(jurisdiction, own)


def _is_part(part: str, whole: str) -> bool:
    return part == whole or part.startswith(f"{whole}-")


def place_of(document: Document) -> str | None:
    """Return the jurisdiction that a reader must be told, or None."""
    return None if document.jurisdiction in EVERYWHERE else document.jurisdiction


def select_jurisdiction(
    hits: Sequence[Hit], jurisdiction: str | None
) -> tuple[tuple[Hit, ...], tuple[Verdict, ...]]:
    """Drop other jurisdictions when one is given; mark each hit when several are used."""
    if jurisdiction is not None:
        kept = tuple(hit for hit in hits if applies(hit.document, jurisdiction))
        dropped = [hit for hit in hits if not applies(hit.document, jurisdiction)]
        places = sorted({place_of(hit.document) or "" for hit in dropped})
        if not dropped:
            return kept, ()
        said = f"left out {len(dropped)} passages of {', '.join(places)}: asked for {jurisdiction}"
        return kept, (_warn(said),)
    floor = max((hit.score for hit in hits), default=0.0) * STRONG_SHARE
    used = {place_of(hit.document) for hit in hits if hit.score >= floor} - {None}
    if len(used) < 2:
        return tuple(hits), ()
    names = ", ".join(sorted(place for place in used if place))
    said = f"no jurisdiction was given and the sources come from several: {names}"
    return tuple(_mark(hit) for hit in hits), (_warn(said),)


def _mark(hit: Hit) -> Hit:
    place = place_of(hit.document)
    return (
        hit.model_copy(update={"marks": (*hit.marks, f"jurisdiction: {place}")}) if place else hit
    )


def _warn(reason: str) -> Verdict:
    return Verdict(rail=RAIL, stage="context", action="warn", reason=reason, basis=BASIS)
