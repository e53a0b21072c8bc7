"""One student's records: gather them, erase them, and search everything to show that they are gone.

A student is a user name of ``users.toml``. What is theirs: conversations, audit records that name
them, and documents of their own (attribute ``student``, or the group ``student:NAME``).
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from vademecum.domains import Domain
from vademecum.domains.education.school import pseudonym
from vademecum.retrieval import Document, Turn
from vademecum.retrieval.home import home
from vademecum.retrieval.types import Access, Noun

from .composition import audit_log, open_library
from .conversations import Conversation, folder_of

CHUNK_BYTES = 1 << 20
MIN_NEEDLE_CHARS = 12
"""Shorter texts ("ok") stand in other people's records as well: they prove nothing."""


class StoredConversation(Noun):
    """One conversation of a student."""

    id: str
    turns: tuple[Turn, ...]


class StudentRecords(Noun):
    """All that is stored about one student with one domain."""

    student: str
    domain: str
    conversations: tuple[StoredConversation, ...]
    audit: tuple[dict[str, object], ...]
    alerts: tuple[dict[str, object], ...]
    documents: tuple[Document, ...]


class Removal(Noun):
    """What was erased, and every file in which something of the student was still found."""

    student: str
    conversations: int
    audit: int
    alerts: int
    documents: int
    traces: tuple[str, ...]


def student_records(domain: Domain, student: str) -> StudentRecords:
    """Gather everything that is stored about ``student``."""
    folder = folder_of(domain.name, student)
    names = sorted(path.stem for path in folder.glob("*.jsonl"))
    users = {student, pseudonym(student)}
    entries = (e for e in audit_log(domain).entries()) if _has_audit(domain) else iter(())
    bodies = ({"receipt": e.receipt, **json.loads(e.body)} for e in entries)
    return StudentRecords(
        student=student,
        domain=domain.name,
        conversations=tuple(
            StoredConversation(id=name, turns=Conversation(domain.name, student, name).read())
            for name in names
        ),
        audit=tuple(body for body in bodies if body.get("user") in users),
        alerts=tuple(a for a in map(json.loads, _alert_lines(domain)) if a.get("user") in users),
        documents=tuple(_documents(domain, student)),
    )


def remove_student(domain: Domain, student: str) -> Removal:
    """Erase everything of ``student``, then search every file for what was there."""
    records = student_records(domain, student)
    needles = _needles(records)
    shutil.rmtree(folder_of(domain.name, student), ignore_errors=True)
    erased = audit_log(domain).forget({student, pseudonym(student)}) if records.audit else 0
    _remove_alerts(domain, student)
    if records.documents:
        library = open_library(domain)
        with library.writing():
            for document in records.documents:
                library.remove(document.id)
        library.finish_removals()
        library.close()
        shutil.rmtree(home() / "libraries" / domain.name / "index", ignore_errors=True)
    _write_anew()
    return Removal(
        student=student,
        conversations=len(records.conversations),
        audit=erased,
        alerts=len(records.alerts),
        documents=len(records.documents),
        traces=tuple(find_traces(home(), needles)),
    )


def _write_anew() -> None:
    """Bring what was erased out of rebuilt pages and out of SQLite's logs of older ones."""
    for path in home().rglob("*.sqlite"):
        connection = sqlite3.connect(path, timeout=30)
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()


def find_traces(folder: Path, needles: Sequence[str]) -> Iterator[str]:
    """Yield the files under ``folder`` that hold one of ``needles``, byte for byte.

    ``users.toml`` and ``school.toml`` are the operator's own lists and are passed over.
    """
    wanted = [form.encode() for n in needles for form in {n, json.dumps(n)[1:-1]}]
    own = {"users.toml", "school.toml"}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if path.name not in own and _holds(path, wanted):
            yield str(path)


def _holds(path: Path, wanted: Sequence[bytes]) -> bool:
    overlap = max(map(len, wanted), default=1)
    tail = b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            block = tail + chunk
            if any(needle in block for needle in wanted):
                return True
            tail = block[-overlap:]
    return False


def _needles(records: StudentRecords) -> list[str]:
    said = [t.text for c in records.conversations for t in c.turns if t.role == "user"]
    asked = [str(body.get("question")) for body in records.audit if body.get("question")]
    texts = [document.text[:200] for document in records.documents]
    known = [d.id for d in records.documents]
    long = [text for text in (*said, *asked, *texts, *known) if len(text) >= MIN_NEEDLE_CHARS]
    named = [
        f'"{field}":{space}"{records.student}"'
        for field in ("user", "student")
        for space in ("", " ")
    ]
    return [*named, f"student:{records.student}", pseudonym(records.student), *dict.fromkeys(long)]


def _documents(domain: Domain, student: str) -> Iterator[Document]:
    if not (home() / "libraries" / domain.name).is_dir():
        return
    library = open_library(domain)
    group = f"student:{student}"
    for document in library.documents(Access.of(group, student, *library_groups(domain))):
        if document.attributes.get("student") == student or group in document.groups:
            yield document


def library_groups(domain: Domain) -> frozenset[str]:
    """Return every group that ``users.toml`` names: a student's work may lie in any of them."""
    import tomllib

    path = home() / "users.toml"
    users = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    named = (groups for groups in users.values() if isinstance(groups, list))
    return frozenset({"public", *(str(group) for groups in named for group in groups)})


def _has_audit(domain: Domain) -> bool:
    return (home() / "audit" / f"{domain.name}.sqlite").is_file()


def _alert_path(domain: Domain) -> Path:
    return home() / "alerts" / f"{domain.name}.jsonl"


def _alert_lines(domain: Domain) -> list[str]:
    path = _alert_path(domain)
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []


def _remove_alerts(domain: Domain, student: str) -> None:
    lines = _alert_lines(domain)
    users = {student, pseudonym(student)}
    kept = [line for line in lines if json.loads(line).get("user") not in users]
    if len(kept) != len(lines):
        _alert_path(domain).write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")
