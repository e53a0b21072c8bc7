"""MedQA, US part: questions of the medical licensing examination, five options or four."""

from __future__ import annotations

from pathlib import Path

from vademecum.retrieval.types import Document

from ..items import Item
from .cards import card
from .records import records


def read_items(root: Path, name: str) -> tuple[Item, ...]:
    """Return the questions; the file has no ids, so they are numbered from 1."""
    found: list[Item] = []
    (path,) = card(name).paths(root)
    for number, record in enumerate(records(path), start=1):
        letters = sorted(record["options"])
        found.append(
            Item(
                id=f"medqa-{number}",
                text=record["question"],
                use="report",
                options=tuple(record["options"][letter] for letter in letters),
                correct=letters.index(record["answer_idx"]),
                slices={"step": record["meta_info"]},
            )
        )
    return tuple(found)


def documents(root: Path, name: str) -> list[Document]:
    """Return nothing: the set has no corpus."""
    return []
