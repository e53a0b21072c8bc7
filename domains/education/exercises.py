"""The exercises that a learner brings, with the answers that must not leave."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import sqrt
from typing import Final, Literal, TypeAlias

from .expressions import Calculation, Equation, calculations, equations, readable
from .numerals import numerals
from .percents import percent_answer
from .polynomials import Polynomial, degree, is_multiple, root_of
from .stories import story_answer

Kind: TypeAlias = Literal[
    "linear", "system", "quadratic", "arithmetic", "fraction", "power", "percent", "word", "key"
]
Value: TypeAlias = Fraction | float

ASKED: Final = re.compile(
    r"=|\?|\b(?:what(?:'s| is| does)|calculate|compute|solve|work out|evaluate|simplify"
    r"|find|how much"
    r"|answer|result|add|subtract|multiply|divide|cuanto|got|get|gives?|gave)\b"
)
STORY: Final = re.compile(
    r"\b(?:how (?:many|much|far|long|old|fast|tall|big|heavy)|what (?:is|was|are|will "
    r"be) (?:the|his|her"
    r"|their) (?:total|cost|price|average|sum|speed|area|perimeter|age|profit|change"
    r"|number|current)"
    r"|find (?:the|how)|calculate)"
)
SPAN_OF_YEARS: Final = re.compile(
    r"(?<![-+*/=^] )(?<![-+*/=^])\b\d{3,4} ?- ?\d{2,4}\b(?! ?[-+*/=^])"
)
MIN_STORY_WORDS: Final = 8


@dataclass(frozen=True)
class Exercise:
    """A task of the learner's own. ``answers`` is empty where it could not be solved."""

    kind: Kind
    text: str
    """The plain text it was found in."""
    answers: tuple[Value, ...] = ()
    letters: tuple[str, ...] = ()
    equations: tuple[Equation, ...] = ()
    givens: frozenset[Fraction] = frozenset()
    """The numbers that the exercise itself states."""
    is_percent: bool = False
    words: tuple[str, ...] = field(default=())
    """Answers that are no numbers, in the words of an answer key."""

    @property
    def is_solved(self) -> bool:
        """Tell whether there is an answer to hold text against."""
        return bool(self.answers or self.words)

    def is_answer(self, value: Value, digits: int = 0) -> bool:
        """Tell whether ``value``, perhaps rounded to ``digits`` decimal places, is an answer."""
        wanted = self.answers
        if self.is_percent:
            wanted += tuple(answer / 100 for answer in self.answers)
        return any(_agree(value, answer, digits) for answer in wanted)


def find_exercises(text: str) -> tuple[Exercise, ...]:
    """Return the exercises that ``text`` states, in the order in which they stand there."""
    plain = readable(text)
    open_equations = [e for e in equations(plain) if e.letters and not is_solved_form(e)]
    found = [*_systems(open_equations)]
    used = [e for exercise in found for e in exercise.equations]
    found += [x for e in open_equations if e not in used and (x := _of_equation(e)) is not None]
    if (not found and ASKED.search(plain) is not None) or _is_mostly_math(plain):
        found += _calculations(plain)
    if not found:
        found += _stories(text, plain)
    givens = frozenset(n.value for n in numerals(text)) if found else frozenset()
    return tuple(_with_givens(exercise, givens) for exercise in found)


def is_solved_form(equation: Equation) -> bool:
    """Tell whether an equation is ``x = number`` or ``number = x``: an answer, not a task."""
    sides = (equation.left, equation.right)
    for letter, other in (sides, sides[::-1]):
        is_letter = len(letter) == 1 and [*letter.values()] == [1] and degree(letter) == 1
        if is_letter and degree(other) == 0:
            return True
    return False


def solve(difference: Polynomial, letter: str) -> tuple[Value, ...]:
    """Return the roots of a polynomial of degree one or two in one letter, smallest first."""
    a, b, c = (difference.get(letter * power, Fraction(0)) for power in (2, 1, 0))
    if not a:
        return (-c / b,) if b else ()
    under = b * b - 4 * a * c
    if under < 0:
        return ()
    root = root_of(under)
    if root is not None:
        return tuple(sorted({(-b - root) / (2 * a), (-b + root) / (2 * a)}))
    wide = sqrt(under)
    return tuple(sorted((-float(b) + sign * wide) / (2 * float(a)) for sign in (-1, 1)))


