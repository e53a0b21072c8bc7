"""Run the multiple-choice task: options weighed by what the library says."""

from __future__ import annotations

from vademecum.evals.results import EvalResult
from vademecum.evals.resumed import Choice
from vademecum.evals.tasks.choice import Chooser, evaluate_choice, longest_option
from vademecum.retrieval.choosing import choose_option

from ..composition import shared_encoder
from .options import Job
from .public import public_run
from .systems import EVERYBODY

LIBRARIES = {"medqa_us": "medquad", "medqa_us_4options": "medquad"}
"""Sets without documents of their own, and the set whose documents are searched instead."""


def run_choice(job: Job) -> EvalResult:
    """Choose an option for every keyed question, beside what needs no library."""
    run = public_run(job, library=LIBRARIES.get(str(job.options.set)))
    search = run.search()
    store = job.course.store(job.task, run.manifest)
    choosers: dict[str, Chooser] = {
        "configured": lambda question, options: choose_option(question, options, search, EVERYBODY),
        "MiniLM, no library": _closest,
        "longest option": longest_option,
    }

    def kept(name: str, choose: Chooser) -> Chooser:
        return lambda question, options: (
            store.once(
                f"{name}/{question}/{options}",
                Choice,
                lambda: Choice(index=choose(question, options)),
            ).index
        )

    return evaluate_choice(
        run.items,
        {name: kept(name, choose) for name, choose in choosers.items()},
        domain=job.domain.name,
        manifest=run.manifest,
        by=("book", "kind"),
        tick=job.course.ticks(len(run.items) * len(choosers)),
    )


def _closest(question: str, options: tuple[str, ...]) -> int:
    """Choose the option whose vector is closest to the question's."""
    vectors = shared_encoder().encode([question, *options])
    return int((vectors[1:] @ vectors[0]).argmax())
