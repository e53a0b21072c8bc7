from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from vademecum.retrieval.audit import AuditLog
from vademecum.retrieval.trace import Trace


def log(tmp_path: Path, records: int) -> AuditLog:
    audit = AuditLog(tmp_path / "audit.sqlite", "law")
    for _ in range(records):
        audit.record(Trace())
    return audit


@pytest.mark.parametrize(
    "crime",
    [
        "UPDATE audit SET body = replace(body, 'error', 'answered') WHERE number = 3",
        "DELETE FROM audit WHERE number = 3",
        "UPDATE audit SET sha256 = 'x' WHERE number = 3",
        "INSERT INTO audit VALUES (6, 'r', '{}', 'x')",
    ],
)
def test_any_change_shows(crime: str, tmp_path: Path) -> None:
    audit = log(tmp_path, 5)
    assert audit.first_broken() is None
    with sqlite3.connect(tmp_path / "audit.sqlite") as sql:
        sql.execute(crime)
    sql.close()
    assert audit.first_broken() is not None


def test_threads_make_one_chain(tmp_path: Path) -> None:
    audit = log(tmp_path, 0)
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(lambda _: audit.record(Trace()), range(60)))
    assert sorted(e.receipt for e in audit.entries()) == sorted(receipts)
    assert audit.first_broken() is None


def test_a_record_is_found_by_the_beginning_of_its_receipt(tmp_path: Path) -> None:
    audit = log(tmp_path, 3)
    one = next(iter(audit.entries()))
    assert [e.number for e in audit.entries(one.receipt[:12])] == [1]
