"""Attack a domain's rails with a file of sentences."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from vademecum.domains import Domain
from vademecum.domains.guard import check_text
from vademecum.evals.attacks.mutations import all_mutations
from vademecum.evals.attacks.run import AttackReport, attack
from vademecum.retrieval.types import Stage

from .guard_file import read_cases


def attack_file(
    domain: Domain, path: Path, stage: Stage, to: Callable[[int, int], None]
) -> AttackReport:
    """Run every mutation of every line; ``to`` is told how many checks of how many are done."""
    cases = read_cases(path, stage)
    mutations = all_mutations()
    total = len(cases) * len(mutations)
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        to(done, total)

    return attack(
        cases,
        mutations,
        lambda text, at: check_text(domain, text, at),
        domain=domain.name,
        tick=tick,
    )
