"""Run the support task: whether a score tells claims that a passage supports from others."""

from __future__ import annotations

from collections.abc import Sequence

from vademecum.evals.data import data_home
from vademecum.evals.items import Use
from vademecum.evals.manifest import RunManifest
from vademecum.evals.results import EvalResult
from vademecum.evals.sets.cards import SetCard, card, cards
from vademecum.evals.sets.readers import documents, read_items
from vademecum.evals.support_pairs import SupportPair, support_pairs
from vademecum.evals.supporting.fitting import pairs_for_tuning
from vademecum.evals.supporting.scorers import (
    by_rule,
    claim_alone,
    learned,
    lexical_overlap,
    sentence_cosine,
)
from vademecum.evals.tasks.support import LEARNED, Scorer, evaluate_support
from vademecum.retrieval.claim_support import claim_support
from vademecum.retrieval.errors import InvalidInput

from ..composition import shared_encoder
from .manifests import manifest_of
from .options import Job


def run_support(job: Job) -> EvalResult:
    """Score the pairs of one set, or of every set of the domain, beside what needs no training."""
    found = _cards(job)
    pairs = _pairs(job, found)[: job.options.limit]
    encoder = shared_encoder()
    tuning = pairs_for_tuning(data_home())
    scorers: dict[str, Scorer] = {
        LEARNED: learned(encoder),
        "rule": by_rule,
        "MiniLM cosine": sentence_cosine(encoder),
        "lexical overlap": lexical_overlap,
        "claim alone": claim_alone(tuning, encoder),
    }
    head = claim_support()
    return evaluate_support(
        pairs,
        scorers,
        domain=job.domain.name,
        manifest=_manifest(job, found),
        threshold=head.threshold if head else None,
    )


def _cards(job: Job) -> list[SetCard]:
    name = job.options.set
    if name is None:
        return [c for c in cards().values() if job.task in c.tasks and c.domain == job.domain.name]
    found = card(name)
    if job.task not in found.tasks:
        raise InvalidInput(f"{name} is no set for {job.task}; it is for {', '.join(found.tasks)}")
    return [found]


def _pairs(job: Job, found: Sequence[SetCard]) -> list[SupportPair]:
    root, part = data_home(), job.options.part("test")
    if part == "all":
        raise InvalidInput("support has pairs for tuning or for reports; choose dev or test")
    use: Use = "tune" if part == "dev" else "report"
    pairs: list[SupportPair] = []
    for place, one in enumerate(found):
        job.course.gauge(place, len(found))
        items = [item for item in read_items(root, one.name) if item.use == use]
        pairs += support_pairs(one.name, items, documents(root, one.name), use)
    if not pairs:
        raise InvalidInput(f"no pair can be made for {job.domain.name}")
    return pairs


def _manifest(job: Job, found: Sequence[SetCard]) -> RunManifest:
    files = [path for one in found for path in one.paths(data_home())]
    return manifest_of(job, data_home(), files, half=job.options.part("test"))
