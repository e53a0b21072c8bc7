"""The page of one domain: question, answer, sources, guardrails."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import gradio as gr

from vademecum.domains import Domain
from vademecum.domains.manifest import Example
from vademecum.retrieval import Query, Turn
from vademecum.retrieval.errors import InvalidInput, VademecumError

from ..composition import Assistant, make_query
from .assistants import OpenAssistant
from .frame import html_block, page_head
from .markup import notice_line
from .progress import ask_telling
from .turn_html import KEPT_TURNS, Exchange, earlier_html, exchange_html, question_html, side_html
from .words import NOT_GIVEN, OUTCOME

SENTENCE_PAUSE_S = 0.12
_EMPTY = "Type a question first, or choose one of the examples."
_SIDE = (
    '<p class="vm-quiet">The sources of an answer open here, each quotation marked in its '
    "document, with what the guardrails did.</p>"
)
Past = tuple[Exchange, ...]
Frame = tuple[Any, ...]
"""New values of question box, status, present and past turns, side pane, and what is held.

Any, because ``gr.skip()`` stands for "no change"."""


@dataclass(frozen=True)
class Modes:
    """What decides, beside its words, how a question is answered."""

    audience: str | None = None
    jurisdiction: str | None = None
    as_of: str = ""
    region: str | None = None


def build_domain_page(domain: Domain, open_assistant: OpenAssistant) -> None:
    """Lay the page out and connect it; call inside a ``gr.Blocks``."""
    manifest, ui, name = domain.manifest, domain.ui, domain.name
    page_head(ui.title, ui.tagline, ui.notice)
    with gr.Row(elem_classes="vm-ask"):
        box = gr.Textbox(
            label="Your question",
            placeholder=ui.placeholder,
            lines=1,
            max_lines=4,
            max_length=10_000,
            scale=5,
            elem_classes="vm-box",
        )
        send = gr.Button("Ask", variant="primary", scale=0, min_width=96, elem_classes="vm-send")
    with gr.Row(elem_classes="vm-modes"):
        audience = _choice("Written for", manifest.audiences, manifest.default_audience)
        jurisdiction = _choice("Jurisdiction", (NOT_GIVEN, *manifest.jurisdictions), NOT_GIVEN)
        as_of = gr.Textbox(
            label="As of (date, optional)",
            placeholder="2024-03-01",
            max_length=10,
            visible=bool(manifest.jurisdictions),
            elem_classes="vm-date",
        )
        region = _choice("Emergency numbers of", manifest.regions, manifest.default_region)
    with gr.Row(elem_classes="vm-examples"):
        examples = [(e, gr.Button(e.question, size="sm")) for e in ui.examples]
    with gr.Row(elem_classes="vm-panes"):
        with gr.Column(scale=6, elem_classes="vm-main"):
            status = html_block(elem_id=f"{name}-status", elem_classes="vm-status-line")
            now = html_block(elem_id=f"{name}-now", elem_classes="vm-now")
            fresh = gr.Button(
                "Start a new conversation", size="sm", visible=False, elem_classes="vm-fresh"
            )
            past = html_block(elem_id=f"{name}-past", elem_classes="vm-past")
        with gr.Column(scale=5, elem_classes="vm-side"):
            side = html_block(_SIDE, elem_id=f"{name}-side")
    held = gr.State(())

    answer = partial(_answer, domain, open_assistant)
    modes = [audience, jurisdiction, as_of, region]
    frame = [box, status, now, past, side, held]
    show: dict[str, Any] = {  # keyword arguments of Gradio's event listeners
        "show_progress": "hidden",
        "api_visibility": "private",
        "concurrency_limit": 4,
    }
    for event in (box.submit, send.click):
        event(answer, [box, *modes, held], frame, **show).then(
            lambda past: gr.update(visible=bool(past)), held, fresh, **show
        )
    for example, button in examples:
        filled = partial(_fill, example, manifest.default_audience)
        button.click(filled, None, [box, audience, jurisdiction], **show).then(
            answer, [box, *modes, held], frame, **show
        ).then(lambda past: gr.update(visible=bool(past)), held, fresh, **show)
    fresh.click(
        lambda: ("", "", "", "", _SIDE, (), gr.update(visible=False)), None, [*frame, fresh], **show
    )


def _choice(label: str, choices: tuple[str, ...], value: str | None) -> gr.Radio:
    shown = value or (choices[0] if choices else None)
    is_real = len([choice for choice in choices if choice != NOT_GIVEN]) > 0
    named = [(c if c.isupper() else c.capitalize(), c) for c in choices]
    return gr.Radio(named, value=shown, label=label, visible=is_real, elem_classes="vm-choice")


def _fill(example: Example, audience: str | None) -> tuple[str, Any, str]:
    chosen = example.audience or audience
    return example.question, chosen or gr.update(), example.jurisdiction or NOT_GIVEN


def _answer(
    domain: Domain,
    open_assistant: OpenAssistant,
    question: str,
    audience: str | None,
    jurisdiction: str | None,
    as_of: str,
    region: str | None,
    held: Past,
) -> Iterator[Frame]:
    """Yield the page's state while a question is answered."""
    past = tuple(held or ())
    before = earlier_html(past[:-1], domain)
    if not question.strip():
        yield gr.skip(), notice_line(_EMPTY), gr.skip(), gr.skip(), gr.skip(), past
        return
    asked = question.strip()
    key = f"{domain.name}-{int(past[-1].key.rsplit('-', 1)[1]) + 1 if past else 1}"
    modes = Modes(audience, jurisdiction, as_of, region)
    older = earlier_html(past, domain)
    outcome = None
    try:
        steps = ask_telling(
            lambda: open_assistant(domain.name),
            lambda assistant: _query(assistant, asked, modes, past),
        )
        for step in steps:
            if isinstance(step, str):
                yield asked, _working(step), question_html(asked), older, "", past
            else:
                outcome = step
    except VademecumError as error:
        shown = exchange_html(past[-1], domain) if past else ""
        side = _side(domain, open_assistant, past)
        yield asked, notice_line(str(error), "error"), shown, before, side, past
        return
    assert outcome is not None
    exchange = Exchange(key, asked, outcome)
    for shown_claims in range(1, len(outcome.claims)):
        partly = exchange_html(exchange, domain, shown_claims)
        yield "", _working("Writing …"), partly, older, "", past
        time.sleep(SENTENCE_PAUSE_S)
    now = (*past, exchange)[-KEPT_TURNS:]
    side = _side(domain, open_assistant, now)
    yield "", _done(exchange), exchange_html(exchange, domain), older, side, now


