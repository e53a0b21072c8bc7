"""A fold below an answer in which a person says what is wrong, or right, about it.

For a page that holds its conversation in a ``gr.State`` of ``Exchange``::

    marking = build_answer_marks(gr.State(domain.name), held, key=domain.name)
    event.then(marking.refresh, held, marking.shown)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import gradio as gr

from vademecum.domains import load_domain
from vademecum.retrieval.errors import VademecumError

from .frame import html_block
from .mark_html import CONSENT, SAYS, consent_html, gone_html, kept_html, sentences_of
from .marks import Held, mark_answer, take_back
from .markup import notice_line
from .speech import in_language, tr
from .turn_html import Exchange

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""Keyword arguments of Gradio's event listeners."""


@dataclass(frozen=True)
class AnswerMarking:
    """How the page makes the fold follow the conversation."""

    refresh: Callable[[tuple[Exchange, ...]], Any]
    """Given what the page holds, returns the new values of ``shown``."""
    shown: list[gr.components.Component | gr.Accordion]


def build_answer_marks(name: gr.components.Component, held: gr.State, *, key: str) -> AnswerMarking:
    """Lay the fold out, hidden until there is a reply; call inside a ``gr.Blocks``.

    ``name`` gives the name of the domain, ``held`` the conversation with what each reply was asked
    with. ``key`` begins the ids of its elements.
    """
    with gr.Accordion(
        tr("Say what is wrong with this reply, or that it is good"),
        open=False,
        visible=False,
        elem_classes="vm-marking",
        elem_id=f"{key}-marking",
    ) as fold:
        says = gr.Radio([], label=tr("About this reply"), elem_classes="vm-wide-choice")
        sentence = gr.Radio(
            [], label=tr("Which sentence?"), visible=False, elem_classes="vm-wide-choice"
        )
        note = note_box()
        foot = ConsentFoot.build(key)
    says.change(lambda said: gr.update(visible=said == "wrong"), says, sentence, **QUIET)
    foot.save.click(
        in_language(_keep),
        [name, held, says, sentence, note, foot.consent, foot.kept],
        [foot.status, foot.kept, foot.back, foot.consent, note],
        **QUIET,
    )
    return AnswerMarking(in_language(_refresh), [fold, says, sentence, foot.status])


@dataclass(frozen=True)
class ConsentFoot:
    """Consent, the buttons to keep and to delete, and what is said about it."""

    consent: gr.Checkbox
    save: gr.Button
    back: gr.Button
    status: gr.HTML
    kept: gr.State

    @classmethod
    def build(cls, key: str) -> ConsentFoot:
        """Lay it out; the marks of a visit are held in ``kept``."""
        html_block(consent_html())
        consent = gr.Checkbox(False, label=tr(CONSENT), elem_classes="vm-agree")
        with gr.Row(elem_classes="vm-mark-buttons"):
            save = gr.Button(tr("Keep the mark"), size="sm", elem_id=f"{key}-keep")
            back = gr.Button(
                tr("Delete my marks"), size="sm", visible=False, elem_id=f"{key}-delete"
            )
        status = html_block(elem_id=f"{key}-mark-status")
        kept = gr.State(())
        back.click(in_language(_take_back), kept, [status, kept, back], **QUIET)
        return cls(consent, save, back, status, kept)


def note_box() -> gr.Textbox:
    """Return the box for a note."""
    return gr.Textbox(
        label=tr("Note (optional)"), lines=1, max_lines=4, elem_classes="vm-mark-note"
    )


def _refresh(past: tuple[Exchange, ...]) -> tuple[Any, ...]:
    """Return the new state of fold, choices and status for the last reply."""
    if not past:
        return gr.update(visible=False), gr.update(), gr.update(), ""
    outcome = past[-1].outcome
    is_answered = outcome.outcome == "answered"
    fitting = ("good", "wrong", "source_missing", "refuse") if is_answered else ("good", "answer")
    choices = [(tr(words), said) for said, words in SAYS.items() if said in fitting]
    sentences = sentences_of([claim.text for claim in outcome.claims])
    return (
        gr.update(visible=True, open=False),
        gr.update(choices=choices, value=None),
        gr.update(choices=sentences, value=None, visible=False),
        "",
    )


def _keep(
    name: str,
    past: tuple[Exchange, ...],
    says: Any,
    sentence: str | None,
    note: str,
    consents: bool,
    kept: Held,
) -> tuple[Any, ...]:
    def save() -> Any:
        return mark_answer(
            load_domain(name),
            past,
            says,
            None if sentence is None else int(sentence),
            note,
            consents,
            date.today(),
        )

    return keep(name, kept, save)


def keep(name: str, kept: Held, save: Callable[[], Any]) -> tuple[Any, ...]:
    """Save a mark; return the new status, marks held, delete button, consent and note."""
    try:
        mark = save()
    except VademecumError as error:
        return notice_line(str(error), "error"), kept, gr.update(), gr.update(), gr.update()
    held = (*kept, (name, mark.id))
    return kept_html(mark), held, gr.update(visible=True), False, ""


def _take_back(kept: Held) -> tuple[Any, ...]:
    try:
        count = take_back(kept)
    except VademecumError as error:
        return notice_line(str(error), "error"), kept, gr.update()
    return gone_html(count), (), gr.update(visible=False)
