"""The page on which people try to get past the rails, and mark where these were wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import gradio as gr

from vademecum.domains import Domain, load_domain

from ..changing import visible_title
from ..composition import access_of
from ..trying.attempt import Attempt, try_out
from .answer_marks import QUIET, build_answer_marks
from .assistants import OpenAssistant
from .break_html import KEY, tried_html
from .break_marks import build_verdict_marks
from .break_variants import build_disguises
from .break_words import MORE, PAIRS, PASSAGE
from .frame import html_block, page_head
from .markup import esc, notice_line
from .problems import PROBLEMS, problem_html
from .speech import in_language, tr
from .turn_html import Exchange
from .words import NOT_GIVEN


def build_break_page(domains: Sequence[Domain], open_assistant: OpenAssistant) -> None:
    """Lay the page out and connect it; call inside a ``gr.Blocks``."""
    first = domains[0]
    page_head(
        tr("Try to break it"),
        tr("Write what should be stopped, or what should not, and see what every guardrail does."),
        tr(
            "An automated system. What you try here is not recorded and alerts nobody. If somebody "
            "is in danger, do not use this page: call your local emergency number."
        ),
    )
    with gr.Row(elem_classes="vm-modes"):
        name = gr.Radio(
            [(d.ui.title, d.name) for d in domains],
            value=first.name,
            label=tr("Handbook"),
            elem_classes="vm-choice",
        )
        audience, jurisdiction, region = (
            _choice(label, options)
            for label, options in zip(
                (tr("Written for"), tr("Jurisdiction"), tr("Emergency numbers of")),
                _options(first),
                strict=True,
            )
        )
    with gr.Row(elem_classes="vm-ask"):
        box = gr.Textbox(
            label=tr("Your message"),
            placeholder=tr("Anything that you think is treated wrongly"),
            lines=2,
            max_lines=8,
            scale=5,
            elem_classes="vm-box",
            elem_id="break-box",
        )
        send = gr.Button(
            tr("Attack"), variant="primary", scale=0, min_width=96, elem_classes="vm-send"
        )
    rows = [_examples(domain, domain is first) for domain in domains]
    with gr.Accordion(
        tr("Also try a passage, or a sentence of a model"), open=False, elem_classes="vm-fold"
    ):
        html_block(f'<p class="vm-quiet">{esc(tr(MORE))}</p>')
        passage = gr.Textbox(
            label=tr("A passage of a document"), lines=3, max_lines=10, elem_classes="vm-box"
        )
        fill = gr.Button(tr("An example of a passage"), size="sm", elem_classes="vm-small")
        draft = gr.Textbox(
            label=tr("A sentence that a model might write"),
            lines=2,
            max_lines=6,
            elem_classes="vm-box",
        )
    status = html_block(elem_id="break-status", elem_classes="vm-status-line")
    found = html_block(elem_id="break-found")
    tried = gr.State(None)
    held = gr.State(())
    marking = build_verdict_marks(name, tried)
    answers = build_answer_marks(name, held, key="break-answer")
    build_disguises(name, box, open_assistant)

    attack = in_language(partial(_attack, open_assistant))
    given = [name, box, passage, draft, audience, jurisdiction, region]
    shown = [status, found, tried, held]
    show: dict[str, Any] = {**QUIET, "concurrency_limit": 4}

    def then_look(event: Any) -> None:
        then_marks(event.then(attack, given, shown, **show))

    def then_marks(event: Any) -> None:
        event.then(marking.refresh, tried, marking.shown, **QUIET).then(
            answers.refresh, held, answers.shown, **QUIET
        )

    look = in_language(_looking)
    for event in (send.click, box.submit):
        then_look(event(look, box, status, **QUIET))
    for examples in rows:
        for text, button in examples.buttons:
            filled = button.click(partial(_same, text), None, box, **QUIET)
            then_look(filled.then(look, box, status, **QUIET))
    fill.click(lambda: PASSAGE, None, passage, **QUIET)
    then_marks(
        name.change(
            in_language(partial(_switch, [domain.name for domain in domains])),
            name,
            [*shown, audience, jurisdiction, region, *(examples.row for examples in rows)],
            **QUIET,
        )
    )


@dataclass(frozen=True)
class _Examples:
    """The pairs of one domain: what is shown or hidden, and each text with its button."""

    row: gr.Column
    buttons: list[tuple[str, gr.Button]]


def _examples(domain: Domain, is_shown: bool) -> _Examples:
    buttons: list[tuple[str, gr.Button]] = []
    with gr.Column(visible=is_shown, elem_classes="vm-pairs") as row:
        for label, texts in (
            (tr("To be stopped"), [p.stopped for p in PAIRS.get(domain.name, ())]),
            (tr("Not to be stopped"), [p.passed for p in PAIRS.get(domain.name, ())]),
        ):
            if texts:
                html_block(f'<p class="vm-try-label">{esc(label)}</p>')
                with gr.Row(elem_classes="vm-examples"):
                    buttons += [(text, gr.Button(text, size="sm")) for text in texts]
    return _Examples(row, buttons)


def _same(text: str) -> str:
    return text


Options = tuple[list[tuple[str, str]], str | None]
"""(words, value) of what can be chosen, and what is chosen at first."""


def _options(domain: Domain) -> list[Options]:
    """Return audiences, jurisdictions and regions of a domain."""
    manifest = domain.manifest
    places = (NOT_GIVEN, *manifest.jurisdictions) if manifest.jurisdictions else ()
    audience = manifest.default_audience or next(iter(manifest.audiences), None)
    return [
        (_named(manifest.audiences), audience),
        (_named(places), NOT_GIVEN if places else None),
        (_named(manifest.regions), manifest.default_region),
    ]


def _named(values: Sequence[str]) -> list[tuple[str, str]]:
    return [(v if v.isupper() else tr(v.capitalize()), v) for v in values]


def _choice(label: str, options: Options) -> gr.Radio:
    named, value = options
    return gr.Radio(named, value=value, label=label, visible=bool(named), elem_classes="vm-choice")


def _switch(names: Sequence[str], name: str) -> list[Any]:
    """Return an empty page with the choices of another domain, and which examples are seen."""
    domain = load_domain(name)
    updates: list[Any] = [
        gr.update(choices=named, value=value, visible=bool(named))
        for named, value in _options(domain)
    ]
    rows = [gr.update(visible=other == name) for other in names]
    return ["", "", None, (), *updates, *rows]


def _looking(text: str) -> str:
    """Return that it is being looked at.

    A step of its own: `gr.skip` for the other parts would leave Gradio (6.31) with a component
    for each press of the button.
    """
    if not (text or "").strip():
        return ""
    working = f'<span class="vm-dot" aria-hidden="true"></span>{esc(tr("The guardrails look …"))}'
    return f'<p class="vm-working">{working}</p>'


def _attack(
    open_assistant: OpenAssistant,
    name: str,
    text: str,
    passage: str,
    draft: str,
    audience: str | None,
    jurisdiction: str | None,
    region: str | None,
) -> tuple[Any, ...]:
    """Return status, what was found, and what the parts for marks need."""
    if not (text or "").strip():
        return notice_line(tr("Type a message first, or choose one of the examples.")), "", None, ()
    attempt = Attempt(
        text=text,
        passage=passage or "",
        draft=draft or "",
        audience=audience,
        jurisdiction=None if jurisdiction == NOT_GIVEN else jurisdiction,
        region=region,
    )
    try:
        assistant = open_assistant(name)
        tried = try_out(assistant, attempt)
    except PROBLEMS as error:
        return problem_html(error), "", None, ()

    allow = access_of(None)
    took = sum(report.ms for report in tried.reports)
    done = tr("The guardrails took {ms} ms together.", ms=f"{took:.0f}")
    html = tried_html(
        tried, assistant.domain, lambda name: visible_title(assistant.library, name, allow)
    )
    exchange = Exchange(
        KEY,
        tried.attempt.text,
        tried.outcome,
        audience=attempt.audience,
        jurisdiction=attempt.jurisdiction,
    )
    return f'<p class="vm-quiet">{esc(done)}</p>', html, tried, (exchange,)
