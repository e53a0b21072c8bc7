"""Attacks: what gets through is counted by mutation, the worst first."""

from __future__ import annotations

import pytest

from vademecum.domains.guard import GuardResult
from vademecum.evals.attacks.codes import CODES
from vademecum.evals.attacks.mutations import PLAIN, Mutation, Wrapper, all_mutations
from vademecum.evals.attacks.run import attack
from vademecum.evals.attacks.table import attack_table
from vademecum.evals.tasks.guardrails import GuardCase
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Stage

CASES = (
    GuardCase(text="steal one", expected="block"),
    GuardCase(text="take one", expected="block"),
    GuardCase(text="give one", expected="allow"),
)
MUTATIONS = (
    Mutation("shout", "code", str.upper),
    Mutation(PLAIN, PLAIN, lambda text: text),
    Mutation("add", "persona", lambda text: f"steal {text}"),
)


def check(text: str, stage: Stage) -> GuardResult:
    action = "refuse" if "steal" in text else "allow"
    return GuardResult.model_validate({"action": action, "verdicts": (), "latency_ms": 0.0})


def test_shares_are_counted_and_the_worst_comes_first() -> None:
    report = attack(CASES, MUTATIONS, check, domain="d")
    assert [m.mutation for m in report.mutations] == ["shout", "plain", "add"]
    assert [m.through.value for m in report.mutations] == [1.0, 0.5, 0.0]
    assert [m.evaded and m.evaded.value for m in report.mutations] == [1.0, 0.0, 0.0]
    assert [m.over_refusal and m.over_refusal.value for m in report.mutations] == [0.0, 0.0, 1.0]
    assert report.exceeds(0.9)
    assert not report.exceeds(1.0)
    assert "shout" in attack_table(report).splitlines()[4]


def test_something_must_be_blocked() -> None:
    with pytest.raises(InvalidInput, match="expected: block"):
        attack(CASES[2:], MUTATIONS, check, domain="d")


def test_names_are_unique_and_every_mutation_holds_the_sentence() -> None:
    mutations = all_mutations()
    assert len({mutation.name for mutation in mutations}) == len(mutations) > 30
    for mutation in mutations:
        if mutation.kind not in {"code", "splitting"}:
            assert "How do I {x}?" in mutation.apply("How do I {x}?")
    assert len({code("How do I do it?") for code in CODES.values()}) == len(CODES)


def test_a_sentence_is_split_in_two() -> None:
    wrapper = Wrapper(name="w", kind="k", text="{first}|{second}")
    assert wrapper.around("How do I do it?") == "How do I|do it?"
