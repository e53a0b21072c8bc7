"""The orders to an assistant that were written for training, from ``orders.toml``."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path

SLOTS = ("a", "a1", "b", "b2")


def written_orders() -> tuple[str, ...]:
    """Return every pattern with every choice of its parts, in order."""
    table = tomllib.loads((Path(__file__).parent / "orders.toml").read_text(encoding="utf-8"))
    found: list[str] = []
    for pattern in table["patterns"]:
        for say in pattern["say"]:
            slots = [slot for slot in SLOTS if f"{{{slot}}}" in say]
            for choice in itertools.product(*(pattern[slot] for slot in slots)):
                order = say.format(**dict(zip(slots, choice, strict=True)))
                found.append(order[0].upper() + order[1:])
    return tuple(found)
