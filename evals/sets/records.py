"""What the readers of the sets share: lines, gold spans, documents, the half of an id."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vademecum.retrieval.readers.beir import read_json_lines
from vademecum.retrieval.types import Document

from ..halves import half_of
from ..items import Use
from ..questions import GoldSpan


def records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a JSON-lines file, gzip or not."""
    for _, record in read_json_lines(path):
        yield record


def use_of(identity: str) -> Use:
    """Return the use of an item of a set without a split, by the half of ``identity``."""
    return "tune" if half_of(identity) == "dev" else "report"


def gold_spans(record: dict[str, Any], document_id: str | None = None) -> tuple[GoldSpan, ...]:
    """Return the ``gold_spans`` of a record; ``document_id`` stands in where they name none."""
    return tuple(
        GoldSpan(
            document_id=span.get("doc_id", document_id),
            quote=span["text"],
            start=span["start"],
            end=span["end"],
        )
        for span in record["gold_spans"]
    )


def read_documents(
    path: Path, identity: str = "doc_id", title: str | None = "title"
) -> list[Document]:
    """Return the documents of a file: id, the field ``title`` if there is one, text."""
    return [
        Document(
            id=record[identity],
            title="" if title is None else record.get(title) or "",
            text=record["text"],
        )
        for record in records(path)
    ]
