"""Read PDF: the text layer page by page, headings by their size, ruled tables, scans by OCR."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, Final

from ..errors import InvalidInput, MissingExtra
from .parsed import Parsed, Writer, one_line, table_rows
from .pdf_page import Line, Page, Table, is_in, read_page

MAX_PAGES: Final = 10_000
OCR_DPI: Final = 200
MAX_PIXELS: Final = 20_000_000
"""So large a scanned page becomes for recognition, at ``OCR_DPI`` or less."""
LARGER: Final = 1.15
"""A heading is so many times larger than the body."""
BOLD: Final = 600
LONGEST_HEADING: Final = 120
REPEATED: Final = 0.6
"""A line at the edge of so many pages is a running head or foot."""
_ITEM: Final = re.compile(
    r"(?:[\u2022\u25cf\u25aa\u2023\u2043\u00b7o*-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+"
)
_BULLET: Final = re.compile(r"^[\u2022\u25cf\u25aa\u2023\u2043\u00b7]\s*")
_DIGITS: Final = re.compile(r"\d+")
_BROKEN: Final = "\ufffe\u0002\u00ad"
"""What stands where a word is broken at the end of a line."""


def read_pdf(path: Path) -> Parsed:
    """Return the text of a PDF; raise InvalidInput if it is damaged, encrypted or without text."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        is_shut = "password" in str(error).lower() or "security" in str(error).lower()
        why = "encrypted; save it without a password" if is_shut else "damaged, or not a PDF"
        raise InvalidInput(why) from None
    try:
        if len(document) > MAX_PAGES:
            raise InvalidInput(f"more than {MAX_PAGES:,} pages; split it")
        pages = list(_pages(document))
        title = _title(document.get_metadata_dict().get("Title", ""))
        return _written(pages, title, lambda number: _picture(document, number))
    finally:
        document.close()


def _title(told: str) -> str:
    """Return the title that a PDF says it has, unless the program that wrote it made it up."""
    title = one_line(told).removeprefix("Microsoft Word - ")
    return "" if title.lower() == "untitled" else title


def _pages(document: Any) -> Iterator[Page]:
    from pypdfium2 import PdfiumError

    for number in range(len(document)):
        try:
            page = document[number]
            found = read_page(page)
        except PdfiumError:
            yield Page()
            continue
        page.close()
        yield found


def _picture(document: Any, number: int) -> Any:
    """Return page ``number`` as an RGB picture, without its colours."""
    page = document[number]
    try:
        width, height = (max(side, 1.0) for side in page.get_size())
        scale = min(OCR_DPI / 72, (MAX_PIXELS / (width * height)) ** 0.5)
        return page.render(scale=scale).to_pil().convert("L").convert("RGB")
    finally:
        page.close()


def _written(pages: Sequence[Page], title: str, picture: Callable[[int], Any]) -> Parsed:
    """Write the pages; ``picture`` gives that of a page, which is held only while it is read."""
    from .ocr import notes_of, write_picture

    body = _body_size(pages)
    sizes = _heading_sizes(pages, body)
    edges = _running(pages)
    words = _words_if_broken(pages)
    writer, notes, unsure, seen = Writer(), [], 0, 0
    names: list[str] = []
    for number, page in enumerate(pages, 1):
        writer.page()
        if page.is_scan:
            try:
                unsure += write_picture(picture(number - 1), writer)
                seen += 1
            except MissingExtra as error:
                notes.append(f"page {number} is a picture and was not read: {error}")
            names = []
            continue
        names = _write_page(page, edges, (body, sizes), words, names, writer)
    if seen:
        notes += notes_of(unsure)
    found = writer.parsed(title or None, notes)
    if not found.text.strip():
        if seen:
            raise InvalidInput("holds pictures in which no text was recognised, and no other text")
        raise InvalidInput(notes[0] if notes else "holds no text that can be read")
    return found


def _words_if_broken(pages: Sequence[Page]) -> Counter[str]:
    """Count the words of a document that has words broken at the end of lines, else none."""
    ends = ("-", *_BROKEN)
    if not any(line.text.endswith(ends) for page in pages for line in page.lines):
        return Counter()
    return Counter(
        word.lower() for page in pages for line in page.lines for word in line.text.split()
    )


def _write_page(
    page: Page,
    edges: frozenset[str],
    body: tuple[float, Sequence[float]],
    words: Counter[str],
    names: list[str],
    writer: Writer,
) -> list[str]:
    """Write a page; return the names of the columns of a table that may go on overleaf."""
    running = {id(line) for line in _at_edges(page) if _shape_of(line) in edges}
    kept = [line for line in page.lines if id(line) not in running]
    free = [line for line in kept if not any(is_in(line, table) for table in page.tables)]
    begun = 0
    for place, table in enumerate(page.tables):
        above = [i for i, line in enumerate(free) if line.bottom >= table.top - 1]
        end = max(begun, above[-1] + 1 if above else 0)
        _write_lines(free[begun:end], body, words, writer)
        begun = end
        is_overleaf = not above and place == 0
        names = _write_table(table, names if is_overleaf else [], writer)
    _write_lines(free[begun:], body, words, writer)
    ends = page.tables[-1].bottom if page.tables else 0.0
    is_last = bool(page.tables) and not any(line.top < ends for line in free[begun:])
    return names if is_last else []


