"""A rail: one rule, its ground, and sentences that show where it fires and where it must not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from time import perf_counter
from typing import Literal

from vademecum.retrieval.token_states import TokenStates
from vademecum.retrieval.types import (
    Access,
    Action,
    Context,
    Grounding,
    Hit,
    Noun,
    Query,
    Stage,
    Verdict,
)

from .actions import STOPPING, strongest
from .fold import Folded, fold
from .plain_words import in_plain_words
from .swaps import Plain


def read_with_base(text: str) -> TokenStates:
    """Read a text with the base encoder, which search then need not do again."""
    from vademecum.retrieval.encoder import base_encoder

    return base_encoder().read(text)


def as_it_is(text: str) -> str:
    """Return the text itself."""
    return text


class Ground(Noun):
    """Why a rail exists: a statute, a guideline or a rule of this project."""

    rule: str
    source: str
    jurisdiction: str = "international"
    in_force: date | None = None

    def __str__(self) -> str:
        return f"{self.rule} ({self.source})"


class HeadScore(Noun):
    """What a learned head read off a text, beside the threshold from which its rail fires."""

    value: float
    threshold: float
    scale: Literal["probability", "log-odds"] = "probability"


@dataclass(frozen=True)
class Subject:
    """What a rail looks at; the parts that exist depend on the stage."""

    query: Query
    text: str
    """The question (input), the passage's text (context) or one claim's text (output)."""
    hit: Hit | None = None
    context: Context | None = None
    grounding: Grounding | None = None
    read: Callable[[str], TokenStates] = read_with_base
    """Turns a text into what learned heads look at; called only when one of them looks."""
    clean: Callable[[str], str] = as_it_is
    """Removes what must not be computed with, identifiers for example, before ``read``."""
    is_held_out: bool = False
    """Learned heads use weights that did not see this text in training: for measuring alone."""

    @cached_property
    def cleaned(self) -> str:
        """Return the text that may be computed with."""
        return self.clean(self.text)

    @cached_property
    def folded(self) -> Folded:
        """Return the text folded for matching, made once for all rails."""
        return fold(self.text)


@dataclass(frozen=True)
class Rail:
    """A rule as a value: ``check`` returns a verdict, or None when it has nothing to say.

    ``check`` may leave ``basis`` empty: the policy then writes the rail's ground there.
    """

    id: str
    stage: Stage
    ground: Ground
    check: Callable[[Subject], Verdict | Sequence[Verdict] | None]
    must_fire: tuple[str, ...]
    must_not_fire: tuple[str, ...]
    expectation: tuple[str, ...] = field(default=())
    """The rows of docs/guardrails.md (H1-H10, L1-L10, E1-E10, ALL) that this rail serves."""
    margin: Callable[[Subject], float] | None = None
    """For a rail with a learned head: how far a text is above its threshold; it fires above 0."""
    score: Callable[[Subject], HeadScore | None] | None = None
    """For showing: what the learned head reads off a text; None where it is not asked."""
    is_urgent: bool = False
    """Runs before all others; when it fires, nothing after it runs."""
    is_told: bool = False
    """An input rail whose warnings ("Check: ...") are told below the answer or the abstention."""

    @cached_property
    def action(self) -> Action:
        """Return the strongest action that its own sentences get."""
        query = Query(text="", allow=Access.of())
        said = [v for t in self.must_fire for v in verdicts_of(self, Subject(query, t))]
        strong = strongest(said)
        return strong.action if strong else "allow"


def verdicts_of(rail: Rail, subject: Subject) -> tuple[Verdict, ...]:
    """Run one rail and return what it said, each verdict with its ground."""
    said = rail.check(subject)
    if said is None:
        return ()
    several = (said,) if isinstance(said, Verdict) else tuple(said)
    ground = str(rail.ground)
    return tuple(v if v.basis else v.model_copy(update={"basis": ground}) for v in several)


def run_rails(
    rails: Sequence[Rail],
    stage: Stage,
    subject: Subject,
    timings_ms: dict[str, float] | None = None,
) -> tuple[Verdict, ...]:
    """Run the rails of one stage, urgent ones first; stop after an urgent one that stops.

    A rail that is silent on a question or a passage reads it once more in plain words, if it holds
    a code. Only people disguise their words (leetspeak, reversed text): passages hold codes. The
    time of each rail that ran is written into ``timings_ms``, where it is given.
    """
    plain = in_plain_words(subject.text, stage == "input") if stage != "output" else None
    hidden = replace(subject, text=plain.text) if plain is not None else None
    verdicts: tuple[Verdict, ...] = ()
    for rail in sorted((r for r in rails if r.stage == stage), key=lambda r: not r.is_urgent):
        started = perf_counter()
        said = verdicts_of(rail, subject)
        if not said and plain is not None and hidden is not None:
            said = tuple(
                _in_disguise(verdict, plain)
                for verdict in verdicts_of(rail, hidden)
                if stage == "context" or verdict.action in STOPPING
            )
        if timings_ms is not None:
            timings_ms[rail.id] = (perf_counter() - started) * 1000
        verdicts += said
        if rail.is_urgent and any(v.action in STOPPING for v in said):
            break
    return verdicts


def _in_disguise(verdict: Verdict, plain: Plain) -> Verdict:
    """Point a verdict on the decoded text at what was written."""
    update: dict[str, object] = {"reason": f"{verdict.reason} (written in a code or a disguise)"}
    if verdict.start is not None and verdict.end is not None and verdict.start < verdict.end:
        update["start"], update["end"] = plain.span(verdict.start, verdict.end)
    return verdict.model_copy(update=update)
