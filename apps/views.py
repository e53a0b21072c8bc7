"""The JSON forms of the command-line contract."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from vademecum.domains import Domain
from vademecum.retrieval import PUBLIC, Access, Answer, Hit, Refusal
from vademecum.retrieval.errors import VademecumError

from .composition import open_library


def hit_view(hit: Hit) -> dict[str, Any]:
    """Return one hit as ``search --json`` prints it."""
    return {
        "document_id": hit.passage.document_id,
        "passage_id": hit.passage.id,
        "score": round(hit.score, 6),
        "title": hit.document.title,
        "source": hit.document.source,
        "section": list(hit.passage.section),
        "start": hit.passage.start,
        "end": hit.passage.end,
        "text": hit.passage.text,
        "ranks": hit.ranks.model_dump(),
        "marks": list(hit.marks),
    }


def outcome_view(outcome: Answer | Refusal) -> dict[str, Any]:
    """Return an outcome as ``ask --json`` prints it."""
    return {
        "outcome": outcome.outcome,
        "answer": outcome.text,
        "claims": [
            {
                "text": claim.text,
                "citations": [c.model_dump(exclude={"passage_id"}) for c in claim.citations],
            }
            for claim in outcome.claims
        ],
        "verdicts": [verdict.model_dump() for verdict in outcome.verdicts],
        "hits": [hit_view(hit) for hit in outcome.hits],
        "confidence": outcome.confidence,
        "timings_ms": outcome.timings_ms,
        "receipt": outcome.receipt,
    }


def hits_view(hits: Sequence[Hit], took_ms: float) -> dict[str, Any]:
    """Return hits as ``search --json`` prints them."""
    return {"hits": [hit_view(hit) for hit in hits], "timings_ms": {"search": round(took_ms, 3)}}


def domain_view(domain: Domain) -> dict[str, Any]:
    """Return one domain as ``domains --json`` prints it, with what is public in its library.

    ``problem`` says why the library cannot be read; the counts are then null.
    """
    row: dict[str, Any] = {
        "name": domain.name,
        "title": domain.manifest.title,
        "version": domain.manifest.version,
        "rails": len(domain.rails),
        "documents": None,
        "passages": None,
        "problem": None,
    }
    try:
        counts = open_library(domain).counts(Access.of(PUBLIC))
    except (VademecumError, sqlite3.DatabaseError, OSError) as error:
        return {**row, "problem": str(error)}
    return {**row, **counts.model_dump()}
