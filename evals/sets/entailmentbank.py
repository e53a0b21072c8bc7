"""EntailmentBank: school science questions and the facts that together entail the answer."""

from __future__ import annotations

from pathlib import Path

from vademecum.retrieval.types import Document

from ..items import Item
from .records import read_documents, records

FOLDER = "education/entailmentbank"


def read_items(root: Path, name: str) -> tuple[Item, ...]:
    """Return the questions; the slice ``depth`` is that of the entailment tree."""
    return tuple(
        Item(
            id=record["qid"],
            text=record["question"],
            use="report" if record["split"] == "test" else "tune",
            documents=tuple(record["gold_doc_ids"]),
            answers=(record["answer"],),
            slices={"depth": str(record["depth"])},
        )
        for record in records(root / FOLDER / "questions.jsonl.gz")
    )


def documents(root: Path, name: str) -> list[Document]:
    """Return the facts, which have no title."""
    return read_documents(root / FOLDER / "documents.jsonl.gz", title=None)
