"""Read what people name into documents, bring them in, and follow a folder."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import Field

from vademecum.domains import Domain
from vademecum.domains.quarantine import find_commands
from vademecum.domains.recipes import CorpusReading
from vademecum.evals.data import data_home
from vademecum.evals.sets.corpora import corpus_documents, corpus_of
from vademecum.retrieval.ingest import IngestReport, Quarantined, Screen, Tick, admit_all, ingest
from vademecum.retrieval.library import Library
from vademecum.retrieval.readers.beir import beir_corpus
from vademecum.retrieval.readers.folder import (
    Noted,
    Reading,
    Skipped,
    Stored,
    files_below,
)
from vademecum.retrieval.same_names import named_apart
from vademecum.retrieval.types import Document, Noun

from .composition import open_search, passage_settings, shared_encoder
from .intake import in_groups, require_usable
from .redacting_documents import redacted
from .told import as_it_stands


class ReadFiles(Noun):
    """What reading gave, before anything is changed."""

    documents: tuple[Document, ...] = Field(repr=False)
    parsed: int
    """Files that had to be parsed; the others were known or are plain text."""
    skipped: tuple[Skipped, ...]
    notes: tuple[Noted, ...]
    seconds: float

    @property
    def duplicates(self) -> tuple[tuple[str, ...], ...]:
        """Return the ids of documents that hold the same text, all of which came in."""
        by_text: dict[str, list[str]] = {}
        for document in self.documents:
            by_text.setdefault(document.text, []).append(document.id)
        return tuple(tuple(ids) for ids in by_text.values() if len(ids) > 1)

    @property
    def licences(self) -> dict[str, int]:
        """Count the documents by licence."""
        return dict(Counter(d.licence or "not stated" for d in self.documents).most_common())


def read_files(
    domain: Domain,
    paths: Sequence[Path],
    format: str,
    groups: str | None,
    *,
    stored: Stored = lambda name: None,
    ids: Mapping[str, str] | None = None,
    public_set: str | None = None,
    is_redacted: bool = False,
    named: Callable[[Document], Document] = lambda document: document,
    tick: Callable[[int], None] = lambda read: None,
) -> ReadFiles:
    """Read everything under ``paths``; what ``stored`` holds of an unchanged file is not parsed.

    A file keeps the id that ``ids`` has for its resolved path, however it is named this time.
    ``public_set`` names a set of the public data folder, which is read instead. Identifiers are
    taken out where ``is_redacted``; ``named`` may give a document another id. Raises InvalidInput
    where nothing can be read.
    """
    started = time.perf_counter()
    reading: Reading | CorpusReading
    found: Iterable[Document]
    if recipe := domain.recipe(format):
        reading = CorpusReading(recipe)
        found = reading.documents(paths)
    else:
        reading = Reading(stored, require_usable, ids)
        found = reading.documents(paths, format)
    if public_set is not None:
        found = corpus_documents(data_home(), corpus_of(domain.name, public_set))
    documents: list[Document] = []
    found = in_groups(map(named, found), groups)
    notes: list[Noted] = []
    if is_redacted:
        found = redacted(domain, found, notes)
    for document in found:
        document = named_apart(document, stored)
        documents.append(as_it_stands(document, stored(document.id)))
        tick(len(documents))
    return ReadFiles(
        documents=tuple(documents),
        parsed=reading.parsed,
        skipped=tuple(reading.skipped),
        notes=(*reading.notes, *notes),
        seconds=time.perf_counter() - started,
    )


def look_at(documents: Iterable[Document], is_accepted: bool) -> IngestReport:
    """Screen the documents and do nothing else."""
    found = () if is_accepted else ((d, f) for d in documents if (f := find_commands(d)))
    kept = (Quarantined(document_id=d.id, title=d.title, findings=f) for d, f in found)
    return IngestReport(quarantined=tuple(kept))


def bring_in(
    domain: Domain,
    library: Library,
    documents: Sequence[Document],
    is_accepted: bool,
    tick: Tick,
    notice: Callable[[str], None],
) -> IngestReport:
    """Store the documents and bring the indexes up to date."""
    screen: Screen = admit_all if is_accepted else find_commands
    report = ingest(
        library, documents, shared_encoder(), passage_settings(domain), tick, screen=screen
    )
    library.finish_removals()
    _ = open_search(domain, library, notice).indexes
    return report


def ids_by_file(library: Library) -> dict[str, str]:
    """Return the id of the document that came from each file, by resolved path.

    Files from which several documents came, or folders, have none.
    """
    found: dict[str, list[str]] = {}
    for name, attributes in library.attributes():
        if origin := attributes.get("origin"):
            found.setdefault(origin, []).append(name)
    return {origin: names[0] for origin, names in found.items() if len(names) == 1}


def vanished(library: Library, paths: Sequence[Path]) -> list[str]:
    """Return the ids of documents that came from below ``paths`` and whose files are gone.

    Nothing is gone below a path that is itself ``missing``.
    """
    gone = []
    for name, attributes in library.attributes():
        origin = attributes.get("origin")
        if origin is not None and not Path(origin).exists():
            gone.append((name, Path(origin)))
    away = missing(paths)  # looked at last: a share may be unmounted meanwhile
    roots = [path.resolve() for path in paths if path not in away]
    return [name for name, origin in gone if any(map(origin.is_relative_to, roots))]


def missing(paths: Sequence[Path]) -> list[Path]:
    """Return those of ``paths`` that are not there or hold no file, as a share unmounted does."""
    return [p for p in paths if not p.is_file() and next(files_below(p), None) is None]


def changes(
    paths: Sequence[Path], every_s: float, sleep: Callable[[float], None] = time.sleep
) -> Iterator[None]:
    """Yield once at first, and whenever files below ``paths`` have changed and lie still again."""
    known = _stamps(paths)
    yield
    while True:
        sleep(every_s)
        now = _stamps(paths)
        if now == known:
            continue
        while (later := _after(paths, every_s, sleep)) != now:
            now = later
        known = now
        yield


def _after(
    paths: Sequence[Path], every_s: float, sleep: Callable[[float], None]
) -> frozenset[tuple[str, int, int]]:
    sleep(every_s)
    return _stamps(paths)


def _stamps(paths: Sequence[Path]) -> frozenset[tuple[str, int, int]]:
    found = set()
    for path in paths:
        if path.is_dir() and beir_corpus(path) is None:
            files = [*files_below(path), *path.rglob("library.toml")]
        else:
            files = [beir_corpus(path) or path]
        for file in files:
            try:
                state = file.stat()
            except OSError:  # gone between being listed and being looked at
                continue
            found.add((str(file), state.st_size, state.st_mtime_ns))
    return frozenset(found)
