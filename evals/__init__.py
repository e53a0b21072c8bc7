"""Measuring: tasks, metrics with intervals, public sets in their own forms, reports."""

from .beir import BeirSet
from .data import data_home
from .manifest import RunManifest, run_manifest
from .results import EvalResult, ItemResult, Metric, read_result, write_result

__all__ = [
    "BeirSet",
    "EvalResult",
    "ItemResult",
    "Metric",
    "RunManifest",
    "data_home",
    "read_result",
    "run_manifest",
    "write_result",
]
