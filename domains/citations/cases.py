"""Find citations of cases: names, reporter slots, parallel slots, id., supra and short forms."""

from __future__ import annotations

import re
from typing import NamedTuple

from .case_words import case_words
from .nouns import Cited
from .slots import Slot, find_slots

_VERSUS = re.compile(r"(?<=[\w.’')]) (?:vs?\.?|versus) (?=[A-Z(])")
_MATTER = re.compile(r"\b(?:In re|Ex parte|In the Matter of) (?=[A-Z])")
_BETWEEN = re.compile(r" and \Z|\s*,?\s*(?:(?:at )?\d{1,5}(?:[-–]\d{1,5})?,?\s*){0,3}[,;]?\s*\Z")
_PIN = re.compile(r",? (?:at )?(\d{1,5})(?:[-–]\d{1,5})?(?!\d* [A-Z])\b")
_COURT_YEAR = re.compile(
    r"(?:,? (?:at )?\d{1,5}(?:[-–]\d{1,5})?(?: n\.\d+)?){0,3},? ?"
    r"\((?P<court>[^()\d]{0,8}(?:\d{1,2}(?:st|nd|rd|th|d) )?[^()\d]{0,40}?)"
    r"(?:(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2}, )?"
    r"(?P<year>1[6-9]\d\d|20\d\d)\)"
)
_LABEL_AFTER = re.compile(r",? ?\((?P<name>[A-Z][^()]{2,80}? vs?\.? [^()]{2,60})\)")
_LABEL_CASE = re.compile(r",? (?P<name>[A-Z][\w.’' ]{2,60}? vs? [A-Z][\w.’' ]{2,60}?)(?=[,.;)])")
_BACK = re.compile(
    r"\b(?:[Ii]d\.|[Ii]bid\.?|(?P<name>[A-Z][\w’']{2,40}), supra\b(?: note \d+)?)"
    r"(?:,? at (?P<at>\d{1,5})(?:[-–]\d{1,5})?)?"
)
_SHORT_NAME = re.compile(r"([A-Z][\w.’'&]*(?: [A-Z][\w.’'&]*){0,4}), \Z")
_REST = re.compile(r"(?:,? (?:[A-Z&][\w.’'&-]{0,25}|of|and|the|for)){1,8},?\s*")
_TOKEN = re.compile(r"\S+")
_WORDS = case_words()
_JOINING, _SIGNALS = _WORDS.joining, _WORDS.signals
_LAST, _TAIL = _WORDS.last, _WORDS.last | _WORDS.tail


class _Group(NamedTuple):
    slots: list[Slot]

    @property
    def start(self) -> int:
        return self.slots[0].start

    @property
    def end(self) -> int:
        return self.slots[-1].end


def find_cases(text: str) -> list[Cited]:
    """Return the citations of cases in ``text``: parallel slots make one citation."""
    groups = _grouped(text, find_slots(text))
    found: list[Cited] = []
    floor = 0
    for group in groups:
        found.append(_from_slots(text, group, floor))
        floor = found[-1].end
    found += _named_alone(text, found)
    found += [
        Cited(
            kind="case", start=m.start(), end=m.end(), text=m.group(), keys=(), name=m["name"],
            pin=int(m["at"]) if m["at"] else None, is_back=True,
        )
        for m in _BACK.finditer(text)
    ]  # fmt: skip
    return found


def _grouped(text: str, slots: list[Slot]) -> list[_Group]:
    groups: list[_Group] = []
    for slot in slots:
        last = groups[-1].slots[-1] if groups else None
        gap = text[last.end : slot.start] if last else ""
        is_parallel = last is not None and not last.is_short and not slot.is_short
        if " and " in gap and "/" not in slot.key:  # joined cases of the CJEU
            is_parallel = False
        if is_parallel and len(gap) < 30 and ";" not in gap and _BETWEEN.match(gap):
            groups[-1].slots.append(slot)
        else:
            groups.append(_Group([slot]))
    return groups


def _from_slots(text: str, group: _Group, floor: int) -> Cited:
    first, start, end = group.slots[0], group.start, group.end
    name, name_start = _name_before(text, start, floor)
    court = year = None
    if after := _COURT_YEAR.match(text, end):
        court, year, end = after["court"].strip(" ,") or None, int(after["year"]), after.end()
    pin = first.page if first.is_short else None
    if not first.is_short and (pinned := _PIN.match(text, group.end)):
        pin = int(pinned[1])
        end = max(end, pinned.end())
    years = [slot.year for slot in group.slots if slot.year]
    if name is None and not first.is_short:
        behind = _LABEL_AFTER.match(text, end)
        if behind is None and ("/" in first.key or years):
            behind = _LABEL_CASE.match(text, end)
        if behind:
            name, end = behind["name"], behind.end()
    return Cited(
        kind="case", start=name_start, end=end, text=text[name_start:end],
        keys=(first.series if first.is_short else first.key,),
        parallel=tuple(slot.key for slot in group.slots[1:]),
        name=name, year=years[0] if years else year, court=court, pin=pin, is_back=first.is_short,
    )  # fmt: skip


