"""Judge one line of a learner's work against the exercise: right, wrong and how, or done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final, Literal, NamedTuple, TypeAlias

from .exercises import Exercise, Value, is_solved_form, solve
from .expressions import Equation
from .mistakes import wrong_factors, wrong_lines
from .polynomials import Polynomial, degree, is_multiple, number
from .wrong_values import misconception_of_value

Result: TypeAlias = Literal["right", "wrong", "same", "part", "done", "open"]


class Step(NamedTuple):
    """What a line is worth.

    ``part``: one of several answers; ``done``: the whole answer; ``open``: work that cannot be
    judged, since the exercise could not be solved.
    """

    result: Result
    text: str
    misconception: str | None = None
    line: Equation | None = None


SAID: Final = re.compile(
    r"\b(?P<verb>add|subtract|took|take|taking|minus(?:ed)?|divid|multipli|multipl|remov|undo|undid)\w*"
    r"(?: away)?(?: both sides)?(?: by| with| off)? ?(?P<number>\d+(?:\.\d+)?)? "
    r"?(?P<letter>[a-z](?![a-z]))?"
    r"(?P<rest>[^.;!?]{0,40})"
)
BOTH: Final = re.compile(r"\b(?:both|each|either) (?:sides?|parts?)\b")
ONE_SIDE: Final = re.compile(
    r"\b(?:(?:the |only )?(?:left|right|one|first|second|other|that|this)(?: hand)?[- "
    r"]?(?:hand )?side)\b"
)
OPERATIONS: Final = {
    "add": "+",
    "subt": "-",
    "took": "-",
    "take": "-",
    "taki": "-",
    "minu": "-",
    "divi": "/",
    "mult": "*",
    "remo": "-",
}


def judge_lines(
    exercise: Exercise, found: Sequence[Equation], known: Sequence[Equation]
) -> Step | None:
    """Judge the last of the equations that a learner wrote; None if none belongs to the task.

    ``known`` are the exercise's own lines and the learner's right ones, oldest first.
    """
    own = [e for e in found if e.letters and set(e.letters) <= set(exercise.letters)]
    solved = [e for e in own if is_solved_form(e)]
    open_lines = [e for e in own if not is_solved_form(e)]
    steps = [_judge_line(exercise, e, known) for e in open_lines]
    wrong = next((step for step in steps if step.result == "wrong"), None)
    if wrong is not None:
        return wrong
    if solved:
        return _judge_solved(exercise, solved, [*known, *open_lines])
    return next((step for step in steps if step.result == "right"), steps[-1] if steps else None)


def judge_value(exercise: Exercise, values: Sequence[tuple[Value, int]]) -> Step:
    """Judge numbers stated as the answer; each comes with its decimal places."""
    text = ", ".join(str(value) for value, _ in values)
    if not exercise.answers:
        return Step("open", text)
    right = [value for value, digits in values if exercise.is_answer(value, digits)]
    if right:
        is_whole = len(set(right)) >= len(set(exercise.answers)) or len(exercise.answers) == 1
        return Step("done" if is_whole else "part", text)
    names = [misconception_of_value(exercise, value) for value, _ in values]
    if exercise.kind == "linear" and values and isinstance(values[0][0], Fraction):
        names.append(_misconception_of_root(exercise, values[0][0]))
    return Step("wrong", text, next((name for name in names if name), None))


def judge_equality(exercise: Exercise, found: Sequence[Equation]) -> Step | None:
    """Judge ``a = b`` between numbers: a line of a calculation."""
    for equation in found:
        left, right = number(equation.left), number(equation.right)
        if left is None or right is None:
            continue
        if left != right:
            is_own = exercise.is_answer(left)
            name = misconception_of_value(exercise, right) if is_own else None
            name = name or _misconception_of_sides(equation) or "calculation"
            return Step("wrong", equation.text, name, equation)
        if exercise.kind == "word" and exercise.answers and not exercise.is_answer(right):
            name = misconception_of_value(exercise, right)
            return Step("wrong" if name else "right", equation.text, name, equation)
        bare = equation.text.partition("=")[2].strip()
        is_last = re.fullmatch(r"-?\d+(?:\.\d+)?(?: ?/ ?\d+)?", bare) is not None
        if is_last and exercise.is_answer(right):
            return Step("done", equation.text, None, equation)
        return Step("right", equation.text, None, equation)
    return None


def judge_words(exercise: Exercise, plain: str, known: Sequence[Equation]) -> Step | None:
    """Judge an operation that is told in words: "I subtracted 5 from both sides"."""
    match = SAID.search(plain)
    if match is None or exercise.kind != "linear" or not known:
        return None
    operation = OPERATIONS.get(match.group("verb")[:4])
    if operation is None or (match.group("number") is None and match.group("letter") is None):
        return None
    line, x = known[-1], exercise.letters[0]
    size = Fraction(match.group("number") or 1)
    is_letter = match.group("letter") == x
    if ONE_SIDE.search(match.group("rest")) and not BOTH.search(plain):
        return Step("wrong", match.group().strip(), "one_side_only")
    sides = (line.left, line.right)
    result = _fits(operation, size, is_letter, sides, x)
    if result is None:
        return None
    return Step(result, match.group().strip(), None if result == "right" else "wrong_inverse")


def _fits(
    operation: str, size: Fraction, is_letter: bool, sides: tuple[Polynomial, Polynomial], x: str
) -> Result | None:
    """Tell whether an operation undoes something that stands on a side of the line."""
    terms = [side.get(x if is_letter else "", Fraction(0)) for side in sides]
    if operation in "+-":
        removed = -size if operation == "+" else size
        if removed in terms:
            return "right"
        return "wrong" if -removed in terms else None
    slopes = [side.get(x, Fraction(0)) for side in sides]
    if operation == "/":
        if any(abs(slope) == size for slope in slopes):
            return "right"
        return "wrong" if any(slope and 1 / abs(slope) == size for slope in slopes) else None
    if any(slope and abs(slope).denominator == size for slope in slopes) and size != 1:
        return "right"
    return "wrong" if any(abs(slope) == size for slope in slopes) else None


def _judge_line(exercise: Exercise, line: Equation, known: Sequence[Equation]) -> Step:
    if any(_is_same(line, other) for other in known):
        return Step("same", line.text, None, line)
    if _is_equivalent(exercise, line):
        return Step("right", line.text, None, line)
    return Step("wrong", line.text, _misconception(exercise, line, known), line)


def _is_same(a: Equation, b: Equation) -> bool:
    return (a.left, a.right) in ((b.left, b.right), (b.right, b.left)) and _bracketed(
        a
    ) == _bracketed(b)


def _bracketed(line: Equation) -> bool:
    return "(" in line.text


def _is_equivalent(exercise: Exercise, line: Equation) -> bool:
    """Tell whether a line follows from the exercise; of a quadratic, one factor does."""
    if exercise.kind == "system":
        values = dict(zip(exercise.letters, exercise.answers, strict=True))
        return _value_at(line.difference, values) == 0
    if degree(line.difference) > 2 or len(line.letters) != 1:
        return not line.difference
    roots = set(solve(line.difference, line.letters[0]))
    if exercise.kind == "quadratic" and degree(line.difference) == 1:
        return bool(roots) and roots <= set(exercise.answers)
    return roots == set(exercise.answers) and bool(roots)


def _value_at(polynomial: Polynomial, values: dict[str, Value]) -> Value:
    total: Value = Fraction(0)
    for letters, coefficient in polynomial.items():
        term: Value = coefficient
        for letter in letters:
            term *= values[letter]
        total += term
    return total


def _judge_solved(exercise: Exercise, found: Sequence[Equation], known: Sequence[Equation]) -> Step:
    values: list[tuple[str, Fraction]] = []
    for equation in found:
        value = number(equation.right)
        value = number(equation.left) if value is None else value
        if value is not None:
            values.append((equation.letters[0], value))
    text = found[-1].text
    if exercise.kind == "system":
        wanted = dict(zip(exercise.letters, exercise.answers, strict=True))
        if any(wanted[letter] != value for letter, value in values):
            turned = dict(zip(exercise.letters, exercise.answers[::-1], strict=True))
            is_turned = all(turned[letter] == value for letter, value in values)
            name = "swapped" if is_turned and len(values) == 2 else _sign_of(wanted, values)
            return Step("wrong", text, name)
        return Step("done" if len(dict(values)) == len(wanted) else "part", text)
    wrong = [(letter, v) for letter, v in values if not exercise.is_answer(v, _places(found))]
    if wrong:
        line = found[-1]
        if exercise.kind == "quadratic" and all(exercise.is_answer(-v) for _, v in values):
            return Step("wrong", text, "factor_sign")
        name = _misconception(exercise, line, known)
        return Step("wrong", text, name)
    is_whole = len({v for _, v in values}) == len(exercise.answers)
    return Step("done" if is_whole else "part", text)


def _places(found: Sequence[Equation]) -> int:
    places = re.findall(r"\.(\d+)", found[-1].text)
    return len(places[-1]) if places else 0


def _sign_of(wanted: dict[str, Value], values: Sequence[tuple[str, Fraction]]) -> str | None:
    return "sign_error" if all(abs(wanted[x]) == abs(v) for x, v in values) else None


def _misconception(exercise: Exercise, line: Equation, known: Sequence[Equation]) -> str | None:
    if exercise.kind == "system":
        return _misconception_in_system(exercise, line)
    x = exercise.letters[0]
    for before in reversed(known):
        for name, left, right in wrong_lines(before, x):
            if {"left": left, "right": right} in (
                {"left": line.left, "right": line.right},
                {"left": line.right, "right": line.left},
            ):
                return name
    roots = tuple(a for a in exercise.answers if isinstance(a, Fraction))
    if exercise.kind == "quadratic":
        for name, left, _ in wrong_factors(line, x, roots):
            if is_multiple(line.difference, left):
                return name
        return None
    values = solve(line.difference, x) if len(line.letters) == 1 else ()
    value = values[0] if len(values) == 1 else None
    return _misconception_of_root(exercise, value) if isinstance(value, Fraction) else None


def _misconception_of_root(exercise: Exercise, value: Fraction) -> str | None:
    """Name the mistake after which the equation has ``value`` for its solution."""
    x, line = exercise.letters[0], exercise.equations[0]
    for name, left, right in wrong_lines(line, x):
        difference = Equation("", left, right).difference
        if degree(difference) == 1 and solve(difference, x) == (value,):
            return name
    return "sign_error" if exercise.is_answer(-value) else None


def _misconception_in_system(exercise: Exercise, line: Equation) -> str | None:
    first, second = (e.difference for e in exercise.equations)
    letters = [x for x in line.difference if x]
    for sign in (1, -1):
        for other in (1, -1):
            mixed = {
                x: first.get(x, Fraction(0)) + sign * second.get(x, Fraction(0))
                for x in exercise.letters
            }
            mixed[""] = first.get("", Fraction(0)) + other * second.get("", Fraction(0))
            wrong = {x: value for x, value in mixed.items() if value}
            if sign != other and is_multiple(line.difference, wrong):
                return "sign_error"
    return "sign_error" if len(letters) == 1 else None


def _misconception_of_sides(equation: Equation) -> str | None:
    """Name the mistake of a calculation that stands on the left of an equals sign."""
    left = equation.text.partition("=")[0].strip()
    value = number(equation.left)
    right = number(equation.right)
    if value is None or right is None:
        return None
    kind: Literal["fraction", "power", "arithmetic"] = (
        "fraction" if "/" in left else "power" if "^" in left or "sqrt" in left else "arithmetic"
    )
    return misconception_of_value(Exercise(kind, left, (value,)), right)
