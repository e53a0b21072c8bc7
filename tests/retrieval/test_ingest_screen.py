"""What a screen finds stays out of the library, and is told."""

from __future__ import annotations

from vademecum.retrieval.ingest import Finding, ingest
from vademecum.retrieval.library import Library
from vademecum.retrieval.passages import PassageSettings
from vademecum.retrieval.types import Document

from .conftest import CountingEncoder, document


def screen(read: Document) -> tuple[Finding, ...]:
    at = read.text.find("bad")
    return (Finding(reason="r", start=at, end=at + 3, quote="bad"),) if at >= 0 else ()


def test_screened_documents_stay_out(library: Library, encoder: CountingEncoder) -> None:
    documents = [document("good", "A good text."), document("evil", "A bad text.", title="E")]
    report = ingest(library, documents, encoder, PassageSettings(), screen=screen)
    assert report.added == 1
    assert library.text_of("evil") is None
    (kept,) = report.quarantined
    assert (kept.document_id, kept.title, kept.findings[0].start) == ("evil", "E", 2)


def test_the_version_in_the_library_stays(library: Library, encoder: CountingEncoder) -> None:
    ingest(library, [document("d", "First.")], encoder, PassageSettings(), screen=screen)
    ingest(library, [document("d", "Now bad.")], encoder, PassageSettings(), screen=screen)
    assert library.text_of("d") == "First."
