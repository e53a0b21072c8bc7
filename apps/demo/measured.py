"""The runs that the pages show: those that ship with the project and those made here."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

from vademecum.evals.measured import MeasuredRun, kept_runs, read_any
from vademecum.evals.measured.command import command_of
from vademecum.evals.measured.machine import machine_kind
from vademecum.evals.measured.strip import with_own_texts
from vademecum.evals.results import EvalResult
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.home import home

MAX_FILES: Final = 200
"""Of the runs made here, the newest; a page stays a page."""


def measured_runs() -> tuple[MeasuredRun, ...]:
    """Return the runs made here, newest first and one of each evaluation, then the shipped ones."""
    return (*own_runs(home() / "runs"), *kept_runs())


def own_runs(folder: Path) -> tuple[MeasuredRun, ...]:
    """Return the newest run of each evaluation in ``folder``; what is no result is passed over."""
    newest: dict[str, MeasuredRun] = {}
    for path in sorted(folder.glob("*.json"), reverse=True)[:MAX_FILES]:
        stat = path.stat()
        run = _read(path, stat.st_mtime_ns, stat.st_size)
        if run is not None:
            newest.setdefault(run.name, run)
    return tuple(newest.values())


@lru_cache(maxsize=MAX_FILES)
def _read(path: Path, changed_ns: int, size: int) -> MeasuredRun | None:
    """Read a result; what has the same time and size is read once."""
    try:
        result = read_any(path)
    except InvalidInput:
        return None
    if isinstance(result, EvalResult):
        result = with_own_texts(result)
    return MeasuredRun(
        command=command_of(result),
        machine=machine_kind(result.manifest.cpus),
        result=result,
        is_shipped=False,
    )
