"""Read PowerPoint slides: titles as headings, text, tables, the speaker's notes.

The XML is read as it stands (ECMA-376, part 1, PresentationML): the layouts and masters of a
presentation, which are most of a small one, only where a place on the slide is inherited.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .markup import member_of, open_archive, parse_xml
from .parsed import Parsed, Writer, one_line, table_rows
from .word import ALTERNATIVES, core_title

if TYPE_CHECKING:
    from lxml.etree import _Element

A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DECK: Final = "ppt/presentation.xml"
_MASTER_TYPE: Final = {"ctrTitle": "title", "title": "title", "dt": "dt", "ftr": "ftr"}
"""What a place is called on the master; all others inherit from its body."""
Place = tuple[int, int]
"""Distance from the upper edge of the slide and from the left one, in EMU."""


class _Deck:
    """The parts of a presentation, each read when it is asked for."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = set(archive.namelist())
        self._places: dict[str, dict[str, Place]] = {}

    def root(self, part: str) -> _Element:
        return parse_xml(member_of(self._archive, part))

    def has(self, part: str) -> bool:
        return part in self._names

    def targets(self, part: str) -> dict[str, tuple[str, str]]:
        """Return the parts that a part refers to, and what they are to it, by reference."""
        folder, name = posixpath.split(part)
        relations = f"{folder}/_rels/{name}.rels"
        found = {}
        for one in self.root(relations) if relations in self._names else ():
            kind = (one.get("Type") or "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", folder, one.get("Target") or ""))
            found[one.get("Id") or ""] = (kind, target.lstrip("/"))
        return found

    def related(self, part: str, kind: str) -> str | None:
        """Return the part that is ``kind`` to a part."""
        for is_kind, target in self.targets(part).values():
            if is_kind == kind and target in self._names:
                return target
        return None

    def places(self, layout: str) -> dict[str, Place]:
        """Return where the placeholders of a layout stand, by index."""
        if layout not in self._places:
            master = self.related(layout, "slideMaster")
            below = {} if master is None else _places_by(self.root(master), "type", {})
            self._places[layout] = _places_by(self.root(layout), "idx", below)
        return self._places[layout]


def read_slides(path: Path) -> Parsed:
    """Return the text of a .pptx file, a page for each slide; raise InvalidInput if damaged."""
    writer = Writer()
    with open_archive(path) as archive:
        deck = _Deck(archive)
        slides = deck.targets(DECK)
        for number, one in enumerate(deck.root(DECK).iter(f"{P}sldId"), 1):
            _, part = slides.get(one.get(f"{R}id") or "", ("", ""))
            _write_slide(deck, part, number, writer)
        core = deck.root("docProps/core.xml") if deck.has("docProps/core.xml") else None
    return writer.parsed(core_title(core))


def _write_slide(deck: _Deck, part: str, number: int, writer: Writer) -> None:
    writer.page()
    tree = deck.root(part).find(f"{P}cSld/{P}spTree")
    layout = deck.related(part, "slideLayout")
    places = {} if layout is None else deck.places(layout)
    shapes = [] if tree is None else list(_shapes(tree, places))
    title = next((shape for shape in shapes if _index(shape) == "0"), None)
    name = one_line(" ".join(_lines(title))) if title is not None else ""
    writer.heading(2, name or f"Slide {number}")
    for shape in shapes:
        if shape is not title:
            _write_shape(shape, writer)
    notes = deck.related(part, "notesSlide")
    for shape in () if notes is None else deck.root(notes).iter(f"{P}sp"):
        placeholder = _placeholder(shape)
        if placeholder is not None and placeholder.get("type") == "body":
            text = one_line(" ".join(_lines(shape)))
            writer.add("text", f"Notes: {text}" if text else "")
            break


def _shapes(tree: _Element, places: dict[str, Place]) -> Iterator[_Element]:
    """Yield the shapes, those inside groups too, from the top of the slide downwards."""

    def standing(group: _Element) -> list[_Element]:
        parts = [p for e in group for p in (e[0] if e.tag == ALTERNATIVES and len(e) else (e,))]
        own = [e for e in parts if e.tag in (f"{P}sp", f"{P}graphicFrame", f"{P}grpSp")]
        return sorted(own, key=lambda shape: _place(shape, places), reverse=True)

    waiting = standing(tree)
    while waiting:
        shape = waiting.pop()
        if shape.tag == f"{P}grpSp":
            waiting += standing(shape)
        else:
            yield shape


def _place(shape: _Element, inherited: dict[str, Place]) -> Place:
    for path in (f"{P}spPr/{A}xfrm/{A}off", f"{P}grpSpPr/{A}xfrm/{A}off", f"{P}xfrm/{A}off"):
        if (found := shape.find(path)) is not None:
            return _number(found.get("y")), _number(found.get("x"))
    return inherited.get(_index(shape) or "", (0, 0))


def _places_by(root: _Element, name: str, below: dict[str, Place]) -> dict[str, Place]:
    """Return the places of a layout's or a master's placeholders, from ``below`` if inherited."""
    found: dict[str, Place] = {}
    for shape in root.iter(f"{P}sp"):
        placeholder = _placeholder(shape)
        if placeholder is not None:
            kind = placeholder.get("type") or "obj"
            key = placeholder.get("idx") or "0" if name == "idx" else kind
            own = {_index(shape) or "": below.get(_MASTER_TYPE.get(kind, "body"), (0, 0))}
            found.setdefault(key, _place(shape, own))
    return found


def _write_shape(shape: _Element, writer: Writer) -> None:
    if (table := shape.find(f".//{A}tbl")) is not None:
        rows = [
            [" ".join(_lines(cell)) for cell in row.iterfind(f"{A}tc")]
            for row in table.iterfind(f"{A}tr")
        ]
        kind = table.find(f"{A}tblPr")
        named = kind is not None and kind.get("firstRow") in ("1", "true") and len(rows) > 1
        lines, _ = table_rows(rows[1:], rows[0]) if named else table_rows(rows)
        writer.rows(lines)
        return
    body = shape.find(f"{P}txBody")
    paragraphs = [] if body is None else [p for p in body.iterfind(f"{A}p") if _text(p).strip()]
    for paragraph in paragraphs:
        text = one_line(_text(paragraph))
        if len(paragraphs) > 1:
            properties = paragraph.find(f"{A}pPr")
            writer.item(text, 0 if properties is None else _number(properties.get("lvl")))
        else:
            writer.add("text", text)


def _lines(shape: _Element) -> list[str]:
    return [_text(paragraph) for paragraph in shape.iter(f"{A}p")]


def _text(paragraph: _Element) -> str:
    """Return the words of a paragraph; a break is a space."""
    return "".join(
        (element.text or "") if element.tag == f"{A}t" else " "
        for element in paragraph.iter(f"{A}t", f"{A}br", f"{A}tab")
    )


def _placeholder(shape: _Element) -> _Element | None:
    return shape.find(f"*/{P}nvPr/{P}ph")


def _index(shape: _Element) -> str | None:
    """Return the index of a placeholder, "0" being the title; None for other shapes."""
    found = _placeholder(shape)
    return None if found is None else found.get("idx") or "0"


def _number(value: str | None) -> int:
    return int(value) if value and value.lstrip("-").isdecimal() and len(value) < 16 else 0
