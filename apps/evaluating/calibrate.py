"""Fit the evidence model on the questions for tuning of several domains."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from vademecum.domains import Domain, load_domain
from vademecum.domains.evidence import features_of
from vademecum.domains.policy import RailPolicy
from vademecum.evals.calibration import Calibration, EvidenceItem, calibrate
from vademecum.evals.data import data_home
from vademecum.evals.halves import is_fitted_on
from vademecum.evals.items import Item
from vademecum.evals.questions import read_questions
from vademecum.evals.sets.cards import cards
from vademecum.evals.sets.tuning import documents_for_tuning, read_for_tuning
from vademecum.retrieval import PUBLIC, Query, Refusal
from vademecum.retrieval.search import HybridSearch

from .options import Gauge, Notice, Ticks
from .public import allowed
from .systems import EVERYBODY, evaluation_assistant, evaluation_search, with_threshold

ITEMS_PER_SET = 1000


def calibrate_evidence(
    corpora: Mapping[str, Sequence[Path]], gauge: Gauge, notice: Notice
) -> dict[str, Calibration]:
    """Fit on the domains' own questions and on the public sets for abstention that are here.

    Questions that are asked of one document are left out: a library is what is searched.

    The features are those of the passages that the policy lets through; ``corpora`` names the
    BEIR folders that stand beside each starter corpus.
    """
    items: list[EvidenceItem] = []
    for name, distractors in corpora.items():
        domain = load_domain(name)
        assistant = evaluation_assistant(domain, distractors, notice=notice)
        questions = read_questions(domain.evalset("questions"), "dev")
        tick = Ticks(gauge, len(questions))
        for question in questions:
            asked = question.query(EVERYBODY)
            items += _item(domain, assistant.search, asked, question.id, question.answerable)
            tick()
        for public in _sets_of(domain):
            items += _public_items(domain, public, gauge, notice)
    return calibrate(items)


def _sets_of(domain: Domain) -> list[str]:
    root = data_home()
    return [
        name
        for name, card in cards().items()
        if "abstention" in card.tasks and card.domain == domain.name and card.is_present(root)
        if all(item.within is None for item in read_for_tuning(root, name))
    ]


def _public_items(domain: Domain, name: str, gauge: Gauge, notice: Notice) -> list[EvidenceItem]:
    root = data_home()
    documents = [
        document.model_copy(update={"groups": (PUBLIC, document.id)})
        for document in documents_for_tuning(root, name)
    ]
    search = evaluation_search(
        domain, documents, lambda done, encoded: gauge(done, len(documents)), notice
    )
    chosen = _sample(read_for_tuning(root, name))
    tick = Ticks(gauge, len(chosen))
    found: list[EvidenceItem] = []
    for item in chosen:
        asked = Query(text=item.text, allow=allowed(item, given=False))
        found += _item(domain, search, asked, item.id, bool(item.answerable), name)
        tick()
    return found


def _sample(items: Sequence[Item]) -> list[Item]:
    """Return at most ``ITEMS_PER_SET`` items that say if they are answerable, of lowest sha256.

    Half of the items are left out: on them ``eval run abstention`` sets its stated thresholds.
    """
    usable = [item for item in items if item.answerable is not None and is_fitted_on(item.id)]
    usable.sort(key=lambda item: hashlib.sha256(item.id.encode()).digest())
    return usable[:ITEMS_PER_SET]


def _item(
    domain: Domain,
    search: HybridSearch,
    asked: Query,
    identity: str,
    answerable: bool,
    source: str = "own",
) -> Iterator[EvidenceItem]:
    policy = RailPolicy(with_threshold(domain, 0.0))
    context, _ = policy.check_context(asked, search.search(asked))
    if not isinstance(context, Refusal):
        yield EvidenceItem(
            id=identity,
            domain=domain.name,
            source=source,
            use="tune",
            features=features_of(asked.text, context.hits),
            answerable=answerable,
        )
