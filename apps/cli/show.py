"""Outcomes and hits as a person reads them in a terminal."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from textwrap import fill, shorten
from typing import Any

from vademecum.retrieval import Answer, Citation, Hit, Refusal

from .console import counted

_MARKS = {
    "verified": "✓ verified",
    "mismatch": "≠ mismatch",
    "not_found": "? not found",
    "not_checked": "– not checked",
}


def outcome_text(outcome: Answer | Refusal, width: int | None = None) -> str:
    """Return the answer, folded at ``width``, its sources and what the guardrails did."""
    blocks = [folded(outcome.text, width)]
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
        page = hit.document.page_at(hit.passage.start)
        on = "" if page is None else f" p. {page}"
        lines.append(f"     {hit.passage.document_id} [{hit.passage.start}:{hit.passage.end}]{on}")
    return "\n".join(lines)


def domain_text(row: Mapping[str, Any]) -> str:
    """Return one installed domain in one line."""
    if row["problem"]:
        state = f"library not readable: {row['problem']}"
    elif row["documents"]:
        state = counted(row["documents"], "document")
    else:
        state = "library not built yet: the first question builds it"
    return f"{row['name']:12} {row['title']}  ({counted(row['rails'], 'rail')}, {state})"


def corpus_text(domain: str, recipe: Mapping[str, Any]) -> str:
    """Return what a person must know to obtain a public corpus and to bring it in."""
    return "\n".join(
        (
            f"{recipe['name']}: {recipe['title']}",
            f"  licence: {recipe['licence']}",
            f"  obtain:  {recipe['obtain']}",
            f"  form:    {recipe['form']}",
            f"  cite:    {recipe['citation']}",
            f"  vademecum ingest {domain} PATH --format {recipe['name']}",
        )
    )


def documents_text(documents: Sequence[Mapping[str, Any]]) -> str:
    """Return one line a document: id, title, and when it stopped or stops being in force."""
    widest = max(min(len(d["id"]), 40) for d in documents)
    return "\n".join(
        f"{d['id']:{widest}}  {d['title']}"
        + (f"  (until {d['effective_to']})" if d["effective_to"] else "")
        + (f"  (superseded by {d['superseded_by']})" if d["superseded_by"] else "")
        for d in documents
    )


def record_text(record: Mapping[str, Any]) -> str:
    """Return one line a field: lists are joined, what has parts of its own is JSON."""
    return "\n".join(f"{key}: {_value(value)}" for key, value in record.items())


def folded(text: str, width: int | None) -> str:
    """Break the lines of ``text`` at ``width``; None leaves them as they are."""
    if width is None:
        return text
    return "\n".join(fill(line, width, break_on_hyphens=False) for line in text.split("\n"))


def _value(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "; ".join(value) or "–"
    if value is None:
        return "–"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _sources(outcome: Answer | Refusal) -> list[str]:
    """Return every cited passage once, with the places of its quotes."""
    cited: dict[str, list[Citation]] = {}
    for claim in outcome.claims:
        for citation in claim.citations:
            cited.setdefault(citation.passage_id, []).append(citation)
    lines: list[str] = []
    for number, citations in enumerate(cited.values(), 1):
        first = citations[0]
        lines.append(f"  [{number}] {first.title or first.document_id}")
        lines.append(f"      {first.source}")
        for status in dict.fromkeys(c.status for c in citations):
            places = dict.fromkeys(f"[{c.start}:{c.end}]" for c in citations if c.status == status)
            lines.append(f"      {_MARKS[status]}  {first.document_id} {' '.join(places)}")
    return lines
