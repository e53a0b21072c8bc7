"""One run of a report, from its figures to its failures."""

from __future__ import annotations

from ..results import EvalResult
from .cells import difference_cell, figure_cell
from .comparison import OURS, differences, forests
from .curves import curve_figures
from .failures import failures
from .groups import group_figures
from .headlines import name_of, set_name
from .markup import Markup, element, folded, table
from .provenance import provenance
from .slices import slice_figures


def run_section(result: EvalResult, key: str) -> Markup:
    """Return a run as a section with the id ``key``; parts without content are left out."""
    parts = (
        ("Beside the baselines" if result.baselines else "Figures", forests(result, key)),
        ("Minus the baselines", differences(result, key)),
        ("Between groups", group_figures(result, key)),
        ("Slices", slice_figures(result, key)),
        ("Curves", curve_figures(result, key)),
        ("All figures", folded(f"All {len(result.metrics)} figures", _all_figures(result))),
        ("Where it fails", failures(result)),
        ("Provenance", provenance(result)),
    )
    shown = [
        element("section", element("h3", title), part, class_="part")
        for title, part in parts
        if part
    ]
    return element("section", element("h2", heading(result)), *shown, id=key, class_="run")


def heading(result: EvalResult) -> str:
    """Name a run in one line."""
    return f"{result.task} · {result.domain} · {set_name(result)} · n={result.manifest.n}"


def _all_figures(result: EvalResult) -> Markup:
    head = ["metric", OURS]
    for name in result.baselines:
        head += [name, *([f"minus {name}"] if name in result.differences else [])]
    rows = []
    for metric, figure in result.metrics.items():
        cells: list[str] = [name_of(metric), figure_cell(figure)]
        for name, figures in result.baselines.items():
            cells.append(figure_cell(figures.get(metric)))
            if name in result.differences:
                cells.append(difference_cell(result, name, metric))
        rows.append(cells)
    return table("All figures with 95 % intervals", head, rows)
