"""What a command said of a document, which stays while the document's file does not change."""

from __future__ import annotations

import json
from typing import Any

from vademecum.retrieval.readers.parsed import FILE
from vademecum.retrieval.types import Document

from .redacting_documents import REDACTED

TOLD = "told"
"""The attribute with the fields that a command set: what the file itself said of each, as JSON."""


def telling(document: Document, **said: Any) -> Document:
    """Return the document with the fields that a command sets, remembered as such."""
    before = document.model_dump(mode="json", include=set(said)) | _told(document)
    attributes = {**document.attributes, TOLD: json.dumps(before, sort_keys=True)}
    return document.model_copy(update={**said, "attributes": attributes})


def as_it_stands(document: Document, known: Document | None) -> Document:
    """Return a document read again with what a command said of it, as ``known`` stores it.

    Where its file changed, or says something new of a field, the file is believed.
    """
    if known is None or not _is_same_file(document, known):
        return document
    said = document.model_dump(mode="json")
    kept = {name: before for name, before in _told(known).items() if said[name] == before}
    attributes = dict(document.attributes)
    if REDACTED in known.attributes and known.text == document.text:
        attributes.setdefault(REDACTED, known.attributes[REDACTED])
    if kept:
        attributes[TOLD] = json.dumps(kept, sort_keys=True)
    fields = {name: getattr(known, name) for name in kept}
    return document.model_copy(update={**fields, "attributes": attributes})


def _told(document: Document) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(document.attributes.get(TOLD, "{}"))
    return told


def _is_same_file(document: Document, known: Document) -> bool:
    """Tell whether both come from one place, and the file is the same or gives the same text."""
    if document.attributes.get("origin") != known.attributes.get("origin"):
        return False
    new, old = (d.attributes.get(FILE, "").rpartition(":")[2] for d in (document, known))
    return document.text == known.text or bool(new and new == old)
