"""XQuAD, English part: questions on paragraphs with the span that answers."""

from __future__ import annotations

from pathlib import Path

from vademecum.retrieval.types import Document

from ..items import Item
from .records import gold_spans, read_documents, records

FOLDER = "education/xquad_en"


def read_items(root: Path, name: str) -> tuple[Item, ...]:
    """Return the questions; the set is a test split alone."""
    return tuple(
        Item(
            id=record["qid"],
            text=record["question"],
            use="report",
            answerable=True,
            gold=gold_spans(record),
            documents=tuple(record["gold_doc_ids"]),
            answers=tuple(record["answers"]),
            slices={"article": record["gold_doc_ids"][0].partition("-")[0]},
        )
        for record in records(root / FOLDER / "questions.jsonl.gz")
    )


def documents(root: Path, name: str) -> list[Document]:
    """Return the paragraphs, which have no title."""
    return read_documents(root / FOLDER / "documents.jsonl.gz", title=None)
