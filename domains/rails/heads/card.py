"""The card of a head: data and licences, folds, command, figures, limits."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from vademecum.retrieval.adapters import Figure
from vademecum.retrieval.types import Noun

SHIPPED: Final = Path(__file__).parent / "weights"


class Source(Noun):
    """A set that a head was trained on."""

    name: str
    licence: str
    texts: int
    wrong: int


class Card(Noun):
    """What a person needs to know about a head."""

    name: str
    outputs: tuple[str, ...]
    purpose: str
    base_sha256: str
    """Hash of the encoder's weights that the head stands on."""
    sources: tuple[Source, ...]
    data_sha256: str
    folds: str
    command: str
    seed: int
    dtype: str
    measured: dict[str, Figure]
    limits: str


def shipped_cards() -> dict[str, tuple[Card, str]]:
    """Return the card and the sha256 of the weights of every head of this package, by name."""
    return {
        path.stem: (
            Card.model_validate_json(path.read_text(encoding="utf-8")),
            hashlib.sha256(path.with_suffix(".safetensors").read_bytes()).hexdigest(),
        )
        for path in sorted(SHIPPED.glob("*.json"))
    }
