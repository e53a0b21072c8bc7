"""Check one text against one domain's rails, outside any question."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from pydantic import Field

from vademecum.retrieval.types import PUBLIC, Access, Action, Noun, Query, Stage, Verdict

from .rails.actions import strongest
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


def check_text(domain: Domain, text: str, stage: Stage = "input") -> GuardResult:
    """Run the rails of ``stage`` over ``text``; ``action`` is the strongest of what they said."""
    started = perf_counter()
    query = Query(text=text if stage == "input" else "", allow=Access.of(PUBLIC))
    timings_ms: dict[str, float] = {}
    verdicts = run_rails(domain.rails, stage, Subject(query=query, text=text), timings_ms)
    verdict = strongest(verdicts)
    return GuardResult(
        action=verdict.action if verdict else "allow",
        verdicts=verdicts,
        latency_ms=(perf_counter() - started) * 1000,
        timings_ms=timings_ms,
    )
