"""The items that a report may be made of, and the documents of their set."""

from __future__ import annotations

from vademecum.retrieval.types import Document

from ..data import data_home
from ..items import Item
from ..sets.readers import documents, read_items


def reported(name: str) -> list[Item]:
    """Return the items of a public set that are for reports.

    Raises InvalidInput, saying how to obtain the set, where it is not in VADEMECUM_DATA.
    """
    return [item for item in read_items(data_home(), name) if item.use == "report"]


def documents_of(name: str) -> dict[str, Document]:
    """Return the documents of a public set by id; raises as ``reported`` does."""
    return {document.id: document for document in documents(data_home(), name)}
