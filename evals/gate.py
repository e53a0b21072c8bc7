"""Whether a run is still as good as the baseline that was kept of it.

Differences are paired by item, and items are drawn as the run drew them. A tolerance stands beside
every metric, because machines that reckon in bfloat16 and in float32 put a few passages into
another order: their figures differ slightly though nothing broke.
"""

from __future__ import annotations

import math
from typing import Final, Literal, TypeAlias

from vademecum.retrieval.types import Noun

from .baseline import Baseline, figure_of, set_of, value_of
from .resampling import clustered_mean
from .results import EvalResult, Metric

Verdict: TypeAlias = Literal["held", "fell", "rose", "not comparable"]
FAR: Final = 5
"""A fall by more than so many tolerances fails whatever its interval."""


class GateRow(Noun):
    """One metric, then and now."""

    metric: str
    verdict: Verdict
    reason: str = ""
    """Why it is not comparable."""
    baseline: Metric
    now: Metric | None = None
    difference: Metric | None = None
    """Now minus then, over the ``pairs`` items that carry the metric in both."""
    pairs: int = 0
    allowed: float


class GateReport(Noun):
    """What became of one run's metrics."""

    task: str
    domain: str
    set: str
    rows: tuple[GateRow, ...]
    notes: tuple[str, ...] = ()

    @property
    def is_passed(self) -> bool:
        """Tell whether every metric held or rose."""
        return all(row.verdict in ("held", "rose") for row in self.rows)


def check(result: EvalResult, baseline: Baseline, seed: int = 0) -> GateReport:
    """Compare a run with its baseline, metric by metric.

    - ``fell``: the mean of the paired differences is below minus what is allowed and the interval
      lies below 0, or the mean is below ``FAR`` times that, whatever the interval;
    - ``rose``: the mean is above what is allowed and the interval above 0;
    - ``not comparable``: task, set, half, adapter, data files or items are not the same, or a value
      is not finite;
    - ``held``: everything else.
    """
    reason = _reason(result, baseline)
    run, then = result.manifest, baseline.encoder
    return GateReport(
        task=result.task,
        domain=result.domain,
        set=set_of(run),
        rows=tuple(
            _not_comparable(baseline, metric, reason)
            if reason
            else _row(result, baseline, metric, place, seed)
            for place, metric in enumerate(baseline.metrics)
        ),
        notes=() if run.encoder == then else (f"encoder {run.encoder}, of the baseline {then}",),
    )


def verdict_of(difference: Metric, allowed: float) -> Verdict:
    """Judge a paired difference."""
    mean = difference.value
    if mean < -FAR * allowed or (mean < -allowed and difference.high < 0):
        return "fell"
    return "rose" if mean > allowed and difference.low > 0 else "held"


def _reason(result: EvalResult, baseline: Baseline) -> str:
    """Say what makes a run another than the baseline's; "" if nothing does."""
    run, files = result.manifest, baseline.files
    for what, now, then in (
        ("task", result.task, baseline.task),
        ("domain", result.domain, baseline.domain),
        ("set", set_of(run), baseline.set),
        ("data", run.data, baseline.data),
        ("split", run.split, baseline.split),
        ("half", run.half, baseline.half),
        ("adapter", run.adapter, baseline.adapter),
    ):
        if now != then:
            return f"{what} {now}, of the baseline {then}"
    names = sorted(n for n in run.files.keys() | files.keys() if run.files.get(n) != files.get(n))
    if names:
        return f"other data: the sha256 of {names[0]} differs ({len(names)} files in all)"
    if run.n != baseline.n or len(result.items) != len(baseline.items):
        return f"{run.n} items measured and {len(result.items)} kept, of the baseline {baseline.n}"
    if odd := sorted({item.id for item in result.items} ^ baseline.items.keys()):
        return f"{len(odd)} items stand in one of the two alone, first {odd[0]}"
    return ""


def _row(result: EvalResult, baseline: Baseline, metric: str, place: int, seed: int) -> GateRow:
    now = {item.id: value_of(item.values.get(metric)) for item in result.items}
    drawn = {item.id: item.drawn_with for item in result.items}
    pairs = [
        (value, then, drawn[name])
        for name, values in baseline.items.items()
        if (value := now[name]) is not None and (then := values[place]) is not None
    ]
    if not pairs:
        return _not_comparable(baseline, metric, f"no item carries {metric} in both")
    if not all(math.isfinite(value) for value, _, _ in pairs):
        return _not_comparable(baseline, metric, f"{metric} of an item is not finite")
    found = clustered_mean(
        [value - then for value, then, _ in pairs], [unit for _, _, unit in pairs], seed
    )
    allowed = baseline.allowed[metric]
    return GateRow(
        metric=metric,
        verdict=verdict_of(found, allowed),
        baseline=baseline.metrics[metric],
        now=figure_of(result, metric),
        difference=found,
        pairs=len(pairs),
        allowed=allowed,
    )


def _not_comparable(baseline: Baseline, metric: str, reason: str) -> GateRow:
    return GateRow(
        metric=metric,
        verdict="not comparable",
        reason=reason,
        baseline=baseline.metrics[metric],
        allowed=baseline.allowed[metric],
    )
