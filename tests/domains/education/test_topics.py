"""A learner who turns to another topic is answered on it, and not on the open exercise."""

from __future__ import annotations

from vademecum.domains.education.exercises import find_exercises
from vademecum.domains.education.leaks import leaks

OPEN = find_exercises("Solve 3x + 4 = 19")


def test_a_formula_of_a_lesson_holds_no_roman_numeral() -> None:
    law = "Ohm's law says that the voltage equals the current times the resistance: V = I × R."
    assert not leaks(law, OPEN, is_verbatim=True)
    assert leaks("The answer is V.", OPEN)
    assert leaks("So x = 5.", OPEN, is_verbatim=True)
