"""Figures, differences and verdicts as cells of tables."""

from __future__ import annotations

from typing import Final

from ..report import show
from ..results import EvalResult, Metric
from ..verdicts import Verdict, verdict_of
from .figure import toned
from .markup import Markup, element, joined
from .plots import Tone

ABSENT: Final = Markup("-")
TONES: Final[dict[Verdict, tuple[Tone, str]]] = {
    "helped": ("better", "better"),
    "hurt": ("worse", "worse"),
    "cannot tell": ("unclear", "cannot tell"),
}


def tone_of(metric: str, difference: Metric) -> Tone:
    """Return the tone of a difference, system minus baseline."""
    return TONES[verdict_of(metric, difference)][0]


def judged(metric: str, difference: Metric) -> Markup:
    """Return whether the system is better, worse, or one cannot tell."""
    return toned(*TONES[verdict_of(metric, difference)])


def figure_cell(figure: Metric | None, sign: str = "") -> Markup:
    """Return a figure with its interval below it; a dash without one."""
    if figure is None:
        return ABSENT
    value, _, interval = show(figure, sign).partition(" ")
    return joined((value, element("span", interval, class_="interval")), " ")


def difference_cell(result: EvalResult, baseline: str | None, metric: str) -> Markup:
    """Return the difference to a baseline with its interval and its word; a dash without one."""
    difference = result.differences.get(baseline or "", {}).get(metric)
    if difference is None:
        return ABSENT
    return joined((figure_cell(difference, "+"), judged(metric, difference)), " ")
