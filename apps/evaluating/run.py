"""Run one evaluation task for one domain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from vademecum.domains import load_domain
from vademecum.evals.results import EvalResult
from vademecum.retrieval.errors import InvalidInput, UnknownName

from .abstention import run_abstention
from .choice import run_choice
from .citations import run_citations, run_passages
from .classification import run_classification
from .evidence import run_evidence
from .fairness import run_fairness
from .identifiers import run_identifiers
from .marked import TAKES_QUESTIONS
from .messages import run_messages
from .options import PARTS, Course, Job, RunOptions
from .own import run_answers, run_cost, run_guardrails, run_ledger
from .retrieval import run_retrieval
from .support import run_support
from .tutoring import run_tutoring

RUNNERS: Final[dict[str, Callable[[Job], EvalResult]]] = {
    "retrieval": run_retrieval,
    "passages": run_passages,
    "answers": run_answers,
    "evidence": run_evidence,
    "citations": run_citations,
    "support": run_support,
    "choice": run_choice,
    "abstention": run_abstention,
    "messages": run_messages,
    "guardrails": run_guardrails,
    "identifiers": run_identifiers,
    "ledger": run_ledger,
    "tutoring": run_tutoring,
    "classification": run_classification,
    "cost": run_cost,
    "fairness": run_fairness,
}

READERS: Final[dict[str, tuple[str, ...]]] = {
    "adapter": ("retrieval", "passages", "answers", "cost"),
    "ablate": ("retrieval",),
    "run": ("retrieval",),
    "distractors": ("answers", "cost", "fairness"),
    "questions": TAKES_QUESTIONS,
}
"""Options that only some tasks read. Elsewhere they are refused, not left out in silence."""


def run_task(task: str, options: RunOptions, course: Course) -> EvalResult:
    """Run ``task``; raise UnknownName or InvalidInput where the options do not fit it."""
    if task not in RUNNERS:
        raise UnknownName(f"no task is named {task!r}; there is: {', '.join(RUNNERS)}")
    if options.half is not None and options.half not in PARTS:
        raise InvalidInput(f"{options.half!r} is no half; choose dev, test or all")
    _refuse_unread(task, options)
    if options.questions is not None and options.set is not None:
        raise InvalidInput("give either --questions or --set, not both")
    return RUNNERS[task](Job(task, load_domain(options.domain), options, course))


def _refuse_unread(task: str, options: RunOptions) -> None:
    plain = RunOptions(options.domain, options.today)
    for name, tasks in READERS.items():
        if task not in tasks and getattr(options, name) != getattr(plain, name):
            raise InvalidInput(f"--{name} goes with {', '.join(tasks)}, not {task}")
