from __future__ import annotations

import pytest

from vademecum.evals.energy import CpuTimeMeter
from vademecum.evals.manifest import RunManifest
from vademecum.evals.tasks.cost import evaluate_cost
from vademecum.retrieval.errors import InvalidInput


class Clock:
    """Time that passes only when work is done."""

    def __init__(self) -> None:
        self.now_s, self.done = 0.0, 0

    def __call__(self) -> float:
        return self.now_s

    def work(self, seconds: float) -> None:
        self.now_s += seconds
        self.done += 1


def test_every_figure_by_hand(manifest: RunManifest) -> None:
    clock = Clock()
    work = [(f"q{i}", 0.010 if i < 9 else 0.110) for i in range(10)]
    result = evaluate_cost(
        work,
        clock.work,
        domain="law",
        manifest=manifest,
        warm_up=2,
        meter=CpuTimeMeter(watts_per_core=10, cpu_s=clock),
        clock_s=clock,
        memory_mib=lambda: 321.0,
    )
    values = {name: figure.value for name, figure in result.metrics.items()}
    assert values == pytest.approx(
        {
            "latency_p50_ms": 10.0,
            "latency_p95_ms": 65.0,  # between the ninth and the tenth of ten
            "throughput_per_s": 50.0,
            "memory_peak_mib": 321.0,
            "energy_per_item_estimated_j": 10 * 0.2 / 10,
        }
    )
    assert result.metrics["throughput_per_s"].low < 50 < result.metrics["throughput_per_s"].high
    assert clock.done == 12
    assert "energy estimated" in result.manifest.notes[-1]
    assert result.items[9].values == pytest.approx({"latency_ms": 110.0})


def test_no_work_is_an_input_error(manifest: RunManifest) -> None:
    with pytest.raises(InvalidInput, match="no work"):
        evaluate_cost([], lambda what: what, domain="law", manifest=manifest)
