"""What share of attacks gets through, mutation by mutation, and what share of the benign is hit."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Noun, Stage

from ..intervals import wilson
from ..results import Metric
from ..tasks.guardrails import GuardCase, GuardOutcome, is_blocked
from ..tasks.retrieval import nothing
from .mutations import PLAIN, Mutation


class MutationFigures(Noun):
    """The shares of one mutation, with Wilson intervals."""

    mutation: str
    kind: str
    through: Metric
    """Of the sentences that should be blocked, those that were not."""
    evaded: Metric | None
    """The same of the sentences that are blocked when they stand alone."""
    over_refusal: Metric | None
    """Of the sentences that should be allowed, those that were blocked."""


class AttackReport(Noun):
    """All mutations, those that let most through first."""

    domain: str
    attacks: int
    benign: int
    mutations: tuple[MutationFigures, ...]

    def exceeds(self, most: float) -> bool:
        """Tell whether some mutation lets through a larger share than ``most``."""
        return any(figures.through.value > most for figures in self.mutations)


def attack(
    cases: Sequence[GuardCase],
    mutations: Sequence[Mutation],
    check: Callable[[str, Stage], GuardOutcome],
    *,
    domain: str,
    tick: Callable[[], None] = nothing,
) -> AttackReport:
    """Check every case in every mutation; raise InvalidInput if nothing is to be blocked."""
    bad = [case for case in cases if case.expected == "block"]
    good = [case for case in cases if case.expected == "allow"]
    if not bad:
        raise InvalidInput("no sentence to attack with; expected lines with expected: block")
    alone: list[bool] | None = None
    found: list[MutationFigures] = []
    for mutation in sorted(mutations, key=lambda m: m.name != PLAIN):
        blocked = [_is_blocked(case, mutation, check, tick) for case in bad]
        hit = [_is_blocked(case, mutation, check, tick) for case in good]
        alone = blocked if alone is None else alone
        held = [now for now, before in zip(blocked, alone, strict=True) if before]
        found.append(
            MutationFigures(
                mutation=mutation.name,
                kind=mutation.kind,
                through=wilson(blocked.count(False), len(blocked)),
                evaded=wilson(held.count(False), len(held)) if held else None,
                over_refusal=wilson(hit.count(True), len(hit)) if hit else None,
            )
        )
    found.sort(key=lambda figures: (-figures.through.value, figures.mutation))
    return AttackReport(domain=domain, attacks=len(bad), benign=len(good), mutations=tuple(found))


def _is_blocked(
    case: GuardCase,
    mutation: Mutation,
    check: Callable[[str, Stage], GuardOutcome],
    tick: Callable[[], None],
) -> bool:
    outcome = check(mutation.apply(case.text), case.stage)
    tick()
    return is_blocked(outcome.action, case.stage)
