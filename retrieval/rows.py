"""How documents become rows of a library and come back."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .types import Document, Noun, Passage

if TYPE_CHECKING:
    from .parts import Vectors


class Cut(Noun):
    """A passage and the text that its vector stands for."""

    passage: Passage
    encoded: str

    @property
    def encoded_sha256(self) -> bytes:
        """Return the key of the vector."""
        return hashlib.sha256(self.encoded.encode()).digest()


def document_sha256(document: Document) -> str:
    """Return the hash that decides whether a document is unchanged."""
    return hashlib.sha256(document.model_dump_json().encode()).hexdigest()


def record_of(document: Document) -> str:
    """Return every field but id, title and text, as JSON."""
    return document.model_dump_json(exclude={"id", "title", "text"}, exclude_defaults=True)


def to_document(row: tuple[str, str, str, str]) -> Document:
    """Return the document of a row (id, title, text, record)."""
    fields = {**json.loads(row[3]), "id": row[0], "title": row[1], "text": row[2]}
    return Document.model_validate(fields)


def insert(sql: sqlite3.Connection, document: Document, cuts: Sequence[Cut], settings: str) -> None:
    """Store a document that is not there, with its passages."""
    sql.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?)",
        (
            document.id,
            document_sha256(document),
            document.title,
            document.text,
            record_of(document),
            settings,
        ),
    )
    insert_groups(sql, document)
    sql.executemany(
        'INSERT INTO passages (document_id, ordinal, start, "end", section, encoded,'
        " encoded_sha256) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                document.id,
                n,
                c.passage.start,
                c.passage.end,
                json.dumps(c.passage.section),
                c.encoded,
                c.encoded_sha256,
            )
            for n, c in enumerate(cuts)
        ),
    )


def insert_vectors(
    sql: sqlite3.Connection,
    encoder: str,
    vectors: Vectors,
) -> None:
    """Store the vectors of texts and of their sentences; complete ones are kept."""
    sql.executemany(
        "INSERT INTO vectors VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
        "vector = excluded.vector, parts = excluded.parts WHERE parts IS NULL",
        ((digest, encoder, *encoded) for digest, encoded in vectors.items()),
    )


def insert_groups(sql: sqlite3.Connection, document: Document) -> None:
    """Store who may read a document."""
    sql.executemany(
        "INSERT INTO document_groups VALUES (?, ?)",
        ((document.id, g) for g in sorted(set(document.groups))),
    )


def delete(sql: sqlite3.Connection, document_id: str) -> list[bytes]:
    """Delete a document with its passages; return the digests of their texts."""
    digests = sql.execute(
        "SELECT encoded_sha256 FROM passages WHERE document_id = ?", (document_id,)
    ).fetchall()
    sql.execute("DELETE FROM documents WHERE id = ?", (document_id,))
    return [row[0] for row in digests]


def drop_unused(sql: sqlite3.Connection, digests: Sequence[bytes]) -> None:
    """Delete the vectors that no passage stands for any more."""
    sql.executemany(
        "DELETE FROM vectors WHERE encoded_sha256 = ?1 AND NOT EXISTS "
        "(SELECT 1 FROM passages WHERE encoded_sha256 = ?1)",
        ((digest,) for digest in set(digests)),
    )
