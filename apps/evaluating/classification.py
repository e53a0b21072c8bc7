"""Run the classification task: heads and probes on the frozen encoder, beside what needs none."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Final

import numpy as np

from vademecum.evals.checkpoint import Store
from vademecum.evals.classifiers.fits import KINDS, PAIRED, fit_of, rules_of
from vademecum.evals.classifiers.reader import Readings
from vademecum.evals.data import data_home
from vademecum.evals.halves import fold_of
from vademecum.evals.items import Item
from vademecum.evals.probes import (
    RULE,
    Encode,
    Fit,
    Vectors,
    fitted_by_part,
    linear_probe,
    majority,
    nearest_neighbour,
    tfidf,
)
from vademecum.evals.results import EvalResult
from vademecum.evals.sets.cards import card
from vademecum.evals.sets.tuning import documents_for_tuning, read_for_tuning
from vademecum.evals.tasks.classification import Classifier, evaluate_classification
from vademecum.retrieval import Document
from vademecum.retrieval.encoder import SentenceEncoder
from vademecum.retrieval.passages import PassageSettings, TokenOffsets, split
from vademecum.retrieval.types import Noun

from ..adapting.pairs import pair_place, told
from ..composition import shared_encoder
from .options import Course, Job
from .public import PublicRun, public_run

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats

TASK: Final = "task"
"""Slice of sets that hold tasks with labels of their own; its value is the item's group."""
BY: Final = ("split", "corpus", "part", "from_cuad")
PASSAGES: Final = PassageSettings(title_in_vector=False)


class Label(Noun):
    """What a classifier says of one item."""

    value: str


def run_classification(job: Job) -> EvalResult:
    """Classify with the head of the set's kind, beside a linear probe and what needs no encoder.

    A set of no known kind has the linear probe alone.
    """
    run = public_run(job)
    encoder = shared_encoder()
    seed, vectors = job.options.seed, Vectors(whole_texts(encoder.encode, encoder.token_offsets))
    probe = linear_probe(vectors, seed)
    fits: dict[str, Fit] = {
        "configured": head_fit(run.name, encoder, seed, job.course) or probe,
        "linear probe": probe,
        "majority": majority,
        "TF-IDF": tfidf(seed),
        "nearest neighbour": nearest_neighbour(vectors),
    }
    texts = document_texts(run)
    has_tasks = any(TASK in item.slices for item in run.items)
    tuned = Tuned(run.name, texts, has_tasks)
    store = job.course.store(job.task, run.manifest)
    manifest = run.manifest.model_copy(
        update={"notes": (*run.manifest.notes, RULE, *rules_of(run.name))}
    )
    return evaluate_classification(
        [_crossed(with_text(item, texts)) for item in run.items],
        {
            name: _resumed(store, name, fitted_by_part(fit, tuned.of, tuned.part_of))
            for name, fit in fits.items()
        },
        domain=job.domain.name,
        manifest=manifest,
        by=BY,
        mean_over=TASK if has_tasks else None,
        tick=job.course.ticks(len(run.items) * len(fits)),
    )


def head_fit(name: str, encoder: SentenceEncoder, seed: int, course: Course) -> Fit | None:
    """Return the fit of the head that sorts a set, or None where no kind is known."""
    if name not in KINDS:
        return None
    place = pair_place(encoder, told(course.gauge, course.notice)) if name in PAIRED else None
    return fit_of(KINDS[name], Readings(encoder), seed, place)


def whole_texts(encode: Encode, token_offsets: TokenOffsets) -> Encode:
    """Return the encoder of texts of any length: the mean of the vectors of their passages."""

    def passages_of(text: str) -> list[str]:
        found = split(Document(id="text", title="", text=text), token_offsets, PASSAGES)
        return [passage.text for passage in found] or [text]

    def whole(texts: Sequence[str]) -> Floats:
        passages = [passages_of(text) for text in texts]
        rows = encode([passage for of in passages for passage in of])
        starts = np.cumsum([0, *(len(of) for of in passages[:-1])])
        sums = np.add.reduceat(rows, starts, axis=0)
        unit: Floats = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        return unit

    return whole


class Tuned:
    """The items to fit on for each part of a set: a fold left out, a task, or all."""

    def __init__(self, name: str, texts: Mapping[str, str], has_tasks: bool) -> None:
        self._name, self._texts, self._has_tasks = name, texts, has_tasks
        self._folds = card(name).folds
        self._read = cache(self._read_once)

    def part_of(self, item: Item) -> Hashable:
        """Return the fold that an item falls into, its task, or None."""
        if self._folds:
            return fold_of(item.group or item.id, self._folds)
        return item.group if self._has_tasks else None

    def of(self, part: Hashable) -> Sequence[Item]:
        """Return the items to fit on for ``part``, none of them for reporting."""
        if isinstance(part, int):
            return self._read(part)
        return [item for item in self._read(None) if self.part_of(item) == part]

    def _read_once(self, fold: int | None) -> list[Item]:
        return [
            with_text(item, self._texts)
            for item in read_for_tuning(data_home(), self._name, leave_out=fold)
        ]


def document_texts(run: PublicRun) -> dict[str, str]:
    """Return the documents that items name, by id: they are read along with the question."""
    if not any(item.documents for item in run.items):
        return {}
    return {document.id: document.text for document in documents_for_tuning(data_home(), run.name)}


def with_text(item: Item, texts: Mapping[str, str]) -> Item:
    """Return ``item`` with the documents that it names as its context, if it has none."""
    if item.context or not item.documents:
        return item
    context = "\n".join(texts[name] for name in item.documents)
    return item.model_copy(update={"context": context})


def _crossed(item: Item) -> Item:
    """Add the slice of corpus and split together, by which SemEval-2013 task 7 is reported."""
    if not {"corpus", "split"} <= item.slices.keys():
        return item
    part = f"{item.slices['corpus']} {item.slices['split']}"
    return item.model_copy(update={"slices": {**item.slices, "part": part}})


def _resumed(store: Store, name: str, classify: Classifier) -> Classifier:
    """Return ``classify``, which is asked only if ``store`` does not hold all of a batch."""

    def labels(items: Sequence[Item]) -> list[str]:
        said = cache(lambda: classify(items))

        def make(place: int) -> Label:
            return Label(value=said()[place])

        return [
            store.once(f"{name}/{item.id}", Label, partial(make, place)).value
            for place, item in enumerate(items)
        ]

    return labels
