"""Checks of numbers: what a match of a pattern must also be."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Final

from .identifier_parts import FORMULA, YEAR

YEAR_ALONE: Final = re.compile(YEAR)
DECIMAL: Final = re.compile(r"\d{0,4}[.,]\d{1,3}")
PART: Final = re.compile(rf"{YEAR}-[A-Z]|.*(?:^|-)[A-Za-z]?[a-z]{{4,}}(?:-.*|$)")
"""An exercise of a year, and what holds a plain word."""
EUROPEAN_CASE: Final = re.compile(r"[CTF]-\d{1,4}/\d\d")
"""A case of the Court of Justice of the European Union, which is public."""
LAST_YEAR: Final = 2100
RANGE: Final = re.compile(r"(\d{1,5})[-–](\d{1,5})")


def is_code(text: str) -> bool:
    """Tell whether a text holds three digits or more and is neither a year nor a range."""
    digits = sum(c.isdigit() for c in text)
    is_figure = any(
        form.fullmatch(text) for form in (YEAR_ALONE, DECIMAL, EUROPEAN_CASE, FORMULA, PART)
    )
    return digits >= 3 and not is_figure and is_no_range(text)


def is_long_code(text: str) -> bool:
    """Tell whether a text holds five digits, or four beside a letter."""
    digits = sum(c.isdigit() for c in text)
    return is_code(text) and (digits >= 5 or (digits >= 4 and any(c.isalpha() for c in text)))


def is_no_range(text: str) -> bool:
    """Tell whether a text is anything but "1200-1500", the second number the greater.

    Two digits or more beside a number that is two digits longer, or begins with 0, are no range,
    nor is a year beside a number that is none.
    """
    found = RANGE.fullmatch(text)
    if found is None:
        return True
    low, high = found.groups()
    is_odd = high[0] == "0" or (len(low) > 1 and len(high) - len(low) > 1)
    is_odd = is_odd or (YEAR_ALONE.fullmatch(low) is not None and int(high) > LAST_YEAR)
    return is_odd or int(high) <= int(low)


def is_groups(text: str) -> bool:
    """Tell whether groups of digits are too many, or too odd, for a range of figures."""
    groups = re.split(r"[-–]", text)
    return sum(map(len, groups)) >= 6 and (len(groups) > 2 or is_no_range(text))


def is_ip6(text: str) -> bool:
    """Tell whether a text is an address of version 6 with at least three groups."""
    try:
        return ip_address(text).version == 6 and len(re.findall(r"[0-9a-f]+", text.lower())) >= 3
    except ValueError:
        return False


def is_vin(text: str) -> bool:
    """Tell whether 17 characters pass the check digit of vehicles (49 CFR 565.15(c))."""
    values = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", map(int, "12345678123457923456789"), strict=True))
    weights = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
    letters = text.upper()
    try:
        total = sum(
            w * (int(c) if c.isdigit() else values[c])
            for w, c in zip(weights, letters, strict=True)
        )
    except (KeyError, ValueError):
        return False
    return letters[8] == "0123456789X"[total % 11] and any(c.isalpha() for c in text)


def is_dea(text: str) -> bool:
    """Tell whether nine characters pass the check digit of a prescriber's DEA number."""
    digits = [int(c) for c in text if c.isdigit()]
    total = digits[0] + digits[2] + digits[4] + 2 * (digits[1] + digits[3] + digits[5])
    return total % 10 == digits[6]


def is_user_name(text: str) -> bool:
    """Tell whether a word is no plain one: it holds a digit, a mark or, inside, a capital."""
    has_mark = any(c.isdigit() or c in "_." for c in text)
    return has_mark or (any(c.isupper() for c in text[1:]) and not text.isupper())


def is_day(text: str) -> bool:
    """Tell whether eight digits are a day of 1900 to 2099, as HL7 messages write it."""
    return text[:2] in {"19", "20"} and 1 <= int(text[4:6]) <= 12 and 1 <= int(text[6:8]) <= 31
