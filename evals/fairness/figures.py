"""Figures by group, each beside a neutral change, the neutral wording and the other groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from vademecum.retrieval.types import Noun

from ..intervals import Values, bootstrap_mean, wilson
from ..results import Metric
from .forms import CONTROL
from .significance import exchange_test, holm

NEUTRAL: Final = "neutral wording"
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
AGAINST_NEUTRAL: Final = frozenset(
    {
        "nDCG@10",
        "hit@5",
        "answered",
        "not_answered",
        "certainty",
        "stopped",
        "blocked",
        "over_refusal",
    }
)
"""Figures that are no comparison with the neutral wording themselves."""
MANNERS: Final = frozenset({"dialect", "formality", "reading level", "spelling"})
"""Attributes of how a question is put: their groups are compared with the control, since they are
not each other's counterparts; groups of persons are compared with the other groups."""
BY_ATTRIBUTE: Final = frozenset({"same_outcome", "same_reply", "rbo_between"})

Column = Mapping[str, float]
"""Figures by case id."""


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


class Tables(Noun):
    """The figures of all cases: by metric, attribute, group and case; the control is a group."""

    by_group: dict[str, dict[str, dict[str, dict[str, float]]]]
    neutral: dict[str, dict[str, float]]
    """By metric and case."""


def slice_name(metric: str, attribute: str, group: str) -> str:
    """Name the figure of a group as reports read it."""
    return f"{metric}/{attribute}={group}"


def figure(values: Sequence[float], seed: int) -> Metric:
    """Return a mean: of zeros and ones with Wilson's interval, else bootstrapped."""
    if all(value in (0.0, 1.0) for value in values):
        return wilson(round(sum(values)), len(values))
    return bootstrap_mean(values, seed)


def paired(ours: Column, theirs: Column, seed: int) -> Metric | None:
    """Return the mean difference over the cases that both bear on."""
    pairs = [value - theirs[case] for case, value in ours.items() if case in theirs]
    return bootstrap_mean(pairs, seed) if pairs else None


def contrasts(tables: Tables, seed: int) -> list[Contrast]:
    """Compare groups of persons with each other, and manners of asking with their control.

    Of two groups of persons the first alone is compared: the second says the same.
    """
    found: list[Contrast] = []
    for metric in TESTED:
        for attribute, groups in tables.by_group.get(metric, {}).items():
            names = [name for name in groups if name != CONTROL]
            if attribute in MANNERS and CONTROL in groups:
                for name in names:
                    rows = complete(groups, (name, CONTROL))
                    found += _contrast(metric, attribute, name, CONTROL, rows, 0, seed)
            elif len(names) > 1:
                rows = complete(groups, names)
                for place, name in enumerate(names[: 1 if len(names) == 2 else None]):
                    found += _contrast(metric, attribute, name, OTHERS, rows, place, seed)
    return found


def _contrast(
    metric: str, attribute: str, group: str, against: str, rows: Values, place: int, seed: int
) -> list[Contrast]:
    if not len(rows):
        return []
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


def corrected(found: Sequence[Contrast]) -> tuple[Contrast, ...]:
    """Return contrasts with p values adjusted for all of them together."""
    adjusted = holm([one.p for one in found])
    return tuple(
        one.model_copy(update={"p_holm": p}) for one, p in zip(found, adjusted, strict=True)
    )


def complete(groups: Mapping[str, Column], names: Sequence[str]) -> Values:
    """Return the cases that have a figure in every group, shape (cases, groups)."""
    cases = [case for case in groups[names[0]] if all(case in groups[name] for name in names)]
    rows = [[groups[name][case] for name in names] for case in cases]
    return np.array(rows, dtype=np.float64).reshape(len(cases), len(names))


def against_others(rows: Values, place: int) -> list[float]:
    """Return by case the value of one group minus the mean of the others."""
    others = np.delete(rows, place, axis=1).mean(axis=1)
    return [float(value) for value in rows[:, place] - others]
