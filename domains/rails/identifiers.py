"""Find and remove what identifies a person: the 18 classes of HIPAA Safe Harbor.

Source: 45 CFR 164.514(b)(2)(i)(A)-(R). Patterns, context words and checksums; no model.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from vademecum.retrieval.types import Noun, Verdict

from .identifier_companies import find_companies
from .identifier_contacts import CONTACTS
from .identifier_dates import DATES
from .identifier_layout import unwrapped
from .identifier_numbers import NUMBERS
from .identifier_parts import Kind, is_over_89, replacement
from .identifier_patterns import PATTERNS
from .identifier_people import LABELS, find_people, find_places
from .identifier_terms import is_within_citations
from .rail import Rail, Subject

RULES = (*PATTERNS, *CONTACTS, *NUMBERS, *DATES)
FOUND: frozenset[Kind] = frozenset({kind for kind, *_ in RULES} | {"NAME", "BARE_NAME"})
KEPT_KINDS: frozenset[Kind] = frozenset({"AGE", "COUNTRY"})
"""What Safe Harbor lets stand and what identifies only beside other things."""
KINDS: frozenset[Kind] = FOUND - KEPT_KINDS
STUDENT_KINDS: frozenset[Kind] = KINDS - {
    "BARE_NAME",
    "DATE",
    "AGE_OVER_89",
    "URL",
    "ZIP",
    "PHOTO",
    "CODE",
    "EIN",
}
"""What identifies a learner; plain dates, pages and names of authors belong to lessons."""
CLIENT_KINDS: frozenset[Kind] = KINDS | {"COMPANY"}
"""What tells a lawyer's client or the other side, companies included (ABA Model Rule 1.6)."""
NUMBER_KINDS: frozenset[Kind] = frozenset({"SSN", "CARD", "ACCOUNT", "MRN", "LICENSE", "PASSPORT"})
"""Numbers that no question of law needs."""


DIGIT = re.compile(r"\d")
WORD = re.compile(r"\w+")
WITHOUT_DIGITS: frozenset[Kind] = frozenset(
    {"EMAIL", "URL", "PHOTO", "LOCATION", "USERNAME", "AGE_OVER_89"}
)
"""Classes that can be written without any digit."""
SHOWN_AS: dict[Kind, Kind] = {"BIRTH_DATE": "DATE", "CARD": "ACCOUNT", "PASSPORT": "LICENSE"}
"""The Safe Harbor class of kinds that are told apart only to be switched."""


class Span(Noun):
    """One identifier: its class and its place in the original text."""

    type: Kind
    start: int
    end: int
    text: str


class Redaction(Noun):
    """A text without identifiers, and what was removed from the original."""

    text: str
    spans: tuple[Span, ...]


def find_identifiers(text: str, kinds: Iterable[Kind] = KINDS) -> tuple[Span, ...]:
    """Return non-overlapping identifiers in order; of two that overlap, the longer one whole."""
    wanted = frozenset(kinds)
    original, text = text, unwrapped(text)
    spans = _find(text, wanted)
    if text is original:
        return spans
    return tuple(s.model_copy(update={"text": original[s.start : s.end]}) for s in spans)


def _find(text: str, wanted: frozenset[Kind]) -> tuple[Span, ...]:
    has_digit = DIGIT.search(text) is not None
    found: list[Span] = []
    for kind, pattern, is_valid in RULES:
        is_apart = kind == "AGE" and "NAME" in wanted
        if (kind not in wanted and not is_apart) or (kind not in WITHOUT_DIGITS and not has_digit):
            continue
        for match in pattern.finditer(text):
            group = "id" if "id" in pattern.groupindex else 0
            start, end = match.span(group)
            is_age = kind == "AGE" and is_over_89(match.group(group))
            if is_valid(match.group(group)) and not is_age and not _is_cited(text, start, end):
                found.append(
                    Span(type=SHOWN_AS.get(kind, kind), start=start, end=end, text=text[start:end])
                )
    soft = [span for span in found if span.type == "LOCATION"]
    fixed = _without_overlaps((span for span in found if span.type != "LOCATION"), text)
    if "NAME" in wanted:
        named = find_people(text, is_bare="BARE_NAME" in wanted)
        soft += [Span(type="NAME", start=s, end=e, text=text[s:e]) for s, e in named]
    if "LOCATION" in wanted and "BARE_NAME" in wanted:
        placed = find_places(text)
        soft += [Span(type=k, start=s, end=e, text=text[s:e]) for k, s, e in placed if k in wanted]
    if "COMPANY" in wanted:
        soft += [
            Span(type="COMPANY", start=s, end=e, text=text[s:e]) for s, e in find_companies(text)
        ]
    countries = [span for span in soft if span.type == "COUNTRY"]
    soft = [span for span in soft if span.type != "COUNTRY"]
    pieces = [piece for span in _without_overlaps(soft, text) for piece in _around(span, fixed)]
    # An age is found even where it may stand: no name and no place takes it in.
    kept = [span for span in fixed if span.type != "AGE" or "AGE" in wanted]
    known = sorted([*kept, *pieces], key=lambda span: span.start)
    ends = [span.end for span in known]
    for span in countries:
        place = bisect_right(ends, span.start)
        if place == len(known) or known[place].start >= span.end:
            known.insert(place, span)
            ends.insert(place, span.end)
    return tuple(known)


