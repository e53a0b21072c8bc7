"""Sentences from written patterns: orders to an assistant, and advice to people."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path

SLOTS = ("a", "a1", "b", "b2")


def written_orders() -> tuple[str, ...]:
    """Return the orders of ``orders.toml``."""
    return tuple(itertools.chain.from_iterable(_filled("orders.toml")))


def written_advice() -> tuple[tuple[str, ...], ...]:
    """Return the sentences of ``advice.toml``, those of one kind of text together."""
    return tuple(map(tuple, _filled("advice.toml")))


def _filled(name: str) -> list[list[str]]:
    """Return, for each pattern of a file, its sentences with every choice of parts, in order."""
    table = tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
    filled: list[list[str]] = []
    for pattern in table["patterns"]:
        found: list[str] = []
        for say in pattern["say"]:
            slots = [slot for slot in SLOTS if f"{{{slot}}}" in say]
            for choice in itertools.product(*(pattern[slot] for slot in slots)):
                order = say.format(**dict(zip(slots, choice, strict=True)))
                found.append(order[0].upper() + order[1:])
        filled.append(found)
    return filled
