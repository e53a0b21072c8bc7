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
from vademecum.retrieval.errors import InvalidInput

from ..changing import visible_title
from ..composition import Assistant, access_of, make_query
from .answer_marks import build_answer_marks
from .assistants import OpenAssistant
from .export import visit_markdown
from .frame import html_block, page_head
from .markup import esc, notice_line
from .problems import PROBLEMS, problem_html
from .progress import ask_telling
from .speech import in_language, tr
from .turn_html import KEPT_TURNS, Exchange, earlier_html, exchange_html, question_html, side_html
from .words import NOT_GIVEN, OUTCOME

SENTENCE_PAUSE_S = 0.06
_EMPTY = "Type a question first, or choose one of the examples."
_SIDE = (
    "The sources of an answer open here, each quotation marked in its document, with what the "
    "guardrails did."
)
_DOWNLOAD = """(text) => {
    if (!text) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
    link.download = "vademecum.md";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}"""
"""Gives the browser a text as a file; nothing is fetched."""
Past = tuple[Exchange, ...]
Frame = tuple[str, str, str, str, str, Past]
"""New values of question box, status, present and past turns, side pane, and what is held."""


@dataclass(frozen=True)
class Modes:
    """What decides, beside its words, how a question is answered."""

    audience: str | None = None
    jurisdiction: str | None = None
    as_of: str = ""
    region: str | None = None

    @property
    def place(self) -> str | None:
        """Return the jurisdiction, if one was chosen."""
        return None if self.jurisdiction == NOT_GIVEN else self.jurisdiction


def build_domain_page(domain: Domain, open_assistant: OpenAssistant) -> None:
    """Lay the page out and connect it; call inside a ``gr.Blocks``."""
    manifest, ui, name = domain.manifest, domain.ui, domain.name
    page_head(tr(ui.title), tr(ui.tagline), tr(ui.notice))
    with gr.Row(elem_classes="vm-ask"):
        box = gr.Textbox(
            label=tr("Your question"),
            placeholder=tr(ui.placeholder),
            lines=1,
            max_lines=4,
            max_length=200_000,  # the guardrails say what is too long; nothing is cut unseen
            scale=5,
            elem_classes="vm-box",
        )
        send = gr.Button(
            tr("Ask"), variant="primary", scale=0, min_width=96, elem_classes="vm-send"
        )
    with gr.Row(elem_classes="vm-modes"):
        audience = _choice(tr("Written for"), manifest.audiences, manifest.default_audience)
        jurisdiction = _choice(tr("Jurisdiction"), (NOT_GIVEN, *manifest.jurisdictions), NOT_GIVEN)
        as_of = gr.Textbox(
            label=tr("As of (date, optional)"),
            placeholder="2024-03-01",
            max_length=10,
            visible=bool(manifest.jurisdictions),
            elem_classes="vm-date",
        )
        region = _choice(tr("Emergency numbers of"), manifest.regions, manifest.default_region)
    with gr.Row(elem_classes="vm-examples"):
        examples = [(e, gr.Button(e.question, size="sm")) for e in ui.examples]
    held = gr.State(())
    with gr.Row(elem_classes="vm-panes"):
        with gr.Column(scale=6, elem_classes="vm-main"):
            status = html_block(elem_id=f"{name}-status", elem_classes="vm-status-line")
            now = html_block(elem_id=f"{name}-now", elem_classes="vm-now")
            with gr.Row(visible=False, elem_classes="vm-visit") as visit:
                fresh = gr.Button(
                    tr("Start a new conversation"), size="sm", elem_classes="vm-fresh"
                )
                export = gr.Button(tr("Save this visit"), size="sm", elem_classes="vm-fresh")
            marking = build_answer_marks(gr.State(name), held, key=name)
            past = html_block(elem_id=f"{name}-past", elem_classes="vm-past")
        with gr.Column(scale=5, elem_classes="vm-side"):
            side = html_block(_nothing_yet(), elem_id=f"{name}-side")
    exported = gr.Textbox(visible=False)

    answer = in_language(partial(_answer, domain, open_assistant))
    shown = (_has_turns, held, visit)
    marked = (marking.refresh, held, marking.shown)
    modes = [audience, jurisdiction, as_of, region]
    frame = [box, status, now, past, side, held]
    show: dict[str, Any] = {  # keyword arguments of Gradio's event listeners
        "show_progress": "hidden",
        "api_visibility": "private",
        "concurrency_limit": 4,
    }
    for event in (box.submit, send.click):
        event(answer, [box, *modes, held], frame, **show).then(*shown, **show).then(*marked, **show)
    for example, button in examples:
        filled = partial(_fill, example, manifest.default_audience)
        button.click(filled, None, [box, audience, jurisdiction], **show).then(
            answer, [box, *modes, held], frame, **show
        ).then(*shown, **show).then(*marked, **show)
    fresh.click(in_language(_begin), None, [*frame, visit], **show).then(*marked, **show)
    export.click(in_language(partial(_export, domain)), held, exported, **show).then(
        None, exported, None, js=_DOWNLOAD
    )


