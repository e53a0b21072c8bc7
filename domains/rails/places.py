"""Places that a question names, and whether the passages found speak of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from vademecum.retrieval.types import Hit, Query, Verdict

RAIL = "place"
BASIS = "A place without a source is named, never answered from elsewhere (expectations L5, H6)"
READ_HITS = 5


def uncovered_place(query: Query, hits: Sequence[Hit]) -> str | None:
    """Return a place that the question is about and that no source found speaks of, or None.

    A place is covered by a document of its jurisdiction, or by its name in one of the best
    passages. A jurisdiction given beside the question counts as named if it is part of another
    one, such as US-TX: what holds for the whole does not answer for the part.
    """
    best = hits[:READ_HITS]
    codes = {hit.document.jurisdiction or "" for hit in best}
    text = " ".join(f"{hit.document.title} {hit.passage.text}" for hit in best).casefold()
    for name, code in _named(query.text):
        if not _is_covered(code, codes) and name not in text:
            return name.title()
    given = query.jurisdiction
    if given and "-" in given and not _is_covered(given, codes):
        return given
    return None


def place_verdict(place: str) -> Verdict:
    """Return what is recorded when a place has no source."""
    said = f"the question is about {place}, and no source of the library is"
    return Verdict(rail=RAIL, stage="context", action="warn", reason=said, basis=BASIS)


def _is_covered(code: str, codes: set[str]) -> bool:
    return any(own == code or own.startswith(f"{code}-") for own in codes)


def _named(question: str) -> list[tuple[str, str]]:
    """Return (name, code) of the places that stand in the question with a capital letter."""
    found = []
    for match in _pattern().finditer(question):
        name = match.group().casefold()
        if match.group()[0].isupper():
            found.append((name, _places()[name]))
    return found


@cache
def _places() -> dict[str, str]:
    text = Path(__file__).with_name("places.toml").read_text(encoding="utf-8")
    return {str(name): str(code) for name, code in tomllib.loads(text)["places"].items()}


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(_places(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE)
