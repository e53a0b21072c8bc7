"""CUAD: 41 questions on every contract, with the clauses that answer or none."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from vademecum.retrieval.types import Document

from ..items import Item
from .records import gold_spans, read_documents, records, use_of

FOLDER = "law/cuad"
NAMES: Final = frozenset({"Document Name", "Parties"})
"""Categories that figures inside the contract leave out: they stand on its first page."""
VERDICTS: Final = frozenset({"", "yes", "no"})


def read_items(root: Path, name: str) -> tuple[Item, ...]:
    """Return the questions, each within its contract; a contract is wholly of one use.

    The slice ``in_contract`` is "no" for ``NAMES``.
    """
    return tuple(
        Item(
            id=record["qid"],
            text=record["question"],
            use=use_of(record["doc_id"]),
            answerable=record["answerable"],
            gold=gold_spans(record, record["doc_id"]),
            documents=(record["doc_id"],) if record["answerable"] else (),
            answers=() if answer.strip().casefold() in VERDICTS else (answer,),
            within=record["doc_id"],
            group=record["doc_id"],
            slices={
                "category": record["category"],
                "in_contract": "no" if record["category"] in NAMES else "yes",
            },
        )
        for record in records(root / FOLDER / "questions.jsonl.gz")
        for answer in (record["answer"] or "",)
    )


def documents(root: Path, name: str) -> list[Document]:
    """Return the contracts; the title is the name of the file filed."""
    return read_documents(root / FOLDER / "contracts.jsonl.gz")
