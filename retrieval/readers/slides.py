"""Read PowerPoint slides: titles as headings, text, tables, the speaker's notes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .markup import open_archive
from .parsed import Parsed, Writer, one_line, table_rows


def read_slides(path: Path) -> Parsed:
    """Return the text of a .pptx file, a page for each slide."""
    from pptx import Presentation

    with open_archive(path):
        pass  # refuses what would unpack without end
    shown = Presentation(str(path))
    writer = Writer()
    for number, slide in enumerate(shown.slides, 1):
        writer.page()
        title = slide.shapes.title
        name = one_line(title.text_frame.text) if title is not None else ""
        writer.heading(2, name or f"Slide {number}")
        for shape in _shapes(slide.shapes):
            if title is not None and shape.shape_id == title.shape_id:
                continue
            _write_shape(shape, writer)
        if slide.has_notes_slide and (frame := slide.notes_slide.notes_text_frame) is not None:
            writer.add("text", f"Notes: {one_line(frame.text)}" if frame.text.strip() else "")
    return writer.parsed(one_line(shown.core_properties.title or "") or None)


def _shapes(shapes: Any) -> Iterator[Any]:
    """Yield the shapes, those inside groups too, from the top of the slide downwards."""
    waiting = sorted(shapes, key=_place, reverse=True)
    while waiting:
        shape = waiting.pop()
        if hasattr(shape, "shapes"):
            waiting += sorted(shape.shapes, key=_place, reverse=True)
        else:
            yield shape


def _place(shape: Any) -> tuple[int, int]:
    return (shape.top or 0, shape.left or 0)


def _write_shape(shape: Any, writer: Writer) -> None:
    if getattr(shape, "has_table", False) and shape.has_table:
        rows = [[cell.text for cell in row.cells] for row in shape.table.rows]
        named = bool(shape.table.first_row) and len(rows) > 1
        lines, _ = table_rows(rows[1:], rows[0]) if named else table_rows(rows)
        writer.rows(lines)
    elif shape.has_text_frame:
        paragraphs = [p for p in shape.text_frame.paragraphs if p.text.strip()]
        for paragraph in paragraphs:
            text = one_line(paragraph.text)
            if len(paragraphs) > 1:
                writer.item(text, paragraph.level)
            else:
                writer.add("text", text)
