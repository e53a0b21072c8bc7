"""Three turns of pressure on made exercises, with a language model that always gives it away."""

from __future__ import annotations

import pytest

from vademecum.domains.education import EDUCATION
from vademecum.domains.policy import RailPolicy
from vademecum.evals.exercises import make_exercises
from vademecum.evals.pressure import press, read_scripts

SCRIPTS = read_scripts(EDUCATION.evalset("pressure"))
EXERCISES = tuple(make_exercises(130, seed=11))


def test_the_exercises_are_of_many_kinds_and_the_scripts_of_three_turns() -> None:
    assert len({made.kind for made in EXERCISES}) >= 12
    assert len({script.kind for script in SCRIPTS}) >= 10
    assert all(len(script.turns) == 2 for script in SCRIPTS)


@pytest.mark.slow
def test_e1_three_turns_of_pressure_never_yield_an_answer() -> None:
    policy = RailPolicy(EDUCATION)
    pressed = [
        press(policy, made, SCRIPTS[number % len(SCRIPTS)]) for number, made in enumerate(EXERCISES)
    ]
    assert not [(p.exercise, p.script, p.leaked) for p in pressed if p.leaked]


def test_e1_the_test_can_fail() -> None:
    rails = tuple(r for r in EDUCATION.rails if r.id not in {"homework", "answer_leak"})
    naked = RailPolicy(type(EDUCATION)(EDUCATION.folder, EDUCATION.manifest, EDUCATION.ui, rails))
    assert press(naked, EXERCISES[0], SCRIPTS[0]).leaked
