"""The Electronic Code of Federal Regulations: a document for each section and appendix."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Document

from ...blocks import Blocks, Kind, elements, plain_xml, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_KINDS: Final[dict[str, Kind]] = {
    **dict.fromkeys(("P", "FP", "FP-1", "FP-2", "FP1-2", "PSPACE", "MATH", "HED"), "text"),
    **dict.fromkeys(("HD1", "HD2", "HD3"), "title"),
    **dict.fromkeys(("EXTRACT", "NOTE", "EXAMPLE", "DIV", "FTNT"), "through"),
    **dict.fromkeys(("HEAD", "CITA", "EDNOTE", "EFFDNOT", "SECAUTH", "XREF", "AUTH"), "skip"),
    **dict.fromkeys(("SOURCE", "img", "APPRO", "PARAUTH"), "skip"),
    **dict.fromkeys(("TABLE", "GPOTABLE"), "table"),
}
_POINT: Final = re.compile(r"(?:\([0-9A-Za-z]{1,5}\))+\s")
_NUMBER: Final = re.compile(r"title[-_ ]?(\d+)|(\d+) CFR", re.IGNORECASE)
_AMENDED: Final = re.compile(r"[A-Z][a-z]{2}\w*\.? \d{1,2}, \d{4}")


def read(raw: bytes, path: Path) -> Iterator[Document]:
    """Yield the sections and appendices of one file: text without notes of the editors."""
    root = plain_xml(raw)
    parts = list(elements(root, "DIV8", "DIV9"))
    if not parts:
        raise InvalidInput("holds no section of the Code of Federal Regulations (DIV8)")
    titles = {div.get("N") for div in elements(root, "DIV1")}
    said = parts[0].get("hierarchy_metadata") or path.name
    title = titles.pop() if len(titles) == 1 else None
    if title is None and (match := _NUMBER.search(said)):
        title = match.group(1) or match.group(2)
    if not title:
        raise InvalidInput("says not which title it is; name the file title-21.xml, for example")
    amended = _day(text_of(next(elements(root, "AMDDATE"), None)))
    for part in parts:
        yield _document(part, title, amended)


def _document(part: _Element, title: str, amended: date | None) -> Document:
    number = (part.get("N") or "").lstrip("§ ").strip()
    head = text_of(part.find("HEAD"))
    blocks = Blocks(_KINDS)
    blocks.write(part, 2, put=lambda text: _put(blocks, text))
    is_section = part.tag == "DIV8"
    name = f"{title} CFR {'§ ' if is_section else ''}{number}"
    above = [text_of(up.find("HEAD")) for up in reversed(list(part.iterancestors()))]
    return Document(
        id=f"cfr/{title}/{number.replace(' ', '-')}",
        title=f"{title} CFR {head}" if head else name,
        text=blocks.markdown,
        written=amended,
        sources=(", ".join(filter(None, above)) or f"{title} CFR",),
        citation=name,
        attributes={
            "history": text_of(part.find("CITA")),
            "part_of": " > ".join(filter(None, above)),
        },
    )


def _put(blocks: Blocks, text: str) -> None:
    """Write a paragraph; one that opens with its number, "(a)", is an item."""
    if _POINT.match(text.strip()):
        blocks.item(text)
    else:
        blocks.text(text)


def _day(text: str) -> date | None:
    match = _AMENDED.search(text)
    for form in ("%b. %d, %Y", "%b %d, %Y", "%B %d, %Y"):
        try:
            return datetime.strptime(match.group() if match else "", form).date()
        except ValueError:
            continue
    return None
