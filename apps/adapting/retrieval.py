"""Train a domain's retrieval adapter: questions, library, training, what it gave, its card."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vademecum.domains import Domain, load_domain
from vademecum.evals.adapting.frozen import FrozenCollection
from vademecum.evals.adapting.generated import questions_of
from vademecum.evals.adapting.plan import (
    Use,
    documents_of,
    items_to_train,
    plan_of,
)
from vademecum.evals.adapting.settings import Course, LoraShape
from vademecum.evals.beir import BeirSet, beir_queries
from vademecum.evals.data import data_home
from vademecum.evals.halves import is_fitted_on, is_in
from vademecum.evals.items import Item
from vademecum.evals.sets.cards import card as set_card
from vademecum.retrieval.adapters import CARD, WEIGHTS, AdapterCard, TrainedOn
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.home import home
from vademecum.retrieval.model_folder import encoder_folder
from vademecum.retrieval.readers.beir import beir_corpus
from vademecum.retrieval.readers.folder import Reading
from vademecum.retrieval.types import Document

from ..composition import shared_encoder
from ..evaluating.options import Gauge
from ..evaluating.systems import evaluation_search
from .gains import Gains, gains_of

if TYPE_CHECKING:
    from vademecum.evals.adapting.loop import Progress
    from vademecum.evals.adapting.training import Asking, TrainingSet

MOST_TO_STOP_BY: Final = 250
"""Questions of a set that training stops by, the first by sha256."""
LIMITS: Final = (
    "Questions in English, of the kinds named. It changes how questions are read, not the "
    "passages: what the words and the base together do not bring near stays far."
)


@dataclass(frozen=True)
class Watch:
    """How a training shows that it goes on."""

    notice: Callable[[str], None] = lambda line: None
    step: Callable[[Progress, int], None] = lambda progress, steps: None
    gauge: Gauge = lambda completed, total=None: None


@dataclass(frozen=True)
class Material:
    """Questions over documents that are searched together."""

    name: str
    licence: str
    documents: Sequence[Document]
    questions: Mapping[Use, Sequence[Item]]
    share: int = 1
    hold: bool = False
    held_out: str = ""


def train_retrieval(
    domain: str,
    name: str,
    out: Path,
    shape: LoraShape,
    course: Course,
    data: Path | None = None,
    watch: Watch = Watch(),
    *,
    is_measured: bool = True,
) -> AdapterCard:
    """Train the adapter ``name`` of ``domain`` into the folder ``out``; return its card.

    Without ``data`` the domain's plan says what is trained on, and the card holds what the adapter
    gives on items for reporting. ``data`` is a folder in BEIR form with judgements, or one of
    documents without questions, from which questions are made. A training that was stopped goes
    on when it is called again. Raises InvalidInput where there is nothing to train on.
    """
    from vademecum.evals.adapting.query_side import QuerySide, training_device
    from vademecum.evals.adapting.training import train

    device = training_device()
    loaded = load_domain(domain)
    found = _planned(domain) if data is None else [_own(data)]
    sets = _training_sets(loaded, found, device, watch)
    encoder = shared_encoder()
    model = QuerySide(encoder_folder(), shape, course.seed, device)
    digest = _data_sha256(found)
    settings = f"{shape.model_dump_json()}{course.model_dump_json()}{encoder.sha256}"
    of = hashlib.sha256(f"{digest}{settings}".encode()).hexdigest()
    kept = home() / "training" / f"{domain}-{name}-{of[:12]}"
    progress = train(model, sets, course, kept, of, lambda now: watch.step(now, course.steps))
    if not progress.best_step:
        watch.notice(f"no step was better than the base: {name} changes nothing")
    beside = out.with_name(f"{out.name}.tmp")
    shutil.rmtree(beside, ignore_errors=True)
    model.save(beside)
    card = AdapterCard(
        name=name,
        domain=domain,
        purpose="finds passages for questions",
        base_sha256=encoder.sha256,
        weights_sha256=hashlib.sha256((beside / WEIGHTS).read_bytes()).hexdigest(),
        trained_on=tuple(
            TrainedOn(name=m.name, licence=m.licence, items=len(m.questions["train"]))
            for m in found
            if m.share
        ),
        data_sha256=digest,
        held_out="; ".join(filter(None, (m.held_out for m in found))),
        command=_command(domain, name, data, course, shape),
        course=course.model_dump(mode="json"),
        shape=shape.model_dump(mode="json"),
        steps=progress.best_step,
        seconds=round(progress.seconds, 1),
        dev_metric=round(progress.best, 6),
        limits=LIMITS,
    )
    _write(beside / CARD, card)
    if data is None and is_measured:
        gains = gains_of(loaded, beside, plan_of(domain), watch.notice, watch.gauge)
        card = _with_gains(card, gains)
        _write(beside / CARD, card)
    shutil.rmtree(out, ignore_errors=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    beside.rename(out)
    shutil.rmtree(kept, ignore_errors=True)
    return card


def _planned(domain: str) -> list[Material]:
    root = data_home()
    return [
        Material(
            name=planned.set,
            licence=set_card(planned.set).licence,
            documents=documents_of(root, planned),
            questions=items_to_train(root, planned),
            share=planned.share,
            hold=planned.hold,
            held_out=planned.held_out,
        )
        for planned in plan_of(domain)
        if planned.share
    ]


def _own(data: Path) -> Material:
    """Return a user's folder: with its questions, or with questions made from its documents."""
    if beir_corpus(data) is not None and beir_queries(data) is not None:
        judged = BeirSet.read(data)
        items = [
            Item(
                id=query,
                text=text,
                use="tune",
                documents=tuple(d for d, score in judged.qrels[query].items() if score > 0),
            )
            for query, text in judged.questions.items()
            if is_in(query, "dev")
        ]
        documents: Sequence[Document] = judged.documents
        held_out = "questions whose id has an odd sha256"
    else:
        documents = list(Reading().documents([data]))
        items = questions_of(documents)
        held_out = "questions were made from the documents by templates; nothing was reported"
    if not items:
        raise InvalidInput(f"{data}: no question to train on")
    questions: dict[Use, Sequence[Item]] = {
        "train": [item for item in items if is_fitted_on(item.id)],
        "stop": [item for item in items if not is_fitted_on(item.id)],
    }
    return Material(data.name, "that of the folder", documents, questions, held_out=held_out)


