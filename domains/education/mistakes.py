"""What an equation looks like after a well-known mistake: misconceptions as wrong next lines.

The names are those of ``hints.toml``. The list follows the school literature on equations (Booth
and Koedinger, 2008, on the equals sign and negative terms; Kieran, 1992, on inverse operations).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final, TypeAlias

from .expressions import Equation
from .polynomials import NotAlgebra, Polynomial, add, constant, degree, multiply, read_polynomial

Wrong: TypeAlias = tuple[str, Polynomial, Polynomial]

BRACKET: Final = re.compile(r"(-?) ?(\d*(?:\.\d+)?) ?\*? ?\(([^()]{1,40})\)")
LATER_TERM: Final = re.compile(r"([+-]) ?(\d+(?:\.\d+)?[a-z]?|[a-z])")


def wrong_lines(line: Equation, letter: str) -> Iterator[Wrong]:
    """Yield (misconception, left, right) for the lines that mistakes make of ``line``."""
    yield from _wrong_brackets(line)
    for left, right in ((line.left, line.right), (line.right, line.left)):
        if degree(left) > 1 or degree(right) > 1 or letter not in left:
            continue
        yield from _wrong_moves(left, right, letter)


def _wrong_moves(left: Polynomial, right: Polynomial, x: str) -> Iterator[Wrong]:
    a, b = left.get(x, Fraction(0)), left.get("", Fraction(0))
    c, d = right.get(x, Fraction(0)), right.get("", Fraction(0))
    without_b = {x: a} if a else {}
    if b:
        yield "one_side_only", without_b, right
        yield "one_side_only", left, add(right, constant(b), -1)
        yield "wrong_inverse", without_b, add(right, constant(b))
        yield "wrong_inverse", add(left, constant(b)), add(right, constant(b))
        if not c:
            yield "unlike_terms", {x: a + b}, right
            yield "sign_error", without_b, add(constant(b), right, -1)
            yield "sign_error", {x: -a}, add(right, constant(b), -1)
            if a:
                yield "divided_one_term", {x: Fraction(1), "": b}, constant(d / a)
                yield "divided_one_term", {x: Fraction(1)}, add(constant(d / a), constant(b), -1)
    if c:
        yield "one_side_only", left, constant(d)
        yield "one_side_only", add(left, {x: c}, -1), right
        yield "wrong_inverse", add(left, {x: c}), constant(d)
        yield "wrong_inverse", {x: a + c}, constant(d - b)
        yield "sign_error", {x: a - c}, constant(d + b)
        yield "sign_error", {x: a - c}, constant(b - d)
    if not b and not c and a not in {0, 1}:
        one = {x: Fraction(1)}
        yield "one_side_only", one, right
        yield "wrong_inverse", one, constant(d * a)
        yield "subtracted_coefficient", one, constant(d - a)
        yield "upside_down", one, constant(a / d if d else Fraction(0))
        yield "sign_error", one, constant(-d / a)
    if b and not c and a not in {0, 1}:
        one = {x: Fraction(1)}
        yield "wrong_inverse", one, constant((d + b) / a)
        yield "wrong_inverse", one, constant((d - b) * a)
        yield "subtracted_coefficient", one, constant(d - b - a)
        yield "sign_error", one, constant((b - d) / a)
        yield "unlike_terms", one, constant(d / (a + b) if a + b else Fraction(0))
        yield "upside_down", one, constant(a / (d - b) if d != b else Fraction(0))
        yield "one_side_only", one, constant(d / a)
        yield "one_side_only", one, constant(d - b)


def _wrong_brackets(line: Equation) -> Iterator[Wrong]:
    match = BRACKET.search(line.text)
    if match is None or not LATER_TERM.search(match.group(3)):
        return
    sign, size, inner = match.groups()
    if not size and not sign:
        return
    factor = f"{sign}{size or 1}"
    first = LATER_TERM.split(inner.strip(), maxsplit=1)[0] or inner
    rest = inner[len(first) :] if inner.startswith(first) else ""
    flipped = rest.translate(str.maketrans("+-", "-+"))
    variants = (
        ("distributed_first_only", f"+({factor})*({first}){rest}"),
        ("distributed_sign", f"+({factor})*({first}{flipped})"),
        ("distributed_added", f"+({first}{rest})+({factor})"),
    )
    for name, replaced in variants:
        text = line.text[: match.start()] + replaced + line.text[match.end() :]
        left, _, right = text.partition("=")
        try:
            yield name, read_polynomial(left), read_polynomial(right)
        except NotAlgebra:
            continue


def wrong_factors(line: Equation, x: str, roots: tuple[Fraction, ...]) -> Iterator[Wrong]:
    """Yield the factored forms of a quadratic whose signs are turned round."""
    if len(roots) != 2:
        return
    zero: Polynomial = {}
    for signs in ((1, 1), (1, -1), (-1, 1)):
        factors = [{x: Fraction(1), "": s * root} for s, root in zip(signs, roots, strict=True)]
        yield "factor_sign", multiply(factors[0], factors[1]), zero
