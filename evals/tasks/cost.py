"""What one piece of work costs: time, throughput, memory and energy."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from vademecum.retrieval.errors import InvalidInput

from ..energy import EnergyMeter, energy_meter, peak_memory_mib
from ..intervals import RESAMPLES, bootstrap, bootstrap_percentile
from ..manifest import RunManifest
from ..results import EvalResult, ItemResult, Metric
from .retrieval import nothing

T = TypeVar("T")
WARM_UP: Final = 5


def evaluate_cost(
    work: Sequence[tuple[str, T]],
    do: Callable[[T], object],
    *,
    domain: str,
    manifest: RunManifest,
    warm_up: int = WARM_UP,
    meter: EnergyMeter | None = None,
    clock_s: Callable[[], float] = time.perf_counter,
    memory_mib: Callable[[], float] = peak_memory_mib,
    resamples: int = RESAMPLES,
    tick: Callable[[], None] = nothing,
) -> EvalResult:
    """Do every piece of ``work``, pairs of (id, what), one after another, and measure.

    - ``latency_p50_ms``, ``latency_p95_ms``: wall-clock time of one piece, bootstrap intervals;
    - ``throughput_per_s``: pieces a second without a pause between them;
    - ``memory_peak_mib``: the most that the process ever held, everything loaded included;
    - ``energy_per_item_j``, or ``energy_per_item_estimated_j`` where no meter is installed: the
      whole divided by the pieces, so without an interval; the notes say how it was found.

    The first ``warm_up`` pieces are done once before and not measured. Raises InvalidInput
    without work.
    """
    if not work:
        raise InvalidInput("no work to measure")
    for _, what in work[:warm_up]:
        do(what)
    using = meter or energy_meter()
    times_ms: list[float] = []
    using.start()
    for _, what in work:
        started_s = clock_s()
        do(what)
        times_ms.append(1000 * (clock_s() - started_s))
        tick()
    energy = using.stop()
    seed = manifest.seed
    per_item = "energy_per_item_j" if energy.how != "estimated" else "energy_per_item_estimated_j"
    metrics = {
        "latency_p50_ms": bootstrap_percentile(times_ms, 50, seed, resamples),
        "latency_p95_ms": bootstrap_percentile(times_ms, 95, seed, resamples),
        "throughput_per_s": bootstrap(
            times_ms, lambda rows: 1000 / rows.mean(axis=1), seed, resamples
        ),
        "memory_peak_mib": _single(memory_mib()),
        per_item: _single(energy.joules / len(work)),
    }
    return EvalResult(
        task="cost",
        domain=domain,
        metrics=metrics,
        manifest=manifest.model_copy(
            update={"n": len(work), "notes": (*manifest.notes, energy.note)}
        ),
        items=tuple(
            ItemResult(id=name, values={"latency_ms": taken_ms})
            for (name, _), taken_ms in zip(work, times_ms, strict=True)
        ),
    )


def _single(value: float) -> Metric:
    return Metric(value=value, low=value, high=value)
