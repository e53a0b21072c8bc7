"""Run the condensing task: long messages, read as the search reads them."""

from __future__ import annotations

from vademecum.evals.results import EvalResult
from vademecum.evals.resumed import resumed_system
from vademecum.evals.tasks.condense import evaluate_condensing
from vademecum.evals.tasks.retrieval import System
from vademecum.retrieval.condense import condense

from .options import Job
from .public import public_run
from .systems import retrieval_systems

LIBRARY = "medquad"


def run_condense(job: Job) -> EvalResult:
    """Search condensed messages in MedQuAD, beside the messages and their human summaries."""
    run = public_run(job)
    search = run.search(LIBRARY)
    settings = search.settings.model_copy(update={"condense": False})
    as_it_stands = search.varied(settings)
    store = job.course.store(job.task, run.manifest)
    systems: dict[str, System] = {
        name: resumed_system(store, name, system)
        for name, system in retrieval_systems(as_it_stands).items()
    }
    return evaluate_condensing(
        run.items,
        systems["configured"],
        condense,
        {name: systems[name] for name in ("BM25", "MiniLM")},
        domain=job.domain.name,
        manifest=run.manifest,
        tick=job.course.ticks(2 * len(run.items)),
    )
