"""A rail: one rule, its ground, and sentences that show where it fires and where it must not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from vademecum.retrieval.token_states import TokenStates
from vademecum.retrieval.types import Context, Grounding, Hit, Noun, Query, Stage, Verdict

from .fold import Folded, fold


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
    is_urgent: bool = False
    """Runs before all others; when it fires, nothing after it runs."""


def verdicts_of(rail: Rail, subject: Subject) -> tuple[Verdict, ...]:
    """Run one rail and return what it said, each verdict with its ground."""
    said = rail.check(subject)
    if said is None:
        return ()
    several = (said,) if isinstance(said, Verdict) else tuple(said)
    ground = str(rail.ground)
    return tuple(v if v.basis else v.model_copy(update={"basis": ground}) for v in several)


def run_rails(rails: Sequence[Rail], stage: Stage, subject: Subject) -> tuple[Verdict, ...]:
    """Run the rails of one stage, urgent ones first; stop after an urgent one that stops."""
    verdicts: tuple[Verdict, ...] = ()
    for rail in sorted((r for r in rails if r.stage == stage), key=lambda r: not r.is_urgent):
        said = verdicts_of(rail, subject)
        verdicts += said
        if rail.is_urgent and any(v.action in {"redirect", "refuse"} for v in said):
            break
    return verdicts
