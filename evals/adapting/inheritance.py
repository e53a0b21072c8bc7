"""What an adaptation does to each failure of the base: repaired, introduced, inherited, kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from pydantic import Field

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Noun

from ..intervals import wilson
from ..results import Metric

Fate: TypeAlias = Literal["repaired", "introduced", "inherited", "kept"]
FATES: Final[dict[Fate, str]] = {
    "kept": "right before and after",
    "repaired": "wrong before, right after",
    "introduced": "right before, wrong after",
    "inherited": "wrong before and after",
}


class Inheritance(Noun):
    """The fates of all items under one adaptation, and who they are."""

    before: str
    after: str
    failure: str
    """What counts as a failure, in words."""
    n: int
    shares: dict[Fate, Metric]
    """Of all items, with Wilson intervals."""
    repair_rate: Metric | None
    """Of what failed before, the share that is right after; None where nothing failed."""
    damage_rate: Metric | None
    """Of what was right before, the share that fails after; None where nothing was right."""
    ids: dict[Fate, tuple[str, ...]] = Field(default_factory=dict)
    """Empty where a result was stripped of its items."""

    def count(self, fate: Fate) -> int:
        """Return how many items had this fate."""
        return round(self.shares[fate].value * self.n)


def inheritance(
    before: str,
    after: str,
    fails_before: Mapping[str, bool],
    fails_after: Mapping[str, bool],
    failure: str,
) -> Inheritance:
    """Compare two systems item by item, over the items that both have.

    Raises InvalidInput where they share none.
    """
    shared = [item for item in fails_before if item in fails_after]
    if not shared:
        raise InvalidInput(f"{before} and {after} share no item to compare")
    ids: dict[Fate, list[str]] = {fate: [] for fate in FATES}
    for item in shared:
        ids[fate_of(fails_before[item], fails_after[item])].append(item)
    wrong = len(ids["repaired"]) + len(ids["inherited"])
    right = len(ids["kept"]) + len(ids["introduced"])
    return Inheritance(
        before=before,
        after=after,
        failure=failure,
        n=len(shared),
        shares={fate: wilson(len(of), len(shared)) for fate, of in ids.items()},
        repair_rate=wilson(len(ids["repaired"]), wrong) if wrong else None,
        damage_rate=wilson(len(ids["introduced"]), right) if right else None,
        ids={fate: tuple(of) for fate, of in ids.items()},
    )


def fate_of(failed: bool, fails: bool) -> Fate:
    """Name what became of an item."""
    if failed:
        return "inherited" if fails else "repaired"
    return "introduced" if fails else "kept"
