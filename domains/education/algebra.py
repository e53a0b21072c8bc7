"""Linear equations in one unknown: find them in a text, solve them, spot their solution."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

TERM = r"(?:\d{1,9}(?:\.\d{1,6})? ?\*? ?(?:[a-z](?![a-z]))?|[a-z](?![a-z]))(?: ?/ ?\d{1,6})?"
SIDE = rf"[+-]? ?{TERM}(?: ?[+-] ?{TERM}){{0,5}}"
EQUATION = re.compile(rf"(?<![\w.^/*=])({SIDE}) ?={{1,2}} ?({SIDE})(?![\w^*])")
PIECE = re.compile(
    r"([+-]?) ?(?:(\d{1,9}(?:\.\d{1,6})?) ?\*? ?([a-z])?|([a-z]))(?: ?/ ?(\d{1,6}))?"
)
NUMBER_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
VALUE = rf"(?:-|minus )?(?:\d{{1,9}}(?:\.\d{{1,6}})?(?: ?/ ?\d{{1,6}})?|{'|'.join(NUMBER_WORDS)})"
STATED = re.compile(
    rf"\b(?:[a-z] ?(?:={{1,3}}|is|equals|:=|:|must be|has to be)|(?:answer|solution|result|value)"
    rf"(?: for [a-z]| of [a-z])? ?(?:is|=|:|equals)|i got|i get|got|gives|print\() ?"
    rf"({VALUE})(?![\w])"
)


class Equation(NamedTuple):
    """A linear equation ``slope * unknown + constant = 0`` and the words it was found in."""

    text: str
    unknown: str
    slope: Fraction
    constant: Fraction

    @property
    def solution(self) -> Fraction:
        """Return the one value that makes both sides equal."""
        return -self.constant / self.slope


def find_equations(folded: str) -> tuple[Equation, ...]:
    """Return the linear equations of a folded text that are not already solved."""
    found: list[Equation] = []
    for match in EQUATION.finditer(folded):
        left, right = match.groups()
        sides = (_collect(left), _collect(right))
        unknowns = sorted(sides[0][0] | sides[1][0])
        is_solved = re.fullmatch(r"\s*[a-z]\s*", left) is not None
        is_cut = left.startswith(("+", "-")) and folded[: match.start()].rstrip()[-1:].isalnum()
        if len(unknowns) != 1 or is_solved or is_cut:
            continue
        slope, constant = (a - b for a, b in zip(sides[0][1:], sides[1][1:], strict=True))
        if slope:
            found.append(Equation(match.group().strip(), unknowns[0], slope, constant))
    return tuple(found)


def stated_values(folded: str) -> tuple[Fraction, ...]:
    """Return the values that a folded text states as an answer, in any of their forms."""
    values = (_value(match.group(1)) for match in STATED.finditer(folded))
    return tuple(value for value in values if value is not None)


def _collect(side: str) -> tuple[frozenset[str], Fraction, Fraction]:
    unknowns: set[str] = set()
    slope = constant = Fraction(0)
    for sign, number, with_number, alone, divisor in PIECE.findall(side):
        value = Fraction(number or 1) / Fraction(divisor or 1 if divisor != "0" else 1)
        value = -value if sign == "-" else value
        if unknown := with_number or alone:
            unknowns.add(unknown)
            slope += value
        elif number:
            constant += value
    return frozenset(unknowns), slope, constant


def _value(text: str) -> Fraction | None:
    sign = -1 if text.startswith(("-", "minus ")) else 1
    bare = text.removeprefix("-").removeprefix("minus ").replace(" ", "")
    if bare in NUMBER_WORDS:
        return Fraction(sign * NUMBER_WORDS.index(bare))
    top, _, bottom = bare.partition("/")
    if bottom and not int(bottom):
        return None
    return sign * Fraction(top) / (Fraction(bottom) if bottom else 1)
