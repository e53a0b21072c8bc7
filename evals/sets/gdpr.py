"""GDPR: concepts and the provisions that set them out, in two wordings, and definitions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from vademecum.retrieval.types import Document

from ..halves import PARAPHRASE
from ..items import Item
from .records import gold_spans, read_documents, records, use_of

FOLDER = "law/gdpr"
KINDS: Final = {"gdpr": "concept", "gdpr_paraphrase": "concept", "gdpr_definitions": "definition"}


def read_items(root: Path, name: str) -> Iterator[Item]:
    """Yield the questions of one kind; both wordings of a concept are of the same use."""
    is_reworded = name == "gdpr_paraphrase"
    for record in records(root / FOLDER / "questions.jsonl.gz"):
        if record["kind"] != KINDS[name]:
            continue
        text = record["paraphrase"] if is_reworded else record["question"]
        if not text:
            continue
        yield Item(
            id=record["qid"] + PARAPHRASE * is_reworded,
            text=text,
            use=use_of(record["qid"]),
            answerable=True,
            gold=gold_spans(record),
            documents=tuple(record["gold_doc_ids"]),
            slices={"kind": "paraphrase" if is_reworded else record["kind"]},
        )


def documents(root: Path, name: str) -> list[Document]:
    """Return articles and recitals."""
    return read_documents(root / FOLDER / "documents.jsonl.gz")
