"""Fit the model of "the passages answer the question" on questions that are for tuning."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vademecum.domains.evidence import Features, certainty
from vademecum.domains.manifest import Evidence
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Noun

from .intervals import wilson
from .items import Use
from .results import Metric

Floats: TypeAlias = NDArray[np.float64]

ANSWERED_AT_LEAST: Final = 0.88
PENALTY: Final = 0.02
"""Strong enough that no weight takes the sign that only one set's wording would give it."""
STEPS: Final = 100
DIGITS: Final = 4
"""What is written to ``domain.toml``; the rates reported are those of the rounded values."""


class EvidenceItem(Noun):
    """What was found for one question for tuning, and whether it has an answer."""

    id: str
    domain: str
    source: str = "own"
    """The set that it is of: each weighs the same, and so do both kinds of question in each."""
    use: Use
    features: Features
    answerable: bool


class Calibration(Noun):
    """A fitted model and the rates it reaches on the items that it was fitted to."""

    evidence: Evidence
    n: int
    answered: Metric
    """Of the answerable, answered."""
    not_answered: Metric
    """Of the unanswerable, not answered."""
    balanced_accuracy: float


def calibrate(
    items: Sequence[EvidenceItem],
    *,
    answered_at_least: float = ANSWERED_AT_LEAST,
    penalty: float = PENALTY,
) -> dict[str, Calibration]:
    """Fit one logistic model over all domains and choose each domain's own threshold.

    A threshold must answer ``answered_at_least`` of the answerable questions of each set of its
    domain; of those the one that leaves most of the others unanswered is taken, on average over
    the sets; of equal ones the middle of the widest gap. ``penalty`` is the L2 weight on
    standardised features beside the mean loss of an item. Raises InvalidInput if any item is not
    for tuning, or if a set lacks a class.
    """
    if leaked := sorted(item.id for item in items if item.use != "tune"):
        raise InvalidInput(
            f"{len(leaked)} items are for reports, first {leaked[0]!r}; "
            "calibrate on what is for tuning alone"
        )
    sets: dict[tuple[str, str], list[EvidenceItem]] = {}
    for item in items:
        sets.setdefault((item.domain, item.source), []).append(item)
    if not sets or any(len({item.answerable for item in own}) < 2 for own in sets.values()):
        raise InvalidInput("calibration needs both answerable and unanswerable questions")
    ordered = [item for own in sets.values() for item in own]
    labels = np.array([item.answerable for item in ordered], dtype=np.float64)
    columns = np.array([list(item.features.model_dump().values()) for item in ordered])
    weights = np.concatenate([_weights(own, len(items) / len(sets)) for own in sets.values()])
    bias, *others = np.round(_fit(columns, labels, weights, penalty), DIGITS).tolist()
    model = Evidence(bias=bias, **dict(zip(Features.model_fields, others, strict=True)))
    found: dict[str, Calibration] = {}
    for domain in dict.fromkeys(item.domain for item in items):
        searched = [own for (name, _), own in sets.items() if name == domain]
        threshold = _threshold(searched, model, answered_at_least)
        together = [item for own in searched for item in own]
        found[domain] = rates(together, model.model_copy(update={"threshold": threshold}))
    return found


def rates(items: Sequence[EvidenceItem], model: Evidence) -> Calibration:
    """Return the rates that ``model`` reaches on ``items``, of either half."""
    answers = [(certainty(i.features, model) >= model.threshold, i.answerable) for i in items]
    good = [is_answered for is_answered, answerable in answers if answerable]
    bad = [not is_answered for is_answered, answerable in answers if not answerable]
    answered, refused = wilson(sum(good), len(good)), wilson(sum(bad), len(bad))
    return Calibration(
        evidence=model,
        n=len(items),
        answered=answered,
        not_answered=refused,
        balanced_accuracy=(answered.value + refused.value) / 2,
    )


def _weights(items: Sequence[EvidenceItem], total: float) -> Floats:
    """Return weights that sum to ``total``, half of it on either kind of question."""
    answerable = np.array([item.answerable for item in items])
    good = float(answerable.mean())
    return np.where(answerable, 0.5 / good, 0.5 / (1 - good)) * (total / len(items))


def _fit(features: Floats, labels: Floats, heft: Floats, penalty: float) -> Floats:
    """Return bias and weights by Newton's method (IRLS); the bias is not penalised."""
    mean, spread = features.mean(axis=0), features.std(axis=0)
    spread = np.where(spread > 1e-9, spread, 1.0)
    rows = np.column_stack([np.ones(len(labels)), (features - mean) / spread])
    ridge = heft.sum() * np.diag([0.0] + [penalty] * features.shape[1])
    weights = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        expected = 1.0 / (1.0 + np.exp(-np.clip(rows @ weights, -60.0, 60.0)))
        curvature = heft * np.maximum(expected * (1.0 - expected), 1e-9)
        gradient = rows.T @ (heft * (expected - labels)) + ridge @ weights
        step = np.linalg.solve(rows.T @ (rows * curvature[:, None]) + ridge, gradient)
        weights = weights - step
        if float(np.abs(step).max()) < 1e-10:
            break
    raw = weights[1:] / spread
    return np.concatenate([[weights[0] - raw @ mean], raw])


def _threshold(sets: Sequence[Sequence[EvidenceItem]], model: Evidence, at_least: float) -> float:
    certain = [np.array([certainty(item.features, model) for item in own]) for own in sets]
    answerable = [np.array([item.answerable for item in own]) for own in sets]
    ends = [0.0, *sorted({value for own in certain for value in own.tolist()}), 1.0]
    best: tuple[float, float, float] | None = None
    for low, high in pairwise(ends):
        candidate = round((low + high) / 2, DIGITS)
        answered, refused = [], []
        for values, is_answerable in zip(certain, answerable, strict=True):
            answered.append(float((values[is_answerable] >= candidate).mean()))
            refused.append(float((values[~is_answerable] < candidate).mean()))
        if min(answered, default=0.0) < at_least:
            continue
        score = (float(np.mean(answered) + np.mean(refused)), high - low, -candidate)
        best = max(best, score) if best else score
    if best is None:
        raise InvalidInput(f"no threshold answers {at_least:.0%} of the answerable questions")
    return -best[2] + 0.0
