"""How much energy a stretch of work takes: measured where that can be, else estimated."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any, Final, Literal, Protocol

from vademecum.retrieval.types import Noun

JOULES_PER_KWH: Final = 3_600_000.0
DEFAULT_WATTS_PER_CORE: Final = 10.0
"""A stated guess: about what a server processor of 150 to 250 W has for each of its cores."""


class Energy(Noun):
    """Joules of one stretch of work, and how they were found."""

    joules: float
    how: Literal["codecarbon", "estimated"]
    note: str


class EnergyMeter(Protocol):
    """Measures what happens between ``start`` and ``stop``."""

    def start(self) -> None:
        """Begin."""
        ...

    def stop(self) -> Energy:
        """End, and say what was used."""
        ...


class CpuTimeMeter:
    """Estimate energy as CPU time of this process times watts a core; no sensor is read.

    Memory, disk, idle power and a GPU are not counted: it compares runs on one machine and says
    little about the socket.
    """

    def __init__(
        self,
        watts_per_core: float = DEFAULT_WATTS_PER_CORE,
        cpu_s: Callable[[], float] = time.process_time,
    ) -> None:
        self._watts_per_core = watts_per_core
        self._cpu_s = cpu_s
        self._started_s = 0.0

    def start(self) -> None:
        """Note the CPU time so far."""
        self._started_s = self._cpu_s()

    def stop(self) -> Energy:
        """Return the CPU time since ``start``, in joules."""
        used_s = self._cpu_s() - self._started_s
        return Energy(
            joules=used_s * self._watts_per_core,
            how="estimated",
            note=f"energy estimated: CPU time times {self._watts_per_core:g} W a core",
        )


class CodeCarbonMeter:
    """Measure with codecarbon, offline; what it cannot read off a sensor it estimates itself."""

    def __init__(self, country_iso_code: str = "USA") -> None:
        codecarbon: Any = import_module("codecarbon")  # untyped, and in no extra
        self._tracker = codecarbon.OfflineEmissionsTracker(
            country_iso_code=country_iso_code, save_to_file=False, log_level="error"
        )

    def start(self) -> None:
        """Start the tracker; one tracker serves one stretch."""
        self._tracker.start()

    def stop(self) -> Energy:
        """Return the energy of processor, memory and GPU as codecarbon gives it."""
        self._tracker.stop()
        consumed_kwh = float(self._tracker.final_emissions_data.energy_consumed)
        return Energy(
            joules=consumed_kwh * JOULES_PER_KWH,
            how="codecarbon",
            note="energy by codecarbon: processor, memory and GPU of the whole machine",
        )


def energy_meter(watts_per_core: float = DEFAULT_WATTS_PER_CORE) -> EnergyMeter:
    """Return codecarbon's meter if that is installed, else the estimate from CPU time."""
    try:
        return CodeCarbonMeter()
    except ImportError:
        return CpuTimeMeter(watts_per_core)


def peak_memory_mib() -> float:
    """Return the most memory that this process ever held, in MiB (resident set)."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    is_bytes = os.uname().sysname == "Darwin"
    return peak / (1 << 20) if is_bytes else peak / (1 << 10)
