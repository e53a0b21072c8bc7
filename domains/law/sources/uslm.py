"""The United States Code in United States Legislative Markup: a document for each section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.readers.parsed import one_line
from vademecum.retrieval.types import Document

from ...blocks import Blocks, Kind, elements, plain_xml, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEVELS: Final = "level subsection paragraph subparagraph clause subclause item subitem subsubitem"
_KINDS: Final[dict[str, Kind]] = {
    **dict.fromkeys(_LEVELS.split(), "level"),
    **dict.fromkeys(("content", "chapeau", "continuation", "p", "proviso"), "text"),
    **dict.fromkeys(("num", "heading", "sourceCredit", "notes", "note", "toc"), "skip"),
    **dict.fromkeys(("footnote", "elided"), "skip"),
    "quotedContent": "through",
    "table": "table",
}
_ASIDE: Final = ("note", "notes", "quotedContent", "toc")
_SECTION: Final = re.compile(r"/us/usc/t(\d+)(a?)/s(\S+)")


def read(raw: bytes, path: Path) -> Iterator[Document]:
    """Yield the sections of a title that are in force: text without notes, history aside."""
    root = plain_xml(raw)
    sections = [e for e in elements(root, "section") if e.get("identifier") and _stands(e)]
    if not sections:
        raise InvalidInput("holds no section of the United States Code with an identifier")
    meta = root.find("meta")
    created = "" if meta is None else text_of(meta.find("created"))
    release = "" if meta is None else text_of(meta.find("docPublicationName"))
    for section in sections:
        yield _document(section, _day(created), release)


def _stands(section: _Element) -> bool:
    """Tell a section of the Code from one that a note or an amendment quotes."""
    return not any(above.tag in _ASIDE for above in section.iterancestors())


def _document(section: _Element, created: date | None, release: str) -> Document:
    identifier = section.get("identifier", "")
    for mark in [e for e in elements(section, "ref") if e.get("class") == "footnoteRef"]:
        mark.text = ""
    citation = _cited(identifier) or text_of(section.find("num"))
    blocks = Blocks(_KINDS)
    heading = one_line(blocks.words(section.find("heading"))).removesuffix("]")
    if section.get("status") in (None, "operational"):
        blocks.write(section)
    return Document(
        id=identifier.removeprefix("/us/"),
        title=f"{citation}: {heading}" if heading else citation,
        text=blocks.markdown,
        written=created,
        effective_from=_day(section.get("startPeriod") or ""),
        effective_to=_day(section.get("endPeriod") or ""),
        sources=(f"United States Code, {release}" if release else "United States Code",),
        citation=citation,
        attributes={
            "history": text_of(section.find("sourceCredit")),
            "part_of": " > ".join(_above(section)),
        },
    )


def _cited(identifier: str) -> str | None:
    match = _SECTION.fullmatch(identifier)
    if match is None:
        return None
    title, is_appendix, number = match.groups()
    return f"{title} U.S.C.{' App.' if is_appendix else ''} § {number}"


def _above(section: _Element) -> Iterator[str]:
    for level in reversed(list(section.iterancestors())):
        if level.get("identifier") and (heading := text_of(level.find("heading"))):
            yield f"{text_of(level.find('num'))} {heading}".strip()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
