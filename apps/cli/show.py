"""Outcomes and hits as a person reads them in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

from vademecum.retrieval import Answer, Hit, Refusal

_MARKS = {
    "verified": "✓ verified",
    "mismatch": "≠ mismatch",
    "not_found": "? not found",
    "not_checked": "– not checked",
}


def outcome_text(outcome: Answer | Refusal) -> str:
    """Return the answer, its sources and what the guardrails did."""
    blocks = [outcome.text]
    sources = _sources(outcome)
    if sources:
        blocks.append("Sources\n" + "\n".join(sources))
    said = [
        f"  {v.action} ({v.rail}, {v.stage}): {v.reason}\n      ground: {v.basis}"
        for v in outcome.verdicts
    ]
    if said:
        blocks.append("Guardrails\n" + "\n".join(said))
    confidence = "" if outcome.confidence is None else f"  confidence {outcome.confidence:.2f}"
    total = sum(outcome.timings_ms.values())
    blocks.append(f"{outcome.outcome}{confidence}  {total:.0f} ms  receipt {outcome.receipt[:12]}")
    return "\n\n".join(blocks)


def hits_text(hits: Sequence[Hit]) -> str:
    """Return hits as a numbered list with both ranks."""
    if not hits:
        return "No passage found."
    lines = []
    for number, hit in enumerate(hits, 1):
        ranks = f"dense {hit.ranks.dense or '–'}, lexical {hit.ranks.lexical or '–'}"
        where = " > ".join((hit.document.title or hit.document.id, *hit.passage.section))
        lines.append(f"{number:3}. {hit.score:.3f}  {where}  ({ranks})")
        lines.append(f"     {shorten(hit.passage.text, 180, placeholder=' …')}")
        lines.append(f"     {hit.passage.document_id} [{hit.passage.start}:{hit.passage.end}]")
    return "\n".join(lines)


def _sources(outcome: Answer | Refusal) -> list[str]:
    lines: list[str] = []
    numbers: dict[str, int] = {}
    for claim in outcome.claims:
        for citation in claim.citations:
            number = numbers.setdefault(citation.passage_id, len(numbers) + 1)
            place = f"{citation.document_id} [{citation.start}:{citation.end}]"
            lines.append(
                f"  [{number}] {citation.title or citation.document_id}: {citation.source}\n"
                f"      {_MARKS[citation.status]}  {place}"
            )
    return lines
