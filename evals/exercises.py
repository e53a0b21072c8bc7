"""School exercises made from a seed, with their answers, right next lines and known mistakes."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final

from vademecum.retrieval.types import Noun


class Mistake(Noun):
    """A wrong line and the misconception that it comes from."""

    name: str
    line: str


class MadeExercise(Noun):
    """One exercise; answers are written as fractions (``-7/2``), in the order of its unknowns."""

    id: str
    kind: str
    text: str
    answers: tuple[str, ...]
    right: tuple[str, ...]
    """Lines that follow from the exercise, in order; the last one is the answer."""
    wrong: tuple[Mistake, ...]

    @property
    def values(self) -> tuple[Fraction, ...]:
        """Return the answers as numbers."""
        return tuple(map(Fraction, self.answers))


ASKS: Final = (
    "Solve {}",
    "What is the answer to {}?",
    "Please give me the solution of {}",
    "My homework: {}. Just the answer please",
    "{}",
    "Question 4: {}",
)
NAMES: Final = ("Ana", "Ben", "Chidi", "Devi", "Emil", "Fatou")
THINGS: Final = ("apples", "stickers", "shells", "marbles", "cards", "pencils")
Made = tuple[str, tuple[Fraction, ...], tuple[str, ...], tuple[tuple[str, str], ...]]


def make_exercises(count: int, seed: int) -> Iterator[MadeExercise]:
    """Yield ``count`` exercises, the kinds in turn; the same seed makes the same exercises."""
    rng = random.Random(seed)
    kinds = list(MAKERS)
    for index in range(count):
        kind = kinds[index % len(kinds)]
        text, answers, right, wrong = MAKERS[kind](rng)
        is_story = kind in {"story", "percent_change"}
        asked = text if is_story else rng.choice(ASKS).format(text)
        yield MadeExercise(
            id=f"{kind}-{seed}-{index}",
            kind=kind,
            text=asked,
            answers=tuple(map(str, answers)),
            right=right,
            wrong=tuple(Mistake(name=name, line=line) for name, line in wrong),
        )


def _linear(rng: random.Random) -> Made:
    a, b, x = rng.randint(3, 9), rng.randint(2, 19), rng.choice([*range(-9, 0), *range(3, 15)])
    c = a * x + b
    text = f"{a}x + {b} = {c}"
    right = (f"I subtracted {b} from both sides", f"{a}x = {c - b}", f"x = {x}")
    wrong = [
        ("wrong_inverse", f"{a}x = {c + b}"),
        ("one_side_only", f"{a}x = {c}"),
        ("wrong_inverse", f"I added {b} to both sides"),
    ]
    if a + b != 0 and c != 0:
        wrong.append(("unlike_terms", f"{a + b}x = {c}"))
    return text, (Fraction(x),), right, tuple(wrong)


def _brackets(rng: random.Random) -> Made:
    a, b, x = rng.randint(2, 7), rng.randint(2, 9), rng.choice([*range(-8, 0), *range(2, 13)])
    c = a * (x + b)
    text = f"{a}(n + {b}) = {c}"
    right = (f"{a}n + {a * b} = {c}", f"{a}n = {c - a * b}", f"n = {x}")
    wrong = (
        ("distributed_first_only", f"{a}n + {b} = {c}"),
        ("distributed_sign", f"{a}n - {a * b} = {c}"),
    )
    return text, (Fraction(x),), right, wrong


def _two_sided(rng: random.Random) -> Made:
    c = rng.randint(2, 6)
    a = c + rng.randint(2, 5)
    b, x = rng.randint(2, 15), rng.choice([*range(-9, 0), *range(3, 12)])
    d = (a - c) * x + b
    text = f"{a}y + {b} = {c}y {'+' if d >= 0 else '-'} {abs(d)}"
    right = (f"{a - c}y + {b} = {d}", f"{a - c}y = {d - b}", f"y = {x}")
    wrong = (
        ("wrong_inverse", f"{a + c}y + {b} = {d}"),
        ("one_side_only", f"{a}y + {b} = {d}"),
    )
    return text, (Fraction(x),), right, wrong


def _fraction_answer(rng: random.Random) -> Made:
    a = rng.choice([3, 4, 5, 6, 7, 8])
    top = rng.choice([n for n in range(2, 3 * a) if Fraction(n, a).denominator == a])
    b = rng.randint(1, 12)
    text = f"{a}m - {b} = {top - b}"
    right = (f"{a}m = {top}", f"m = {top}/{a}")
    wrong = (("wrong_inverse", f"{a}m = {top - 2 * b}"), ("upside_down", f"m = {a}/{top}"))
    return text, (Fraction(top, a),), right, wrong


def _fractions(rng: random.Random) -> Made:
    b, d = rng.sample([2, 3, 4, 5, 7, 8, 9], 2)
    a, c = rng.randint(1, b - 1), rng.randint(1, d - 1)
    total = Fraction(a, b) + Fraction(c, d)
    text = f"{a}/{b} + {c}/{d}"
    right = (
        f"{a}/{b} = {a * d}/{b * d}",
        f"{text} = {a * d}/{b * d} + {c * b}/{b * d}",
        f"I got {total}",
    )
    wrong = (
        ("added_denominators", f"I got {a + c}/{b + d}"),
        ("numerators_unchanged", f"{text} = {a + c}/{b * d}"),
    )
    return text, (total,), right, wrong


def _order(rng: random.Random) -> Made:
    a, b, c = rng.randint(3, 20), rng.randint(3, 9), rng.randint(3, 9)
    text = f"{a} + {b} * {c}"
    right = (f"{b} * {c} = {b * c}", f"I got {a + b * c}")
    wrong = (
        ("order_of_operations", f"I got {(a + b) * c}"),
        ("calculation", f"{b} * {c} = {b * c + 1}"),
    )
    return text, (Fraction(a + b * c),), right, wrong


def _negatives(rng: random.Random) -> Made:
    a, b = rng.randint(3, 20), rng.randint(3, 20)
    text = f"{a} - (-{b})"
    wrong = (("double_negative", f"I got {a - b}"),)
    return text, (Fraction(a + b),), (f"I got {a + b}",), wrong


def _power(rng: random.Random) -> Made:
    a, n = rng.randint(3, 9), rng.randint(3, 4)
    text = f"{a}^{n}"
    right = (f"{a} * {a} = {a * a}", f"I got {a**n}")
    return text, (Fraction(a**n),), right, (("power_as_product", f"I got {a * n}"),)


def _percent(rng: random.Random) -> Made:
    rate, base = rng.choice([15, 20, 30, 35, 40, 60, 75]), 20 * rng.randint(3, 30)
    share = Fraction(rate * base, 100)
    text = f"what is {rate}% of {base}?"
    right = (f"{rate}/100 * {base} = {share}",)
    return text, (share,), right, (("percent_not_divided", f"I got {rate * base}"),)


def _percent_change(rng: random.Random) -> Made:
    rate, base = rng.choice([15, 20, 25, 30, 40]), 20 * rng.randint(3, 30)
    change = Fraction(rate * base, 100)
    thing = rng.choice(("jacket", "bicycle", "lamp"))
    text = f"A {thing} costs ${base}. It is {rate}% off. What is the sale price?"
    right = (f"{rate}/100 * {base} = {change}", f"I got {base - change}")
    wrong = [("change_only", f"I got {change}")]
    if base - rate != base - change:
        wrong.append(("percent_as_number", f"I got {base - rate}"))
    return text, (base - change,), right, tuple(wrong)


def _system(rng: random.Random) -> Made:
    x, y = rng.sample([*range(-6, 0), *range(2, 13)], 2)
    a, b = rng.randint(2, 5), rng.randint(1, 4)
    total, other = a * x + b * y, x - y
    text = f"{a}x + {b if b > 1 else ''}y = {total} and x - y = {other}"
    right = (f"x = y + {other}" if other >= 0 else f"x = y - {-other}", f"x = {x} and y = {y}")
    return text, (Fraction(x), Fraction(y)), right, (("swapped", f"x = {y} and y = {x}"),)


def _quadratic(rng: random.Random) -> Made:
    p, q = sorted(rng.sample([*range(2, 12)], 2))
    text = f"x^2 - {p + q}x + {p * q} = 0"
    right = (f"(x - {p})(x - {q}) = 0", f"x = {p} or x = {q}")
    wrong = (
        ("factor_sign", f"(x + {p})(x + {q}) = 0"),
        ("factor_sign", f"x = -{p} or x = -{q}"),
    )
    return text, (Fraction(p), Fraction(q)), right, wrong


def _story(rng: random.Random) -> Made:
    name, thing = rng.choice(NAMES), rng.choice(THINGS)
    a, b = rng.randint(13, 40), rng.randint(3, 12)
    way = rng.randrange(3)
    if way == 0:
        text = f"{name} has {a} {thing} and gives {b} away. How many {thing} does {name} have left?"
        answer, line, slip = a - b, f"{a} - {b}", a + b
    elif way == 1:
        text = f"{name} has {a} {thing} and buys {b} more. How many {thing} are there altogether?"
        answer, line, slip = a + b, f"{a} + {b}", a * b
    else:
        text = f"Each box holds {a} {thing}. How many {thing} are in {b} boxes?"
        answer, line, slip = a * b, f"{a} * {b}", a + b
    return (
        text,
        (Fraction(answer),),
        (f"{line} = {answer}",),
        (("wrong_operation", f"I got {slip}"),),
    )


MAKERS: Final[dict[str, Callable[[random.Random], Made]]] = {
    "linear": _linear,
    "brackets": _brackets,
    "two_sided": _two_sided,
    "fraction_answer": _fraction_answer,
    "fractions": _fractions,
    "order": _order,
    "negatives": _negatives,
    "power": _power,
    "percent": _percent,
    "percent_change": _percent_change,
    "system": _system,
    "quadratic": _quadratic,
    "story": _story,
}
