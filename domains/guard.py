"""Check one text against one domain's rails, outside any question."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from pydantic import Field

from vademecum.retrieval.types import PUBLIC, Access, Action, Noun, Query, Stage, Verdict

from .rails.actions import strongest
from .rails.cleaning import cleaner
from .rails.rail import Subject, run_rails

if TYPE_CHECKING:
    from .domain import Domain


class GuardResult(Noun):
    """What the rails said about one text."""

    action: Action
    verdicts: tuple[Verdict, ...]
    latency_ms: float
    timings_ms: dict[str, float] = Field(default_factory=dict)
    """How long each rail took that ran; those after an urgent rail that stops do not run."""
    score: float | None = None
    """How far the learned rails' score is above its threshold, where it was asked for."""
    scored: tuple[str, ...] = ()
    """The rails that the score is of: moving its threshold moves these and no others."""


def check_text(
    domain: Domain, text: str, stage: Stage = "input", *, is_held_out: bool = False
) -> GuardResult:
    """Run the rails of ``stage`` over ``text``; ``action`` is the strongest of what they said.

    With ``is_held_out``, for measuring, learned heads use weights that did not see the text in
    training, and their score is returned.
    """
    started = perf_counter()
    query = Query(text=text if stage == "input" else "", allow=Access.of(PUBLIC))
    timings_ms: dict[str, float] = {}
    subject = Subject(query, text, clean=cleaner(domain), is_held_out=is_held_out)
    verdicts = run_rails(domain.rails, stage, subject, timings_ms)
    latency_ms = (perf_counter() - started) * 1000
    verdict = strongest(verdicts)
    learned = {
        r.id: r.margin for r in domain.rails if r.margin and r.stage == stage and is_held_out
    }
    return GuardResult(
        action=verdict.action if verdict else "allow",
        verdicts=verdicts,
        latency_ms=latency_ms,
        timings_ms=timings_ms,
        score=max((margin(subject) for margin in learned.values()), default=None),
        scored=tuple(learned),
    )
