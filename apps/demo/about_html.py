"""What is installed and what is not claimed, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vademecum.domains import Domain

from ..doctor import Finding
from .markup import esc
from .speech import tr
from .words import NOT_CLAIMED

_LEVEL = {"ok": "✓ in order", "note": "! note", "error": "✕ error"}
_LOCAL = (
    "Nothing leaves this machine unless an operator configures a remote model. "
    "No font, script or picture is fetched from elsewhere."
)


@dataclass(frozen=True)
class Shelf:
    """A domain and what its library holds for everybody; None where it could not be opened."""

    domain: Domain
    documents: int | None
    passages: int | None
    problem: str = ""


def about_html(shelves: Sequence[Shelf], findings: Sequence[Finding]) -> str:
    """Return domains, machine and limits."""
    limits = "".join(f"<li>{esc(tr(line))}</li>" for line in NOT_CLAIMED)
    return (
        f'<section class="vm-about"><h3>{tr("Domains")}</h3><div class="vm-columns">'
        f"{''.join(map(_shelf, shelves))}</div>"
        f'<h3>{tr("On this machine")}</h3><div class="vm-scroll">{_machine(findings)}</div>'
        f"<p>{tr(_LOCAL)}</p><h3>{tr('What is not claimed')}</h3><ul>{limits}</ul></section>"
    )


def _shelf(shelf: Shelf) -> str:
    domain = shelf.domain
    counts = (
        tr(
            "{documents} documents, {passages} passages",
            documents=f"{shelf.documents:,}",
            passages=f"{shelf.passages:,}",
        )
        if shelf.documents is not None and shelf.passages is not None
        else shelf.problem
    )
    off = "".join(
        f"<li>{esc(s.rail)} switched off since {esc(s.since)}: {esc(s.reason)}</li>"
        for s in domain.manifest.switched_off
    )
    return (
        f'<div class="vm-column vm-domain-{esc(domain.name)}"><h4>{esc(tr(domain.ui.title))}</h4>'
        f"<p>{esc(counts)}</p><p>{tr('{n} guardrails', n=len(domain.rails))}</p>"
        f'<p class="vm-quiet">{esc(domain.name)} {esc(domain.manifest.version)}; '
        f"{esc(', '.join(domain.manifest.languages))}</p>{f'<ul>{off}</ul>' if off else ''}</div>"
    )


def _machine(findings: Sequence[Finding]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{esc(f.subject)}</th><td class="vm-level-{f.level}">'
        f"{tr(_LEVEL[f.level])}</td><td>{esc(' '.join((f.message, f.mend)).strip())}</td></tr>"
        for f in findings
    )
    return (
        f'<table class="vm-ranks"><caption class="vm-unseen">{tr("State of this installation")}'
        f'</caption><thead><tr><th scope="col">{tr("Part")}</th><th scope="col">{tr("State")}</th>'
        f"<th scope='col'>{tr('Details')}</th></tr></thead><tbody>{rows}</tbody></table>"
    )
