"""`vademecum library`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from .console import DomainArgument, JsonFlag, UserOption, counted, emit, emit_json, tell

if TYPE_CHECKING:
    from vademecum.domains import Domain
    from vademecum.retrieval.library import Library

library_app = typer.Typer(help="List, show, change and check documents.", rich_markup_mode=None)
DocumentArgument = Annotated[
    str, typer.Argument(metavar="DOCUMENT", help="The id of a document, as `list` shows it.")
]


@library_app.command("list")
def list_documents(domain: DomainArgument, user: UserOption = None, json: JsonFlag = False) -> None:
    """List the documents that you may see."""
    from ..composition import access_of
    from .show import documents_text

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
    counts = library.counts(access)
    if json:
        emit_json({"documents": documents, "counts": counts.model_dump()})
        return
    if documents:
        emit(documents_text(documents))
    emit(f"{counted(counts.documents, 'document')}, {counted(counts.passages, 'passage')}")


@library_app.command()
def show(
    domain: DomainArgument,
    document: DocumentArgument,
    user: UserOption = None,
    json: JsonFlag = False,
) -> None:
    """Show one document with everything known about it."""
    from ..changing import visible_document
    from ..composition import access_of
    from .show import record_text

    loaded, library = _open(domain)
    found = visible_document(loaded, library, document, access_of(user))
    if json:
        emit_json(found)
        return
    record = found.model_dump(mode="json", exclude={"text"}, exclude_defaults=True)
    emit(f"{record_text({**record, 'groups': list(found.groups)})}\n\n{found.text}")


@library_app.command()
def remove(domain: DomainArgument, document: DocumentArgument, json: JsonFlag = False) -> None:
    """Remove a document from the library and every index."""
    from ..changing import take_out

    loaded, library = _open(domain)
    found = take_out(loaded, library, document)
    if not _refresh(loaded, library):
        tell(
            f"note: bytes of {document} are left in the files: another process holds them, or the "
            f"disk is full; run afterwards: vademecum library rebuild {domain}"
        )
    if found.supersedes and library.document(found.supersedes):
        tell(f"note: {found.supersedes} stays marked as superseded by {document}")
    if json:
        emit_json({"removed": document})
    else:
        emit(f"removed {document}")


@library_app.command()
def supersede(
    domain: DomainArgument,
    old: Annotated[str, typer.Argument(metavar="OLD", help="The id of the document that ends.")],
    new: Annotated[
        str, typer.Argument(metavar="NEW", help="The id of the document that takes its place.")
    ],
    on: Annotated[str, typer.Option(metavar="DATE", help="First day of the new one.")],
    json: JsonFlag = False,
) -> None:
    """Mark a document as superseded by another."""
    from ..changing import supersede_from
    from .reading import read_day

    day = read_day(on, "--on")
    loaded, library = _open(domain)
    supersede_from(loaded, library, old, new, day)
    _refresh(loaded, library)
    if json:
        emit_json({"superseded": old, "by": new, "on": day})
    else:
        emit(f"{old} is superseded by {new} from {day}")


@library_app.command()
def verify(domain: DomainArgument, json: JsonFlag = False) -> None:
    """Check that the library is whole."""
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
    """Build the derived indexes again."""
    loaded, library = _open(domain)
    _refresh(loaded, library, force=True)
    if json:
        emit_json({"rebuilt": domain})
    else:
        emit(f"{domain}: indexes rebuilt")


def _open(name: str) -> tuple[Domain, Library]:
    from vademecum.domains import load_domain

    from ..composition import open_library
    from .starting import prepare_library

    prepare_library(name)
    domain = load_domain(name)
    library = open_library(domain)
    library.finish_removals()  # one that was killed
    return domain, library


def _refresh(domain: Domain, library: Library, force: bool = False) -> bool:
    """Bring the indexes up to date; tell whether the bytes of removed documents are gone."""
    import shutil

    from ..composition import open_search

    if force:
        with library.indexing():
            shutil.rmtree(library.folder / "index", ignore_errors=True)
    is_finished = library.finish_removals()
    _ = open_search(domain, library, tell).indexes
    return is_finished
