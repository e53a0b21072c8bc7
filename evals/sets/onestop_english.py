"""OneStopEnglish: newspaper articles re-written at three reading levels."""

from __future__ import annotations

from pathlib import Path

from vademecum.retrieval.types import Document

from ..halves import fold_of
from ..items import Item
from .cards import card
from .records import records

FILE = "education/onestop_english/texts.jsonl.gz"


def read_items(root: Path, name: str) -> tuple[Item, ...]:
    """Return the texts; all are reported once, by the fold of their article."""
    folds = card(name).folds
    return tuple(
        Item(
            id=f"{record['article']}/{record['level']}",
            text=record["text"],
            use="report",
            label=record["level"],
            group=record["article"],
            slices={"fold": str(fold_of(record["article"], folds))},
        )
        for record in records(root / FILE)
    )


def documents(root: Path, name: str) -> list[Document]:
    """Return nothing: the set has no corpus."""
    return []
