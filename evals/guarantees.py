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
from .resampling import clustered_rate, is_shared
from .results import Metric
from .selective import answer_rates


class ScoredItems(Noun):
    """Certainties, whether each question is answerable, and whether answering it is wrong.

    ``clusters`` name what each is drawn with; without them each is drawn alone.
    """

    scores: tuple[float, ...]
    answerable: tuple[bool, ...]
    wrong: tuple[bool, ...]
    clusters: tuple[str, ...] = ()

    @property
    def drawn(self) -> tuple[str, ...]:
        """Name what each is drawn with, itself by its place where nothing else is known."""
        return self.clusters or tuple(map(str, range(len(self.scores))))


def stated_and_reached(
    tuning: ScoredItems,
    others: ScoredItems,
    alpha: float = ALPHA,
    delta: float = DELTA,
    seed: int = 0,
) -> tuple[dict[str, Metric], tuple[str, ...]]:
    """Return figures of both guarantees of ``conformal.py``, and in words what each states.

    What ``tuning`` sets is checked on ``others``. Where items or a scale from 0 to 1 are missing
    for one of the two, its figures are left out and its note says so. Intervals draw the clusters
    of ``others`` whole, but for that of the mean coverage: the guarantees count items as
    exchangeable. Where they are in clusters, the note of the coverage says that.
    """
    coverage, coverage_note = _coverage(tuning, others, alpha, seed)
    risk, risk_note = _risk(tuning, others, alpha, delta, seed)
    return coverage | risk, (coverage_note, risk_note)


def _coverage(
    tuning: ScoredItems, others: ScoredItems, alpha: float, seed: int
) -> tuple[dict[str, Metric], str]:
    calibration, _ = _unanswerable(tuning)
    fresh, clusters = _unanswerable(others)
    if not (calibration and fresh):
        return {}, "conformal coverage: unanswerable items for tuning and for reporting are needed"
    bound = bound_false_answers(calibration, alpha)
    check = check_coverage(bound, fresh, clusters, seed)
    figures = {
        "conformal_coverage_stated": _exactly(check.stated),
        "conformal_coverage": check.reached,
        "conformal_coverage_of_this_threshold": check.reached_by_this_threshold,
    }
    rates = answer_rates(
        others.scores, others.answerable, bound.threshold, clusters=others.drawn, seed=seed
    )
    if "answered_when_answerable" in rates:
        figures["conformal_answered_when_answerable"] = rates["answered_when_answerable"]
    stated = f"stated: at least {check.stated:g} of unanswerable questions stay unanswered"
    note = (
        f"conformal coverage, {bound.n} items, threshold {bound.threshold:.4g}; {stated}, "
        "on average over calibrations"
    )
    if is_shared(clusters):
        note += (
            f"; the guarantee and the interval of conformal_coverage count {len(fresh)} questions "
            f"on {len(set(clusters))} documents as independent: that interval is too narrow"
        )
    return figures, note


def _risk(
    tuning: ScoredItems, others: ScoredItems, alpha: float, delta: float, seed: int
) -> tuple[dict[str, Metric], str]:
    if not tuning.scores:
        return {}, "selective risk: items for tuning are needed"
    if not all(0 <= score <= 1 for score in (*tuning.scores, *others.scores)):
        return {}, "selective risk: left out, its thresholds are for certainties from 0 to 1"
    bound = bound_selective_risk(tuning.scores, tuning.wrong, alpha, delta)
    check = check_risk(bound, others.scores, others.wrong, others.drawn, seed)
    answered = [score >= bound.threshold for score in others.scores]
    figures = {
        "selective_risk_stated": _exactly(alpha),
        "selective_coverage": clustered_rate(answered, others.drawn, seed),
    }
    if check.reached is not None:
        figures["selective_risk"] = check.reached
    if math.isinf(bound.threshold):
        return figures, f"selective risk: {alpha:g} is proven at no threshold, nothing is answered"
    pairs = zip(tuning.wrong, tuning.answerable, strict=True)
    kind = "is wrong" if any(w and a for w, a in pairs) else "cannot be answered"
    return figures, (
        f"selective risk, {bound.n} items, threshold {bound.threshold:.4g}; stated: at most "
        f"{alpha:g} of what is answered {kind}, with confidence {1 - delta:g}"
    )


def _unanswerable(items: ScoredItems) -> tuple[list[float], list[str]]:
    """Return the scores of the unanswerable and what each is drawn with."""
    places = [i for i, is_answerable in enumerate(items.answerable) if not is_answerable]
    return [items.scores[i] for i in places], [items.drawn[i] for i in places]


def _exactly(value: float) -> Metric:
    return Metric(value=value, low=value, high=value)
