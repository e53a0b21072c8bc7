"""Run the tasks on what a domain brings with it: questions, guardrail sentences, identifiers."""

from __future__ import annotations

from vademecum.domains import Domain
from vademecum.domains.guard import check_text
from vademecum.domains.rails.identifiers import find_identifiers
from vademecum.evals.data import data_home
from vademecum.evals.halves import Part, is_in
from vademecum.evals.manifest import RunManifest
from vademecum.evals.public_sets import read_public_set
from vademecum.evals.questions import Question, read_questions
from vademecum.evals.results import EvalResult
from vademecum.evals.tasks.answers import evaluate_answers
from vademecum.evals.tasks.cost import evaluate_cost
from vademecum.evals.tasks.guardrails import evaluate_guardrails, read_guard_cases
from vademecum.evals.tasks.identifiers import evaluate_identifiers, read_identifiers
from vademecum.retrieval.readers.beir import beir_corpus

from ..composition import Assistant
from .manifests import manifest_of
from .options import Job
from .systems import EVERYBODY, evaluation_assistant


def run_answers(job: Job) -> EvalResult:
    """Ask the domain's own questions."""
    options = job.options
    questions = _own_questions(job.domain, options.part(), options.limit)
    assistant = _assistant(job)
    return evaluate_answers(
        questions,
        assistant.ask,
        assistant.search.search,
        assistant.library.text_of,
        allow=EVERYBODY,
        domain=job.domain.name,
        manifest=_questions_manifest(job),
        tick=job.course.ticks(len(questions)),
    )


def run_cost(job: Job) -> EvalResult:
    """Ask the domain's own questions and measure time, memory and energy."""
    options = job.options
    questions = _own_questions(job.domain, options.part(), options.limit)
    return evaluate_cost(
        [(question.id, question.query(EVERYBODY)) for question in questions],
        _assistant(job).ask,
        domain=job.domain.name,
        manifest=_questions_manifest(job),
        tick=job.course.ticks(len(questions)),
    )


def run_guardrails(job: Job) -> EvalResult:
    """Check the domain's own sentences, or those of a public guardrail set."""
    options, domain = job.options, job.domain
    if options.set:
        root = data_home()
        cases, files = read_public_set(root, options.set)
        data = root / "safety"
    else:
        data = domain.evalset("guardrails")
        cases, files = read_guard_cases(data), (data,)
    part = options.part()
    chosen = [c for n, c in enumerate(cases, 1) if is_in(c.id or str(n), part)][: options.limit]
    return evaluate_guardrails(
        chosen,
        lambda text, stage: check_text(domain, text, stage, is_held_out=True),
        domain=domain.name,
        manifest=manifest_of(job, data, files),
        tick=job.course.ticks(len(chosen)),
    )


def run_identifiers(job: Job) -> EvalResult:
    """Look for what identifies a person in the domain's own texts."""
    options, domain = job.options, job.domain
    path = domain.evalset("identifiers")
    texts = [t for t in read_identifiers(path) if is_in(t.id, options.part())][: options.limit]
    return evaluate_identifiers(
        texts,
        find_identifiers,
        domain=domain.name,
        manifest=manifest_of(job, path, [path]),
        tick=job.course.ticks(len(texts)),
    )


def _assistant(job: Job) -> Assistant:
    course = job.course
    return evaluation_assistant(
        job.domain,
        job.options.distractors,
        lambda done, encoded: course.gauge(done),
        course.notice,
    )


def _questions_manifest(job: Job) -> RunManifest:
    path = job.domain.evalset("questions")
    corpora = [found for folder in job.options.distractors if (found := beir_corpus(folder))]
    return manifest_of(job, path, [path, *corpora])


def _own_questions(domain: Domain, half: Part, limit: int | None) -> list[Question]:
    questions = read_questions(domain.evalset("questions"))
    return [q for q in questions if is_in(q.id, half)][:limit]
