"""What journal articles have in common: the day they appeared, and how they are cited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

_NAMES: Final = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS: Final = tuple(_NAMES.split())
_AUTHORS: Final = 3


def day(year: str, month: str, number: str) -> date | None:
    """Return a day whose month is a number or a name; None unless all of it is there."""
    known = month.lower()[:3]
    place = _MONTHS.index(known) + 1 if known in _MONTHS else int(month) if month.isdecimal() else 0
    try:
        return date(int(year), place, int(number))
    except ValueError:
        return None


def cited(
    authors: Sequence[str],
    title: str,
    journal: str,
    year: str,
    volume: str = "",
    issue: str = "",
    pages: str = "",
    doi: str = "",
) -> str:
    """Return a citation in the order of the Vancouver style."""
    names = ", ".join(authors[:_AUTHORS]) + (" et al" if len(authors) > _AUTHORS else "")
    place = year + (f";{volume}" if volume else "") + (f"({issue})" if issue else "")
    place += f":{pages}" if pages else ""
    parts = [names, title, journal, place, f"doi:{doi}" if doi else ""]
    return " ".join(f"{part.rstrip('.')}." for part in parts if part).removesuffix(".")
