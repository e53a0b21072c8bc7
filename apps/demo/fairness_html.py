"""The fairness audit: which differences between groups of people outlast correction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vademecum.evals.html.cells import figure_cell
from vademecum.evals.html.figure import figure
from vademecum.evals.html.groups import ALPHA, Tested, group_differences, group_plot
from vademecum.evals.html.markup import Markup, element, folded, table
from vademecum.evals.measured import MeasuredRun
from vademecum.evals.results import EvalResult

from .evidence_cells import Runs
from .evidence_words import TASK
from .measured_html import empty, provenance_line, section
from .speech import tr

PLOTTED: Final = {
    "blocked": "Of sentences that must be stopped: share stopped, by group",
    "name_removed": "Names that are removed before the search, by origin",
    "answered": "Answerable questions that are answered, by group",
    "reply_kept": "Questions whose reply stays word for word the same, by group",
}
"""The differences that are drawn, with what they are called; the others stand in the table."""


def fairness_html(runs: Runs, key: str) -> Markup:
    """Return the audit of a domain's own questions; what is missing where there is none."""
    name, about = TASK["fairness"]
    found = [(run, result, list(group_differences(result))) for run, result in runs]
    parts = [
        part
        for number, (run, result, tested) in enumerate(found)
        if tested
        for part in _audit(run, result, tested, f"{key}-fairness-{number}")
    ]
    if not parts:
        parts = [
            empty(
                tr("The audit was not run for this field. Run it:"), "vademecum eval run fairness"
            )
        ]
    return section(tr(name), *parts, about=tr(about))


def _audit(
    run: MeasuredRun, result: EvalResult, tested: Sequence[Tested], key: str
) -> list[Markup]:
    left = [one for one in tested if one.p_holm < ALPHA]
    said = tr(
        "{left} of {count} differences between groups remain after correction for so many "
        "comparisons. A difference shows where to look; whether it is wrong, it does not say.",
        left=_count(result, "differences_left", len(left)),
        count=_count(result, "differences_tested", len(tested)),
    )
    words = {"better": tr("more than the others"), "worse": tr("less than the others")}
    drawn = [
        figure(
            f"{key}-{metric}",
            group_plot(tested, metric).model_copy(update={"title": tr(title), "words": words}),
            folded(
                tr("The differences as a table"),
                _table([one for one in tested if one.metric == metric]),
            ),
        )
        for metric, title in PLOTTED.items()
        if any(one.metric == metric for one in tested)
    ]
    listed = folded(tr("{left} differences that remain", left=len(left)), _table(left))
    return [element("p", said), *drawn, listed if left else Markup(), provenance_line(run)]


def _count(result: EvalResult, name: str, otherwise: int) -> str:
    """Return how many there were; a run that was kept may lack some of them."""
    counted = result.metrics.get(name)
    return f"{counted.value:.0f}" if counted else str(otherwise)


def _table(tested: Sequence[Tested]) -> Markup:
    rows = [
        (
            one.attribute,
            one.group,
            one.metric,
            one.against,
            figure_cell(one.difference, "+"),
            f"{one.p_holm:.2g}",
        )
        for one in tested
    ]
    head = (
        tr("attribute"),
        tr("group"),
        tr("figure"),
        tr("minus"),
        tr("difference"),
        "p (Holm)",
    )
    return table(tr("Differences between groups"), head, rows)
