"""The figures of a head that was scored on folds it was not trained on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from vademecum.retrieval.types import Noun

from ..intervals import wilson
from ..report import show
from ..results import Metric


@dataclass
class Tally:
    """Highest probabilities by group: what was to be caught, and what was not."""

    attacks: dict[str, list[float]] = field(default_factory=dict)
    benign: dict[str, list[float]] = field(default_factory=dict)


class HeadFigures(Noun):
    """Shares caught and false alarms at one threshold, by group, with Wilson intervals."""

    threshold: float
    caught: dict[str, Metric]
    false_alarms: dict[str, Metric]


def figures(tally: Tally, threshold: float) -> HeadFigures:
    """Count what lies at or above ``threshold``."""
    return HeadFigures(
        threshold=threshold,
        caught={group: _share(values, threshold) for group, values in tally.attacks.items()},
        false_alarms={group: _share(values, threshold) for group, values in tally.benign.items()},
    )


def figure_lines(found: HeadFigures) -> list[str]:
    """Return one line for each figure."""
    lines = [f"threshold {found.threshold}"]
    lines += (f"caught, {group}: {show(share)}" for group, share in found.caught.items())
    lines += (
        f"false alarms, {group}: {show(share)}" for group, share in found.false_alarms.items()
    )
    return lines


def _share(values: Sequence[float], threshold: float) -> Metric:
    return wilson(sum(value >= threshold for value in values), len(values))
