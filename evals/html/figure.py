"""A plot as a figure of the page, with its numbers in a table beside it."""

from __future__ import annotations

from typing import Final

from ..report import show
from .draw import draw
from .markup import Markup, element
from .plots import CrossPlot, LinePlot, Plot, StackPlot, Tone
from .svg import inline_svg

ROWS_READ_OUT: Final = 12
LEGEND: Final[dict[Tone, tuple[str, str]]] = {
    "ours": ("●", "this system"),
    "other": ("□", "baseline"),
    "whole": ("◇", "all items"),
    "better": ("▲", "better"),
    "worse": ("▼", "worse"),
    "unclear": ("○", "cannot tell"),
}


def figure(key: str, plot: Plot, beside: Markup) -> Markup:
    """Return ``plot`` under its title, with a legend and the table ``beside`` it.

    ``key`` must be unique in the page.
    """
    drawing = inline_svg(draw(plot), key, plot.title, description(plot))
    return element(
        "figure",
        element("figcaption", plot.title),
        element(
            "div",
            element("div", drawing, _legend(plot), class_="drawing"),
            beside,
            class_="beside",
        ),
    )


def description(plot: Plot) -> str:
    """Say in words what a plot shows."""
    if isinstance(plot, StackPlot):
        bars = [
            f"{bar.label}: {', '.join(f'{n} {plot.words[tone]}' for tone, n in bar.counts.items())}"
            for bar in plot.bars
        ]
        return f"{plot.x_label}. {'; '.join(bars)}."
    if isinstance(plot, CrossPlot):
        points = [f"{p.label}: {show(p.y)}, {show(p.x)}" for p in plot.points]
        return f"{plot.y_label}, and {plot.x_label}. {'; '.join(points)}."
    if isinstance(plot, LinePlot):
        names = ", ".join(line.label for line in plot.lines)
        return f"{plot.y_label} over {plot.x_label}, one line each for {names}."
    rows = [
        f"{group.title} {mark.label} {show(mark.figure)}".strip()
        for group in plot.groups
        for mark in group.marks
    ]
    left = len(rows) - ROWS_READ_OUT
    more = f"; {left} more in the table" if left > 0 else ""
    return f"{plot.x_label}. {'; '.join(rows[:ROWS_READ_OUT])}{more}."


def toned(tone: Tone, text: str) -> Markup:
    """Return ``text`` with the mark and the colour of a tone."""
    return element("span", f"{LEGEND[tone][0]} {text}", class_=f"tone {tone}")


def _legend(plot: Plot) -> Markup:
    if isinstance(plot, LinePlot | CrossPlot):
        return Markup()
    if isinstance(plot, StackPlot):
        return element(
            "p", *(_swatch(tone, word) for tone, word in plot.words.items()), class_="legend"
        )
    tones = {mark.tone for group in plot.groups for mark in group.marks}
    words = {tone: plot.words.get(tone, word) for tone, (_, word) in LEGEND.items()}
    shown = [toned(tone, word) for tone, word in words.items() if tone in tones]
    return element("p", *shown, class_="legend")


def _swatch(tone: Tone, word: str) -> Markup:
    return element("span", f"■ {word}", class_=f"tone {tone}")
