"""`vademecum ingest`."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from .console import DomainArgument, JsonFlag, counted, emit, emit_json, progress_bar, tell

if TYPE_CHECKING:
    from vademecum.domains import Domain
    from vademecum.retrieval.ingest import IngestReport
    from vademecum.retrieval.library import Library

    from ..ingesting import ReadFiles

FORMATS = ("auto", "files", "beir")
WATCH_S = 2.0
"""How often folders that are followed are looked at."""


def ingest(
    domain: DomainArgument,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH...]", help="Files, folders or BEIR folders."),
    ] = None,
    groups: Annotated[
        str | None,
        typer.Option(metavar="A,B", help="Who may read them: names, separated by commas."),
    ] = None,
    format: Annotated[
        str,
        typer.Option(metavar="FORMAT", help="files, beir or a corpus: domains --corpora."),
    ] = "auto",
    public_set: Annotated[
        str | None,
        typer.Option("--set", metavar="NAME", help="A set of the public data, instead of PATH."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read, count and screen, change nothing.")
    ] = False,
    accept: Annotated[
        bool,
        typer.Option("--accept", help="Bring in documents that command an automated reader too."),
    ] = False,
    redact: Annotated[
        bool, typer.Option("--redact", help="Take identifiers out before anything is encoded.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Follow the folders: what changes or goes, here too.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Bring documents into a domain's library.

    PDF, Word, PowerPoint, Excel, HTML, EPUB, CSV, e-mail, Markdown, text, pictures, BEIR folders;
    or a public set by its name, from the folder VADEMECUM_DATA. A library.toml in a folder gives
    its files groups, dates, jurisdiction and successors. What is unchanged is neither parsed nor
    encoded again. A document that commands the machine which reads it stays out until it is brought
    in with --accept. Exit 1 if files were skipped or documents stayed out, 2 if nothing was changed
    because of a mistake.
    """
    from vademecum.domains import load_domain
    from vademecum.retrieval.errors import InvalidInput

    from .starting import require_unlocked

    loaded = load_domain(domain)
    corpora = [recipe.name for recipe in loaded.recipes]
    if format not in (*FORMATS, *corpora):
        choices = ", ".join((*FORMATS, *corpora))
        raise InvalidInput(f"{format!r} is no format of {domain}; choose one of {choices}")
    if bool(paths) == (public_set is not None):
        raise InvalidInput("name either a PATH or a public set: --set NAME")
    if public_set is not None and (watch or format != "auto"):
        raise InvalidInput("--set goes with neither --format nor --watch")
    if watch and format in corpora:
        raise InvalidInput("--watch follows people's own files; ingest a corpus again instead")
    if watch and (json or dry_run):
        raise InvalidInput("--watch goes with neither --json nor --dry-run")
    if not dry_run:
        require_unlocked(domain)
    files = tuple(paths or ())
    once = _Once(loaded, files, format, public_set, groups, redact, accept, dry_run)
    if watch:
        _follow(once)
        return
    read, report = once.done()
    if json:
        values = {**report.model_dump(), "read": len(read.documents), "dry_run": dry_run}
        told = read.model_dump(mode="json", include={"skipped", "notes", "parsed"})
        more = {"duplicates": read.duplicates, "licences": read.licences}
        emit_json({**values, **told, **more, "reading_seconds": read.seconds})
    else:
        _tell(read, report, dry_run)
    if read.skipped or report.quarantined:
        raise typer.Exit(1)


