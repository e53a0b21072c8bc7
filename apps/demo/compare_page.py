"""The page that searches one question in three ways."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import gradio as gr

from vademecum.domains import Domain
from vademecum.retrieval import Refusal
from vademecum.retrieval.errors import VademecumError
from vademecum.retrieval.types import Hit, SearchMode

from ..composition import make_query
from .answer_html import card_html
from .assistants import OpenAssistant
from .compare_html import DEPTH, compare_html
from .frame import html_block, page_head
from .markup import notice_line
from .turn_html import is_urgent

_MODES: tuple[SearchMode, ...] = ("lexical", "hybrid", "dense")


def build_compare_page(domains: Sequence[Domain], open_assistant: OpenAssistant) -> None:
    """Lay the page out and connect it; call inside a ``gr.Blocks``."""
    page_head(
        "Compare searches",
        "The same question by words, by meaning, and by both: what each one finds first.",
        "An automated system; nothing is answered here. Not reviewed by a professional.",
    )
    with gr.Row(elem_classes="vm-ask"):
        box = gr.Textbox(
            label="What to look for",
            placeholder="A question in your own words",
            max_length=10_000,
            scale=5,
            elem_classes="vm-box",
            elem_id="compare-box",
        )
        send = gr.Button(
            "Compare", variant="primary", scale=0, min_width=96, elem_classes="vm-send"
        )
    with gr.Row(elem_classes="vm-modes"):
        choices = [(domain.ui.title, domain.name) for domain in domains]
        picked = gr.Radio(choices, value=domains[0].name, label="Library", elem_classes="vm-choice")
    found = html_block(elem_id="compare-found")
    compare = partial(compare_searches, open_assistant)
    for event in (box.submit, send.click):
        event(
            compare,
            [box, picked],
            found,
            show_progress="minimal",
            api_visibility="private",
            concurrency_limit=4,
        )


def compare_searches(open_assistant: OpenAssistant, question: str, name: str) -> str:
    """Return the three searches as HTML, after the input rails have seen the question."""
    if not question.strip():
        return notice_line("Type what to look for first.")
    try:
        assistant = open_assistant(name)
        checked, verdicts = assistant.policy.check_input(make_query(assistant.domain, question))
        if isinstance(checked, Refusal):
            stopped = checked.model_copy(update={"verdicts": verdicts})
            return card_html(stopped, is_urgent(stopped, assistant.domain))
        found: dict[SearchMode, tuple[Hit, ...]] = {
            mode: assistant.search.search(checked.model_copy(update={"mode": mode, "k": DEPTH}))
            for mode in _MODES
        }
    except VademecumError as error:
        return notice_line(str(error), "error")
    return compare_html(found)
