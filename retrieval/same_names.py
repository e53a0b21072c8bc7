"""Tell files of one name apart by where they come from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from .types import Document


def named_apart(document: Document, stored: Callable[[str], Document | None]) -> Document:
    """Give a file another id where its name is taken by a file from another place.

    ``stored`` returns what a library holds under an id.
    """
    name = id_apart(document.id, document.attributes.get("origin"), stored)
    return document if name == document.id else document.model_copy(update={"id": name})


def id_apart(name: str, origin: str | None, stored: Callable[[str], Document | None]) -> str:
    """Return the id under which a file ``name`` from ``origin`` is kept."""
    known = stored(name) if origin else None
    if known is None or known.attributes.get("origin") in (None, origin):
        return name
    return f"{name}~{hashlib.sha256(str(origin).encode()).hexdigest()[:8]}"
