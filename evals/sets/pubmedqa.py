"""PubMedQA: titles that ask, abstracts without their conclusion, yes, no or maybe."""

from __future__ import annotations

from pathlib import Path

from vademecum.retrieval.types import Document

from ..items import Item
from .records import read_documents, records

FOLDER = "healthcare/pubmedqa"


def read_items(root: Path, name: str) -> tuple[Item, ...]:
    """Return the questions; the decision is the label, the abstract the gold document."""
    return tuple(
        Item(
            id=record["_id"],
            text=record["text"],
            use="report" if record["split"] == "test" else "tune",
            documents=tuple(record["gold_doc_ids"]),
            label=record["final_decision"],
            slices={"decision": record["final_decision"]},
        )
        for record in records(root / FOLDER / "queries.jsonl.gz")
    )


def documents(root: Path, name: str) -> list[Document]:
    """Return the abstracts."""
    return read_documents(root / FOLDER / "corpus.jsonl.gz", "_id")
