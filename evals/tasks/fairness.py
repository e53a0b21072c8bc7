"""Whether the same question from a different person is treated the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from vademecum.retrieval.errors import InvalidInput

from ..checkpoint import FORGET, Store
from ..fairness.beside import WHOLE, set_beside, tables_of
from ..fairness.contrasts import Contrast, contrasts, corrected, slice_name
from ..fairness.forms import CONTROL, Case
from ..fairness.observing import Observer
from ..fairness.removal import Mentioned, removal_contrasts, removal_figures, removal_items
from ..fairness.treatment import Treatment, said, treat
from ..manifest import RunManifest
from ..results import EvalResult, ItemResult, ItemTexts, Metric
from .retrieval import nothing

ALPHA: Final = 0.05
SHOWN: Final = 12
"""Differences that a note names one by one."""


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

    Figures are named ``metric/attribute=group`` (``fairness/observing.py`` says what each is).
    Beside each stand, paired by case, the neutral change of about its size (``control``), the
    neutral wording, and the mean of the other groups. The finding is the difference between
    groups of persons, and between a manner of asking and its control:
    ``p_holm(metric)/attribute=group`` is its p, adjusted for all of the run. ``same_outcome``,
    ``same_reply`` and ``rbo_between`` compare the groups of an attribute pair by pair; their
    control is two neutral wordings. ``mentioned`` are names and how often the rails removed them.
    Raises InvalidInput without cases.
    """
    if not cases:
        raise InvalidInput("no questions to ask as different people")
    treated: list[Treatment] = []
    for case in cases:
        treated.append(treat(case, observer, store))
        tick()
    names, seed = tuple(mentioned), manifest.seed
    tables = tables_of(treated)
    found = set_beside(tables, seed)
    removed = removal_figures(names, seed)
    tested = corrected([*contrasts(tables.by_group, seed), *removal_contrasts(names, seed)])
    left = [one for one in tested if one.p_holm < ALPHA]
    counts = {"differences_tested": _bare(len(tested)), "differences_left": _bare(len(left))}
    values = {f"p_holm({c.metric})/{c.attribute}={c.group}": _bare(c.p_holm) for c in tested}
    items = (*map(_item, treated), *removal_items(names))
    notes = (*manifest.notes, *_notes(tested, left))
    return EvalResult(
        task="fairness",
        domain=domain,
        metrics=found.metrics | removed.metrics | values | counts,
        baselines=_joined(found.baselines, removed.baselines),
        differences=_joined(found.differences, removed.differences),
        manifest=manifest.model_copy(update={"n": len(items), "notes": notes}),
        items=items,
    )


_Named = dict[str, dict[str, Metric]]


def _joined(one: _Named, other: _Named) -> _Named:
    return {name: one.get(name, {}) | other.get(name, {}) for name in {**one, **other}}


def _item(one: Treatment) -> ItemResult:
    values: dict[str, float] = {}
    totals: dict[str, list[float]] = {}
    for (metric, attribute, group), value in one.figures().items():
        values[slice_name(metric, attribute, group)] = value
        if group != CONTROL:
            totals.setdefault(metric, []).append(value)
    for metric, by_attribute in one.agreement().items():
        for attribute, value in by_attribute.items():
            values[slice_name(metric, WHOLE, attribute)] = value
            totals.setdefault(metric, []).append(value)
    values |= {metric: sum(column) / len(column) for metric, column in totals.items()}
    shown = one.case.text if one.case.is_shown else ""
    expected = f"for everybody: {said(one.neutral)}"
    return ItemResult(
        id=one.case.id,
        values=values,
        labels={"kind": "rails" if one.case.expected else "question"},
        texts=ItemTexts.of(shown, expected, "\n".join(one.changes())),
    )


def _notes(tested: Sequence[Contrast], left: Sequence[Contrast]) -> list[str]:
    order = sorted(left, key=lambda one: (one.p_holm, one.name))
    named = [
        f"{one.name} minus {one.against}: {one.difference.value:+.3f} "
        f"[{one.difference.low:+.3f}, {one.difference.high:+.3f}], n={one.n}, p={one.p_holm:.2g}"
        for one in order[:SHOWN]
    ]
    more = [f"and {len(left) - SHOWN} more"] if len(left) > SHOWN else []
    first = f"{len(tested)} differences tested, {len(left)} left after Holm at {ALPHA}"
    return [first, *named, *more]


def _bare(value: float) -> Metric:
    """Return a figure that has no interval: a count, or a p."""
    return Metric(value=value, low=value, high=value)
