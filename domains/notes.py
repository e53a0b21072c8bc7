"""The lines below an answer or an abstention: what a reader must know beside what was quoted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from vademecum.retrieval.types import Claim, Document, Hit, Query, Verdict

from .composition import single_place
from .rails.age import ages
from .rails.contrary import contrary
from .rails.premise import premises
from .rails.rail import Subject, verdicts_of
from .reading_level import reading_level

if TYPE_CHECKING:
    from .domain import Domain

CHECK: Final = "Check: "
"""A warning whose reason starts so is shown to the reader."""


def warnings(verdicts: Sequence[Verdict]) -> list[str]:
    """Return the reasons of the warnings that are meant for the reader."""
    return [v.reason for v in verdicts if v.action == "warn" and v.reason.startswith(CHECK)]


def question_notes(domain: Domain, query: Query, hits: Sequence[Hit], today: date) -> list[str]:
    """Return what is wrong with the question itself: corrected, whether it is answered or not."""
    subject = Subject(query=query, text=query.text)
    told = [v for rail in domain.rails if rail.is_told for v in verdicts_of(rail, subject)]
    notes = warnings(told)
    if query.as_of is None and (template := domain.ui.texts.get("note.premise")):
        notes += [template.replace("{premise}", p) for p in premises(query.text, hits, today)]
    return notes


def answer_notes(
    domain: Domain, query: Query, claims: Sequence[Claim], hits: Sequence[Hit], today: date
) -> list[str]:
    """Return the notes that the domain has words for: place, age, reading level, contrary."""
    return [
        *_place(domain, query, claims, hits),
        *_contrary(domain, claims, hits),
        *_age(domain, claims, hits, today),
        *_reading(domain, query, claims),
    ]


def _place(
    domain: Domain, query: Query, claims: Sequence[Claim], hits: Sequence[Hit]
) -> Iterator[str]:
    place = single_place(claims, hits)
    note = domain.ui.texts.get("note.jurisdiction")
    if query.jurisdiction is None and place is not None and note is not None:
        yield note.replace("{jurisdiction}", place)


def _contrary(domain: Domain, claims: Sequence[Claim], hits: Sequence[Hit]) -> Iterator[str]:
    note = domain.ui.texts.get("note.contrary")
    if note is not None and (found := contrary(claims, hits)):
        named = "; ".join(f"“{h.document.title}” ({h.document.source})" for h in found)
        yield note.replace("{sources}", named)


def _age(
    domain: Domain, claims: Sequence[Claim], hits: Sequence[Hit], today: date
) -> Iterator[str]:
    note = domain.ui.texts.get("note.age")
    if note is not None and (said := ages(_cited(claims, hits), today)):
        yield note.replace("{ages}", said)


def _reading(domain: Domain, query: Query, claims: Sequence[Claim]) -> Iterator[str]:
    audience = query.audience or domain.manifest.default_audience or ""
    target = domain.manifest.reading_grades.get(audience)
    note = domain.ui.texts.get("note.reading")
    if target is None or note is None:
        return
    level = reading_level(" ".join(claim.text for claim in claims))
    if level.is_sure and level.grade >= target + 1:
        yield note.replace("{grade}", f"{level.grade:.0f}").replace("{target}", str(target))


def _cited(claims: Sequence[Claim], hits: Sequence[Hit]) -> list[Document]:
    ids = {citation.document_id for claim in claims for citation in claim.citations}
    return [hit.document for hit in hits if hit.document.id in ids]
