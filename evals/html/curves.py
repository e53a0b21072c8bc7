"""The curves of a run as line plots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from ..results import EvalResult
from .figure import figure
from .markup import Markup, folded, joined, table
from .plots import Line, LinePlot

AXES: Final[Mapping[str, tuple[str, str, str]]] = {
    "risk_coverage": (
        "Risk over coverage",
        "coverage: share of questions answered",
        "risk: share wrong of the answered",
    ),
    "reliability": ("Reliability", "stated certainty", "share that was right"),
    "roc": ("ROC", "false positive rate", "true positive rate"),
    "precision_recall": ("Precision over recall", "recall", "precision"),
}
"""By the first part of a curve's name: title, what x is, what y is."""
POINTS: Final = 60
"""Points of one curve that are drawn and listed, evenly spread; the ends are among them."""

Points: TypeAlias = tuple[tuple[float, float], ...]


def curve_figures(result: EvalResult, key: str) -> Markup:
    """Plot curves of one kind together: ``kind/name`` is the line ``name``."""
    kinds: dict[str, dict[str, Points]] = {}
    for name, points in result.curves.items():
        kind, _, line = name.partition("/")
        if points:
            kinds.setdefault(kind, {})[line or kind] = thinned(points)
    # The system's own line comes first, as its figures do.
    kinds = {
        kind: dict(sorted(lines.items(), key=lambda line: line[0] in result.baselines))
        for kind, lines in kinds.items()
    }
    return joined(
        _figure(kind, lines, f"{key}-curve-{number}")
        for number, (kind, lines) in enumerate(kinds.items())
    )


def thinned(points: Points, most: int = POINTS) -> Points:
    """Return at most ``most`` of the points, evenly spread, with the first and the last."""
    if len(points) <= most:
        return points
    last = len(points) - 1
    return tuple(points[round(place * last / (most - 1))] for place in range(most))


def _figure(kind: str, lines: Mapping[str, Points], key: str) -> Markup:
    title, x, y = AXES.get(kind, (kind, f"{kind}: x", f"{kind}: y"))
    plot = LinePlot(
        title=title,
        x_label=x,
        y_label=y,
        lines=tuple(Line(label=name, points=points) for name, points in lines.items()),
    )
    caption = f"{title}: the points of the plot"
    found = table(caption, (x.partition(":")[0], *lines), _rows(list(lines.values())), "figures")
    return figure(key, plot, folded("The points as a table", found))


def _rows(lines: Sequence[Points]) -> list[list[str]]:
    """Return a row for each x, with the y of every line that has one there."""
    at: dict[float, list[str]] = {}
    for place, points in enumerate(lines):
        for x, y in points:
            row = at.setdefault(x, ["-"] * len(lines))
            row[place] = f"{y:.3f}" if row[place] == "-" else f"{row[place]}, {y:.3f}"
    return [[f"{x:.3f}", *at[x]] for x in sorted(at)]
