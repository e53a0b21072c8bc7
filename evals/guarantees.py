"""The guarantees that a certainty can state, set on some items and checked on others."""

from __future__ import annotations

import math

from vademecum.retrieval.types import Noun

from .conformal import (
    ALPHA,
    DELTA,
    bound_false_answers,
    bound_selective_risk,
    check_coverage,
    check_risk,
)
from .intervals import wilson
from .results import Metric
from .selective import answer_rates


class ScoredItems(Noun):
    """Certainties, whether each question is answerable, and whether answering it is wrong."""

    scores: tuple[float, ...]
    answerable: tuple[bool, ...]
    wrong: tuple[bool, ...]


def stated_and_reached(
    tuning: ScoredItems, others: ScoredItems, alpha: float = ALPHA, delta: float = DELTA
) -> tuple[dict[str, Metric], tuple[str, ...]]:
    """Return figures of both guarantees of ``conformal.py``, and in words what each states.

    What ``tuning`` sets is checked on ``others``. Where items or a scale from 0 to 1 are missing
    for one of the two, its figures are left out and its note says so. Items count as
    exchangeable; where many share a document, the intervals of what was reached are too narrow.
    """
    coverage, coverage_note = _coverage(tuning, others, alpha)
    risk, risk_note = _risk(tuning, others, alpha, delta)
    return coverage | risk, (coverage_note, risk_note)


def _coverage(
    tuning: ScoredItems, others: ScoredItems, alpha: float
) -> tuple[dict[str, Metric], str]:
    calibration, fresh = _unanswerable(tuning), _unanswerable(others)
    if not (calibration and fresh):
        return {}, "conformal coverage: unanswerable items for tuning and for reporting are needed"
    bound = bound_false_answers(calibration, alpha)
    check = check_coverage(bound, fresh)
    figures = {
        "conformal_coverage_stated": _exactly(check.stated),
        "conformal_coverage": check.reached,
        "conformal_coverage_of_this_threshold": check.reached_by_this_threshold,
    }
    rates = answer_rates(others.scores, others.answerable, bound.threshold)
    if "answered_when_answerable" in rates:
        figures["conformal_answered_when_answerable"] = rates["answered_when_answerable"]
    stated = f"stated: at least {check.stated:g} of unanswerable questions stay unanswered"
    return figures, (
        f"conformal coverage, {bound.n} items, threshold {bound.threshold:.4g}; {stated}, "
        "on average over calibrations"
    )


def _risk(
    tuning: ScoredItems, others: ScoredItems, alpha: float, delta: float
) -> tuple[dict[str, Metric], str]:
    if not tuning.scores:
        return {}, "selective risk: items for tuning are needed"
    if not all(0 <= score <= 1 for score in (*tuning.scores, *others.scores)):
        return {}, "selective risk: left out, its thresholds are for certainties from 0 to 1"
    bound = bound_selective_risk(tuning.scores, tuning.wrong, alpha, delta)
    check = check_risk(bound, others.scores, others.wrong)
    figures = {
        "selective_risk_stated": _exactly(alpha),
        "selective_coverage": wilson(check.answered, len(others.scores)),
    }
    if check.reached is not None:
        figures["selective_risk"] = check.reached
    if math.isinf(bound.threshold):
        return figures, f"selective risk: {alpha:g} is proven at no threshold, nothing is answered"
    return figures, (
        f"selective risk, {bound.n} items, threshold {bound.threshold:.4g}; stated: at most "
        f"{alpha:g} of what is answered is wrong, with confidence {1 - delta:g}"
    )


def _unanswerable(items: ScoredItems) -> list[float]:
    pairs = zip(items.scores, items.answerable, strict=True)
    return [score for score, is_answerable in pairs if not is_answerable]


def _exactly(value: float) -> Metric:
    return Metric(value=value, low=value, high=value)
