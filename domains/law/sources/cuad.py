"""CUAD v1: the contracts as they stand, so that the offsets of its own annotations hold."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Document

CLAUSES: Final = "master_clauses.csv"
_DAY: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")
_KEPT: Final = {
    "parties": "Parties-Answer",
    "governing_law": "Governing Law-Answer",
    "expiration": "Expiration Date-Answer",
}


def read(raw: bytes, path: Path) -> Iterator[Document]:
    """Yield the contract of a text file, or the contracts of the JSON file."""
    if "README" in path.name:
        return
    if path.suffix != ".json":
        try:
            text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            raise InvalidInput(f"not UTF-8 at byte {error.start}") from None
        yield _document(path.stem, text, path)
        return
    try:
        contracts = json.loads(raw)["data"]
        texts = [
            (str(c["title"]), "\n".join(p["context"] for p in c["paragraphs"])) for c in contracts
        ]
    except (ValueError, KeyError, TypeError):
        raise InvalidInput("not JSON like SQuAD: data, paragraphs, context") from None
    for title, text in texts:
        yield _document(title, text, path)


def _document(name: str, text: str, path: Path) -> Document:
    found = next((p for up in list(path.parents)[:2] if (p := up / CLAUSES).is_file()), None)
    row = _answers(found, found.stat().st_mtime_ns).get(name.strip(), {}) if found else {}
    title = row.get("Document Name-Answer") or name.replace("_", " ")
    parties = row.get("Parties-Answer", "")
    return Document(
        id=f"cuad/{name.strip()}",
        title=f"{title} ({parties})" if parties else title,
        text=text,
        written=_day(row.get("Agreement Date-Answer", "")),
        effective_from=_day(row.get("Effective Date-Answer", "")),
        sources=(f"CUAD v1: {name.strip()}",),
        citation=f"{title}, CUAD v1: {name.strip()}",
        attributes={key: row.get(column, "") for key, column in _KEPT.items()},
    )


@lru_cache(maxsize=4)
def _answers(path: Path, modified_ns: int) -> dict[str, dict[str, str]]:
    """Return what people answered of each contract, by the name of its file."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows: list[dict[str, Any]] = list(csv.DictReader(lines))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidInput(f"{path.name} beside it cannot be read ({error})") from None
    return {
        str(row.get("Filename") or "").strip().removesuffix(".pdf"): {
            column: " ".join(str(value or "").split()) for column, value in row.items() if column
        }
        for row in rows
    }


def _day(text: str) -> date | None:
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return None
    month, number, year = map(int, match.groups())
    if year < 100:
        year += 2000 if year < 50 else 1900
    try:
        return date(year, month, number)
    except ValueError:
        return None
