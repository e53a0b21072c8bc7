"""`vademecum ingest`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .console import DomainArgument, JsonFlag, counted, emit, emit_json, progress_bar, tell

if TYPE_CHECKING:
    from vademecum.domains import Domain
    from vademecum.retrieval.ingest import IngestReport
    from vademecum.retrieval.readers.folder import Skipped
    from vademecum.retrieval.types import Document


def ingest(
    domain: DomainArgument,
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Files, folders or BEIR folders.")
    ],
    groups: Annotated[
        str | None,
        typer.Option(metavar="A,B", help="Who may read them: names, separated by commas."),
    ] = None,
    format: Annotated[str, typer.Option(metavar="FORMAT", help="auto, files or beir.")] = "auto",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read, count and screen, change nothing.")
    ] = False,
    accept: Annotated[
        bool,
        typer.Option("--accept", help="Bring in documents that command an automated reader too."),
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Bring documents into a domain's library.

    What is unchanged is not encoded again. A document that commands the machine which reads it
    stays out until it is brought in with --accept. Exit 1 if files were skipped or documents stayed
    out, 2 if nothing was changed because of a mistake.
    """
    from vademecum.domains import load_domain
    from vademecum.retrieval.errors import InvalidInput

    from .starting import require_unlocked

    loaded = load_domain(domain)
    if format not in ("auto", "files", "beir"):
        raise InvalidInput(f"{format!r} is no format; choose auto, files or beir")
    if not dry_run:
        require_unlocked(domain)
    documents, skipped = _read(paths, format, groups, domain)
    report = _looked_at(documents, accept) if dry_run else _add(loaded, documents, accept)
    if json:
        values = {**report.model_dump(), "read": len(documents), "dry_run": dry_run}
        emit_json({**values, "skipped": [s.model_dump() for s in skipped]})
    else:
        for item in skipped:
            tell(f"skipped: {item.reason}")
        for kept in report.quarantined:
            first = kept.findings[0]
            quote = " ".join(first.quote.split())
            where = f"{kept.document_id}, characters {first.start}-{first.end}"
            tell(f"kept out: {where}: {first.reason}: “{quote}”")
        emit(_told(report, len(documents), len(skipped), dry_run))
    if skipped or report.quarantined:
        raise typer.Exit(1)


def _read(
    paths: list[Path], format: str, groups: str | None, domain: str
) -> tuple[list[Document], list[Skipped]]:
    """Read everything before anything is changed."""
    from vademecum.retrieval.errors import InvalidInput
    from vademecum.retrieval.readers.folder import read_paths

    from ..intake import in_groups

    skipped: list[Skipped] = []
    documents: list[Document] = []
    with progress_bar(f"{domain}: reading") as bar:
        for document in in_groups(read_paths(paths, format, skipped), groups):
            documents.append(document)
            bar.to(len(documents))
    if not documents:
        first = skipped[0].reason if skipped else "there is no document in it"
        more = f" (and {counted(len(skipped) - 1, 'file')} more)" if len(skipped) > 1 else ""
        raise InvalidInput(f"nothing to add: {first}{more}")
    return documents, skipped


def _looked_at(documents: list[Document], accept: bool) -> IngestReport:
    """Screen the documents and do nothing else."""
    from vademecum.domains.quarantine import find_commands
    from vademecum.retrieval.ingest import IngestReport, Quarantined

    found = () if accept else ((d, f) for d in documents if (f := find_commands(d)))
    kept = (Quarantined(document_id=d.id, title=d.title, findings=f) for d, f in found)
    return IngestReport(quarantined=tuple(kept))


def _add(domain: Domain, documents: list[Document], accept: bool) -> IngestReport:
    """Store the documents and bring the indexes up to date."""
    from vademecum.domains.quarantine import find_commands
    from vademecum.retrieval.ingest import admit_all
    from vademecum.retrieval.ingest import ingest as run

    from ..composition import open_library, open_search, passage_settings, shared_encoder
    from .starting import prepare_library

    prepare_library(domain.name)
    library = open_library(domain)
    with progress_bar(f"{domain.name}: encoding", len(documents)) as bar:

        def tick(done: int, encoded: int) -> None:
            bar.to(done, len(documents))
            bar.note(f"({counted(encoded, 'passage')} encoded)")

        screen = admit_all if accept else find_commands
        report = run(
            library, documents, shared_encoder(), passage_settings(domain), tick, screen=screen
        )
    _ = open_search(domain, library, tell).indexes
    return report


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
