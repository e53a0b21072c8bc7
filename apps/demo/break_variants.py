"""The part of the page that tries one message in many disguises."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

import gradio as gr

from vademecum.retrieval.errors import VademecumError

from ..trying.variants import Variant, disguises, try_variants
from .answer_marks import QUIET
from .assistants import OpenAssistant
from .frame import html_block
from .markup import esc, notice_line
from .speech import in_language, tr
from .variants_html import variants_html

ROWS_AT_ONCE = 6
"""The table of disguises grows by so many rows at a time."""


def build_disguises(name: gr.Radio, box: gr.Textbox, open_assistant: OpenAssistant) -> None:
    """Lay the choice of disguises and their table out."""
    kinds = disguises()
    html_block(f'<h3 class="vm-part">{esc(tr("The same message in disguise"))}</h3>')
    html_block(
        '<p class="vm-quiet">'
        + esc(
            tr(
                "Your message is written in {n} wrappers and codes (role play, fiction, base64, "
                "leetspeak, hidden characters …), and each is given to the guardrails that read "
                "messages.",
                n=len(kinds),
            )
        )
        + "</p>"
    )
    with gr.Accordion(tr("Choose the disguises"), open=False, elem_classes="vm-fold"):
        chosen = gr.CheckboxGroup(
            [(tr(disguise), disguise) for disguise in kinds],
            value=list(kinds),
            label=tr("Disguises"),
            elem_classes="vm-disguises",
        )
        with gr.Row(elem_classes="vm-mark-buttons"):
            everything = gr.Button(tr("All"), size="sm")
            nothing = gr.Button(tr("None"), size="sm")
    # In the browser alone: a late reply of the server would undo what was chosen meanwhile.
    everything.click(None, None, chosen, js=f"() => [{json.dumps(list(kinds))}]", **QUIET)
    nothing.click(None, None, chosen, js="() => [[]]", **QUIET)
    start = gr.Button(tr("Try the disguises"), elem_classes="vm-small", elem_id="break-disguise")
    status = html_block(elem_id="break-disguise-status", elem_classes="vm-status-line")
    table = html_block(elem_id="break-variants")
    start.click(
        in_language(partial(_disguise, open_assistant)),
        [name, box, chosen],
        [status, table],
        **QUIET,
        concurrency_limit=2,
    )


def _disguise(
    open_assistant: OpenAssistant, name: str, text: str, chosen: list[str]
) -> Iterator[tuple[str, str]]:
    """Yield status and table while the disguises are tried."""
    if not (text or "").strip():
        yield notice_line(tr("Type a message first, or choose one of the examples.")), ""
        return
    if not chosen:
        yield notice_line(tr("Choose at least one disguise.")), ""
        return
    dot = '<span class="vm-dot" aria-hidden="true"></span>'
    yield f'<p class="vm-working">{dot}{esc(tr("Trying …"))}</p>', ""
    found: list[Variant] = []
    try:
        for variant in try_variants(open_assistant(name).domain, text, chosen):
            found.append(variant)
            if len(found) % ROWS_AT_ONCE == 0:
                yield "", variants_html(found, len(chosen))
    except VademecumError as error:
        yield notice_line(str(error), "error"), ""
        return
    yield "", variants_html(found, len(chosen))
