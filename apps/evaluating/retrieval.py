"""Run the retrieval task: a folder in BEIR form under a domain's configuration."""

from __future__ import annotations

from vademecum.evals.beir import BeirSet
from vademecum.evals.results import EvalResult
from vademecum.evals.resumed import resumed_system
from vademecum.evals.tasks.retrieval import System, evaluate_retrieval
from vademecum.retrieval.errors import InvalidInput

from .manifests import manifest_of
from .options import Job
from .public import adapted, search_over
from .systems import ablation_systems, retrieval_systems


def run_retrieval(job: Job) -> EvalResult:
    """Measure the domain's search on ``--data``, beside its baselines."""
    options = job.options
    if options.data is None:
        raise InvalidInput("retrieval needs --data FOLDER in BEIR form; see: vademecum convert")
    data = BeirSet.read(options.data, options.split)
    part = options.part()
    if part != "all":
        data = data.half(part)
    data = data.first(options.limit)
    search = search_over(job, list(data.documents))
    manifest = manifest_of(job, options.data, data.files)
    store = job.course.store(job.task, manifest)
    with_adapter = adapted(job, search)
    systems: dict[str, System] = {
        name: resumed_system(store, name, system)
        for name, system in {
            **retrieval_systems(search, with_adapter),
            **(ablation_systems(with_adapter or search) if options.ablate else {}),
        }.items()
    }
    if options.run is not None:
        from vademecum.evals.runs import run_system
        from vademecum.evals.trec import read_run

        systems[options.run.name] = run_system(data, read_run(options.run))
    return evaluate_retrieval(
        data,
        systems,
        domain=job.domain.name,
        manifest=manifest,
        tick=job.course.ticks(len(data.questions) * len(systems)),
    )
