"""What a reader makes of a file, and how it writes down structure.

Structure is written as Markdown: headings with ``#``, items with ``-``. A row of a table is a line
of its own in which each cell stands behind the name of its column, so that a row means the same
wherever a passage begins: ``| Drug: amoxicillin | Dose: 250 mg |``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from ..errors import InvalidInput
from ..types import PAGES, Noun

FILE: Final = "file"
"""The attribute with the digest of the file that a text was read from."""
TITLE: Final = "file_title"
"""The attribute with the title that the file itself gives."""
OWN: Final = frozenset({PAGES, FILE, TITLE, "format", "origin", "redacted", "told"})
"""The attributes that only the program writes: a file that sets them could pass for another."""
MAX_CHARS: Final = 64_000_000
"""Of one text; a file may say a great deal by saying one thing many times."""
MAX_DEPTH: Final = 12
"""So deep lists are indented."""
MAX_COLUMNS: Final = 512
MAX_SPAN: Final = 100
"""Columns or rows that a cell may be said to cover."""
_SPACE: Final = re.compile(r"\s+")
_NUMBER: Final = re.compile(r"[-+(]?[\d.,/%\s\u20ac$\u00a3]+[)%]?")


class Parsed(Noun):
    """The text of a file; ``pages`` holds the offset at which each page begins, if it has pages."""

    text: str
    title: str | None = None
    pages: tuple[int, ...] = ()
    language: str | None = None
    notes: tuple[str, ...] = ()
    """What a person should know about how it was read."""


class Writer:
    """Put blocks together into the text of a document."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._was: str | None = None
        self.pages: list[int] = []

    def add(self, kind: str, text: str) -> None:
        """Add a block; blocks of the same kind other than "text" stand line by line."""
        text = text.strip()
        if not text:
            return
        if self._was is not None:
            self._put("\n" if kind == self._was and kind in ("item", "row") else "\n\n")
        self._put(text)
        self._was = kind

    def heading(self, level: int, text: str) -> None:
        """Add a heading; levels from 1 to 6."""
        if line := one_line(text):
            self.add("heading", f"{'#' * max(1, min(level, 6))} {line}")

    def item(self, text: str, depth: int = 0, mark: str = "-") -> None:
        """Add an item of a list."""
        if line := one_line(text):
            if self._was == "item":
                self._put(f"\n{'  ' * min(depth, MAX_DEPTH)}{mark} {line}")
            else:
                self.add("item", f"{mark} {line}")

    def rows(self, lines: Iterable[str]) -> None:
        """Add the rows of a table; they stand apart from a table before them."""
        self._was = "text" if self._was == "row" else self._was
        for line in lines:
            self.add("row", line)

    def overleaf(self, text: str) -> None:
        """Add a block of text; the rest of a sentence that broke off at the end of a page joins it.

        That is one without a stop, before a page that begins with a small letter.
        """
        is_head = bool(self.pages) and self.pages[-1] == self._length + 2
        is_open = self._was in ("text", "item") and self._parts[-1][-1:] not in ".!?:;-"
        if is_head and is_open and text[:1].islower():
            self._put(f" {text}")
            self.pages[-1] -= 1
        else:
            self.add("text", text)

    def page(self) -> None:
        """Begin a page."""
        self.pages.append(self._length + (2 if self._was is not None else 0))

    def parsed(self, title: str | None = None, notes: Sequence[str] = ()) -> Parsed:
        """Return what was written."""
        text = "".join(self._parts)
        pages = tuple(min(start, len(text)) for start in self.pages)
        return Parsed(text=text, title=title, pages=pages, notes=tuple(notes))

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        if self._length > MAX_CHARS:
            raise InvalidInput(f"gives more than {MAX_CHARS // 1_000_000} million characters")


def one_line(text: str) -> str:
    """Return ``text`` with every run of white space as one space."""
    return _SPACE.sub(" ", text).strip()


def table_rows(
    rows: Sequence[Sequence[str]], header: Sequence[str] | None = None
) -> tuple[list[str], list[str]]:
    """Return the lines of a table, and the names of its columns.

    ``header`` is known or else the first row, if it looks like one; a table without names keeps
    its cells alone.
    """
    cleaned = [[one_line(cell) for cell in row[:MAX_COLUMNS]] for row in rows]
    cleaned = [row for row in cleaned if any(row)]
    names = [one_line(name) for name in header or ()]
    if header is None and len(cleaned) > 1 and looks_like_header(cleaned[0], cleaned[1:]):
        names, cleaned = cleaned[0], cleaned[1:]
    return [line for row in cleaned if (line := _row(names, row))], names


def looks_like_header(first: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Tell whether a first row names columns: words in at least two cells, none of them twice."""
    named = [cell for cell in first if cell]
    if len(named) < 2 or len(set(named)) < len(named) or len(named) < max(map(len, rest)) - 1:
        return False
    return not any(_NUMBER.fullmatch(cell) for cell in named)


def _row(names: Sequence[str], row: Sequence[str]) -> str:
    cells = []
    for place, cell in enumerate(row):
        if cell:
            name = names[place] if place < len(names) else ""
            cells.append(f"{name}: {cell}" if name else cell)
    return f"| {' | '.join(cells)} |" if cells else ""
