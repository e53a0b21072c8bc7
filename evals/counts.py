"""Yes or no counted by the name of a rate, in units that are drawn whole."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from .intervals import RESAMPLES
from .resampling import clustered_rate
from .results import Metric


class Counts:
    """What holds and what does not, each with the unit that it was counted in.

    A unit is whatever makes counts depend on each other: the text that two spans stand in, the
    answer of two claims.
    """

    def __init__(self) -> None:
        self._counted: dict[str, list[tuple[bool, Hashable]]] = {}

    def add(self, name: str, flags: Iterable[bool], unit: Hashable) -> None:
        """Count ``flags`` of one unit under the name of a rate."""
        self._counted.setdefault(name, []).extend((flag, unit) for flag in flags)

    def rates(self, seed: int, resamples: int = RESAMPLES) -> dict[str, Metric]:
        """Return the rates (``clustered_rate``) that anything was counted for, sliced ones last."""
        order = sorted(self._counted, key=lambda name: ("/" in name, name))
        return {
            name: clustered_rate(
                [flag for flag, _ in self._counted[name]],
                [unit for _, unit in self._counted[name]],
                seed,
                resamples,
            )
            for name in order
            if self._counted[name]
        }