class _Once(NamedTuple):
    """An ingestion as it was asked for."""

    domain: Domain
    paths: tuple[Path, ...]
    format: str
    public_set: str | None
    groups: str | None
    is_redacted: bool
    is_accepted: bool
    is_dry: bool

    def done(self) -> tuple[ReadFiles, IngestReport]:
        """Read everything, before anything is changed; then bring it in."""
        from ..composition import open_library
        from ..ingesting import bring_in, ids_by_file, look_at, read_files
        from .starting import prepare_library

        name = self.domain.name
        library = open_library(self.domain)
        with progress_bar(f"{name}: reading") as bar:
            read = read_files(
                self.domain,
                self.paths,
                self.format,
                self.groups,
                stored=library.document,
                ids=ids_by_file(library),
                public_set=self.public_set,
                is_redacted=self.is_redacted or self.domain.manifest.redact_documents,
                tick=bar.to,
            )
        _require_any(read)
        if self.is_dry:
            return read, look_at(read.documents, self.is_accepted)
        prepare_library(name)
        with progress_bar(f"{name}: encoding", len(read.documents)) as bar:

            def tick(done: int, encoded: int) -> None:
                bar.to(done, len(read.documents))
                bar.note(f"({counted(encoded, 'passage')} encoded)")

            report = bring_in(self.domain, library, read.documents, self.is_accepted, tick, tell)
        return read, report


def _follow(once: _Once, sleep: Callable[[float], None] = time.sleep) -> None:
    """Bring in what changes and remove what goes, until a person stops it."""
    from vademecum.retrieval.errors import LibraryBusy, UserError

    from ..composition import open_library
    from ..ingesting import changes

    library = open_library(once.domain)
    for _ in changes(once.paths, WATCH_S, sleep):
        is_waiting = False
        while True:
            try:
                _remove_gone(once, library)
                read, report = once.done()
            except LibraryBusy as error:
                if not is_waiting:
                    tell(f"{error}; following on")
                is_waiting = True
                sleep(WATCH_S)
            except UserError as error:
                tell(f"{error}; following on")
                break
            else:
                _tell(read, report, is_dry=False)
                tell("following; stop with Ctrl-C")
                break


def _remove_gone(once: _Once, library: Library) -> None:
    from ..composition import open_search
    from ..ingesting import missing, vanished

    for path in missing(once.paths):
        tell(
            f"{path}: not there, or empty; what came from it stays. "
            f"To remove it: vademecum library remove {once.domain.name} DOCUMENT"
        )
    gone = vanished(library, once.paths)
    if gone:
        with library.writing():
            for name in gone:
                library.remove(name)
    library.finish_removals()
    if gone:
        _ = open_search(once.domain, library, tell).indexes
        emit(f"removed, since their files are gone: {', '.join(gone)}")


def _require_any(read: ReadFiles) -> None:
    from vademecum.retrieval.errors import InvalidInput

    if read.documents:
        return
    first = read.skipped[0].reason if read.skipped else "there is no document in it"
    others = len(read.skipped) - 1
    more = f" (and {counted(others, 'file')} more)" if others > 0 else ""
    raise InvalidInput(f"nothing to add: {first}{more}")


def _tell(read: ReadFiles, report: IngestReport, is_dry: bool) -> None:
    for item in read.skipped:
        tell(f"skipped: {item.reason}")
    for noted in read.notes:
        tell(f"note: {noted.path}: {noted.note}")
    for kept in report.quarantined:
        first = kept.findings[0]
        quote = " ".join(first.quote.split())
        where = f"{kept.document_id}, characters {first.start}-{first.end}"
        tell(f"kept out: {where}: {first.reason}: “{quote}”")
    for same in read.duplicates:
        tell(f"note: the same text: {', '.join(same)}")
    emit(_told(report, len(read.documents), len(read.skipped), is_dry))


def _told(report: IngestReport, read: int, skipped: int, dry_run: bool) -> str:
    number = len(report.quarantined)
    kept_out = f"{number:,} kept out, " if number else ""
    if dry_run:
        return (
            f"{counted(read, 'document')} could be read, {kept_out}"
            f"{counted(skipped, 'file')} skipped; "
            "nothing was changed"
        )
    return (
        f"{counted(report.added, 'document')} added, {report.replaced:,} replaced, "
        f"{report.unchanged:,} unchanged, {kept_out}"
        f"{counted(skipped, 'file')} skipped; "
        f"{counted(report.passages, 'passage')}, {report.encoded:,} encoded, "
        f"{report.seconds:.1f} s"
    )
