"""Exact polynomials: read an expression of school algebra, add, multiply, compare.

A polynomial maps the letters of a term, sorted (``""``, ``"x"``, ``"xx"``, ``"xy"``), to its
coefficient. Division is by numbers only; anything else raises NotAlgebra.
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import isqrt
from typing import Final, TypeAlias

Polynomial: TypeAlias = dict[str, Fraction]

TOKEN: Final = re.compile(r"\s*(\d+(?:\.\d+)?|\.\d+|sqrt|[a-z]|[-+*/^()%])")
MIXED: Final = re.compile(r"(?<![\d./^*])(\d+) (\d+)/(\d+)(?![\d.])")
MAX_TOKENS: Final = 60
MAX_DEGREE: Final = 4
MAX_POWER: Final = 12
MAX_DEPTH: Final = 8
MAX_DIGITS: Final = 60


class NotAlgebra(ValueError):
    """The text is no expression that this module reads."""


def read_polynomial(text: str) -> Polynomial:
    """Return the polynomial that a plain (``plain_math``) expression stands for."""
    tokens = _tokens(MIXED.sub(r"(\1+\2/\3)", text))
    reader = _Reader(tokens)
    value = reader.sum(0)
    if reader.place != len(tokens):
        raise NotAlgebra(f"{tokens[reader.place]!r} does not fit")
    return value


def constant(value: Fraction | int) -> Polynomial:
    """Return a number as a polynomial."""
    return {"": Fraction(value)} if value else {}


def add(a: Polynomial, b: Polynomial, factor: Fraction | int = 1) -> Polynomial:
    """Return ``a + factor * b``."""
    total = dict(a)
    for letters, value in b.items():
        total[letters] = total.get(letters, Fraction(0)) + factor * value
    return {letters: value for letters, value in total.items() if value}


def multiply(a: Polynomial, b: Polynomial) -> Polynomial:
    """Return ``a * b``; raise NotAlgebra above the fourth degree."""
    total: Polynomial = {}
    for left, first in a.items():
        for right, second in b.items():
            letters = "".join(sorted(left + right))
            if len(letters) > MAX_DEGREE:
                raise NotAlgebra("the degree is above four")
            total[letters] = total.get(letters, Fraction(0)) + first * second
    return {letters: value for letters, value in total.items() if value}


def unknowns(polynomial: Polynomial) -> tuple[str, ...]:
    """Return the letters in use, sorted."""
    return tuple(sorted({letter for letters in polynomial for letter in letters}))


def degree(polynomial: Polynomial) -> int:
    """Return the highest number of letters in one term."""
    return max((len(letters) for letters in polynomial), default=0)


def number(polynomial: Polynomial) -> Fraction | None:
    """Return the value of a polynomial without letters, else None."""
    return None if unknowns(polynomial) else polynomial.get("", Fraction(0))


def is_multiple(a: Polynomial, b: Polynomial) -> bool:
    """Tell whether ``a = k * b`` for a number ``k`` that is not 0."""
    if not a or not b or a.keys() != b.keys():
        return not a and not b
    ratios = {a[letters] / b[letters] for letters in a}
    return len(ratios) == 1


def root_of(value: Fraction) -> Fraction | None:
    """Return the square root of ``value`` if it is rational, else None."""
    if value < 0:
        return None
    top, bottom = isqrt(value.numerator), isqrt(value.denominator)
    is_exact = top * top == value.numerator and bottom * bottom == value.denominator
    return Fraction(top, bottom) if is_exact else None


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    place, text = 0, text.strip()
    while place < len(text):
        match = TOKEN.match(text, place)
        if match is None or len(found) >= MAX_TOKENS or len(match.group(1)) > 15:
            raise NotAlgebra(f"{text[place : place + 10]!r} is no algebra")
        found.append(match.group(1))
        place = match.end()
    if not found:
        raise NotAlgebra("there is nothing to read")
    return found


class _Reader:
    """A recursive-descent reader over tokens."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.place = 0

    def peek(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.place += 1
        return token

    def sum(self, depth: int) -> Polynomial:
        if depth > MAX_DEPTH:
            raise NotAlgebra("too many brackets")
        total = self.product(depth)
        while self.peek() in {"+", "-"}:
            sign = 1 if self.take() == "+" else -1
            total = add(total, self.product(depth), sign)
        return total

    def product(self, depth: int) -> Polynomial:
        value = self.signed(depth)
        while True:
            token = self.peek()
            if token == "*":
                self.take()
                value = multiply(value, self.signed(depth))
            elif token == "/":
                self.take()
                divisor = number(self.signed(depth))
                if not divisor:
                    raise NotAlgebra("division is by a number other than 0")
                value = multiply(value, constant(1 / divisor))
            elif token and (token in "(" or token == "sqrt" or token.isalpha()):
                value = multiply(value, self.power(depth))
            else:
                return value

    def signed(self, depth: int) -> Polynomial:
        signs = 0
        while self.peek() in {"+", "-"}:
            signs += self.take() == "-"
        value = self.power(depth)
        return multiply(value, constant(-1)) if signs % 2 else value

    def power(self, depth: int) -> Polynomial:
        base = self.atom(depth)
        while self.peek() == "%":
            self.take()
            base = multiply(base, constant(Fraction(1, 100)))
        if self.peek() != "^":
            return base
        self.take()
        raised = number(self.signed(depth + 1))
        if raised is None or raised.denominator != 1 or abs(raised) > MAX_POWER:
            raise NotAlgebra("a power is a small whole number")
        times = int(raised)
        if times < 0:
            value = number(base)
            if not value:
                raise NotAlgebra("a negative power is of a number other than 0")
            base, times = constant(1 / value), -times
        result = constant(1)
        for _ in range(times):
            result = multiply(result, base)
            if any(abs(v.numerator) > 10**MAX_DIGITS for v in result.values()):
                raise NotAlgebra("the number is too large")
        return result

    def atom(self, depth: int) -> Polynomial:
        token = self.take()
        if token == "(":
            inner = self.sum(depth + 1)
            if self.take() != ")":
                raise NotAlgebra("a bracket stays open")
            return inner
        if token == "sqrt":
            value = number(self.atom(depth + 1))
            root = None if value is None else root_of(value)
            if root is None:
                raise NotAlgebra("the root is not rational")
            return constant(root)
        if token[:1].isdigit() or token[:1] == ".":
            return constant(Fraction(token))
        if len(token) == 1 and token.isalpha():
            return {token: Fraction(1)}
        raise NotAlgebra(f"{token!r} does not fit")