def _nothing_yet() -> str:
    return f'<p class="vm-quiet">{tr(_SIDE)}</p>'


def _has_turns(past: Past) -> Any:
    return gr.update(visible=bool(past))


def _begin() -> tuple[Any, ...]:
    return "", "", "", "", _nothing_yet(), (), gr.update(visible=False)


def _export(domain: Domain, held: Past) -> str:
    return visit_markdown(held, domain, date.today())


def _choice(label: str, choices: tuple[str, ...], value: str | None) -> gr.Radio:
    shown = value or (choices[0] if choices else None)
    is_real = len([choice for choice in choices if choice != NOT_GIVEN]) > 0
    named = [(c if c.isupper() else tr(c.capitalize()), c) for c in choices]
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
    if not question.strip():
        yield "", notice_line(tr(_EMPTY)), *_standing(domain, open_assistant, past), past
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
    except PROBLEMS as error:
        yield asked, problem_html(error), *_standing(domain, open_assistant, past), past
        return
    assert outcome is not None
    exchange = Exchange(
        key, asked, outcome, _date(modes.as_of), modes.audience or None, modes.place
    )
    for shown_claims in range(1, len(outcome.claims)):
        partly = exchange_html(exchange, domain, shown_claims)
        yield "", _working(tr("Writing …")), partly, older, "", past
        time.sleep(SENTENCE_PAUSE_S)
    now = (*past, exchange)[-KEPT_TURNS:]
    side = _side_or_problem(domain, open_assistant, now)
    yield "", _done(exchange), exchange_html(exchange, domain), older, side, now


def _standing(domain: Domain, open_assistant: OpenAssistant, past: Past) -> tuple[str, str, str]:
    """Return present turn, past turns and side pane of a conversation that goes no further.

    They are said again, never skipped: for ``gr.skip()`` Gradio (6.31) makes a component anew, and
    the session keeps it for good once a value follows. The page does nothing for an equal value.
    """
    shown = exchange_html(past[-1], domain) if past else ""
    return shown, earlier_html(past[:-1], domain), _side_or_problem(domain, open_assistant, past)


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
        jurisdiction=modes.place,
        region=modes.region,
        as_of=_date(modes.as_of),
    )


def _date(text: str) -> date | None:
    if not (text or "").strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidInput(
            tr("{text} is not a date; write it like 2024-03-01", text=repr(text))
        ) from None


def _side_or_problem(domain: Domain, open_assistant: OpenAssistant, past: Past) -> str:
    try:
        return _side(domain, open_assistant, past)
    except PROBLEMS as error:
        return problem_html(error)


def _side(domain: Domain, open_assistant: OpenAssistant, past: Past) -> str:
    if not past:
        return _nothing_yet()
    library = open_assistant(domain.name).library
    allow = access_of(None)
    return side_html(past, domain, lambda name: visible_title(library, name, allow))


def _working(line: str) -> str:
    return f'<p class="vm-working"><span class="vm-dot" aria-hidden="true"></span>{esc(line)}</p>'


def _done(exchange: Exchange) -> str:
    outcome = exchange.outcome
    count = sum(len(claim.citations) for claim in outcome.claims)
    words = {0: "", 1: "with 1 citation"}.get(count, "with {n} citations")
    cited = f" {tr(words, n=count)}" if words else ""
    total = sum(outcome.timings_ms.values())
    took = f"{total:.0f} ms" if total >= 1 else tr("under 1 ms")
    return f'<p class="vm-quiet">{tr(OUTCOME[outcome.outcome])}{cited} · {took}</p>'