def _write_table(table: Table, names: Sequence[str], writer: Writer) -> list[str]:
    """Write a table; under ``names`` if it goes on from the page before. Return its names."""
    rows = [[one_line(cell) for cell in row] for row in table.rows]
    width = max(map(len, rows), default=0)
    if names and len(names) == width:
        again = rows[1:] if rows and list(rows[0]) == list(names) else rows
        writer_lines, _ = table_rows(again, names)
        for line in writer_lines:
            writer.add("row", line)
        return list(names)
    lines, found = table_rows(rows)
    writer.rows(lines)
    return found


def _write_lines(
    lines: Sequence[Line],
    body: tuple[float, Sequence[float]],
    words: Counter[str],
    writer: Writer,
) -> None:
    paragraph: list[Line] = []
    longest = max((len(line.text) for line in lines), default=0)
    gaps = [b.bottom - a.top for b, a in pairwise(lines)]
    usual = max(0.0, median(gaps)) if gaps else 0.0
    for line in lines:
        level = _level(line, *body)
        is_new = bool(paragraph) and _begins(paragraph[-1], line, longest, usual)
        if paragraph and (is_new or level != _level(paragraph[-1], *body)):
            _write_block(paragraph, _level(paragraph[-1], *body), words, writer)
            paragraph = []
        paragraph.append(line)
    if paragraph:
        _write_block(paragraph, _level(paragraph[-1], *body), words, writer)


def _write_block(lines: Sequence[Line], level: int, words: Counter[str], writer: Writer) -> None:
    text = _joined([line.text for line in lines], words)
    if level:
        writer.heading(level, text)
    elif _BULLET.match(text):
        writer.item(_BULLET.sub("", text))
    else:
        writer.overleaf(one_line(text))


def _begins(last: Line, line: Line, longest: int, usual: float) -> bool:
    """Tell whether ``line`` begins a paragraph under ``last``."""
    if _ITEM.match(line.text):
        return True
    height = max(last.top - last.bottom, 1.0)
    if last.top and line.top and not -2 * height < last.bottom - line.top - usual < 0.25 * height:
        return True
    return len(last.text) < 0.75 * longest and last.text.endswith((".", "!", "?", ":"))


def _joined(lines: Sequence[str], words: Counter[str]) -> str:
    """Join lines; a word broken at the end of one is made whole as it stands elsewhere."""
    text = lines[0]
    for line in lines[1:]:
        last = text.rstrip()
        if last.endswith("-") or last[-1:] in _BROKEN:
            head, tail = last[:-1].split(" ")[-1], line.split(" ")[0]
            hyphened, whole = f"{head}-{tail}".lower(), f"{head}{tail}".lower()
            keeps = last.endswith("-") and words[hyphened] > words[whole]
            text = (last if keeps else last[:-1]) + line
        else:
            text = f"{last} {line}"
    return text.translate(dict.fromkeys(map(ord, _BROKEN)))


def _level(line: Line, body: float, sizes: Sequence[float]) -> int:
    if len(line.text) > LONGEST_HEADING or not any(c.isalpha() for c in line.text):
        return 0
    if round(line.size, 1) in sizes:
        return min(sizes.index(round(line.size, 1)) + 1, 6)
    is_bold = line.weight >= BOLD and line.size >= body > 0
    if is_bold and not line.text.endswith((".", ",", ";")) and len(line.text) < 80:
        return min(len(sizes) + 1, 6)
    return 0


def _body_size(pages: Sequence[Page]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _heading_sizes(pages: Sequence[Page], body: float) -> list[float]:
    """Return the sizes of headings, the largest first."""
    larger = {
        round(line.size, 1)
        for page in pages
        for line in page.lines
        if body > 0 and line.size >= LARGER * body and len(line.text) <= LONGEST_HEADING
    }
    return sorted(larger, reverse=True)[:5]


def _running(pages: Sequence[Page]) -> frozenset[str]:
    """Return the shapes of running heads and feet, digits aside."""
    if len(pages) < 2:
        return frozenset()
    shapes: Counter[str] = Counter()
    for page in pages:
        shapes.update({_shape_of(line) for line in _at_edges(page)})
    least = max(2, REPEATED * len(pages))
    # On two pages the same line is no head or foot unless it counts them.
    return frozenset(s for s, n in shapes.items() if n >= least and (len(pages) > 2 or "#" in s))


def _at_edges(page: Page) -> list[Line]:
    """Return the two uppermost lines of a page and the two lowest."""
    ordered = sorted(page.lines, key=lambda line: -line.top)
    return [*ordered[:2], *ordered[2:][-2:]]


def _shape_of(line: Line) -> str:
    return _DIGITS.sub("#", line.text)
