"""Run the task on long messages: what they find beside their human summaries."""

from __future__ import annotations

from vademecum.evals.results import EvalResult
from vademecum.evals.resumed import resumed_system
from vademecum.evals.tasks.messages import evaluate_messages
from vademecum.evals.tasks.retrieval import System

from .options import Job
from .public import public_run
from .systems import retrieval_systems

LIBRARY = "medquad"


def run_messages(job: Job) -> EvalResult:
    """Search long messages in MedQuAD, and beside them their human summaries."""
    run = public_run(job, library=LIBRARY)
    search = run.search()
    store = job.course.store(job.task, run.manifest)
    systems: dict[str, System] = {
        name: resumed_system(store, name, system)
        for name, system in retrieval_systems(search).items()
    }
    return evaluate_messages(
        run.items,
        systems["configured"],
        {name: systems[name] for name in ("BM25", "MiniLM")},
        domain=job.domain.name,
        manifest=run.manifest,
        tick=job.course.ticks(2 * len(run.items)),
    )
