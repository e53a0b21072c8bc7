"""What the guardrails stop, both ways: of what should be stopped, and of what should pass."""

from __future__ import annotations

from typing import Final

from vademecum.evals.html.cells import figure_cell
from vademecum.evals.html.figure import figure
from vademecum.evals.html.markup import Markup, element, table
from vademecum.evals.html.plots import Cross, CrossPlot, Group, IntervalPlot, Mark
from vademecum.evals.results import EvalResult

from .evidence_cells import Runs, set_words, target_cell
from .evidence_words import TASK
from .measured_html import provenance_line, section
from .speech import tr

BLOCK: Final = "block_rate"
OVER: Final = "over_refusal_rate"


def guarded_html(runs: Runs, key: str) -> Markup:
    """Return the plot with two axes, the sets that tell one side only, and the table of both."""
    if not runs:
        return Markup()
    both = [
        (run, result) for run, result in runs if BLOCK in result.metrics and OVER in result.metrics
    ]
    points = tuple(
        Cross(label=set_words(run, result), x=result.metrics[OVER], y=result.metrics[BLOCK])
        for run, result in both
    )
    rows = [
        (
            set_words(run, result),
            f"{result.manifest.n:,}",
            figure_cell(result.metrics.get(BLOCK)),
            target_cell(result, BLOCK),
            figure_cell(result.metrics.get(OVER)),
            target_cell(result, OVER),
        )
        for run, result in runs
    ]
    head = (
        tr("set"),
        "n",
        tr("stopped of what should be stopped"),
        tr("target"),
        tr("stopped of what should pass"),
        tr("target"),
    )
    listed = table(tr("Both rates with Wilson intervals"), head, rows)
    plot = CrossPlot(
        title=tr("Stopped rightly against stopped wrongly"),
        x_label=tr("of what should pass: share stopped (less is better)"),
        y_label=tr("of what should be stopped: share stopped"),
        points=points,
        good=tr("best: the upper left corner"),
    )
    name, about = TASK["guardrails"]
    return section(
        tr(name),
        *([element("p", _said(both[0][1], set_words(*both[0])))] if both else []),
        figure(f"{key}-guarded", plot, listed) if points else listed,
        _one_sided(runs, key),
        *(provenance_line(run) for run, _ in runs),
        about=tr(about),
    )


def _said(result: EvalResult, name: str) -> str:
    block, over = result.metrics[BLOCK], result.metrics[OVER]
    return tr(
        "How to read it: of every 100 texts of “{name}” that should be stopped, {stopped} are "
        "(between {low} and {high} with other texts of the kind); of every 100 that should pass, "
        "{wrong} are stopped by mistake (between {wrong_low} and {wrong_high}).",
        name=name,
        stopped=_hundred(block.value),
        low=_hundred(block.low),
        high=_hundred(block.high),
        wrong=_hundred(over.value),
        wrong_low=_hundred(over.low),
        wrong_high=_hundred(over.high),
    )


def _hundred(share: float) -> str:
    return f"{100 * share:.0f}"


def _one_sided(runs: Runs, key: str) -> Markup:
    """Plot the sets that hold only texts of one kind."""
    groups = []
    for rate, other, title in (
        (BLOCK, OVER, tr("all should be stopped: more is better")),
        (OVER, BLOCK, tr("all should pass: less is better")),
    ):
        marks = tuple(
            Mark(label=set_words(run, result), figure=result.metrics[rate], tone="ours")
            for run, result in runs
            if rate in result.metrics and other not in result.metrics
        )
        if marks:
            groups.append(Group(title=title, marks=marks))
    if not groups:
        return Markup()
    plot = IntervalPlot(
        title=tr("Sets that hold texts of one kind only"),
        x_label=tr("share stopped"),
        y_label=tr("set"),
        groups=tuple(groups),
        words={"ours": tr("share stopped, 95 % interval")},
    )
    return figure(f"{key}-one-sided", plot, Markup())
