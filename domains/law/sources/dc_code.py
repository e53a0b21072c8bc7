"""The Code of the District of Columbia in the XML of its Council: a document for each section."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Document

from ...blocks import Blocks, Kind, elements, plain_xml, text_of

_KINDS: Final[dict[str, Kind]] = {
    "para": "level",
    **dict.fromkeys(("text", "aftertext", "p"), "text"),
    **dict.fromkeys(("num", "heading", "annotations", "annotation", "reason"), "skip"),
    "include": "through",
    "table": "table",
}


def read(raw: bytes, path: Path) -> Iterator[Document]:
    """Yield the section of a file; nothing for a table of contents or a repealed section.

    A section is effective from the last day on which an act of its history took effect.
    """
    root = plain_xml(raw)
    if root.tag not in ("section", "container", "document", "library", "collection"):
        raise InvalidInput(f"not a file of the D.C. Code: its root is {root.tag}")
    if root.tag != "section":
        return
    number = text_of(root.find("num"))
    if not number:
        raise InvalidInput("a section without num")
    blocks = Blocks(_KINDS)
    blocks.write(root)
    notes = [e for e in elements(root, "annotation") if e.get("type") == "History"]
    yield Document(
        id=f"dc/{number}",
        title=f"D.C. Code § {number}: {text_of(root.find('heading')).rstrip('.')}",
        text=blocks.markdown,
        effective_from=max(filter(None, (_day(e.get("eff")) for e in notes)), default=None),
        citation=f"D.C. Code § {number}",
        attributes={"history": "; ".join(filter(None, map(text_of, notes)))},
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
