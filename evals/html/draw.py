"""Draw plots with matplotlib, as SVG."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import TYPE_CHECKING, Final

from .paints import LINES, STAND_INS
from .plots import CrossPlot, Group, IntervalPlot, LinePlot, Plot, StackPlot, Tone

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH: Final = 400.0
"""Units of the drawing; a phone shows about seven eighths of a pixel for each."""
FONT: Final = 12.5
ROW, HEADING, TOP, BOTTOM, RIGHT = 21.0, 27.0, 20.0, 48.0, 12.0
LABEL_CHARS: Final = 24
STACK_CHARS: Final = 46
CHAR: Final = 7.4
"""Width of a letter, generous, since the reader's own font is used."""
MARKS: Final[dict[Tone, str]] = {
    "ours": "o",
    "other": "s",
    "whole": "D",
    "better": "^",
    "worse": "v",
    "unclear": "o",
}
HOLLOW: Final[frozenset[Tone]] = frozenset({"other", "whole", "unclear"})
DASHES: Final = ("-", "--", "-.", ":", (0, (6, 2, 1, 2, 1, 2)), (0, (1, 3)))
SETTINGS: Final = {
    "svg.fonttype": "none",
    "svg.hashsalt": "vademecum",
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": FONT,
    "text.parse_math": False,
    "text.color": STAND_INS["ink"],
    "axes.labelcolor": STAND_INS["ink"],
    "axes.edgecolor": STAND_INS["muted"],
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": STAND_INS["muted"],
    "xtick.labelcolor": STAND_INS["ink"],
    "ytick.color": STAND_INS["muted"],
    "ytick.labelcolor": STAND_INS["ink"],
    "grid.color": STAND_INS["grid"],
}


def draw(plot: Plot) -> str:
    """Return ``plot`` as an SVG document; equal plots give equal text."""
    with _style():
        figure = _figure(plot)
        out = StringIO()
        nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
        figure.savefig(out, format="svg", transparent=True, metadata=nothing)
    return out.getvalue()


def _figure(plot: Plot) -> Figure:
    if isinstance(plot, IntervalPlot):
        return _intervals(plot)
    if isinstance(plot, CrossPlot):
        return _crosses(plot)
    return _stacks(plot) if isinstance(plot, StackPlot) else _lines(plot)


@contextmanager
def _style() -> Iterator[None]:
    """Put the reader's own settings aside, and do not warn of letters that only he can show."""
    from matplotlib import style

    with warnings.catch_warnings(), style.context(["default", SETTINGS]):
        warnings.filterwarnings("ignore", message="Glyph")
        yield


def _intervals(plot: IntervalPlot) -> Figure:
    rows = sum(len(group.marks) for group in plot.groups)
    inner = rows * ROW + sum(HEADING for group in plot.groups if group.title)
    longest = max(len(_short(mark.label)) for group in plot.groups for mark in group.marks)
    left = max(90.0, longest * CHAR + 14)
    figure, axes = _canvas(left, TOP, inner)
    places, labels, y = [], [], 0.0
    for group in plot.groups:
        if group.title:
            y += HEADING
            at = -(left - 4) / (WIDTH - left - RIGHT)
            transform = axes.get_yaxis_transform()
            behind = {"facecolor": STAND_INS["page"], "edgecolor": "none", "pad": 1.5}
            axes.text(at, y - 6, group.title, transform=transform, weight="bold", bbox=behind)
        for mark in group.marks:
            _mark(
                axes, mark.figure.low, mark.figure.value, mark.figure.high, y + ROW / 2, mark.tone
            )
            places.append(y + ROW / 2)
            labels.append(_short(mark.label))
            y += ROW
    axes.set_yticks(places, labels)
    axes.set_ylim(inner, 0)
    axes.set_xlim(*_limits(plot.groups, plot.has_zero))
    axes.locator_params(axis="x", nbins=5)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")
    axes.set_axisbelow(True)
    if plot.has_zero:
        axes.axvline(0, color=STAND_INS["ink"], linewidth=1.2)
    axes.set_xlabel(plot.x_label)
    figure.text(4 / WIDTH, 1 - 13 / (TOP + inner + BOTTOM), plot.y_label, size=11)
    return figure


def _lines(plot: LinePlot) -> Figure:
    legend = 20.0 * len(plot.lines) + 12
    figure, axes = _canvas(64.0, legend, 250.0)
    for number, line in enumerate(plot.lines):
        axes.plot(
            [x for x, _ in line.points],
            [y for _, y in line.points],
            color=STAND_INS[LINES[number % len(LINES)]],
            linestyle=DASHES[number % len(DASHES)],
            linewidth=2.0,
            label=_short(line.label, 48) if not line.label.startswith("_") else f" {line.label}",
        )
        for (x, _), (low, high) in zip(line.points, line.band, strict=False):
            # A little aside, so that intervals of several lines at one x are told apart.
            x += 0.06 * (number - (len(plot.lines) - 1) / 2)
            paint = STAND_INS[LINES[number % len(LINES)]]
            axes.plot([x, x], [low, high], color=paint, linewidth=1.2)
    axes.legend(
        loc="lower left", bbox_to_anchor=(0, 1), frameon=False, borderaxespad=0.2, handlelength=3.4
    )
    axes.locator_params(nbins=5)
    if plot.ticks:
        axes.set_xticks([x for x, _ in plot.ticks], [name for _, name in plot.ticks])
    axes.grid()
    axes.set_axisbelow(True)
    axes.set_xlabel(plot.x_label)
    axes.set_ylabel(plot.y_label)
    return figure


