"""Read Word documents: headings, lists, tables, notes; what tracking has deleted stays out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..errors import InvalidInput
from .markup import member_of, open_archive, parse_xml
from .parsed import MAX_SPAN, Parsed, Writer, one_line, table_rows

if TYPE_CHECKING:
    from lxml.etree import _Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ALTERNATIVES: Final = (
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
)
"""Holds the same several times, for programs of different age, that for the newest first."""
_HEADING: Final = re.compile(r"heading\s*([1-6])", re.IGNORECASE)
_LEFT_OUT: Final = frozenset(
    W + name for name in ("del", "moveFrom", "instrText", "delText", "rPr")
)


def read_word(path: Path) -> Parsed:
    """Return the text of a .docx file; raise InvalidInput if it is damaged or protected."""
    with open_archive(path) as archive:
        names = set(archive.namelist())
        if "word/document.xml" not in names:
            raise InvalidInput("not a Word document, or protected by a password")
        body = parse_xml(member_of(archive, "word/document.xml")).find(f"{W}body")

        def part(name: str) -> _Element | None:
            return parse_xml(member_of(archive, name)) if name in names else None

        has_styles = "word/styles.xml" in names
        styles = _heading_styles(member_of(archive, "word/styles.xml")) if has_styles else {}
        notes = {kind: _notes(part(f"word/{kind}s.xml"), kind) for kind in ("footnote", "endnote")}
        core = part("docProps/core.xml")
    if body is None:
        raise InvalidInput("damaged: it has no body")
    writer = Writer()
    for block in _standing(body, f"{W}p", f"{W}tbl"):
        if block.tag == f"{W}tbl":
            rows, named = _table(block)
            lines, _ = table_rows(rows[1:], rows[0]) if named else table_rows(rows)
            writer.rows(lines)
        else:
            _write_paragraph(block, styles, writer)
    for found in notes.values():
        for mark, text in found.items():
            writer.add("text", f"[{mark}] {text}")
    return writer.parsed(core_title(core))


def _standing(root: _Element, *tags: str) -> Iterator[_Element]:
    """Yield what has one of the tags in reading order, that inside content controls too."""
    waiting = list(reversed(root))
    while waiting:
        element = waiting.pop()
        if element.tag in tags:
            yield element
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            waiting += reversed(element)


def _write_paragraph(paragraph: _Element, styles: dict[str, int], writer: Writer) -> None:
    text = _text(paragraph)
    properties = paragraph.find(f"{W}pPr")
    style = _value(properties, "pStyle")
    level = styles.get(style or "", 0)
    outline = _value(properties, "outlineLvl")
    if not level and outline is not None and outline.isdecimal() and int(outline) < 6:
        level = int(outline) + 1
    if level:
        writer.heading(level, text)
    elif properties is not None and (number := properties.find(f"{W}numPr")) is not None:
        depth = _value(number, "ilvl") or "0"
        writer.item(text, int(depth) if depth.isdecimal() else 0)
    elif (style or "").lower().startswith("list"):
        writer.item(text)
    else:
        writer.add("text", one_line(text))


def _text(root: _Element) -> str:
    """Return the words below ``root``; notes are marked where they are called."""
    parts: list[str] = []
    waiting = [root]
    while waiting:
        element = waiting.pop()
        tag = element.tag
        if tag in _LEFT_OUT:
            continue
        if tag == f"{W}t":
            parts.append(element.text or "")
        elif tag in (f"{W}tab", f"{W}br", f"{W}cr"):
            parts.append(" ")
        elif tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            letter = "" if tag == f"{W}footnoteReference" else "e"
            parts.append(f" [{letter}{element.get(W + 'id')}]")
        elif tag == f"{W}p" and parts:
            parts.append(" ")
            waiting += reversed(element)
        elif tag == ALTERNATIVES:
            waiting += element[:1]
        else:
            waiting += reversed(element)
    return "".join(parts)


def _table(table: _Element) -> tuple[list[list[str]], bool]:
    """Return the rows, and whether the first is marked as repeated at the head of each page."""
    rows: list[list[str]] = []
    above: list[str] = []
    named = False
    for row in _standing(table, f"{W}tr"):
        named = named or (not rows and row.find(f"{W}trPr/{W}tblHeader") is not None)
        cells: list[str] = []
        for cell in _standing(row, f"{W}tc"):
            properties = cell.find(f"{W}tcPr")
            span = _value(properties, "gridSpan") or "1"
            merge = None if properties is None else properties.find(f"{W}vMerge")
            text = one_line(_text(cell))
            if merge is not None and merge.get(f"{W}val") != "restart" and len(cells) < len(above):
                text = above[len(cells)]
            cells += [text] * (min(int(span), MAX_SPAN) if span.isdecimal() else 1)
        rows.append(cells)
        above = cells
    return rows, named and len(rows) > 1


@lru_cache(maxsize=8)
def _heading_styles(styles: bytes) -> dict[str, int]:
    """Map the ids of heading styles to levels; names of other languages have English ones too.

    Kept, since the files of one house share a template, which is longer than many a letter.
    """
    found: dict[str, int] = {}
    for style in parse_xml(styles).iterfind(f"{W}style"):
        name = _value(style, "name") or ""
        identity = style.get(f"{W}styleId") or ""
        if match := _HEADING.fullmatch(name.strip()):
            found[identity] = int(match.group(1))
        elif name.strip().lower() == "title":
            found[identity] = 1
    return found


def _notes(root: _Element | None, kind: str) -> dict[str, str]:
    letter = "" if kind == "footnote" else "e"
    found: dict[str, str] = {}
    for note in () if root is None else root.iterfind(f"{W}{kind}"):
        if note.get(f"{W}type") is None and (text := one_line(_text(note))):
            found[f"{letter}{note.get(W + 'id')}"] = text
    return found


def core_title(core: _Element | None) -> str | None:
    """Return the title that the properties of an Office file give, or None."""
    for element in () if core is None else core.iter():
        if isinstance(element.tag, str) and element.tag.endswith("}title"):
            return one_line(element.text or "") or None
    return None


def _value(element: Any, name: str) -> str | None:
    found = None if element is None else element.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val")
