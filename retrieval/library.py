"""The library of one domain: SQLite is the truth, every index is derived from it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import DamagedLibrary, LibraryBusy, UnknownName, VademecumError
from .held import HeldDocuments
from .listing import VISIBLE, Listing, count_licences, list_documents, read_passages
from .locking import FOREVER, locked, unwritable
from .parts import Encoded
from .rows import (
    Cut,
    delete,
    document_sha256,
    drop_unused,
    insert,
    insert_groups,
    insert_vectors,
    record_of,
    to_document,
)
from .types import Access, Document, Noun, Passage

if TYPE_CHECKING:
    from .parts import Vectors

SCHEMA_VERSION = "2"
REMOVED = "removed"
"""The remark that bytes of removed documents may still lie in the files."""
_UNWRITABLE = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN)
_WAIT_S = 30
_SCHEMA = Path(__file__).with_name("schema.sql")


class Counts(Noun):
    """How much a library holds, as one person sees it."""

    documents: int
    passages: int


class Library:
    """Documents, passages and vectors of one domain, in ``folder``/library.sqlite (WAL).

    Readers never wait. Writing needs ``writing()``: one process at a time, LibraryBusy otherwise.
    Every change is one transaction that raises ``generation``. Raises DamagedLibrary if the file
    is not a library.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "library.sqlite"
        self._local = threading.local()
        folder.mkdir(parents=True, exist_ok=True)
        with self._damage_reported():
            self._connect()
        self._held = HeldDocuments()

    def close(self) -> None:
        """Close this thread's connection."""
        if connection := getattr(self._local, "connection", None):
            connection.close()
            self._local.connection = None

    @property
    def generation(self) -> int:
        """Return the number of changes committed so far."""
        with self._damage_reported():
            row = self._sql.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()
        return int(row[0])

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock; raise LibraryBusy at once if another process holds it."""
        with locked(self.folder / "write.lock", "writing to this library", timeout_s=0):
            yield

    def is_being_written(self) -> bool:
        """Tell whether some process holds the write lock."""
        try:
            with self.writing():
                return False
        except LibraryBusy:
            return True

    @contextmanager
    def indexing(self, timeout_s: float = FOREVER) -> Iterator[None]:
        """Hold the lock of who builds or deletes indexes; LibraryBusy after ``timeout_s``."""
        with locked(self.folder / "index.lock", "indexing this library", timeout_s):
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let this thread read one state, whatever others commit; it cannot write meanwhile."""
        if self._sql.in_transaction:
            yield
            return
        self._sql.execute("BEGIN")
        try:
            yield
        finally:
            if self._sql.in_transaction:  # a failure may have ended it
                self._sql.execute("ROLLBACK")

    # -- reading ---------------------------------------------------------------------------

    def document(self, document_id: str) -> Document | None:
        """Return a document as it now is, or None if the library has none by that id."""
        if held := self._held.get(document_id, self.generation):
            return held
        with self._damage_reported():  # one statement: the document is that of the generation
            row = self._sql.execute(
                "SELECT (SELECT value FROM meta WHERE key = 'generation'), id, title, text, record "
                "FROM documents WHERE id = ?",
                (document_id,),
            ).fetchone()
        if row is None:
            return None
        document = to_document(row[1:])
        self._held.keep(document, generation=int(row[0]))
        return document

    def text_of(self, document_id: str) -> str | None:
        """Return the text of a document, or None if the library has none by that id."""
        document = self.document(document_id)
        return document.text if document else None

    def documents(self, allow: Access) -> Iterator[Document]:
        """Yield the documents that ``allow`` may see, by id."""
        for row in self._sql.execute(
            f"SELECT id, title, text, record FROM documents WHERE id IN ({VISIBLE}) ORDER BY id",
            (json.dumps(sorted(allow.groups)),),
        ):
            yield to_document(row)

    def attributes(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield id and attributes of every document, whoever may see it."""
        rows = self._sql.execute("SELECT id, record FROM documents ORDER BY id").fetchall()
        for name, record in rows:
            yield name, json.loads(record).get("attributes", {})

    def counts(self, allow: Access) -> Counts:
        """Count what ``allow`` may see."""
        groups = (json.dumps(sorted(allow.groups)),)
        with self._damage_reported():
            documents, passages = (
                self._sql.execute(
                    f"SELECT count(*) FROM {table} WHERE {column} IN ({VISIBLE})", groups
                ).fetchone()[0]
                for table, column in (("documents", "id"), ("passages", "document_id"))
            )
        return Counts(documents=documents, passages=passages)

    def listing(self, allow: Access, words: str = "", first: int = 0, count: int = 20) -> Listing:
        """Return a page of what ``allow`` may see, without texts; see ``list_documents``."""
        with self._damage_reported():
            return list_documents(self._sql, allow, words, first, count)

    def licences(self, allow: Access) -> list[tuple[str | None, int]]:
        """Return (licence, documents) of what ``allow`` may see, the most frequent first."""
        with self._damage_reported():
            return count_licences(self._sql, allow)

    def passages_of(self, document: Document) -> tuple[Passage, ...]:
        """Return the passages of a stored document in reading order."""
        with self._damage_reported():
            return read_passages(self._sql, document)

    def digest(self, document_id: str) -> tuple[str, str] | None:
        """Return (sha256, settings stamp) of a stored document, or None."""
        row = self._sql.execute(
            "SELECT sha256, settings FROM documents WHERE id = ?", (document_id,)
        ).fetchone()
        return (row[0], row[1]) if row else None

    def passages(self, keys: Sequence[int]) -> dict[int, Passage]:
        """Return the passages of ``keys`` that still exist, by key."""
        found = {}
        with self.snapshot():  # else the offsets might be those of an older text
            rows = self._sql.execute(
                'SELECT key, document_id, ordinal, start, "end", section FROM passages '
                "WHERE key IN (SELECT value FROM json_each(?))",
                (json.dumps([int(k) for k in keys]),),
            ).fetchall()
            for key, document_id, ordinal, start, end, section in rows:
                document = self.document(document_id)
                if document is not None:
                    found[key] = Passage(
                        id=f"{document_id}#{ordinal}",
                        document_id=document_id,
                        start=start,
                        end=end,
                        text=document.text[start:end],
                        section=tuple(json.loads(section)),
                    )
        return found

    def owners(self, keys: Sequence[int]) -> dict[int, str]:
        """Return the document id of each passage of ``keys`` that still exists, by key."""
        rows = self._sql.execute(
            "SELECT key, document_id FROM passages WHERE key IN (SELECT value FROM json_each(?))",
            (json.dumps([int(k) for k in keys]),),
        )
        return dict(rows)

    def passage_keys(self) -> list[int]:
        """Return the keys of all passages, rising: the row order of every derived index."""
        return [row[0] for row in self._sql.execute("SELECT key FROM passages ORDER BY key")]

    def visible_keys(self, allow: Access) -> set[int]:
        """Return the keys of the passages that ``allow`` may see."""
        rows = self._sql.execute(
            f"SELECT key FROM passages WHERE document_id IN ({VISIBLE})",
            (json.dumps(sorted(allow.groups)),),
        )
        return {row[0] for row in rows}

    def encoded_texts(self) -> Iterator[str]:
        """Yield the encoded text of every passage, in key order."""
        for (text,) in self._sql.execute("SELECT encoded FROM passages ORDER BY key"):
            yield text

    def vectors(self, encoder: str) -> Iterator[Encoded | None]:
        """Yield the vectors of every passage in key order; None where they are missing."""
        for vector, parts in self._sql.execute(
            "SELECT v.vector, v.parts FROM passages p LEFT JOIN vectors v "
            "ON v.encoded_sha256 = p.encoded_sha256 AND v.encoder = ? ORDER BY p.key",
            (encoder,),
        ):
            yield None if vector is None or parts is None else Encoded(vector, parts)

    def known_vectors(self, encoder: str, digests: Sequence[bytes]) -> dict[bytes, Encoded]:
        """Return the stored vectors among ``digests``."""
        found: dict[bytes, Encoded] = {}
        for digest in digests:
            row = self._sql.execute(
                "SELECT vector, parts FROM vectors "
                "WHERE encoded_sha256 = ? AND encoder = ? AND parts IS NOT NULL",
                (digest, encoder),
            ).fetchone()
            if row:
                found[digest] = Encoded(*row)
        return found

    def missing_vectors(self, encoder: str) -> list[tuple[bytes, str, int]]:
        """Return (digest, encoded text, passage length) of what lacks vectors of ``encoder``."""
        return self._sql.execute(
            'SELECT encoded_sha256, encoded, max("end" - start) FROM passages p WHERE NOT EXISTS '
            "(SELECT 1 FROM vectors v WHERE v.encoded_sha256 = p.encoded_sha256 "
            "AND v.encoder = ? AND v.parts IS NOT NULL) GROUP BY encoded_sha256",
            (encoder,),
        ).fetchall()

    def passage_documents(self) -> list[int]:
        """Return for every passage, in key order, the number of its document among all by id."""
        rows = self._sql.execute("SELECT document_id FROM passages ORDER BY key").fetchall()
        number = {name: i for i, name in enumerate(sorted({row[0] for row in rows}))}
        return [number[row[0]] for row in rows]

    def mark(self, key: str) -> str | None:
        """Return a remark that the library's owner left under ``key``, or None."""
        row = self._sql.execute("SELECT value FROM meta WHERE key = ?", (f"mark-{key}",)).fetchone()
        return row[0] if row else None

    def set_mark(self, key: str, value: str) -> None:
        """Leave a remark under ``key``; searches are not affected."""
        self._sql.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (f"mark-{key}", value))

    def check(self) -> None:
        """Read every page; raise DamagedLibrary at the first that is broken."""
        with self._damage_reported():
            verdict = self._sql.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise DamagedLibrary(f"{self.path}: {verdict}; restore it from a backup")

    # -- writing ---------------------------------------------------------------------------

    def put(
        self,
        entries: Iterable[tuple[Document, Sequence[Cut]]],
        settings: str,
        encoder: str,
        vectors: Vectors,
    ) -> None:
        """Store documents whole, each replacing its older version, in one transaction.

        ``vectors`` holds the new vectors by the digest of their text; known ones are kept.
        """
        with self._transaction() as sql:
            insert_vectors(sql, encoder, vectors)
            replaced: list[bytes] = []
            for document, cuts in entries:
                replaced += delete(sql, document.id)
                insert(sql, document, cuts, settings)
            drop_unused(sql, replaced)

    def put_vectors(self, encoder: str, vectors: Vectors) -> None:
        """Store vectors of texts that the library still holds; no search changes by it."""
        with self._transaction(is_change=False) as sql:
            insert_vectors(sql, encoder, vectors)
            drop_unused(sql, list(vectors))

    def remove(self, document_id: str) -> None:
        """Remove a document with its passages and vectors; raise UnknownName if there is none.

        Nothing finds it any more; ``finish_removals`` takes its bytes out of the file.
        """
        with self._transaction() as sql:
            self._require(sql, document_id)
            drop_unused(sql, delete(sql, document_id))
            sql.execute("INSERT OR REPLACE INTO meta VALUES (?, '1')", (f"mark-{REMOVED}",))

    def update(self, *documents: Document) -> None:
        """Replace the records of stored documents whose texts stay: all of them, or none."""
        with self._transaction() as sql:
            for document in documents:
                self._require(sql, document.id)
                sql.execute(
                    "UPDATE documents SET sha256 = ?, record = ? WHERE id = ?",
                    (document_sha256(document), record_of(document), document.id),
                )
                sql.execute("DELETE FROM document_groups WHERE document_id = ?", (document.id,))
                insert_groups(sql, document)

    def finish_removals(self) -> bool:
        """Take the bytes of removed documents out of all files; tell whether none is left.

        The derived indexes are deleted, to be built when they are needed. The rest is written anew:
        pages that SQLite rebuilds keep copies of moved rows that ``secure_delete`` does not reach,
        and the write-ahead log holds pages as they were. The log stays, and the removal unfinished,
        while a process writes, builds indexes or reads from an older state for more than half a
        minute.
        """
        if self.mark(REMOVED) is None:
            return True
        try:
            with self.indexing(_WAIT_S), self.writing():
                shutil.rmtree(self.folder / "index", ignore_errors=True)
                self._sql.execute("VACUUM")
                if self._sql.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                    return False
                self._sql.execute("DELETE FROM meta WHERE key = ?", (f"mark-{REMOVED}",))
        except (LibraryBusy, sqlite3.OperationalError):  # locked, or no room for a copy
            return False
        return True

    # -- inside ----------------------------------------------------------------------------

    @property
    def _sql(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        return connection or self._connect()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None, timeout=_WAIT_S)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        connection.executescript(_SCHEMA.read_text(encoding="utf-8"))
        told = "SELECT value FROM meta WHERE key = 'schema'"
        if connection.execute(told).fetchone() is None:  # a writer would let an INSERT wait
            connection.execute("INSERT OR IGNORE INTO meta VALUES ('generation', '0')")
            connection.execute("INSERT OR IGNORE INTO meta VALUES ('schema', ?)", (SCHEMA_VERSION,))
        found = connection.execute(told).fetchone()[0]
        if found == "1":  # sentences had no vectors: passages are encoded again when first used
            found = _add_parts(connection)
        if found != SCHEMA_VERSION:
            raise DamagedLibrary(
                f"{self.path}: written by another version (schema {found}, not {SCHEMA_VERSION})"
            )
        self._local.connection = connection
        return connection

    @contextmanager
    def _transaction(self, is_change: bool = True) -> Iterator[sqlite3.Connection]:
        sql = self._sql
        with self._damage_reported():
            sql.execute("BEGIN IMMEDIATE")
            try:
                yield sql
                if is_change:
                    sql.execute("UPDATE meta SET value = value + 1 WHERE key = 'generation'")
                sql.execute("COMMIT")
            except BaseException:
                if sql.in_transaction:
                    sql.execute("ROLLBACK")
                raise

    @contextmanager
    def _damage_reported(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            if isinstance(error, (sqlite3.IntegrityError, sqlite3.ProgrammingError)):
                raise
            raise _problem(self.path, error) from None

    def _require(self, sql: sqlite3.Connection, document_id: str) -> None:
        if sql.execute("SELECT 1 FROM documents WHERE id = ?", (document_id,)).fetchone() is None:
            raise UnknownName(
                f"no document has the id {document_id!r}; see: vademecum library list"
            )


def _problem(path: Path, error: sqlite3.DatabaseError) -> VademecumError:
    """Tell a damaged file from one that cannot be written, and from one that is held."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _UNWRITABLE:
        return unwritable(path, error)
    if code == sqlite3.SQLITE_BUSY:
        return LibraryBusy(f"{path}: another process holds this library; try again when it ends")
    return DamagedLibrary(
        f"{path}: cannot be read as a library ({error}); restore it from a backup"
    )


def _add_parts(sql: sqlite3.Connection) -> str:
    """Bring a library of schema 1 to the present one."""
    sql.execute("BEGIN IMMEDIATE")
    columns = {row[1] for row in sql.execute("PRAGMA table_info(vectors)")}
    if "parts" not in columns:
        sql.execute("ALTER TABLE vectors ADD COLUMN parts BLOB")
    sql.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (SCHEMA_VERSION,))
    sql.execute("COMMIT")
    return SCHEMA_VERSION
