"""COVID-QA: questions of experts on whole articles, with the span that answers."""

from __future__ import annotations

from pathlib import Path

from vademecum.retrieval.types import Document

from ..items import Item
from ..questions import GoldSpan
from .records import read_documents, records, use_of

FOLDER = "healthcare/covid_qa"


def read_items(root: Path, name: str) -> tuple[Item, ...]:
    """Return the questions with answers and their offsets in the article."""
    return tuple(
        Item(
            id=record["_id"],
            text=record["text"],
            use=use_of(record["_id"]),
            answerable=True,
            gold=tuple(
                GoldSpan(
                    document_id=document,
                    quote=answer["text"],
                    start=answer["answer_start"],
                    end=answer["answer_start"] + len(answer["text"]),
                )
                for answer in record["answers"]
            ),
            documents=(document,),
            answers=tuple(answer["text"] for answer in record["answers"]),
        )
        for record in records(root / FOLDER / "queries.jsonl.gz")
        for document in record["gold_doc_ids"]
    )


def documents(root: Path, name: str) -> list[Document]:
    """Return the articles."""
    return read_documents(root / FOLDER / "corpus.jsonl.gz", "_id")
