"""MedQuAD: consumers' questions and the answers of NIH sites."""

from __future__ import annotations

from pathlib import Path

from vademecum.retrieval.types import Document

from ..items import Item
from .records import read_documents, records

FOLDER = "healthcare/medquad"


def read_items(root: Path, name: str) -> tuple[Item, ...]:
    """Return the questions; ``documents`` is the strict gold, with ``acceptable`` the relaxed."""
    return tuple(
        Item(
            id=record["_id"],
            text=record["text"],
            use="report" if record["split"] == "dev1000" else "tune",
            documents=tuple(record["gold_doc_ids"]),
            acceptable=tuple(record["same_question_doc_ids"]),
            slices={"source": record["_id"].split("-")[2]},
        )
        for record in records(root / FOLDER / "queries.jsonl.gz")
    )


def documents(root: Path, name: str) -> list[Document]:
    """Return the answers, each with the name of the disease or topic as its title."""
    return read_documents(root / FOLDER / "corpus.jsonl.gz", "_id")
