"""What happens to documents on their way into a library, and how a library is checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.library import Library
from vademecum.retrieval.types import Document

from .composition import shared_encoder


def in_groups(documents: Iterable[Document], groups: str | None) -> Iterator[Document]:
    """Yield documents as the library shall keep them: with their groups.

    ``groups`` are names separated by commas; None keeps what each document says of itself.
    """
    names = tuple(sorted({g.strip() for g in groups.split(",") if g.strip()})) if groups else ()
    if groups is not None and not names:
        raise InvalidInput("--groups names no group; write for example --groups ward-3,public")
    for document in documents:
        yield document.model_copy(update={"groups": names}) if names else document


def verify_library(library: Library) -> list[str]:
    """Return what is wrong with a library, one line each; DamagedLibrary if it cannot be read."""
    library.check()
    problems = []
    keys = library.passage_keys()
    found = library.passages(keys)
    for key in keys:
        passage = found.get(key)
        if passage is None:
            problems.append(f"passage {key} has no document")
        elif not passage.text:
            problems.append(f"passage {passage.id} is empty")
    missing = library.missing_vectors(shared_encoder().stamp)
    if missing:
        problems.append(f"{len(missing)} passages have no vector; run: vademecum library rebuild")
    return problems
