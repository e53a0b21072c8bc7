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


def test_what_is_unchanged_is_not_screened_again(
    library: Library, encoder: CountingEncoder
) -> None:
    seen: list[str] = []

    def counting(read: Document) -> tuple[Finding, ...]:
        seen.append(read.id)
        return screen(read)

    documents = [document("one", "A text."), document("evil", "A bad text.")]
    for _ in range(2):
        report = ingest(library, documents, encoder, PassageSettings(), screen=counting)
        assert [kept.document_id for kept in report.quarantined] == ["evil"]
    assert report.unchanged == 1
    assert seen == ["one", "evil", "evil"]


def test_accepted_once_stays_in(library: Library, encoder: CountingEncoder) -> None:
    documents = [document("evil", "A bad text.")]
    ingest(library, documents, encoder, PassageSettings())
    report = ingest(library, documents, encoder, PassageSettings(), screen=screen)
    assert (report.unchanged, report.quarantined) == (1, ())
