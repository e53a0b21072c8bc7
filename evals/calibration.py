"""Fit the model of "the passages answer the question" on the dev halves of own questions."""

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

from .halves import half_of
from .intervals import wilson
from .results import Metric

Floats: TypeAlias = NDArray[np.float64]

ANSWERED_AT_LEAST: Final = 0.9
STEPS: Final = 100
DIGITS: Final = 4
"""What is written to ``domain.toml``; the rates reported are those of the rounded values."""


class EvidenceItem(Noun):
    """What was found for one question of the dev half, and whether it has an answer."""

    id: str
    domain: str
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
    penalty: float = 1.0,
) -> dict[str, Calibration]:
    """Fit one logistic model over all domains and choose each domain's own threshold.

    A threshold must answer ``answered_at_least`` of its domain's answerable questions; of those
    the one of best balanced accuracy is taken, of equal ones the middle of the widest gap.
    ``penalty`` is the L2 weight on standardised features. Raises InvalidInput if any item is of
    the test half, or if a domain lacks a class.
    """
    if leaked := sorted(item.id for item in items if half_of(item.id) != "dev"):
        raise InvalidInput(
            f"{len(leaked)} items are of the test half, first {leaked[0]!r}; "
            "calibrate on the dev half alone"
        )
    by_domain: dict[str, list[EvidenceItem]] = {}
    for item in items:
        by_domain.setdefault(item.domain, []).append(item)
    for own in by_domain.values():
        if len({item.answerable for item in own}) < 2:
            raise InvalidInput("calibration needs both answerable and unanswerable questions")
    if not by_domain:
        raise InvalidInput("calibration needs both answerable and unanswerable questions")
    labels = np.array([item.answerable for item in items], dtype=np.float64)
    columns = np.array([list(item.features.model_dump().values()) for item in items])
    bias, *weights = np.round(_fit(columns, labels, penalty), DIGITS).tolist()
    model = Evidence(bias=bias, **dict(zip(Features.model_fields, weights, strict=True)))
    found: dict[str, Calibration] = {}
    for domain, own in by_domain.items():
        values = np.array([certainty(item.features, model) for item in own])
        answerable = np.array([item.answerable for item in own])
        threshold = _threshold(values, answerable, answered_at_least)
        found[domain] = rates(own, model.model_copy(update={"threshold": threshold}))
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


def _fit(features: Floats, labels: Floats, penalty: float) -> Floats:
    """Return bias and weights by Newton's method (IRLS); the bias is not penalised."""
    mean, spread = features.mean(axis=0), features.std(axis=0)
    spread = np.where(spread > 1e-9, spread, 1.0)
    rows = np.column_stack([np.ones(len(labels)), (features - mean) / spread])
    ridge = np.diag([0.0] + [penalty] * features.shape[1])
    weights = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        expected = 1.0 / (1.0 + np.exp(-np.clip(rows @ weights, -60.0, 60.0)))
        curvature = np.maximum(expected * (1.0 - expected), 1e-9)
        gradient = rows.T @ (expected - labels) + ridge @ weights
        step = np.linalg.solve(rows.T @ (rows * curvature[:, None]) + ridge, gradient)
        weights = weights - step
        if float(np.abs(step).max()) < 1e-10:
            break
    raw = weights[1:] / spread
    return np.concatenate([[weights[0] - raw @ mean], raw])


def _threshold(certainty: Floats, is_answerable: NDArray[np.bool_], at_least: float) -> float:
    ends = [0.0, *sorted(set(certainty.tolist())), 1.0]
    best: tuple[float, float, float] | None = None
    for low, high in pairwise(ends):
        candidate = round((low + high) / 2, DIGITS)
        answered = float((certainty[is_answerable] >= candidate).mean())
        refused = float((certainty[~is_answerable] < candidate).mean())
        if answered < at_least:
            continue
        score = (answered + refused, high - low, -candidate)
        best = max(best, score) if best else score
    if best is None:
        raise InvalidInput(f"no threshold answers {at_least:.0%} of the answerable questions")
    return -best[2] + 0.0
