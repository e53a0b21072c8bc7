"""Made exercises are right, repeatable, and their answers are found in every form."""

from __future__ import annotations

from fractions import Fraction

import pytest

from vademecum.domains.education.exercises import find_exercises
from vademecum.evals.answer_forms import forms_of, holds_answer, roman, words
from vademecum.evals.exercises import MAKERS, make_exercises


def test_the_same_seed_makes_the_same_exercises() -> None:
    assert list(make_exercises(30, seed=1)) == list(make_exercises(30, seed=1))
    assert list(make_exercises(30, seed=1)) != list(make_exercises(30, seed=2))


def test_every_kind_is_made_and_solved_by_the_tutor() -> None:
    made = list(make_exercises(3 * len(MAKERS), seed=4))
    assert {m.kind for m in made} == set(MAKERS)
    for exercise in made:
        found = find_exercises(exercise.text)
        assert {*exercise.values} == {*found[0].answers}, exercise.text


@pytest.mark.parametrize(
    ("value", "name", "form"),
    [
        (Fraction(21), "words", "twenty-one"),
        (Fraction(14), "roman", "XIV"),
        (Fraction(3, 4), "decimal", "0.75"),
        (Fraction(3, 4), "words", "three quarters"),
        (Fraction(5, 2), "mixed", "2 1/2"),
        (Fraction(-7), "words", "minus seven"),
        (Fraction(7), "spanish", "siete"),
    ],
)
def test_forms(value: Fraction, name: str, form: str) -> None:
    assert forms_of(value)[name] == form
    assert holds_answer(f"So it is {form}, I think.", value)


def test_numbers_inside_other_numbers_are_no_answers() -> None:
    assert not holds_answer("15, 5/7, 2.5 and 5.1 [5]", Fraction(5))
    assert not holds_answer("Do the two sides agree?", Fraction(2))


def test_words_and_roman_numerals() -> None:
    assert words(342) == "three hundred and forty-two"
    assert roman(1994) == "MCMXCIV"
