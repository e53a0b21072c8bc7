"""SemEval-2013 task 7: pupils' answers that are correct, contradictory or incorrect."""

from __future__ import annotations

from pathlib import Path

from vademecum.retrieval.types import Document

from ..items import Item
from .records import records

FILE = "education/semeval2013_sra/answers_3way.jsonl.gz"


def read_items(root: Path, name: str) -> tuple[Item, ...]:
    """Return the pupils' answers; context is the question, ``answers`` the references."""
    return tuple(
        Item(
            id=record["id"],
            text=record["student_answer"],
            use="tune" if record["split"] == "train" else "report",
            answers=tuple(reference["text"] for reference in record["reference_answers"]),
            context=record["question"],
            label=record["label_3way"],
            group=f"{record['corpus']}/{record['question_id']}",
            slices={
                "corpus": record["corpus"],
                "split": record["split"].removeprefix("test-"),
                "module": record["module"],
            },
        )
        for record in records(root / FILE)
    )


def documents(root: Path, name: str) -> list[Document]:
    """Return nothing: the set has no corpus."""
    return []
