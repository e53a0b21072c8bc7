"""The differences between groups that are the finding, each with its p."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

import numpy as np

from vademecum.retrieval.types import Noun

from ..intervals import Values, bootstrap_mean
from ..results import Metric
from .forms import CONTROL
from .significance import exchange_test, holm

OTHERS: Final = "other groups"
TESTED: Final = (
    "rbo",
    "nDCG@10",
    "answered",
    "not_answered",
    "outcome_kept",
    "reply_kept",
    "rails_kept",
    "certainty",
    "stopped",
    "blocked",
    "over_refusal",
)
"""Figures whose differences between groups are tested; the others stand with intervals only."""
MANNERS: Final = frozenset({"dialect", "formality", "reading level", "spelling"})
"""Attributes of how a question is put: their groups are compared with the control, since they are
not each other's counterparts; groups of persons are compared with the other groups."""
Groups: TypeAlias = Mapping[str, Mapping[str, float]]
"""Figures by group and case id."""


class Contrast(Noun):
    """A difference between a group and what it is compared with, paired by case."""

    metric: str
    attribute: str
    group: str
    against: str
    """The other groups, or the control."""
    difference: Metric
    n: int
    p: float
    p_holm: float = 1.0

    @property
    def name(self) -> str:
        """Return the name under which results carry the figure."""
        return slice_name(self.metric, self.attribute, self.group)


def slice_name(metric: str, attribute: str, group: str) -> str:
    """Name the figure of a group as reports read it."""
    return f"{metric}/{attribute}={group}"


def contrasts(by_group: Mapping[str, Mapping[str, Groups]], seed: int) -> list[Contrast]:
    """Compare groups of persons with each other, and manners of asking with their control.

    ``by_group`` holds figures by metric, attribute, group and case. Of two groups of persons the
    first alone is compared: the second says the same.
    """
    found: list[Contrast] = []
    for metric in TESTED:
        for attribute, groups in by_group.get(metric, {}).items():
            names = [name for name in groups if name != CONTROL]
            if attribute in MANNERS and CONTROL in groups:
                for name in names:
                    _, rows = complete(groups, (name, CONTROL))
                    found += _contrast((metric, attribute, name, CONTROL), rows, 0, seed)
            elif len(names) > 1:
                _, rows = complete(groups, names)
                for place, name in enumerate(names[: 1 if len(names) == 2 else None]):
                    found += _contrast((metric, attribute, name, OTHERS), rows, place, seed)
    return found


def corrected(found: Sequence[Contrast]) -> tuple[Contrast, ...]:
    """Return contrasts with p values adjusted for all of them together."""
    adjusted = holm([one.p for one in found])
    return tuple(
        one.model_copy(update={"p_holm": p}) for one, p in zip(found, adjusted, strict=True)
    )


def complete(groups: Groups, names: Sequence[str]) -> tuple[list[str], Values]:
    """Return the cases that have a figure in every group, and the figures, (cases, groups)."""
    cases = [case for case in groups[names[0]] if all(case in groups[name] for name in names)]
    rows = [[groups[name][case] for name in names] for case in cases]
    return cases, np.array(rows, dtype=np.float64).reshape(len(cases), len(names))


def against_others(rows: Values, place: int) -> list[float]:
    """Return by case the value of one group minus the mean of the others."""
    others = np.delete(rows, place, axis=1).mean(axis=1)
    return [float(value) for value in rows[:, place] - others]


def _contrast(
    names: tuple[str, str, str, str], rows: Values, place: int, seed: int
) -> list[Contrast]:
    if not len(rows):
        return []
    metric, attribute, group, against = names
    one = Contrast(
        metric=metric,
        attribute=attribute,
        group=group,
        against=against,
        difference=bootstrap_mean(against_others(rows, place), seed),
        n=len(rows),
        p=exchange_test(rows, place, seed),
    )
    return [one]