def solve_pair(first: Equation, second: Equation) -> tuple[Fraction, ...]:
    """Return the values of two unknowns, in the order of their letters; none if not one pair."""
    x, y = first.letters
    a, b, c = (first.difference.get(key, Fraction(0)) for key in (x, y, ""))
    d, e, f = (second.difference.get(key, Fraction(0)) for key in (x, y, ""))
    determinant = a * e - b * d
    if not determinant:
        return ()
    return ((b * f - c * e) / determinant, (c * d - a * f) / determinant)


def _of_equation(equation: Equation) -> Exercise | None:
    difference = equation.difference
    if len(equation.letters) != 1 or degree(difference) not in {1, 2}:
        return None
    answers = solve(difference, equation.letters[0])
    kind: Kind = "linear" if degree(difference) == 1 else "quadratic"
    return Exercise(kind, equation.text, answers, equation.letters, (equation,))


def _systems(found: Sequence[Equation]) -> list[Exercise]:
    for index, first in enumerate(found):
        for second in found[index + 1 :]:
            letters = tuple(sorted({*first.letters, *second.letters}))
            if len(letters) != 2 or max(degree(first.difference), degree(second.difference)) != 1:
                continue
            if is_multiple(first.difference, second.difference):
                continue
            wide = Equation(first.text, first.left, first.right)
            pair = _pair(wide, second, letters)
            if pair:
                text = f"{first.text} and {second.text}"
                return [Exercise("system", text, pair, letters, (first, second))]
    return []


def _pair(first: Equation, second: Equation, letters: tuple[str, ...]) -> tuple[Fraction, ...]:
    if first.letters == letters:
        return solve_pair(first, second)
    if second.letters == letters:
        return solve_pair(second, first)
    return ()


def _calculations(plain: str) -> list[Exercise]:
    if (percent := percent_answer(plain)) is not None:
        value, is_percent = percent
        return [Exercise("percent", plain, (value,), is_percent=is_percent)]
    cleaned = plain if "=" in plain else SPAN_OF_YEARS.sub(",", plain)
    return [
        Exercise(_kind_of(c), c.text, (c.value,))
        for c in calculations(cleaned)
        if re.fullmatch(r"\d+(?:\.\d+)?[%/]?\d*", c.text) is None
    ]


def _kind_of(calculation: Calculation) -> Kind:
    text = calculation.text
    if "^" in text or "sqrt" in text:
        return "power"
    return (
        "fraction"
        if re.search(r"\d/\d", text) and re.search(r"[-+*/] ?\(?\d", text)
        else ("arithmetic")
    )


def _stories(text: str, plain: str) -> list[Exercise]:
    numbers = [n for n in numerals(text) if n.value != 1 or n.form == "digits"]
    is_story = (
        len({n.start for n in numbers}) >= 2
        and len(plain.split()) >= MIN_STORY_WORDS
        and STORY.search(plain) is not None
    )
    if not is_story:
        return []
    if (percent := percent_answer(plain)) is not None:
        return [Exercise("percent", plain, (percent[0],), is_percent=percent[1])]
    answer = story_answer(plain)
    return [Exercise("word", plain, () if answer is None else (answer,))]


def _is_mostly_math(plain: str) -> bool:
    letters = sum(character.isalpha() for character in plain)
    return len(plain) > 0 and letters * 3 < len(plain.replace(" ", ""))


def _with_givens(exercise: Exercise, givens: frozenset[Fraction]) -> Exercise:
    return Exercise(
        exercise.kind,
        exercise.text,
        exercise.answers,
        exercise.letters,
        exercise.equations,
        givens,
        exercise.is_percent,
        exercise.words,
    )


def _agree(value: Value, answer: Value, digits: int) -> bool:
    if value == answer:
        return True
    if isinstance(answer, float) or isinstance(value, float):
        near = 0.5 * 10**-digits if digits else 1e-6
        return abs(float(value) - float(answer)) <= near * 1.0001
    return digits > 0 and abs(value - answer) <= Fraction(1, 2 * 10**digits)
