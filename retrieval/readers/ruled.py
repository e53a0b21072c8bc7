"""Find tables among the straight lines of a page: lines, crossings, cells, rows.

The same steps as pdfplumber's (after A. Nurminen, "Algorithmic extraction of data in tables in PDF
documents", Tampere 2013), on lines that pdfium has read already. Points, upwards from the foot.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

NEAR: Final = 3.0
"""Lines so near to each other are one; so far a line may end before the one it meets."""
SHORTEST: Final = 3.0
STRAIGHT: Final = 0.5
MAX_LINES: Final = 4000
"""A page with more is a drawing and holds no table."""
MAX_CROSSINGS: Final = 40_000


class Segment(NamedTuple):
    """A straight line from (x0, y0) to (x1, y1)."""

    x0: float
    y0: float
    x1: float
    y1: float


class Cell(NamedTuple):
    """A cell of a table."""

    left: float
    bottom: float
    right: float
    top: float


class Grid:
    """The cells of one table."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.cells = sorted(cells, key=lambda cell: (-cell.top, cell.left))
        self.left = min(cell.left for cell in cells)
        self.right = max(cell.right for cell in cells)
        self.top = max(cell.top for cell in cells)
        self.bottom = min(cell.bottom for cell in cells)
        self._lefts = sorted({cell.left for cell in cells})
        self._bottoms = sorted({cell.bottom for cell in cells})
        self._at: dict[tuple[int, int], int] = {}
        for number, cell in enumerate(self.cells):
            for column in range(*_between(self._lefts, cell.left, cell.right)):
                for row in range(*_between(self._bottoms, cell.bottom, cell.top)):
                    self._at.setdefault((column, row), number)

    def cell_at(self, x: float, y: float) -> int | None:
        """Return the number of the cell that a point lies in, or None."""
        place = bisect_right(self._lefts, x) - 1, bisect_right(self._bottoms, y) - 1
        number = self._at.get(place)
        if number is None:
            return None
        cell = self.cells[number]
        return number if x <= cell.right and y <= cell.top else None

    def rows(self, texts: Sequence[str]) -> list[list[str]]:
        """Return the rows from the head downwards, given the text of each cell; none is shorter.

        A cell that spans columns or rows stands in the first of them, the others are empty.
        """
        rows: dict[float, list[str]] = {}
        for cell, text in zip(self.cells, texts, strict=True):
            row = rows.setdefault(cell.top, [""] * len(self._lefts))
            row[bisect_left(self._lefts, cell.left)] = text
        return list(rows.values())


def find_grids(segments: Iterable[Segment]) -> list[Grid]:
    """Return the tables of a page from its head downwards, those of one column left out."""
    upright: list[tuple[float, float, float]] = []
    level: list[tuple[float, float, float]] = []
    for line in segments:
        across, up = abs(line.x1 - line.x0), abs(line.y1 - line.y0)
        if across <= STRAIGHT < up:
            upright.append((line.x0, min(line.y0, line.y1), max(line.y0, line.y1)))
        elif up <= STRAIGHT < across:
            level.append((line.y0, min(line.x0, line.x1), max(line.x0, line.x1)))
    if len(upright) < 2 or len(level) < 2 or len(upright) + len(level) > MAX_LINES:
        return []
    cells = _cells(_joined(upright), _joined(level))
    grids = [Grid(own) for own in _touching(cells)]
    return sorted((g for g in grids if len(g._lefts) > 1), key=lambda grid: -grid.top)


def _joined(lines: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Make one of lines (at, from, to) that lie beside or behind each other."""
    groups: list[list[tuple[float, float, float]]] = []
    for line in sorted(lines):
        if groups and line[0] <= groups[-1][-1][0] + NEAR:
            groups[-1].append(line)
        else:
            groups.append([line])
    joined: list[tuple[float, float, float]] = []
    for group in groups:
        places = {line[0] for line in group}
        at = sum(places) / len(places)
        spans: list[list[float]] = []
        for _, begin, end in sorted(group, key=lambda line: line[1]):
            if spans and begin <= spans[-1][1] + NEAR:
                spans[-1][1] = max(spans[-1][1], end)
            else:
                spans.append([begin, end])
        joined += [(at, begin, end) for begin, end in spans if end - begin >= SHORTEST]
    return joined


def _cells(
    upright: Sequence[tuple[float, float, float]], level: Sequence[tuple[float, float, float]]
) -> list[Cell]:
    """Return the smallest cell to the right of and below each crossing, if there is one."""
    down: dict[int, list[float]] = defaultdict(list)
    along: dict[int, list[float]] = defaultdict(list)
    crossings: dict[tuple[float, float], tuple[int, int]] = {}
    for v, (x, low, high) in enumerate(upright):
        for h, (y, left, right) in enumerate(level):
            if low - NEAR <= y <= high + NEAR and left - NEAR <= x <= right + NEAR:
                crossings[x, y] = v, h
                down[v].append(y)
                along[h].append(x)
        if len(crossings) > MAX_CROSSINGS:
            return []
    for places in (*down.values(), *along.values()):
        places.sort()
    cells = []
    for (x, y), (v, h) in crossings.items():
        ys, xs = down[v], along[h]
        below, beside = ys[: bisect_left(ys, y)][::-1], xs[bisect_right(xs, x) :]
        found = (
            Cell(x, bottom, right, y)
            for bottom in below
            for right in beside
            if _is_closed(crossings, (x, bottom), (right, y), (right, bottom))
        )
        if cell := next(found, None):
            cells.append(cell)
    return cells


def _is_closed(
    crossings: dict[tuple[float, float], tuple[int, int]],
    below: tuple[float, float],
    beside: tuple[float, float],
    corner: tuple[float, float],
) -> bool:
    last = crossings.get(corner)
    return last is not None and (crossings[beside][0], crossings[below][1]) == last


def _touching(cells: Sequence[Cell]) -> list[list[Cell]]:
    """Put cells together that share a corner with one another; one alone is no table."""
    at: dict[tuple[float, float], list[int]] = defaultdict(list)
    for number, (left, bottom, right, top) in enumerate(cells):
        for corner in ((left, bottom), (left, top), (right, bottom), (right, top)):
            at[corner].append(number)
    groups: list[list[Cell]] = []
    seen: set[int] = set()
    for number in range(len(cells)):
        waiting, group = [number], []
        while waiting:
            one = waiting.pop()
            if one in seen:
                continue
            seen.add(one)
            group.append(cells[one])
            left, bottom, right, top = cells[one]
            for corner in ((left, bottom), (left, top), (right, bottom), (right, top)):
                waiting += at[corner]
        if len(group) > 1:
            groups.append(group)
    return groups


def _between(places: Sequence[float], begin: float, end: float) -> tuple[int, int]:
    return bisect_left(places, begin), bisect_left(places, end)
