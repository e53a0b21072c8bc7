"""Dates in many forms; the year is no part of what is labelled (45 CFR 164.514(b)(2)(i)(C))."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Final

from .note import Piece
from .pools import words

_PART: Final = re.compile(r"\[([^\]]*)\]|([^\[]+)")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EPOCH: Final = date(2017, 1, 1)
_YEARS: Final = 9


def recent_day(rng: Random) -> date:
    """Return a day on which a note may have been written."""
    return _EPOCH + timedelta(days=rng.randrange(365 * _YEARS))


def birthday(rng: Random, age: int) -> date:
    """Return the birthday of somebody of about that age."""
    return date(2025 - age, 1, 1) + timedelta(days=rng.randrange(365))


def write_date(day: date, forms: str, rng: Random) -> Iterator[Piece]:
    """Write a day in one of the forms of ``formats.toml``; its labelled parts stand in brackets."""
    month = _MONTHS[day.month - 1]
    values = {
        "d": str(day.day),
        "dd": f"{day.day:02d}",
        "m": str(day.month),
        "mm": f"{day.month:02d}",
        "month": month,
        "mon": month[:3],
        "caps": month[:3].upper(),
        "yyyy": str(day.year),
        "yy": f"{day.year % 100:02d}",
        "ord": _ordinal(day.day),
        "dow": _DAYS[day.weekday()],
        "dw": _DAYS[day.weekday()][:3],
    }
    for match in _PART.finditer(rng.choice(words("formats", forms))):
        if match[1] is not None:
            yield Piece(text=match[1].format_map(values), fate="identifier", kind="date")
        else:
            yield Piece(text=match[2].format_map(values))


def _ordinal(day: int) -> str:
    suffix = "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{suffix}"
