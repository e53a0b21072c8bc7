"""What was measured of one field, as HTML: figures, targets, guardrails, failures, blind spots."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vademecum.evals.html.cells import ABSENT, difference_cell, figure_cell
from vademecum.evals.html.failures import failures
from vademecum.evals.html.figure import figure
from vademecum.evals.html.headlines import main_metrics, unit_of
from vademecum.evals.html.markup import Markup, element, folded, joined, table
from vademecum.evals.html.plots import Group, IntervalPlot, Mark
from vademecum.evals.measured import MeasuredRun, state_of, targets_of
from vademecum.evals.report import show
from vademecum.evals.results import EvalResult, Metric
from vademecum.evals.verdicts import verdict_of

from .evidence_cells import Runs, rival_of, set_words, target_cell
from .evidence_words import LIMITS, METRIC, TASK
from .fairness_html import fairness_html
from .guarded_html import guarded_html
from .measured_html import empty, framed, origin, provenance_line, section
from .speech import tr

KEY: Final = "evidence"
READING: Final = (
    "Every figure stands with its 95 % interval: how far it may move with other items of the same "
    "kind. A target is called reached or missed by the figure itself. “Test half”: items that "
    "nothing was tuned on."
)
APART: Final = ("guardrails", "fairness")
"""Tasks that have a part of their own."""


def evidence_html(runs: Runs, unmeasured: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Return the whole page of a domain; ``unmeasured`` names sets without a result by task."""
    if not runs:
        return framed(
            empty(
                tr("Nothing was measured for this field. Measure it:"), "vademecum eval run answers"
            )
        )
    tasks = [task for task in TASK if task not in APART and any(r.task == task for _, r in runs)]
    return framed(
        element("p", lead(runs), class_="lead"),
        section(tr("At a glance"), _glance(runs), about=tr(READING)),
        guarded_html(of_task(runs, "guardrails"), KEY),
        *(_task(task, of_task(runs, task)) for task in tasks),
        section(
            tr("The worst failures, to be read"),
            *_worst(runs),
            about=tr(
                "Our own questions and sentences, and runs made here. Items of public sets are not "
                "copied into the project."
            ),
        ),
        fairness_html(of_task(runs, "fairness"), KEY),
        section(tr("Blind spots"), *_blind(runs, unmeasured)),
    )


def of_task(runs: Runs, task: str) -> Runs:
    """Return the runs of one task."""
    return [(run, result) for run, result in runs if result.task == task]


def lead(runs: Runs) -> str:
    """Say how much was measured and how many targets are reached."""
    states = [state for _, result in runs for _, state in _targets(result)]
    return tr(
        "{count} evaluations. Of {targets} targets set beforehand {reached} are reached and "
        "{missed} are missed; the missed ones are named under “Blind spots”.",
        count=len(runs),
        targets=len(states),
        reached=states.count("reached"),
        missed=states.count("missed"),
    )


def _targets(result: EvalResult) -> list[tuple[str, str]]:
    return [
        (metric, state_of(target, result.metrics[metric]))
        for metric, target in targets_of(result).items()
    ]


def front_metrics(result: EvalResult) -> tuple[str, ...]:
    """Return the headline of a result, of guardrails both, and every figure that has a target."""
    main = main_metrics(result)[: 2 if result.task == "guardrails" else 1]
    return tuple(dict.fromkeys([*main, *targets_of(result)]))


def _glance(runs: Runs) -> Markup:
    head = (
        tr("what"),
        tr("set"),
        "n",
        tr("figure"),
        tr("value [95 % interval]"),
        tr("target"),
        tr("best baseline"),
        tr("minus that baseline"),
        tr("measured"),
    )
    rows = [
        row
        for task in TASK
        if task != "fairness"
        for run, result in of_task(runs, task)
        for row in _glance_rows(run, result)
    ]
    return table(tr("All evaluations of this field"), head, rows, "words")


def _glance_rows(run: MeasuredRun, result: EvalResult) -> list[list[str]]:
    rows = []
    for metric in front_metrics(result):
        rival = rival_of(result, metric)
        rows.append(
            [
                tr(TASK[result.task][0]),
                set_words(run, result),
                f"{result.manifest.n:,}",
                metric,
                figure_cell(result.metrics[metric]),
                target_cell(result, metric),
                joined((rival, figure_cell(result.baselines[rival][metric])), " ")
                if rival
                else ABSENT,
                difference_cell(result, rival, metric),
                f"{result.manifest.date.isoformat()}, {origin(run)}",
            ]
        )
    return rows


