"""The verification table: as JSON rows, Markdown, CSV, and lines for a terminal."""

from __future__ import annotations

import csv
import io
from typing import Any, Final

from .nouns import Entry, Ledger

COLUMNS: Final = (
    "citation", "kind", "status", "checked", "not checked", "reason", "standing", "source",
    "start", "end",
)  # fmt: skip
_SIGNS: Final = {
    "verified": "✓", "mismatch": "≠", "unsupported": "✗", "not_found": "?", "not_checked": "–",
}  # fmt: skip


def ledger_view(ledger: Ledger) -> dict[str, Any]:
    """Return the JSON form: rows, counts of the five statuses, and whether all is sound."""
    return {
        "rows": [row.model_dump(mode="json") for row in ledger.rows],
        "counts": ledger.counts,
        "sound": ledger.is_sound,
    }


def ledger_csv(ledger: Ledger) -> str:
    """Return the table as CSV with a header; a cell never begins as a formula of a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in ledger.rows:
        writer.writerow([_inert(cell) for cell in _cells(row)])
    return out.getvalue()


def ledger_markdown(ledger: Ledger) -> str:
    """Return the table as Markdown, with the counts above it."""
    shown = COLUMNS[:8]
    lines = [
        f"Citations: {_counts(ledger)}.",
        "",
        f"| {' | '.join(shown)} |",
        f"|{'---|' * len(shown)}",
    ]
    for row in ledger.rows:
        cells = (" ".join(cell.split()).replace("|", "\\|") for cell in _cells(row)[: len(shown)])
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def ledger_text(ledger: Ledger) -> str:
    """Return the table as lines for a terminal."""
    if not ledger.rows:
        return "No citation found."
    lines = []
    for row in ledger.rows:
        name = row.status.replace("_", " ")
        lines.append(f"{_SIGNS[row.status]} {name:12} {' '.join(row.text.split())}")
        lines.append(f"    {row.reason}")
        steps = f"checked: {', '.join(row.passed) or 'nothing'}"
        open_steps = f"; not checked: {', '.join(row.unchecked)}" if row.unchecked else ""
        lines.append(f"    {steps}{open_steps}{f'  ({row.source})' if row.source else ''}")
        if row.standing:
            noted = "the text says so" if row.is_noted else "the text does not say so"
            lines.append(f"    ! {row.standing} ({noted})")
    return "\n".join([*lines, "", _counts(ledger)])


def _counts(ledger: Ledger) -> str:
    found = [f"{n} {status.replace('_', ' ')}" for status, n in ledger.counts.items() if n]
    return ", ".join(found) or "none"


def _cells(row: Entry) -> list[str]:
    standing = row.standing or ""
    if standing and not row.is_noted:
        standing = f"{standing}; not said in the text"
    return [
        row.text, row.kind, row.status, " ".join(row.passed), " ".join(row.unchecked), row.reason,
        standing, row.source or "", str(row.start), str(row.end),
    ]  # fmt: skip


def _inert(cell: str) -> str:
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t"} else cell
