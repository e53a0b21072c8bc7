"""OpenStax: review questions, or glossary terms and terms of other books."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from vademecum.retrieval.types import Document

from ..items import Item
from .records import read_documents, records, use_of

FOLDER = "education/openstax"
GLOSSARY = "openstax_glossary"


def read_items(root: Path, name: str) -> Iterator[Item]:
    """Yield the review questions, or the glossary's and those that have no answer here.

    One searches for a review question with ``Item.with_options``.
    """
    if name != GLOSSARY:
        yield from _review(root)
        return
    for record in records(root / FOLDER / "glossary_questions.jsonl.gz"):
        yield Item(
            id=record["qid"],
            text=record["question"],
            use=use_of(record["qid"]),
            answerable=True,
            documents=tuple(record["gold_doc_ids"]),
            answers=(record["answer"],),
            slices={"kind": "glossary", "book": record["qid"].partition("/")[0]},
        )
    for record in records(root / FOLDER / "out_of_corpus_questions.jsonl.gz"):
        yield Item(
            id=record["qid"],
            text=record["question"],
            use=use_of(record["qid"]),
            answerable=False,
            slices={"kind": "out_of_corpus", "book": record["source_book"]},
        )


def documents(root: Path, name: str) -> list[Document]:
    """Return the sections of the four books."""
    return read_documents(root / FOLDER / "documents.jsonl.gz")


def _review(root: Path) -> Iterator[Item]:
    for record in records(root / FOLDER / "questions.jsonl.gz"):
        is_choice = record["type"] == "multiple_choice"
        answer = record["answer"]
        yield Item(
            id=record["qid"],
            text=record["question"],
            use=use_of(record["qid"]),
            documents=tuple(record["gold_doc_ids"]),
            answers=(answer,) if answer else (),
            options=tuple(record["options"]) if is_choice else (),
            correct=record["answer_index"] if is_choice else None,
            slices={
                "kind": record["kind"],
                "type": record["type"],
                "book": record["qid"].partition("/")[0],
                "chapter": record["chapter"],
            },
        )
