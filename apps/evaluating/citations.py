"""Run the tasks about characters: what is cited, and what the passages found cover."""

from __future__ import annotations

from vademecum.evals.items import Item
from vademecum.evals.questions import GoldSpan
from vademecum.evals.results import EvalResult
from vademecum.evals.resumed import resumed
from vademecum.evals.tasks.citations import (
    CUTS,
    Citer,
    Finder,
    evaluate_citations,
    evaluate_passages,
)
from vademecum.retrieval import Claim
from vademecum.retrieval.search import HybridSearch
from vademecum.retrieval.types import Noun
from vademecum.retrieval.weights import Weights

from .options import Job
from .public import PublicRun, adapted, allowed, public_run
from .quoting import SentenceRanker, claims_of
from .systems import WITHOUT, plain_search

IN_CONTRACT = "in_contract"


class Claims(Noun):
    """The claims of an answer."""

    claims: tuple[Claim, ...]


class Spans(Noun):
    """Characters that were found, best first."""

    spans: tuple[GoldSpan, ...]


def run_citations(job: Job) -> EvalResult:
    """Cite for every item with gold spans, beside BM25 and MiniLM over sentences."""
    run = public_run(job)
    search = run.search()
    store = job.course.store(job.task, run.manifest)
    items = _inside(run)
    claims = claims_of(job, search)
    rankers = {"BM25 sentences": "lexical", "MiniLM sentences": "dense"}

    def citer(name: str, of: Citer) -> Citer:
        once = resumed(store, name, Claims, lambda item: Claims(claims=tuple(of(item))))
        return lambda item: once(item).claims

    systems: dict[str, Citer] = {"configured": citer("configured", claims)}
    for name, mode in rankers.items():
        systems[name] = citer(name, _sentence_citer(SentenceRanker(job, search, mode)))
    return evaluate_citations(
        items,
        systems,
        search.library.text_of,
        domain=job.domain.name,
        manifest=run.manifest,
        tick=job.course.ticks(len(items) * len(systems)),
    )


def run_passages(job: Job) -> EvalResult:
    """Find passages for every item with gold spans; each system reads the same windows."""
    run = public_run(job)
    search = run.search()
    store = job.course.store(job.task, run.manifest)
    items = _inside(run)
    alone = {
        "BM25": Weights(dense=0, sentence=0, lexical=1, document=0),
        "MiniLM": Weights(dense=1, sentence=0, lexical=0, document=0),
        "weighted(0.4)": Weights(dense=0.4, sentence=0, lexical=0.6, document=0),
    }
    ours = {"configured": search}
    if (other := adapted(job, search)) is not None:
        ours = {"configured": other, WITHOUT: search}
    searches = ours | {name: plain_search(search, weights) for name, weights in alone.items()}

    def finder(name: str, of: HybridSearch) -> Finder:
        once = resumed(store, name, Spans, lambda item: _spans(job, of, item))
        return lambda item: once(item).spans

    return evaluate_passages(
        items,
        {name: finder(name, of) for name, of in searches.items()},
        search.library.text_of,
        domain=job.domain.name,
        manifest=run.manifest,
        tick=job.course.ticks(len(items) * len(searches)),
    )


def _inside(run: PublicRun) -> tuple[Item, ...]:
    """Leave out what figures inside a contract leave out, and what has no gold span."""
    return tuple(
        item
        for item in run.items
        if item.gold and item.answerable is not False and item.slices.get(IN_CONTRACT) != "no"
    )


def _spans(job: Job, search: HybridSearch, item: Item) -> Spans:
    from vademecum.retrieval import Query

    allow = allowed(item, given=job.options.given)
    hits = search.search(Query(text=item.text, allow=allow, k=max(CUTS)))
    return Spans(
        spans=tuple(
            GoldSpan(
                document_id=hit.passage.document_id,
                quote=hit.passage.text,
                start=hit.passage.start,
                end=hit.passage.end,
            )
            for hit in hits
        )
    )


def _sentence_citer(ranker: SentenceRanker) -> Citer:
    return lambda item: tuple(
        Claim(text=quote.quote, citations=(quote,)) for quote in ranker(item).quotes
    )
