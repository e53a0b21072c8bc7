"""Where a converted set comes from, taken from its card."""

from __future__ import annotations

from ..sets.cards import card
from .folder import Origin


def origin(name: str) -> Origin:
    """Return what the README of a converted folder says of the set ``name``."""
    found = card(name)
    return Origin(name=name, licence=found.licence, citation=found.citation, source=found.source)