def _task(task: str, runs: Runs) -> Markup:
    """Return the plots of one task: its headline figures beside baseline and target."""
    name, about = TASK[task]
    metrics = dict.fromkeys(metric for _, result in runs for metric in front_metrics(result))
    figures = []
    for number, metric in enumerate(metrics):
        groups = [_group(run, result, metric) for run, result in runs if metric in result.metrics]
        words = tr(METRIC[metric]) if metric in METRIC else ""
        plot = IntervalPlot(
            title=f"{metric}: {words}" if words else metric,
            x_label=f"{metric}, {unit_of(metric)}",
            y_label=tr("set and system"),
            groups=tuple(groups),
            words={"whole": tr("target"), "other": tr("best baseline")},
        )
        figures.append(figure(f"{KEY}-{task}-{number}", plot, _table(runs, metric)))
    lines = [provenance_line(run) for run, _ in runs]
    return section(
        tr(name), *figures, folded(tr("All figures"), *map(_all, runs)), *lines, about=tr(about)
    )


def _group(run: MeasuredRun, result: EvalResult, metric: str) -> Group:
    rival, target = rival_of(result, metric), targets_of(result).get(metric)
    marks = [Mark(label=tr("this system"), figure=result.metrics[metric], tone="ours")]
    if rival:
        marks.append(Mark(label=rival, figure=result.baselines[rival][metric], tone="other"))
    if target:
        at = Metric(value=target.value, low=target.value, high=target.value)
        marks.append(
            Mark(label=f"{tr('target')} {target.sign} {target.value:g}", figure=at, tone="whole")
        )
    return Group(title=f"{set_words(run, result)}, n = {result.manifest.n:,}", marks=tuple(marks))


def _table(runs: Runs, metric: str) -> Markup:
    rows = [
        (
            set_words(run, result),
            f"{result.manifest.n:,}",
            figure_cell(result.metrics[metric]),
            target_cell(result, metric),
            difference_cell(result, rival_of(result, metric), metric),
        )
        for run, result in runs
        if metric in result.metrics
    ]
    head = (tr("set"), "n", metric, tr("target"), tr("minus the best baseline"))
    return table(tr("The points of the plot"), head, rows)


def _all(pair: tuple[MeasuredRun, EvalResult]) -> Markup:
    run, result = pair
    names = [name for name in result.metrics if "/" not in name]
    head = (tr("figure"), tr("this system"), *result.baselines)
    rows = [
        (
            name,
            figure_cell(result.metrics[name]),
            *(figure_cell(of.get(name)) for of in result.baselines.values()),
        )
        for name in names
    ]
    return table(f"{tr(TASK[result.task][0])}: {set_words(run, result)}", head, rows)


def _worst(runs: Runs) -> list[Markup]:
    """Return the items of each run that can be read, folded."""
    found = []
    for run, result in runs:
        readable = [item for item in result.items if item.texts and item.texts.question]
        if not readable or not (listed := failures(result)):
            continue
        title = f"{tr(TASK[result.task][0])}: {set_words(run, result)}"
        found.append(folded(title, listed, provenance_line(run)))
    return found


def _blind(runs: Runs, unmeasured: Sequence[tuple[str, Sequence[str]]]) -> list[Markup]:
    missed = [
        f"{tr(TASK[result.task][0])}, {set_words(run, result)}: {metric} "
        f"{show(result.metrics[metric])}, {tr('target')} {target.sign} {target.value:g}"
        for run, result in runs
        for metric, target in targets_of(result).items()
        if state_of(target, result.metrics[metric]) == "missed"
    ]
    weak = []
    for run, result in runs:
        metric = next(iter(main_metrics(result)), "")
        rival = rival_of(result, metric)
        difference = result.differences.get(rival or "", {}).get(metric)
        if difference is not None and verdict_of(metric, difference) != "helped":
            weak.append(
                f"{tr(TASK[result.task][0])}, {set_words(run, result)}: {metric} "
                f"{show(difference, '+')} {tr('beside')} {rival}"
            )
    lacking = [f"{tr(TASK[task][0])}: {', '.join(sets)}" for task, sets in unmeasured]
    return [
        _listed(tr("Targets that were missed"), missed, tr("None of those that were set.")),
        _listed(
            tr("Not shown to be better than a simple baseline"),
            weak,
            tr("None of the comparisons shown."),
        ),
        _listed(tr("No result is shown for"), lacking, tr("Every set that is listed has one.")),
        _listed(tr("What no figure here says"), [tr(limit) for limit in LIMITS], ""),
    ]


def _listed(title: str, lines: Sequence[str], otherwise: str) -> Markup:
    body = (
        element("ul", *(element("li", line) for line in lines))
        if lines
        else element("p", otherwise)
    )
    return element("div", element("h4", title), body)
