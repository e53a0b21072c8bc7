"""A public set as a run needs it: items of the half asked for, documents, a search over them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vademecum.evals.data import data_home
from vademecum.evals.items import Item
from vademecum.evals.manifest import RunManifest
from vademecum.evals.sets.cards import card
from vademecum.evals.sets.readers import documents, read_items
from vademecum.retrieval import PUBLIC, Access, Document
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.search import HybridSearch

from ..adapters import NONE
from ..composition import open_search
from .manifests import manifest_of
from .options import Job
from .systems import EVERYBODY, evaluation_search

USES = {"dev": "tune", "test": "report"}


@dataclass(frozen=True)
class PublicRun:
    """Items to measure and the circumstances of the run."""

    job: Job
    items: tuple[Item, ...]
    manifest: RunManifest
    library: str
    """The set whose documents are searched: itself, for most."""

    def search(self) -> HybridSearch:
        """Return the domain's search over the documents of ``library``.

        Each document has a group of its own beside the public one, so that a question can be
        asked of one document alone.
        """
        found = [
            document.model_copy(update={"groups": (PUBLIC, document.id)})
            for document in documents(data_home(), self.library)
        ]
        return search_over(self.job, found)

    @property
    def name(self) -> str:
        """Return the name of the set."""
        return str(self.job.options.set)


def allowed(item: Item, *, given: bool) -> Access:
    """Return the access under which ``item`` is searched.

    Where documents are to be given, those that the set names; raises InvalidInput where it names
    none.
    """
    if item.within is not None:
        return Access.of(item.within)
    if not given:
        return EVERYBODY
    named = set(item.documents) | {span.document_id for span in item.gold}
    if not named:
        raise InvalidInput(f"{item.id} names no document; --given needs one")
    return Access.of(*named)


def search_over(job: Job, found: list[Document]) -> HybridSearch:
    """Return the domain's search over ``found``, with progress while they are brought in."""
    course = job.course
    return evaluation_search(
        job.domain, found, lambda done, encoded: course.gauge(done, len(found)), course.notice
    )


def adapted(job: Job, search: HybridSearch) -> HybridSearch | None:
    """Return the same search with the adapter that the run names, or None without one."""
    name = job.options.adapter
    if name == NONE:
        return None
    return open_search(job.domain, search.library, job.course.notice, name)


def public_run(job: Job, otherwise: str = "test", library: str | None = None) -> PublicRun:
    """Read the set that ``--set`` names; raise InvalidInput where it does not fit the task.

    ``library`` names another set whose documents are searched; its files stand in the manifest.
    """
    name = job.options.set
    if name is None:
        raise InvalidInput(f"{job.task} needs --set NAME; see: vademecum eval list")
    found = card(name)
    if job.task not in found.tasks:
        raise InvalidInput(f"{name} is no set for {job.task}; it is for {', '.join(found.tasks)}")
    if found.domain != job.domain.name:
        job.course.notice(f"{name} is a set of {found.domain}; measured with {job.domain.name}")
    root = data_home()
    part = job.options.part(otherwise)
    items = tuple(
        item for item in read_items(root, name) if part == "all" or item.use == USES[part]
    )[: job.options.limit]
    if not items:
        raise InvalidInput(f"{name}: no item in the half {part} ({found.splits})")
    files = found.paths(root)
    searched = card(library).paths(root) if library else ()
    manifest = manifest_of(job, _folder(files), (*files, *searched), half=part)
    return PublicRun(job, items, manifest, library or name)


def _folder(files: tuple[Path, ...]) -> Path:
    return files[0].parent
