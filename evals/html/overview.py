"""All runs of a report in one table."""

from __future__ import annotations

from collections.abc import Sequence

from ..results import EvalResult
from .cells import ABSENT, difference_cell, figure_cell
from .headlines import best_baseline, headline, set_name
from .markup import Markup, element, joined, table

HEAD = (
    "domain",
    "task",
    "set",
    "n",
    "metric",
    "value [95 % interval]",
    "best baseline",
    "minus that baseline",
)
READING = (
    "Every figure stands with its 95 % interval. A system is called better or worse than a "
    "baseline only where the interval of their paired difference, item by item, holds no zero; "
    "otherwise one cannot tell. Nothing is corrected for looking at many figures."
)


def overview(results: Sequence[EvalResult]) -> Markup:
    """Return one row for each run: its headline, the best baseline, the difference."""
    rows = [_row(result, f"run-{number}") for number, result in enumerate(results, start=1)]
    return joined((table("All runs", HEAD, rows, "words"), element("p", READING, class_="note")))


def _row(result: EvalResult, key: str) -> list[str]:
    metric = headline(result)
    place = element("a", set_name(result), href=f"#{key}")
    row = [result.domain, result.task, place, str(result.manifest.n)]
    if metric is None:
        return [*row, "-", "-", "-", "-"]
    rival = best_baseline(result, metric)
    against = (
        joined((rival, figure_cell(result.baselines[rival][metric])), " ") if rival else ABSENT
    )
    difference = difference_cell(result, rival, metric)
    return [*row, metric, figure_cell(result.metrics[metric]), against, difference]
