"""List a library page by page, without the texts: what people browse."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from .rows import to_document
from .types import Access, Document, Noun, Passage

VISIBLE = "SELECT document_id FROM document_groups WHERE name IN (SELECT value FROM json_each(?))"
_FITS = "AND fits(title, id, json_extract(record, '$.citation'), json_extract(record, '$.sources'))"


class Entry(Noun):
    """A document as a list shows it: ``document`` comes without its text."""

    document: Document
    passages: int


class Listing(Noun):
    """One page of a list, and how many entries there are in all."""

    total: int
    entries: tuple[Entry, ...]


def list_documents(
    sql: sqlite3.Connection, allow: Access, words: str, first: int, count: int
) -> Listing:
    """Return the entries ``first`` to ``first + count`` by title.

    Each of ``words`` must stand in title, citation, sources or id, in capitals or not; no word
    fits everything.
    """
    wanted = words.casefold().split()

    def fits(*fields: str | None) -> bool:
        text = " ".join(field for field in fields if field).casefold()
        return all(word in text for word in wanted)

    sql.create_function("fits", 4, fits, deterministic=True)
    sql.create_function("folded", 1, str.casefold, deterministic=True)
    found = f"FROM documents WHERE id IN ({VISIBLE}) {_FITS if wanted else ''}"
    total = sql.execute(f"SELECT count(*) {found}", (_groups(allow),)).fetchone()[0]
    # Texts lie before records: only the records of the page are read, but where words are sought.
    rows = sql.execute(
        "SELECT id, title, record, (SELECT count(*) FROM passages WHERE document_id = d.id) "
        f"FROM documents d WHERE id IN (SELECT id {found} ORDER BY folded(title), id "
        "LIMIT ? OFFSET ?) ORDER BY folded(title), id",
        (_groups(allow), count, first),
    )
    entries = (
        Entry(document=to_document((name, title, "", record)), passages=passages)
        for name, title, record, passages in rows
    )
    return Listing(total=total, entries=tuple(entries))


def count_licences(sql: sqlite3.Connection, allow: Access) -> list[tuple[str | None, int]]:
    """Return (licence, documents), the most frequent first."""
    return sql.execute(
        "SELECT json_extract(record, '$.licence') AS licence, count(*) FROM documents "
        f"WHERE id IN ({VISIBLE}) GROUP BY licence ORDER BY count(*) DESC, licence",
        (_groups(allow),),
    ).fetchall()


def read_passages(sql: sqlite3.Connection, document: Document) -> tuple[Passage, ...]:
    """Return the passages of a stored document in reading order."""
    rows: Sequence[tuple[int, int, int, str]] = sql.execute(
        'SELECT ordinal, start, "end", section FROM passages WHERE document_id = ? '
        "ORDER BY ordinal",
        (document.id,),
    ).fetchall()
    return tuple(
        Passage(
            id=f"{document.id}#{ordinal}",
            document_id=document.id,
            start=start,
            end=end,
            text=document.text[start:end],
            section=tuple(json.loads(section)),
        )
        for ordinal, start, end, section in rows
    )


def _groups(allow: Access) -> str:
    return json.dumps(sorted(allow.groups))
