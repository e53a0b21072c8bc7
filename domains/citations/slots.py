"""Find reporter slots in a text: volume, reporter, first page; also neutral citations."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

_NEUTRAL = re.compile(
    r"\[(?P<year>1[89]\d\d|20\d\d)\] (?:(?P<vol>\d{1,2}) )?"
    r"(?P<rep>UKSC|UKHL|UKPC|EWCA (?:Civ|Crim)|EWHC|CSIH|AC|QB|KB|Ch|WLR|All ER|Fam|ICR|IRLR) "
    r"(?P<page>\d{1,5})\b"
)
_OLD = re.compile(
    r"\((?P<year>1[789]\d\d)\) (?:LR )?(?P<vol>\d{1,3}) "
    r"(?P<rep>Exch?|HL|App Cas|Ch App|QBD|ER|E & B) (?P<page>\d{1,5})\b"
)
_CJEU = re.compile(r"\b(?P<rep>[CT])[-‑–](?P<vol>\d{1,4})/(?P<page>\d{2})\b")
_STATE_NEUTRAL = re.compile(
    r"\b(?P<vol>20\d\d) (?P<rep>IL App \(\dd?[a-z]{0,2}\)) (?P<page>\d{4,7})(?:-U)?"
)
_MAYBE = re.compile(
    r"\b\d{1,4} (?!U\. ?S\. ?C|C\. ?F\. ?R|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.)"
    r"[A-Z][A-Za-z&' ]{0,20}\.[A-Za-z0-9.&' ]{0,24} \d{1,5}\b"
)
"""What may be a slot of a reporter that is not listed."""


class Slot(NamedTuple):
    """A place in a reporter; ``key`` is its folded form: "384 us 436"."""

    start: int
    end: int
    key: str
    is_short: bool
    """A short form, whose page is the one cited at: "384 U.S. at 445"."""
    page: int
    year: int | None
    """The year that is part of the slot itself: "[2015] UKSC 11"."""

    @property
    def series(self) -> str:
        """Return volume and reporter: "384 us"."""
        return self.key.rpartition(" ")[0]


def slot_key(text: str) -> str | None:
    """Return the key of the first slot in ``text``, as tables write it, or None."""
    return next((slot.key for slot in find_slots(text)), None)


def find_slots(text: str) -> list[Slot]:
    """Return all slots in the order of the text; none overlaps another."""
    found = [_slot(match) for match in _us().finditer(text)]
    for pattern in (_NEUTRAL, _OLD, _STATE_NEUTRAL):
        found += [_slot(match) for match in pattern.finditer(text)]
    found += [
        Slot(*m.span(), f"{m['rep']}-{m['vol']}/{m['page']}".lower(), False, 0, None)
        for m in _CJEU.finditer(text)
    ]
    taken = {i for slot in found for i in range(slot.start, slot.end)}
    if any(m.start() not in taken for m in _MAYBE.finditer(text)):
        from .eyecite_slots import more_slots

        found += [s for s in more_slots(text) if s.start not in taken and s.end - 1 not in taken]
    return _apart(sorted(found))


def folded_reporter(name: str) -> str:
    """Return the reporter's name without spaces, full stops and case: "F. Supp. 2d", "fsupp2d"."""
    return re.sub(r"[^a-z0-9()]", "", name.casefold().replace("’", "'"))


def _slot(match: re.Match[str]) -> Slot:
    parts = match.groupdict()
    year = int(parts["year"]) if parts.get("year") else None
    volume = parts.get("vol") or ""
    head = f"{year} " if match.re is _NEUTRAL else ""
    is_short = bool(parts.get("at"))
    page = int(parts["page"])
    key = " ".join(f"{head}{volume} {folded_reporter(parts['rep'])} {page}".split())
    return Slot(*match.span(), key, is_short, page, year)


def _apart(slots: list[Slot]) -> list[Slot]:
    kept: list[Slot] = []
    for slot in slots:
        if not kept or slot.start >= kept[-1].end:
            kept.append(slot)
    return kept


@cache
def _us() -> re.Pattern[str]:
    path = Path(__file__).with_name("reporters.toml")
    names: list[str] = tomllib.loads(path.read_text(encoding="utf-8"))["reporters"]
    forms = [
        re.escape(n).replace(r"\ ", " ?").replace(r"\.", r"\.? ?").replace("'", "['’]")
        for n in sorted(names, key=len, reverse=True)
    ]
    return re.compile(
        rf"\b(?P<vol>\d{{1,4}}) (?P<rep>(?:{'|'.join(forms)}))"
        r"(?: ?\(\d{1,2} [A-Z][a-z]{1,8}\.?\))?(?:,? (?P<at>at) |(?<=[ .]) ?| )(?P<page>\d{1,8})\b"
    )
