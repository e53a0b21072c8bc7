"""Find persons' names by titles, cue words, labelled fields and common first names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path


def _read(file: str) -> dict[str, list[str]]:
    return tomllib.loads((Path(__file__).parent / file).read_text(encoding="utf-8"))


WORDS = {key: frozenset(words) for key, words in _read("names.toml").items()}
KNOWN = _read("names_known.toml")
"""People, places and terms that everybody knows."""
KNOWN["drugs"] += [name for group in _read("medicines.toml").values() for name in group]
_EPONYMS = _read("eponyms.toml")
_NOT_ALONE = {*_EPONYMS.pop("borne_by_many"), *_EPONYMS.pop("plain")}
EPONYM_ENTRIES = tuple(entry for group in _EPONYMS.values() for entry in group)
"""Names of terms as they are written: "Crohn", "Tay-Sachs"."""
WORDS["eponyms"] |= {
    part for entry in EPONYM_ENTRIES for part in re.split(r"[ –-]", entry.lower())
} - _NOT_ALONE
STOP = WORDS["not_names"]
STATES = frozenset(KNOWN["state_codes"])
_LETTERS = [chr(c) for span in ((0xC0, 0x250), (0x1E00, 0x1F00)) for c in range(*span)]
UPPER = "A-Z" + "".join(c for c in _LETTERS if c.isupper())
LOWER = "a-z" + "".join(c for c in _LETTERS if c.islower())
"""The letters of every language that is written in Latin ones."""
APOSTROPHES = "'’‘ʻʼ"
NAME = (
    rf"[{UPPER}](?:[{LOWER}]{{1,20}}|"
    rf"[{UPPER}]{{1,20}})(?:[{APOSTROPHES}-]?[{UPPER}][{LOWER}]{{1,20}}|"
    rf"[‘ʻ][{LOWER}]{{1,20}})?"
)
INITIAL = rf"[{UPPER}]\."
RUN = (
    rf"(?:{NAME}|{INITIAL})(?:,? (?:(?:van|von|de|da|dos|del|della|di|du|la|le|bin|binti|ibn|"
    rf"al|el|ter|zu|"
    rf"den|der) ){{0,2}}(?:{NAME}|{INITIAL}(?![a-z]))){{0,3}}"
)


def _any(words: frozenset[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


TITLED = re.compile(rf"\b(?i:{_any(WORDS['titles'])})\b\.? (?P<id>{RUN})")
CUED = re.compile(
    rf"\b(?i:{_any(WORDS['cues'])})\b,? (?i:(?:is |was )?(?:named |called )?)(?P<id>{RUN})"
)
LABELLED = re.compile(rf"(?m)\b(?i:{_any(WORDS['labels'])}) ?[:=] ?(?P<id>{RUN})")
SPOKEN_TO = re.compile(
    rf"\b(?i:spoke|speak|speaking|talked|talk|talking|met|meeting|chatted|argued|checked|discussed "
    rf"(?:it |this )?) ?(?i:with|to) (?P<id>{RUN})"
)
LAST_FIRST = re.compile(rf"(?P<id>{NAME}, {NAME})(?=,? (?:MRN|DOB|age|aged|\d|\())")
PAIR = re.compile(rf"(?<![\w'’-])(?P<id>{NAME} (?:{INITIAL} )?{NAME})(?![\w])")
INITIALLED = re.compile(rf"(?<![\w.])(?P<id>(?:{INITIAL} ){{1,2}}{NAME})")
BEFORE = re.compile(rf"(?:\b(?:{_any(WORDS['before'])})|[(:,]) ?$", re.IGNORECASE)
AFTER = re.compile(rf" (?:{_any(WORDS['verbs'])})\b|[,;:)]| ?$")
SELF = re.compile(
    rf"\b(?i:my name is|i am called|this is|i'm|i am|dear|hi|regards,|"
    rf"sincerely,|thanks,)\s(?P<id>{RUN})"
)
INITIALS = re.compile(
    r"(?m)(?:(?<=[.!?)\]] )|(?<=\| )|(?<=\|)|(?<=[–—~] )|^)"
    r"(?P<id>[A-Z]{2,3}|(?:[A-Z]\.){2,3})(?= ?\||/|\.?[ \t]*$)"
)
"""Initials that stand alone: under an entry, in a cell of a table, before those of a typist."""
FIRST = re.compile(rf"\b(?P<id>{RUN})")
WORD = re.compile(r"[^\W\d_]+(?:['’‘][^\W\d_]+)?")
FIELD_END = re.compile(r"['’]s\b")


def find_names(text: str, *, is_bare: bool = True) -> Iterator[tuple[int, int]]:
    """Yield the places of persons' names in ``text``; they may overlap.

    With ``is_bare``, names told only by a title or by a common first name count too.
    """
    for pattern in (TITLED, LABELLED, LAST_FIRST) if is_bare else (LABELLED,):
        for match in pattern.finditer(text):
            yield from _trim(text, *match.span("id"), is_sure=True)
    for pattern in (CUED, SPOKEN_TO, SELF):
        for match in pattern.finditer(text):
            yield from _trim(text, *match.span("id"), is_sure=False)
    for match in FIRST.finditer(text) if is_bare else ():
        if (start := _first_name(match)) is not None:
            yield from _trim(text, start, match.end(), is_sure=False)

    for match in INITIALS.finditer(text) if is_bare else ():
        if not text.isupper() and match.group("id") not in STATES:
            yield match.span("id")

    for pattern in (PAIR, INITIALLED) if is_bare else ():
        for match in pattern.finditer(text):
            if _is_person(text, match):
                yield match.span("id")


def _is_person(text: str, match: re.Match[str]) -> bool:
    """Tell whether two capitalised words stand where a person would, and are no known term."""
    words = {word.group().lower().removesuffix("'s") for word in WORD.finditer(match.group())}
    if words & STOP or match.group().split()[0].lower() in WORDS["eponyms"]:
        return False
    has_before = BEFORE.search(text, max(0, match.start() - 12), match.start()) is not None
    earlier = text[max(0, match.start() - 12) : match.start()].rstrip()
    is_first = not earlier or earlier.endswith(".")
    followed = AFTER.match(text, match.end())
    has_verb = followed is not None and followed.group().strip().isalpha()
    return has_verb or (followed is not None and has_before and not is_first)


def _first_name(match: re.Match[str]) -> int | None:
    words = list(WORD.finditer(match.group()))
    for position, word in enumerate(words):
        lowered = word.group().lower()
        has_surname = position + 1 < len(words)
        if position and words[position - 1].group().lower() in WORDS["places"]:
            return None
        if lowered in WORDS["first_names"] and (has_surname or lowered not in WORDS["ambiguous"]):
            return match.start() + word.start()
    return None


def _trim(text: str, start: int, end: int, *, is_sure: bool) -> Iterator[tuple[int, int]]:
    """Cut a run of capitalised words at the first that is no name; drop eponyms."""
    last = start
    first: int | None = None
    for word in WORD.finditer(text, start, end):
        lowered = word.group().lower()
        if first is None and lowered in WORDS["titles"]:
            continue
        bare = FIELD_END.sub("", lowered)
        is_possessive = bare != lowered or FIELD_END.match(text, word.end()) is not None
        is_eponym = bare in WORDS["eponyms"] and (not is_sure or is_possessive)
        if bare in STOP or (is_eponym and first is None):
            break
        first = word.start() if first is None else first
        last = word.end() - (len(lowered) - len(bare))
        if is_possessive:
            break
    if first is not None:
        yield first, last
