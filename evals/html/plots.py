"""What a plot shows, apart from how it is drawn."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import Field

from vademecum.retrieval.types import Noun

from ..results import Metric

Tone: TypeAlias = Literal["ours", "other", "whole", "better", "worse", "unclear"]
"""What a row means; each has its own colour and its own mark."""


class Mark(Noun):
    """One row: a figure with its interval."""

    label: str
    figure: Metric
    tone: Tone


class Group(Noun):
    """Rows under a common heading."""

    title: str
    marks: tuple[Mark, ...]


class IntervalPlot(Noun):
    """Rows of dots and intervals over one scale, the first at the top."""

    title: str
    x_label: str
    y_label: str
    groups: tuple[Group, ...]
    has_zero: bool = False
    """Whether the scale holds zero, with a line there."""
    words: dict[Tone, str] = Field(default_factory=dict)
    """What tones mean here, where that is not what they mean elsewhere."""


class Line(Noun):
    """Points (x, y) in rising order of x."""

    label: str
    points: tuple[tuple[float, float], ...]
    band: tuple[tuple[float, float], ...] = ()
    """The interval (low, high) of each point, drawn as a bar; none without it."""


class LinePlot(Noun):
    """Curves over one pair of scales."""

    title: str
    x_label: str
    y_label: str
    lines: tuple[Line, ...]
    ticks: tuple[tuple[float, str], ...] = ()
    """Places on the x axis with their names; without them, round numbers."""


class Bar(Noun):
    """One bar: counts of kinds side by side, in the order of the plot's ``words``."""

    label: str
    counts: dict[Tone, int]


class StackPlot(Noun):
    """Bars of parts that add up, the first bar at the top."""

    title: str
    x_label: str
    y_label: str
    bars: tuple[Bar, ...]
    words: dict[Tone, str]
    """What each part means, in the order in which they are stacked."""


class Cross(Noun):
    """A point with an interval on each axis."""

    label: str
    x: Metric
    y: Metric


class CrossPlot(Noun):
    """Two shares against each other, both scales from 0 to 1, each point with its number."""

    title: str
    x_label: str
    y_label: str
    points: tuple[Cross, ...]
    good: str = ""
    """What stands in the upper left corner, where much of y and little of x meet."""


Plot: TypeAlias = IntervalPlot | LinePlot | StackPlot | CrossPlot
