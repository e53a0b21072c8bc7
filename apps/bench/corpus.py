"""The passages that speed is measured on: public documents, cut by a domain's own settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from vademecum.domains import Domain
from vademecum.retrieval.library import Library
from vademecum.retrieval.passages import encoded_text, split
from vademecum.retrieval.readers.beir import read_beir
from vademecum.retrieval.types import Document

from ..composition import open_search, passage_settings, shared_encoder
from ..evaluating.systems import filled_library


def documents(folders: Sequence[Path]) -> Iterator[Document]:
    """Yield the documents of BEIR folders, ids made unique by the folder's name."""
    for folder in folders:
        for document in read_beir(folder):
            yield document.model_copy(update={"id": f"{folder.name}/{document.id}"})


def encoded_passages(domain: Domain, document: Document) -> list[str]:
    """Return the texts that are encoded for the passages of a document."""
    encoder, settings = shared_encoder(), passage_settings(domain)
    cuts = split(document, encoder.token_offsets, settings)
    return [encoded_text(document, p, encoder.token_offsets, settings) for p in cuts]


def first_documents(domain: Domain, folders: Sequence[Path], passages: int) -> list[Document]:
    """Return the first documents that hold ``passages`` passages together."""
    chosen: list[Document] = []
    found = 0
    for document in documents(folders):
        if found >= passages:
            break
        found += len(encoded_passages(domain, document))
        chosen.append(document)
    return chosen


def prepared_library(
    domain: Domain,
    folders: Sequence[Path],
    passages: int,
    folder: Path,
    tick: Callable[[int, int], None] = lambda documents, passages: None,
) -> Library:
    """Return a library of about ``passages`` passages in ``folder``, kept for the next run."""
    chosen = first_documents(domain, folders, passages)
    library = filled_library(domain, chosen, folder, tick)
    _ = open_search(domain, library).indexes
    return library
