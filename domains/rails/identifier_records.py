"""Redact records: fields within fields, whose names say what their values are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from pydantic import JsonValue

from .identifier_parts import Kind, is_over_89, replacement
from .identifiers import KINDS, find_identifiers

WORDS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_FIELDS: Final[tuple[tuple[str, Kind], ...]] = (
    (
        r"(?:(?:given|family|first|last|full|middle|maiden|patient|student|client|pupil) )?"
        r"names?|given|family|surname|guardian|next of kin|emergency contact",
        "NAME",
    ),
    (r"dob|birth ?date|date of birth|birth|(?:admission|discharge|visit) date", "BIRTH_DATE"),
    (r"zip(?: code)?|postal code|post code", "ZIP"),
    (r"address|street|city|town|line \d?", "LOCATION"),
    (r"e ?mail(?: address)?", "EMAIL"),
    (r"fax", "FAX"),
    (r"(?:tele|cell )?phone(?: number)?|mobile|telecom", "PHONE"),
    (r"ssn|social security(?: number)?", "SSN"),
    (r"mrn|medical record(?: number)?", "MRN"),
    (r"(?:student|pupil|employee)(?: id| number)", "STUDENT_ID"),
)
FIELDS: Final = tuple((re.compile(rf"\b(?:{words})$"), kind) for words, kind in _FIELDS)
"""What a field holds whole, by the end of its name."""
AGE: Final = re.compile(r"\bage(?: in years| years)?$")


def redact_record(
    value: JsonValue, kinds: Iterable[Kind] = KINDS, name: str = ""
) -> tuple[JsonValue, tuple[Kind, ...]]:
    """Return ``value`` without identifiers, and the kinds that were removed, in order.

    ``name`` is that of the field that holds it: an age of 92 becomes "90+", a date of birth its
    year, a ZIP code its first three digits or 000, at any depth.
    """
    wanted = frozenset(kinds)
    if isinstance(value, dict):
        fields = {key: redact_record(own, wanted, key) for key, own in value.items()}
        return {key: own for key, (own, _) in fields.items()}, _joined(fields.values())
    if isinstance(value, list):
        items = [redact_record(own, wanted, name) for own in value]
        return [own for own, _ in items], _joined(items)
    if value is None or isinstance(value, bool) or value == "":
        return value, ()
    return _leaf(value, wanted, " ".join(WORDS.findall(name)).lower())


def _leaf(
    value: str | int | float, kinds: frozenset[Kind], name: str
) -> tuple[JsonValue, tuple[Kind, ...]]:
    text = str(value)
    if AGE.search(name) and is_over_89(text) and "AGE_OVER_89" in kinds:
        return "90+", ("AGE_OVER_89",)
    for pattern, kind in FIELDS:
        if kind in kinds and pattern.search(name):
            if kind == "ZIP":
                text = text.zfill(5)
            return replacement(kind, text), (kind,)
    start = len(name) + 2
    whole = f"{name}: {text}"
    parts: list[str] = []
    found: list[Kind] = []
    position = start
    for span in find_identifiers(whole, kinds):
        if span.end <= start:
            continue
        low = max(span.start, start)
        parts += [whole[position:low], replacement(span.type, whole[low : span.end])]
        found.append(span.type)
        position = span.end
    return ("".join([*parts, whole[position:]]) if found else value), tuple(found)


def _joined(found: Iterable[tuple[JsonValue, tuple[Kind, ...]]]) -> tuple[Kind, ...]:
    return tuple(kind for _, kinds in found for kind in kinds)
