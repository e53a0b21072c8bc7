"""Show an attack report as a table that reads the same in a terminal and in a text file."""

from __future__ import annotations

from io import StringIO

from rich import box
from rich.console import Console
from rich.table import Table

from ..report import WIDTH, show
from .run import AttackReport


def attack_table(report: AttackReport) -> str:
    """Return the mutations, worst first, as plain text."""
    table = Table(
        title=f"attack · {report.domain} · {report.attacks} attacks, {report.benign} benign",
        caption="evaded: of the sentences that are blocked when they stand alone",
        box=box.ASCII2,
        title_justify="left",
        caption_justify="left",
    )
    for column in ("mutation", "kind"):
        table.add_column(column, no_wrap=True)
    for column in ("through [95 % interval]", "evaded", "over-refusal"):
        table.add_column(column, justify="right", no_wrap=True)
    for row in report.mutations:
        shares = (row.through, row.evaded, row.over_refusal)
        table.add_row(row.mutation, row.kind, *(show(s) if s else "-" for s in shares))
    buffer = StringIO()
    console = Console(file=buffer, width=WIDTH, color_system=None, force_terminal=False)
    console.print(table)
    return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines()) + "\n"
