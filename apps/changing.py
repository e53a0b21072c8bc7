"""Change what a library holds: take a document out, let another take its place, and prove it."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from vademecum.domains import Domain
from vademecum.retrieval import Access, Query
from vademecum.retrieval.errors import UnknownName
from vademecum.retrieval.library import Library
from vademecum.retrieval.protocols import Search
from vademecum.retrieval.types import Document, Noun

from .intake import superseded

PROOF_HITS = 20
_PROOF_CHARS = 300


class Removed(Noun):
    """A document that was taken out, and what a search for its own words found of it."""

    document: Document = Field(repr=False)
    passages: int
    found_before: int
    """How many of its passages were among the ``PROOF_HITS`` best, before."""
    found_after: int
    successor_of: str | None
    """The document that stays marked as superseded by it."""


def visible_document(domain: Domain, library: Library, name: str, allow: Access) -> Document:
    """Return a document; raise UnknownName if there is none, or none that ``allow`` may see."""
    found = library.document(name)
    if found is None or not found.is_visible_to(allow):
        raise UnknownName(_unknown(domain, name))
    return found


def visible_title(library: Library, name: str, allow: Access) -> str:
    """Return the title of a document, or its id if there is none that ``allow`` may see."""
    found = library.document(name)
    return found.title if found is not None and found.is_visible_to(allow) else name


def take_out(domain: Domain, library: Library, name: str) -> Document:
    """Remove a document and return it; raise UnknownName if the library has none by that id."""
    with library.writing():
        found = library.document(name)
        if found is None:
            raise UnknownName(_unknown(domain, name))
        library.remove(name)
    return found


def take_out_proving(
    domain: Domain, library: Library, search: Search, name: str, allow: Access
) -> Removed:
    """Remove a document and search for its own words, before and afterwards.

    ``search`` must be one over ``library``. Raises UnknownName if ``allow`` may not see it.
    """
    document = visible_document(domain, library, name, allow)
    words = f"{document.title}\n{document.text[:_PROOF_CHARS]}"
    query = Query(text=words, allow=allow, k=PROOF_HITS)
    passages = len(library.passages_of(document))
    before = _found(search, query, name)
    take_out(domain, library, name)
    library.finish_removals()
    replaced = document.supersedes
    return Removed(
        document=document,
        passages=passages,
        found_before=before,
        found_after=_found(search, query, name),
        successor_of=replaced if replaced and library.document(replaced) else None,
    )


def supersede_from(domain: Domain, library: Library, old: str, new: str, day: date) -> None:
    """Mark ``old`` as superseded by ``new`` from ``day`` on.

    Raises UnknownName for a document that is not there, InvalidInput where it cannot be.
    """
    with library.writing():
        ended, begun = library.document(old), library.document(new)
        if ended is None or begun is None:
            raise UnknownName(_unknown(domain, old if ended is None else new))
        library.update(*superseded(ended, begun, day))


def _found(search: Search, query: Query, name: str) -> int:
    return sum(hit.passage.document_id == name for hit in search.search(query))


def _unknown(domain: Domain, name: str) -> str:
    return f"no document has the id {name!r}; see: vademecum library list {domain.name}"
