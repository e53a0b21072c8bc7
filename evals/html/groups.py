"""The differences between groups of people that a fairness run tested."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from vademecum.retrieval.types import Noun

from ..fairness.contrasts import MANNERS, OTHERS, slice_name
from ..fairness.forms import CONTROL
from ..results import EvalResult, Metric
from ..verdicts import verdict_of
from .cells import TONES, figure_cell
from .figure import figure
from .headlines import name_of
from .markup import Markup, folded, joined, table
from .plots import Group, IntervalPlot, Mark, Tone

ALPHA: Final = 0.05
PLOTTED: Final = ("rbo", "answered", "certainty", "blocked", "over_refusal", "name_removed")
ADJUSTED: Final = re.compile(r"p_holm\((?P<metric>[^)]*)\)/(?P<attribute>[^=]*)=(?P<group>.*)")


class Tested(Noun):
    """A difference that was tested: what it is compared with, its interval, its adjusted p."""

    metric: str
    attribute: str
    group: str
    against: str
    difference: Metric
    p_holm: float

    @property
    def tone(self) -> Tone:
        """Return what the difference means; it is unclear if it does not outlast correction."""
        if self.p_holm >= ALPHA:
            return "unclear"
        return TONES[verdict_of(self.metric, self.difference)][0]


def group_differences(result: EvalResult) -> Iterator[Tested]:
    """Yield every difference between groups of ``result`` that carries a p."""
    for name, p in result.metrics.items():
        if (found := ADJUSTED.fullmatch(name)) is None:
            continue
        own = slice_name(found["metric"], found["attribute"], found["group"])
        against = CONTROL if found["attribute"] in MANNERS else OTHERS
        against = against if own in result.differences.get(against, {}) else OTHERS
        yield Tested(
            **found.groupdict(),
            against=against,
            difference=result.differences[against][own],
            p_holm=p.value,
        )


def group_plot(found: Sequence[Tested], metric: str) -> IntervalPlot:
    """Show the differences of one metric, by attribute, around zero."""
    own = [one for one in found if one.metric == metric]
    return IntervalPlot(
        title=f"{name_of(metric)}: one group minus what it is compared with",
        x_label=f"difference of {metric}",
        y_label="attribute and group",
        groups=tuple(
            Group(
                title=f"{attribute}, minus {own_of[0].against}",
                marks=tuple(
                    Mark(label=one.group, figure=one.difference, tone=one.tone) for one in own_of
                ),
            )
            for attribute in dict.fromkeys(one.attribute for one in own)
            if (own_of := [one for one in own if one.attribute == attribute])
        ),
        has_zero=True,
    )


def group_figures(result: EvalResult, key: str) -> Markup:
    """Plot the differences that matter most, and list them all; nothing without any."""
    found = list(group_differences(result))
    metrics = [m for m in PLOTTED if any(one.metric == m for one in found)]
    return joined(
        figure(
            f"{key}-groups-{number}",
            group_plot(found, metric),
            folded("The differences as a table", _table(found, metric)),
        )
        for number, metric in enumerate(metrics)
    )


def _table(found: Sequence[Tested], metric: str) -> Markup:
    rows = [
        (
            one.attribute,
            one.group,
            one.against,
            figure_cell(one.difference, "+"),
            f"{one.p_holm:.2g}",
        )
        for one in found
        if one.metric == metric
    ]
    head = ("attribute", "group", "minus", "difference", "p (Holm)")
    return table(f"Differences of {metric}", head, rows)
