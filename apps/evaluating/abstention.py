"""Run the abstention task: whether certainty tells what can be answered from what cannot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from vademecum.domains.policy import RailPolicy
from vademecum.evals.halves import is_fitted_on
from vademecum.evals.items import Item
from vademecum.evals.results import EvalResult
from vademecum.evals.resumed import Score, resumed
from vademecum.evals.rivals import Scorer, lookup_scorer, prior_scorer
from vademecum.evals.tasks.abstention import evaluate_abstention
from vademecum.retrieval import Query
from vademecum.retrieval.search import HybridSearch
from vademecum.retrieval.topic import topic_of

from .options import Job
from .public import PublicRun, allowed, public_run
from .systems import EVERYBODY, with_threshold

CATEGORY: Final = "category"


def run_abstention(job: Job) -> EvalResult:
    """Score every item; thresholds are set on the items for tuning, checked on the others."""
    run = public_run(job, otherwise="all")
    items = [item for item in run.items if item.use == "report" or not is_fitted_on(item.id)]
    search = run.search()
    store = job.course.store(job.task, run.manifest)
    rivals = _rivals(run, search)
    within = (CATEGORY,) if any(CATEGORY in item.slices for item in run.items) else ()
    scorers = {"certainty": certainty_of(job, search), **rivals}
    kept = {
        name: _kept(resumed(store, name, Score, _score(scorer))) for name, scorer in scorers.items()
    }
    return evaluate_abstention(
        items,
        kept.pop("certainty"),
        domain=job.domain.name,
        manifest=run.manifest,
        threshold=job.domain.manifest.evidence.threshold,
        rivals=kept,
        within=within,
        tick=job.course.ticks(len(items)),
    )


def certainty_of(job: Job, search: HybridSearch) -> Scorer:
    """Return the domain's certainty that what is found answers; its rails mark and drop first."""
    policy = RailPolicy(with_threshold(job.domain, 0.0))

    def certainty(item: Item) -> float:
        query = Query(text=item.text, allow=allowed(item, given=job.options.given))
        context, _ = policy.check_context(query, search.search(query))
        return context.confidence or 0.0

    return certainty


def _rivals(run: PublicRun, search: HybridSearch) -> dict[str, Scorer]:
    rivals: dict[str, Scorer] = {"best cosine": _best(run, search, "cosine")}
    rivals["best BM25"] = _best(run, search, "bm25")
    if any(CATEGORY in item.slices for item in run.items):
        rivals["prior of the category"] = prior_scorer(run.items, CATEGORY)
    else:
        texts = (document.text for document in search.library.documents(EVERYBODY))
        rivals["look-up of the term"] = lookup_scorer(texts, _term)
    return rivals


def _best(run: PublicRun, search: HybridSearch, kind: str) -> Scorer:
    given = run.job.options.given

    def best(item: Item) -> float:
        query = Query(
            text=item.text,
            allow=allowed(item, given=given),
            mode="dense" if kind == "cosine" else "lexical",
            k=1,
        )
        hits = search.search(query)
        return hits[0].score if hits else 0.0

    return best


def _score(scorer: Scorer) -> Callable[[Item], Score]:
    return lambda item: Score(value=scorer(item))


def _kept(score: Callable[[Item], Score]) -> Scorer:
    return lambda item: score(item).value


def _term(item: Item) -> str:
    return topic_of(item.text) or item.text
