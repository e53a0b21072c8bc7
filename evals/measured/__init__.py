"""Results that ship with the project: real runs without the texts of public sets."""

from .run import MeasuredRun, Result, kept_runs, read_any, runs_in, write_kept
from .strip import stripped
from .targets import Target, state_of, targets_of

__all__ = [
    "MeasuredRun",
    "Result",
    "Target",
    "kept_runs",
    "read_any",
    "runs_in",
    "state_of",
    "stripped",
    "targets_of",
    "write_kept",
]
