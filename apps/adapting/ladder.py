"""Climb the ladder of one set: from the base as it is to its adaptations, recorded answers too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final, Literal, TypeAlias

from vademecum.domains import load_domain
from vademecum.evals.adapting.ladder import retrieval_ladder
from vademecum.evals.adapting.ladder_classes import Sorting, classification_ladder
from vademecum.evals.adapting.plan import plans
from vademecum.evals.adapting.recorded import RecordedSystem, read_recorded
from vademecum.evals.adapting.rungs import LadderResult
from vademecum.evals.adapting.weaknesses import WeaknessReport, failed_probes, weakness_report
from vademecum.evals.classifiers.fits import rules_of
from vademecum.evals.data import data_home
from vademecum.evals.items import Item
from vademecum.evals.probes import RULE, Vectors
from vademecum.evals.sets.cards import card
from vademecum.evals.sets.tuning import documents_for_tuning
from vademecum.retrieval import Query
from vademecum.retrieval.encoder import base_encoder
from vademecum.retrieval.errors import InvalidInput

from ..adapters import NONE, adapter_folder
from ..evaluating.classification import (
    TASK,
    Tuned,
    document_texts,
    head_fit,
    whole_texts,
    with_text,
)
from ..evaluating.options import Course, Job, RunOptions
from ..evaluating.public import public_run
from ..evaluating.systems import EVERYBODY, evaluation_search
from .adapters import RETRIEVAL, Loaded, loaded_adapters
from .searching import BASE, search_approaches
from .sets import manifest_for, open_set, planned_set
from .sorting import Sorted, TrainedHead, class_approaches

Task: TypeAlias = Literal["retrieval", "classification"]
TASKS: Final[tuple[Task, ...]] = ("retrieval", "classification")


def run_ladder(
    domain: str,
    set: str | None,
    adapter: str | None,
    recorded: Path | None,
    limit: int | None,
    seed: int,
    course: Course,
    *,
    task: Task | None = None,
    heads: Sequence[TrainedHead] = (),
) -> LadderResult:
    """Measure every rung of a set of ``domain`` on its items for reporting.

    ``set`` is by default the first of the domain's plan, and ``adapter`` the one named
    "retrieval"; "none" leaves adapters out. ``task`` says which ladder, where a set serves for
    both. ``recorded`` is a folder of recorded outputs. Raises UnknownName or InvalidInput where
    the set does not fit.
    """
    loaded = load_domain(domain)
    name = set or planned_set(loaded.name, None).set
    chosen = task or _task_of(loaded.name, name)
    own = adapter or RETRIEVAL
    if adapter not in (None, NONE):
        adapter_folder(loaded, own)
    adapters = () if own == NONE else loaded_adapters(own)
    is_there = any(one.domain == loaded.name for one in adapters)
    if not is_there and own != NONE:
        course.notice(f"{loaded.name} has no adapter {own!r}; the ladder ends below it")
    options = RunOptions(
        domain=loaded.name,
        today=datetime.now(UTC).date(),
        set=name,
        limit=limit,
        seed=seed,
        adapter=own if is_there else NONE,
    )
    job = Job(chosen, loaded, options, course)
    climb = _search_ladder if chosen == "retrieval" else _class_ladder
    found = climb(job, adapters, recorded, heads)
    return found.model_copy(update={"weaknesses": weaknesses_of(adapters)})


def weaknesses_of(adapters: Sequence[Loaded]) -> WeaknessReport:
    """Probe the base and every adapter for the weaknesses of the base."""
    base = base_encoder()
    systems = {BASE: failed_probes(base.encode, base.encode)}
    for one in adapters:
        card = one.encoder.adapter.card if one.encoder.adapter else None
        read = one.encoder if card is not None and card.side == "both" else base
        systems[f"{BASE} + {one.title}"] = failed_probes(one.encoder.encode, read.encode)
    return weakness_report(systems)


def _task_of(domain: str, name: str) -> Task:
    """Return what a set is for: a search where it is planned or has nothing else."""
    is_planned = any(planned.set == name for planned in plans().get(domain, ()))
    return "retrieval" if is_planned or "classification" not in card(name).tasks else TASKS[1]


def _recorded(folder: Path | None, items: Sequence[Item]) -> tuple[RecordedSystem, ...]:
    return () if folder is None else read_recorded(folder, {item.id for item in items})


def _search_ladder(
    job: Job,
    adapters: Sequence[Loaded],
    recorded: Path | None,
    heads: Sequence[TrainedHead],
) -> LadderResult:
    if heads:
        raise InvalidInput("heads sort items; a ladder of a search has none")
    name, seed = str(job.options.set), job.options.seed
    opened = open_set(job, planned_set(job.domain.name, name))
    approaches = search_approaches(opened, adapters, job.domain.name, seed)
    asked = len(opened.questions.items) * sum(1 + len(one.others) for one in approaches)
    return retrieval_ladder(
        opened.questions,
        approaches,
        adapter=job.options.adapter,
        manifest=manifest_for(job, name),
        recorded=_recorded(recorded, opened.questions.items),
        units=frozenset(opened.documents),
        tick=job.course.ticks(asked),
    )


def _class_ladder(
    job: Job,
    adapters: Sequence[Loaded],
    recorded: Path | None,
    heads: Sequence[TrainedHead],
) -> LadderResult:
    run, seed = public_run(job), job.options.seed
    texts = document_texts(run)
    has_tasks = any(TASK in item.slices for item in run.items)
    tuned = Tuned(run.name, texts, has_tasks)
    items = [with_text(item, texts) for item in run.items]
    parts = {item.id: tuned.of(tuned.part_of(item)) for item in items}
    labels = {
        item: sorted({str(i.label) for i in of if i.label is not None})
        for item, of in parts.items()
    }
    base = base_encoder()
    fit = None if heads else head_fit(run.name, base, seed, job.course)
    if fit is not None:
        heads = (TrainedHead("head of the set's kind", fit, about="; ".join(rules_of(run.name))),)
    of = Sorted(
        tuned=tuned,
        examples=min(sum(i.label is not None for i in of) for of in parts.values()),
        encode=Vectors(whole_texts(base.encode, base.token_offsets)).of,
        dimension=base.dimension,
        labels=max(map(len, labels.values())),
        seed=seed,
        heads=heads,
        adapters={one.title: one for one in adapters if one.domain == job.domain.name},
        found=_first_found(job, run.name) if texts else None,
    )
    approaches = class_approaches(of, all(item.context or item.answers for item in items))
    sorting = Sorting(
        name=run.name,
        domain=job.domain.name,
        items=items,
        manifest=run.manifest.model_copy(update={"notes": (*run.manifest.notes, RULE)}),
        mean_over=TASK if has_tasks else None,
        labels=labels,
    )
    asked = len(items) * sum(1 + len(one.others) for one in approaches)
    return classification_ladder(
        sorting,
        approaches,
        adapter=job.options.adapter,
        recorded=_recorded(recorded, items),
        tick=job.course.ticks(asked),
    )


def _first_found(job: Job, name: str) -> Callable[[Item], str]:
    """Return what gives the text of the first document that the domain's search finds."""
    documents = documents_for_tuning(data_home(), name)
    course = job.course
    search = evaluation_search(
        job.domain, documents, lambda done, n: course.gauge(done, len(documents)), course.notice
    )

    @cache
    def found(text: str) -> str:
        ranked = search.search_documents(Query(text=text, allow=EVERYBODY), 1)
        return (search.library.text_of(ranked[0][0]) or "") if ranked else ""

    return lambda item: found(item.text)
