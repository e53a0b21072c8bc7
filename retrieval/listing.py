"""List a library page by page, without the texts: what people browse."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from .rows import to_document
from .types import Access, Document, Noun, Passage

VISIBLE = "SELECT document_id FROM document_groups WHERE name IN (SELECT value FROM json_each(?))"
_FOUND = (
    f"FROM documents d WHERE id IN ({VISIBLE}) AND NOT EXISTS (SELECT 1 FROM json_each(?) WHERE "
    "instr(folded(title || ' ' || coalesce(json_extract(record, '$.citation'), '') || ' ' || "
    "coalesce(json_extract(record, '$.sources'), '') || ' ' || id), value) = 0)"
)


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
    sql.create_function("folded", 1, str.casefold, deterministic=True)
    asked = (_groups(allow), json.dumps(words.casefold().split()))
    total = sql.execute(f"SELECT count(*) {_FOUND}", asked).fetchone()[0]
    rows = sql.execute(
        "SELECT id, title, record, (SELECT count(*) FROM passages WHERE document_id = d.id) "
        f"{_FOUND} ORDER BY folded(title), id LIMIT ? OFFSET ?",
        (*asked, count, first),
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
