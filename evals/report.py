"""Show a result as a table that reads the same in a terminal and in a text file."""

from __future__ import annotations

from io import StringIO

from rich import box
from rich.console import Console
from rich.table import Table

from .results import EvalResult, Metric

WIDTH = 160
MAX_ROWS = 200
"""Of a result with more figures the slices are left to the result file and the HTML report."""


def result_table(result: EvalResult) -> Table:
    """Build a table: metric, value, interval, and beside it every baseline and the difference."""
    run = result.manifest
    names = list(result.metrics)
    shown = names if len(names) <= MAX_ROWS else [name for name in names if "/" not in name]
    left = len(names) - len(shown)
    more = [f"{left:,} figures of slices: vademecum eval report RUN --html FILE"] if left else []
    where = " ".join(filter(None, (run.data, run.split, None if run.half == "all" else run.half)))
    table = Table(
        title=f"{result.task} · {result.domain} · {where} · n={run.n}",
        caption=" · ".join((*run.notes, *more)) or None,
        box=box.ASCII2,
        title_justify="left",
        caption_justify="left",
    )
    table.add_column("metric", no_wrap=True)
    table.add_column("value [95 % interval]", justify="right", no_wrap=True)
    for name in result.baselines:
        table.add_column(name, justify="right")
        if name in result.differences:
            table.add_column(f"minus {name}", justify="right")
    for metric in shown:
        cells = [metric, show(result.metrics[metric])]
        for name, figures in result.baselines.items():
            cells.append(show(figures[metric]) if metric in figures else "-")
            if name in result.differences:
                difference = result.differences[name].get(metric)
                cells.append(show(difference, sign="+") if difference else "-")
        table.add_row(*cells)
    return table


def show(figure: Metric, sign: str = "") -> str:
    """Write a figure and its interval, three decimals; one if it is larger than 10."""
    digits = 1 if abs(figure.value) >= 10 else 3
    value, low, high = (f"{x:{sign}.{digits}f}" for x in (figure.value, figure.low, figure.high))
    return f"{value} [{low}, {high}]"


def plain_text(result: EvalResult, width: int = WIDTH) -> str:
    """Return the table as plain text without colours."""
    buffer = StringIO()
    Console(file=buffer, width=width, color_system=None, force_terminal=False).print(
        result_table(result)
    )
    return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines()) + "\n"
