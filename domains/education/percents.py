"""Read tasks about percentages and parts: ``20% of 50``, ``18 is what percent of 24``."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from .numerals import numerals

MAX_CHARS: Final = 600
N: Final = r"(?<!\d)(\d{1,9}(?:\.\d{1,6})?)(?!\d)"
PERCENT: Final = rf"{N} ?(?:%|percent|per cent)"
PART_OF: Final = re.compile(rf"{PERCENT} (?:of|from) (?:the )?{N}")
WHAT_PERCENT: Final = (
    re.compile(rf"what (?:%|percent|per cent|percentage) (?:of {N}) (?:is|are|was|were|does) {N}"),
    re.compile(
        rf"{N} (?:is|are|out|was|were|equals)(?: what)?(?: (?:%|percent|per cent|percentage))?"
        rf"(?: of| as a percent of) {N}"
    ),
    re.compile(rf"{N} as a (?:percentage|percent) of {N}"),
)
CHANGED: Final = (
    re.compile(rf"(increase|decrease|reduce|raise|lower|discount)d? (?:the )?{N} by {PERCENT}"),
    re.compile(
        rf"{N}\b(?! ?(?:%|percent|per cent))(?: \w+){{0,4}}? (?:is |are |was |were "
        rf"|gets )?(increase|decrease|reduce|raise|lower|discount"
        rf"|rise|fall|grow|mark)\w*(?: (?:up|down))? by {PERCENT}"
    ),
)
OFF: Final = re.compile(rf"{PERCENT} (?:off|discount)(?: (?:of|on|from))?(?: \w+){{0,4}}? {N}")
COSTS_OFF: Final = re.compile(rf"{N}[^.?]{{0,60}}?[.,]? (?:\w+ ){{0,6}}{PERCENT} (?:off|discount)")
FROM_TO: Final = re.compile(
    rf"(?:from {N} to {N}\b[^?]*\b(?:percent|percentage|%))|"
    rf"(?:\b(?:percent|percentage)\b[^?]*\bfrom {N} to {N})"
)
FRACTION_OF: Final = re.compile(r"(\d+) ?/ ?(\d+) of (?:the )?(\d+(?:\.\d+)?)")
WORD_PART: Final = re.compile(
    r"\b((?:one|two|three|four|five|a)?[- ]?(?:half|third|quarter|fifth|tenth|thirds"
    r"|quarters|fifths|tenths)) of (\d+(?:\.\d+)?)"
)
DOWN: Final = {"decrease", "reduce", "lower", "discount", "fall"}


def percent_answer(plain: str) -> tuple[Fraction, bool] | None:
    """Return the value asked for and whether it is a percentage; None where none is asked."""
    plain = plain[:MAX_CHARS].replace("^", " ")
    for index, pattern in enumerate(WHAT_PERCENT):
        match = pattern.search(plain)
        if match is None or (index == 1 and "what" not in plain and "percent" not in plain):
            continue
        first, second = map(Fraction, match.groups())
        whole, part = (first, second) if index == 0 else (second, first)
        if index == 1 and "what" not in plain:
            continue
        return (100 * part / whole, True) if whole else None
    return _changed(plain) or _part(plain)


def _changed(plain: str) -> tuple[Fraction, bool] | None:
    if match := CHANGED[0].search(plain):
        way, base, rate = match.groups()
        return _by(Fraction(base), Fraction(rate), way in DOWN), False
    if match := CHANGED[1].search(plain):
        base, way, rate = match.groups()
        return _by(Fraction(base), Fraction(rate), way in DOWN), False
    if match := FROM_TO.search(plain):
        before, after = (Fraction(group) for group in match.groups() if group is not None)
        return (100 * abs(after - before) / before, True) if before else None
    if match := OFF.search(plain):
        rate, base = map(Fraction, match.groups())
        return _by(base, rate, is_down=True), False
    if match := COSTS_OFF.search(plain):
        base, rate = map(Fraction, match.groups())
        return _by(base, rate, is_down=True), False
    return None


def _part(plain: str) -> tuple[Fraction, bool] | None:
    if match := PART_OF.search(plain):
        rate, base = map(Fraction, match.groups())
        return rate * base / 100, False
    if match := FRACTION_OF.search(plain):
        top, bottom, base = map(Fraction, match.groups())
        return (top / bottom * base, False) if bottom else None
    if match := WORD_PART.search(plain):
        shares = [n.value for n in numerals(match.group(1))]
        share = shares[-1] if shares else {"half": Fraction(1, 2)}.get(match.group(1).strip())
        return (share * Fraction(match.group(2)), False) if share is not None else None
    return None


def _by(base: Fraction, rate: Fraction, is_down: bool) -> Fraction:
    return base * (100 - rate if is_down else 100 + rate) / 100
