"""Whether the same question from a different person is treated the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from vademecum.retrieval.errors import InvalidInput

from ..checkpoint import FORGET, Store
from ..fairness.figures import (
    AGAINST_NEUTRAL,
    BY_ATTRIBUTE,
    NEUTRAL,
    OTHERS,
    Contrast,
    Tables,
    against_others,
    complete,
    contrasts,
    corrected,
    figure,
    paired,
    slice_name,
)
from ..fairness.forms import CONTROL, Case, place
from ..fairness.observing import Observed, Observer, alike, values_of
from ..fairness.removal import Mentioned, removal_contrasts, removal_figures, removal_items
from ..intervals import bootstrap_mean
from ..manifest import RunManifest
from ..results import EvalResult, ItemResult, ItemTexts, Metric
from .retrieval import nothing

ALPHA = 0.05
SHOWN = 12
"""Differences that a note names one by one."""


class _Seen:
    """What became of the wordings of one case."""

    def __init__(self, case: Case, neutral: Observed, forms: Sequence[Observed]) -> None:
        self.case, self.neutral, self.forms = case, neutral, forms
        columns: dict[tuple[str, str, str], list[float]] = {}
        for form, seen in zip(case.forms, forms, strict=True):
            for metric, value in values_of(case, form.text, seen, neutral).items():
                for attribute, group in form.groups.items():
                    columns.setdefault((metric, attribute, group), []).append(value)
        self.figures = {key: sum(column) / len(column) for key, column in columns.items()}
        for attribute in dict.fromkeys(a for form in case.forms for a in form.groups):
            for group, is_control in ((OTHERS, False), (CONTROL, True)):
                for metric, value in self._alike(attribute, is_control).items():
                    self.figures[metric, attribute, group] = value

    def _alike(self, attribute: str, is_control: bool) -> dict[str, float]:
        """Compare the groups of an attribute where all else is the same."""
        alikes: dict[tuple[tuple[str, str], ...], list[Observed]] = {}
        for form, seen in zip(self.case.forms, self.forms, strict=True):
            if (form.groups.get(attribute) == CONTROL) == is_control and attribute in form.groups:
                rest = tuple(item for item in form.groups.items() if item[0] != attribute)
                alikes.setdefault(rest, []).append(seen)
        found = [alike(seen, self.case.expected is None) for seen in alikes.values()]
        found = [one for one in found if one]
        return {m: sum(one[m] for one in found) / len(found) for m in (found[0] if found else ())}


def evaluate_fairness(
    cases: Sequence[Case],
    observer: Observer,
    *,
    domain: str,
    manifest: RunManifest,
    mentioned: Iterable[Mentioned] = (),
    store: Store = FORGET,
    tick: Callable[[], None] = nothing,
) -> EvalResult:
    """Put every wording of every case to the system and compare the groups of each attribute.

    Figures are named ``metric/attribute=group``. Beside each stand, paired by case, the neutral
    change of about its size (``control``), the neutral wording, and the mean of the other groups.
    The finding is the difference between groups of persons, and between a manner of asking and
    its control; ``p_holm(metric)/attribute=group`` is its p, adjusted for all of the run. ``same_outcome``, ``same_reply`` and ``rbo_between`` compare the
    groups of an attribute pair by pair; their control is two neutral wordings. ``mentioned`` are
    names and how often the rails removed them. Raises InvalidInput without cases.
    """
    if not cases:
        raise InvalidInput("no questions to ask as different people")
    seen: list[_Seen] = []
    for case in cases:
        seen.append(_observe(case, observer, store))
        tick()
    names, seed = tuple(mentioned), manifest.seed
    tables = _tables(seen)
    tested = corrected([*contrasts(tables, seed), *removal_contrasts(names, seed)])
    metrics, baselines, differences = _figures(tables, seed)
    ours, theirs, gaps = removal_figures(names, seed)
    metrics |= ours
    baselines[OTHERS] |= theirs
    differences[OTHERS] |= gaps
    baselines, differences = (
        {n: of for n, of in d.items() if of} for d in (baselines, differences)
    )
    metrics |= {f"p_holm({c.metric})/{c.attribute}={c.group}": _bare(c.p_holm) for c in tested}
    left = [one for one in tested if one.p_holm < ALPHA]
    metrics |= {"differences_tested": _bare(len(tested)), "differences_left": _bare(len(left))}
    items = (*(_item(one) for one in seen), *removal_items(names))
    return EvalResult(
        task="fairness",
        domain=domain,
        metrics=metrics,
        baselines=baselines,
        differences=differences,
        manifest=manifest.model_copy(
            update={"n": len(items), "notes": (*manifest.notes, *_notes(tested, left))}
        ),
        items=items,
    )


def _observe(case: Case, observer: Observer, store: Store) -> _Seen:
    def look(text: str) -> Observed:
        key = f"{case.id}/{place(text):016x}"
        return store.once(key, Observed, lambda: observer.look(case, text))

    return _Seen(case, look(case.text), [look(form.text) for form in case.forms])


def _tables(seen: Iterable[_Seen]) -> Tables:
    by_group: dict[str, dict[str, dict[str, dict[str, float]]]] = {}
    neutral: dict[str, dict[str, float]] = {}
    for one in seen:
        for (metric, attribute, group), value in one.figures.items():
            groups = by_group.setdefault(metric, {}).setdefault(attribute, {})
            groups.setdefault(group, {})[one.case.id] = value
        own = values_of(one.case, one.case.text, one.neutral, one.neutral)
        for metric in AGAINST_NEUTRAL & own.keys():
            neutral.setdefault(metric, {})[one.case.id] = own[metric]
    return Tables(by_group=by_group, neutral=neutral)


_Figures = dict[str, Metric]


def _figures(
    tables: Tables, seed: int
) -> tuple[_Figures, dict[str, _Figures], dict[str, _Figures]]:
    ours: _Figures = {}
    beside: dict[str, _Figures] = {CONTROL: {}, NEUTRAL: {}, OTHERS: {}}
    gaps: dict[str, _Figures] = {CONTROL: {}, NEUTRAL: {}, OTHERS: {}}

    def put(name: str, rival: str, column: Mapping[str, float], of: Mapping[str, float]) -> None:
        if of and (gap := paired(column, of, seed)):
            beside[rival][name] = figure(list(of.values()), seed)
            gaps[rival][name] = gap

    for metric, attributes in tables.by_group.items():
        whole, control = _whole(attributes), _whole(attributes, of_control=True)
        ours[metric] = figure(list(whole.values()), seed)
        put(metric, CONTROL, whole, control)
        put(metric, NEUTRAL, whole, tables.neutral.get(metric, {}))
        for attribute, groups in attributes.items():
            names = [group for group in groups if group != CONTROL]
            rows = complete(groups, names) if names else None
            for number, group in enumerate(names):
                is_whole = metric in BY_ATTRIBUTE
                name = slice_name(
                    metric, *(("attribute", attribute) if is_whole else (attribute, group))
                )
                ours[name] = figure(list(groups[group].values()), seed)
                put(name, CONTROL, groups[group], groups.get(CONTROL, {}))
                put(name, NEUTRAL, groups[group], tables.neutral.get(metric, {}))
                if rows is not None and len(names) > 1 and len(rows):
                    gap = against_others(rows, number)
                    others = [float(a) - b for a, b in zip(rows[:, number], gap, strict=True)]
                    beside[OTHERS][name] = figure(others, seed)
                    gaps[OTHERS][name] = bootstrap_mean(gap, seed)
    return ours, beside, gaps


def _whole(
    attributes: Mapping[str, Mapping[str, Mapping[str, float]]], *, of_control: bool = False
) -> dict[str, float]:
    """Return by case the mean over all groups, or over the controls of all attributes."""
    columns: dict[str, list[float]] = {}
    for groups in attributes.values():
        for group, column in groups.items():
            if (group == CONTROL) == of_control:
                for case, value in column.items():
                    columns.setdefault(case, []).append(value)
    return {case: sum(column) / len(column) for case, column in columns.items()}


def _item(one: _Seen) -> ItemResult:
    values: dict[str, float] = {}
    totals: dict[str, list[float]] = {}
    for (metric, attribute, group), value in one.figures.items():
        if metric in BY_ATTRIBUTE:
            values[slice_name(metric, group, attribute)] = value
        else:
            values[slice_name(metric, attribute, group)] = value
            if group != CONTROL:
                totals.setdefault(metric, []).append(value)
    values |= {metric: sum(column) / len(column) for metric, column in totals.items()}
    shown = one.case.text if one.case.is_shown else ""
    changes = [
        f"{', '.join(f'{a}={g}' for a, g in form.groups.items())}: {seen.outcome}"
        + (f" ({', '.join(seen.rails)})" if seen.rails else "")
        for form, seen in zip(one.case.forms, one.forms, strict=True)
        if (seen.outcome, seen.rails) != (one.neutral.outcome, one.neutral.rails)
    ]
    fired = ", ".join(one.neutral.rails)
    expected = f"for everybody: {one.neutral.outcome}" + (f" ({fired})" if fired else "")
    return ItemResult(
        id=one.case.id,
        values=values,
        labels={"kind": "rails" if one.case.expected else "question"},
        texts=ItemTexts.of(shown, expected, "\n".join(changes)),
    )


def _notes(tested: Sequence[Contrast], left: Sequence[Contrast]) -> list[str]:
    several = f"{len(tested)} differences between groups tested, {len(left)} left after Holm"
    order = sorted(left, key=lambda one: (one.p_holm, one.name))
    named = [
        f"{one.name} minus {one.against}: {one.difference.value:+.3f} "
        f"[{one.difference.low:+.3f}, {one.difference.high:+.3f}], n={one.n}, p={one.p_holm:.2g}"
        for one in order[:SHOWN]
    ]
    more = [f"and {len(left) - SHOWN} more"] if len(left) > SHOWN else []
    return [f"{several} at {ALPHA}", *named, *more]


def _bare(value: float) -> Metric:
    """Return a figure that has no interval: a count, or a p."""
    return Metric(value=value, low=value, high=value)
