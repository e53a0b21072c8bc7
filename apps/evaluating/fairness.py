"""Run the fairness task: the same questions from different people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Final

from vademecum.domains import Domain
from vademecum.domains.guard import check_text
from vademecum.domains.rails.identifiers import IdentifierRail, redact
from vademecum.evals.fairness.counterfactuals import wordings
from vademecum.evals.fairness.forms import Case
from vademecum.evals.fairness.observing import Observer
from vademecum.evals.fairness.removal import mention_everybody
from vademecum.evals.halves import is_in
from vademecum.evals.questions import read_questions
from vademecum.evals.results import EvalResult
from vademecum.evals.tasks.fairness import evaluate_fairness
from vademecum.evals.tasks.guardrails import read_guard_cases
from vademecum.retrieval import Query
from vademecum.retrieval.types import Hit

from .manifests import manifest_of
from .options import Job
from .systems import EVERYBODY, evaluation_assistant

REMEMBERED: Final = 256
"""Questions whose passages are kept: without their names many wordings are the same."""


def run_fairness(job: Job) -> EvalResult:
    """Ask the domain's own questions, and check its guardrail sentences, as different people."""
    domain, options = job.domain, job.options
    files = [domain.evalset("questions"), domain.evalset("guardrails")]
    cases = own_cases(domain, options.seed)
    cases = [case for case in cases if is_in(case.id, options.part())]
    cases = cases[:: max(1, len(cases) // options.limit)][: options.limit] if options.limit else cases
    manifest = manifest_of(job, domain.folder / "evalsets", files)
    remove = remover(domain)
    return evaluate_fairness(
        cases,
        observer(job),
        domain=domain.name,
        manifest=manifest,
        mentioned=mention_everybody(remove) if remove else (),
        store=job.course.store(job.task, manifest),
        tick=job.course.ticks(len(cases)),
    )


def own_cases(domain: Domain, seed: int) -> list[Case]:
    """Return the domain's own questions and sentences for its input rails, with all wordings."""
    questions = [
        Case(
            id=question.id,
            text=question.question,
            forms=wordings(question.id, question.question, seed),
            query=question.query(EVERYBODY),
            gold=question.gold,
            answerable=question.answerable,
        )
        for question in read_questions(domain.evalset("questions"))
    ]
    sentences = [
        Case(
            id=case.id,
            text=case.text,
            forms=wordings(case.id, case.text, seed),
            expected=case.expected,
            is_shown=False,
        )
        for case in read_guard_cases(domain.evalset("guardrails"))
        if case.stage == "input"
    ]
    return questions + sentences


def observer(job: Job) -> Observer:
    """Return the whole system, its search alone and its rails alone."""
    course = job.course
    assistant = evaluation_assistant(
        job.domain,
        job.options.distractors,
        lambda done, encoded: course.gauge(done),
        course.notice,
    )
    searcher = _Remembering(assistant.search.search)
    whole = replace(assistant, engine=replace(assistant.engine, searcher=searcher))
    return Observer(
        ask=whole.ask,
        search=searcher.search,
        check=lambda text, stage: check_text(job.domain, text, stage),
        allow=EVERYBODY,
    )


def remover(domain: Domain) -> Callable[[str], str] | None:
    """Return what removes identifiers before a question is searched; None where nothing does."""
    rails = [rail for rail in domain.rails if isinstance(rail, IdentifierRail)]
    if not rails or not domain.manifest.redact_before_encoding:
        return None
    return lambda text: redact(text, rails[0].kinds).text


class _Remembering:
    """A search that is asked the same question once."""

    def __init__(self, search: Callable[[Query], tuple[Hit, ...]]) -> None:
        self.search = lru_cache(maxsize=REMEMBERED)(search)
