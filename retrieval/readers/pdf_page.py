"""What stands on a page of a PDF, as pdfium gives it: lines of text, ruled tables, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from ctypes import c_double, c_float
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from .ruled import MAX_LINES, NEAR, Grid, Segment, find_grids

FEWEST_LINES: Final = 5
"""Two cells beside each other are drawn with so many lines."""
LEAST_TEXT: Final = 8
"""A page with fewer characters and a picture is a scan."""
_DEPTH: Final = 2
_WORD: Final = re.compile(r"\S+")
_Matrix = tuple[float, float, float, float, float, float]
_AS_IT_IS: Final[_Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Line:
    """A line of a page; ``top`` and ``bottom`` in points from the foot of the page.

    ``begin`` is the place of its first character on the page, or -1 where places are not known.
    """

    text: str
    size: float = 0.0
    weight: int = 0
    left: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    begin: int = -1


@dataclass(slots=True)
class Table:
    """A table of a page with its edges, in points from the left and from the foot of the page."""

    rows: list[list[str]]
    left: float
    right: float
    top: float
    bottom: float


@dataclass(slots=True)
class Page:
    """What stands on a page, from its head to its foot."""

    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    is_scan: bool = False


def read_page(page: Any) -> Page:
    """Return the lines and the ruled tables of a pdfium page, or that it is a scan."""
    text_page = page.get_textpage()
    try:
        lines = _lines(text_page)
        segments, has_picture = _drawn(page.raw)
        if sum(len(line.text) for line in lines) < LEAST_TEXT and has_picture:
            return Page(lines, is_scan=True)
        grids = find_grids(segments) if len(segments) >= FEWEST_LINES else []
        for grid in grids:
            lines = [part for line in lines for part in _cut_at(grid, line, text_page)]
        return Page(lines, [_table(text_page, grid, lines) for grid in grids])
    finally:
        text_page.close()


def _lines(text_page: Any) -> list[Line]:
    count = text_page.count_chars()
    text = text_page.get_text_range() if count else ""
    # Beyond the basic plane a character is two to pdfium: places are then not known.
    is_exact = len(text) == count
    lines: list[Line] = []
    begin = 0
    for raw in text.split("\n"):
        stripped = raw.strip("\r\n \t")
        if stripped:
            place = begin + raw.index(stripped[0])
            lines.append(_line_at(text_page, stripped, place) if is_exact else Line(stripped))
        begin += len(raw) + 1
    return lines


def _line_at(text_page: Any, text: str, place: int) -> Line:
    """Return the line that begins with the character at ``place``."""
    import pypdfium2.raw as pdfium

    size = pdfium.FPDFText_GetFontSize(text_page.raw, place)
    weight = pdfium.FPDFText_GetFontWeight(text_page.raw, place)
    left, bottom, _, top = text_page.get_charbox(place, loose=True)
    return Line(text, size, weight, left, top, bottom, place)


def is_in(line: Line, table: Table | Grid) -> bool:
    """Tell whether a line stands within the edges of a table."""
    return _is_level(line, table) and _side(line.left, table) == 0


def _is_level(line: Line, table: Table | Grid) -> bool:
    """Tell whether a line stands at the height of a table, in it or beside it."""
    return table.bottom - 1 <= (line.top + line.bottom) / 2 <= table.top + 1


def _side(left: float, table: Table | Grid) -> int:
    """Return -1 for what begins to the left of a table, 1 to the right of it, 0 within."""
    return (left >= table.right) - (left < table.left - NEAR)


def _cut_at(grid: Grid, line: Line, text_page: Any) -> list[Line]:
    """Cut a line at the edges of a table: pdfium joins what stands at one height."""

    def side(place: int) -> int:
        return _side(text_page.get_charbox(place, loose=True)[0], grid)

    ends = line.begin + len(line.text) - 1
    if line.begin < 0 or not _is_level(line, grid) or side(line.begin) == side(ends):
        return [line]
    parts = []
    words = _WORD.finditer(line.text)
    for _, own in groupby(words, key=lambda word: side(line.begin + word.start())):
        spans = [word.span() for word in own]
        text = line.text[spans[0][0] : spans[-1][1]]
        parts.append(_line_at(text_page, text, line.begin + spans[0][0]))
    return parts


def _drawn(page: Any) -> tuple[list[Segment], bool]:
    """Return the straight lines of a page, none if there are too many, and if it has a picture."""
    import pypdfium2.raw as pdfium

    segments: list[Segment] = []
    has_picture = False
    for one, kind, matrix in _objects(page, None, _AS_IT_IS):
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            has_picture = True
        elif len(segments) <= MAX_LINES:
            segments += _segments(one, matrix)
    return ([] if len(segments) > MAX_LINES else segments), has_picture


def _objects(
    page: Any, form: Any, matrix: _Matrix, depth: int = 0
) -> Iterator[tuple[Any, int, _Matrix]]:
    """Yield paths and pictures with their kind and what moves them to their place."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFPage_CountObjects(page) if form is None else _count(form)
    for number in range(count):
        if form is None:
            one = pdfium.FPDFPage_GetObject(page, number)
        else:
            one = pdfium.FPDFFormObj_GetObject(form, number)
        kind = pdfium.FPDFPageObj_GetType(one) if one else pdfium.FPDF_PAGEOBJ_UNKNOWN
        if kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
            yield one, kind, _moved(_matrix_of(one), matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth + 1 < _DEPTH:
            yield from _objects(page, one, _moved(_matrix_of(one), matrix), depth + 1)


def _count(form: Any) -> int:
    """Return how many objects a form holds; none if it cannot be read."""
    import pypdfium2.raw as pdfium

    return max(0, int(pdfium.FPDFFormObj_CountObjects(form)))


def _matrix_of(one: Any) -> _Matrix:
    import pypdfium2.raw as pdfium

    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(one, found):
        return _AS_IT_IS
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _moved(first: _Matrix, then: _Matrix) -> _Matrix:
    if then is _AS_IT_IS:
        return first
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _segments(path: Any, matrix: _Matrix) -> Iterator[Segment]:
    """Yield the straight lines of a path where they stand on the page."""
    import pypdfium2.raw as pdfium

    a, b, c, d, e, f = matrix
    x, y = c_float(), c_float()
    first = last = (0.0, 0.0)
    for number in range(min(pdfium.FPDFPath_CountSegments(path), 2 * MAX_LINES)):
        segment = pdfium.FPDFPath_GetPathSegment(path, number)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        at = a * x.value + c * y.value + e, b * x.value + d * y.value + f
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = at
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield Segment(*last, *at)
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield Segment(*at, *first)
        last = at


def _table(text_page: Any, grid: Grid, lines: Sequence[Line]) -> Table:
    """Return a table with the text that stands in each of its cells."""
    if any(line.begin < 0 for line in lines):
        texts = [
            text_page.get_text_bounded(c.left + 1, c.bottom + 1, c.right - 1, c.top - 1)
            for c in grid.cells
        ]
    else:
        texts = _cell_texts(text_page, grid, lines)
    return Table(grid.rows(texts), grid.left, grid.right, grid.top, grid.bottom)


def _cell_texts(text_page: Any, grid: Grid, lines: Sequence[Line]) -> list[str]:
    """Put the words of the lines in a table into its cells, each by its middle."""
    words: list[list[str]] = [[] for _ in grid.cells]
    middle = _middles(text_page)
    for line in lines:
        if not is_in(line, grid):
            continue
        for found in _WORD.finditer(line.text):
            word, begin = found.group(), line.begin + found.start()
            first = grid.cell_at(*middle(begin))
            if first == grid.cell_at(*middle(begin + len(word) - 1)):
                if first is not None:
                    words[first].append(word)
                continue
            parts: dict[int, str] = {}  # words of two cells that no space keeps apart
            for place, letter in enumerate(word, begin):
                if (number := grid.cell_at(*middle(place))) is not None:
                    parts[number] = parts.get(number, "") + letter
            for number, part in parts.items():
                words[number].append(part)
    return [" ".join(own) for own in words]


def _middles(text_page: Any) -> Any:
    """Return what gives the middle of the character at a place."""
    import pypdfium2.raw as pdfium

    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    raw = text_page.raw

    def middle(place: int) -> tuple[float, float]:
        pdfium.FPDFText_GetCharBox(raw, place, left, right, bottom, top)
        return (left.value + right.value) / 2, (bottom.value + top.value) / 2

    return middle
