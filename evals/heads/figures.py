"""The figures of a head that was scored on folds it was not trained on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from vademecum.retrieval.types import Noun

from ..report import show
from ..resampling import clustered_rate
from ..results import Metric

Scored: TypeAlias = tuple[float, str]
"""(probability, what it is drawn with)."""


@dataclass
class Tally:
    """Highest probabilities by group: what was to be caught, and what was not.

    Each stands beside what it is drawn with: a document, or an attack that is set into several.
    """

    attacks: dict[str, list[Scored]] = field(default_factory=dict)
    benign: dict[str, list[Scored]] = field(default_factory=dict)


class HeadFigures(Noun):
    """Shares caught and false alarms at one threshold, by group, with intervals over documents."""

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


def _share(scored: Sequence[Scored], threshold: float) -> Metric:
    hits = [chance >= threshold for chance, _ in scored]
    return clustered_rate(hits, [drawn_with for _, drawn_with in scored], seed=0)
