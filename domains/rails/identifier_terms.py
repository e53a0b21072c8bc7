"""Terms that bear a name and tell of nobody: eponyms, medicines, cases, judges, works, measures."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import dropwhile, takewhile
from pathlib import Path
from typing import Final

from .identifier_citations import find_law_citations
from .names import EPONYM_ENTRIES, KNOWN, LOWER, UPPER, WORDS

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
HEADED: Final = re.compile(
    rf"(?<![\w.])(?P<id>[{UPPER}{LOWER}][{LOWER}{UPPER}'’]{{1,24}}(?:(?:[ –-]|/| (?:and|or|vs) )"
    rf"[{UPPER}{LOWER}][{LOWER}{UPPER}'’]{{1,24}}){{0,2}})"
    rf"(?:['’]s?)?(?:[ –-](?:{_any(TERMS['heads'])})(?!\w)|"
    r"(?:'s|’s)?:? (?:positive|negative|neg|pos|\d{1,2}(?:[/.]\d{1,2})?)(?=[\s.,;)]|$))",
    re.IGNORECASE,
)
"""A name before a head noun or a result; the rest of the text says whether it is a person's."""
TITLE_BEFORE: Final = re.compile(
    rf"\b(?:{_any(WORDS['titles'])}|(?-i:[B-HJ-Z]))\.? $|(?-i:\b[A-Z]\. $)", re.IGNORECASE
)
EPONYMS: Final = frozenset(WORDS["eponyms"])
PARTS: Final = EPONYMS | frozenset(
    part for entry in EPONYM_ENTRIES for part in re.split(r"[ –-]", entry.lower())
)
"""Words of eponyms, those that are common family names among them: a head noun must follow."""
NAME_WORD: Final = re.compile(rf"[{LOWER}{UPPER}'’]+")
JOINERS: Final = frozenset({"and", "or", "vs"})
HEADS: Final = frozenset(TERMS["heads"])
PAIRS: Final = re.compile(r"(?<![^\W\d_])(?=([^\W\d_]+(?:[ –-][^\W\d_]+){1,3}))")
MEDICINES: Final = frozenset(
    n.lower() for n in [*KNOWN["drugs"], *TERMS["substances"]] if len(n) > 3
)
MEDICINE: Final = re.compile(r"(?<![\w-])[^\W\d_][\w-]{2,24}(?: [^\W\d_]{3,20})?")
DOSED: Final = re.compile(
    rf"(?<![\w'’-])(?P<id>[{UPPER}{LOWER}][\w-]{{1,24}})(?:[:=]| of)? ?[<>≤≥~]? ?\d[\d.,]{{0,7}} ?"
    r"(?:mg|mcg|µg|ug|g|kg|ml|mL|cc|L|dL|units?|IU|mEq|mIU|mOsm|mmol|fL|mmHg|bpm|ng|pg|U|K|puffs?|tabs?|"
    r"tablets?|caps?|drops?|gtts?|patch)(?:/\w{1,4}(?:/\w{1,4})?)?(?!\w)"
)
"""What has a dose or a unit is a medicine or a measure."""
ABBREVIATIONS: Final = frozenset(TERMS["abbreviations"])
SMALL_ABBREVIATIONS: Final = frozenset(name.lower() for name in ABBREVIATIONS)
TOKEN: Final = re.compile(r"(?<![\w.-])[^\W\d_]\w{0,9}(?:-\w{1,6})?(?!\w|-[A-Z])")
NUMBER_AFTER: Final = re.compile(r"(?: (?:of|is|was))?[:=]? ?[<>≤≥~]? ?\d[\d.,/:-]{0,9}(?!\w)")
VERSUS: Final = re.compile(r" v(?:s)?\.? ", re.IGNORECASE)


@lru_cache(maxsize=64)
def known_terms(text: str) -> tuple[tuple[int, int], ...]:
    """Return the places of what is known to name nobody private, in order and apart."""
    return _apart(_terms(text))


