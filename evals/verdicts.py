"""In words, what a paired difference says of a metric."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from .results import Metric

Verdict: TypeAlias = Literal["helped", "hurt", "cannot tell"]
LOWER_IS_BETTER: Final = frozenset(
    {
        "answered_when_unanswerable",
        "aurc",
        "brier",
        "ece",
        "excess_aurc",
        "extra",
        "false_alarm",
        "false_alarms",
        "false_passes",
        "leak_rate",
        "lesson_stopped",
        "loss",
        "over_false",
        "over_refusal",
        "over_refusal_rate",
        "overrefusal",
        "overrefusal_rate",
        "selective_risk",
        "selective_risk_stated",
        "unscored",
    }
)
"""Metrics that a good system has little of, without the slice behind the slash."""
COSTS: Final = ("_ms", "_s", "_mib", "_j")
GAINS: Final = ("_per_s",)
MAX_DIGITS: Final = 6


def is_lower_better(metric: str) -> bool:
    """Tell whether less of ``metric`` is better: errors, and what work costs."""
    name = metric.partition("/")[0]
    return name in LOWER_IS_BETTER or (name.endswith(COSTS) and not name.endswith(GAINS))


def verdict_of(metric: str, difference: Metric) -> Verdict:
    """Say what ``difference``, the changed system minus the other, did to ``metric``.

    An interval that holds zero, or ends there, does not tell.
    """
    gain = gain_of(metric, difference)
    if gain.low > 0:
        return "helped"
    return "hurt" if gain.high < 0 else "cannot tell"


def verdict_text(metric: str, difference: Metric) -> str:
    """Return one sentence, such as "nDCG@10: helped by 0.012 [0.004, 0.021]"."""
    verdict = verdict_of(metric, difference)
    if verdict == "cannot tell":
        return f"{metric}: cannot tell, {_show(difference, '+')} holds zero"
    is_positive = difference.low > 0
    size = difference if is_positive else _turned(difference)
    turned = " (lower is better)" if is_lower_better(metric) else ""
    return f"{metric}: {verdict} by {_show(size)}{turned}"


def gain_of(metric: str, difference: Metric) -> Metric:
    """Return ``difference`` so that more is better."""
    return _turned(difference) if is_lower_better(metric) else difference


def _turned(figure: Metric) -> Metric:
    return Metric(value=-figure.value, low=-figure.high, high=-figure.low)


def _show(figure: Metric, sign: str = "") -> str:
    digits = _digits(figure)
    ends = (figure.value, figure.low, figure.high)
    value, low, high = (f"{x + 0.0:{sign}.{digits}f}" for x in ends)
    return f"{value} [{low}, {high}]"


def _digits(figure: Metric) -> int:
    """Return one digit for large figures, else as few from three on as keep the ends from 0."""
    if abs(figure.value) >= 10:
        return 1
    ends = [abs(x) for x in (figure.value, figure.low, figure.high) if x]
    enough = (d for d in range(3, MAX_DIGITS) if all(x >= 0.5 * 10**-d for x in ends))
    return next(enough, MAX_DIGITS)
