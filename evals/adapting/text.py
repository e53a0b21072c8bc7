"""A ladder and a matrix as tables for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

from rich import box
from rich.console import Console
from rich.table import Table

from ..report import WIDTH, show
from .matrix import MatrixResult
from .rungs import LadderResult, Rung


def ladder_text(result: LadderResult) -> str:
    """Return the rungs with their figures and costs; those that hurt are marked."""
    main = list(result.rungs[0].metrics)
    first = result.rungs[0].name
    lines = [
        "hurts: worse than the first rung or the one that is named, the interval of the paired "
        "difference below zero",
        *(
            f"{rung.name} minus {rung.before}: {show(rung.step[result.metric], '+')}"
            for rung in result.rungs
            if result.metric in rung.step
        ),
        *(
            f"{found.before} -> {found.after}: "
            + ", ".join(f"{found.count(fate)} {fate}" for fate in found.ids)
            + f" ({found.failure})"
            for found in result.inheritance
        ),
    ]
    return _text(
        f"ladder · {result.task} · {result.domain} · {result.set} · n={result.manifest.n}",
        ["rung", "kind", *main, f"{result.metric} minus {first}", "", "ms", "J", "stored"],
        [
            [
                rung.name,
                rung.kind,
                *(show(rung.metrics[m]) if m in rung.metrics else "-" for m in main),
                show(rung.difference[result.metric], "+") if rung.difference else "-",
                _said(rung, result.metric),
                *_costs(rung),
            ]
            for rung in result.rungs
        ],
        lines,
    )


def matrix_text(result: MatrixResult) -> str:
    """Return the differences of every adapter on every set, and the means at home and abroad."""
    names = [adapter.name for adapter in result.adapters]
    home = {adapter.name: adapter.domain for adapter in result.adapters}
    lines = [
        f"{one.adapter} ({home[one.adapter]}): at home "
        f"{show(one.home, '+') if one.home else '-'}, abroad "
        f"{show(one.abroad, '+') if one.abroad else '-'}, "
        f"lowest {one.worst:+.3f} on {one.worst_set}"
        for one in result.transfers
    ]
    rows = [
        [
            row.set,
            row.domain,
            str(row.n),
            show(row.base),
            *(f"{show(cell.difference, '+')}{'*' if cell.is_home else ''}" for cell in row.cells),
        ]
        for row in result.rows
    ]
    return _text(
        f"transfer matrix · change of {result.metric} by each adapter · * at home",
        ["set", "domain", "n", "without adapter", *names],
        rows,
        lines,
    )


def _said(rung: Rung, metric: str) -> str:
    if metric in rung.stepped_down:
        return f"hurts {rung.before}"
    if metric in rung.hurt:
        return "hurts"
    if rung.hurt:
        return f"hurts {', '.join(rung.hurt)}"
    return "helps" if rung.verdicts.get(metric) == "helped" else ""


def _costs(rung: Rung) -> tuple[str, str, str]:
    cost = rung.cost
    if cost is None:
        left = f"{rung.unscored} unscored, {rung.missing} missing, {rung.unknown} unknown"
        return "-", "-", left
    mark = " est." if cost.energy == "estimated" else ""
    stored = "-" if cost.stored_bytes is None else f"{cost.stored_bytes:,}"
    return f"{cost.latency_ms.value:.1f}", f"{cost.energy_j:.3g}{mark}", stored


def _text(
    title: str, head: Sequence[str], rows: Sequence[Sequence[str]], lines: Sequence[str]
) -> str:
    table = Table(title=title, box=box.ASCII2, title_justify="left")
    for number, name in enumerate(head):
        table.add_column(name, no_wrap=number == 0)
    for row in rows:
        table.add_row(*row)
    buffer = StringIO()
    Console(file=buffer, width=WIDTH, color_system=None, force_terminal=False).print(table)
    shown = "\n".join(line.rstrip() for line in buffer.getvalue().splitlines())
    return "\n".join((shown, *lines)) + "\n"
