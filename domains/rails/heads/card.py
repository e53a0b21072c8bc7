"""The card of a head: data and licences, folds, command, figures, limits."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Final, NamedTuple

from pydantic import JsonValue

from vademecum.retrieval.adapters import Figure
from vademecum.retrieval.types import Noun

SHIPPED: Final = Path(__file__).parent / "weights"
RAILS: Final = Path(__file__).parents[1]
WITH_CARDS_OF_THEIR_OWN: Final = {
    "jailbreak": ("prompts that try to lift the rules", "heads/jailbreak"),
    "injected_sentence": ("orders to a machine in a document", "heads/injected_sentence"),
    "names": ("names of people in a text", "names"),
    "urgent": ("somebody needs help now", "urgent_head"),
}
"""Purpose and file, without ending, of heads whose cards have other fields than `Card`."""


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


class RailHead(NamedTuple):
    """A head of the rails whose card has fields of its own."""

    purpose: str
    sha256: str
    """Of the file that holds its weights."""
    card: dict[str, JsonValue]


def other_cards() -> dict[str, RailHead]:
    """Return the heads of the rails that `shipped_cards` does not hold, by name."""
    return {
        name: _rail_head(purpose, RAILS / file)
        for name, (purpose, file) in WITH_CARDS_OF_THEIR_OWN.items()
    }


def _rail_head(purpose: str, stem: Path) -> RailHead:
    weights = stem.with_suffix(".safetensors")
    if weights.is_file():
        beside = stem.with_suffix(".card.json")
        card = json.loads((beside if beside.is_file() else stem.with_suffix(".json")).read_bytes())
    else:  # a head of a few hundred numbers stands in its card
        weights = stem.with_suffix(".json")
        card = json.loads(weights.read_bytes())["card"]
    return RailHead(purpose, hashlib.sha256(weights.read_bytes()).hexdigest(), card)
