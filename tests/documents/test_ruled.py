"""Ruled tables: whatever the lines are drawn with, and as pdfplumber finds them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vademecum.retrieval.readers.pdf import read_pdf
from vademecum.retrieval.readers.pdf_page import read_page
from vademecum.retrieval.readers.ruled import Segment, find_grids

WORDS = [["a", "b b", "c"], ["d", "e", "f"], ["g", "h", "i j"]]
XS, YS = [100, 200, 300, 400], [700, 680, 660, 640]


def written(canvas: Any) -> None:
    for y, row in zip(YS, WORDS, strict=False):
        for x, word in zip(XS, row, strict=False):
            canvas.drawString(x + 4, y - 14, word)


def one_stroke(canvas: Any) -> None:
    canvas.grid(XS, YS)


def lines(canvas: Any) -> None:
    for y in YS:
        canvas.line(XS[0], y, XS[-1], y)
    for x in XS:
        canvas.line(x, YS[0], x, YS[-1])


def thin_boxes(canvas: Any) -> None:
    for y in YS:
        canvas.rect(XS[0], y, XS[-1] - XS[0], 0.6, stroke=0, fill=1)
    for x in XS:
        canvas.rect(x, YS[-1], 0.6, YS[0] - YS[-1], stroke=0, fill=1)


def cell_boxes(canvas: Any) -> None:
    for x in XS[:-1]:
        for y in YS[1:]:
            canvas.rect(x, y, 100, 20)


def moved(canvas: Any) -> None:
    canvas.saveState()
    canvas.translate(50, 340)
    canvas.scale(0.5, 0.5)
    canvas.grid([2 * (x - 50) for x in XS], [2 * (y - 340) for y in YS])
    canvas.restoreState()


def inside_a_form(canvas: Any) -> None:
    canvas.beginForm("rules")
    canvas.grid([x - 50 for x in XS], YS)
    canvas.endForm()
    canvas.saveState()
    canvas.translate(50, 0)
    canvas.doForm("rules")
    canvas.restoreState()


DRAWN: list[Callable[[Any], None]] = [
    one_stroke,
    lines,
    thin_boxes,
    cell_boxes,
    moved,
    inside_a_form,
]


def page_of(path: Path, *draw: Callable[[Any], None]) -> Any:
    import pypdfium2
    from reportlab.pdfgen import canvas

    made = canvas.Canvas(str(path))
    for one in draw:
        one(made)
    made.showPage()
    made.save()
    return pypdfium2.PdfDocument(path)


@pytest.mark.parametrize("draw", DRAWN, ids=lambda draw: draw.__name__)
def test_cells_are_found_however_their_lines_are_drawn(
    draw: Callable[[Any], None], tmp_path: Path
) -> None:
    with page_of(tmp_path / "a.pdf", draw, written) as document:
        (table,) = read_page(document[0]).tables
    assert table.rows == WORDS
    assert (table.top, table.bottom) == (pytest.approx(700, abs=1), pytest.approx(640, abs=1))


def test_tables_are_those_that_pdfplumber_finds(tmp_path: Path) -> None:
    """Spanning cells and two tables on a page."""
    import pdfplumber
    from reportlab.lib import colors
    from reportlab.platypus import SimpleDocTemplate, Spacer, Table, TableStyle

    def table(*more: Any) -> Table:
        rows = [[f"cell {r} {c}" for c in range(4)] for r in range(9)]
        made = Table(rows)
        made.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), *more]))
        return made

    across, down = ("SPAN", (0, 0), (2, 0)), ("SPAN", (1, 3), (1, 6))
    path = tmp_path / "a.pdf"
    SimpleDocTemplate(str(path)).build([table(across, down), Spacer(1, 30), table(), table(down)])
    with page_of(tmp_path / "b.pdf"), pdfplumber.open(path) as theirs:
        wanted = [
            [[cell or "" for cell in row] for row in found.extract()]
            for found in theirs.pages[0].find_tables()
        ]
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        found = [table.rows for table in read_page(document[0]).tables]
    assert found == wanted
    assert found[0][0] == ["cell 0 0", "", "", "cell 0 3"]


def test_words_of_two_cells_that_touch_are_kept_apart(tmp_path: Path) -> None:
    def tight(canvas: Any) -> None:
        width = canvas.stringWidth("left")
        canvas.grid([100, 100 + width, 160], [700, 680, 660])
        for y in (685, 665):
            canvas.drawString(100, y, "left")
            canvas.drawString(100 + width, y, "right")

    with page_of(tmp_path / "a.pdf", tight) as document:
        (table,) = read_page(document[0]).tables
    assert table.rows == [["left", "right"]] * 2


def box(left: float, bottom: float, right: float, top: float) -> list[Segment]:
    corners = [(left, bottom), (right, bottom), (right, top), (left, top)]
    return [Segment(*a, *b) for a, b in zip(corners, [*corners[1:], corners[0]], strict=True)]


@pytest.mark.parametrize(
    "segments",
    [
        [],
        box(10, 10, 200, 200),
        [*box(10, 100, 200, 200), *box(10, 50, 200, 100)],
        [Segment(0, y, 500, y) for y in range(0, 500, 50)],
        [Segment(0, 0, 300, 300 + n) for n in range(9)],
        [line for n in range(1500) for line in box(n, n, n + 5, n + 5)],
    ],
    ids=["nothing", "a box", "one column", "rules", "slanted", "a drawing"],
)
def test_what_is_no_table(segments: list[Segment]) -> None:
    assert find_grids(segments) == []


@pytest.mark.parametrize("is_joined", [False, True])
def test_what_stands_beside_a_table_is_text(is_joined: bool, tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "a.pdf"))
    beside = [(20, f"L{n}", y - 14) for n, y in enumerate(YS[:-1])]
    beside += [(420, f"R{n}", y - 14) for n, y in enumerate(YS[:-1])]
    within = [
        (x + 4, word, y - 14)
        for y, row in zip(YS, WORDS, strict=False)
        for x, word in zip(XS, row, strict=False)
    ]
    drawn = beside + within
    if is_joined:  # pdfium makes one line of what is written along one height
        drawn.sort(key=lambda one: (-one[2], one[0]))
    for x, word, y in drawn:
        canvas.drawString(x, y, word)
    one_stroke(canvas)
    canvas.save()
    text = read_pdf(tmp_path / "a.pdf").text
    assert [line for line in text.splitlines() if line.startswith("|")] == [
        "| a: d | b b: e | c: f |",
        "| a: g | b b: h | c: i j |",
    ]
    rest = text.partition("\n\n")[2]
    assert sorted(rest.split()) == ["L0", "L1", "L2", "R0", "R1", "R2"]
