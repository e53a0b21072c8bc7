"""What a plot shows, apart from how it is drawn."""

from __future__ import annotations

from typing import Literal, TypeAlias

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


class Line(Noun):
    """Points (x, y) in rising order of x."""

    label: str
    points: tuple[tuple[float, float], ...]


class LinePlot(Noun):
    """Curves over one pair of scales."""

    title: str
    x_label: str
    y_label: str
    lines: tuple[Line, ...]


Plot: TypeAlias = IntervalPlot | LinePlot
