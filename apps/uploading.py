"""Bring files in that somebody gives to a page: staged, read, stored, and deleted again."""

from __future__ import annotations

import os
import shutil
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Final, Literal, NamedTuple, TypeVar

from filelock import FileLock, Timeout

from vademecum.domains import Domain
from vademecum.domains.rails.identifiers import IdentifierRail
from vademecum.retrieval import PUBLIC
from vademecum.retrieval.errors import InvalidInput, LibraryBusy
from vademecum.retrieval.ingest import IngestReport
from vademecum.retrieval.library import Library
from vademecum.retrieval.readers.folder import Noted, Skipped
from vademecum.retrieval.readers.labels import NAME as LABELS
from vademecum.retrieval.types import Document, Noun

from .composition import Assistant
from .ingesting import bring_in, read_files

MAX_FILES: Final = 50
MAX_TOTAL_BYTES: Final = 200_000_000
UPLOADS: Final = "uploads"
"""The folder, inside that of the library, in which files stand while they are read; ids begin
with it, so that no upload takes the place of a document that came in another way."""
_MAX_NAME_CHARS: Final = 120
_UNSEEN: Final = ("Cc", "Cf", "Cs", "Zl", "Zp")


class Given(NamedTuple):
    """A file that somebody gave, and what they call it."""

    path: Path
    name: str


class Progress(Noun):
    """How far an upload is; ``seconds`` is left to whoever shows it."""

    step: Literal["reading", "encoding"]
    done: int
    total: int
    passages: int = 0


class Uploaded(Noun):
    """What became of an upload; files are called by their names alone."""

    ingested: IngestReport = IngestReport()
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[Noted, ...] = ()
    duplicates: tuple[tuple[str, ...], ...] = ()
    seconds: float = 0.0


Told = TypeVar("Told", Skipped, Noted)


def can_redact(domain: Domain) -> bool:
    """Tell whether the domain knows identifiers."""
    return any(isinstance(rail, IdentifierRail) for rail in domain.rails)


def bring_uploads(
    assistant: Assistant,
    given: Sequence[Given],
    is_redacted: bool,
    tell: Callable[[Progress], None] = lambda progress: None,
) -> Uploaded:
    """Bring files into the library of a running assistant, as ``vademecum ingest`` does.

    They become public. The files are deleted, whatever happens. A file of an earlier name takes
    the place of the earlier upload. Raises InvalidInput for too many or too large files,
    LibraryBusy if another upload or process is writing, UnwritableLibrary or OSError where nothing
    can be written.
    """
    started = perf_counter()
    try:
        _require_few(given)
        with _staged(assistant.library, given) as (folder, skipped):
            told = _brought(assistant, folder, is_redacted, tell)
        return told.model_copy(
            update={"skipped": (*skipped, *told.skipped), "seconds": perf_counter() - started}
        )
    finally:
        for one in given:
            one.path.unlink(missing_ok=True)


def _brought(
    assistant: Assistant, folder: Path, is_redacted: bool, tell: Callable[[Progress], None]
) -> Uploaded:
    """Read what stands in ``folder`` and store it; searches see it when this returns."""
    domain, library = assistant.domain, assistant.library
    files = sum(1 for _ in folder.iterdir())
    if not files:
        return Uploaded()
    if library.is_being_written():
        raise LibraryBusy("another process is writing to this library; try again when it ends")
    tell(Progress(step="reading", done=0, total=files))
    read = read_files(
        domain,
        [folder],
        "files",
        PUBLIC,
        stored=library.document,
        is_redacted=is_redacted or domain.manifest.redact_documents,
        named=_named,
        tick=lambda done: tell(Progress(step="reading", done=done, total=files)),
    )
    total = len(read.documents)

    def tick(done: int, encoded: int) -> None:
        tell(Progress(step="encoding", done=done, total=total, passages=encoded))

    report = IngestReport()
    if total:
        tick(0, 0)
        report = bring_in(domain, library, read.documents, False, tick, lambda line: None)
        _ = assistant.search.indexes
    return Uploaded(
        ingested=report,
        skipped=tuple(_without(folder, one) for one in read.skipped),
        notes=tuple(_without(folder, one) for one in read.notes),
        duplicates=tuple(tuple(map(short_name, same)) for same in read.duplicates),
    )


def safe_name(name: str) -> str:
    """Return a name that leads nowhere, is seen whole, and is short enough for every disk."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(c for c in last if unicodedata.category(c) not in _UNSEEN)
    plain = unicodedata.normalize("NFC", seen).strip().lstrip(".~$ ") or "file"
    stem, dot, suffix = plain.rpartition(".")
    if dot and stem and len(suffix) <= 10:
        return f"{stem[: _MAX_NAME_CHARS - len(suffix)]}.{suffix}"
    return plain[:_MAX_NAME_CHARS]


def _require_few(given: Sequence[Given]) -> None:
    if not given:
        raise InvalidInput("choose at least one file first")
    if len(given) > MAX_FILES:
        raise InvalidInput(
            f"{len(given):,} files are too many at once; upload at most {MAX_FILES} at a time, "
            "or use: vademecum ingest"
        )
    total = sum(one.path.stat().st_size for one in given)
    if total > MAX_TOTAL_BYTES:
        raise InvalidInput(
            f"the files have {total / 1e6:,.0f} MB together; upload at most "
            f"{MAX_TOTAL_BYTES // 1_000_000} MB at a time, or use: vademecum ingest"
        )


@contextmanager
def _staged(library: Library, given: Sequence[Given]) -> Iterator[tuple[Path, tuple[Skipped, ...]]]:
    """Move the files into an empty folder of the library, one upload at a time."""
    folder = library.folder / UPLOADS
    lock = FileLock(library.folder / "uploads.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise LibraryBusy(
            "another upload to this library is running; try again when it ends"
        ) from None
    try:
        shutil.rmtree(folder, ignore_errors=True)  # what a killed process left
        folder.mkdir()
        yield folder, _moved(folder, given)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()


def _moved(folder: Path, given: Sequence[Given]) -> tuple[Skipped, ...]:
    skipped: list[Skipped] = []
    taken: set[str] = set()
    for one in given:
        name = safe_name(one.name)
        if reason := _objection(name, taken):
            skipped.append(Skipped(path=name, reason=f"{name}: {reason}"))
            continue
        taken.add(name.casefold())
        shutil.move(one.path, folder / name)
    return tuple(skipped)


def _objection(name: str, taken: Collection[str]) -> str:
    if name.casefold() == LABELS:
        return "speaks for other files; give it to vademecum ingest with its folder"
    if name.casefold() in taken:
        return "another file of this upload has the same name; rename one of them"
    return ""


def _named(document: Document) -> Document:
    """Name a document after its file, whatever the file says of its own id."""
    name = Path(document.attributes["origin"]).name
    return document.model_copy(update={"id": f"{UPLOADS}/{name}"})


def _without(folder: Path, one: Told) -> Told:
    """Leave out of what is said of a file where it stood."""
    said = one.model_dump()
    return one.model_copy(update={k: v.replace(f"{folder}{os.sep}", "") for k, v in said.items()})


def short_name(document_id: str) -> str:
    """Return the name of the file that an uploaded document came from."""
    return document_id.removeprefix(f"{UPLOADS}/")