def redact(text: str, kinds: Iterable[Kind] = KINDS) -> Redaction:
    """Replace identifiers: dates by years, ages over 89 by 90+, ZIP codes by their first three.

    Other ages and countries, where ``kinds`` holds them, are reported and stand as they are.
    """
    spans = find_identifiers(text, kinds)
    parts: list[str] = []
    position = 0
    for span in spans:
        parts += [text[position : span.start], replacement(span.type, span.text)]
        position = span.end
    return Redaction(text="".join([*parts, text[position:]]), spans=spans)


@dataclass(frozen=True)
class IdentifierRail(Rail):
    """The identifier rail of a domain, which also says what counts as one there."""

    kinds: frozenset[Kind] = KINDS


def redact_check(kinds: frozenset[Kind], subject: Subject) -> tuple[Verdict, ...]:
    """Give one ``redact`` verdict per identifier; the reason never repeats the identifier."""
    return tuple(
        Verdict(
            rail="identifiers",
            stage="input",
            action="redact",
            reason=f"{span.type.lower()} removed before the question was used",
            basis="",
            start=span.start,
            end=span.end,
        )
        for span in find_identifiers(subject.text, kinds)
    )


def warn_check(kinds: frozenset[Kind], subject: Subject) -> tuple[Verdict, ...]:
    """Warn of each identifier that the question does not need."""
    return tuple(
        verdict.model_copy(
            update={
                "action": "warn",
                "reason": f"the question holds a number ({span.type.lower()}) it does not need",
            }
        )
        for verdict, span in zip(
            redact_check(kinds, subject), find_identifiers(subject.text, kinds), strict=True
        )
    )


def _without_overlaps(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """Join what overlaps and is of one kind; of two kinds, keep the longer and what it leaves."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end, s.type == "CODE", s.type)):
        if not kept or (span.start >= kept[-1].end and not _is_one_place(kept[-1], span, text)):
            kept.append(span)
        elif span.end <= kept[-1].end:
            continue
        elif span.type == kept[-1].type:
            start = kept.pop().start
            whole = text[start : span.end]
            kept.append(Span(type=span.type, start=start, end=span.end, text=whole))
        elif span.end - span.start > kept[-1].end - kept[-1].start:
            rest = _part(kept.pop(), end=span.start)
            kept += [rest, span] if rest else [span]
        elif rest := _part(span, start=kept[-1].end):
            kept.append(rest)
    return tuple(kept)


def _is_one_place(first: Span, second: Span, text: str) -> bool:
    """Tell whether nothing but a comma or a line end stands between two parts of an address."""
    between = text[first.end : second.start]
    return (
        first.type == second.type == "LOCATION"
        and second.start > first.end
        and between.strip(" ,\n") == ""
    )


def _is_cited(text: str, start: int, end: int) -> bool:
    """Tell whether an identifier's digits are those of a section or a volume of the law."""
    return any(c in text for c in "§.") and is_within_citations(text, start, end)


def _around(span: Span, fixed: Sequence[Span]) -> Iterator[Span]:
    """Yield what numbers with a form of their own leave of a name or a place."""
    start = span.start
    for other in fixed:
        if other.start < span.end and other.end > start:
            if other.start > start and (piece := _part(span, start=start, end=other.start)):
                yield piece
            start = other.end
    if start == span.start:
        yield span
    elif start < span.end and (piece := _part(span, start=start)):
        yield piece


def _part(span: Span, *, start: int | None = None, end: int | None = None) -> Span | None:
    """Return a part of a span without marks at its ends, or None if only labels are left."""
    low, high = start or span.start, end or span.end
    text = span.text[low - span.start : high - span.start]
    words = list(WORD.finditer(text))
    if all(len(w.group()) < 2 or w.group().lower() in LABELS for w in words):
        return None
    low, high = low + words[0].start(), low + words[-1].end()
    return Span(type=span.type, start=low, end=high, text=text[words[0].start() : words[-1].end()])
