"""What `eval run` was asked for, and how it shows that it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol, cast

from vademecum.domains import Domain
from vademecum.evals.checkpoint import FORGET, Checkpoints, Store
from vademecum.evals.halves import Part
from vademecum.evals.manifest import RunManifest

Notice = Callable[[str], None]
PARTS = ("dev", "test", "all")


class Gauge(Protocol):
    """Move a progress bar."""

    def __call__(self, completed: int, total: int | None = None) -> None:
        """Show ``completed`` of ``total``."""
        ...


@dataclass(frozen=True)
class RunOptions:
    """What `eval run` was asked for."""

    domain: str
    today: date
    data: Path | None = None
    set: str | None = None
    questions: Path | None = None
    """Items that people marked, instead of the domain's own."""
    split: str | None = None
    half: str | None = None
    """Without it, what is for reporting of a public set, and all of everything else."""
    given: bool = False
    """Search only the document that the set names."""
    ablate: bool = False
    """Measure beside the configuration the same without one ingredient each."""
    run: Path | None = None
    """Another system's run in TREC form, to stand beside ours."""
    distractors: tuple[Path, ...] = field(default=())
    limit: int | None = None
    seed: int = 0
    adapter: str = "none"
    """Reads the questions; "none" for the base alone, whatever the domain's manifest names."""

    def part(self, otherwise: str = "all") -> Part:
        """Return the half that was asked for."""
        return cast(Part, self.half or otherwise)


@dataclass(frozen=True)
class Course:
    """How a run shows that it goes on, and where it keeps what it has done."""

    gauge: Gauge
    notice: Notice
    checkpoints: Checkpoints | None = None

    def store(self, task: str, manifest: RunManifest) -> Store:
        """Return what keeps the items of ``task``."""
        return FORGET if self.checkpoints is None else self.checkpoints.open(task, manifest)

    def ticks(self, total: int) -> Ticks:
        """Return a counter of finished items."""
        return Ticks(self.gauge, total)


@dataclass(frozen=True)
class Job:
    """One task to run for one domain."""

    task: str
    domain: Domain
    options: RunOptions
    course: Course


class Ticks:
    """Count finished items against a known total."""

    def __init__(self, gauge: Gauge, total: int, done: int = 0) -> None:
        self._gauge, self._total, self._done = gauge, total, done
        gauge(done, total)

    def __call__(self) -> None:
        """Count one more."""
        self._done += 1
        self._gauge(self._done, self._total)
