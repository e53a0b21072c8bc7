"""Run the tasks on what a domain brings with it: questions, guardrail sentences."""

from __future__ import annotations

from pathlib import Path

from vademecum.domains import Domain
from vademecum.domains.citations.ledger import check_citations
from vademecum.domains.citations.of_domain import domain_kinds, domain_tables
from vademecum.domains.citations.shelf import Shelf
from vademecum.domains.guard import check_text
from vademecum.evals.data import data_home
from vademecum.evals.halves import Part, is_in
from vademecum.evals.manifest import RunManifest
from vademecum.evals.public_sets import read_public_set
from vademecum.evals.questions import Question, read_questions
from vademecum.evals.results import EvalResult
from vademecum.evals.tasks.answers import evaluate_answers
from vademecum.evals.tasks.cost import evaluate_cost
from vademecum.evals.tasks.guardrails import evaluate_guardrails, read_guard_cases
from vademecum.evals.tasks.ledger import evaluate_ledger, read_cited_texts
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.readers.beir import beir_corpus

from ..composition import Assistant
from .manifests import manifest_of
from .marked import marked_cases, run_marked_answers
from .options import Job
from .systems import EVERYBODY, evaluation_assistant


def run_answers(job: Job) -> EvalResult:
    """Ask the domain's own questions, or those that people marked."""
    options = job.options
    if options.questions is not None:
        return run_marked_answers(job, options.questions)
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
    """Check the domain's own sentences, a further set of its own, marked ones, or a public set."""
    options, domain = job.options, job.domain
    own = domain.evalset(options.set or "guardrails")
    if options.questions is not None:
        data = options.questions
        files: tuple[Path, ...] = (data,)
        cases = marked_cases(job, data)
    elif options.set and not own.is_file():
        root = data_home()
        cases, files = read_public_set(root, options.set)
        data = root / "safety"
    else:
        data = own
        cases, files = read_guard_cases(data), (data,)
    part = options.part()
    # The pairs of a further set stay together; "guardrails" was divided sentence by sentence.
    names = [(c.pair if options.set else None) or c.id or str(n) for n, c in enumerate(cases, 1)]
    chosen = [c for c, n in zip(cases, names, strict=True) if is_in(n, part)][: options.limit]
    return evaluate_guardrails(
        chosen,
        lambda text, stage: check_text(domain, text, stage, is_held_out=True),
        domain=domain.name,
        manifest=manifest_of(job, data, files),
        tick=job.course.ticks(len(chosen)),
    )


def run_ledger(job: Job) -> EvalResult:
    """Check the citations of the domain's own texts against its starter corpus and tables."""
    options, domain = job.options, job.domain
    path = domain.evalset("citations")
    if not path.is_file():
        raise InvalidInput(f"{domain.name} has no texts with citations (evalsets/citations.jsonl)")
    texts = [t for t in read_cited_texts(path) if is_in(t.id, options.part())][: options.limit]
    tables = domain_tables(domain.folder, domain.name)
    shelf = Shelf(tuple(domain.starter_documents()), options.today)
    kinds = domain_kinds(domain.folder)
    files = [path, *sorted((domain.folder / "citations").glob("*.jsonl"))]
    return evaluate_ledger(
        texts,
        lambda text: check_citations(text, tables, shelf, kinds).rows,
        domain=domain.name,
        manifest=manifest_of(job, path, files),
        tick=job.course.ticks(len(texts)),
    )


def _assistant(job: Job) -> Assistant:
    course = job.course
    return evaluation_assistant(
        job.domain,
        job.options.distractors,
        lambda done, encoded: course.gauge(done),
        course.notice,
        job.options.adapter,
    )


def _questions_manifest(job: Job) -> RunManifest:
    path = job.domain.evalset("questions")
    corpora = [found for folder in job.options.distractors if (found := beir_corpus(folder))]
    return manifest_of(job, path, [path, *corpora])


def _own_questions(domain: Domain, half: Part, limit: int | None) -> list[Question]:
    questions = read_questions(domain.evalset("questions"))
    return [q for q in questions if is_in(q.id, half)][:limit]
