"""Compare the names of cases: "Brown v. Bd. of Educ." and "Brown v. Board of Education"."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from .case_words import case_words

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_VERSUS = re.compile(r"\s+(?:vs?\.?|versus)\s+", re.IGNORECASE)
_OPENING = re.compile(r"^(?:in re|ex parte|in the matter of|matter of|re)\s+", re.IGNORECASE)


def same_case(cited: str, known: str) -> bool:
    """Tell whether ``cited`` names the case ``known``.

    Each side that is cited must agree: one side's telling words are among the other's. A name of
    one side alone ("Miranda") agrees with either side.
    """
    mine, theirs = _sides(cited), _sides(known)
    if len(mine) == 1 or len(theirs) == 1:
        return any(_agree(one, other) for one in mine for other in theirs)
    return len(mine) == len(theirs) and all(map(_agree, mine, theirs))


def is_two_sided(name: str) -> bool:
    """Tell whether a name has two parties."""
    return len(_sides(name)) > 1


@lru_cache(maxsize=4096)
def _sides(name: str) -> list[list[str]]:
    plain = unicodedata.normalize("NFKD", _OPENING.sub("", name.strip()))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("’", "'")
    plain = re.sub(r"\bU\. ?S\.", "United States", plain)
    plain = re.sub(r"\b(?:[A-Z]\.){2,}", lambda m: m.group().replace(".", ""), plain)
    return [words for side in _VERSUS.split(plain) if (words := _words(side))]


def _words(side: str) -> list[str]:
    known, found = case_words(), list[str]()
    for match in _WORD.finditer(side):
        word = match.group().casefold().removesuffix("'s")
        if word not in known.empty:
            found.extend(known.short.get(word, word).split())
    return found


def _agree(mine: list[str], theirs: list[str]) -> bool:
    if not mine or not theirs:
        return False
    few, many = (mine, theirs) if len(mine) <= len(theirs) else (theirs, mine)
    initials = "".join(word[0] for word in many)
    if len(few) == 1 and len(few[0]) >= 3 and initials.startswith(few[0]):
        return True  # NRDC
    return all(any(_alike(word, other) for other in many) for word in few)


def _alike(one: str, other: str) -> bool:
    """Equal, or one is the beginning of the other, as in "Bell Atl."."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= 3 and long.startswith(short))
