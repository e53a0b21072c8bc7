"""The audit record: one row per question, chained by hashes, so that a change shows.

Texts are kept only as they were after the input rails: identifiers are gone before this point.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .errors import DamagedLibrary
from .trace import Trace
from .types import Noun

_GENESIS = "0" * 64
_ERASED = "{}"


class AuditEntry(Noun):
    """One record as it is stored."""

    number: int
    receipt: str
    body: str
    sha256: str


class AuditLog:
    """Append-only records in ``path`` (SQLite); each hash covers the one before it."""

    def __init__(
        self, path: Path, domain: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._path = path
        self._domain = domain
        self._now = now
        self._local = threading.local()

    def record(self, trace: Trace) -> str:
        """Append one trace; return its receipt."""
        sql = self._sql
        body = json.dumps(self._body(trace), ensure_ascii=False, sort_keys=True)
        sql.execute("BEGIN IMMEDIATE")
        try:
            last = sql.execute("SELECT sha256 FROM audit ORDER BY number DESC LIMIT 1").fetchone()
            digest = _chain(last[0] if last else _GENESIS, body)
            sql.execute(
                "INSERT INTO audit (receipt, body, sha256) VALUES (?, ?, ?)",
                (trace.receipt, body, digest),
            )
            sql.execute("COMMIT")
        except BaseException:
            if sql.in_transaction:
                sql.execute("ROLLBACK")
            raise
        return trace.receipt

    def entries(self, receipt: str | None = None) -> Iterator[AuditEntry]:
        """Yield the records in order; those whose receipt begins with ``receipt``, if given."""
        where = "WHERE receipt LIKE ? || '%'" if receipt else "WHERE ? IS NULL"
        for row in self._sql.execute(
            f"SELECT number, receipt, body, sha256 FROM audit {where} ORDER BY number", (receipt,)
        ):
            yield AuditEntry(number=row[0], receipt=row[1], body=row[2], sha256=row[3])

    def forget(self, users: Collection[str]) -> int:
        """Erase the records of ``users``; return how many there were.

        An erased record keeps its place and its hash, so that the chain holds; a new record names
        the erased ones, so that nobody can erase in silence.
        """
        sql = self._sql
        sql.execute("PRAGMA secure_delete = ON")
        sql.execute("BEGIN IMMEDIATE")
        try:
            gone = [e for e in self.entries() if json.loads(e.body).get("user") in users]
            if gone:
                self._erase(sql, gone)
            sql.execute("COMMIT")
        except BaseException:
            if sql.in_transaction:
                sql.execute("ROLLBACK")
            raise
        sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return len(gone)

    def _erase(self, sql: sqlite3.Connection, gone: Sequence[AuditEntry]) -> None:
        time = self._now().isoformat(timespec="milliseconds")
        sql.executemany(
            "UPDATE audit SET body = ?, receipt = '' WHERE number = ?",
            [(_ERASED, entry.number) for entry in gone],
        )
        last = sql.execute("SELECT sha256 FROM audit ORDER BY number DESC LIMIT 1").fetchone()[0]
        erased = {str(entry.number): entry.sha256 for entry in gone}
        body = json.dumps({"time": time, "domain": self._domain, "erased": erased}, sort_keys=True)
        sql.execute(
            "INSERT INTO audit (receipt, body, sha256) VALUES (?, ?, ?)",
            (uuid.uuid4().hex, body, _chain(last, body)),
        )

    def _erasures(self) -> dict[int, str]:
        """Return the hashes of the records that a later record says were erased."""
        found: dict[int, str] = {}
        for entry in self.entries():
            body = json.loads(entry.body)
            for number, digest in (body.get("erased") or {}).items():
                if int(number) < entry.number:
                    found[int(number)] = digest
        return found

    def first_broken(self) -> int | None:
        """Return the number of the first record whose hash does not fit, or None."""
        last, expected = _GENESIS, 1
        erased = self._erasures()
        for entry in self.entries():
            is_erased = entry.body == _ERASED and erased.get(entry.number) == entry.sha256
            if is_erased and entry.number == expected:
                last, expected = entry.sha256, expected + 1
                continue
            if entry.sha256 != _chain(last, entry.body) or entry.number != expected:
                return entry.number
            last, expected = entry.sha256, expected + 1
        return None

    @property
    def _sql(self) -> sqlite3.Connection:
        if connection := getattr(self._local, "connection", None):
            return connection  # type: ignore[no-any-return]
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            connection = sqlite3.connect(self._path, isolation_level=None, timeout=30)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS audit (number INTEGER PRIMARY KEY, "
                "receipt TEXT NOT NULL, body TEXT NOT NULL, sha256 TEXT NOT NULL)"
            )
        except sqlite3.DatabaseError as error:
            raise DamagedLibrary(
                f"{self._path}: no audit record ({error}); restore it from a backup"
            ) from None
        self._local.connection = connection
        return connection

    def _body(self, trace: Trace) -> dict[str, Any]:
        outcome = trace.outcome
        query = trace.query
        return {
            "time": self._now().isoformat(timespec="milliseconds"),
            "domain": self._domain,
            "user": query.user if query else None,
            "question": query.text if query else None,
            "groups": sorted(query.allow.groups) if query else None,
            "outcome": outcome.outcome if outcome else "error",
            "error": trace.error,
            "verdicts": [v.model_dump(exclude_none=True) for v in trace.verdicts],
            "citations": [
                {"document": c.document_id, "start": c.start, "end": c.end, "status": c.status}
                for claim in (outcome.claims if outcome else ())
                for c in claim.citations
            ],
            "answer_sha256": hashlib.sha256(outcome.text.encode()).hexdigest() if outcome else None,
        }


def _chain(previous: str, body: str) -> str:
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()