def _training_sets(
    domain: Domain, found: Iterable[Material], device: str, watch: Watch
) -> list[TrainingSet]:
    from vademecum.evals.adapting.training import TrainingSet

    collections: dict[str, FrozenCollection] = {}
    sets = []
    for material in found:
        key = _documents_sha256(material.documents)
        if key not in collections:
            watch.notice(f"{material.name}: {len(material.documents):,} documents")
            collections[key] = _collection(domain, material.documents, device, watch)
        collection = collections[key]
        stop = sorted(material.questions["stop"], key=lambda i: _sha256(i.id))[:MOST_TO_STOP_BY]
        sets.append(
            TrainingSet(
                name=material.name,
                collection=collection,
                train=_askings(collection, material.questions["train"]),
                dev=_askings(collection, stop),
                share=material.share,
                hold=material.hold,
            )
        )
    return sets


def _collection(
    domain: Domain, documents: Sequence[Document], device: str, watch: Watch
) -> FrozenCollection:
    def tick(done: int, encoded: int) -> None:
        watch.gauge(done, len(documents))

    return FrozenCollection(evaluation_search(domain, documents, tick, watch.notice), device)


def _askings(collection: FrozenCollection, items: Iterable[Item]) -> list[Asking]:
    from vademecum.evals.adapting.training import Asking

    found = []
    for item in items:
        right, fine = collection.units_of(item)
        if right:
            reading = collection.asked(item.with_options)
            found.append(Asking(item.id, reading, item.within, frozenset(right), frozenset(fine)))
    return found


def _with_gains(card: AdapterCard, gains: Gains) -> AdapterCard:
    return card.model_copy(
        update={"before": gains.before, "after": gains.after, "difference": gains.difference}
    )


def _write(path: Path, card: AdapterCard) -> None:
    path.write_text(card.model_dump_json(indent=1) + "\n", encoding="utf-8")


def _command(domain: str, name: str, data: Path | None, course: Course, shape: LoraShape) -> str:
    own = "" if data is None else f" --data {data.name}"
    return (
        f"vademecum adapt train {domain} --task retrieval --name {name}{own} --seed {course.seed} "
        f"--steps {course.steps} --rank {shape.rank}"
    )


def _data_sha256(found: Iterable[Material]) -> str:
    rows = [
        [
            m.name,
            _documents_sha256(m.documents),
            m.share,
            m.hold,
            {use: [[i.id, i.text] for i in items] for use, items in m.questions.items()},
        ]
        for m in found
    ]
    return _sha256(json.dumps(rows))


def _documents_sha256(documents: Iterable[Document]) -> str:
    digest = hashlib.sha256()
    for document in documents:
        digest.update(json.dumps([document.id, document.title, document.text]).encode())
    return digest.hexdigest()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
