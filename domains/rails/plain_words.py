"""Read a text as somebody would who sees through codes and disguises."""

from __future__ import annotations

from .disguises import find_disguises
from .encodings import find_codes
from .swaps import Plain

ROUNDS = 6
"""How many layers are taken off: base64 of a reversed text in leetspeak has three."""
MAX_CHARS = 20_000
"""What a question may have at most; of a longer text the beginning is read."""


def in_plain_words(text: str, with_disguises: bool = True) -> Plain | None:
    """Return ``text`` decoded, or None where there is nothing to decode.

    Without disguises only codes for machines are undone (base64, hex, hidden characters ...).
    """
    plain = Plain.of(text[:MAX_CHARS])
    has_changed = False
    for _ in range(ROUNDS):
        swaps = list(find_codes(plain.text))
        if not swaps and with_disguises:
            swaps = find_disguises(plain.text)
        if not swaps:
            break
        plain = plain.swapped(swaps)
        has_changed = True
        if len(plain.text) > 2 * MAX_CHARS:
            break
    return plain if has_changed else None
