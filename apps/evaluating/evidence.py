"""Run the evidence task: what is quoted, with the document given and found."""

from __future__ import annotations

from vademecum.evals.results import EvalResult
from vademecum.evals.resumed import resumed
from vademecum.evals.tasks.evidence import Evidence, Quoter, evaluate_evidence

from .options import Job
from .public import public_run
from .quoting import SentenceRanker, claims_of, evidence_of


def run_evidence(job: Job) -> EvalResult:
    """Quote for every item, beside BM25 and MiniLM over sentences."""
    run = public_run(job)
    search = run.search()
    store = job.course.store(job.task, run.manifest)
    claims = claims_of(job, search)
    systems: dict[str, Quoter] = {
        "configured": lambda item: evidence_of(claims(item)),
        "BM25 sentences": SentenceRanker(job, search, "lexical"),
        "MiniLM sentences": SentenceRanker(job, search, "dense"),
    }
    return evaluate_evidence(
        run.items,
        {name: resumed(store, name, Evidence, system) for name, system in systems.items()},
        search.library.text_of,
        domain=job.domain.name,
        manifest=run.manifest,
        tick=job.course.ticks(len(run.items) * len(systems)),
    )
