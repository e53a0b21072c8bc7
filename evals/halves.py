"""The two halves of a set without a split: tuned on one, reported on the other."""

from __future__ import annotations

import hashlib
from typing import Literal

Half = Literal["dev", "test"]
Part = Literal["dev", "test", "all"]

PARAPHRASE = "#paraphrase"
"""Suffix of the id of a re-wording; it always falls into the half of its original."""


def half_of(item_id: str) -> Half:
    """Return "dev" for an id whose sha256 is even and "test" for an odd one."""
    return "test" if _number(item_id) % 2 else "dev"


def is_in(item_id: str, part: Part) -> bool:
    """Tell whether an item belongs to ``part``."""
    return part == "all" or half_of(item_id) == part


def is_fitted_on(item_id: str) -> bool:
    """Tell which items for tuning fit a certainty; the others set what is stated of it."""
    return _number(item_id) // 2 % 2 == 0


def fold_of(item_id: str, folds: int) -> int:
    """Return the fold of an id, from 0 to ``folds`` - 1: the remainder of its sha256."""
    return _number(item_id) % folds


def _number(item_id: str) -> int:
    original = item_id.removesuffix(PARAPHRASE)
    return int.from_bytes(hashlib.sha256(original.encode("utf-8")).digest(), "big")
