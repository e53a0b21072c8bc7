"""MeQSum: long messages of consumers and the short question that an expert made of each."""

from __future__ import annotations

from pathlib import Path

from vademecum.retrieval.types import Document

from ..items import Item
from .records import records, use_of

FILE = "healthcare/meqsum/meqsum.jsonl.gz"


def read_items(root: Path, name: str) -> tuple[Item, ...]:
    """Return the messages; the summary is the only accepted answer."""
    return tuple(
        Item(
            id=(identity := f"meqsum-{record['File']}"),
            text=record["CHQ"],
            use=use_of(identity),
            answers=(record["Summary"],),
        )
        for record in records(root / FILE)
    )


def documents(root: Path, name: str) -> list[Document]:
    """Return nothing: the set has no corpus; its questions are searched in medquad."""
    return []
