"""Which figures of a task stand in front, and which systems they are compared with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..results import EvalResult
from ..verdicts import is_lower_better

MAIN: Final[Mapping[str, tuple[str, ...]]] = {
    "abstention": (
        "auroc",
        "aurc",
        "excess_aurc",
        "answered_when_answerable",
        "answered_when_unanswerable",
        "conformal_coverage",
        "selective_risk",
        "selective_coverage",
    ),
    "answers": (
        "span_hit@5",
        "answered",
        "not_answered",
        "abstained",
        "claims_verified",
        "citation_precision",
        "citation_recall",
        "token_f1",
    ),
    "choice": ("accuracy", "answered", "accuracy_when_answered"),
    "citations": (
        "char_recall",
        "char_precision",
        "alce_recall",
        "alce_precision",
        "citation_recall",
        "answered",
    ),
    "classification": ("macro_f1", "accuracy", "balanced_accuracy"),
    "messages": ("nDCG@10", "recall@10", "RR@10", "agreement@10"),
    "cost": (
        "latency_p50_ms",
        "latency_p95_ms",
        "throughput_per_s",
        "memory_peak_mib",
        "energy_per_item_j",
        "energy_per_item_estimated_j",
    ),
    "evidence": (
        "first_holds_answer",
        "first_supports",
        "evidence_f1",
        "span_f1",
        "answer_f1",
        "answered",
    ),
    "fairness": (
        "same_outcome",
        "rbo_between",
        "rbo",
        "answered",
        "reply_kept",
        "blocked",
        "name_removed",
        "accuracy_disambiguated",
        "accuracy_ambiguous",
    ),
    "guardrails": (
        "block_rate",
        "over_refusal_rate",
        "pairs_right",
        "latency_p50_ms",
        "latency_p95_ms",
    ),
    "identifiers": ("recall", "typed_recall", "precision", "clean_texts"),
    "retrieval": ("nDCG@10", "recall@10", "recall@100", "RR@10", "hit@1"),
}
"""By task, the metrics that are plotted; the first that a run has is its headline."""
UNITS: Final = {
    "_per_s": "per second",
    "_ms": "milliseconds",
    "_s": "seconds",
    "_mib": "MiB",
    "_j": "joules",
}
"""By the end of a metric's name, longest first; a share has none."""
SHARE: Final = "from 0 to 1"
OTHERS: Final = 6


def main_metrics(result: EvalResult) -> tuple[str, ...]:
    """Return the metrics that are plotted: those of ``MAIN``, or the first that are no slices."""
    chosen = tuple(name for name in MAIN.get(result.task, ()) if name in result.metrics)
    return chosen or tuple(name for name in result.metrics if "/" not in name)[:OTHERS]


def headline(result: EvalResult) -> str | None:
    """Return the one metric by which a run is known, or None if it has no figures."""
    return next(iter(main_metrics(result)), None)


def best_baseline(result: EvalResult, metric: str) -> str | None:
    """Return the baseline with the best value of ``metric``, ties by name; None without one."""
    sign = 1 if is_lower_better(metric) else -1
    values = {name: of[metric].value for name, of in result.baselines.items() if metric in of}
    return min(values, key=lambda name: (sign * values[name], name)) if values else None


def unit_of(metric: str) -> str:
    """Name what ``metric`` is measured in."""
    name = metric.partition("/")[0]
    return next((unit for end, unit in UNITS.items() if name.endswith(end)), SHARE)


def name_of(metric: str) -> str:
    """Return a metric's name, and that less is better where it is."""
    return f"{metric} (lower is better)" if is_lower_better(metric) else metric


def set_name(result: EvalResult) -> str:
    """Name what a run was measured on: data, split, half."""
    run = result.manifest
    half = None if run.half == "all" else f"{run.half} half"
    return " ".join(filter(None, (run.data, run.split, half)))
