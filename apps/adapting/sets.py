"""Open a public set for the ladder and the matrix: its questions for reporting, and a search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from vademecum.evals.adapting.plan import (
    PlannedSet,
    documents_of,
    items_to_report,
    items_to_train,
    plans,
)
from vademecum.evals.adapting.question_set import DEPTH, Find, QuestionSet
from vademecum.evals.data import data_home
from vademecum.evals.items import Item
from vademecum.evals.manifest import RunManifest
from vademecum.evals.sets.cards import card
from vademecum.retrieval import Access, Document, Query
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.search import HybridSearch
from vademecum.retrieval.types import SearchMode

from ..evaluating.manifests import manifest_of
from ..evaluating.options import Job
from ..evaluating.systems import EVERYBODY, evaluation_search


@dataclass(frozen=True)
class OpenedSet:
    """Questions that nothing was trained on, and the domain's search over their documents."""

    questions: QuestionSet
    search: HybridSearch
    documents: Mapping[str, Document]
    planned: PlannedSet

    @property
    def is_inside(self) -> bool:
        """Tell whether passages are searched within the one document that a question names."""
        return any(item.within is not None for item in self.questions.items)

    @cached_property
    def texts(self) -> list[tuple[str, str]]:
        """Return (document, text) of every passage."""
        keys = self.search.indexes.keys.tolist()
        return [(p.document_id, p.text) for p in self.search.library.passages(keys).values()]

    def examples(self) -> list[tuple[Item, str]]:
        """Return questions for tuning, each with a text that answers it."""
        found = []
        for item in items_to_train(data_home(), self.planned)["train"]:
            if self.is_inside and item.gold:
                found.append((item, item.gold[0].quote))
            elif not self.is_inside and item.documents[0] in self.documents:
                found.append((item, self.documents[item.documents[0]].text))
        return found


def planned_set(domain: str, name: str | None) -> PlannedSet:
    """Return a set as it is planned, by default the first of the domain; any other stands alone.

    A set that another domain plans keeps what is held out there.
    """
    plan = plans().get(domain, ())
    if name is None:
        if not plan:
            raise InvalidInput(f"{domain} has no planned set; name one: --set NAME")
        return plan[0]
    everywhere = (*plan, *(p for of in plans().values() for p in of))
    return next((p for p in everywhere if p.set == name), PlannedSet(set=name))


def open_set(job: Job, planned: PlannedSet) -> OpenedSet:
    """Open ``planned`` with the domain's search; raise InvalidInput without a question to ask."""
    root, limit = data_home(), job.options.limit
    items = items_to_report(root, planned)[:limit]
    if not items:
        raise InvalidInput(f"{planned.set}: no question for reporting has a document")
    found = documents_of(root, planned)
    course = job.course
    search = evaluation_search(
        job.domain, found, lambda done, encoded: course.gauge(done, len(found)), course.notice
    )
    documents = {document.id: document for document in found}
    questions = QuestionSet(
        name=planned.set,
        domain=card(planned.set).domain,
        items=items,
        right=_right(items, search),
        titles={name: document.title for name, document in documents.items()},
    )
    kept = [item for item in items if questions.right[item.id]]
    if lost := len(items) - len(kept):
        course.notice(f"{planned.set}: {lost} questions whose answer is in no passage, left out")
    if not kept:
        raise InvalidInput(f"{planned.set}: no question is answered by any of its documents")
    return OpenedSet(
        QuestionSet(questions.name, questions.domain, kept, questions.right, questions.titles),
        search,
        documents,
        planned,
    )


def finder(search: HybridSearch, mode: SearchMode = "hybrid") -> Find:
    """Return what finds documents, or the passages of the document that a question is asked of."""
    alone = search.varied(search.settings.model_copy(update={"window": 0}))

    def find(item: Item) -> Sequence[str]:
        if item.within is None:
            query = Query(text=item.with_options, allow=EVERYBODY, mode=mode)
            return [name for name, _ in search.search_documents(query, DEPTH)]
        query = Query(text=item.text, allow=Access.of(item.within), mode=mode, k=DEPTH)
        return [hit.passage.id for hit in alone.search(query)]

    return find


def manifest_for(job: Job, name: str) -> RunManifest:
    """Describe a run on the items for reporting of a public set."""
    files = card(name).paths(data_home())
    return manifest_of(job, files[0].parent, files, half="test")


def _right(items: Sequence[Item], search: HybridSearch) -> dict[str, frozenset[str]]:
    """Return the documents in the library that answer each item, or the passages of its own."""
    owners = search.library.owners(search.indexes.keys.tolist())
    keys: dict[str, list[int]] = defaultdict(list)
    for key, owner in owners.items():
        keys[owner].append(key)
    right: dict[str, frozenset[str]] = {}
    for item in items:
        if item.within is None:
            right[item.id] = frozenset(name for name in item.documents if name in keys)
            continue
        passages = search.library.passages(keys[item.within]).values()
        right[item.id] = frozenset(
            p.id
            for p in passages
            if any(span.overlaps(p.document_id, p.start, p.end) for span in item.gold)
        )
    return right
