"""QED: questions on a paragraph with the sentence that is the evidence, or none."""

from __future__ import annotations

from pathlib import Path

from vademecum.retrieval.types import Document

from ..items import Item
from .records import gold_spans, read_documents, records, use_of

FOLDER = "education/qed_dev"


def read_items(root: Path, name: str) -> tuple[Item, ...]:
    """Return the questions, each asked of its paragraph.

    A question whose explanation is "none" is unanswerable from it. One that needs several
    sentences is answerable and has no gold span, since the source marks none.
    """
    return tuple(
        Item(
            id=record["qid"],
            text=record["question"],
            use=use_of(record["qid"]),
            answerable=record["answerable_from_passage"],
            gold=gold_spans(record),
            documents=(document,) if record["answerable_from_passage"] else (),
            answers=tuple(record["answers"]),
            within=document,
            slices={"explanation": record["explanation_type"]},
        )
        for record in records(root / FOLDER / "questions.jsonl.gz")
        for document in record["gold_doc_ids"]
    )


def documents(root: Path, name: str) -> list[Document]:
    """Return the paragraphs, each with the title of its page."""
    return read_documents(root / FOLDER / "documents.jsonl.gz")