def _name_before(text: str, start: int, floor: int) -> tuple[str | None, int]:
    """Return the case name that ends right before ``start``, and where the citation begins."""
    begin = max(floor, start - 220)
    window = text[begin:start]
    head = re.search(r"[,(]?\s*(?:\((?:1[789]\d\d|20\d\d)\)\s*)?(?:Joined )?(?:Cases? )?\Z", window)
    stop = begin + (head.start() if head else len(window))
    marks = [*_VERSUS.finditer(text, begin, stop), *_MATTER.finditer(text, begin, stop)]
    if marks:
        mark = max(marks, key=lambda m: m.start())
        left, right = _name_around(text, mark, begin)
        between = text[right:stop]
        if not between.strip(' ,(“”"*_'):
            return text[left:right], left
        if _REST.fullmatch(between):  # "Becton, Dickinson & Co.,"
            return text[left:stop].rstrip(" ,"), left
    if short := _SHORT_NAME.search(text, begin, start):
        words = short[1].split()
        while words and words[0].casefold() in _SIGNALS:
            words = words[1:]
        if words:
            return " ".join(words), short.end(1) - len(" ".join(words))
    return None, start


def _name_around(text: str, mark: re.Match[str], floor: int) -> tuple[int, int]:
    left = mark.start() if mark.re is _MATTER else _walk_back(text, mark.start(), floor)
    return left, _walk_on(text, mark.end())


def _walk_back(text: str, stop: int, floor: int) -> int:
    tokens = list(_TOKEN.finditer(text, max(floor, stop - 120), stop))
    start = stop
    for token in reversed(tokens):
        word = token.group().lstrip("(“\"'‘*_[")
        low = word.casefold()
        is_last = start == stop
        ends = word[-1:] in ".;:!?)”" and not _is_abbreviated(word)
        is_list = word.endswith((",", ";")) and low.rstrip(",") not in {*_TAIL, "jr."}
        if not word or (ends and not is_last) or (is_list and not _is_tail_next(text, token.end())):
            break
        is_name = any(c.isupper() for c in word[:2])  # "eBay"
        if is_name or low in _JOINING or (low == "the" and start != stop):
            start = token.end() - len(word)
            continue
        break
    return _trim(text, start, stop)


def _is_abbreviated(word: str) -> bool:
    low = word.casefold()
    return low in _WORDS.abbreviated or (
        low not in _WORDS.ending
        and re.fullmatch(r"(?:[A-Z]\.)+|[A-Z][a-z’']{0,3}\.", word) is not None
    )


def _is_tail_next(text: str, end: int) -> bool:
    following = text[end : end + 8].split()
    return bool(following) and following[0].casefold().rstrip(",") in _TAIL


def _trim(text: str, start: int, stop: int) -> int:
    """Drop signals and joining words that stand before a name: "See", "In", "of"."""
    for token in _TOKEN.finditer(text, start, stop):
        low = token.group().casefold()
        if low not in _SIGNALS and low not in _JOINING and low != "held":
            return token.start()
        if low == "in" and text.startswith(("In re", "in re"), token.start()):
            return token.start()
    return stop


def _walk_on(text: str, start: int) -> int:
    end = start
    previous = ""
    for token in _TOKEN.finditer(text, start, start + 120):
        word = token.group()
        bare = word.strip('()“”"*_[]').rstrip(",;:.!?'’")
        low = word.casefold().rstrip(",;:")
        if not bare or not (
            any(c.isupper() for c in bare[:2]) or low in _JOINING or (low == "the" and previous)
        ):
            break
        if low == "the" and previous not in {"of", "for", "and"}:
            break
        if low in {"is", "and"} and not re.match(r"and [A-Z]", text[token.start() :]):
            break
        if low not in _JOINING:
            end = token.start() + word.index(bare) + len(bare)
            if _is_abbreviated(word.rstrip(",")):
                end = min(token.end(), end + 1)
        if word[-1] in ",;:)”" and not (word[-1] == "," and _is_tail_next(text, token.end())):
            break
        if word[-1] in ".!?" and not _is_abbreviated(word):
            break
        if low in _LAST and not _is_tail_next(text, token.end()):
            break
        previous = low
    if text[start:end].endswith(("'s", "’s")) and not text[end : end + 2].startswith(" H"):
        end -= 2
    return end


def _named_alone(text: str, found: list[Cited]) -> list[Cited]:
    """Return the names of cases that no slot follows."""
    taken = bytearray(len(text))
    for cited in found:
        taken[cited.start : cited.end] = b"\1" * (cited.end - cited.start)
    alone: list[Cited] = []
    for mark in [*_VERSUS.finditer(text), *_MATTER.finditer(text)]:
        if taken[mark.start()]:
            continue
        left, right = _name_around(text, mark, 0)
        if (left >= mark.start() and mark.re is _VERSUS) or right <= mark.end():
            continue
        court = year = None
        end = right
        if (after := _COURT_YEAR.match(text, right)) and not text[right:].startswith(","):
            court, year, end = after["court"].strip(" ,") or None, int(after["year"]), after.end()
        alone.append(
            Cited(kind="case", start=left, end=end, text=text[left:end], keys=(),
                  name=text[left:right], year=year, court=court)
        )  # fmt: skip
    return alone
