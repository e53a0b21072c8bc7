"""The page that searches one question on every rung, the adapted one included."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import gradio as gr

from vademecum.domains import Domain, load_domain
from vademecum.retrieval import Refusal
from vademecum.retrieval.adapters import read_card
from vademecum.retrieval.types import Hit, SearchMode

from ..adapters import adapted_encoder, adapter_folder, adapters_of, reading_with
from ..composition import make_query
from .adapter_html import adapter_html
from .answer_html import card_html
from .assistants import OpenAssistant
from .compare_html import DEPTH, compare_html
from .frame import html_block, page_head, search_row
from .markup import notice_line
from .problems import PROBLEMS, problem_html
from .speech import in_language, tr
from .turn_html import is_urgent
from .words import Rung

OWN = "own"
_PLAIN: tuple[SearchMode, ...] = ("lexical", "dense", "hybrid")


def build_compare_page(domains: Sequence[Domain], open_assistant: OpenAssistant) -> None:
    """Lay the page out and connect it; call inside a ``gr.Blocks``."""
    page_head(
        tr("Watch it adapt"),
        tr(
            "The same question by words, by meaning, by both, and read with an adapter of a "
            "field: what each one finds first."
        ),
        tr("An automated system; nothing is answered here. Not reviewed by a professional."),
    )
    box, send = search_row(
        tr("What to look for"),
        tr("A question in your own words"),
        tr("Compare"),
        max_chars=10_000,
        elem_id="compare-box",
    )
    with gr.Row(elem_classes="vm-modes"):
        choices = [(tr(domain.ui.title), domain.name) for domain in domains]
        picked = gr.Radio(
            choices, value=domains[0].name, label=tr("Library"), elem_classes="vm-choice"
        )
        adapter = gr.Radio(
            [(tr("of the library's own field"), OWN), *foreign_adapters(domains)],
            value=OWN,
            label=tr("Adapter"),
            elem_classes="vm-choice",
        )
    found = html_block(elem_id="compare-found")
    compare = in_language(partial(compare_searches, open_assistant))
    for event in (box.submit, send.click):
        event(
            compare,
            [box, picked, adapter],
            found,
            show_progress="minimal",
            api_visibility="private",
            concurrency_limit=4,
        )
    html_block(f'<h3 class="vm-part">{tr("What the adapter gives and spoils")}</h3>')
    measured = html_block(measured_html(domains[0].name), elem_id="compare-measured")
    for choice in (picked, adapter):
        choice.change(
            in_language(measured_html),
            [picked, adapter],
            measured,
            show_progress="hidden",
            api_visibility="private",
        )


def measured_html(name: str, adapter: str = OWN) -> str:
    """Return the card of the adapter that is chosen, drawn."""
    try:
        chosen = _chosen(load_domain(name), adapter)
        if chosen is None:
            return notice_line(
                tr(
                    "This field has no adapter; train one: {command}",
                    command="vademecum adapt train",
                )
            )
        return adapter_html(read_card(adapter_folder(*chosen)))
    except PROBLEMS as error:
        return problem_html(error)


def foreign_adapters(domains: Sequence[Domain]) -> list[tuple[str, str]]:
    """Return what a person may choose: (words, "domain/name") of the adapters of each field."""
    return [
        (
            tr("of {field}", field=tr(domain.manifest.title))
            + ("" if name == "retrieval" else f": {name}"),
            f"{domain.name}/{name}",
        )
        for domain in domains
        for name in adapters_of(domain)
    ]


def compare_searches(
    open_assistant: OpenAssistant, question: str, name: str, adapter: str = OWN
) -> str:
    """Return the rungs as HTML, after the input rails have seen the question."""
    if not question.strip():
        return notice_line(tr("Type what to look for first."))
    try:
        assistant = open_assistant(name)
        checked, verdicts = assistant.policy.check_input(make_query(assistant.domain, question))
        if isinstance(checked, Refusal):
            stopped = checked.model_copy(update={"verdicts": verdicts})
            return card_html(stopped, is_urgent(stopped, assistant.domain))
        base = assistant.search.adapted(assistant.search.encoder)
        found: dict[Rung, tuple[Hit, ...]] = {
            mode: base.search(checked.model_copy(update={"mode": mode, "k": DEPTH}))
            for mode in _PLAIN
        }
        if (chosen := _chosen(assistant.domain, adapter)) is not None:
            query = checked.model_copy(update={"mode": "hybrid", "k": DEPTH})
            found["adapted"] = reading_with(base, adapted_encoder(*chosen)).search(query)
    except PROBLEMS as error:
        return problem_html(error)
    return compare_html(found)


def _chosen(domain: Domain, adapter: str) -> tuple[Domain, str] | None:
    """Return whose adapter was chosen and its name; None where the field has none."""
    if adapter != OWN:
        owner, _, name = adapter.partition("/")
        return load_domain(owner), name
    own = list(adapters_of(domain))
    chosen = domain.manifest.adapter if domain.manifest.adapter in own else next(iter(own), None)
    return None if chosen is None else (domain, chosen)
