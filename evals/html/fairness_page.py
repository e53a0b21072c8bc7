"""Write the tables and the plots of docs/fairness.md from runs.

``python -m vademecum.evals.html.fairness_page RUN... > TABLES`` writes tables in Markdown;
``--plot METRIC`` writes the differences of one metric in all runs as an SVG document instead.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from ..report import show
from ..results import EvalResult, read_result
from .draw import draw
from .groups import ALPHA, Tested, group_differences
from .paints import STAND_INS
from .plots import Group, IntervalPlot, Mark

STYLE: Final = Path(__file__).with_name("report.css")
GRADUAL: Final = ("certainty", "rbo")
"""Figures that move a little with any word: how many are left is said in one line."""
COLOUR: Final = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")


def tables(results: Sequence[EvalResult]) -> str:
    """Return for each run what is left after correction, and how alike groups were treated."""
    return "\n".join(line for result in results for line in (*_left(result), "", *_alike(result)))


def plot(results: Sequence[EvalResult], metric: str) -> str:
    """Return the differences of ``metric`` as an SVG document that can stand alone."""
    groups = [
        Group(
            title=f"{result.domain}: {attribute}, minus {own[0].against}",
            marks=tuple(Mark(label=one.group, figure=one.difference, tone=one.tone) for one in own),
        )
        for result in results
        for attribute, own in _by_attribute(result, metric)
    ]
    drawing = draw(
        IntervalPlot(
            title=metric,
            x_label=f"difference of {metric}",
            y_label="domain, attribute and group",
            groups=tuple(groups),
            has_zero=True,
        )
    )
    return _painted(drawing)


def _by_attribute(result: EvalResult, metric: str) -> Iterator[tuple[str, list[Tested]]]:
    """Yield the attributes of which any group differs at all."""
    found = [one for one in group_differences(result) if one.metric == metric]
    for attribute in dict.fromkeys(one.attribute for one in found):
        own = [one for one in found if one.attribute == attribute]
        if any(one.difference.low or one.difference.high for one in own):
            yield attribute, own


def _left(result: EvalResult) -> Iterator[str]:
    found = list(group_differences(result))
    left = sorted(
        (one for one in found if one.p_holm < ALPHA),
        key=lambda one: (one.attribute, one.metric, one.group),
    )
    yield f"{result.domain}, {result.manifest.data}: {len(left)} of {len(found)} differences left."
    for metric in GRADUAL:
        if some := [one for one in left if one.metric == metric]:
            ends = sorted(one.difference.value for one in some)
            yield f"Of `{metric}` {len(some)}, from {ends[0]:+.3f} to {ends[-1]:+.3f}."
    yield ""
    yield "| attribute | group | figure | of the group | minus | difference | p (Holm) |"
    yield "|---|---|---|---|---|---|---|"
    for one in left:
        if one.metric in GRADUAL:
            continue
        own = result.metrics[f"{one.metric}/{one.attribute}={one.group}"]
        cells = (
            one.attribute,
            one.group,
            f"`{one.metric}`",
            f"{own.value:.3f}",
            one.against,
            show(one.difference, "+"),
            f"{one.p_holm:.2g}",
        )
        yield f"| {' | '.join(cells)} |"


def _alike(result: EvalResult) -> Iterator[str]:
    """Yield how alike the groups of each attribute were treated, beside two neutral wordings."""
    yield "| attribute | `same_outcome` | two controls | `rbo_between` | two controls |"
    yield "|---|---|---|---|---|"
    control = result.baselines.get("control", {})
    names = [name for name in result.metrics if name.startswith("same_outcome/")]
    for name in names:
        other = name.replace("same_outcome", "rbo_between")
        cells = [
            show(of[key]) if key in of else "-"
            for key in (name, other)
            for of in (result.metrics, control)
        ]
        yield f"| {name.partition('=')[2]} | {' | '.join(cells)} |"
    yield ""


def _painted(drawing: str) -> str:
    """Return a drawing in the colours that the report has on a light page."""
    light = dict(reversed(COLOUR.findall(STYLE.read_text(encoding="utf-8"))))
    for paint, stand_in in STAND_INS.items():
        drawing = drawing.replace(stand_in, light[paint])
    return drawing.replace("<svg ", f'<svg style="background:{light["page"]}" ', 1)


if __name__ == "__main__":
    names, metric = sys.argv[1:], ""
    if "--plot" in names:
        place = names.index("--plot")
        metric = names[place + 1]
        del names[place : place + 2]
    runs = [read_result(Path(name)) for name in names]
    sys.stdout.write(plot(runs, metric) if metric else tables(runs))
