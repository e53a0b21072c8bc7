"""A fold in which a person says that a rail was wrong about what they tried."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import gradio as gr

from vademecum.domains import load_domain
from vademecum.domains.rails.actions import STOPPING
from vademecum.retrieval.types import Stage

from ..trying.attempt import STAGES, Tried
from .answer_marks import QUIET, ConsentFoot, keep, note_box
from .break_words import rail_words
from .marks import Held, mark_verdict
from .speech import in_language, tr

UNKNOWN = "input/"
"""The choice "I do not know which guardrail"."""


@dataclass(frozen=True)
class VerdictMarking:
    """How the page makes the fold follow what was tried."""

    refresh: Callable[[Tried | None], Any]
    """Given what was tried, returns the new values of ``shown``."""
    shown: list[gr.components.Component | gr.Accordion]


def build_verdict_marks(name: gr.Radio, tried: gr.State) -> VerdictMarking:
    """Lay the fold out, hidden until something was tried."""
    with gr.Accordion(
        tr("A guardrail was wrong? Mark it"),
        open=False,
        visible=False,
        elem_classes="vm-marking",
        elem_id="break-marking",
    ) as fold:
        expected = gr.Radio(
            [
                (tr("It should have been stopped"), "block"),
                (tr("It should not have been stopped"), "allow"),
            ],
            label=tr("What is wrong?"),
            elem_classes="vm-wide-choice",
        )
        rail = gr.Radio(
            [(tr("I do not know"), UNKNOWN)],
            value=UNKNOWN,
            label=tr("Which guardrail?"),
            elem_classes="vm-wide-choice",
        )
        note = note_box()
        foot = ConsentFoot.build("break")
    foot.save.click(
        in_language(_keep_verdict),
        [name, tried, expected, rail, note, foot.consent, foot.kept],
        [foot.status, foot.kept, foot.back, foot.consent, note],
        **QUIET,
    )
    return VerdictMarking(in_language(_rail_choices), [fold, expected, rail, foot.status])


def _rail_choices(tried: Tried | None) -> tuple[Any, ...]:
    """Return the fold's new state: the rails that stop texts of the stages that were given."""
    if tried is None:
        return gr.update(visible=False), gr.update(), gr.update(), ""
    choices = [(tr("I do not know"), UNKNOWN)]
    for stage in (s for s in STAGES if tried.attempt.given(s)):
        rails = [r.rail for r in tried.reports if r.rail.stage == stage]
        choices += [
            (f"{tr(rail_words(rail.id))}{_about(stage)}", f"{stage}/{rail.id}")
            for rail in rails
            if rail.action in STOPPING or stage != "input"
        ]
    return (
        gr.update(visible=True),
        gr.update(value=None),
        gr.update(choices=choices, value=UNKNOWN),
        "",
    )


def _about(stage: Stage) -> str:
    words = {"context": tr("the passage"), "output": tr("the sentence")}
    return f" ({words[stage]})" if stage in words else ""


def _keep_verdict(
    name: str,
    tried: Tried | None,
    expected: Any,
    choice: str | None,
    note: str,
    consents: bool,
    kept: Held,
) -> tuple[Any, ...]:
    stage, _, rail = (choice or UNKNOWN).partition("/")

    def save() -> Any:
        where: Any = stage
        return mark_verdict(
            load_domain(name), tried, expected, where, rail or None, note, consents, date.today()
        )

    return keep(name, kept, save)
