"""A run beside its baselines: the figures, and the paired differences."""

from __future__ import annotations

from ..results import EvalResult
from .cells import figure_cell, judged, tone_of
from .figure import figure
from .headlines import SHARE, main_metrics, name_of, unit_of
from .markup import Markup, joined, table
from .plots import Group, IntervalPlot, Mark

OURS = "this system"


def forests(result: EvalResult, key: str) -> Markup:
    """Plot the main metrics of the system and of every baseline, one plot for each unit."""
    return joined(
        _forest(result, unit, metrics, f"{key}-forest-{number}")
        for number, (unit, metrics) in enumerate(_by_unit(main_metrics(result)).items())
    )


def differences(result: EvalResult, key: str) -> Markup:
    """Plot the paired differences of the main metrics, around zero, one plot for each unit."""
    compared = [m for m in main_metrics(result) if any(m in d for d in result.differences.values())]
    return joined(
        _difference(result, unit, metrics, f"{key}-difference-{number}")
        for number, (unit, metrics) in enumerate(_by_unit(compared).items())
    )


def _forest(result: EvalResult, unit: str, metrics: list[str], key: str) -> Markup:
    systems = {OURS: result.metrics, **result.baselines}
    groups = tuple(
        Group(
            title=name_of(metric),
            marks=tuple(
                Mark(
                    label=name, figure=of[metric], tone="ours" if of is result.metrics else "other"
                )
                for name, of in systems.items()
                if metric in of
            ),
        )
        for metric in metrics
    )
    title = "Figures and 95 % intervals" + ("" if unit == SHARE else f", {unit}")
    rows = [
        (name_of(metric), *(figure_cell(of.get(metric)) for of in systems.values()))
        for metric in metrics
    ]
    plot = IntervalPlot(
        title=title, x_label=f"value, {unit}", y_label="metric and system", groups=groups
    )
    return figure(key, plot, table(title, ("metric", *systems), rows))


def _difference(result: EvalResult, unit: str, metrics: list[str], key: str) -> Markup:
    pairs = {
        metric: {name: of[metric] for name, of in result.differences.items() if metric in of}
        for metric in metrics
    }
    groups = tuple(
        Group(
            title=name_of(metric),
            marks=tuple(
                Mark(label=f"minus {name}", figure=found, tone=tone_of(metric, found))
                for name, found in by_name.items()
            ),
        )
        for metric, by_name in pairs.items()
    )
    title = "Paired differences and 95 % intervals" + ("" if unit == SHARE else f", {unit}")
    rows = [
        (name_of(metric), name, figure_cell(found, "+"), judged(metric, found))
        for metric, by_name in pairs.items()
        for name, found in by_name.items()
    ]
    plot = IntervalPlot(
        title=title,
        x_label="this system minus baseline" + ("" if unit == SHARE else f", {unit}"),
        y_label="metric and baseline",
        groups=groups,
        has_zero=True,
    )
    return figure(key, plot, table(title, ("metric", "baseline", "difference", "verdict"), rows))


def _by_unit(metrics: list[str] | tuple[str, ...]) -> dict[str, list[str]]:
    units: dict[str, list[str]] = {}
    for metric in metrics:
        units.setdefault(unit_of(metric), []).append(metric)
    return units
