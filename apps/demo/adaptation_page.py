"""The page of what adaptation gives: measured ladders and the transfer matrix."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import gradio as gr

from vademecum.domains import Domain
from vademecum.evals.adapting.matrix import MatrixResult
from vademecum.evals.adapting.rungs import LadderResult
from vademecum.evals.measured import MeasuredRun

from .adaptation_html import ladder_html, matrix_html, no_ladder_html, no_matrix_html
from .frame import html_block, page_head
from .measured import measured_runs
from .measured_html import origin
from .speech import in_language, tr

Choices = list[tuple[str, str]]


def build_adaptation_page(tab: gr.Tab, domains: Sequence[Domain]) -> None:
    """Lay the page out; what it shows is read when its tab is opened."""
    page_head(
        tr("What adaptation gives"),
        tr(
            "One base model, many adaptations: what each gives, what it costs, what it spoils, "
            "and which mistakes they share."
        ),
        tr(
            "Measured on questions that nothing was trained on. Every figure stands with its "
            "95 % interval."
        ),
    )
    with gr.Row(elem_classes="vm-modes"):
        fields = [(domain.manifest.title, domain.name) for domain in domains]
        first = next((n for _, n in fields if ladders_of(n)), domains[0].name)
        field = gr.Radio(fields, value=first, label=tr("Field"), elem_classes="vm-choice")
    choices = ladder_choices(first)
    chosen = gr.Radio(
        choices,
        value=_first(choices),
        label=tr("Measurement"),
        elem_classes="vm-list",
        visible=bool(choices),
    )
    waiting = f'<p class="vm-quiet">{tr("Drawing …")}</p>'
    ladder = html_block(waiting, elem_id="adaptation-ladder")
    html_block(f'<h3 class="vm-part">{tr("Gain at home, loss abroad")}</h3>')
    matrices = matrix_choices()
    which = gr.Radio(
        matrices,
        value=_first(matrices),
        label=tr("Measurement"),
        elem_classes="vm-list",
        visible=len(matrices) > 1,
    )
    matrix = html_block(waiting, elem_id="adaptation-matrix")
    show: dict[str, Any] = {  # keyword arguments of Gradio's event listeners
        "show_progress": "minimal",
        "api_visibility": "private",
        "concurrency_limit": 2,
    }
    tab.select(in_language(partial(_opened)), [field, chosen], [chosen, ladder], **show)
    tab.select(in_language(show_matrix), which, matrix, **show)
    field.input(in_language(_opened), [field, chosen], [chosen, ladder], **show)
    chosen.input(in_language(show_ladder), chosen, ladder, **show)
    which.input(in_language(show_matrix), which, matrix, **show)


def ladders_of(domain: str) -> dict[str, MeasuredRun]:
    """Return the ladders of a domain by what they are called in the page."""
    return {
        key_of(run): run
        for run in measured_runs()
        if isinstance(run.result, LadderResult) and run.result.domain == domain
    }


def matrices() -> dict[str, MeasuredRun]:
    """Return the transfer matrices by what they are called in the page."""
    return {key_of(run): run for run in measured_runs() if isinstance(run.result, MatrixResult)}


def key_of(run: MeasuredRun) -> str:
    """Tell a run from others: a shipped one may have the name of one that was made here."""
    return f"{'shipped' if run.is_shipped else 'here'}/{run.name}"


def ladder_choices(domain: str) -> Choices:
    """Return (words, key) of the ladders of a domain."""
    return [(_named(run), key) for key, run in ladders_of(domain).items()]


def matrix_choices() -> Choices:
    """Return (words, key) of the matrices."""
    return [(_named(run), key) for key, run in matrices().items()]


def show_ladder(key: str | None) -> str:
    """Return one ladder drawn; what is missing where there is none."""
    domain_of = {k: run for run in measured_runs() for k in [key_of(run)]}
    run = domain_of.get(key or "")
    if run is None or not isinstance(run.result, LadderResult):
        return no_ladder_html()
    return ladder_html(run)


def show_matrix(key: str | None) -> str:
    """Return the chosen matrix drawn, else the first; what is missing where there is none."""
    found = matrices()
    run = found.get(key or "") or next(iter(found.values()), None)
    return no_matrix_html() if run is None else matrix_html(run)


def _opened(domain: str, key: str | None) -> tuple[Any, str]:
    """Return the choices of a domain, the same one chosen if it is among them, and the ladder."""
    choices = ladder_choices(domain)
    keys = [k for _, k in choices]
    chosen = key if key in keys else _first(choices)
    update = gr.update(choices=choices, value=chosen, visible=bool(choices))
    return update, show_ladder(chosen)


def _first(choices: Choices) -> str | None:
    return choices[0][1] if choices else None


def _named(run: MeasuredRun) -> str:
    result, manifest = run.result, run.result.manifest
    if isinstance(result, LadderResult):
        task = {"retrieval": tr("search"), "classification": tr("sorting")}[result.task]
        name = f"{result.set}, {task}"
    else:
        name = tr("transfer matrix")
    limit = manifest.configuration.get("limit")
    only = f", {tr('first {limit} items', limit=limit)}" if limit else ""
    return f"{name}{only}: n = {manifest.n:,}, {manifest.date.isoformat()}, {origin(run)}"
