"""CUAD v1: the contracts as they stand, with the clauses that its annotators marked in them.

The JSON gives the offset of each clause. The CSV gives its words, pieces joined by ``<omitted>``:
each piece is looked up in the text, white space apart, and its first place is taken.
"""

from __future__ import annotations

import ast
import csv
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.labelled import SPANS, LabelledSpan, spans_attribute
from vademecum.retrieval.types import Document

CLAUSES: Final = "master_clauses.csv"
_DAY: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")
_PLACE: Final = re.compile(r"_\d+\Z")
_OMITTED: Final = "<omitted>"
_ANSWER: Final = "-Answer"
UNPLACED: Final = "clauses_not_found"
"""The attribute that counts marked words that do not stand in the text."""
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
        contracts = [_contract(one) for one in json.loads(raw)["data"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InvalidInput("not JSON like SQuAD: data, paragraphs, context, qas") from None
    for title, text, clauses in contracts:
        yield _document(title, text, path, clauses)


def _contract(record: dict[str, Any]) -> tuple[str, str, list[LabelledSpan | None]]:
    """Return title, text and clauses of a contract of the JSON; None for one that is elsewhere."""
    parts: list[str] = []
    clauses: list[LabelledSpan | None] = []
    before = 0
    for paragraph in record["paragraphs"]:
        context = paragraph["context"]
        for question in paragraph.get("qas", ()):
            category = _PLACE.sub("", question["id"].rpartition("__")[2])
            for answer in question["answers"]:
                start, words = answer["answer_start"], answer["text"]
                is_there = words and context[start : start + len(words)] == words
                clauses.append(
                    _clause(category, before + start, before + start + len(words))
                    if is_there
                    else None
                )
        parts.append(context)
        before += len(context) + 1
    return str(record["title"]), "\n".join(parts), clauses


def _clause(category: str, start: int, end: int) -> LabelledSpan:
    return LabelledSpan(label=category, start=start, end=end)


def _document(
    name: str, text: str, path: Path, clauses: Iterable[LabelledSpan | None] = ()
) -> Document:
    found = next((p for up in list(path.parents)[:2] if (p := up / CLAUSES).is_file()), None)
    row = _answers(found, found.stat().st_mtime_ns).get(name.strip(), {}) if found else {}
    title = _line(row, "Document Name-Answer") or name.replace("_", " ")
    parties = _line(row, "Parties-Answer")
    marked = list(clauses) or list(_looked_up(row, text))
    kept = [clause for clause in marked if clause is not None]
    lost = len(marked) - len(kept)
    return Document(
        id=f"cuad/{name.strip()}",
        title=f"{title} ({parties})" if parties else title,
        text=text,
        written=_day(_line(row, "Agreement Date-Answer")),
        effective_from=_day(_line(row, "Effective Date-Answer")),
        sources=(f"CUAD v1: {name.strip()}",),
        citation=f"{title}, CUAD v1: {name.strip()}",
        attributes={key: _line(row, column) for key, column in _KEPT.items()}
        | {SPANS: spans_attribute(kept), UNPLACED: str(lost) if lost else ""},
    )


def _looked_up(row: dict[str, str], text: str) -> Iterator[LabelledSpan | None]:
    """Yield the places of the words that the CSV gives of each clause; None for those elsewhere."""
    for category, cell in row.items():
        if category == "Filename" or category.endswith(_ANSWER) or not cell.startswith("["):
            continue
        try:
            clauses = ast.literal_eval(cell)
        except (ValueError, SyntaxError):
            yield None
            continue
        for piece in [part for one in clauses for part in str(one).split(_OMITTED)]:
            if words := piece.split():
                match = re.search(r"\s+".join(map(re.escape, words)), text)
                yield _clause(category, *match.span()) if match else None


def _line(row: dict[str, str], column: str) -> str:
    return " ".join(row.get(column, "").split())


@lru_cache(maxsize=4)
def _answers(path: Path, modified_ns: int) -> dict[str, dict[str, str]]:
    """Return what people marked and answered of each contract, by the name of its file."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows: list[dict[str, Any]] = list(csv.DictReader(lines))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidInput(f"{path.name} beside it cannot be read ({error})") from None
    return {
        str(row.get("Filename") or "").strip().removesuffix(".pdf"): {
            column: str(value or "") for column, value in row.items() if column
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
