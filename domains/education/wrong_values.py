"""Which wrong number a well-known mistake gives: misconceptions in calculations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final, TypeAlias

from .exercises import Exercise, Value
from .numerals import numerals

Named: TypeAlias = tuple[str, Fraction]

TERM: Final = r"\(?(-?\d+(?:\.\d+)?)\)?"
TWO_FRACTIONS: Final = re.compile(r"(?<!\d )(-?\d+) ?/ ?(\d+)\)? ?([-+*/]) ?\(?(-?\d+) ?/ ?(\d+)")
POWER: Final = re.compile(rf"(-)?{TERM} ?\^ ?{TERM}")
ROOT: Final = re.compile(r"sqrt ?\(?(\d+(?:\.\d+)?)\)?")
OPERATIONS: Final = re.compile(r"(?<=[\d)]) ?([-+*/]) ?")
DOUBLE_NEGATIVE: Final = re.compile(r"(\d+(?:\.\d+)?) ?- ?\(?-(\d+(?:\.\d+)?)\)?")
RATE: Final = re.compile(r"(\d+(?:\.\d+)?) ?(?:%|percent|per cent)")


def misconception_of_value(exercise: Exercise, value: Value) -> str | None:
    """Name the mistake that turns the exercise into ``value``; None if it is not known."""
    if not isinstance(value, Fraction) or exercise.is_answer(value):
        return None
    return next((name for name, wrong in _wrong(exercise) if wrong == value), None)


def _wrong(exercise: Exercise) -> Iterator[Named]:
    answers = [answer for answer in exercise.answers if isinstance(answer, Fraction)]
    if exercise.kind == "fraction":
        yield from _of_fractions(exercise.text)
    if exercise.kind == "power":
        yield from _of_powers(exercise.text)
    if exercise.kind == "percent":
        yield from _of_percents(exercise)
    if exercise.kind in {"arithmetic", "power", "fraction"}:
        yield from _of_order(exercise.text)
    if exercise.kind == "word":
        yield from _of_stories(exercise)
    yield from (("sign_error", -answer) for answer in answers if answer)


def _of_fractions(text: str) -> Iterator[Named]:
    match = TWO_FRACTIONS.search(text)
    if match is None:
        return
    a, b, sign, c, d = match.groups()
    n, m, p, q = map(Fraction, (a, b, c, d))
    if sign in "+-":
        way = 1 if sign == "+" else -1
        if m + way * q:
            yield "added_denominators", (n + way * p) / (m + way * q)
        yield "added_denominators", (n + way * p) / (m + q)
        for bottom in (m * q, _least_multiple(m, q)):
            yield "numerators_unchanged", (n + way * p) / bottom
        yield "numerators_unchanged", (n + way * p) / max(m, q)
    elif sign == "*":
        if p:
            yield "cross_multiplied", n * q / (m * p)
        yield "kept_denominator", n * p / m
    elif p:
        yield "not_inverted", n * p / (m * q)
        yield "inverted_first", m * p / (n * q) if n else Fraction(0)


def _of_powers(text: str) -> Iterator[Named]:
    if match := POWER.search(text):
        minus, base, raised = match.groups()
        b, e = Fraction(base), Fraction(raised)
        yield "power_as_product", b * e * (-1 if minus else 1)
        yield "power_as_product", b * e
        yield "power_as_sum", b + e
        if e.denominator == 1 and 0 <= e <= 12:
            yield "sign_error", -(b ** int(e))
            yield "sign_error", b ** int(e)
    if match := ROOT.search(text):
        yield "root_as_half", Fraction(match.group(1)) / 2


def _of_percents(exercise: Exercise) -> Iterator[Named]:
    match = RATE.search(exercise.text)
    others = sorted(exercise.givens)
    if exercise.is_percent:
        answer = exercise.answers[0]
        if isinstance(answer, Fraction) and answer:
            yield "inverted_ratio", 10_000 / answer
            yield "not_times_hundred", answer / 100
        for first in others:
            yield from (("part_minus_whole", abs(first - second)) for second in others)
        return
    if match is None:
        return
    rate = Fraction(match.group(1))
    for base in others:
        if base in {rate, rate / 100}:
            continue
        share = base * rate / 100
        yield from (
            ("change_only", share),
            ("percent_not_divided", base * rate),
            ("percent_as_number", base - rate),
            ("percent_as_number", base + rate),
            ("divided_by_percent", base / rate if rate else Fraction(0)),
            ("percent_not_divided", share * 10),
            ("wrong_direction", base + share),
            ("wrong_direction", base - share),
        )


def _of_order(text: str) -> Iterator[Named]:
    """Yield what comes of reading from left to right, and of losing a double negative."""
    if match := DOUBLE_NEGATIVE.search(text):
        first, second = map(Fraction, match.groups())
        yield "double_negative", first - second
    bare = text.replace("(", "").replace(")", "").strip()
    parts = OPERATIONS.split(bare)
    try:
        total = Fraction(parts[0])
        for sign, term in zip(parts[1::2], parts[2::2], strict=True):
            value = Fraction(term)
            if sign == "/" and not value:
                return
            total = {
                "+": total + value,
                "-": total - value,
                "*": total * value,
                "/": total / value if value else total,
            }[sign]
    except (ValueError, ZeroDivisionError):
        return
    yield "order_of_operations", total
    if len(parts) == 3 and parts[1] == "-":
        yield "sign_error", Fraction(parts[2]) - Fraction(parts[0])


def _of_stories(exercise: Exercise) -> Iterator[Named]:
    values = sorted({n.value for n in numerals(exercise.text)})
    for first in values:
        for second in values:
            if first == second:
                continue
            yield "wrong_operation", first + second
            yield "wrong_operation", first - second
            yield "wrong_operation", first * second
            if second:
                yield "wrong_operation", first / second


def _least_multiple(a: Fraction, b: Fraction) -> Fraction:
    from math import lcm

    return Fraction(lcm(int(a), int(b)))
