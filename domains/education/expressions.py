"""Find the equations and calculations that stand in a sentence."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from .notation import plain_math, with_operations
from .numerals import ENGLISH, number_of_words
from .polynomials import NotAlgebra, Polynomial, add, number, read_polynomial, unknowns

PIECE: Final = r"(?:\d+(?:\.\d+)?%?|\.\d+|sqrt(?=[ (\d])|(?<![a-z'])[a-z](?![a-z'])|[-+*/^()])"
RUN: Final = re.compile(rf"{PIECE}(?: {{0,2}}{PIECE})*")
MAX_RUNS: Final = 24
RELATION: Final = re.compile(r" {0,2}={1,3} {0,2}")
WORD_NUMBER: Final = re.compile(
    rf"\b(?:{'|'.join(sorted(ENGLISH, key=len, reverse=True))})(?:-(?:one|two|three"
    rf"|four|five|six|seven"
    rf"|eight|nine))?\b(?= ?(?:[-+*/=^]|[a-z](?![a-z])|$|[.?!)]|per ?cent))"
)
LETTER_IN_PROSE: Final = re.compile(r"(?:^|(?<= ))[ai](?= )(?! ?[-+*/^=])")
EDGE: Final = re.compile(r"^[*/^) ]+|[-+*/^( ]+$")
LABEL: Final = re.compile(
    r"(?:^|\b(?:question|problem|exercise|number|no\.?|item|q|ex\.?|page|part|task|#) ?)"
    r"(?:\d{1,3}|[a-z])[).:] (?=\S)"
)
TASK_NUMBER: Final = re.compile(
    r"\b(?:question|problem|exercise|item|page|chapter|unit|grade|year|task|step|problem number"
    r"|exercise number|question number|worksheet|level|class|lesson|section) #?\d{1,4}\b"
)


class Equation(NamedTuple):
    """Two sides that are said to be equal; ``text`` is the plain text of both."""

    text: str
    left: Polynomial
    right: Polynomial

    @property
    def difference(self) -> Polynomial:
        """Return left minus right: 0 where both are the same."""
        return add(self.left, self.right, -1)

    @property
    def letters(self) -> tuple[str, ...]:
        """Return the unknowns."""
        return tuple(sorted({*unknowns(self.left), *unknowns(self.right)}))


class Calculation(NamedTuple):
    """An expression without letters and with at least one operation."""

    text: str
    value: Fraction


@lru_cache(maxsize=8)
def readable(text: str) -> str:
    """Return the plain text in which expressions are looked for."""
    plain = with_operations(plain_math(text))
    plain = LABEL.sub(" , ", TASK_NUMBER.sub(" , ", plain))
    return WORD_NUMBER.sub(_as_digits, plain)


def equations(text: str) -> tuple[Equation, ...]:
    """Return the equations of ``readable`` text; ``2x = 4 = 3y`` gives two."""
    found: list[Equation] = []
    for group in _related(text):
        sides = [(side, _read(side)) for side in group]
        for (left, a), (right, b) in pairwise(sides):
            if a is not None and b is not None:
                found.append(Equation(f"{left} = {right}", a, b))
    return tuple(found)


def calculations(text: str) -> tuple[Calculation, ...]:
    """Return the calculations of ``readable`` text that stand in no equation with letters."""
    found: list[Calculation] = []
    for group in _related(text):
        for side in group:
            value = _read(side)
            result = None if value is None else number(value)
            if result is not None and _is_calculation(side):
                found.append(Calculation(side, result))
    return tuple(found)


def _is_calculation(side: str) -> bool:
    return re.search(r"sqrt|[\d)%] ?[-+*/^(] ?\(?-?[\d(.]", side) is not None


def _related(text: str) -> list[list[str]]:
    """Return the runs of mathematics, those joined by an equals sign in one list."""
    text = LETTER_IN_PROSE.sub(lambda m: "," * len(m.group()), text)
    groups: list[list[str]] = []
    last_end = -1
    for match in RUN.finditer(text):
        if len(groups) >= MAX_RUNS:
            break
        side = _trimmed(match.group())
        between = text[last_end : match.start()] if last_end >= 0 else ""
        is_joined = last_end >= 0 and RELATION.fullmatch(between) is not None
        if is_joined and groups:
            groups[-1].append(side)
        else:
            groups.append([side])
        last_end = match.end()
    return groups


def _trimmed(run: str) -> str:
    run = EDGE.sub("", run.strip())
    if run.count("(") > run.count(")") and run.startswith("("):
        run = run[1:]
    if run.count(")") > run.count("(") and run.endswith(")"):
        run = run[:-1]
    return EDGE.sub("", run.strip())


@lru_cache(maxsize=512)
def _read(side: str) -> Polynomial | None:
    try:
        return read_polynomial(side)
    except NotAlgebra:
        return None


def _as_digits(match: re.Match[str]) -> str:
    value = number_of_words(match.group())
    return match.group() if value is None else str(value)
