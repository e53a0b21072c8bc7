"""Run one evaluation task for one domain: read its items, build its systems, measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol, cast

from vademecum.domains import Domain, load_domain
from vademecum.domains.evidence import features_of
from vademecum.domains.guard import check_text
from vademecum.domains.policy import RailPolicy
from vademecum.domains.rails.identifiers import find_identifiers
from vademecum.evals.beir import BeirSet
from vademecum.evals.calibration import Calibration, EvidenceItem
from vademecum.evals.calibration import calibrate as fit
from vademecum.evals.data import data_home
from vademecum.evals.halves import Part, is_in
from vademecum.evals.manifest import RunManifest, run_manifest
from vademecum.evals.public_sets import read_public_set
from vademecum.evals.questions import Question, read_questions
from vademecum.evals.results import EvalResult
from vademecum.evals.tasks.answers import evaluate_answers
from vademecum.evals.tasks.guardrails import evaluate_guardrails, read_guard_cases
from vademecum.evals.tasks.identifiers import evaluate_identifiers, read_identifiers
from vademecum.evals.tasks.retrieval import evaluate_retrieval
from vademecum.retrieval import Refusal
from vademecum.retrieval.errors import InvalidInput, UnknownName
from vademecum.retrieval.readers.beir import beir_corpus

from .composition import shared_encoder
from .evaluation import (
    EVERYBODY,
    configuration,
    evaluation_assistant,
    evaluation_search,
    retrieval_systems,
    with_threshold,
)

Notice = Callable[[str], None]


class Gauge(Protocol):
    """Move a progress bar."""

    def __call__(self, completed: int, total: int | None = None) -> None:
        """Show ``completed`` of ``total``."""
        ...


@dataclass(frozen=True)
class RunOptions:
    """What `eval run` was asked for."""

    domain: str
    today: date
    data: Path | None = None
    set: str | None = None
    split: str | None = None
    half: str = "all"
    distractors: tuple[Path, ...] = field(default=())
    limit: int | None = None


class _Ticks:
    """Count finished items against a known total."""

    def __init__(self, gauge: Gauge, total: int) -> None:
        self._gauge, self._total, self._done = gauge, total, 0
        gauge(0, total)

    def __call__(self) -> None:
        self._done += 1
        self._gauge(self._done, self._total)


def run_task(task: str, options: RunOptions, gauge: Gauge, notice: Notice) -> EvalResult:
    """Run ``task``; raise UnknownName or InvalidInput where the options do not fit it."""
    runners = {
        "retrieval": _retrieval,
        "answers": _answers,
        "guardrails": _guardrails,
        "identifiers": _identifiers,
    }
    if task not in runners:
        raise UnknownName(f"no task is named {task!r}; there is: {', '.join(runners)}")
    if options.half not in ("dev", "test", "all"):
        raise InvalidInput(f"{options.half!r} is no half; choose dev, test or all")
    return runners[task](load_domain(options.domain), options, gauge, notice)


def calibrate_evidence(
    corpora: Mapping[str, Sequence[Path]], gauge: Gauge, notice: Notice
) -> dict[str, Calibration]:
    """Fit the evidence model on the dev halves of the own questions of the domains named.

    The features are those of the passages that the policy lets through; ``corpora`` names the
    BEIR folders that stand beside each starter corpus.
    """
    items: list[EvidenceItem] = []
    for name, distractors in corpora.items():
        assistant = evaluation_assistant(load_domain(name), distractors, notice=notice)
        policy = RailPolicy(with_threshold(assistant.domain, 0.0))
        questions = _own_questions(assistant.domain, "dev", None)
        tick = _Ticks(gauge, len(questions))
        for question in questions:
            query = question.query(EVERYBODY)
            context, _ = policy.check_context(query, assistant.search.search(query))
            tick()
            if not isinstance(context, Refusal):
                found = features_of(query.text, context.hits)
                items.append(
                    EvidenceItem(
                        id=question.id,
                        domain=name,
                        features=found,
                        answerable=question.answerable,
                    )
                )
    return fit(items)


def _retrieval(domain: Domain, options: RunOptions, gauge: Gauge, notice: Notice) -> EvalResult:
    if options.data is None:
        raise InvalidInput("retrieval needs --data FOLDER in BEIR form; see: vademecum convert")
    data = BeirSet.read(options.data, options.split)
    if options.half != "all":
        data = data.half(cast(Part, options.half))
    data = data.first(options.limit)
    documents = data.documents
    search = evaluation_search(
        domain, documents, lambda done, encoded: gauge(done, len(documents)), notice
    )
    systems = retrieval_systems(search)
    manifest = _manifest(domain, options, options.data, data.files)
    tick = _Ticks(gauge, len(data.questions) * len(systems))
    return evaluate_retrieval(data, systems, domain=domain.name, manifest=manifest, tick=tick)


def _answers(domain: Domain, options: RunOptions, gauge: Gauge, notice: Notice) -> EvalResult:
    questions = _own_questions(domain, options.half, options.limit)
    corpora = [path for folder in options.distractors if (path := beir_corpus(folder))]
    assistant = evaluation_assistant(
        domain, options.distractors, lambda done, encoded: gauge(done), notice
    )
    path = domain.evalset("questions")
    manifest = _manifest(domain, options, path, [path, *corpora])
    return evaluate_answers(
        questions,
        assistant.ask,
        assistant.search.search,
        assistant.library.text_of,
        allow=EVERYBODY,
        domain=domain.name,
        manifest=manifest,
        tick=_Ticks(gauge, len(questions)),
    )


def _guardrails(domain: Domain, options: RunOptions, gauge: Gauge, notice: Notice) -> EvalResult:
    if options.set:
        root = data_home()
        cases, files = read_public_set(root, options.set)
        data = root / "safety"
    else:
        data = domain.evalset("guardrails")
        cases, files = read_guard_cases(data), (data,)
    chosen = [c for n, c in enumerate(cases, 1) if is_in(c.id or str(n), cast(Part, options.half))]
    chosen = chosen[: options.limit]
    return evaluate_guardrails(
        chosen,
        lambda text, stage: check_text(domain, text, stage),
        domain=domain.name,
        manifest=_manifest(domain, options, data, files),
        tick=_Ticks(gauge, len(chosen)),
    )


def _identifiers(domain: Domain, options: RunOptions, gauge: Gauge, notice: Notice) -> EvalResult:
    path = domain.evalset("identifiers")
    texts = [t for t in read_identifiers(path) if is_in(t.id, cast(Part, options.half))]
    texts = texts[: options.limit]
    return evaluate_identifiers(
        texts,
        find_identifiers,
        domain=domain.name,
        manifest=_manifest(domain, options, path, [path]),
        tick=_Ticks(gauge, len(texts)),
    )


def _own_questions(domain: Domain, half: str, limit: int | None) -> list[Question]:
    questions = read_questions(domain.evalset("questions"))
    return [q for q in questions if is_in(q.id, cast(Part, half))][:limit]


def _manifest(
    domain: Domain, options: RunOptions, data: Path, files: Sequence[Path]
) -> RunManifest:
    return run_manifest(
        data,
        options.today,
        files=files,
        split=options.split or options.set,
        half=options.half,
        configuration=configuration(domain),
        encoder=shared_encoder().stamp,
    )
