"""What Inspect finds under ``vademecum/``: the tasks of ``evals``, and those that need a search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from inspect_ai import Task, task

from vademecum.domains import load_domain
from vademecum.evals.inspect_tasks.choices import medqa_us, openstax
from vademecum.evals.inspect_tasks.decisions import pubmedqa
from vademecum.evals.inspect_tasks.quotes import own_task
from vademecum.evals.inspect_tasks.reported import documents_of
from vademecum.evals.inspect_tasks.spans import setting_of, span_task
from vademecum.evals.questions import Question
from vademecum.evals.sets.cards import card
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import PUBLIC, Access, Document, Hit, Query

if TYPE_CHECKING:
    from vademecum.domains import Domain
    from vademecum.retrieval.search import HybridSearch

__all__ = ["medqa_us", "openstax", "own_questions", "pubmedqa", "qed_dev", "xquad_en"]

EVERYBODY = Access.of(PUBLIC)


@task
def qed_dev(context: str = "given", k: int = 5) -> Task:
    """Answer QED's questions; ``context`` is closed, given or retrieved (the best k passages)."""
    return _spans("qed_dev", context, k)


@task
def xquad_en(context: str = "given", k: int = 5) -> Task:
    """Answer XQuAD's questions; ``context`` is closed, given or retrieved (the best k passages)."""
    return _spans("xquad_en", context, k)


@task
def own_questions(domain: str = "healthcare", context: str = "retrieved", k: int = 5) -> Task:
    """Answer a domain's own questions with verbatim quotes from passages given or retrieved."""
    chosen, setting = load_domain(domain), setting_of(context)
    if setting == "closed":
        raise InvalidInput(
            "quotes need passages: choose the context given or retrieved, not 'closed'"
        )
    if setting == "given":
        return own_task(chosen)
    search = _search(chosen, list(chosen.starter_documents()))

    def hits(question: Question) -> tuple[Hit, ...]:
        return search.search(question.query(EVERYBODY, k))

    return own_task(chosen, hits)


def _spans(name: str, context: str, k: int) -> Task:
    setting = setting_of(context)
    if setting != "retrieved":
        return span_task(name, setting)
    search = _search(load_domain(card(name).domain), list(documents_of(name).values()))

    def passages(question: str) -> list[tuple[str, str]]:
        found = search.search(Query(text=question, allow=EVERYBODY, k=k))
        return [(hit.document.title, hit.passage.text) for hit in found]

    return span_task(name, setting, passages)


def _search(domain: Domain, documents: Sequence[Document]) -> HybridSearch:
    """Return the domain's search over exactly ``documents``; it loads the encoder."""
    from .evaluating.systems import evaluation_search

    return evaluation_search(domain, documents)
