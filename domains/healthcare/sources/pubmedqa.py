"""PubMedQA: an abstract for each PubMed number, with its own headings and its conclusion."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Document

from ...blocks import Blocks


def read(raw: bytes, path: Path) -> Iterator[Document]:
    """Yield the abstracts of one file."""
    try:
        found = json.loads(raw)
    except ValueError as error:
        raise InvalidInput(f"not JSON ({error})") from None
    if not isinstance(found, dict):
        raise InvalidInput("not a file of PubMedQA: needs one object, by PubMed number")
    for number, record in found.items():
        if not isinstance(record, dict) or not _is_whole(record):
            raise InvalidInput(f"{number}: needs QUESTION, CONTEXTS, LABELS and LONG_ANSWER")
        yield _document(number, record)


def _is_whole(record: dict[str, Any]) -> bool:
    lists = (record.get("CONTEXTS"), record.get("LABELS"))
    texts = (record.get("QUESTION"), record.get("LONG_ANSWER"))
    return all(isinstance(v, list) for v in lists) and all(isinstance(v, str) for v in texts)


def _document(number: str, record: dict[str, Any]) -> Document:
    blocks = Blocks({})
    for label, context in zip(record["LABELS"], record["CONTEXTS"], strict=False):
        blocks.heading(2, str(label).capitalize())
        blocks.text(str(context))
    for context in record["CONTEXTS"][len(record["LABELS"]) :]:
        blocks.text(str(context))
    blocks.heading(2, "Conclusion")
    blocks.text(record["LONG_ANSWER"])
    year = str(record.get("YEAR") or "")
    return Document(
        id=f"pubmed/{number}",
        title=record["QUESTION"].strip(),
        text=blocks.markdown,
        sources=(f"PubMed {number}",),
        citation=f"{record['QUESTION'].strip()} {year + '. ' if year else ''}PubMed {number}",
        attributes={
            "pmid": number,
            "year": year,
            "mesh": "; ".join(map(str, record.get("MESHES") or ())),
        },
    )
