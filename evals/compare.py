"""Whether two runs over the same items differ."""

from __future__ import annotations

from vademecum.retrieval.errors import InvalidInput

from .resampling import clustered_mean
from .results import EvalResult, Metric


def compare_results(run: EvalResult, other: EvalResult, seed: int = 0) -> dict[str, Metric]:
    """Return ``run - other`` by metric, paired by item, with intervals.

    Items are drawn as the runs drew them: those of one cluster together. Metrics that stand in the
    items of both are compared, over the items that carry them in both. Raises InvalidInput unless
    task, items and data files are the same.
    """
    if run.task != other.task:
        raise InvalidInput(f"a run of {run.task} does not compare with one of {other.task}")
    drawn = {item.id: item.drawn_with for item in (run if _is_drawn(run) else other).items}
    ours = {item.id: item.values for item in run.items}
    theirs = {item.id: item.values for item in other.items}
    if not ours or ours.keys() != theirs.keys():
        raise InvalidInput("the runs do not hold the same items; run both with items kept")
    if run.manifest.files != other.manifest.files:
        raise InvalidInput("the runs were measured on different files (their sha256 differ)")
    names = dict.fromkeys(name for values in ours.values() for name in values)
    pairs = {
        name: [
            (values[name] - theirs[item][name], drawn[item])
            for item, values in ours.items()
            if name in values and name in theirs[item]
        ]
        for name in names
    }
    return {
        name: clustered_mean([value for value, _ in pair], [unit for _, unit in pair], seed)
        for name, pair in pairs.items()
        if pair
    }


def _is_drawn(run: EvalResult) -> bool:
    """Tell whether a run says what its items were drawn with: earlier ones did not."""
    return any(item.cluster is not None for item in run.items)