@lru_cache(maxsize=64)
def known_cases(text: str) -> tuple[tuple[int, int], ...]:
    """Return the places of citations, well-known cases and works, in order and apart."""
    patterns = (WORKS, CASES) if VERSUS.search(text) else (WORKS,)
    named = (m.span() for pattern in patterns for m in pattern.finditer(text))
    return _apart([*known_citations(text), *named])


@lru_cache(maxsize=64)
def known_citations(text: str) -> tuple[tuple[int, int], ...]:
    """Return the places of citations of the law, in order and apart."""
    return _apart(find_law_citations(text))


def _apart(places: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _terms(text: str) -> Iterator[tuple[int, int]]:
    yield from known_cases(text)
    yield from (match.span() for match in JUSTICES.finditer(text))
    yield from _abbreviations(text)
    yield from _medicines(text)
    yield from _eponyms(text)


def _abbreviations(text: str) -> Iterator[tuple[int, int]]:
    for match in TOKEN.finditer(text):
        if match.group() in ABBREVIATIONS:
            yield match.span()
            continue
        number = NUMBER_AFTER.match(text, match.end())
        if number is not None and match.group().lower() in SMALL_ABBREVIATIONS:
            yield match.start(), number.end()


def _medicines(text: str) -> Iterator[tuple[int, int]]:
    for match in MEDICINE.finditer(text):
        words = match.group().lower()
        first = words.split(" ")[0]
        if words in MEDICINES:
            yield match.span()
        elif first in MEDICINES:
            yield match.start(), match.start() + len(first)
        elif words[len(first) + 1 :] in MEDICINES:
            yield match.start() + len(first) + 1, match.end()
    for match in DOSED.finditer(text):
        word = match.group("id")
        if word.lower() not in WORDS["first_names"] and not _is_titled(text, match.start()):
            yield match.span("id")


def _eponyms(text: str) -> Iterator[tuple[int, int]]:
    for match in HEADED.finditer(text):
        words = [w for w in NAME_WORD.finditer(match.group("id")) if w.group() not in JOINERS]
        kept = list(dropwhile(lambda word: not _is_part(word), words))
        named = list(takewhile(_is_part, kept))
        rest = kept[len(named) :]
        if named and (not rest or rest[0].group().lower() in HEADS):
            start = match.start() + named[0].start()
            if not _is_titled(text, start):
                yield start, match.start() + named[-1].end()
    for match in PAIRS.finditer(text):
        start, parts = match.start(1), re.split(r"[ –-]", match.group(1).lower())
        for count in (4, 3, 2):
            name = "-".join(parts[:count])
            if len(parts) >= count and plain_letters(name) in COMPOUNDS:
                if not _is_titled(text, start):
                    yield start, start + len(name)
                break


def _is_part(word: re.Match[str]) -> bool:
    return re.sub(r"['’]s?$", "", word.group().lower()) in PARTS


def plain_letters(text: str) -> str:
    """Return a text without the accents of its letters."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(c for c in parts if not unicodedata.combining(c))


COMPOUNDS: Final = frozenset(
    plain_letters(re.sub(r"[ –]", "-", entry.lower()))
    for entry in (*EPONYM_ENTRIES, *({*KNOWN["figures"]} - {*KNOWN["borne_by_many"]}))
    if re.search(r"[ –-]", entry)
)
"""Names of two people in one, or of a known figure: "Tay-Sachs", "Emily Dickinson"."""


def _is_titled(text: str, start: int) -> bool:
    return TITLE_BEFORE.search(text, max(0, start - 14), start) is not None


def is_within_terms(text: str, start: int, end: int) -> bool:
    """Tell whether a span shares a character with a known term."""
    return _shares(known_terms(text), start, end)


def is_within_cases(text: str, start: int, end: int) -> bool:
    """Tell whether a span shares a character with a citation, a well-known case or a work."""
    return _shares(known_cases(text), start, end)


def is_within_citations(text: str, start: int, end: int) -> bool:
    """Tell whether a span shares a character with a citation of the law."""
    return _shares(known_citations(text), start, end)


def _shares(known: tuple[tuple[int, int], ...], start: int, end: int) -> bool:
    at = bisect_left(known, (end, 0)) - 1
    return at >= 0 and known[at][1] > start
