"""The page of evidence: what was measured of each field, what failed, what was not measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from vademecum.domains import Domain
from vademecum.evals.baseline import set_of
from vademecum.evals.data import data_home
from vademecum.evals.registry import list_tasks
from vademecum.evals.results import EvalResult

from .evidence_cells import Runs
from .evidence_html import evidence_html
from .frame import html_block, page_head
from .measured import measured_runs
from .speech import in_language, tr

SAFETY = "safety"


def build_evidence_page(tab: gr.Tab, domains: Sequence[Domain]) -> None:
    """Lay the page out; what it shows is read when its tab is opened."""
    page_head(
        tr("Evidence"),
        tr(
            "What was measured of each field, beside simple methods and the targets: what works, "
            "what fails, and what nobody has measured."
        ),
        tr("Results of real runs, with date, machine and command. Not reviewed by a professional."),
    )
    with gr.Row(elem_classes="vm-modes"):
        fields = [(domain.manifest.title, domain.name) for domain in domains]
        field = gr.Radio(fields, value=domains[0].name, label=tr("Field"), elem_classes="vm-choice")
    body = html_block(f'<p class="vm-quiet">{tr("Drawing …")}</p>', elem_id="evidence-body")
    by_name = {domain.name: domain for domain in domains}

    def shown(name: str) -> str:
        return evidence_of(by_name[name])

    show: dict[str, Any] = {  # keyword arguments of Gradio's event listeners
        "show_progress": "minimal",
        "api_visibility": "private",
        "concurrency_limit": 2,
    }
    tab.select(in_language(shown), field, body, **show)
    field.input(in_language(shown), field, body, **show)


def evidence_of(domain: Domain) -> str:
    """Return the evidence of one domain as HTML."""
    runs = [
        (run, run.result)
        for run in measured_runs()
        if isinstance(run.result, EvalResult) and run.result.domain == domain.name
    ]
    return evidence_html(runs, unmeasured(domain, runs))


def unmeasured(domain: Domain, runs: Runs) -> list[tuple[str, list[str]]]:
    """Return by task the sets that concern ``domain`` and have no result among ``runs``."""
    done = {(result.task, name) for _, result in runs for name in _names(result)}
    lacking: dict[str, list[str]] = {}
    for row in list_tasks(data_home(), [domain]):
        concerns = row.domain in (domain.name, SAFETY)
        if concerns and row.path.name and (row.task, row.data) not in done:
            is_own = row.data.endswith("(own)")
            if is_own and not row.present:
                continue
            lacking.setdefault(row.task, []).append(tr("our own") if is_own else row.data)
    return list(lacking.items())


def _names(result: EvalResult) -> set[str]:
    """Return what the set of a result may be called in the list of sets."""
    run = result.manifest
    if run.data.endswith(".jsonl") or run.data == "evalsets":
        return {f"{result.domain} (own)"}
    split = run.split or run.data
    main = {run.data} if run.split in (None, "concept", "test") else set()
    return {split, set_of(run), f"{run.data}_{split}"} | main