def _crosses(plot: CrossPlot) -> Figure:
    """Number the points; their names stand in the legend above, which a phone can show."""
    legend = 18.0 * len(plot.points) + 14
    figure, axes = _canvas(64.0, legend, 290.0)
    axes.set_xlim(-0.03, 1.03)
    axes.set_ylim(-0.03, 1.03)
    for number, point in enumerate(plot.points):
        paint = STAND_INS[LINES[number % len(LINES)]]
        x, y = point.x, point.y
        axes.plot([x.low, x.high], [y.value, y.value], color=paint, linewidth=1.8)
        axes.plot([x.value, x.value], [y.low, y.high], color=paint, linewidth=1.8)
        axes.plot([x.value], [y.value], marker="o", markersize=6, color=paint)
        behind = {"facecolor": STAND_INS["page"], "edgecolor": "none", "pad": 0.6}
        axes.annotate(
            str(number + 1),
            (x.value, y.value),
            xytext=(7 + 13 * (number % 2), 5),
            textcoords="offset points",
            color=paint,
            weight="bold",
            bbox=behind,
        )
        top = (legend - 14 - 18 * number) / 290.0
        axes.text(
            -0.12, 1 + top, f"{number + 1}  {_short(point.label, 46)}", transform=axes.transAxes,
            color=paint, va="center",
        )  # fmt: skip
    if plot.good:
        axes.text(0.1, 0.02, plot.good, transform=axes.transAxes, color=STAND_INS["muted"])
    axes.grid()
    axes.set_axisbelow(True)
    axes.set_xlabel(plot.x_label)
    axes.set_ylabel(plot.y_label)
    return figure


def _stacks(plot: StackPlot) -> Figure:
    rows = [_short(bar.label, STACK_CHARS) for bar in plot.bars]
    inner = len(rows) * (HEADING + ROW)
    figure, axes = _canvas(14.0, 6.0, inner)
    most = max(sum(bar.counts.values()) for bar in plot.bars)
    for number, bar in enumerate(plot.bars):
        top, start = number * (HEADING + ROW), 0
        axes.text(0, top + HEADING - 9, rows[number], weight="bold")
        for tone in plot.words:
            count = bar.counts.get(tone, 0)
            axes.barh(
                [top + HEADING + ROW / 2 - 3],
                [count],
                left=start,
                height=ROW - 2,
                color=STAND_INS[tone],
                edgecolor=STAND_INS["page"],
                linewidth=1,
            )
            if count >= 0.06 * most:
                middle = (start + count / 2, top + HEADING + ROW / 2 - 3)
                paint = STAND_INS["page"]
                axes.text(*middle, str(count), color=paint, ha="center", va="center", weight="bold")
            start += count
    axes.set_yticks([])
    axes.set_ylim(inner, 0)
    axes.set_xlim(0, most)
    axes.spines["left"].set_visible(False)
    axes.locator_params(axis="x", nbins=5, integer=True)
    axes.set_xlabel(plot.x_label)
    return figure


def _canvas(left: float, top: float, inner: float) -> tuple[Figure, Axes]:
    """Return a figure in units of a pixel with one pair of axes, ``inner`` high."""
    from matplotlib.figure import Figure

    height = top + inner + BOTTOM
    figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72)
    place = (left / WIDTH, BOTTOM / height, (WIDTH - left - RIGHT) / WIDTH, inner / height)
    return figure, figure.add_axes(place)


def _mark(axes: Axes, low: float, value: float, high: float, y: float, tone: Tone) -> None:
    paint = STAND_INS[tone]
    axes.plot([low, high], [y, y], color=paint, linewidth=2.4 if tone == "ours" else 1.6)
    axes.plot(
        [value],
        [y],
        marker=MARKS[tone],
        markersize=7,
        color=paint,
        markerfacecolor="none" if tone in HOLLOW else paint,
        markeredgewidth=1.5,
    )


def _limits(groups: tuple[Group, ...], has_zero: bool) -> tuple[float, float]:
    figures = [mark.figure for group in groups for mark in group.marks]
    ends = [x for f in figures for x in (f.low, f.value, f.high)] + [0.0] * has_zero
    low, high = min(ends), max(ends)
    pad = max(0.05 * (high - low), 0.02 * max(abs(low), abs(high))) or 0.005
    return low - pad, high + pad


def _short(label: str, chars: int = LABEL_CHARS) -> str:
    """Return a label that fits, its middle left out, without what an SVG cannot hold."""
    plain = "".join(c if c.isprintable() else " " for c in label)
    if len(plain) <= chars:
        return plain
    head = chars // 2
    return f"{plain[:head]}…{plain[head + 1 - chars :]}"
