"""SAF, English part: students' answers with a score, a verdict and written feedback."""

from __future__ import annotations

from pathlib import Path

from vademecum.retrieval.types import Document

from ..items import Item
from .records import records

FILE = "education/saf_english/answers.jsonl.gz"


def read_items(root: Path, name: str) -> tuple[Item, ...]:
    """Return the students' answers; context is the question, the label the verdict.

    An answer that is empty has no text to read and is left out.
    """
    return tuple(
        Item(
            id=record["id"],
            text=record["student_answer"],
            use="tune" if record["split"] == "training" else "report",
            answers=tuple(record["reference_answers"]),
            context=record["question"],
            label=record["verification"],
            score=float(record["score"]),
            group=f"{record['module']}/{record['question_id']}",
            slices={"split": record["split"], "module": record["module"]},
        )
        for record in records(root / FILE)
        if record["student_answer"].strip()
    )


def documents(root: Path, name: str) -> list[Document]:
    """Return nothing: the set has no corpus."""
    return []
