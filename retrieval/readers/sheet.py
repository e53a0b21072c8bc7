"""Read tables: CSV and Excel workbooks, a line for each row with the names of its columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from ..errors import InvalidInput
from .markup import open_archive
from .parsed import MAX_COLUMNS, Parsed, Writer, one_line, table_rows

MAX_ROWS: Final = 1_000_000
_SNIFFED: Final = 65_536


def read_csv(text: str) -> Parsed:
    """Return the rows of a CSV or TSV file; raise InvalidInput if it is none."""
    csv.field_size_limit(8_000_000)
    dialect: Any = csv.excel
    with suppress(csv.Error):
        dialect = csv.Sniffer().sniff(text[:_SNIFFED], delimiters=",;\t|")
    try:
        # What is sniffed of quotes is left aside: it often takes doubled quotes for none.
        lines = io.StringIO(text, newline="")
        spaced = dialect.skipinitialspace
        rows = list(csv.reader(lines, delimiter=dialect.delimiter, skipinitialspace=spaced))
    except csv.Error as error:
        raise InvalidInput(f"not readable as CSV ({error})") from None
    writer = Writer()
    writer.rows(table_rows(rows)[0])
    return writer.parsed()


def read_workbook(path: Path) -> Parsed:
    """Return the cells of an .xlsx file as they are shown, a heading for each sheet.

    Formulas count by the value that was saved with them.
    """
    from openpyxl import load_workbook

    with open_archive(path):
        pass  # refuses what would unpack without end
    book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    writer = Writer()
    hidden = 0
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            hidden += 1
            continue
        sheet.reset_dimensions()  # else each row is filled up to the width that the file claims
        rows = list(_rows(sheet.iter_rows(max_row=MAX_ROWS)))
        if any(map(any, rows)):
            writer.heading(2, sheet.title)
            for block in _blocks(rows):
                if len(block) == 1:
                    writer.add("text", " ".join(filter(None, block[0])))
                else:
                    writer.rows(table_rows(block)[0])
    title = one_line((book.properties.title if book.properties else None) or "")
    book.close()
    return writer.parsed(title or None, [f"{hidden} hidden sheets left out"] if hidden else [])


def _rows(rows: Iterable[Sequence[Any]]) -> Iterable[list[str]]:
    blank: Sequence[Any] | None = None
    for row in rows:
        if row is blank:  # what fills the gap before a far cell is one row, a million times
            yield []
            continue
        last = next(
            (n for n in range(min(len(row), MAX_COLUMNS), 0, -1) if row[n - 1].value is not None), 0
        )
        blank = row if last == 0 else None
        shown = [
            "" if cell.value is None else _shown(cell.value, cell.number_format)
            for cell in row[:last]
        ]
        while shown and not shown[-1]:
            shown.pop()
        yield shown


def _blocks(rows: Sequence[list[str]]) -> Iterable[list[list[str]]]:
    """Yield what empty rows set apart, without the columns that stand empty on the left."""
    block: list[list[str]] = []
    for row in [*rows, []]:
        if any(row):
            block.append(row)
        elif block:
            left = min(next(i for i, cell in enumerate(r) if cell) for r in block)
            yield [r[left:] for r in block]
            block = []


def _shown(value: Any, form: str) -> str:
    """Return a value as people read it: dates in ISO form, whole numbers without a point."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        is_day = value.time() == time(0)
        return value.date().isoformat() if is_day else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        if "%" in form:
            return f"{value * 100:.10g} %"
        return f"{value:.10g}"
    return one_line(str(value))