def _query(assistant: Assistant, question: str, modes: Modes, past: Past) -> Query:
    history = tuple(
        turn
        for exchange in past
        for turn in (
            Turn(role="user", text=exchange.question),
            Turn(role="assistant", text=exchange.outcome.text),
        )
    )
    return make_query(
        assistant.domain,
        question,
        history=history,
        audience=modes.audience,
        jurisdiction=None if modes.jurisdiction == NOT_GIVEN else modes.jurisdiction,
        region=modes.region,
        as_of=_date(modes.as_of),
    )


def _date(text: str) -> date | None:
    if not (text or "").strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidInput(f"{text!r} is not a date; write it like 2024-03-01") from None


def _side(domain: Domain, open_assistant: OpenAssistant, past: Past) -> str:
    if not past:
        return _SIDE
    library = open_assistant(domain.name).library

    def title_of(document_id: str) -> str:
        document = library.document(document_id)
        return document.title if document else document_id

    return side_html(past, domain, title_of)


def _working(line: str) -> str:
    return f'<p class="vm-working"><span class="vm-dot" aria-hidden="true"></span>{line}</p>'


def _done(exchange: Exchange) -> str:
    outcome = exchange.outcome
    count = sum(len(claim.citations) for claim in outcome.claims)
    cited = f" with {count} citation{'s' if count != 1 else ''}" if count else ""
    total = sum(outcome.timings_ms.values())
    took = f"{total:.0f} ms" if total >= 1 else "under 1 ms"
    return f'<p class="vm-quiet">{OUTCOME[outcome.outcome]}{cited} · {took}</p>'
