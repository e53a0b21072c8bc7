"""Train the head that selects the sentence that holds an answer, and the words that are it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from vademecum.domains import Domain, load_domain
from vademecum.evals.classifiers.reader import Readings
from vademecum.evals.data import data_home
from vademecum.evals.items import Item
from vademecum.evals.selecting.examples import STOP_FOLDS, Example, examples_of, spans_of
from vademecum.evals.selecting.figures import figures_of
from vademecum.evals.selecting.head import EvidenceHead
from vademecum.evals.selecting.saved import FILE, NAME, EvidenceCard, load_evidence, save_evidence
from vademecum.evals.selecting.sentence_training import train_sentences
from vademecum.evals.selecting.sentences import Reading
from vademecum.evals.selecting.span_training import Tell, train_spans
from vademecum.evals.sets import readers
from vademecum.evals.sets.cards import card as set_card
from vademecum.evals.sets.tuning import documents_for_tuning, read_for_tuning
from vademecum.retrieval import PUBLIC, Access, Hit, Query
from vademecum.retrieval.adapters import TrainedOn
from vademecum.retrieval.errors import UnknownName
from vademecum.retrieval.search import HybridSearch

from ..adapters import trained_here
from ..composition import shared_encoder
from ..evaluating.options import Ticks
from ..evaluating.quoting import PASSAGES_READ
from ..evaluating.systems import evaluation_search
from .retrieval import Watch

SETS: Final = {"education": "fairytaleqa"}
"""What the head of a domain learns from."""


def train_evidence(
    domain: str, out: Path | None, seed: int, watch: Watch | None = None
) -> EvidenceCard:
    """Train the evidence head of a domain into ``out``; without it, beside the adapters made here.

    Learns from the items for tuning of one set, each asked of the documents that it names, and is
    measured on those for reporting. Raises UnknownName for a domain that has no such set.
    """
    if domain not in SETS:
        raise UnknownName(f"{domain} has no head 'evidence'; these have: {', '.join(SETS)}")
    watch = watch or Watch()
    name, encoder, root = SETS[domain], shared_encoder(), data_home()
    search = _search(load_domain(domain), name, watch)
    reading = Reading(
        search.indexes.lexical.analyzer.terms, search.indexes.lexical.weight, Readings(encoder)
    )
    tuned = read_for_tuning(root, name)
    reported = [item for item in readers.read_items(root, name) if item.use == "report"]
    total = len(tuned) + len(reported)
    tick = Ticks(watch.gauge, total)

    def examples(items: Sequence[Item]) -> list[Example]:
        return examples_of(items, lambda item: found(search, item), reading, tick)

    learned = examples(tuned)
    head = trained(learned, seed, watch)
    measured = figures_of(examples(reported), head, encoder, seed)
    texts = sorted((e.item.id, e.item.text, e.item.answers, e.item.documents) for e in learned)
    card = EvidenceCard(
        task=NAME,
        purpose="which sentence of a passage holds the answer, and which of its words are it",
        base_sha256=encoder.sha256,
        learned_from=(_source(name, len(learned)),),
        data_sha256=hashlib.sha256(json.dumps(texts).encode()).hexdigest(),
        command=f"vademecum adapt train {domain} --task {NAME} --seed {seed}",
        seed=seed,
        dtype=encoder.dtype,
        before=measured.before,
        after=measured.after,
        difference=measured.difference,
        stopped_by=f"one fold of stories in {STOP_FOLDS}, by the hash of the title",
        may_be_shipped=True,
        limits="English stories and teachers' questions. An answer that stands in no sentence "
        "word for word is not found; the head does not say that a passage has none.",
    )
    path = (out or trained_here(domain)) / FILE
    save_evidence(head, card, path)
    return load_evidence(path, encoder.sha256)[1]


def trained(learned: Sequence[Example], seed: int, watch: Watch) -> EvidenceHead:
    """Train both networks on examples of which a sentence holds an answer."""
    useful = [e for e in learned if e.holds.any() and len(e.holds) > 1]
    sentence = train_sentences(
        [e.choices for e in useful],
        [e.holds for e in useful],
        [e.is_stop for e in useful],
        seed,
        _told("sentences", watch),
    )
    spans = spans_of(learned, shared_encoder())
    return EvidenceHead(sentence, train_spans(*spans, seed, _told("spans", watch)))


def found(search: HybridSearch, item: Item) -> tuple[Hit, ...]:
    """Return the best passages of the documents that an item names."""
    query = Query(text=item.text, allow=Access.of(*item.documents))
    return search.search(query)[:PASSAGES_READ]


def _search(domain: Domain, name: str, watch: Watch) -> HybridSearch:
    """Return the domain's search over a set; each document can be searched alone."""
    documents = [
        d.model_copy(update={"groups": (PUBLIC, d.id)})
        for d in documents_for_tuning(data_home(), name)
    ]

    def tick(done: int, passages: int) -> None:
        watch.gauge(done, len(documents))

    return evaluation_search(domain, documents, tick, watch.notice)


def _told(what: str, watch: Watch) -> Tell:
    def tell(epoch: int, epochs: int, share: float) -> None:
        watch.notice(f"{what}, epoch {epoch} of {epochs}: {share:.3f} to stop by are right")

    return tell


def _source(name: str, items: int) -> TrainedOn:
    return TrainedOn(name=name, licence=set_card(name).licence, items=items)
