"""FairytaleQA: teachers' questions on sections of stories; the official test part is not here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from vademecum.retrieval.types import Document

from ..items import Item, Use
from .records import read_documents, records

FOLDER = "education/fairytaleqa"
SCOPED = "fairytaleqa_scoped"
PARTS: tuple[tuple[str, Use], ...] = (("train", "tune"), ("val", "report"))


def read_items(root: Path, name: str) -> Iterator[Item]:
    """Yield the questions, as asked of a section or, if scoped, with the story's name."""
    field = "question_scoped" if name == SCOPED else "question"
    for part, use in PARTS:
        for record in records(root / FOLDER / f"{part}_questions.jsonl.gz"):
            yield Item(
                id=record["qid"],
                text=record[field],
                use=use,
                answerable=True,
                documents=tuple(record["gold_doc_ids"]),
                answers=tuple(record["answers"]),
                slices={
                    "skill": record["skill"],
                    "explicit": record["explicit"],
                    "span": record["local_or_summary"],
                    "story": record["story"],
                },
            )


def documents(root: Path, name: str) -> list[Document]:
    """Return the sections of both parts; the title is the story's.

    One id stands twice in the source; its question is answered by the first, so the other gets a
    suffix.
    """
    seen: Counter[str] = Counter()
    found: list[Document] = []
    for part, _ in PARTS:
        path = root / FOLDER / f"{part}_documents.jsonl.gz"
        for document in read_documents(path, title="story"):
            seen[document.id] += 1
            suffix = f"#{count}" if (count := seen[document.id]) > 1 else ""
            found.append(document.model_copy(update={"id": document.id + suffix}))
    return found
