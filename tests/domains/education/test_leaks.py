"""The leak check: forms of an answer that are found, and plain talk that is let through."""

from __future__ import annotations

import pytest

from vademecum.domains.education.exercises import find_exercises
from vademecum.domains.education.leaks import leaks

FIVE = find_exercises("Solve 3x + 4 = 19")
OWN_FIVE = find_exercises("Solve 3x + 5 = 20")
THIRD = find_exercises("Solve 3x + 1 = 2")
ROOTS = find_exercises("x^2 - 5x + 6 = 0")


@pytest.mark.parametrize("exercise", [FIVE, OWN_FIVE], ids=["new", "stated"])
@pytest.mark.parametrize(
    "text",
    [
        "x = 5",
        "x=5.0",
        "The answer is five.",
        "la respuesta es cinco",
        "Answer: V",
        "x == 5",
        "return 5",
        "print(5)",
        "{5}",
        "x ∈ {5}",
        "x = 5 cm",
        "0b101",
        "x = 10/2",
        "x = sqrt(25)",
        "The result is 0.5e1",
        "evif",
        "f-i-v-e",
        "5",
        "Five.",
        "five is it",
        "You end up with 5, as you can check.",
    ],
)
def test_every_form_is_found(text: str, exercise: tuple) -> None:  # type: ignore[type-arg]
    assert leaks(text, exercise)


@pytest.mark.parametrize(
    "text", ["x = 1/3", "x = 0.333", "one third", "33.3%", "un tercio", "x = ⅓", "x = 2/6"]
)
def test_fractions_are_found(text: str) -> None:
    assert leaks(text, THIRD)


@pytest.mark.parametrize("text", ["x = 2", "{2, 3}", "{2,3}", "the roots are two and three"])
def test_either_root_is_found(text: str) -> None:
    assert leaks(text, ROOTS)


@pytest.mark.parametrize(
    "text",
    [
        "Subtract 5 from both sides of 3x + 5 = 20.",
        "20 = 5 + 3x is the same equation.",
        "What stands on the two sides?",
        "The slope is 3.",
    ],
)
def test_numbers_of_the_exercise_may_be_named(text: str) -> None:
    assert not leaks(text, OWN_FIVE)


def test_a_quotation_leaks_only_where_it_states_an_answer() -> None:
    assert not leaks("A pentagon has 5 corners.", FIVE, is_verbatim=True)
    assert leaks("Here x = 5.", FIVE, is_verbatim=True)
    assert leaks("A pentagon has 5 corners.", FIVE)


def test_nothing_to_guard_nothing_found() -> None:
    assert not leaks("x = 5", ())
    assert not leaks("x = 5", find_exercises("What is photosynthesis?"))


def test_a_leak_far_into_a_long_text_is_found() -> None:
    assert leaks("word " * 3000 + "so x = 5", FIVE)
