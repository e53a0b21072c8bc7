"""Check citations against a domain's tables and what a person may see of its library."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from vademecum.domains import Domain
from vademecum.domains.citations.ledger import check_citations
from vademecum.domains.citations.nouns import Entry, Ledger
from vademecum.domains.citations.of_domain import domain_kinds, domain_tables
from vademecum.domains.citations.shelf import Shelf
from vademecum.retrieval import Access, Answer, Citation, Refusal

from .composition import open_library


def shelf_of(domain: Domain, allow: Access, today: date) -> Shelf:
    """Return what ``allow`` may see; the starter corpus where the library shows nothing."""
    documents = tuple(open_library(domain).documents(allow))
    return Shelf(documents or tuple(domain.starter_documents()), today)


def cite(domain: Domain, text: str, shelf: Shelf, tables: Sequence[Path] = ()) -> Ledger:
    """Return the ledger of ``text``; ``tables`` are a person's own, beside those of the domain."""
    known = domain_tables(domain.folder, domain.name, tables)
    return check_citations(text, known, shelf, domain_kinds(domain.folder))


def outcome_ledger(domain: Domain, outcome: Answer | Refusal, today: date) -> Ledger:
    """Return every citation of an answer: its quotations, and the authorities that it names.

    Claims were compared with their passages by grounding, so that authorities named in them are
    resolved and their names checked, no more. Offsets are those of the answer's text.
    """
    documents = {hit.document.id: hit.document for hit in outcome.hits}
    shelf = Shelf(tuple(documents.values()), today)
    known = domain_tables(domain.folder, domain.name)
    kinds = domain_kinds(domain.folder)
    named = check_citations(outcome.text, known, shelf, kinds, with_support=False)
    quoted: list[Entry] = []
    for claim in outcome.claims:
        start = max(outcome.text.find(claim.text), 0)
        quoted += [_passage(c, start, start + len(claim.text)) for c in claim.citations]
    rows = sorted((*quoted, *named.rows), key=lambda row: (row.start, row.kind != "passage"))
    return Ledger(rows=tuple(rows))


def _passage(citation: Citation, start: int, end: int) -> Entry:
    is_right = citation.status == "verified"
    return Entry(
        kind="passage",
        start=start,
        end=end,
        text=citation.quote,
        status=citation.status,
        reason=f"quoted from {citation.title}" if is_right else "the passage was not confirmed",
        passed=("resolve", "quote", "support") if is_right else (),
        authority=citation.source,
        source=f"document:{citation.document_id}",
        quote_at=(citation.start, citation.end),
    )
