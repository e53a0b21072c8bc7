from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace

import pytest

from vademecum.evals.energy import CodeCarbonMeter, CpuTimeMeter, energy_meter, peak_memory_mib


def test_the_estimate_is_cpu_time_times_watts_and_says_so() -> None:
    ticks = iter([100.0, 103.0])
    meter = CpuTimeMeter(watts_per_core=15, cpu_s=lambda: next(ticks))
    meter.start()
    energy = meter.stop()
    assert (energy.joules, energy.how) == (45.0, "estimated")
    assert "estimated: CPU time times 15 W" in energy.note


def test_without_codecarbon_the_energy_is_estimated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "codecarbon", None)
    assert isinstance(energy_meter(), CpuTimeMeter)


def test_kilowatt_hours_of_codecarbon_become_joules(monkeypatch: pytest.MonkeyPatch) -> None:
    class Tracker:
        def __init__(self, **options: object) -> None:
            assert options["save_to_file"] is False

        def start(self) -> None:
            self.final_emissions_data = SimpleNamespace(energy_consumed=0.0)

        def stop(self) -> None:
            self.final_emissions_data.energy_consumed = 0.5

    module = ModuleType("codecarbon")
    monkeypatch.setattr(module, "OfflineEmissionsTracker", Tracker, raising=False)
    monkeypatch.setitem(sys.modules, "codecarbon", module)
    meter = energy_meter()
    assert isinstance(meter, CodeCarbonMeter)
    meter.start()
    energy = meter.stop()
    assert (energy.joules, energy.how) == (1_800_000.0, "codecarbon")


def test_a_python_process_holds_some_memory() -> None:
    assert 10 < peak_memory_mib() < 100_000
