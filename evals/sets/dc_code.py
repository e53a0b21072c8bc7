"""D.C. Code: definitions and terms it does not define, or headings to find by."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from vademecum.retrieval.types import Document

from ..items import Item
from .records import gold_spans, read_documents, records, use_of

FOLDER = "law/dc_code"
HEADINGS = "dc_code_headings"


def read_items(root: Path, name: str) -> Iterator[Item]:
    """Yield the headings, or the definition questions and those that have no answer here."""
    kind = "heading_known_item" if name == HEADINGS else "definition"
    for record in records(root / FOLDER / "questions.jsonl.gz"):
        if record["kind"] == kind:
            gold = tuple(record["gold_doc_ids"])
            yield Item(
                id=record["qid"],
                text=record["question"],
                use=use_of(record["qid"]),
                answerable=True,
                gold=gold_spans(record),
                documents=gold,
                slices={"kind": kind, "title_no": gold[0].partition("/")[2].partition("-")[0]},
            )
    if name == HEADINGS:
        return
    for record in records(root / FOLDER / "out_of_corpus_questions.jsonl.gz"):
        yield Item(
            id=record["qid"],
            text=record["question"],
            use=use_of(record["qid"]),
            answerable=False,
            slices={"kind": "out_of_corpus"},
        )


def documents(root: Path, name: str) -> list[Document]:
    """Return the sections; without titles for the headings, which are the titles."""
    title = None if name == HEADINGS else "title"
    return read_documents(root / FOLDER / "documents.jsonl.gz", title=title)
