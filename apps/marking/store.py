"""Keep marks: one JSON line each in ``VADEMECUM_HOME/marks/DOMAIN.jsonl``, with consent alone."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from filelock import FileLock
from pydantic import ValidationError

from vademecum.domains import Domain
from vademecum.retrieval.errors import InvalidInput, OperatorError
from vademecum.retrieval.home import home

from ..texts import require_unicode
from .anonymous import remover
from .marks import MARK, AnswerMark, VerdictMark

MOST_BYTES: Final = 20_000_000
"""A file of marks is not to fill a disk: about 20,000 of them."""


@dataclass(frozen=True)
class Damaged:
    """A line that cannot be read as a mark; it stays in its file."""

    line: int
    problem: str


@dataclass(frozen=True)
class KeptMarks:
    """The marks of one domain with the numbers of their lines."""

    path: Path
    marks: tuple[tuple[int, VerdictMark | AnswerMark], ...]
    damaged: tuple[Damaged, ...]


def marks_path(domain: str) -> Path:
    """Return where the marks of a domain lie, whether or not there are any."""
    return home() / "marks" / f"{domain}.jsonl"


def save_mark(
    domain: Domain, mark: VerdictMark | AnswerMark, *, consents: bool
) -> VerdictMark | AnswerMark:
    """Append the mark without identifiers, synced to disk; return it as it was written.

    Raises InvalidInput without consent, before anything is written, and OperatorError where the
    file cannot be written.
    """
    if not consents:
        raise InvalidInput("nothing was kept: a mark is kept only with consent; tick the box")
    kept = mark.cleaned(remover(domain))
    line = kept.model_dump_json()
    require_unicode(line, "the mark")
    path = marks_path(domain.name)
    with _locked(path):
        _append(path, line.encode())
    return kept


def read_marks(domain: str) -> KeptMarks:
    """Read the marks of a domain; lines that are none are reported with their numbers."""
    path = marks_path(domain)
    marks: list[tuple[int, VerdictMark | AnswerMark]] = []
    damaged: list[Damaged] = []
    for number, line in _lines(path):
        try:
            mark = MARK.validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            damaged.append(Damaged(number, f"{where}: {first['msg']}".removeprefix(": ")))
            continue
        if mark.domain == domain:
            marks.append((number, mark))
        else:
            damaged.append(Damaged(number, f"a mark of the domain {mark.domain!r}"))
    return KeptMarks(path, tuple(marks), tuple(damaged))


def forget_marks(domain: str, ids: Collection[str]) -> int:
    """Delete the marks with these ids; return how many lines went. Damaged lines stay."""
    path = marks_path(domain)
    with _locked(path):
        named = {number for number, mark in read_marks(domain).marks if mark.id in ids}
        if named:
            left = b"".join(line + b"\n" for number, line in _lines(path) if number not in named)
            if left:
                _replace(path, left)
            else:
                path.unlink()
    return len(named)


def forget_all(domain: str) -> int:
    """Delete every line of a domain's marks, damaged ones too; return how many there were."""
    path = marks_path(domain)
    with _locked(path):
        count = sum(1 for _ in _lines(path))
        path.unlink(missing_ok=True)
    return count


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    if not path.is_file():
        return
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        if line.strip():
            yield number, line


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{path}.lock", timeout=30):
            yield
    except OSError as error:  # filelock's Timeout is one
        problem = error.strerror or "another process holds its lock"
        raise OperatorError(f"{path}: cannot be written ({problem}); nothing was changed") from None


def _append(path: Path, line: bytes) -> None:
    """Append one line; what a killed process left without an end becomes a line of its own."""
    with open(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+b") as file:
        size = file.seek(0, os.SEEK_END)
        if size + len(line) > MOST_BYTES:
            raise InvalidInput(f"nothing was kept: {path.name} is full; collect and forget first")
        is_torn = size > 0 and (file.seek(-1, os.SEEK_END), file.read(1))[1] != b"\n"
        file.write((b"\n" if is_torn else b"") + line + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_suffix(".new")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
