"""Terms that bear a name and tell of nobody: eponyms, reported cases, judges, works and figures."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from .names import KNOWN, LOWER, UPPER, WORDS

TERMS: Final[dict[str, list[str]]] = tomllib.loads(
    (Path(__file__).parent / "terms.toml").read_text(encoding="utf-8")
)


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


def _case(name: str) -> str:
    first, second = name.split(" v. ")
    return rf"{re.escape(first)}(?:,? (?:Co|Corp|Inc)\.)? (?:v|vs)\.? {re.escape(second)}"


WORKS: Final = re.compile(rf"\b(?:{_any(TERMS['works'])})(?!\w)", re.IGNORECASE)
CASES: Final = re.compile(
    rf"\b(?:{'|'.join(map(_case, sorted(TERMS['cases'], key=len, reverse=True)))})(?!\w)",
    re.IGNORECASE,
)
JUSTICES: Final = re.compile(
    rf"\b(?:Chief )?Justices? (?:[A-Z]\. )?(?:{_any(TERMS['justices'])})\b"
)
CITED: Final = re.compile(
    rf"\b[{UPPER}][\w.&'’-]{{0,24}}(?: (?:[{UPPER}&][\w.&'’-]{{0,24}}|of|the|and|for|"
    rf"ex rel\.|de|la)){{0,6}}"
    rf" v\.? [{UPPER}][\w.&'’-]{{0,24}}(?: (?:[{UPPER}&][\w.&'’-]{{0,24}}|of|the|and|for|de|"
    rf"la)){{0,6}},? ?"
    r"(?:\((?:[\w. ]{1,20} )?\d{4}\)|\[\d{4}\]|\d{1,4} (?:U\.|S\.|F\.|A\.|N\.|P\.|So\.|L\.|"
    r"Cal|Ill|Mass|Wis))"
)
"""A case name with the year or the reporter that it is cited by."""
HEADED: Final = re.compile(
    rf"(?<![\w.])(?P<id>[{UPPER}][{LOWER}{UPPER}'’-]{{1,24}}(?:[ -](?:and )?"
    rf"[{UPPER}][{LOWER}{UPPER}'’-]{{1,24}})?)"
    rf"(?:['’]s?)? (?:{_any(TERMS['heads'])})(?!\w)"
)
"""A name before a head noun; the rest of the text says whether it is a person's."""
TITLE_BEFORE: Final = re.compile(rf"\b(?:{_any(WORDS['titles'])}|[A-Z])\.? $", re.IGNORECASE)
EPONYMS: Final = frozenset(WORDS["eponyms"])
DRUG: Final = re.compile(
    rf"(?<![\w-])"
    rf"(?:{_any([*(n for n in KNOWN['drugs'] if len(n) > 3), *TERMS['substances']])})(?!\w)",
    re.IGNORECASE,
)


@lru_cache(maxsize=64)
def known_terms(text: str) -> tuple[tuple[int, int], ...]:
    """Return the places of what is known to name nobody private, in order and apart."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(_terms(text)):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _terms(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (WORKS, CASES, JUSTICES, CITED, DRUG):
        yield from (match.span() for match in pattern.finditer(text))
    for match in HEADED.finditer(text):
        words = re.split(r"[ -](?:and )?", match.group("id").lower())
        bare = [re.sub(r"['’]s?$", "", word) for word in words]
        is_titled = TITLE_BEFORE.search(text, max(0, match.start() - 14), match.start())
        if all(word in EPONYMS for word in bare) and not is_titled:
            yield match.span("id")


def is_within_terms(text: str, start: int, end: int) -> bool:
    """Tell whether a span shares a character with a known term."""
    known = known_terms(text)
    at = bisect_left(known, (end, 0)) - 1
    return at >= 0 and known[at][1] > start
