"""The figures of a run by the labels of its items."""

from __future__ import annotations

from typing import Final

from vademecum.retrieval.types import Noun

from ..results import EvalResult
from .cells import difference_cell, figure_cell
from .figure import figure
from .headlines import best_baseline, main_metrics, name_of, unit_of
from .markup import Markup, joined, table
from .plots import Group, IntervalPlot, Mark

PLOTTED: Final = 40
"""Rows of one plot; what goes beyond stands in the table alone."""
METRICS: Final = 3
PART: Final = "part"


class Slice(Noun):
    """A figure of the items that carry one label: its full name, taken apart."""

    name: str
    metric: str
    label: str
    value: str


def slices(result: EvalResult) -> dict[str, list[Slice]]:
    """Return the slices of a run by label, in the order of its metrics.

    ``metric/label=value``, and ``metric/value`` where the whole stands under ``metric`` too.
    """
    found: dict[str, list[Slice]] = {}
    for name in result.metrics:
        metric, _, rest = name.partition("/")
        label, is_named, value = rest.partition("=")
        if is_named:
            found.setdefault(label, []).append(
                Slice(name=name, metric=metric, label=label, value=value)
            )
        elif rest and metric in result.metrics:
            found.setdefault(PART, []).append(
                Slice(name=name, metric=metric, label=PART, value=rest)
            )
    return found


def slice_figures(result: EvalResult, key: str) -> Markup:
    """Plot and list every label's slices."""
    return joined(
        _figure(result, label, found, f"{key}-slice-{number}")
        for number, (label, found) in enumerate(slices(result).items())
    )


def _figure(result: EvalResult, label: str, found: list[Slice], key: str) -> Markup:
    metrics = list(dict.fromkeys(one.metric for one in found))
    first = [m for m in main_metrics(result) if m in metrics] or metrics
    plotted = [m for m in first if unit_of(m) == unit_of(first[0])][:METRICS]
    groups = tuple(_group(result, metric, found, len(plotted)) for metric in plotted)
    plot = IntervalPlot(
        title=f"{', '.join(plotted)} by {label}{_left_out(found, plotted)}",
        x_label=f"value, {unit_of(plotted[0])}",
        y_label=f"metric and {label}",
        groups=groups,
    )
    return figure(key, plot, _table(result, label, metrics, found, plotted[0]))


def _group(result: EvalResult, metric: str, found: list[Slice], shares: int) -> Group:
    whole = [("all", metric)] if metric in result.metrics else []
    named = [*whole, *((one.value, one.name) for one in found if one.metric == metric)]
    marks = [
        Mark(label=value, figure=result.metrics[name], tone="whole" if name == metric else "ours")
        for value, name in named
    ]
    return Group(title=name_of(metric), marks=tuple(marks[: PLOTTED // shares + 1]))


def _left_out(found: list[Slice], plotted: list[str]) -> str:
    most = max(sum(one.metric == metric for one in found) for metric in plotted)
    shown = PLOTTED // len(plotted)
    return f", the first {shown} of {most}" if most > shown else ""


def _table(
    result: EvalResult, label: str, metrics: list[str], found: list[Slice], front: str
) -> Markup:
    names = {(one.metric, one.value): one.name for one in found}
    values = list(dict.fromkeys(one.value for one in found))
    counts = {v: sum(i.labels.get(label) == v for i in result.items) for v in values}
    has_counts = any(counts.values())
    rival = best_baseline(result, front)
    is_compared = rival is not None and any(
        one.name in result.differences.get(rival, {}) for one in found if one.metric == front
    )

    def row(value: str, of: dict[str, str]) -> list[str]:
        cells = [figure_cell(result.metrics.get(of.get(m, ""))) for m in metrics]
        n = [str(counts.get(value, len(result.items)))] if has_counts else []
        versus = [difference_cell(result, rival, of.get(front, ""))] if is_compared else []
        return [value or "(empty)", *n, *cells, *versus]

    rows = [row(v, {m: names[m, v] for m in metrics if (m, v) in names}) for v in values]
    whole = {m: m for m in metrics if m in result.metrics}
    head = [label, *(["n"] if has_counts else []), *metrics]
    versus = [f"{front} minus {rival}"] if is_compared else []
    caption = f"Figures by {label}"
    return table(caption, head + versus, [row("all", whole), *rows] if whole else rows)
