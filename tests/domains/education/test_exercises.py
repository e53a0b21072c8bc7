"""Exercises are found in sentences and solved exactly; other numbers are no exercises."""

from __future__ import annotations

from fractions import Fraction

import pytest

from vademecum.domains.education.exercises import find_exercises


@pytest.mark.parametrize(
    ("text", "kind", "answers"),
    [
        ("question 3 of my homework: 3x+5=20", "linear", (5,)),
        ("-4(2n - 1) = 20", "linear", (-2,)),
        ("three x plus five equals twenty", "linear", (5,)),
        (r"\frac{x}{3} + 2 = 5", "linear", (9,)),
        ("y = 2x + 1, x + y = 7", "system", (2, 5)),
        ("x² - 5x + 6 = 0", "quadratic", (2, 3)),
        ("What is 3/4 + 1/6?", "fraction", (Fraction(11, 12),)),
        ("1 1/2 + 2 3/4 = ?", "fraction", (Fraction(17, 4),)),
        ("what is 7 times 8", "arithmetic", (56,)),
        ("what is 20-5", "arithmetic", (15,)),
        ("What is 2^5?", "power", (32,)),
        ("What is twenty percent of 50?", "percent", (10,)),
        ("18 is what percent of 24?", "percent", (75,)),
        ("A jacket costs $80. It is 25% off. What is the sale price?", "percent", (60,)),
        ("Each box holds 6 eggs. How many eggs are in 4 boxes?", "word", (24,)),
    ],
)
def test_found_and_solved(text: str, kind: str, answers: tuple[Fraction, ...]) -> None:
    (found,) = find_exercises(text)
    assert (found.kind, found.answers) == (kind, answers)


@pytest.mark.parametrize(
    "text",
    [
        "What happened on 4 July 1776?",
        "Why did the war of 1861-1865 begin?",
        "Is a 2/3 majority needed?",
        "x = 5",
        "I have a dog and 3 cats",
        "If a price rises by 10 percent and falls by 10 percent, why is it not back?",
    ],
)
def test_no_exercise(text: str) -> None:
    assert not find_exercises(text)


def test_irrational_roots_are_recognised_when_rounded() -> None:
    (found,) = find_exercises("x^2 = 2")
    assert found.is_answer(Fraction("1.41"), digits=2)
    assert not found.is_answer(Fraction("1.45"), digits=2)
