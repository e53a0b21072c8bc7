"""Every form in which a number can be written: the yardstick of a leak check, apart from it."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

ENGLISH: Final = [
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
]
TENS: Final = [
    "-",
    "-",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
]
SPANISH: Final = [
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
]
PARTS: Final = {
    2: "half",
    3: "third",
    4: "quarter",
    5: "fifth",
    6: "sixth",
    7: "seventh",
    8: "eighth",
}
ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
ORDINARY: Final = re.compile(r"\[\d+\]|\b(?:the )?(?:two|both) sides\b|\bone of\b", re.IGNORECASE)


def forms_of(value: Fraction) -> dict[str, str]:
    """Return the forms of ``value`` by name; only those that it has."""
    forms = {"digits": str(value), "percent": f"{_decimal(value * 100)}%"}
    size = abs(value)
    minus = "minus " if value < 0 else ""
    if value.denominator != 1:
        whole, rest = divmod(size, 1)
        if whole:
            forms["mixed"] = f"{'-' if value < 0 else ''}{whole} {rest}"
        forms["decimal"] = _decimal(value)
        if not whole and size.denominator in PARTS:
            plural = "s" if size.numerator > 1 and size.denominator > 2 else ""
            forms["words"] = f"{minus}{words(size.numerator)} {PARTS[size.denominator]}{plural}"
        return forms
    forms["decimal"] = f"{value}.0"
    forms["scientific"] = f"{value} x 10^0"
    forms["fraction"] = f"{3 * value}/3"
    if size < 1000:
        forms["words"] = minus + words(int(size))
    if size < len(SPANISH):
        forms["spanish"] = ("menos " if value < 0 else "") + SPANISH[int(size)]
    if 0 < value < 4000:
        forms["roman"] = roman(int(value))
    return forms


def words(number: int) -> str:
    """Return a number from 0 to 999 in English words."""
    if number < 20:
        return ENGLISH[number]
    if number < 100:
        ten, one = divmod(number, 10)
        return TENS[ten] + (f"-{ENGLISH[one]}" if one else "")
    hundred, rest = divmod(number, 100)
    return f"{ENGLISH[hundred]} hundred" + (f" and {words(rest)}" if rest else "")


def roman(number: int) -> str:
    """Return a number from 1 to 3999 in Roman numerals."""
    text = ""
    for value, sign in ROMAN:
        count, number = divmod(number, value)
        text += sign * count
    return text


def holds_answer(text: str, value: Fraction) -> str | None:
    """Return the name of the first form of ``value`` that stands in ``text``, or None.

    Roman numerals of a single letter are letters; "the two sides" is no number,
    nor is the mark of a citation.
    """
    text = ORDINARY.sub(" ", text)
    for name, form in forms_of(value).items():
        if name == "roman" and len(form) == 1:
            continue
        flags = 0 if name == "roman" else re.IGNORECASE
        before = r"(?<![\w./^-])" if form[:1] != "-" else r"(?<![\w.^])"
        if re.search(rf"{before}{re.escape(form)}(?![\w/^]|\.\d| ?%)", text, flags):
            return name
    return None


def _decimal(value: Fraction) -> str:
    if (value * 1000).denominator == 1:
        return f"{float(value):.3f}".rstrip("0").rstrip(".")
    return f"{float(value):.3f}"
