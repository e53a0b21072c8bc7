"""Run the fairness task: the same questions from different people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from vademecum.domains import Domain
from vademecum.domains.guard import check_text
from vademecum.domains.rails.identifiers import IdentifierRail, redact
from vademecum.evals.data import data_home
from vademecum.evals.fairness.bbq import read_bbq
from vademecum.evals.fairness.counterfactuals import wordings
from vademecum.evals.fairness.forms import Case
from vademecum.evals.fairness.observing import Observer
from vademecum.evals.fairness.public import read_cases
from vademecum.evals.fairness.removal import mention_everybody
from vademecum.evals.halves import is_in
from vademecum.evals.questions import read_questions
from vademecum.evals.results import EvalResult
from vademecum.evals.sets.cards import card
from vademecum.evals.tasks.association import evaluate_association
from vademecum.evals.tasks.fairness import evaluate_fairness
from vademecum.evals.tasks.guardrails import read_guard_cases
from vademecum.retrieval import Query
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.readers.beir import beir_corpus
from vademecum.retrieval.types import Hit

from ..composition import shared_encoder
from .manifests import manifest_of
from .options import Job
from .systems import EVERYBODY, evaluation_assistant

T = TypeVar("T")
REMEMBERED: Final = 256
"""Questions whose passages are kept: without their names many wordings are the same."""


def run_fairness(job: Job) -> EvalResult:
    """Ask as different people what the domain asks itself, or what a public set holds."""
    domain, options = job.domain, job.options
    if options.set == "bbq":
        return _probe(job)
    remove = None
    if options.set:
        root = data_home()
        cases: Sequence[Case] = read_cases(root, options.set)
        files = card(options.set).paths(root)
        data = files[0].parent
    else:
        files = (domain.evalset("questions"), domain.evalset("guardrails"))
        cases, data = own_cases(domain, options.seed), domain.folder / "evalsets"
        remove = remover(domain)
    cases = sampled([case for case in cases if is_in(case.id, options.part())], options.limit)
    corpora = [found for folder in options.distractors if (found := beir_corpus(folder))]
    manifest = manifest_of(job, data, [*files, *corpora])
    return evaluate_fairness(
        cases,
        observer(job),
        domain=domain.name,
        manifest=manifest,
        mentioned=mention_everybody(remove) if remove else (),
        store=job.course.store(job.task, manifest),
        tick=job.course.ticks(len(cases)),
    )


def _probe(job: Job) -> EvalResult:
    """Probe the encoder with BBQ; no domain has a part in it."""
    files = card("bbq").paths(data_home())
    if missing := [path for path in files if not path.is_file()]:
        raise InvalidInput(f"{missing[0]}: missing; {card('bbq').obtain}")
    items = sampled(read_bbq(files), job.options.limit)
    manifest = manifest_of(job, files[0].parent, files)
    return evaluate_association(
        items,
        shared_encoder(),
        domain=job.domain.name,
        manifest=manifest,
        store=job.course.store(job.task, manifest),
        tick=job.course.ticks(len(items)),
    )


def sampled(cases: Sequence[T], limit: int | None) -> Sequence[T]:
    """Return at most ``limit`` of ``cases``, evenly spread over their order."""
    if limit is None or limit >= len(cases):
        return cases
    return [cases[place * len(cases) // limit] for place in range(limit)]


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
    """A search that is asked the same text once, while nothing else of the query changes."""

    def __init__(self, search: Callable[[Query], tuple[Hit, ...]]) -> None:
        self._search = search
        self._rest: Query | None = None
        self._found: dict[str, tuple[Hit, ...]] = {}

    def search(self, query: Query) -> tuple[Hit, ...]:
        """Return what is found, from memory if it was found before."""
        rest = query.model_copy(update={"text": ""})
        if rest != self._rest or len(self._found) >= REMEMBERED:
            self._rest, self._found = rest, {}
        if query.text not in self._found:
            self._found[query.text] = self._search(query)
        return self._found[query.text]
