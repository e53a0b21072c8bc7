"""`vademecum ingest` and `vademecum library`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .console import DomainArgument, JsonFlag, UserOption, emit, emit_json, progress_bar, tell

if TYPE_CHECKING:
    from vademecum.domains import Domain
    from vademecum.retrieval.library import Library

library_app = typer.Typer(no_args_is_help=True, help="List, show, change and check documents.")


def ingest(
    domain: DomainArgument,
    paths: Annotated[list[Path], typer.Argument(help="Files, folders or BEIR folders.")],
    groups: Annotated[
        str | None, typer.Option(help="Who may read them: names, separated by commas.")
    ] = None,
    format: Annotated[str, typer.Option(help="auto, files or beir.")] = "auto",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and count, change nothing.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Bring documents into the domain's library; what is unchanged is not encoded again."""
    from vademecum.domains import load_domain
    from vademecum.retrieval.errors import InvalidInput
    from vademecum.retrieval.ingest import IngestReport
    from vademecum.retrieval.ingest import ingest as run
    from vademecum.retrieval.readers.folder import Skipped, read_paths

    from ..composition import open_library, open_search, passage_settings, shared_encoder
    from ..intake import in_groups

    loaded = load_domain(domain)
    if format not in ("auto", "files", "beir"):
        raise InvalidInput(f"{format!r} is no format; choose auto, files or beir")
    skipped: list[Skipped] = []
    with progress_bar(f"{domain}: reading") as bar:
        documents = []
        for document in in_groups(read_paths(paths, format, skipped), groups):
            documents.append(document)
            bar.to(len(documents))
    report = IngestReport()
    if not dry_run:
        from .starting import prepare_library

        prepare_library(domain)
        library = open_library(loaded)
        with progress_bar(f"{domain}: encoding", len(documents)) as bar:

            def tick(done: int, encoded: int) -> None:
                bar.to(done, len(documents))
                bar.note(f"({encoded} passages encoded)")

            settings = passage_settings(loaded)
            report = run(library, documents, shared_encoder(), settings, tick)
        _ = open_search(loaded, library, tell).indexes
    _report(report, len(documents), skipped, dry_run, json)
    if skipped:
        raise typer.Exit(1)


def _report(
    report: object, read: int, skipped: list[object] | object, dry_run: bool, json: bool
) -> None:
    from vademecum.retrieval.ingest import IngestReport

    assert isinstance(report, IngestReport)
    assert isinstance(skipped, list)
    if json:
        values = {**report.model_dump(), "read": read, "dry_run": dry_run}
        emit_json({**values, "skipped": [s.model_dump() for s in skipped]})
        return
    for item in skipped:
        tell(f"skipped: {item.reason}")
    if dry_run:
        emit(f"{read} documents could be added, {len(skipped)} files skipped; nothing was changed")
        return
    emit(
        f"{report.added} added, {report.replaced} replaced, {report.unchanged} unchanged, "
        f"{len(skipped)} skipped; {report.passages} passages, {report.encoded} encoded, "
        f"{report.seconds:.1f} s"
    )


def _open(name: str) -> tuple[Domain, Library]:
    from vademecum.domains import load_domain

    from ..composition import open_library
    from .starting import prepare_library

    prepare_library(name)
    domain = load_domain(name)
    return domain, open_library(domain)


@library_app.command("list")
def list_documents(domain: DomainArgument, user: UserOption = None, json: JsonFlag = False) -> None:
    """List the documents that you may see."""
    from ..composition import access_of

    _, library = _open(domain)
    access = access_of(user)
    documents = [
        {
            "id": d.id,
            "title": d.title,
            "source": d.source,
            "licence": d.licence,
            "effective_from": d.effective_from,
            "effective_to": d.effective_to,
            "superseded_by": d.superseded_by,
            "review": d.review,
            "chars": len(d.text),
        }
        for d in library.documents(access)
    ]
    if json:
        counts = library.counts(access).model_dump()
        emit_json({"documents": documents, "counts": counts})
        return
    for d in documents:
        ended = f"  (until {d['effective_to']})" if d["effective_to"] else ""
        emit(f"{d['id']}  {d['title']}{ended}")
    emit(f"{len(documents)} documents")


@library_app.command()
def show(
    domain: DomainArgument,
    document: Annotated[str, typer.Argument(help="The id of a document.")],
    user: UserOption = None,
    json: JsonFlag = False,
) -> None:
    """Show one document with everything known about it."""
    from vademecum.retrieval.errors import UnknownName

    from ..composition import access_of

    _, library = _open(domain)
    found = library.document(document)
    if found is None or not set(found.groups) & access_of(user).groups:
        raise UnknownName(
            f"no document has the id {document!r}; see: vademecum library list {domain}"
        )
    if json:
        emit_json(found)
        return
    record = found.model_dump(exclude={"text"}, exclude_defaults=True)
    emit("\n".join(f"{key}: {value}" for key, value in record.items()))
    emit(f"\n{found.text}")


@library_app.command()
def remove(
    domain: DomainArgument,
    document: Annotated[str, typer.Argument(help="The id of a document.")],
    json: JsonFlag = False,
) -> None:
    """Remove a document with its passages and vectors, from every index."""
    loaded, library = _open(domain)
    with library.writing():
        library.remove(document)
    _refresh(loaded, library)
    emit_json({"removed": document}) if json else emit(f"removed {document}")


@library_app.command()
def supersede(
    domain: DomainArgument,
    old: Annotated[str, typer.Argument(help="The id of the document that ends.")],
    new: Annotated[str, typer.Argument(help="The id of the document that takes its place.")],
    on: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="First day of the new one.")],
    json: JsonFlag = False,
) -> None:
    """Mark a document as superseded by another from a day on."""
    from datetime import timedelta

    from vademecum.retrieval.errors import InvalidInput, UnknownName

    loaded, library = _open(domain)
    if old == new:
        raise InvalidInput(f"{old} cannot supersede itself; name two documents")
    ended, begun = library.document(old), library.document(new)
    for identity, found in ((old, ended), (new, begun)):
        if found is None:
            raise UnknownName(
                f"no document has the id {identity!r}; see: vademecum library list {domain}"
            )
    assert ended is not None
    assert begun is not None
    day = on.date()
    with library.writing():
        last = {"superseded_by": new, "effective_to": day - timedelta(days=1)}
        library.update(ended.model_copy(update=last))
        library.update(begun.model_copy(update={"supersedes": old, "effective_from": day}))
    _refresh(loaded, library)
    if json:
        emit_json({"superseded": old, "by": new, "on": day})
    else:
        emit(f"{old} is superseded by {new} from {day}")


@library_app.command()
def verify(domain: DomainArgument, json: JsonFlag = False) -> None:
    """Check the SQLite file, and that every passage and vector is where it should be."""
    from ..intake import verify_library

    _, library = _open(domain)
    problems = verify_library(library)
    if json:
        emit_json({"ok": not problems, "problems": problems})
    else:
        emit("\n".join(problems) if problems else f"{domain}: the library is whole")
    if problems:
        raise typer.Exit(1)


@library_app.command()
def rebuild(domain: DomainArgument, json: JsonFlag = False) -> None:
    """Build the derived indexes again from the library."""
    loaded, library = _open(domain)
    _refresh(loaded, library, force=True)
    emit_json({"rebuilt": domain}) if json else emit(f"{domain}: indexes rebuilt")


def _refresh(domain: Domain, library: Library, force: bool = False) -> None:
    import shutil

    from ..composition import open_search

    if force:
        shutil.rmtree(library.folder / "index", ignore_errors=True)
    _ = open_search(domain, library, tell).indexes
