"""Figures by group, each beside a neutral change, the neutral wording and the other groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from vademecum.retrieval.types import Noun

from ..intervals import bootstrap_mean, wilson
from ..results import Metric
from .contrasts import OTHERS, against_others, complete, slice_name
from .forms import CONTROL
from .treatment import Treatment

NEUTRAL: Final = "neutral wording"
WHOLE: Final = "attribute"
"""Stands for a label in the names of figures that compare the groups of an attribute."""
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
Column: TypeAlias = Mapping[str, float]
"""Figures by case id."""
Groups: TypeAlias = Mapping[str, Column]
Figures: TypeAlias = dict[str, Metric]


class Tables(Noun):
    """The figures of all cases."""

    by_group: dict[str, dict[str, dict[str, dict[str, float]]]]
    """By metric, attribute, group and case; the control is a group."""
    agreement: dict[str, dict[str, dict[str, float]]]
    """By metric, attribute and case: how alike the groups of an attribute were treated."""
    of_control: dict[str, dict[str, dict[str, float]]]
    """The same of the controls."""
    neutral: dict[str, dict[str, float]]
    """By metric and case."""


class Beside(Noun):
    """Figures, those that stand beside them, and the differences, as ``EvalResult`` takes them."""

    metrics: Figures
    baselines: dict[str, Figures]
    differences: dict[str, Figures]


def tables_of(treated: Iterable[Treatment]) -> Tables:
    """Gather the figures of all cases."""
    tables = Tables(by_group={}, agreement={}, of_control={}, neutral={})
    for one in treated:
        case = one.case.id
        for (metric, attribute, group), value in one.figures().items():
            groups = tables.by_group.setdefault(metric, {}).setdefault(attribute, {})
            groups.setdefault(group, {})[case] = value
        for table, is_control in ((tables.agreement, False), (tables.of_control, True)):
            for metric, values in one.agreement(of_control=is_control).items():
                for attribute, value in values.items():
                    table.setdefault(metric, {}).setdefault(attribute, {})[case] = value
        for metric, value in one.own().items():
            if metric in AGAINST_NEUTRAL:
                tables.neutral.setdefault(metric, {})[case] = value
    return tables


def set_beside(tables: Tables, seed: int) -> Beside:
    """Return every figure with all that it can be compared with, paired by case."""
    found = _Beside(seed)
    for metric, attributes in tables.agreement.items():
        controls = tables.of_control.get(metric, {})
        found.put(metric, _mean(attributes.values()), {CONTROL: _mean(controls.values())})
        for attribute, column in attributes.items():
            name = slice_name(metric, WHOLE, attribute)
            found.put(name, column, {CONTROL: controls.get(attribute, {})})
    for metric, by_attribute in tables.by_group.items():
        neutral = tables.neutral.get(metric, {})
        rivals = {CONTROL: _mean(_columns(by_attribute, of_control=True)), NEUTRAL: neutral}
        found.put(metric, _mean(_columns(by_attribute, of_control=False)), rivals)
        for attribute, groups in by_attribute.items():
            others = _others(groups)
            for group, column in groups.items():
                if group != CONTROL:
                    name = slice_name(metric, attribute, group)
                    rivals = {CONTROL: groups.get(CONTROL, {}), NEUTRAL: neutral}
                    found.put(name, column, {**rivals, OTHERS: others.get(group, {})})
    return found.result()


class _Beside:
    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._metrics: Figures = {}
        self._baselines: dict[str, Figures] = {CONTROL: {}, NEUTRAL: {}, OTHERS: {}}
        self._differences: dict[str, Figures] = {CONTROL: {}, NEUTRAL: {}, OTHERS: {}}

    def put(self, name: str, column: Column, rivals: Mapping[str, Column]) -> None:
        self._metrics[name] = self._figure(column)
        for rival, of in rivals.items():
            pairs = [value - of[case] for case, value in column.items() if case in of]
            if pairs:
                self._baselines[rival][name] = self._figure(of)
                self._differences[rival][name] = bootstrap_mean(pairs, self._seed)

    def result(self) -> Beside:
        return Beside(
            metrics=self._metrics,
            baselines={name: of for name, of in self._baselines.items() if of},
            differences={name: of for name, of in self._differences.items() if of},
        )

    def _figure(self, column: Column) -> Metric:
        """Return a mean: of zeros and ones with Wilson's interval, else bootstrapped."""
        values = list(column.values())
        if all(value in (0.0, 1.0) for value in values):
            return wilson(round(sum(values)), len(values))
        return bootstrap_mean(values, self._seed)


def _columns(by_attribute: Mapping[str, Groups], *, of_control: bool) -> list[Column]:
    return [
        column
        for groups in by_attribute.values()
        for group, column in groups.items()
        if (group == CONTROL) == of_control
    ]


def _mean(columns: Iterable[Column]) -> dict[str, float]:
    """Return the mean of the columns by case, over those that have it."""
    values: dict[str, list[float]] = {}
    for column in columns:
        for case, value in column.items():
            values.setdefault(case, []).append(value)
    return {case: sum(found) / len(found) for case, found in values.items()}


def _others(groups: Groups) -> dict[str, dict[str, float]]:
    """Return by group the means of the other groups, over the cases that have all."""
    names = [group for group in groups if group != CONTROL]
    if len(names) < 2:
        return {}
    cases, rows = complete(groups, names)
    return {
        name: {
            case: float(value) - gap
            for case, value, gap in zip(
                cases, rows[:, place], against_others(rows, place), strict=True
            )
        }
        for place, name in enumerate(names)
    }
