"""LegalBench-RAG mini: questions that name an agreement or a policy, and that document."""

from __future__ import annotations

from pathlib import Path

from vademecum.retrieval.types import Document

from ..items import Item
from .records import read_documents, records, use_of

FOLDER = "law/legalbench_rag_mini"


def read_items(root: Path, name: str) -> tuple[Item, ...]:
    """Return the questions."""
    return tuple(
        Item(
            id=record["qid"],
            text=record["question"],
            use=use_of(record["qid"]),
            documents=tuple(record["gold_doc_ids"]),
            slices={"source": record["qid"].rpartition("-")[0]},
        )
        for record in records(root / FOLDER / "questions.jsonl.gz")
    )


def documents(root: Path, name: str) -> list[Document]:
    """Return the documents, which have no title."""
    return read_documents(root / FOLDER / "documents.jsonl.gz", title=None)
