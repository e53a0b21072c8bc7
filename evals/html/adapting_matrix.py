"""The transfer matrix as a coloured table with numbers, and the differences as a plot."""

from __future__ import annotations

from ..adapting.matrix import Cell, MatrixResult, Transfer
from ..report import show
from .adapting_failures import stack_figure
from .adapting_ladder import captions, readable_bytes
from .adapting_words import MATRIX
from .cells import ABSENT, TONES, figure_cell, judged
from .figure import figure
from .markup import Markup, element, joined, table
from .plots import Group, IntervalPlot, Mark

FULL = 0.1
"""A difference of this size, up or down, has the strongest colour."""
STRONGEST = 30
"""Per cent of the colour that is mixed into the page, so that text stays readable on it."""


def matrix_section(result: MatrixResult, key: str) -> Markup:
    """Return the table, its summary, the plot of differences, and what failures become."""
    groups = tuple(
        Group(
            title=f"{row.set} ({row.domain})",
            marks=tuple(
                Mark(
                    label=f"{cell.adapter}, at home" if cell.is_home else cell.adapter,
                    figure=cell.difference,
                    tone=TONES[cell.verdict][0],
                )
                for cell in row.cells
            ),
        )
        for row in result.rows
    )
    plot = IntervalPlot(
        title="Every adapter on every set",
        x_label=f"change of {result.metric} by the adapter",
        y_label="set and adapter",
        groups=groups,
        has_zero=True,
    )
    bars = [
        cell.inheritance.model_copy(update={"before": row.set, "after": cell.adapter})
        for row in result.rows
        for cell in row.cells
    ]
    failure = result.rows[0].cells[0].inheritance.failure
    return joined(
        (
            _coloured(result),
            *captions([MATRIX.format(metric=result.metric)]),
            _summary(result),
            figure(f"{key}-differences", plot, _values(result)),
            stack_figure(bars, f"{key}-fates", f"What failures become: {failure}"),
        )
    )


def _coloured(result: MatrixResult) -> Markup:
    head = ["set", "n", "without adapter", *(adapter.name for adapter in result.adapters)]
    body = [
        element(
            "tr",
            element("th", f"{row.set} ({row.domain}; {row.unit})", scope="row"),
            element("td", str(row.n)),
            element("td", figure_cell(row.base)),
            *(_cell(result, cell) for cell in row.cells),
        )
        for row in result.rows
    ]
    caption = f"Change of {result.metric} by each adapter, with 95 % intervals"
    return element(
        "div",
        element(
            "table",
            element("caption", caption),
            element("thead", element("tr", *(element("th", name, scope="col") for name in head))),
            element("tbody", *body),
            class_="figures matrix",
        ),
        class_="scroll",
        tabindex=0,
        role="region",
        aria_label=caption,
    )


def _cell(result: MatrixResult, cell: Cell) -> Markup:
    share = round(STRONGEST * min(abs(cell.difference.value) / FULL, 1.0))
    paint = "better" if cell.difference.value > 0 else "worse"
    return element(
        "td",
        joined(
            (
                figure_cell(cell.difference, "+"),
                judged(result.metric, cell.difference),
                *([element("span", "at home", class_="at-home")] if cell.is_home else []),
            ),
            " ",
        ),
        class_="home" if cell.is_home else False,
        style=f"background: color-mix(in srgb, var(--{paint}) {share}%, var(--page))",
    )


def _summary(result: MatrixResult) -> Markup:
    of = {adapter.name: adapter for adapter in result.adapters}

    def row(one: Transfer) -> tuple[str, ...]:
        return (
            one.adapter,
            ABSENT if one.home is None else figure_cell(one.home, "+"),
            ABSENT if one.abroad is None else figure_cell(one.abroad, "+"),
            f"{one.worst:+.3f} on {one.worst_set}",
            readable_bytes(of[one.adapter].stored_bytes),
            ", ".join(of[one.adapter].trained_on) or "-",
        )

    head = ("adapter", "at home", "abroad", "lowest", "stored", "trained on")
    return table(
        "Means over sets, each set counting alike", head, [row(one) for one in result.transfers]
    )


def _values(result: MatrixResult) -> Markup:
    head = ("set and adapter", result.metric, "change")
    rows = [
        (f"{row.set}, {cell.adapter}", show(cell.value), figure_cell(cell.difference, "+"))
        for row in result.rows
        for cell in row.cells
    ]
    return table("The differences of the plot", head, rows)
